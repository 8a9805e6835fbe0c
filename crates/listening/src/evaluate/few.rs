//! Phrases and distances in posts of few words, which most are: entries as bits of one number, and nothing allocated.

use super::{Evaluation, place};
use crate::analysis::Entry;
use crate::compile::{Items, Node, Scope, Unit};

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
                is_plain.then(|| self.continues(items, None, ids, scope))
            }
            Node::Near { sides, distance, is_ordered } => {
                let [left, right] = sides.two();
                let (left, right) = (self.few_words(left, ids, scope)?, self.few_words(right, ids, scope)?);
                let near = |a: &Entry, b: &Entry| place::is_near(positions(a), positions(b), distance, is_ordered);
                Some(self.entries_of(left).any(|a| self.entries_of(right).any(|b| near(a, b))))
            }
            _ => None,
        }
    }

    /// Returns the entries that are one of a node's words, a bit each; `None` if it is more than words.
    fn few_words(self, node: Node<'_>, ids: &[u32], scope: Scope) -> Option<u64> {
        let Node::Words(words) = node else { return None };
        let mut found = 0;
        for word in words.iter().filter(|word| self.presence.has(**word)) {
            for (index, _) in ids.iter().enumerate().filter(|(_, id)| *id == word) {
                found |= u64::from(self.is_in(index, scope)) << index;
            }
        }
        Some(found)
    }

    fn entries_of(&self, mut bits: u64) -> impl Iterator<Item = &Entry> {
        std::iter::from_fn(move || {
            let index = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
            bits &= bits - 1;
            Some(&self.post.tokens().entries[index])
        })
    }

    fn is_in(self, index: usize, scope: Scope) -> bool {
        scope.has(self.post.tokens().entries[index].part)
    }

    /// Says whether the rest of a phrase stands right behind an entry, or anywhere if there is none before it.
    fn continues(self, mut rest: Items<'_>, before: Option<&Entry>, ids: &[u32], scope: Scope) -> bool {
        let Some(item) = rest.next() else { return true };
        let entries = &self.post.tokens().entries;
        let here = ids.iter().zip(entries).filter(|(id, entry)| **id == item.unit.id() && scope.has(entry.part));
        let follows = |entry: &Entry| {
            before.is_none_or(|before| {
                entry.part == before.part && entry.position == positions(before).1.saturating_add(1)
            })
        };
        here.map(|(_, entry)| entry).any(|entry| follows(entry) && self.continues(rest, Some(entry), ids, scope))
    }
}

/// Returns the first and the last position of an entry.
fn positions(entry: &Entry) -> (u32, u32) {
    (entry.position, entry.position.saturating_add(u32::from(entry.width)).saturating_sub(1))
}
