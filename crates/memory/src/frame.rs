//! Frames: what a segment is made of.
//!
//! ```text
//! mark 4 │ kind 1 │ version 1 │ 0 2 │ count 4 │ stored 4 │ raw 4 │ first 8 │ last 8 │ crc of payload 4 │ crc of these 40 │ payload
//! ```
//!
//! All numbers are little-endian. The header's own checksum tells a header from chance; after damage the next one is
//! looked for by its mark.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use crate::varint::Bytes;

const MARK: [u8; 4] = [0xc0, 0xff, 0xee, 0x0f];
const VERSION: u8 = 1;
const HEADER: usize = 44;
/// No frame is larger when unpacked: what says so is damaged.
const RAW_MAX: u32 = 32 << 20;
/// Read at once while the next frame is looked for.
const WINDOW: usize = 1 << 16;

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Posts = 1,
    Graves = 2,
    Summary = 3,
}

/// What stands before a frame's payload.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    pub(crate) kind: Kind,
    /// Posts or graves in it.
    pub(crate) count: u32,
    /// Moments of the first and last of them.
    pub(crate) first_at: i64,
    pub(crate) last_at: i64,
    stored: u32,
    raw: u32,
    checksum: u32,
}

/// Makes a frame of bytes; `level` is that of zstd.
pub(crate) fn make(kind: Kind, count: u32, span: (i64, i64), raw: &[u8], level: i32) -> io::Result<Vec<u8>> {
    let (true, Ok(raw_length)) = (raw.len() <= RAW_MAX as usize, u32::try_from(raw.len())) else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a frame of more than 32 MB"));
    };
    let payload = zstd::bulk::compress(raw, level)?;
    let stored = u32::try_from(payload.len()).map_err(io::Error::other)?;
    let mut frame = Vec::with_capacity(HEADER + payload.len());
    frame.extend_from_slice(&MARK);
    frame.extend_from_slice(&[kind as u8, VERSION, 0, 0]);
    for number in [count, stored, raw_length] {
        frame.extend_from_slice(&number.to_le_bytes());
    }
    frame.extend_from_slice(&span.0.to_le_bytes());
    frame.extend_from_slice(&span.1.to_le_bytes());
    frame.extend_from_slice(&crc32fast::hash(&payload).to_le_bytes());
    let checksum = crc32fast::hash(&frame);
    frame.extend_from_slice(&checksum.to_le_bytes());
    frame.extend_from_slice(&payload);
    Ok(frame)
}

fn header(bytes: &[u8; HEADER]) -> Option<Header> {
    let (said, checksum) = bytes.split_at(HEADER - 4);
    if !said.starts_with(&MARK) || crc32fast::hash(said).to_le_bytes() != *checksum {
        return None;
    }
    let mut said = Bytes(&said[4..]);
    let kind = match said.byte()? {
        1 => Kind::Posts,
        2 => Kind::Graves,
        3 => Kind::Summary,
        _ => return None,
    };
    let version = said.byte()?;
    said.take(2)?;
    let mut number = || Some(u32::from_le_bytes(said.take(4)?.try_into().ok()?));
    let (count, stored, raw) = (number()?, number()?, number()?);
    let (first_at, last_at) = (said.moment()?, said.moment()?);
    let checksum = u32::from_le_bytes(said.take(4)?.try_into().ok()?);
    (version == VERSION && raw <= RAW_MAX).then_some(Header { kind, count, first_at, last_at, stored, raw, checksum })
}

/// Where a frame stands in its file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) header: Header,
    payload: u64,
}

/// A file of frames, and what is wrong with it.
#[derive(Debug)]
pub(crate) struct Frames {
    file: File,
    length: u64,
    /// The frames whose headers are sound, in order.
    pub(crate) places: Vec<Place>,
    /// Stretches between frames, and payloads met so far, that are not what was written.
    pub(crate) damaged: u64,
    /// Bytes after the last sound frame: what a crash tore off.
    pub(crate) torn_bytes: u64,
}

