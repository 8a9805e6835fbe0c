//! How often signs occur in the stream: what makes one anchor better than another.

use std::fmt::{self, Debug, Formatter};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use super::anchor::Anchor;
use crate::analysed::AnalysedPost;
use crate::field::Field;

/// Counters; signs that share one look as frequent as their sum, which only makes an anchor look worse.
const COUNTERS: usize = 1 << 17;
/// One post in so many is counted.
pub(super) const EVERY: u32 = 16;
/// Counts are halved after so many counted posts, so that yesterday fades.
const FADE_AFTER: u32 = 1 << 17;
/// How many counted posts the first guess weighs as much as.
const GUESS_POSTS: u64 = 64;
const MILLION: u64 = 1_000_000;

/// Running counts of keys in posts. Shared by the clones of an index.
///
/// Racing updates may lose a count; a frequency is an estimate anyway.
pub(super) struct Frequencies {
    counters: Box<[AtomicU32]>,
    posts: AtomicU32,
}

impl Default for Frequencies {
    fn default() -> Self {
        let counters = std::iter::repeat_with(AtomicU32::default).take(COUNTERS).collect();
        Self { counters, posts: AtomicU32::default() }
    }
}

impl Debug for Frequencies {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frequencies").field("posts", &self.posts).finish_non_exhaustive()
    }
}

impl Frequencies {
    fn counter(&self, hash: u64) -> &AtomicU32 {
        // The high bits: tables use the low ones. 47 bits gone leave 17.
        &self.counters[(hash >> 47) as usize]
    }

    /// Counts a post's keys; called for one post in [`EVERY`].
    pub(super) fn observe(&self, post: &AnalysedPost<'_>) {
        // A word that stands there twice counts twice: it looks a little more frequent than it is.
        post.hashes().iter().for_each(|hash| self.count(*hash));
        if self.posts.fetch_add(1, Relaxed) >= FADE_AFTER {
            self.fade();
        }
    }

    /// Returns how many bytes the counters take.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.counters)
    }

    fn count(&self, hash: u64) {
        let counter = self.counter(hash);
        counter.store(counter.load(Relaxed).saturating_add(1), Relaxed);
    }

    fn fade(&self) {
        for counter in &self.counters {
            counter.store(counter.load(Relaxed) / 2, Relaxed);
        }
        self.posts.store(FADE_AFTER / 2, Relaxed);
    }

    /// Returns about how many of a million posts have the sign.
    pub(super) fn weight(&self, anchor: &Anchor) -> u64 {
        let (counted, guess) = match anchor {
            Anchor::Key { hash, letters, has_sigil } => (Some(*hash), guess(*letters) / if *has_sigil { 8 } else { 1 }),
            // The stream is not asked how many keys begin so: about as many as have a word two letters shorter.
            Anchor::Prefix { letters, .. } => (None, guess(letters.saturating_sub(2))),
            Anchor::Fact { field: Field::Author, .. } => (None, 20),
            Anchor::Fact { field: Field::Lang, .. } => (None, 300_000),
            Anchor::Fact { .. } => (None, 200_000),
        };
        let Some(hash) = counted else { return guess.max(1) };
        let posts = u64::from(self.posts.load(Relaxed));
        let count = u64::from(self.counter(hash).load(Relaxed));
        ((count * MILLION + guess * GUESS_POSTS) / (posts + GUESS_POSTS)).max(1)
    }
}

/// How many of a million posts may have a word of so many letters, before any post was seen: longer is rarer.
fn guess(letters: u8) -> u64 {
    200_000_u64 >> letters.min(14)
}
