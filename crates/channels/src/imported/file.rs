//! A file's bytes as rows.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek as _, SeekFrom, Write as _};

use encoding_rs::{CoderResult, Encoding, UTF_8};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::as_lines::is_array;
use super::mapping::{Format, Mapping};
use super::source::ImportError;

/// The longest row; a longer one is set aside with its beginning. One that long comes of a quotation that never ends.
pub(super) const ROW_BYTES_MAX: u64 = 1 << 20;
/// JSON objects that are asked for the names of columns.
const SAMPLED: usize = 100;

/// Where a row is and when it was said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Microseconds since 1970; 0 until it was read.
    pub(super) at: i64,
    pub(super) offset: u64,
    pub(super) length: u64,
    /// From 1.
    pub(super) line: u64,
}

/// The file's bytes as UTF-8 without a mark: the file itself where it is so, else a copy.
pub(super) fn in_utf8(mut file: File, encoding: Option<&str>) -> Result<File, ImportError> {
    let mut start = [0; 3];
    let read = file.read(&mut start)?;
    file.seek(SeekFrom::Start(0))?;
    let marked = Encoding::for_bom(&start[..read]).map(|(encoding, _)| encoding);
    let named = match encoding {
        None => None,
        Some(name) => {
            let known = Encoding::for_label(name.trim().as_bytes());
            Some(known.ok_or_else(|| ImportError::UnknownEncoding(name.to_owned()))?)
        }
    };
    let encoding = marked.or(named).unwrap_or(UTF_8);
    if encoding == UTF_8 && marked.is_none() {
        return Ok(file);
    }
    let mut decoder = encoding.new_decoder();
    let mut copy = tempfile::tempfile()?;
    let (mut bytes, mut text) = (vec![0; 64 * 1024], String::with_capacity(256 * 1024));
    loop {
        let read = file.read(&mut bytes)?;
        let mut rest = &bytes[..read];
        loop {
            let (result, taken, _) = decoder.decode_to_string(rest, &mut text, read == 0);
            copy.write_all(text.as_bytes())?;
            text.clear();
            rest = &rest[taken..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        if read == 0 {
            break;
        }
    }
    copy.seek(SeekFrom::Start(0))?;
    Ok(copy)
}

/// JSON, as lines or one array, by the name or by what the file begins with.
pub(super) fn format_of(file: &mut File, name: &str) -> io::Result<Format> {
    let name = name.to_ascii_lowercase();
    if [".jsonl", ".ndjson", ".json"].iter().any(|ending| name.ends_with(ending)) {
        return Ok(Format::Jsonl);
    }
    let start = first_line(file)?;
    Ok(if is_array(file)? || start.trim_start().starts_with('{') { Format::Jsonl } else { Format::Csv })
}

fn first_line(file: &mut File) -> io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let mut line = Vec::new();
    BufReader::new((&*file).take(ROW_BYTES_MAX)).read_until(b'\n', &mut line)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(String::from_utf8_lossy(&line).into_owned())
}

/// Whatever divides the first line most.
pub(super) fn delimiter_of(file: &mut File) -> io::Result<u8> {
    let line = first_line(file)?;
    let count = |delimiter: &u8| line.bytes().filter(|byte| byte == delimiter).count();
    Ok([b'|', b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b','))
}

pub(super) fn csv_reader(delimiter: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true);
    builder
}

pub(super) fn csv_columns(file: &mut File, delimiter: u8) -> Result<Vec<String>, ImportError> {
    file.seek(SeekFrom::Start(0))?;
    let mut record = csv::ByteRecord::new();
    let mut reader = csv_reader(delimiter).from_reader((&*file).take(ROW_BYTES_MAX));
    if !reader.read_byte_record(&mut record).map_err(io::Error::other)? {
        return Err(ImportError::Empty);
    }
    let mut names = Vec::new();
    for name in record.iter() {
        let name = std::str::from_utf8(name).map_err(|_| ImportError::Encoding { line: 1, encoding: "UTF-8" })?.trim();
        if !name.is_empty() && names.iter().any(|other| other == name) {
            return Err(ImportError::SameColumns(name.to_owned()));
        }
        names.push(name.to_owned());
    }
    Ok(names)
}

