//! What queries look for, each thing once, under a number.

use regex::Regex;

use super::leaf::FieldLeaf;
use super::shelf::Shelf;
use crate::field::Field;
use crate::hash::key_hash;

/// Words, beginnings, fields and regular expressions of one query or of all queries of an index.
///
/// Whatever is taken from it is counted, and forgotten when the last who took it gives it back; its number and its
/// room go to what comes next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    /// All strings, one behind the other, and between them what nobody has any more.
    text: String,
    /// Bytes of `text` that nobody has.
    idle: usize,
    records: Vec<Record>,
    free: Vec<u32>,
    /// Open addressing, at most three quarters full.
    cells: Vec<Cell>,
    pub(super) fields: Shelf<FieldLeaf>,
    pub(super) regexes: Shelf<Regex>,
}

/// A string and how many have it; nobody has a free one.
#[derive(Debug, Clone, Copy)]
struct Record {
    start: u32,
    len: u32,
    uses: u32,
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    /// The low bits of the string's hash, by which cells are found.
    tag: u32,
    /// `VACANT` where there is none.
    id: u32,
}

const VACANT: u32 = UNKNOWN;
/// In the place of the number of a word that nobody has.
pub(crate) const UNKNOWN: u32 = u32::MAX;
/// Fewest cells of a table.
const LEAST: usize = 8;
/// Idle bytes that are not worth moving the others for.
const IDLE_BYTES: usize = 1 << 12;

#[allow(clippy::cast_possible_truncation, reason = "32 bits find a cell well enough; strings are compared")]
fn tag(hash: u64) -> u32 {
    hash as u32
}

impl Lexicon {
    /// Takes a string; returns its number, which lies below 2^30.
    pub(super) fn take(&mut self, text: &str) -> u32 {
        let hash = key_hash(text);
        if let Some(id) = self.find(hash, text) {
            self.records[id as usize].uses += 1;
            return id;
        }
        if (self.taken() + 1) * 4 > self.cells.len() * 3 {
            self.resize();
        }
        let narrow = |n: usize| u32::try_from(n).expect("an index keeps less than 2^32 bytes of words");
        let record = Record { start: narrow(self.text.len()), len: narrow(text.len()), uses: 1 };
        grow(&mut self.text, text.len());
        self.text.push_str(text);
        let id = match self.free.pop() {
            Some(id) => {
                self.records[id as usize] = record;
                id
            }
            None => {
                self.records.push(record);
                narrow(self.records.len() - 1)
            }
        };
        let cell = self.vacant(tag(hash));
        self.cells[cell] = Cell { tag: tag(hash), id };
        id
    }

    /// Gives a string back.
    pub(super) fn give_back(&mut self, id: u32) {
        let record = &mut self.records[id as usize];
        record.uses -= 1;
        if record.uses > 0 {
            return;
        }
        let hash = key_hash(self.text(id));
        let cell = self.position(hash, |other| other == id).expect("a string that somebody has is in the table");
        self.vacate(cell);
        self.idle += self.records[id as usize].len as usize;
        self.free.push(id);
        if self.idle > IDLE_BYTES && self.idle * 2 > self.text.len() {
            self.tidy();
        }
    }

    /// Returns a string by its number.
    #[inline]
    pub(crate) fn text(&self, id: u32) -> &str {
        let record = &self.records[id as usize];
        &self.text[record.start as usize..record.start as usize + record.len as usize]
    }

    /// Returns the number of a string, if somebody has it.
    #[inline]
    pub(crate) fn find(&self, hash: u64, text: &str) -> Option<u32> {
        self.position(hash, |id| self.text(id) == text).map(|cell| self.cells[cell].id)
    }

