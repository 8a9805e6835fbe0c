//! Which queries a post must be tried against.

use std::cell::Cell;

use super::frequency::EVERY;
use super::posting::Postings;
use super::stream::At;
use crate::analysed::AnalysedPost;
use crate::evaluate::{fold_name, is_folded, short_handle};
use crate::field::Field;
use crate::hash::{fact_hash, prefix_hash};
use crate::need::fact_value;
use crate::signs::{Signs, short};

thread_local! {
    /// Taken while in use: answers about facts may come from an index of their own.
    static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

/// What one post needs while its queries are found.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Hashes of the post's beginnings and facts that some query asks for.
    others: Vec<u64>,
    /// Those and its words, as gates know them.
    signs: Signs,
    /// The same: what the bits are not sure of is looked up here.
    shorts: Vec<u16>,
    /// Hashes of what may be an anchor.
    hits: Vec<u64>,
    /// Where the queries under them stand.
    lists: Vec<(At, usize)>,
    /// The queries to be tried, each once, in order.
    pub(super) slots: Vec<u32>,
    /// How many queries had an anchor and were shut out by their gates.
    pub(super) shut: usize,
    /// How many posts were matched here, modulo 2^32.
    seen: u32,
}

impl Scratch {
    pub(super) fn with<T>(work: impl FnOnce(&mut Self) -> T) -> T {
        let mut scratch = SCRATCH.try_with(Cell::take).ok().flatten().unwrap_or_default();
        let result = work(&mut scratch);
        let _ = SCRATCH.try_with(|cell| cell.set(Some(scratch)));
        result
    }

    /// Says of one post in so many that its words are to be counted. Each thread has its own turns: threads that counted
    /// together would wait for each other.
    pub(super) fn is_sample(&mut self) -> bool {
        self.seen = self.seen.wrapping_add(1);
        self.seen % EVERY == 1
    }

    /// Takes note of the words that may be anchors.
    ///
    /// Without a branch: each look-up may wait for memory, and these wait together.
    #[inline]
    fn look_at_all(&mut self, hashes: &[u64], postings: &Postings) {
        self.hits.resize(hashes.len(), 0);
        let mut known = 0;
        for hash in hashes {
            self.hits[known] = *hash;
            known += usize::from(postings.may_know(*hash));
        }
        self.hits.truncate(known);
    }

    /// Takes note of a beginning or fact.
    #[inline]
    fn look(&mut self, hash: u64, postings: &Postings) {
        if postings.may_know(hash) {
            self.hits.push(hash);
        }
    }

    /// Takes note of a beginning or fact.
    fn sign(&mut self, hash: u64, postings: &Postings) {
        self.others.push(hash);
        self.look(hash, postings);
    }

    /// Collects the slots of every query that the post may match, each once.
    pub(super) fn fill(&mut self, postings: &Postings, post: &AnalysedPost<'_>) {
        self.collect(postings, post, |signs, shorts, sign| signs.may_have(sign) && shorts.contains(&sign));
    }

    /// Does the same as if every gate were open: for a post about which more will be known.
    pub(super) fn fill_ungated(&mut self, postings: &Postings, post: &AnalysedPost<'_>) {
        self.collect(postings, post, |_, _, _| true);
    }

    /// Notes what gates may ask for.
    fn gather_signs(&mut self, post: &AnalysedPost<'_>) {
        let Self { signs, shorts, others, .. } = self;
        signs.clear();
        shorts.clear();
        shorts.extend(post.hashes().iter().chain(&*others).map(|hash| short(*hash)));
        shorts.iter().for_each(|short| signs.add(*short));
    }

    /// `is_here` says whether the post has a sign of a gate.
    fn collect(&mut self, postings: &Postings, post: &AnalysedPost<'_>, is_here: impl Fn(&Signs, &[u16], u16) -> bool) {
        self.hits.clear();
        self.others.clear();
        self.slots.clear();
        self.shut = 0;
        self.look_at_all(post.hashes(), postings);
        if !postings.prefixes.is_empty() {
            let tokens = post.tokens();
            for entry in &tokens.entries {
                postings
                    .prefixes
                    .of(tokens.keys.as_bytes(), entry.key_range(), |prefix| self.sign(prefix_hash(prefix), postings));
            }
        }
        if postings.has_author_facts {
            self.author(postings, post);
        }
        if postings.has_other_facts && (postings.has_other_fact_anchors || !self.hits.is_empty()) {
            self.facts(postings, post);
        }
        if !self.hits.is_empty() {
            // Only now: a gate may wait for any of the signs, and most posts lead to none.
            self.gather_signs(post);
            let Self { signs, shorts, hits, lists, slots, shut, .. } = self;
            let has = |sign: u16| is_here(signs, shorts, sign);
            postings.find_all(hits, lists);
            for list in lists.drain(..) {
                *shut += postings.open(list, has, |slot| slots.push(slot));
            }
        }
        self.slots.extend_from_slice(&postings.always);
        if self.slots.len() > 1 {
            self.slots.sort_unstable();
            self.slots.dedup();
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
                for (at, _) in value.bytes().enumerate().filter(|(_, byte)| *byte == b'-') {
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
