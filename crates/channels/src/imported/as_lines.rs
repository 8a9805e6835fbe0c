//! Files whose rows are no lines: those of old Macintosh programs, and one array of JSON. They are copied with a line for
//! each row.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};

use super::mapping::Format;

/// The file with a line for each row: itself where it is so already, else a copy.
pub(super) fn as_lines(mut file: File, format: Format) -> io::Result<File> {
    file.seek(SeekFrom::Start(0))?;
    let has_other_form = match format {
        Format::Csv => ends_lines_the_old_way(&file)?,
        Format::Jsonl => is_array(&file)?,
    };
    file.seek(SeekFrom::Start(0))?;
    if !has_other_form {
        return Ok(file);
    }
    let mut copy = tempfile::tempfile()?;
    let input = BufReader::with_capacity(64 * 1024, &file);
    let output = BufWriter::new(&copy);
    match format {
        Format::Csv => with_line_feeds(input, output)?,
        Format::Jsonl => items(input, output)?,
    }
    copy.seek(SeekFrom::Start(0))?;
    Ok(copy)
}

/// Whether the file knows carriage returns and no line feed. Reads up to the first line feed.
fn ends_lines_the_old_way(file: &File) -> io::Result<bool> {
    let mut input = BufReader::new(file);
    let mut has_return = false;
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() || bytes.contains(&b'\n') {
            return Ok(bytes.is_empty() && has_return);
        }
        has_return |= bytes.contains(&b'\r');
        let count = bytes.len();
        input.consume(count);
    }
}

/// Whether the file begins as an array of objects, or an empty one.
pub(super) fn is_array(mut file: &File) -> io::Result<bool> {
    let mut start = vec![0; 4_096];
    let read = file.read(&mut start)?;
    file.seek(SeekFrom::Start(0))?;
    let mut told = start[..read].iter().filter(|byte| !byte.is_ascii_whitespace());
    Ok(told.next() == Some(&b'[') && told.next().is_none_or(|byte| matches!(byte, b'{' | b']')))
}

/// A carriage return inside quotation marks becomes a line feed too: a line break in a value is one.
fn with_line_feeds(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let read = input.read(&mut bytes)?;
        if read == 0 {
            return output.flush();
        }
        bytes[..read].iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        output.write_all(&bytes[..read])?;
    }
}

/// Writes each item of an array as a line, byte for byte but for line breaks between its parts. What stands behind the
/// array is a line too, so that it is told of.
fn items(input: impl io::BufRead, mut output: impl Write) -> io::Result<()> {
    let (mut depth, mut is_text, mut is_escaped) = (0_u64, false, false);
    for byte in input.bytes() {
        let byte = byte?;
        if is_text {
            is_text = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
            output.write_all(&[byte])?;
            continue;
        }
        match byte {
            b'[' if depth == 0 => depth = 1,
            b']' if depth == 1 => {
                depth = 0;
                output.write_all(b"\n")?;
            }
            b',' if depth == 1 => output.write_all(b"\n")?,
            b'\n' | b'\r' => output.write_all(b" ")?,
            byte => {
                match byte {
                    b'"' => is_text = true,
                    b'[' | b'{' => depth += 1,
                    b']' | b'}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                output.write_all(&[byte])?;
            }
        }
    }
    output.flush()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn split(text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        items(text.as_bytes(), &mut lines).unwrap();
        let lines = String::from_utf8(lines).unwrap();
        lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn commas_and_brackets_in_words_and_inner_lists_end_no_item() {
        let text = "[\n  {\"a\": \"x], {\\\" y\\\\\"},\r\n  {\"b\": [1, {\"c\": []}]}\n]\n";
        assert_eq!(split(text), [r#"{"a": "x], {\" y\\"}"#, r#"{"b": [1, {"c": []}]}"#]);
        assert_eq!(split("[]"), Vec::<String>::new());
        assert_eq!(split("[{\"a\":1}] and more"), ["{\"a\":1}", "and more"], "nothing is passed over in silence");
    }

    proptest! {
        #[test]
        fn every_item_of_every_array_is_a_line(texts in prop::collection::vec("\\PC{0,12}|[\"\\\\,\\[\\]{}\n]{0,8}", 0..6), pretty: bool) {
            let values: Vec<Value> = texts.iter().map(|text| serde_json::json!({ "text": text, "list": [text, 1] })).collect();
            let text = if pretty { serde_json::to_string_pretty(&values) } else { serde_json::to_string(&values) };
            let read: Vec<Value> = split(&text.unwrap()).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
            prop_assert_eq!(read, values);
        }
    }
}
