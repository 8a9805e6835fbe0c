//! Tokens in one allocation for their keys and one for their places.

use std::ops::Range;

use super::vietnamese::other_spelling;
use crate::hash::STEP;
use crate::post::Part;

/// A folded word and where it stands.
///
/// Several tokens may share a position: `Café` gives `café` and `cafe`, `@acme` gives `@acme` and `acme`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// What queries are compared with.
    pub key: &'t str,
    /// Number of the word in the text, from 0.
    pub position: u32,
    /// How many positions it covers: `#DeltaFail` covers those of `delta` and `fail`.
    pub width: u32,
    /// Where it begins in the original text, in bytes.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// Whether this is what a query means that spells the word this way; the others are further ways to find it.
    pub is_primary: bool,
}

/// The tokens of one text.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    pub(crate) keys: String,
    pub(crate) entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    key_start: u32,
    key_end: u32,
    pub(crate) position: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) width: u16,
    pub(crate) part: Part,
    pub(crate) is_primary: bool,
}

impl Tokens {
    /// Returns the tokens by position.
    pub fn iter(&self) -> impl Iterator<Item = Token<'_>> {
        self.entries.iter().map(|entry| Token {
            key: self.key(entry),
            position: entry.position,
            width: u32::from(entry.width),
            start: entry.start as usize,
            end: entry.end as usize,
            is_primary: entry.is_primary,
        })
    }

    /// Says whether the text has no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn key(&self, entry: &Entry) -> &str {
        &self.keys[entry.key_range()]
    }
}

impl Entry {
    /// Returns where its key stands among the keys.
    #[inline]
    pub(crate) fn key_range(&self) -> Range<usize> {
        self.key_start as usize..self.key_end as usize
    }
}

const PADDING: &str = match std::str::from_utf8(&[0; STEP]) {
    Ok(noughts) => noughts,
    Err(_) => unreachable!(),
};

/// Collects tokens; positions run on over the parts of a post, with a gap no distance can bridge.
#[derive(Debug)]
pub(crate) struct Builder {
    tokens: Tokens,
    part: Part,
    pub(crate) position: u32,
    folded: String,
    /// Lent to the rules: a bit for each byte of a text.
    pub(super) marks: Vec<u64>,
}

impl Default for Builder {
    fn default() -> Self {
        Self { tokens: Tokens::default(), part: Part::Text, position: 0, folded: String::new(), marks: Vec::new() }
    }
}

/// A place in a text: bytes, and the positions it covers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) position: u32,
    pub(crate) width: u32,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Builder {
    pub(crate) fn begin(&mut self, part: Part, gap: u32) {
        if self.position > 0 {
            self.position = self.position.saturating_add(gap);
        }
        self.part = part;
    }

    /// Appends a text with its ASCII in lower case, of which keys may be slices.
    pub(super) fn push_lower(&mut self, text: &str) {
        let base = self.tokens.keys.len();
        self.tokens.keys.push_str(text);
        self.tokens.keys[base..].make_ascii_lowercase();
    }

    /// Adds a token whose key `write` appends.
    pub(crate) fn push_with(&mut self, place: Place, is_primary: bool, write: impl FnOnce(&mut String)) {
        let key_start = self.tokens.keys.len();
        write(&mut self.tokens.keys);
        if self.tokens.keys.len() > key_start {
            self.entry(place, is_primary, key_start);
        }
    }

    /// Adds the token of a word of ASCII letters, digits and underscores behind a sign, and the word itself as one more way to
    /// find it.
    pub(super) fn push_signed(&mut self, place: Place, sigil: char, word: &str, of_word: Place) {
        let key_start = self.tokens.keys.len();
        self.tokens.keys.push(sigil);
        self.push_lower(word);
        let key_end = self.tokens.keys.len();
        self.push_written(place, true, key_start..key_end);
        self.push_written(of_word, false, key_start + sigil.len_utf8()..key_end);
    }

    /// Adds the token of `word` as it is spelt and, where that differs, without accents.
    ///
    /// `sigil` (`#`, `@`, `$` or nothing) stands before the key.
    pub(crate) fn push_folded(&mut self, place: Place, is_primary: bool, sigil: &str, word: &str) {
        let key_start = self.tokens.keys.len();
        self.tokens.keys.push_str(sigil);
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        super::fold_to(word, &mut self.tokens.keys, &mut folded);
        if self.tokens.keys.len() == key_start + sigil.len() {
            self.tokens.keys.truncate(key_start);
        } else {
            self.entry(place, is_primary, key_start);
            if let Some(other) = other_spelling(&self.tokens.keys[key_start..]) {
                self.push_with(place, false, |keys| keys.push_str(&other));
            }
            if !folded.is_empty() {
                self.push_with(place, false, |keys| {
                    keys.push_str(sigil);
                    keys.push_str(&folded);
                });
            }
        }
        self.folded = folded;
    }

    fn entry(&mut self, place: Place, is_primary: bool, key_start: usize) {
        self.push_written(place, is_primary, key_start..self.tokens.keys.len());
    }

    /// Adds a token whose key is written already.
    #[inline]
    pub(super) fn push_written(&mut self, place: Place, is_primary: bool, key: Range<usize>) {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.tokens.entries.push(Entry {
            key_start: narrow(key.start),
            key_end: narrow(key.end),
            position: place.position,
            start: narrow(place.start),
            end: narrow(place.end),
            width: u16::try_from(place.width).unwrap_or(u16::MAX),
            part: self.part,
            is_primary,
        });
    }

    /// Appends noughts, so that every key can be read in whole steps; called when all texts are done.
    pub(crate) fn pad(&mut self) {
        self.tokens.keys.push_str(PADDING);
    }

    /// Forgets everything but the memory.
    pub(crate) fn clear(&mut self) {
        self.tokens.keys.clear();
        self.tokens.entries.clear();
        self.part = Part::Text;
        self.position = 0;
    }

    /// Returns how many bytes of keys it has room for.
    pub(crate) fn capacity(&self) -> usize {
        self.tokens.keys.capacity()
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    pub(super) fn keys(&mut self) -> &mut String {
        &mut self.tokens.keys
    }

    pub(crate) fn finish(self) -> Tokens {
        self.tokens
    }
}
