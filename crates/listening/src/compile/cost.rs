//! What a query costs.

use super::{CompiledQuery, Node, Pattern, Place, Unit};
use crate::index::anchors_of;

/// What a query costs, counted when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Leaves.
    pub clauses: usize,
    /// Words, prefixes and facts by which an index finds the query; 0 when every post must be tried.
    pub anchors: usize,
    /// Words with `*` or `?`.
    pub wildcards: usize,
    /// Regular expressions.
    pub regexes: usize,
    /// Phrases and distances.
    pub positions: usize,
}

impl Cost {
    /// Says whether an index can pass over the query for posts that have none of its words.
    #[must_use]
    pub fn is_anchored(&self) -> bool {
        self.anchors > 0
    }
}

pub(super) fn of(query: &CompiledQuery) -> Cost {
    let mut cost = Cost { clauses: query.clauses.len(), ..Cost::default() };
    cost.anchors = anchors_of(query, &|_| 1).map_or(0, |anchors| anchors.len());
    count(&query.root, &mut cost);
    cost
}

fn count(node: &Node, cost: &mut Cost) {
    match node {
        Node::And(items) | Node::Or(items) => items.iter().for_each(|item| count(item, cost)),
        Node::Not(inner) => count(inner, cost),
        Node::Place { place, .. } => count_place(place, cost),
        Node::Regex(_) => cost.regexes += 1,
        Node::Field(_) => {}
    }
}

fn count_place(place: &Place, cost: &mut Cost) {
    match place {
        Place::Any(items) => items.iter().for_each(|item| count_place(item, cost)),
        Place::Near { left, right, .. } => {
            cost.positions += 1;
            count_place(left, cost);
            count_place(right, cost);
        }
        Place::Within { items, .. } => {
            cost.positions += 1;
            items.iter().for_each(|item| count_place(item, cost));
        }
        Place::Text(leaf) => {
            let items = match &leaf.pattern {
                Pattern::Item(item) => std::slice::from_ref(item),
                Pattern::Phrase { items, .. } | Pattern::Loose { items, .. } => {
                    cost.positions += 1;
                    items
                }
                Pattern::Literal(_) => &[],
            };
            cost.wildcards += items.iter().filter(|item| !matches!(item.unit, Unit::Key { .. })).count();
        }
    }
}
