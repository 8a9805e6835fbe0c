//! Which queries a post must be tried against.

use std::hash::Hash;

use super::QueryIndex;
use crate::analysed::{AnalysedPost, fact_hash};
use crate::evaluate::{fold_name, short_handle};
use crate::field::Field;
use crate::need::fact_value;

impl<I: Clone + Ord + Hash> QueryIndex<I> {
    /// Collects the slots of every query that the post may match, each once.
    pub(super) fn candidates(&self, post: &AnalysedPost<'_>, slots: &mut Vec<u32>) {
        slots.extend_from_slice(&self.postings.always);
        for (key, hash) in post.keys() {
            slots.extend_from_slice(self.postings.key(hash));
            self.postings.prefixes_of(key, |_, found| slots.extend_from_slice(found));
        }
        if self.postings.has_other_facts() {
            self.by_facts(post, slots);
        }
        if self.postings.has_author_facts() {
            self.by_author(post, slots);
        }
        slots.sort_unstable();
        slots.dedup();
    }

    fn by_facts(&self, analysed: &AnalysedPost<'_>, slots: &mut Vec<u32>) {
        let post = analysed.post();
        for (field, value) in [(Field::Channel, post.channel), (Field::Network, post.network), (Field::Lang, post.lang)]
        {
            let Some(value) = value else { continue };
            let value = fact_value(field, value);
            slots.extend_from_slice(self.postings.fact(fact_hash(field, &value)));
            if field == Field::Lang {
                // lang:pt also means pt-BR.
                for (at, _) in value.match_indices('-') {
                    slots.extend_from_slice(self.postings.fact(fact_hash(field, &value[..at])));
                }
            }
        }
    }

    fn by_author(&self, analysed: &AnalysedPost<'_>, slots: &mut Vec<u32>) {
        let post = analysed.post();
        let mut add = |value: &str| slots.extend_from_slice(self.postings.fact(fact_hash(Field::Author, value)));
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
