//! Collections of public posts, labelled by people.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

/// Of a hundred posts, this many may be learned from; the others only measure.
const LEARN_PERCENT: u64 = 57;

/// A post and what people said about it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The words.
    pub text: String,
    /// The label, in words of the task.
    pub label: &'static str,
    /// ISO 639-1 code of its language, as the collection has it.
    pub language: String,
}

/// Labelled posts, split for good by a digest of their words.
#[derive(Debug, Default)]
pub struct Collection {
    /// In a fixed order that has nothing to do with the collection's.
    pub learn: Vec<Case>,
    /// Never learned from.
    pub test: Vec<Case>,
}

impl Collection {
    /// Splits the cases.
    pub fn new(cases: Vec<Case>) -> Self {
        let mut keyed: Vec<(u64, Case)> = cases.into_iter().map(|case| (key(&case.text), case)).collect();
        keyed.sort_by_key(|(key, _)| *key);
        let mut collection = Self::default();
        for (key, case) in keyed {
            let part = if key % 100 < LEARN_PERCENT { &mut collection.learn } else { &mut collection.test };
            part.push(case);
        }
        collection
    }

    /// One collection per language.
    pub fn by_language(cases: Vec<Case>) -> BTreeMap<String, Self> {
        let mut languages: BTreeMap<String, Vec<Case>> = BTreeMap::new();
        for case in cases {
            languages.entry(case.language.clone()).or_default().push(case);
        }
        languages.into_iter().map(|(language, cases)| (language, Self::new(cases))).collect()
    }
}

fn key(text: &str) -> u64 {
    let digest = Sha256::digest(text.trim().to_lowercase());
    u64::from_le_bytes(digest[..8].try_into().expect("a digest has 32 bytes"))
}

/// A row of a table, by the names of its columns.
pub type Row = BTreeMap<String, String>;

/// Reads a CSV file (RFC 4180, header line) below the folder; `None` when it is not there.
pub fn rows(folder: &Path, name: &str) -> anyhow::Result<Option<Vec<Row>>> {
    let path = folder.join(name);
    if !path.exists() {
        return Ok(None);
    }
    let file = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut reader = csv::Reader::from_reader(file);
    let header = reader.headers().with_context(|| format!("cannot read {}", path.display()))?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.with_context(|| format!("cannot read {}", path.display()))?;
        rows.push(header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect());
    }
    Ok(Some(rows))
}

/// Reads the cases of a file: each row as it is, or left out where `read` gives none.
pub fn cases(folder: &Path, name: &str, read: impl Fn(&Row) -> Option<Case>) -> anyhow::Result<Option<Vec<Case>>> {
    Ok(rows(folder, name)?.map(|rows| rows.iter().filter_map(read).collect()))
}
