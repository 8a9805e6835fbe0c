//! What a query costs.

use super::{CompiledQuery, Items, Node, Unit};
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
    let program = query.program();
    let mut cost = Cost { clauses: query.clauses.len(), ..Cost::default() };
    cost.anchors = anchors_of(&program, &|_| 1).map_or(0, |anchors| anchors.len());
    let wildcards = |items: Items<'_>| items.filter(|item| !matches!(item.unit, Unit::Word(_))).count();
    program.root.walk(&mut |node| match node {
        Node::Item(items) => cost.wildcards += wildcards(items),
        Node::Phrase(items) | Node::Signed(items, _) | Node::Loose(items, _) => {
            cost.positions += 1;
            cost.wildcards += wildcards(items);
        }
        Node::Near { .. } | Node::Within(..) => cost.positions += 1,
        Node::Regex(_) => cost.regexes += 1,
        _ => {}
    });
    cost
}