impl Frames {
    /// Finds the frames of a file.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut frames = Self { file, length, places: Vec::new(), damaged: 0, torn_bytes: 0 };
        let mut offset = 0;
        while let Some((at, header)) = frames.next_header(offset)? {
            frames.damaged += u64::from(at != offset);
            let payload = at + HEADER as u64;
            frames.places.push(Place { header, payload });
            offset = payload + u64::from(header.stored);
        }
        frames.torn_bytes = length.saturating_sub(offset);
        Ok(frames)
    }

    /// The next header from an offset on whose payload lies in the file.
    fn next_header(&mut self, mut offset: u64) -> io::Result<Option<(u64, Header)>> {
        let mut window = Vec::new();
        while offset + HEADER as u64 <= self.length {
            window.clear();
            self.file.seek(SeekFrom::Start(offset))?;
            // A sound file is read header by header; only damage is read whole.
            let wanted = if window.capacity() == 0 { HEADER } else { WINDOW };
            (&mut self.file).take(wanted as u64).read_to_end(&mut window)?;
            let found = window.windows(HEADER).enumerate().filter(|(_, bytes)| bytes.starts_with(&MARK)).find_map(
                |(place, bytes)| {
                    let at = offset + place as u64;
                    let header = header(bytes.try_into().ok()?)?;
                    let end = at + HEADER as u64 + u64::from(header.stored);
                    (end <= self.length).then_some((at, header))
                },
            );
            if found.is_some() {
                return Ok(found);
            }
            let Some(searched) = window.len().checked_sub(HEADER - 1) else { return Ok(None) };
            offset += searched as u64;
        }
        Ok(None)
    }

    /// The unpacked payload of a frame; `None` when it is damaged, which is counted.
    pub(crate) fn payload(&mut self, place: &Place) -> io::Result<Option<Vec<u8>>> {
        let mut stored = vec![0; place.header.stored as usize];
        self.file.seek(SeekFrom::Start(place.payload))?;
        let raw = match self.file.read_exact(&mut stored) {
            Ok(()) if crc32fast::hash(&stored) == place.header.checksum => {
                zstd::bulk::decompress(&stored, place.header.raw as usize).ok()
            }
            Ok(()) => None,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => None,
            Err(error) => return Err(error),
        };
        self.damaged += u64::from(raw.is_none());
        Ok(raw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file_of(bytes: &[u8]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        file
    }

    fn texts(bytes: &[u8]) -> (Vec<Vec<u8>>, u64, u64) {
        let file = file_of(bytes);
        let mut frames = Frames::open(file.path()).unwrap();
        let places = frames.places.clone();
        let texts = places.iter().filter_map(|place| frames.payload(place).unwrap()).collect();
        (texts, frames.damaged, frames.torn_bytes)
    }

    fn three() -> (Vec<u8>, usize) {
        let frames: Vec<Vec<u8>> = [b"one".repeat(9), b"two".repeat(30_000), b"three".to_vec()]
            .iter()
            .map(|text| make(Kind::Posts, 1, (1, 2), text, 1).unwrap())
            .collect();
        (frames.concat(), frames[0].len())
    }

    #[test]
    fn a_torn_tail_is_where_the_file_ends() {
        let (bytes, _) = three();
        for cut in 1..40 {
            let (texts, damaged, torn) = texts(&bytes[..bytes.len() - cut]);
            assert_eq!((texts.len(), damaged), (2, 0), "{cut} bytes cut off");
            assert!(torn > 0);
        }
    }

    #[test]
    fn damage_costs_one_frame_and_is_counted() {
        let (bytes, second) = three();
        for place in (second..second + HEADER).chain([second + HEADER + 3]) {
            let mut bytes = bytes.clone();
            bytes[place] ^= 0x55;
            let (texts, damaged, torn) = texts(&bytes);
            assert_eq!(texts, [b"one".repeat(9), b"three".to_vec()], "byte {place} changed");
            assert_eq!((damaged, torn), (1, 0), "byte {place} changed");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_some_frames_or_none(bytes: Vec<u8>, place in 0_usize..400, byte: u8) {
            texts(&bytes);
            let (mut sound, _) = three();
            let place = place % sound.len();
            sound[place] = byte;
            texts(&sound);
        }
    }
}
