//! From anchor to the queries that stand under it.

use super::anchor::{Anchor, Gated};
use super::prefix::Prefixes;
use super::stream::{At, Stream};
use crate::field::Field;
use crate::signs::short;

/// Cells for each word of `known`: at least 21 bits an anchor, so that one stranger in a hundred is taken for one.
const CELLS_PER_WORD: usize = 4;
/// Smallest table, in cells.
const LEAST: usize = 1 << 8;

/// The queries under each anchor.
///
/// Anchors are told apart by 31 bits of their hash. Those that share them share their queries, which are then tried
/// for nothing: no answer depends on it.
#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    /// Open addressing; at most three quarters full.
    cells: Vec<Cell>,
    /// How many cells are taken, lists that became empty among them.
    taken: usize,
    /// A few bits in one of these for each anchor: most words of a post are nobody's, and this much stays in the cache.
    known: Vec<u64>,
    stream: Stream,
    /// Queries without anchors, which every post must try.
    pub(super) always: Vec<u32>,
    pub(super) prefixes: Prefixes,
    /// Whether some query was found or shut out by its author, or by another fact; never unset.
    pub(super) has_author_facts: bool,
    pub(super) has_other_facts: bool,
    /// Whether some query was found by a fact that is not its author; never unset.
    pub(super) has_other_fact_anchors: bool,
    /// How many anchors are languages.
    language_anchors: u32,
}

/// A list of the stream, and the hash it stands under.
#[derive(Debug, Clone, Copy)]
struct Cell {
    tag: u32,
    /// `VACANT` where there is none.
    at: At,
}

const VACANT: At = At::MAX;

#[allow(clippy::cast_possible_truncation, reason = "31 bits tell anchors apart well enough")]
fn tag(hash: u64) -> u32 {
    hash as u32 >> 1
}

/// What is kept of an anchor, to find its list again: its tag, and whether it is a language.
pub(super) type Mark = u32;

pub(super) fn mark(anchor: &Anchor) -> Mark {
    tag(anchor.hash()) << 1 | u32::from(matches!(anchor, Anchor::Fact { field: Field::Lang, .. }))
}

impl Postings {
    pub(super) fn add(&mut self, anchors: &[Gated], slot: u32) {
        if anchors.is_empty() {
            self.always.push(slot);
        }
        for gated in anchors {
            self.watch(&gated.anchor);
            self.has_other_fact_anchors |= matches!(gated.anchor, Anchor::Fact { field, .. } if field != Field::Author);
            self.language_anchors += mark(&gated.anchor) & 1;
            let signs = gated.gate.as_ref().map_or(&[][..], |gate| &gate.signs);
            signs.iter().for_each(|sign| self.watch(sign));
            let index = self.cell_for(tag(gated.anchor.hash()));
            let gate = signs.iter().map(|sign| short(sign.hash()));
            self.cells[index].at = self.stream.push(self.cells[index].at, slot, gate);
        }
    }

    /// Sees to it that posts are asked for the sign.
    fn watch(&mut self, sign: &Anchor) {
        match sign {
            Anchor::Prefix { begins, bytes, .. } => self.prefixes.add(*begins, *bytes),
            Anchor::Fact { field: Field::Author, .. } => self.has_author_facts = true,
            Anchor::Fact { .. } => self.has_other_facts = true,
            Anchor::Key { .. } => {}
        }
    }

    pub(super) fn remove(&mut self, anchors: &[Mark], slot: u32) {
        if anchors.is_empty() {
            self.always.retain(|other| *other != slot);
        }
        for mark in anchors {
            self.language_anchors -= mark & 1;
            if let Some(at) = self.list(mark >> 1) {
                self.stream.remove(at, slot);
            }
        }
    }

