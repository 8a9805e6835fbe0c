//! A file, read twice.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, Read as _, Seek as _, SeekFrom};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::{micros, timestamp};
use serde_json::Value;

use super::IMPORT;
use super::as_lines::as_lines;
use super::file::{self, Place, ROW_BYTES_MAX};
use super::mapping::{Field, Format, Mapping, MappingError};
use super::row::{Row, RowReader};
use crate::{Batch, Received, StreamCursor};

/// Rows in one batch.
const BATCH: usize = 256;
/// How much of a row that is set aside is kept.
const RAW_BYTES_MAX: usize = 64 * 1024;
/// The longest chain of answers that is followed to its root.
const CHAIN_MAX: usize = 10_000;

/// A file that cannot be imported as it is.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("the file cannot be read")]
    File(#[from] io::Error),
    /// It is in another encoding.
    #[error(
        "line {line} is not {encoding}; if the file is in another encoding, name it with --encoding, such as windows-1252"
    )]
    Encoding {
        /// The line, from 1.
        line: u64,
        /// What it was read as.
        encoding: &'static str,
    },
    /// No such encoding.
    #[error("{0:?} names no encoding; names are those of the web, such as utf-8, windows-1252, shift_jis")]
    UnknownEncoding(String),
    /// No such time zone.
    #[error("{0:?} is no time zone; write it like Europe/Amsterdam")]
    UnknownZone(String),
    /// It holds nothing.
    #[error("the file holds no rows")]
    Empty,
    /// Two columns of one name.
    #[error("two columns are named {0:?}; name them apart in the first line")]
    SameColumns(String),
    /// The mapping does not fit.
    #[error(transparent)]
    Mapping(#[from] MappingError),
}

/// A file whose rows are known.
pub struct Import {
    file: File,
    mapping: Mapping,
    format: Format,
    delimiter: u8,
    columns: HashMap<Field, Column>,
    column_count: usize,
    reader: RowReader,
    /// Rows that can be read, in order of their times.
    rows: Vec<Place>,
    /// Rows that cannot.
    bad: Vec<Bad>,
    /// What each row with a parent answers.
    parents: HashMap<String, String>,
    people: HashSet<u64>,
    conversations: u64,
    digest: String,
}

/// Where a column is.
#[derive(Clone, Debug)]
enum Column {
    Number(usize),
    Path(Vec<String>),
}

#[derive(Clone, Debug)]
struct Bad {
    place: Place,
    reason: String,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Rows that can be imported.
    pub rows: u64,
    /// Different authors.
    pub people: u64,
    /// Conversations that they make, when nothing of them is known yet.
    pub conversations: u64,
    /// The first and the last time.
    pub span: Option<(Timestamp, Timestamp)>,
    /// Rows that cannot be read: line, from 1, and reason, in the file's order.
    pub bad: Vec<(u64, String)>,
}

impl Import {
    /// Reads a file through: checks the mapping, times, threads, and what is wrong. `progress` is told how many bytes were
    /// read. O(rows) memory: a few dozen bytes each.
    ///
    /// # Errors
    /// See [`ImportError`]; a single bad row is none.
    pub fn open(file: File, name: &str, mut mapping: Mapping, progress: impl Fn(u64)) -> Result<Self, ImportError> {
        let zone = match &mapping.time_zone {
            None => TimeZone::UTC,
            Some(name) => TimeZone::get(name).map_err(|_| ImportError::UnknownZone(name.clone()))?,
        };
        let mut file = file::in_utf8(file, mapping.encoding.as_deref())?;
        let format = mapping.format.unwrap_or(file::format_of(&mut file, name)?);
        mapping.format = Some(format);
        let mut file = as_lines(file, format)?;
        let delimiter = match (format, mapping.delimiter) {
            (Format::Csv, Some(delimiter)) => u8::try_from(delimiter).unwrap_or(b','),
            _ => file::delimiter_of(&mut file)?,
        };
        let names = match format {
            Format::Csv => file::csv_columns(&mut file, delimiter)?,
            Format::Jsonl => file::json_columns(&mut file)?,
        };
        mapping.guess(&names)?;
        let columns = mapping.columns.iter().map(|(field, name)| {
            let number = names.iter().position(|one| one == name).unwrap_or_default();
            let path = || name.split('.').map(str::to_owned).collect();
            (*field, if format == Format::Csv { Column::Number(number) } else { Column::Path(path()) })
        });
        let mut import = Self {
            columns: columns.collect(),
            digest: file::digest(&mut file, &mapping)?,
            file,
            format,
            delimiter,
            column_count: names.len(),
            reader: RowReader::new(mapping.clone(), zone),
            mapping,
            rows: Vec::new(),
            bad: Vec::new(),
            parents: HashMap::new(),
            people: HashSet::new(),
            conversations: 0,
        };
        import.survey(progress)?;
        Ok(import)
    }

