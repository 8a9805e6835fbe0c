//! Phrases and distances in posts of few words, which most are: entries as bits of one number, and nothing allocated.

use super::{Evaluation, place};
use crate::analysis::Entry;
use crate::compile::{Items, Node, Scope, Unit};
use crate::steps::{self, spend};

impl Evaluation<'_> {
    /// Says whether a phrase or distance between plain words stands in a post of few words; `None` if it has to be looked
    /// for the long way.
    pub(super) fn stands_among_few(self, node: Node<'_>, scope: Scope) -> Option<bool> {
        let ids = self.presence.few()?;
        match node {
            Node::Words(_) => Some(self.few_words(node, ids, scope)? != 0),
            Node::Phrase(items) => {
                let is_plain =
                    items.into_iter().all(|item| matches!(item.unit, Unit::Word(_)) && item.spelling.is_none());
                is_plain.then(|| self.is_row(items, ids, scope))
            }
            Node::Near { sides, distance, is_ordered } => {
                let [left, right] = sides.two();
                let (left, right) = (self.few_words(left, ids, scope)?, self.few_words(right, ids, scope)?);
                let near = |a: &Entry, b: &Entry| {
                    spend(|| steps::GLANCE);
                    place::is_near(positions(a), positions(b), distance, is_ordered)
                };
                Some(self.entries_of(left).any(|a| self.entries_of(right).any(|b| near(a, b))))
            }
            _ => None,
        }
    }

    /// Returns the entries that are one of a node's words, a bit each; `None` if it is more than words.
    fn few_words(self, node: Node<'_>, ids: &[u32], scope: Scope) -> Option<u64> {
        let Node::Words(words) = node else { return None };
        let present = words.iter().filter(|word| self.presence.has(**word));
        Some(present.fold(0, |found, word| found | self.few_of(*word, ids, scope)))
    }

    fn entries_of(&self, bits: u64) -> impl Iterator<Item = &Entry> {
        bits_of(bits).map(|index| &self.post.tokens().entries[index])
    }

    fn is_in(self, index: usize, scope: Scope) -> bool {
        scope.has(self.post.tokens().entries[index].part)
    }

    /// Returns the entries that are a word, a bit each.
    fn few_of(self, word: u32, ids: &[u32], scope: Scope) -> u64 {
        spend(|| steps::SCAN);
        let found = ids.iter().enumerate().filter(|(_, id)| **id == word);
        found.fold(0, |found, (index, _)| found | u64::from(self.is_in(index, scope)) << index)
    }

    /// Says whether words stand one right behind the other.
    fn is_row(self, items: Items<'_>, ids: &[u32], scope: Scope) -> bool {
        let mut open = None;
        for item in items {
            let here = self.few_of(item.unit.id(), ids, scope);
            let ends = match open {
                None => here,
                Some(open) => self.behind(open, here),
            };
            if ends == 0 {
                return false;
            }
            open = Some(ends);
        }
        true
    }

    /// Returns those of some entries that stand right behind one of others.
    fn behind(self, before: u64, here: u64) -> u64 {
        let all = &self.post.tokens().entries;
        let follows = |entry: &Entry| {
            self.entries_of(before).any(|before| {
                spend(|| steps::GLANCE);
                entry.part == before.part && entry.position == positions(before).1.saturating_add(1)
            })
        };
        let indexes = bits_of(here).filter(|index| follows(&all[*index]));
        indexes.fold(0, |found, index| found | 1 << index)
    }
}

fn bits_of(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let index = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(index)
    })
}

/// Returns the first and the last position of an entry.
fn positions(entry: &Entry) -> (u32, u32) {
    (entry.position, entry.position.saturating_add(u32::from(entry.width)).saturating_sub(1))
}
