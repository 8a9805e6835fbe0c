//! Which words of a lexicon a post has, by their numbers.

use std::cell::Cell;

use crate::analysed::AnalysedPost;
use crate::compile::{Lexicon, UNKNOWN};
use crate::steps::{self, spend};

thread_local! {
    /// Taken while in use: answers about facts may ask about further posts.
    static PRESENCE: Cell<Option<Box<Presence>>> = const { Cell::new(None) };
}

/// Most entries that are gone through one by one; their numbers are a few cache lines.
pub(super) const FEW: usize = 64;
/// Most entries for which the memory is kept: one long article must not hold its memory for ever.
const KEPT: usize = 1 << 16;

/// Cells of the table that answers whether a word is there: a few for each word of a usual post.
const CELLS: usize = 256;
/// In a cell that several words share, which are then looked for one by one.
const SHARED: u32 = UNKNOWN - 1;

/// The numbers of a post's words in one lexicon.
#[derive(Debug)]
pub(crate) struct Presence {
    /// By entry.
    ids: Vec<u32>,
    /// By the low bits of a number: that number, `SHARED`, or `UNKNOWN` where there is none.
    cells: [u32; CELLS],
    /// In long posts: numbers with their entries, in order.
    sorted: Vec<(u32, u32)>,
}

impl Default for Presence {
    fn default() -> Self {
        Self { ids: Vec::new(), cells: [UNKNOWN; CELLS], sorted: Vec::new() }
    }
}

impl Presence {
    /// Lends the thread's own.
    pub(super) fn with<T>(work: impl FnOnce(&mut Self) -> T) -> T {
        let mut presence = PRESENCE.try_with(Cell::take).ok().flatten().unwrap_or_default();
        let result = work(&mut presence);
        if presence.ids.capacity() <= KEPT {
            let _ = PRESENCE.try_with(|cell| cell.set(Some(presence)));
        }
        result
    }

    /// Looks every word of a post up.
    pub(super) fn fill(&mut self, lexicon: &Lexicon, post: &AnalysedPost<'_>) {
        let Self { ids, cells, sorted } = self;
        ids.clear();
        *cells = [UNKNOWN; CELLS];
        sorted.clear();
        lexicon.find_all(post.hashes(), post.entries().map(|(_, key)| key), ids);
        spend(|| steps::LOOK_UP * ids.len() as u64);
        for id in ids.iter().filter(|id| **id != UNKNOWN) {
            let cell = &mut cells[cell(*id)];
            *cell = if *cell == UNKNOWN || *cell == *id { *id } else { SHARED };
        }
        if ids.len() > FEW {
            let known = (0..).zip(&*ids).filter(|(_, id)| **id != UNKNOWN);
            sorted.extend(known.map(|(entry, id)| (*id, entry)));
            sorted.sort_unstable();
            spend(|| steps::PLACE * sorted.len() as u64);
        }
    }

    /// Says whether the post has a word.
    #[inline]
    pub(super) fn has(&self, id: u32) -> bool {
        spend(|| steps::ASK);
        let known = self.cells[cell(id)];
        known == id || (known == SHARED && self.entries(id).next().is_some())
    }

    /// Returns the indexes of the entries that are a word, in order.
    #[inline]
    pub(super) fn entries(&self, id: u32) -> impl Iterator<Item = usize> {
        spend(|| steps::SCAN);
        let (few, many) = if self.ids.len() > FEW {
            let from = self.sorted.partition_point(|(other, _)| *other < id);
            (&[][..], &self.sorted[from..])
        } else {
            (&self.ids[..], &[][..])
        };
        let few = few.iter().enumerate().filter(move |(_, other)| **other == id).map(|(entry, _)| entry);
        few.chain(many.iter().take_while(move |(other, _)| *other == id).map(|(_, entry)| *entry as usize))
    }

    /// Returns the numbers by entry, if they are few.
    #[inline]
    pub(super) fn few(&self) -> Option<&[u32]> {
        (self.ids.len() <= FEW).then_some(&self.ids)
    }
}

/// Returns the cell of a word.
const fn cell(id: u32) -> usize {
    id as usize % CELLS
}