    /// The mapping as it was completed.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// What the file holds.
    pub fn overview(&self) -> Overview {
        let span = self.rows.first().zip(self.rows.last());
        Overview {
            rows: self.rows.len() as u64,
            people: self.people.len() as u64,
            conversations: self.conversations,
            span: span.map(|(first, last)| (timestamp(first.at), timestamp(last.at))),
            bad: self.bad.iter().map(|bad| (bad.place.line, bad.reason.clone())).collect(),
        }
    }

    /// The rows in batches: first those that are to be set aside, then the posts in order of their times. Goes on after
    /// the cursor where it is one of this file under this mapping.
    pub fn batches(&mut self, cursor: Option<&str>) -> Batches<'_> {
        let done = cursor.and_then(|cursor| {
            let (digest, done) = cursor.split_once(' ')?;
            (digest == self.digest).then(|| done.parse().ok()).flatten()
        });
        Batches { import: self, done: done.unwrap_or(0) }
    }

    fn survey(&mut self, progress: impl Fn(u64)) -> Result<(), ImportError> {
        let mut count = 0_u64;
        let file = self.file.try_clone()?;
        let mut whos: Vec<(i64, u64)> = Vec::new();
        let (mut roots, mut answered) = (HashSet::new(), HashSet::new());
        file::each_row(file, self.format, self.delimiter, |place, raw| {
            if count.is_multiple_of(1_000) {
                progress(place.offset);
            }
            count += 1;
            let Some(raw) = raw else {
                let reason = format!("it is longer than {ROW_BYTES_MAX} bytes; a quotation may have no end");
                self.bad.push(Bad { place, reason });
                return Ok(());
            };
            if std::str::from_utf8(raw).is_err() && self.mapping.encoding.is_none() {
                return Err(ImportError::Encoding { line: place.line, encoding: "UTF-8" });
            }
            match self.read(raw) {
                Ok(row) => {
                    self.people.insert(hash(&row.author));
                    if !row.is_ours {
                        whos.push((micros(row.posted_at), hash(&(&row.author, &row.addressed))));
                    }
                    match &row.in_reply_to {
                        Some(parent) => {
                            self.parents.insert(row.key.clone(), parent.clone());
                            answered.extend((!row.is_ours).then(|| parent.clone()));
                        }
                        None if !row.is_ours => {
                            roots.insert(hash(&row.key));
                        }
                        None => {}
                    }
                    self.rows.push(Place { at: micros(row.posted_at), ..place });
                }
                Err(reason) => self.bad.push(Bad { place, reason }),
            }
            Ok(())
        })?;
        if count == 0 {
            return Err(ImportError::Empty);
        }
        self.rows.sort_by_key(|row| (row.at, row.offset));
        self.conversations = if self.reader.has_threads() {
            roots.extend(answered.iter().map(|parent: &String| hash(&self.root(parent))));
            roots.len() as u64
        } else {
            talks(whos, self.reader.silence_max().as_micros())
        };
        Ok(())
    }

    fn read(&self, raw: &[u8]) -> Result<Row, String> {
        let text = std::str::from_utf8(raw).map_err(|_| "it is not UTF-8".to_owned())?;
        match self.format {
            Format::Csv => {
                let mut record = csv::StringRecord::new();
                let mut reader = file::csv_reader(self.delimiter).from_reader(text.as_bytes());
                reader.read_record(&mut record).map_err(|error| error.to_string())?;
                if !reader.is_done() && reader.read_record(&mut csv::StringRecord::new()).unwrap_or(true) {
                    return Err("a line break of an old kind (a carriage return alone) ends it too early".to_owned());
                }
                if record.len() != self.column_count {
                    let (values, columns) = (record.len(), self.column_count);
                    return Err(format!("it has {values} values, the first line names {columns} columns"));
                }
                self.reader.read(|field| match self.columns.get(&field)? {
                    Column::Number(number) => record.get(*number).map(str::to_owned),
                    Column::Path(_) => None,
                })
            }
            Format::Jsonl => {
                let value: Value = serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
                if !value.is_object() {
                    return Err("it is no JSON object".to_owned());
                }
                self.reader.read(|field| match self.columns.get(&field)? {
                    Column::Path(path) => at_path(&value, path),
                    Column::Number(_) => None,
                })
            }
        }
    }

    fn received(&mut self, number: usize) -> io::Result<Received> {
        if let Some(bad) = self.bad.get(number).cloned() {
            let raw = self.raw(bad.place, RAW_BYTES_MAX as u64)?;
            let reason = format!("line {}: {}", bad.place.line, bad.reason);
            return Ok(Received::Unparsed { raw: String::from_utf8_lossy(&raw).into_owned(), reason });
        }
        let place = self.rows[number - self.bad.len()];
        let raw = self.raw(place, ROW_BYTES_MAX)?;
        match self.read(&raw) {
            Ok(row) => {
                let root = row.in_reply_to.as_ref().map(|parent| self.root(parent));
                Ok(Received::Post(Box::new(self.reader.post(row, root))))
            }
            // It could be read before: somebody changes the file under our hands.
            Err(reason) => {
                let reason = format!("line {}: {reason}", place.line);
                Ok(Received::Unparsed { raw: String::from_utf8_lossy(&raw).into_owned(), reason })
            }
        }
    }

    /// The first post of the thread in which this one stands, as far as the file tells.
    fn root(&self, id: &str) -> String {
        let parents = std::iter::successors(Some(id), |id| self.parents.get(*id).map(String::as_str));
        // A chain that bites its tail has no root; any fixed member of it will do.
        let mut seen = HashSet::new();
        let mut last = id;
        for id in parents.take(CHAIN_MAX) {
            if !seen.insert(id) {
                return seen.into_iter().min().unwrap_or(id).to_owned();
            }
            last = id;
        }
        last.to_owned()
    }

    fn raw(&mut self, place: Place, bytes_max: u64) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(place.offset))?;
        let mut raw = Vec::new();
        (&self.file).take(place.length.min(bytes_max)).read_to_end(&mut raw)?;
        Ok(raw)
    }
}