    /// Appends the number of each word, `UNKNOWN` for those that nobody has.
    ///
    /// In steps, each for all words: look-ups wait for memory, and these wait together.
    pub(crate) fn find_all<'k>(&self, hashes: &[u64], keys: impl Iterator<Item = &'k str>, ids: &mut Vec<u32>) {
        let from = ids.len();
        let Some(mask) = self.cells.len().checked_sub(1) else {
            return ids.resize(from + hashes.len(), UNKNOWN);
        };
        ids.extend(hashes.iter().map(|hash| {
            let cell = self.cells[tag(*hash) as usize & mask];
            // Nearly all stand where they belong, or do not stand at all.
            if cell.tag == tag(*hash) {
                cell.id
            } else {
                self.position(*hash, |_| true).map_or(UNKNOWN, |at| self.cells[at].id)
            }
        }));
        let ids = &mut ids[from..];
        let records = ids.iter().filter_map(|id| self.records.get(*id as usize));
        let bytes = records.filter_map(|record| self.text.as_bytes().get(record.start as usize));
        std::hint::black_box(bytes.fold(0, |all, byte| all ^ byte));
        for ((id, key), hash) in ids.iter_mut().zip(keys).zip(hashes) {
            if *id != UNKNOWN && self.text(*id) != key {
                *id = self.find(*hash, key).unwrap_or(UNKNOWN);
            }
        }
    }

    /// Returns a claim about a fact by its number.
    #[inline]
    pub(crate) fn field(&self, id: u32) -> &FieldLeaf {
        self.fields.thing(id)
    }

    /// Returns a regular expression by its number.
    pub(crate) fn regex(&self, id: u32) -> &Regex {
        self.regexes.thing(id)
    }

    /// Says whether some clause is about this field.
    pub(crate) fn asks_for(&self, field: Field) -> bool {
        self.fields.iter().any(|leaf| leaf.field.field == field)
    }

    /// Returns how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
            + size_of_val(&*self.records)
            + size_of_val(&*self.free)
            + size_of_val(&*self.cells)
            + self.fields.bytes()
            + self.regexes.bytes()
    }

    /// Returns how many more bytes its table would take with so many more strings.
    pub(crate) fn growth(&self, more: usize) -> usize {
        let needed = Self::cells_for(self.taken() + more);
        needed.saturating_sub(self.cells.len()) * size_of::<Cell>()
    }

    fn taken(&self) -> usize {
        self.records.len() - self.free.len()
    }

    #[inline]
    fn position(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<usize> {
        let mask = self.cells.len().checked_sub(1)?;
        let tag = tag(hash);
        let mut index = tag as usize & mask;
        loop {
            let cell = self.cells[index];
            if cell.id == VACANT {
                return None;
            }
            if cell.tag == tag && is_it(cell.id) {
                return Some(index);
            }
            index = (index + 1) & mask;
        }
    }

    /// Returns the vacant cell where a tag goes.
    fn vacant(&self, tag: u32) -> usize {
        let mask = self.cells.len() - 1;
        let mut index = tag as usize & mask;
        while self.cells[index].id != VACANT {
            index = (index + 1) & mask;
        }
        index
    }

    /// Empties a cell, and moves those behind it up that would not be found any more.
    fn vacate(&mut self, mut hole: usize) {
        let mask = self.cells.len() - 1;
        let mut index = hole;
        loop {
            index = (index + 1) & mask;
            let cell = self.cells[index];
            if cell.id == VACANT {
                break;
            }
            let home = cell.tag as usize & mask;
            // How far it is from its home, and how far the hole is behind it.
            if index.wrapping_sub(home) & mask >= index.wrapping_sub(hole) & mask {
                self.cells[hole] = cell;
                hole = index;
            }
        }
        self.cells[hole].id = VACANT;
    }

    fn cells_for(strings: usize) -> usize {
        (strings * 4).div_ceil(3).next_power_of_two().max(LEAST)
    }

    fn resize(&mut self) {
        let len = Self::cells_for(self.taken() + 1);
        let cells = std::mem::replace(&mut self.cells, vec![Cell { tag: 0, id: VACANT }; len]);
        for cell in cells.into_iter().filter(|cell| cell.id != VACANT) {
            let to = self.vacant(cell.tag);
            self.cells[to] = cell;
        }
    }

    /// Moves the strings together.
    fn tidy(&mut self) {
        let mut text = String::with_capacity(self.text.len() - self.idle);
        for record in self.records.iter_mut().filter(|record| record.uses > 0) {
            let start = record.start as usize;
            record.start = u32::try_from(text.len()).expect("no more text than before");
            text.push_str(&self.text[start..start + record.len as usize]);
        }
        self.text = text;
        self.idle = 0;
    }
}

/// Makes room in steps of an eighth: a large string that doubles leaves half of its memory unused.
fn grow(text: &mut String, more: usize) {
    if text.capacity() - text.len() < more {
        text.reserve_exact(more.max(text.len() / 8));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_string_has_its_number_as_long_as_somebody_has_it(steps in prop::collection::vec((0_u32..40, any::<bool>()), 0..400)) {
            let mut lexicon = Lexicon::default();
            let mut had: HashMap<String, (u32, u32)> = HashMap::new();
            let written = |number: u32| "x".repeat(number as usize * 20) + &number.to_string();
            for (number, is_taken) in steps {
                let text = written(number);
                if is_taken {
                    let id = lexicon.take(&text);
                    let (known, uses) = had.entry(text).or_insert((id, 0));
                    prop_assert_eq!(*known, id);
                    *uses += 1;
                } else if let Some((id, uses)) = had.get_mut(&text) {
                    lexicon.give_back(*id);
                    *uses -= 1;
                    if *uses == 0 {
                        had.remove(&text);
                    }
                }
                for (text, (id, _)) in &had {
                    prop_assert_eq!(lexicon.text(*id), text);
                }
                for text in (0..40).map(written) {
                    prop_assert_eq!(lexicon.find(key_hash(&text), &text), had.get(&text).map(|(id, _)| *id));
                }
            }
        }
    }
}
