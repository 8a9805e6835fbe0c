//! Which of the signs that a query needs it is found by.

use std::rc::Rc;

use crate::compile::Program;
use crate::field::Field;
use crate::hash::prefix_hash;
use crate::need::{self, Need};

/// Longest prefix an index looks up, in bytes; a longer one is found by its beginning.
pub(super) const PREFIX_BYTES: usize = 31;

/// Most signs in a gate; a longer list lets nearly every post through.
const GATE_SIGNS: usize = 32;

/// A sign a post may have; a query's anchors are signs one of which every post has that the query does not exclude.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// A token's key.
    Key { hash: u64, letters: u8, has_sigil: bool },
    /// The beginning of a token's key, `bytes` long.
    Prefix { hash: u64, begins: [u8; 4], bytes: u8, letters: u8 },
    /// A fact of the post.
    Fact { field: Field, hash: u64 },
}

impl Anchor {
    pub(super) fn hash(&self) -> u64 {
        match self {
            Self::Key { hash, .. } | Self::Prefix { hash, .. } | Self::Fact { hash, .. } => *hash,
        }
    }
}

/// An anchor, and what a post must have besides it.
#[derive(Debug, Clone)]
pub(super) struct Gated {
    pub(super) anchor: Anchor,
    /// Another set of signs one of which the post must have, if the query says so.
    pub(super) gate: Option<Rc<Gate>>,
}

#[derive(Debug)]
pub(super) struct Gate {
    pub(super) signs: Vec<Anchor>,
    weight: u64,
}

/// Returns the cheapest anchors of a query; `None` when every post must be tried.
pub(crate) fn anchors_of(program: &Program<'_>, weigh: &dyn Fn(&Anchor) -> u64) -> Option<Vec<Anchor>> {
    gated_anchors_of(program, weigh).map(|anchors| anchors.into_iter().map(|gated| gated.anchor).collect())
}

/// Returns the cheapest anchors of a query, each with the best gate there is for it.
pub(super) fn gated_anchors_of(program: &Program<'_>, weigh: &dyn Fn(&Anchor) -> u64) -> Option<Vec<Gated>> {
    choose(&need::of(program), weigh).map(|set| set.anchors)
}

struct Set {
    anchors: Vec<Gated>,
    weight: u64,
}

impl Set {
    fn one(anchor: Anchor, weigh: &dyn Fn(&Anchor) -> u64) -> Self {
        Self { weight: weigh(&anchor), anchors: vec![Gated { anchor, gate: None }] }
    }

    /// All are needed, since any may be what matches.
    fn any(sets: impl Iterator<Item = Option<Self>>) -> Option<Self> {
        let mut all = Self { anchors: Vec::new(), weight: 0 };
        for set in sets {
            let set = set?;
            all.weight = all.weight.saturating_add(set.weight);
            for new in set.anchors {
                // Quadratic only in what one query has at its anchoring OR; long lists are checked at the end alone.
                let is_known = all.anchors.len() <= 64
                    && all.anchors.iter().any(|known| known.anchor == new.anchor && known.gate.is_none());
                if !is_known {
                    all.anchors.push(new);
                }
            }
        }
        (!all.anchors.is_empty()).then_some(all)
    }

    /// One is enough, since all must match; of the others the cheapest is a gate.
    fn cheapest(sets: impl Iterator<Item = Option<Self>>) -> Option<Self> {
        let mut sets = sets.flatten();
        let mut best = sets.next()?;
        let mut second: Option<Self> = None;
        for set in sets {
            let other = if set.weight < best.weight { std::mem::replace(&mut best, set) } else { set };
            let is_better = second.as_ref().is_none_or(|second| other.weight < second.weight);
            if is_better && other.anchors.len() <= GATE_SIGNS {
                second = Some(other);
            }
        }
        if let Some(second) = second {
            best.close(second);
        }
        Some(best)
    }

    fn close(&mut self, other: Self) {
        let signs = other.anchors.into_iter().map(|gated| gated.anchor).collect();
        let gate = Rc::new(Gate { signs, weight: other.weight });
        for gated in &mut self.anchors {
            // Of two gates the rarer; what is the anchor itself keeps nothing out.
            let is_better = gated.gate.as_ref().is_none_or(|known| gate.weight < known.weight);
            if is_better && !gate.signs.contains(&gated.anchor) {
                gated.gate = Some(Rc::clone(&gate));
            }
        }
    }
}

fn choose(need: &Need<'_>, weigh: &dyn Fn(&Anchor) -> u64) -> Option<Set> {
    let letters = |text: &str| u8::try_from(text.chars().count()).unwrap_or(u8::MAX);
    let anchor = match need {
        Need::Nothing => return None,
        Need::All(needs) => return Set::cheapest(needs.iter().map(|need| choose(need, weigh))),
        Need::Any(needs) => return Set::any(needs.iter().map(|need| choose(need, weigh))),
        Need::Key { key, hash } => {
            let letters = letters(key);
            let has_sigil = letters > 1 && key.starts_with(['#', '@', '$']);
            Anchor::Key { hash: *hash, letters, has_sigil }
        }
        Need::Prefix(prefix) => {
            let prefix = &prefix[..prefix.floor_char_boundary(PREFIX_BYTES)];
            Anchor::Prefix {
                hash: prefix_hash(prefix.as_bytes()),
                begins: beginning(prefix.as_bytes()),
                bytes: u8::try_from(prefix.len()).unwrap_or(u8::MAX),
                letters: letters(prefix),
            }
        }
        Need::Fact { field, hash } => Anchor::Fact { field: *field, hash: *hash },
    };
    Some(Set::one(anchor, weigh))
}

/// Returns the first four bytes; where there are fewer, noughts.
pub(super) fn beginning(key: &[u8]) -> [u8; 4] {
    std::array::from_fn(|at| key.get(at).copied().unwrap_or(0))
}
