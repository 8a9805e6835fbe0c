//! What a query cannot match without.

use crate::analysed::{fact_hash, key_hash};
use crate::compile::{CompiledQuery, FieldLeaf, Item, Node, Pattern, Place, Unit};
use crate::evaluate::{fold_name, name_words};
use crate::field::{Field, Value};

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
    of_node(&query.root, weigh).map(|set| set.anchors)
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
    let prefix = match &item.unit {
        Unit::Key { key, hash } => {
            let letters = u32::try_from(key.chars().count()).unwrap_or(u32::MAX);
            let has_sigil = letters > 1 && key.starts_with(['#', '@', '$']);
            return Some(Set::one(Anchor::Key { hash: *hash, letters, has_sigil }, weigh));
        }
        Unit::Prefix(prefix) => prefix,
        Unit::Glob(glob) => glob.prefix(),
    };
    let prefix = &prefix[..prefix.floor_char_boundary(PREFIX_BYTES)];
    (!prefix.is_empty()).then(|| Set::one(Anchor::Prefix { text: prefix.into(), hash: key_hash(prefix) }, weigh))
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
pub(super) fn fact_value(field: Field, value: &str) -> String {
    let folded = fold_name(value, &crate::analysis::Analysis::social()).to_ascii_lowercase();
    if field == Field::Lang { folded.replace('_', "-") } else { folded }
}
