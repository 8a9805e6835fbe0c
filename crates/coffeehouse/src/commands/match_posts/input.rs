//! Standard input, cut into runs of whole lines.

use std::io::{self, ErrorKind, Read};
use std::ops::ControlFlow;

/// Longest line; a longer one is a bad line, and at most one read more of it is held in memory.
pub const LINE_BYTES_MAX: usize = 4 << 20;
const READ_BYTES: usize = 256 << 10;

/// A part of the input.
pub enum Batch {
    /// Whole lines, as they were read.
    Lines {
        /// Number of the first, from 1.
        first: u64,
        /// The lines with their ends; the last one of the input may lack its end, and one that was read whole before
        /// it was seen to be too long is among them.
        bytes: Vec<u8>,
    },
    /// A line over [`LINE_BYTES_MAX`], let go.
    TooLong {
        /// Its number, from 1.
        line: u64,
    },
}

/// Reads to the end and hands over what each read completes, so that a slow input waits for nothing.
///
/// # Errors
/// What reading gave; the lines before it have been handed over.
pub fn cut(mut input: impl Read, mut each: impl FnMut(Batch) -> ControlFlow<()>) -> io::Result<()> {
    let mut buffer = vec![0; READ_BYTES];
    let mut held = Vec::new();
    let mut line = 1;
    let mut is_in_long_line = false;
    loop {
        let mut fresh = match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => &buffer[..read],
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if is_in_long_line {
            let Some(end) = fresh.iter().position(is_line_end) else { continue };
            fresh = &fresh[end + 1..];
            is_in_long_line = false;
            line += 1;
        }
        let whole = fresh.iter().rposition(is_line_end).map_or(0, |end| end + 1);
        if whole > 0 {
            held.extend_from_slice(&fresh[..whole]);
            let lines = held.iter().filter(|byte| is_line_end(byte)).count() as u64;
            if each(Batch::Lines { first: line, bytes: std::mem::take(&mut held) }).is_break() {
                return Ok(());
            }
            line += lines;
        }
        held.extend_from_slice(&fresh[whole..]);
        if held.len() > LINE_BYTES_MAX {
            held = Vec::new();
            is_in_long_line = true;
            if each(Batch::TooLong { line }).is_break() {
                return Ok(());
            }
        }
    }
    if !held.is_empty() {
        let _ = each(Batch::Lines { first: line, bytes: held });
    }
    Ok(())
}

fn is_line_end(byte: &u8) -> bool {
    *byte == b'\n'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time, as a pipe may.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let some = self.1.min(self.0.len());
            buffer[..some].copy_from_slice(&self.0[..some]);
            self.0 = &self.0[some..];
            Ok(some)
        }
    }

    fn lines(input: impl Read) -> Vec<(u64, Option<Vec<u8>>)> {
        let mut seen = Vec::new();
        cut(input, |batch| {
            match batch {
                Batch::TooLong { line } => seen.push((line, None)),
                Batch::Lines { first, bytes } => {
                    seen.extend((first..).zip(bytes.split_inclusive(is_line_end).map(|line| Some(line.to_vec()))));
                }
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        seen
    }

    #[test]
    fn every_line_keeps_its_number_however_the_input_arrives() {
        let text = b"one\n\nthree\r\n\xFF\nfive";
        let whole = lines(&text[..]);
        assert_eq!(whole.len(), 5);
        for step in 1..text.len() {
            assert_eq!(lines(Trickle(text, step)), whole, "{step} bytes at a time");
        }
        assert_eq!(whole[4], (5, Some(b"five".to_vec())));
    }

    #[test]
    fn line_that_is_too_long_is_named_and_the_next_one_is_read() {
        let mut text = b"first\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', LINE_BYTES_MAX + READ_BYTES));
        text.extend(b"\nthird");
        let seen = lines(Trickle(&text, 100_000));
        assert_eq!(seen, [(1, Some(b"first\n".to_vec())), (2, None), (3, Some(b"third".to_vec()))]);
    }
}
