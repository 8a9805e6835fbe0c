//! A post ready for queries: its tokens, and a table from key to places.

use std::hash::BuildHasher;
use std::sync::{LazyLock, OnceLock};

use crate::analysis::{Analysis, Builder, Entry, Tokens};
use crate::field::Field;
use crate::limits;
use crate::post::Post;

/// One seed a process: nobody outside can choose words that collide.
static HASHING: LazyLock<foldhash::fast::FixedState> = LazyLock::new(|| {
    let seed = foldhash::fast::RandomState::default().hash_one(0_u64);
    foldhash::fast::FixedState::with_seed(seed)
});

/// Returns the hash of a key, the same for the whole process.
pub(crate) fn key_hash(key: &str) -> u64 {
    HASHING.hash_one(key)
}

/// Returns the hash of a fact, such as a language.
pub(crate) fn fact_hash(field: Field, value: &str) -> u64 {
    HASHING.hash_one((field as u8, value))
}

/// A post whose texts have become tokens; made once, asked by many queries.
#[derive(Debug)]
pub struct AnalysedPost<'a> {
    post: Post<'a>,
    analysis: Analysis,
    tokens: Tokens,
    hashes: Vec<u64>,
    /// By entry: the next entry with the same key, `NONE` at the end.
    next: Vec<u32>,
    /// Open addressing: the first entry with a key.
    table: Vec<u32>,
    pub(crate) folded_handle: OnceLock<String>,
    pub(crate) name_tokens: OnceLock<Tokens>,
}

const NONE: u32 = u32::MAX;
/// Part of a name that is searched; no network allows longer ones.
const NAME_BYTES: usize = 500;

impl<'a> AnalysedPost<'a> {
    /// Analyses a post; time in proportion to its texts.
    #[must_use]
    pub fn new(post: &Post<'a>, analysis: &Analysis) -> Self {
        let mut builder = Builder::default();
        for (part, text) in post.texts() {
            builder.begin(part, limits::DISTANCE * 4);
            analysis.analyse(text, &mut builder);
        }
        let tokens = builder.finish();
        let hashes: Vec<u64> = tokens.entries.iter().map(|entry| key_hash(tokens.key(entry))).collect();
        let mut analysed = Self {
            post: *post,
            analysis: *analysis,
            next: vec![NONE; hashes.len()],
            table: vec![NONE; (hashes.len() * 2).next_power_of_two()],
            tokens,
            hashes,
            folded_handle: OnceLock::new(),
            name_tokens: OnceLock::new(),
        };
        analysed.fill();
        analysed
    }

    /// Goes backwards, so that each chain runs forwards.
    fn fill(&mut self) {
        for index in (0..self.hashes.len()).rev() {
            let entry = &self.tokens.entries[index];
            let slot = self.slot(self.tokens.key(entry), self.hashes[index]);
            self.next[index] = self.table[slot];
            self.table[slot] = u32::try_from(index).unwrap_or(NONE);
        }
    }

    /// Returns the slot that holds the key, or the free one where it would go.
    fn slot(&self, key: &str, hash: u64) -> usize {
        let mask = self.table.len() - 1;
        // The low bits are those of the hash; the table is at most half full, so a free slot is near.
        #[allow(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
        let mut slot = hash as usize & mask;
        loop {
            let head = self.table[slot];
            if head == NONE || self.is_key(head as usize, key, hash) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn is_key(&self, index: usize, key: &str, hash: u64) -> bool {
        self.hashes[index] == hash && self.tokens.key(&self.tokens.entries[index]) == key
    }

    /// Returns the post.
    #[must_use]
    pub fn post(&self) -> &Post<'a> {
        &self.post
    }

    /// Returns the analysis by which it was made.
    #[must_use]
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// Returns the tokens of all parts; the positions of one part lie far from those of another.
    #[must_use]
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    pub(crate) fn contains(&self, key: &str, hash: u64) -> bool {
        self.table[self.slot(key, hash)] != NONE
    }

    /// Returns the entries with a key, by position.
    pub(crate) fn places(&self, key: &str, hash: u64) -> impl Iterator<Item = &Entry> {
        let mut at = self.table[self.slot(key, hash)];
        std::iter::from_fn(move || {
            let entry = self.tokens.entries.get(at as usize)?;
            at = self.next[at as usize];
            Some(entry)
        })
    }

    /// Returns every entry with its key, by position.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Entry, &str)> {
        self.tokens.entries.iter().map(|entry| (entry, self.tokens.key(entry)))
    }

    /// Returns each distinct key once, with its hash.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&str, u64)> {
        self.table.iter().filter(|head| **head != NONE).map(|head| {
            let index = *head as usize;
            (self.tokens.key(&self.tokens.entries[index]), self.hashes[index])
        })
    }

    /// Returns the tokens of the author's name.
    pub(crate) fn name(&self) -> &Tokens {
        self.name_tokens.get_or_init(|| {
            let name = self.post.author_name.unwrap_or_default();
            self.analysis.tokens(&name[..name.floor_char_boundary(NAME_BYTES)])
        })
    }
}
