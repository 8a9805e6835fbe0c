//! Which queries a post must be tried against.

use std::cell::Cell;

use super::posting::Postings;
use super::stream::At;
use crate::analysed::{AnalysedPost, fact_hash, prefix_hash};
use crate::evaluate::{fold_name, is_folded, short_handle};
use crate::field::Field;
use crate::need::fact_value;
use crate::signs::{Signs, short};

thread_local! {
    /// Taken while in use: answers about facts may come from an index of their own.
    static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

/// What one post needs while its queries are found.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// The post's words, and those of its beginnings and facts that some query asks for.
    signs: Signs,
    /// The same, short: what the bits are not sure of is looked up here.
    shorts: Vec<u16>,
    /// Hashes of what may be an anchor.
    hits: Vec<u64>,
    /// Where the queries under them stand.
    lists: Vec<(At, usize)>,
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

    fn begin(&mut self, post: &AnalysedPost<'_>) {
        self.signs.clone_from(post.signs());
        self.shorts.clear();
        self.shorts.extend(post.hashes().iter().map(|hash| short(*hash)));
        self.hits.clear();
        self.slots.clear();
        self.shut = 0;
    }

    /// Takes note of a word.
    #[inline]
    fn key(&mut self, hash: u64, postings: &Postings) {
        if postings.may_know(hash) {
            self.hits.push(hash);
        }
    }

    /// Takes note of a beginning or fact.
    fn sign(&mut self, hash: u64, postings: &Postings) {
        self.signs.add(hash);
        self.shorts.push(short(hash));
        self.key(hash, postings);
    }

    /// Collects the slots of every query that the post may match, each once.
    pub(super) fn fill(&mut self, postings: &Postings, post: &AnalysedPost<'_>) {
        self.collect(postings, post, |signs, shorts, sign| signs.may_have_short(sign) && shorts.contains(&sign));
    }

    /// Does the same as if every gate were open: for a post about which more will be known.
    pub(super) fn fill_ungated(&mut self, postings: &Postings, post: &AnalysedPost<'_>) {
        self.collect(postings, post, |_, _, _| true);
    }

    fn collect(&mut self, postings: &Postings, post: &AnalysedPost<'_>, is_here: impl Fn(&Signs, &[u16], u16) -> bool) {
        self.begin(post);
        post.hashes().iter().for_each(|hash| self.key(*hash, postings));
        if !postings.prefixes.is_empty() {
            for (_, key) in post.entries() {
                postings.prefixes.of(key.as_bytes(), |prefix| self.sign(prefix_hash(prefix), postings));
            }
        }
        if postings.has_other_facts {
            self.facts(postings, post);
        }
        if postings.has_author_facts {
            self.author(postings, post);
        }
        let Self { signs, shorts, hits, lists, slots, shut } = self;
        let has = |sign: u16| is_here(signs, shorts, sign);
        // Only now: a gate may wait for any of the signs.
        postings.find_all(hits, lists);
        for list in lists.drain(..) {
            *shut += postings.open(list, has, |slot| slots.push(slot));
        }
        slots.extend_from_slice(&postings.always);
        if slots.len() > 1 {
            slots.sort_unstable();
            slots.dedup();
        }
    }

    fn facts(&mut self, postings: &Postings, analysed: &AnalysedPost<'_>) {
        let post = analysed.post();
        for (field, value) in [(Field::Channel, post.channel), (Field::Network, post.network), (Field::Lang, post.lang)]
        {
            let Some(value) = value else { continue };
            let value = fact_value(field, value);
            self.sign(fact_hash(field, &value), postings);
            if field == Field::Lang {
                // lang:pt also means pt-BR.
                for (at, _) in value.match_indices('-') {
                    self.sign(fact_hash(field, &value[..at]), postings);
                }
            }
        }
    }

    fn author(&mut self, postings: &Postings, analysed: &AnalysedPost<'_>) {
        let post = analysed.post();
        let is_plain = analysed.analysis().is_plain();
        let mut add = |value: &str| self.sign(fact_hash(Field::Author, value), postings);
        if let Some(handle) = post.author_handle {
            let folded = match is_plain || is_folded(handle) {
                true => handle,
                false => analysed.folded_handle.get_or_init(|| fold_name(handle, analysed.analysis())),
            };
            add(folded);
            short_handle(folded).into_iter().for_each(&mut add);
        }
        if post.author_name.is_some() && !is_plain {
            analysed.name().iter().for_each(|token| add(token.key));
        }
    }
}
