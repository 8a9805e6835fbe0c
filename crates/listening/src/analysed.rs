//! A post ready for queries: its tokens, their hashes, and where each key stands.

use std::hash::{BuildHasher, Hasher};
use std::sync::{LazyLock, OnceLock};

use crate::analysis::{Analysis, Entry, Tokens};
use crate::buffers::Loan;
use crate::field::Field;
use crate::limits;
use crate::post::Post;
use crate::signs::Signs;

/// One seed a process: nobody outside can choose words that collide.
static HASHING: LazyLock<foldhash::fast::FixedState> = LazyLock::new(|| {
    let seed = foldhash::fast::RandomState::default().hash_one(0_u64);
    foldhash::fast::FixedState::with_seed(seed)
});

/// Returns the hash of a key, the same for the whole process.
pub(crate) fn key_hash(key: &str) -> u64 {
    hash_bytes(&HASHING, key.as_bytes())
}

/// Returns the hash of the beginning of a key, which is another than that of a key which is the same.
pub(crate) fn prefix_hash(prefix: &[u8]) -> u64 {
    !hash_bytes(&HASHING, prefix)
}

/// Returns the hash of a fact, such as a language.
pub(crate) fn fact_hash(field: Field, value: &str) -> u64 {
    HASHING.hash_one((field as u8, value))
}

#[inline]
fn hash_bytes(hashing: &foldhash::fast::FixedState, bytes: &[u8]) -> u64 {
    let mut hasher = hashing.build_hasher();
    hasher.write(bytes);
    hasher.finish()
}

/// A post whose texts have become tokens; made once, asked by many queries.
#[derive(Debug)]
pub struct AnalysedPost<'a> {
    post: Post<'a>,
    analysis: Analysis,
    buffers: Loan,
    /// Only for posts of many words, once somebody asks.
    chains: OnceLock<Chains>,
    pub(crate) folded_handle: OnceLock<String>,
    pub(crate) name_tokens: OnceLock<Tokens>,
}

const NONE: u32 = u32::MAX;
/// Part of a name that is searched; no network allows longer ones.
const NAME_BYTES: usize = 500;
/// Most entries that are gone through one by one; the hashes of so many are a few cache lines.
const FEW: usize = 64;

impl<'a> AnalysedPost<'a> {
    /// Analyses a post; time in proportion to its texts.
    #[must_use]
    pub fn new(post: &Post<'a>, analysis: &Analysis) -> Self {
        let mut loan = Loan::take();
        let buffers = &mut *loan;
        for (part, text) in post.texts() {
            buffers.builder.begin(part, limits::DISTANCE * 4);
            analysis.analyse(text, &mut buffers.builder);
        }
        let hashing = &*HASHING;
        let tokens = buffers.builder.tokens();
        let keys = tokens.keys.as_bytes();
        let hash = |entry: &Entry| hash_bytes(hashing, &keys[entry.key_range()]);
        buffers.hashes.extend(tokens.entries.iter().map(hash));
        buffers.hashes.iter().for_each(|hash| buffers.signs.add(*hash));
        Self {
            post: *post,
            analysis: *analysis,
            buffers: loan,
            chains: OnceLock::new(),
            folded_handle: OnceLock::new(),
            name_tokens: OnceLock::new(),
        }
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
        self.buffers.builder.tokens()
    }

    /// Returns the hash of each entry's key, in the order of the entries.
    #[inline]
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.buffers.hashes
    }

    #[inline]
    pub(crate) fn signs(&self) -> &Signs {
        &self.buffers.signs
    }

    pub(crate) fn contains(&self, key: &str, hash: u64) -> bool {
        self.signs().may_have(hash) && self.find(0, key, hash).is_some()
    }

    /// Returns the entries with a key, by position.
    pub(crate) fn places(&self, key: &str, hash: u64) -> impl Iterator<Item = &Entry> {
        let mut from = if self.signs().may_have(hash) { 0 } else { usize::MAX };
        std::iter::from_fn(move || {
            let index = self.find(from, key, hash)?;
            from = index + 1;
            Some(&self.tokens().entries[index])
        })
    }

    /// Returns the index of the first entry with a key; or, when `from` is behind one, of the next.
    fn find(&self, from: usize, key: &str, hash: u64) -> Option<usize> {
        let hashes = self.hashes();
        if hashes.len() > FEW {
            return self.chains.get_or_init(|| Chains::new(self)).find(self, from, key, hash);
        }
        let rest = hashes.get(from..)?.iter().zip(from..);
        rest.filter(|(other, _)| **other == hash).map(|(_, index)| index).find(|index| self.is_key(*index, key, hash))
    }

    fn is_key(&self, index: usize, key: &str, hash: u64) -> bool {
        self.hashes()[index] == hash && self.tokens().key(&self.tokens().entries[index]) == key
    }

    /// Returns every entry with its key, by position.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Entry, &str)> {
        let tokens = self.tokens();
        tokens.entries.iter().map(|entry| (entry, tokens.key(entry)))
    }

    /// Returns the tokens of the author's name.
    pub(crate) fn name(&self) -> &Tokens {
        self.name_tokens.get_or_init(|| {
            let name = self.post.author_name.unwrap_or_default();
            self.analysis.tokens(&name[..name.floor_char_boundary(NAME_BYTES)])
        })
    }
}

/// From key to entries, for posts in which going through all of them would take long.
#[derive(Debug)]
struct Chains {
    /// By entry: the next entry with the same key, `NONE` at the end.
    next: Vec<u32>,
    /// Open addressing: the first entry with a key.
    heads: Vec<u32>,
}

impl Chains {
    /// Goes backwards, so that each chain runs forwards.
    fn new(post: &AnalysedPost<'_>) -> Self {
        let count = post.hashes().len();
        let mut chains = Self { next: vec![NONE; count], heads: vec![NONE; (count * 2).next_power_of_two()] };
        for index in (0..count).rev() {
            let key = post.tokens().key(&post.tokens().entries[index]);
            let slot = chains.slot(post, key, post.hashes()[index]);
            chains.next[index] = chains.heads[slot];
            chains.heads[slot] = u32::try_from(index).unwrap_or(NONE);
        }
        chains
    }

    /// Returns the slot that holds the key, or the free one where it would go.
    fn slot(&self, post: &AnalysedPost<'_>, key: &str, hash: u64) -> usize {
        let mask = self.heads.len() - 1;
        // The low bits are those of the hash; the table is at most half full, so a free slot is near.
        #[allow(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
        let mut slot = hash as usize & mask;
        loop {
            let head = self.heads[slot];
            if head == NONE || post.is_key(head as usize, key, hash) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn find(&self, post: &AnalysedPost<'_>, from: usize, key: &str, hash: u64) -> Option<usize> {
        let found = match from.checked_sub(1) {
            None => self.heads[self.slot(post, key, hash)],
            Some(before) => *self.next.get(before)?,
        };
        (found != NONE).then_some(found as usize)
    }
}
