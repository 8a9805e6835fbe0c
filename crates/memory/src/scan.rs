//! Reading the memory, newest first.

use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use model::timestamp;

use crate::frame::{Frames, Kind, Place};
use crate::grave::{self, Graves};
use crate::key::Key;
use crate::record::{Records, Remembered};
use crate::segment::{Segment, add_graves, summary};

/// A walk through the memory, a handful of posts at a time, the newest first. What sources deleted is not among them.
#[derive(Debug)]
pub struct Scan {
    folder: PathBuf,
    segments: Vec<Segment>,
    graves: Graves,
    current: Option<(Frames, Vec<Place>)>,
    oldest: i64,
    begins_at: Option<i64>,
    expected: u64,
    damaged: u64,
}

impl Scan {
    /// Begins a walk that ends at what was heard before `oldest`.
    pub(crate) fn begin(folder: &Path, oldest: i64) -> io::Result<Self> {
        let segments = Segment::all(folder)?;
        let (mut graves, mut expected, mut begins_at) = (Graves::default(), 0, None);
        for segment in &segments {
            if let Some(mut frames) = segment.open(folder)? {
                add_graves(&mut frames, &mut graves)?;
                let found = summary(&mut frames)?;
                if found.last_at.is_some_and(|last| last >= oldest) {
                    expected += found.posts;
                    begins_at = begins_at.into_iter().chain(found.first_at).min();
                }
            }
        }
        let folder = folder.to_owned();
        Ok(Self { folder, segments, graves, current: None, oldest, begins_at, expected, damaged: 0 })
    }

    /// Leaves out what is gone, as it was heard elsewhere at a moment.
    pub fn leave_out(&mut self, gone: Key, heard_at: Timestamp) {
        self.graves.add(gone, grave::heard_elsewhere(heard_at));
    }

    /// About how many posts there are to be read.
    pub fn expected(&self) -> u64 {
        self.expected
    }

    /// How many stretches met so far are not what was written; what stood in them is not read.
    pub fn damaged(&self) -> u64 {
        self.damaged + self.current.as_ref().map_or(0, |(frames, _)| frames.damaged)
    }

    /// Since when there is anything to be read; `None` when there is nothing.
    pub fn begins_at(&self) -> Option<Timestamp> {
        self.begins_at.map(|first| timestamp(first.max(self.oldest)))
    }

    /// The next posts, newest first; `None` at the end.
    ///
    /// # Errors
    /// When a file cannot be read. One that was forgotten meanwhile is passed over.
    pub fn next_posts(&mut self) -> io::Result<Option<Vec<Remembered>>> {
        loop {
            let Some((frames, places)) = &mut self.current else {
                let Some(segment) = self.segments.pop() else { return Ok(None) };
                let Some(frames) = segment.open(&self.folder)? else { continue };
                let places = frames.places.iter().filter(|place| place.header.kind == Kind::Posts).copied().collect();
                self.current = Some((frames, places));
                continue;
            };
            let Some(place) = places.pop() else {
                self.damaged += frames.damaged;
                self.current = None;
                continue;
            };
            if place.header.last_at < self.oldest {
                continue;
            }
            let Some(bytes) = frames.payload(&place)? else { continue };
            let records = Records::of(&bytes).filter(|record| record.heard_at >= self.oldest);
            let records = records.filter(|record| !record.is_dead(&self.graves));
            let mut posts: Vec<Remembered> = records.filter_map(|record| record.decode()).collect();
            posts.sort_unstable_by_key(|post| std::cmp::Reverse(post.heard_at));
            if !posts.is_empty() {
                return Ok(Some(posts));
            }
        }
    }
}