/// Batches of an import; see [`Import::batches`].
pub struct Batches<'a> {
    import: &'a mut Import,
    done: usize,
}

impl Batches<'_> {
    /// Rows given so far, those of earlier runs included.
    pub fn done(&self) -> u64 {
        self.done as u64
    }
}

impl Iterator for Batches<'_> {
    type Item = io::Result<Batch>;

    fn next(&mut self) -> Option<Self::Item> {
        let all = self.import.bad.len() + self.import.rows.len();
        let until = (self.done + BATCH).min(all);
        if self.done >= until {
            return None;
        }
        let items = (self.done..until).map(|number| self.import.received(number)).collect::<io::Result<Vec<_>>>();
        let items = match items {
            Ok(items) => items,
            Err(error) => return Some(Err(error)),
        };
        self.done = until;
        let cursor = StreamCursor { stream: IMPORT.to_owned(), value: format!("{} {until}", self.import.digest) };
        let newest = items.iter().filter_map(|item| match item {
            Received::Post(post) => Some(post.posted_at),
            _ => None,
        });
        Some(Ok(Batch { heard_until: newest.max(), cursor: Some(cursor), items, ..Batch::default() }))
    }
}

/// How many talks there are among (moment, who with whom).
fn talks(mut whos: Vec<(i64, u64)>, silence_max: i128) -> u64 {
    whos.sort_unstable();
    let mut last: HashMap<u64, i64> = HashMap::new();
    let mut count = 0;
    for (at, who) in whos {
        let before = last.insert(who, at);
        count += u64::from(before.is_none_or(|before| i128::from(at - before) > silence_max));
    }
    count
}

fn hash(value: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn at_path(value: &Value, path: &[String]) -> Option<String> {
    // A name with a dot in it is a name.
    let found = value.get(path.join(".")).or_else(|| path.iter().try_fold(value, |value, name| value.get(name)))?;
    match found {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
