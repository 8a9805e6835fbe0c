//! The memory as its readers hold it.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::micros;

use crate::learned;
use crate::scan::Scan;

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
}

/// The memory in a data folder, to be read. Whoever remembers may do so meanwhile, also in another process.
#[derive(Clone, Debug)]
pub struct Archive {
    folder: PathBuf,
}

impl Archive {
    /// The memory of the server that has this data folder. There may be none yet.
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join("memory") }
    }

    /// Begins to read what was heard since a moment, newest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn scan(&self, since: Timestamp) -> io::Result<Scan> {
        Scan::begin(&self.folder, micros(since))
    }

    /// Up to where deletions that others heard are in it; as [`crate::Memory::learn`] was told.
    pub fn learned(&self) -> i64 {
        learned::read(&self.folder)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}
