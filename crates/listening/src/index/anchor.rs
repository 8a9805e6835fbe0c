//! Which of the signs that a query needs it is found by.

use crate::analysed::key_hash;
use crate::compile::CompiledQuery;
use crate::field::Field;
use crate::need::{self, Need};

/// Longest prefix an index looks up, in bytes; a longer one is found by its beginning.
pub(super) const PREFIX_BYTES: usize = 31;

/// A sign a post may have; a query's anchors are signs one of which every post has that the query does not exclude.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// A token's key.
    Key { hash: u64, letters: u32, has_sigil: bool },
    /// The beginning of a token's key.
    Prefix { text: Box<str>, hash: u64 },
    /// A fact of the post.
    Fact { field: Field, hash: u64 },
}

/// Returns the cheapest anchors of a query; `None` when every post must be tried.
pub(crate) fn anchors_of(query: &CompiledQuery, weigh: &dyn Fn(&Anchor) -> u64) -> Option<Vec<Anchor>> {
    choose(&need::of(query), weigh).map(|set| set.anchors)
}

struct Set {
    anchors: Vec<Anchor>,
    weight: u64,
}

impl Set {
    fn one(anchor: Anchor, weigh: &dyn Fn(&Anchor) -> u64) -> Self {
        Self { weight: weigh(&anchor), anchors: vec![anchor] }
    }

    /// All are needed, since any may be what matches.
    fn any(sets: impl Iterator<Item = Option<Self>>) -> Option<Self> {
        let mut all = Self { anchors: Vec::new(), weight: 0 };
        for set in sets {
            let set = set?;
            all.weight = all.weight.saturating_add(set.weight);
            for anchor in set.anchors {
                // Quadratic only in what one query has at its anchoring OR; long lists are checked at the end alone.
                if all.anchors.len() > 64 || !all.anchors.contains(&anchor) {
                    all.anchors.push(anchor);
                }
            }
        }
        (!all.anchors.is_empty()).then_some(all)
    }

    /// One is enough, since all must match.
    fn cheapest(sets: impl Iterator<Item = Option<Self>>) -> Option<Self> {
        sets.flatten().min_by_key(|set| set.weight)
    }
}

fn choose(need: &Need<'_>, weigh: &dyn Fn(&Anchor) -> u64) -> Option<Set> {
    let anchor = match need {
        Need::Nothing => return None,
        Need::All(needs) => return Set::cheapest(needs.iter().map(|need| choose(need, weigh))),
        Need::Any(needs) => return Set::any(needs.iter().map(|need| choose(need, weigh))),
        Need::Key { key, hash } => {
            let letters = u32::try_from(key.chars().count()).unwrap_or(u32::MAX);
            let has_sigil = letters > 1 && key.starts_with(['#', '@', '$']);
            Anchor::Key { hash: *hash, letters, has_sigil }
        }
        Need::Prefix(prefix) => {
            let prefix = &prefix[..prefix.floor_char_boundary(PREFIX_BYTES)];
            Anchor::Prefix { text: prefix.into(), hash: key_hash(prefix) }
        }
        Need::Fact { field, hash } => Anchor::Fact { field: *field, hash: *hash },
    };
    Some(Set::one(anchor, weigh))
}