/// The names of the members of the first objects, those of objects inside with a dot between.
pub(super) fn json_columns(file: &mut File) -> Result<Vec<String>, ImportError> {
    file.seek(SeekFrom::Start(0))?;
    let mut names = Vec::new();
    for line in BufReader::new((&*file).take(SAMPLED as u64 * ROW_BYTES_MAX)).split(b'\n').take(SAMPLED) {
        if let Ok(Value::Object(object)) = serde_json::from_slice(&line?) {
            for (name, value) in object {
                let inner = value.as_object().into_iter().flatten().map(|(inner, _)| format!("{name}.{inner}"));
                let found: Vec<String> = inner.collect();
                for name in std::iter::once(name).chain(found) {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        }
    }
    if names.is_empty() { Err(ImportError::Empty) } else { Ok(names) }
}

pub(super) fn digest(file: &mut File, mapping: &Mapping) -> Result<String, ImportError> {
    file.seek(SeekFrom::Start(0))?;
    let mut hash = Sha256::new();
    let mut bytes = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut bytes)?;
        if read == 0 {
            break;
        }
        hash.update(&bytes[..read]);
    }
    hash.update(serde_json::to_vec(mapping).expect("settings are JSON"));
    Ok(hex::encode(&hash.finalize()[..16]))
}

/// Calls `each` with every row after the names of columns: where it is and its bytes, `None` for one that is too long.
pub(super) fn each_row(
    mut file: File,
    format: Format,
    delimiter: u8,
    mut each: impl FnMut(Place, Option<&[u8]>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    file.seek(SeekFrom::Start(0))?;
    let mut input = BufReader::with_capacity(256 * 1024, file);
    let (mut offset, mut line, mut is_header) = (0, 1, format == Format::Csv);
    let mut raw = Vec::new();
    loop {
        raw.clear();
        let (length, lines) = one_row(&mut input, format, delimiter, &mut raw)?;
        if length == 0 {
            return Ok(());
        }
        let place = Place { at: 0, offset, length, line };
        offset += length;
        line += lines;
        let is_blank = raw.iter().all(u8::is_ascii_whitespace);
        if std::mem::take(&mut is_header) || (is_blank && length <= ROW_BYTES_MAX) {
            continue;
        }
        each(place, (length <= ROW_BYTES_MAX).then_some(raw.as_slice()))?;
    }
}

/// Reads one row with its end into `raw`, at most the longest row's bytes of it; its length in bytes and in lines. In CSV,
/// a line break between quotation marks ends no row.
fn one_row(input: &mut impl io::BufRead, format: Format, delimiter: u8, raw: &mut Vec<u8>) -> io::Result<(u64, u64)> {
    let (mut length, mut lines) = (0_u64, 0_u64);
    let mut state = if format == Format::Csv { Quoting::Before } else { Quoting::Never };
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok((length, lines));
        }
        let mut taken = 0;
        let mut is_over = false;
        for byte in buffer {
            taken += 1;
            if *byte == b'\n' {
                lines += 1;
                if state != Quoting::Inside {
                    is_over = true;
                    break;
                }
            }
            state = match (state, *byte) {
                (Quoting::Never, _) => Quoting::Never,
                (Quoting::Before | Quoting::Mark, b'"') => Quoting::Inside,
                (Quoting::Inside, b'"') => Quoting::Mark,
                (Quoting::Inside, _) => Quoting::Inside,
                (_, byte) if byte == delimiter => Quoting::Before,
                _ => Quoting::Outside,
            };
        }
        let room = (ROW_BYTES_MAX as usize).saturating_sub(raw.len());
        raw.extend_from_slice(&buffer[..taken.min(room)]);
        length += taken as u64;
        input.consume(taken);
        if is_over {
            return Ok((length, lines));
        }
    }
}

/// Where in a row of CSV a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// In a file that knows no quotation.
    Never,
    /// Before a value.
    Before,
    /// In a value that is not quoted.
    Outside,
    /// In a quoted value.
    Inside,
    /// After a mark in a quoted value: its end, or the first of two that stand for one.
    Mark,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(bytes: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
        let mut input = bytes;
        let mut rows = Vec::new();
        loop {
            let mut raw = Vec::new();
            if one_row(&mut input, Format::Csv, delimiter, &mut raw).unwrap().0 == 0 {
                return rows;
            }
            rows.push(raw);
        }
    }

    proptest! {
        /// Where rows end is for the reader of CSV to say, and we are to say the same.
        #[test]
        fn rows_end_where_a_reader_of_csv_says(text in "[a\",;\n]{0,40}", delimiter in prop::sample::select(vec![b',', b';'])) {
            let values = |bytes: &[u8]| {
                let mut reader = csv_reader(delimiter).from_reader(bytes);
                reader.byte_records().map(Result::unwrap).collect::<Vec<_>>()
            };
            let apart: Vec<_> = rows(text.as_bytes(), delimiter).iter().flat_map(|row| values(row)).collect();
            prop_assert_eq!(apart, values(text.as_bytes()));
        }
    }
}
