//! How much memory an index takes, and how much it may.

use std::hash::Hash;

use super::QueryIndex;
use super::registered::Registered;
use crate::limits;

/// An index has no room for a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the listening index takes {} of the {} MiB that it may: remove queries, shorten this one, or allow it more",
    self.taken.div_ceil(1 << 20),
    self.bound >> 20
)]
pub struct IndexFull {
    /// Bytes that it takes now.
    pub taken: usize,
    /// Most bytes that it may take.
    pub bound: usize,
}

/// Most that a query takes for each byte of its text: its code, its words, its places under anchors with their gates.
const BYTES_PER_BYTE: usize = 24;
/// Most that it takes besides.
const BYTES_BESIDES: usize = 1_024;

impl<I: Clone + Ord + Hash> QueryIndex<I> {
    /// Sets how many bytes the index may take, up to 4 GiB; queries that it might not have room for are refused.
    ///
    /// What an id itself holds elsewhere is not counted, nor what regular expressions use while they match.
    #[must_use]
    pub fn with_bound(mut self, bytes: usize) -> Self {
        self.bound = bytes.min(limits::INDEX_BYTES_MAX);
        self
    }

    /// Returns how many bytes the index takes, from the sizes of all that it keeps.
    #[must_use]
    pub fn bytes(&self) -> usize {
        // A table of the standard library is at most seven eighths full, with a byte beside each place.
        let by_id = (self.by_id.capacity() * 8 / 7).next_power_of_two() * (size_of::<(I, u32)>() + 1);
        size_of_val(&*self.slots)
            + size_of_val(&*self.free)
            + by_id
            + self.held_bytes
            + self.lexicon.bytes()
            + self.postings.bytes()
            + self.frequencies.bytes()
    }

    /// Refuses a query that might not fit.
    pub(super) fn check_room(&self, text: &str) -> Result<(), IndexFull> {
        // No clause has less than two bytes, the space before it included.
        let clauses = text.len() / 2 + 1;
        let tables =
            self.lexicon.growth(clauses.min(limits::CLAUSES)) + self.postings.growth(clauses.min(limits::CLAUSES));
        let more = text.len() * BYTES_PER_BYTE + BYTES_BESIDES + tables + size_of::<Option<Registered<I>>>();
        let taken = self.bytes();
        if taken + more > self.bound { Err(IndexFull { taken, bound: self.bound }) } else { Ok(()) }
    }
}

/// Makes room for one more in steps of an eighth: what doubles leaves half of its memory unused.
pub(super) fn grow<T>(things: &mut Vec<T>) {
    if things.len() == things.capacity() {
        things.reserve_exact((things.len() / 8).max(4));
    }
}
