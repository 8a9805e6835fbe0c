//! Which queries a post must be tried against.

use std::cell::Cell;
use std::hash::Hash;

use super::QueryIndex;
use super::anchor::fact_value;
use super::posting::Postings;
use crate::analysed::{AnalysedPost, fact_hash, prefix_hash};
use crate::evaluate::{fold_name, short_handle};
use crate::field::Field;
use crate::signs::Signs;

thread_local! {
    /// Taken while in use: answers about facts may come from an index of their own.
    static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

/// What one post needs while its queries are found.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// The post's words, and those of its beginnings and facts that some query asks for.
    signs: Signs,
    /// Hashes of what may be an anchor.
    hits: Vec<u64>,
    /// The queries to be tried, each once, in order.
    pub(super) slots: Vec<u32>,
    /// How many queries had an anchor and were shut out by their gates.
    pub(super) shut: usize,
}

impl Scratch {
    pub(super) fn with<T>(work: impl FnOnce(&mut Self) -> T) -> T {
        let mut scratch = SCRATCH.try_with(Cell::take).ok().flatten().unwrap_or_default();
        let result = work(&mut scratch);
        let _ = SCRATCH.try_with(|cell| cell.set(Some(scratch)));
        result
    }

    fn clear(&mut self, signs: &Signs) {
        self.signs.clone_from(signs);
        self.hits.clear();
        self.slots.clear();
        self.shut = 0;
    }

    /// Takes note of a word.
    fn key(&mut self, hash: u64, postings: &Postings) {
        if postings.may_know(hash) {
            self.hits.push(hash);
        }
    }

    /// Takes note of a beginning or fact.
    fn sign(&mut self, hash: u64, postings: &Postings) {
        self.signs.add(hash);
        self.key(hash, postings);
    }
}

impl<I: Clone + Ord + Hash> QueryIndex<I> {
    /// Collects the slots of every query that the post may match, each once.
    pub(super) fn candidates(&self, post: &AnalysedPost<'_>, scratch: &mut Scratch) {
        let postings = &self.postings;
        scratch.clear(post.signs());
        post.hashes().iter().for_each(|hash| scratch.key(*hash, postings));
        if !postings.prefixes.is_empty() {
            for (_, key) in post.entries() {
                postings.prefixes.of(key.as_bytes(), |prefix| scratch.sign(prefix_hash(prefix), postings));
            }
        }
        if postings.has_other_facts {
            self.by_facts(post, scratch);
        }
        if postings.has_author_facts {
            self.by_author(post, scratch);
        }
        let Scratch { signs, hits, slots, shut } = scratch;
        // Only now: a gate may wait for any of the signs.
        for hash in &*hits {
            *shut += postings.open(*hash, signs, |slot| slots.push(slot));
        }
        slots.extend_from_slice(&postings.always);
        if slots.len() > 1 {
            slots.sort_unstable();
            slots.dedup();
        }
    }

    fn by_facts(&self, analysed: &AnalysedPost<'_>, scratch: &mut Scratch) {
        let post = analysed.post();
        for (field, value) in [(Field::Channel, post.channel), (Field::Network, post.network), (Field::Lang, post.lang)]
        {
            let Some(value) = value else { continue };
            let value = fact_value(field, value);
            scratch.sign(fact_hash(field, &value), &self.postings);
            if field == Field::Lang {
                // lang:pt also means pt-BR.
                for (at, _) in value.match_indices('-') {
                    scratch.sign(fact_hash(field, &value[..at]), &self.postings);
                }
            }
        }
    }

    fn by_author(&self, analysed: &AnalysedPost<'_>, scratch: &mut Scratch) {
        let post = analysed.post();
        let mut add = |value: &str| scratch.sign(fact_hash(Field::Author, value), &self.postings);
        if let Some(handle) = post.author_handle {
            let handle = analysed.folded_handle.get_or_init(|| fold_name(handle, &self.analysis));
            add(handle);
            short_handle(handle).into_iter().for_each(&mut add);
        }
        if post.author_name.is_some() && !self.analysis.is_plain() {
            analysed.name().iter().for_each(|token| add(token.key));
        }
    }
}