    /// Returns how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.cells)
            + size_of_val(&*self.known)
            + size_of_val(&*self.always)
            + self.stream.bytes()
            + self.prefixes.bytes()
    }

    /// Returns how many more bytes its tables may take with so many more anchors.
    pub(super) fn growth(&self, more: usize) -> usize {
        let cells = Self::cells_for(self.taken + more);
        cells.saturating_sub(self.cells.len()) * (size_of::<Cell>() + size_of::<u64>() / CELLS_PER_WORD)
            + self.prefixes.growth()
    }

    /// Says whether some query is found by its language.
    pub(super) fn has_language_anchors(&self) -> bool {
        self.language_anchors > 0
    }

    /// Says whether an anchor may have queries under it.
    #[inline]
    pub(super) fn may_know(&self, hash: u64) -> bool {
        let (word, bits) = self.known_bits(tag(hash));
        self.known.get(word).is_some_and(|word| word & bits == bits)
    }

    /// Finds the lists that stand under anchors.
    ///
    /// All at once, and only then read: each look-up waits for memory, and these wait together.
    pub(super) fn find_all(&self, hashes: &[u64], lists: &mut Vec<(At, usize)>) {
        let from = lists.len();
        lists.extend(hashes.iter().filter_map(|hash| self.list(tag(*hash))).map(|at| (at, 0)));
        lists[from..].iter_mut().for_each(|(at, used)| *used = self.stream.used(*at));
    }

    /// Calls `each` with the queries of a list whose gate is open; returns how many were shut out.
    #[inline]
    pub(super) fn open(&self, list: (At, usize), has: impl Fn(u16) -> bool, each: impl FnMut(u32)) -> usize {
        self.stream.open(list, has, each)
    }

    #[inline]
    fn list(&self, tag: u32) -> Option<At> {
        let cell = self.cells.get(self.find(tag)?)?;
        (cell.at != VACANT).then_some(cell.at)
    }

    /// Returns the cell of a tag, or the vacant one where it would go; `None` when there are no cells.
    #[inline]
    fn find(&self, tag: u32) -> Option<usize> {
        let mask = self.cells.len().checked_sub(1)?;
        let mut index = tag as usize & mask;
        loop {
            let cell = self.cells[index];
            if cell.at == VACANT || cell.tag == tag {
                return Some(index);
            }
            index = (index + 1) & mask;
        }
    }

    /// Returns the cell of a tag, with a list in it.
    fn cell_for(&mut self, tag: u32) -> usize {
        if let Some(index) = self.find(tag)
            && self.cells[index].at != VACANT
        {
            return index;
        }
        if (self.taken + 1) * 4 > self.cells.len() * 3 {
            self.resize();
        }
        let index = self.find(tag).expect("the table has cells now");
        self.cells[index] = Cell { tag, at: self.stream.new_list() };
        self.taken += 1;
        self.mark_known(tag);
        index
    }

    /// Makes room for as many anchors as there are now, and forgets those that nothing stands under.
    fn resize(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let is_used = |stream: &Stream, cell: &Cell| cell.at != VACANT && !stream.is_empty(cell.at);
        self.taken = cells.iter().filter(|cell| is_used(&self.stream, cell)).count();
        let len = Self::cells_for(self.taken + 1);
        self.cells = vec![Cell { tag: 0, at: VACANT }; len];
        self.known = vec![0; len / CELLS_PER_WORD];
        for cell in cells.into_iter().filter(|cell| cell.at != VACANT) {
            if !is_used(&self.stream, &cell) {
                self.stream.drop_list(cell.at);
            } else if let Some(index) = self.find(cell.tag) {
                self.cells[index] = cell;
                self.mark_known(cell.tag);
            }
        }
    }

    fn cells_for(anchors: usize) -> usize {
        (anchors * 4).div_ceil(3).next_power_of_two().max(LEAST)
    }

    /// Returns the place of a tag's bits and the bits. Takes the high bits of the tag first: the cell is chosen by the low.
    #[inline]
    fn known_bits(&self, tag: u32) -> (usize, u64) {
        let spread = u64::from(tag).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let bits = 1 << (spread >> 58) | 1 << (spread >> 52 & 63) | 1 << (spread >> 46 & 63);
        let mask = self.known.len().wrapping_sub(1);
        #[allow(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
        ((spread >> 16) as usize & mask, bits)
    }

    fn mark_known(&mut self, tag: u32) {
        let (word, bits) = self.known_bits(tag);
        self.known[word] |= bits;
    }
}
