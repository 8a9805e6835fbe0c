//! The files of the memory, by number: `0000000012.open` while it is written, `0000000012.segment` once it is merged.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::frame::{Frames, Kind};
use crate::grave::{self, Graves};
use crate::summary::Summary;

/// Which file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Segment {
    /// They grow with time.
    pub(crate) number: u64,
    /// Whether it is merged, and written no more.
    pub(crate) is_sealed: bool,
}

impl Segment {
    pub(crate) fn path(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{:010}.{}", self.number, if self.is_sealed { "segment" } else { "open" }))
    }

    /// Where it is merged into, before it takes its place.
    pub(crate) fn unfinished(number: u64, folder: &Path) -> PathBuf {
        folder.join(format!("{number:010}.sealing"))
    }

    /// Every segment in a folder, oldest first. Of one that was merged the moment before a crash, the merged file counts.
    pub(crate) fn all(folder: &Path) -> io::Result<Vec<Self>> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut found: Vec<Self> = Vec::new();
        for entry in entries {
            let name = entry?.file_name();
            let Some((number, kind)) = name.to_str().and_then(|name| name.split_once('.')) else { continue };
            let (Ok(number), true) = (number.parse(), matches!(kind, "open" | "segment")) else { continue };
            found.push(Self { number, is_sealed: kind == "segment" });
        }
        found.sort_unstable();
        found.reverse();
        found.dedup_by_key(|segment| segment.number);
        found.reverse();
        Ok(found)
    }

    /// Opens it, or what it was merged into meanwhile; `None` when it was forgotten.
    pub(crate) fn open(&self, folder: &Path) -> io::Result<Option<Frames>> {
        for is_sealed in [self.is_sealed, true] {
            match Frames::open(&Self { is_sealed, ..*self }.path(folder)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                frames => return frames.map(Some),
            }
        }
        Ok(None)
    }
}

/// What a file holds: as its summary says, else as the headers do.
pub(crate) fn summary(frames: &mut Frames) -> io::Result<Summary> {
    if let Some(place) = frames.places.last().copied().filter(|place| place.header.kind == Kind::Summary)
        && let Some(bytes) = frames.payload(&place)?
        && let Ok(summary) = serde_json::from_slice(&bytes)
    {
        return Ok(summary);
    }
    let mut summary = Summary::default();
    for place in &frames.places {
        let header = &place.header;
        if header.kind == Kind::Posts {
            summary.count_many(header.first_at, header.last_at, header.count.into());
        }
    }
    Ok(summary)
}

/// Adds the deletions of a file.
pub(crate) fn add_graves(frames: &mut Frames, graves: &mut Graves) -> io::Result<()> {
    let places: Vec<_> = frames.places.iter().filter(|place| place.header.kind == Kind::Graves).copied().collect();
    for place in places {
        if let Some(bytes) = frames.payload(&place)? {
            grave::all(&bytes).for_each(|(key, at)| graves.add(key, at));
        }
    }
    Ok(())
}

/// Makes what happened to the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
