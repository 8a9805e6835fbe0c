//! What a query cannot match without.

use std::borrow::Cow;
use std::rc::Rc;

use crate::analysed::{fact_hash, prefix_hash};
use crate::compile::{CompiledQuery, FieldLeaf, Item, Node, Pattern, Place, Unit};
use crate::evaluate::{fold_name, is_folded, name_words};
use crate::field::{Field, Value};

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
pub(crate) fn anchors_of(query: &CompiledQuery, weigh: &dyn Fn(&Anchor) -> u64) -> Option<Vec<Anchor>> {
    gated_anchors_of(query, weigh).map(|anchors| anchors.into_iter().map(|gated| gated.anchor).collect())
}

/// Returns the cheapest anchors of a query, each with the best gate there is for it.
pub(super) fn gated_anchors_of(query: &CompiledQuery, weigh: &dyn Fn(&Anchor) -> u64) -> Option<Vec<Gated>> {
    of_node(&query.root, weigh).map(|set| set.anchors)
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

fn of_node(node: &Node, weigh: &dyn Fn(&Anchor) -> u64) -> Option<Set> {
    match node {
        Node::And(items) => Set::cheapest(items.iter().map(|item| of_node(item, weigh))),
        Node::Or(items) => Set::any(items.iter().map(|item| of_node(item, weigh))),
        Node::Not(_) | Node::Regex(_) => None,
        Node::Place { place, .. } => of_place(place, weigh),
        Node::Field(leaf) => of_field(leaf, weigh),
    }
}

fn of_place(place: &Place, weigh: &dyn Fn(&Anchor) -> u64) -> Option<Set> {
    match place {
        Place::Any(items) => Set::any(items.iter().map(|item| of_place(item, weigh))),
        Place::Near { left, right, .. } => Set::cheapest([of_place(left, weigh), of_place(right, weigh)].into_iter()),
        Place::Within { items, .. } => Set::cheapest(items.iter().map(|item| of_place(item, weigh))),
        Place::Text(leaf) => match &leaf.pattern {
            Pattern::Item(item) => of_item(item, weigh),
            Pattern::Phrase { items, .. } | Pattern::Loose { items, .. } => {
                Set::cheapest(items.iter().map(|item| of_item(item, weigh)))
            }
            Pattern::Literal(_) => None,
        },
    }
}

fn of_item(item: &Item, weigh: &dyn Fn(&Anchor) -> u64) -> Option<Set> {
    let letters = |text: &str| u8::try_from(text.chars().count()).unwrap_or(u8::MAX);
    let prefix = match &item.unit {
        Unit::Key { key, hash } => {
            let letters = letters(key);
            let has_sigil = letters > 1 && key.starts_with(['#', '@', '$']);
            return Some(Set::one(Anchor::Key { hash: *hash, letters, has_sigil }, weigh));
        }
        Unit::Prefix(prefix) => prefix,
        Unit::Glob(glob) => glob.prefix(),
    };
    let prefix = &prefix[..prefix.floor_char_boundary(PREFIX_BYTES)];
    let (bytes, begins) = (u8::try_from(prefix.len()).unwrap_or(u8::MAX), beginning(prefix.as_bytes()));
    let anchor = Anchor::Prefix { hash: prefix_hash(prefix.as_bytes()), begins, bytes, letters: letters(prefix) };
    (!prefix.is_empty()).then(|| Set::one(anchor, weigh))
}

/// Returns the first four bytes; where there are fewer, noughts.
pub(super) fn beginning(key: &[u8]) -> [u8; 4] {
    std::array::from_fn(|at| key.get(at).copied().unwrap_or(0))
}

fn of_field(leaf: &FieldLeaf, weigh: &dyn Fn(&Anchor) -> u64) -> Option<Set> {
    let field = leaf.field.field;
    if !matches!(leaf.field.value, Value::Text(_)) {
        return None;
    }
    let fact = |value: &str| Some(Set::one(Anchor::Fact { field, hash: fact_hash(field, value) }, weigh));
    match field {
        Field::Lang | Field::Channel | Field::Network => fact(&fact_value(field, &leaf.folded)),
        // By handle or by name: a name has at least its first word.
        Field::Author => {
            Set::any(std::iter::once(fact(&leaf.folded)).chain(name_words(&leaf.folded).take(1).map(fact)))
        }
        _ => None,
    }
}

/// Returns a fact's value in the one spelling under which it is looked up.
pub(super) fn fact_value(field: Field, value: &str) -> Cow<'_, str> {
    if is_folded(value) && !value.contains('_') {
        return Cow::Borrowed(value);
    }
    let folded = fold_name(value, &crate::analysis::Analysis::social()).to_ascii_lowercase();
    Cow::Owned(if field == Field::Lang { folded.replace('_', "-") } else { folded })
}
