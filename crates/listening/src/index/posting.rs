//! From anchor to the queries that stand under it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::anchor::{Anchor, PREFIX_BYTES};
use crate::field::Field;

/// A map whose keys are hashes already.
type ByHash = HashMap<u64, Vec<u32>, BuildHasherDefault<AsIs>>;

#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    keys: ByHash,
    prefixes: ByHash,
    facts: ByHash,
    /// Queries without anchors, which every post must try.
    pub(super) always: Vec<u32>,
    /// How many prefixes there are of each length in bytes.
    lengths: [u32; PREFIX_BYTES + 1],
    /// By the first two bytes of a key: whether some prefix may begin so. Never unset; a stale bit costs a look-up.
    gate: Gate,
    author_facts: u32,
    other_facts: u32,
    /// Of the other facts, languages.
    language_facts: u32,
}

impl Postings {
    pub(super) fn add(&mut self, anchors: &[Anchor], slot: u32) {
        if anchors.is_empty() {
            self.always.push(slot);
        }
        for anchor in anchors {
            self.list(anchor).push(slot);
            match anchor {
                Anchor::Prefix { text, .. } => {
                    self.lengths[text.len()] += 1;
                    self.gate.open(text);
                }
                Anchor::Fact { field: Field::Author, .. } => self.author_facts += 1,
                Anchor::Fact { field, .. } => {
                    self.other_facts += 1;
                    self.language_facts += u32::from(*field == Field::Lang);
                }
                Anchor::Key { .. } => {}
            }
        }
    }

    pub(super) fn remove(&mut self, anchors: &[Anchor], slot: u32) {
        if anchors.is_empty() {
            self.always.retain(|other| *other != slot);
        }
        for anchor in anchors {
            let list = self.list(anchor);
            if let Some(at) = list.iter().position(|other| *other == slot) {
                list.swap_remove(at);
            }
            let is_empty = list.is_empty();
            match anchor {
                Anchor::Prefix { text, .. } => self.lengths[text.len()] -= 1,
                Anchor::Fact { field: Field::Author, .. } => self.author_facts -= 1,
                Anchor::Fact { field, .. } => {
                    self.other_facts -= 1;
                    self.language_facts -= u32::from(*field == Field::Lang);
                }
                Anchor::Key { .. } => {}
            }
            if is_empty {
                let (map, hash) = self.map(anchor);
                map.remove(&hash);
            }
        }
    }

    fn map(&mut self, anchor: &Anchor) -> (&mut ByHash, u64) {
        match anchor {
            Anchor::Key { hash, .. } => (&mut self.keys, *hash),
            Anchor::Prefix { hash, .. } => (&mut self.prefixes, *hash),
            Anchor::Fact { hash, .. } => (&mut self.facts, *hash),
        }
    }

    fn list(&mut self, anchor: &Anchor) -> &mut Vec<u32> {
        let (map, hash) = self.map(anchor);
        map.entry(hash).or_default()
    }

    pub(super) fn key(&self, hash: u64) -> &[u32] {
        self.keys.get(&hash).map_or(&[], Vec::as_slice)
    }

    pub(super) fn fact(&self, hash: u64) -> &[u32] {
        self.facts.get(&hash).map_or(&[], Vec::as_slice)
    }

    /// Calls `each` with the hash of every beginning of `key` that is a prefix, and the queries under it.
    pub(super) fn prefixes_of(&self, key: &str, mut each: impl FnMut(u64, &[u32])) {
        if !self.gate.may_begin(key) {
            return;
        }
        for len in 1..=key.len().min(PREFIX_BYTES) {
            if self.lengths[len] == 0 || !key.is_char_boundary(len) {
                continue;
            }
            let hash = crate::analysed::key_hash(&key[..len]);
            if let Some(slots) = self.prefixes.get(&hash) {
                each(hash, slots);
            }
        }
    }

    pub(super) fn has_author_facts(&self) -> bool {
        self.author_facts > 0
    }

    pub(super) fn has_other_facts(&self) -> bool {
        self.other_facts > 0
    }

    pub(super) fn has_language_facts(&self) -> bool {
        self.language_facts > 0
    }
}

/// One bit for each pair of first bytes.
#[derive(Debug, Clone, Default)]
struct Gate(Vec<u64>);

impl Gate {
    fn open(&mut self, prefix: &str) {
        if self.0.is_empty() {
            self.0 = vec![0; 1 << 10];
        }
        match *prefix.as_bytes() {
            [] => {}
            [first] => (0..=u8::MAX).for_each(|second| self.set(first, second)),
            [first, second, ..] => self.set(first, second),
        }
    }

    fn set(&mut self, first: u8, second: u8) {
        let bit = usize::from(first) << 8 | usize::from(second);
        self.0[bit >> 6] |= 1 << (bit & 63);
    }

    fn may_begin(&self, key: &str) -> bool {
        let bit = match *key.as_bytes() {
            [] => return false,
            // A prefix of one byte opened the gate for every second byte, this one too.
            [first] => usize::from(first) << 8,
            [first, second, ..] => usize::from(first) << 8 | usize::from(second),
        };
        self.0.get(bit >> 6).is_some_and(|word| word >> (bit & 63) & 1 == 1)
    }
}

/// Takes a hash as it is.
#[derive(Debug, Clone, Copy, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
