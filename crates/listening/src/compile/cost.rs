//! What a query costs.

use super::price::{Price, Size};
use super::{CompiledQuery, Items, Lexicon, Node, Unit, code};
use crate::analysis::Analysis;
use crate::index::anchors_of;
use crate::tree;

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
    /// The most that trying it once takes on a post of 100 tokens and 600 bytes, however unkind, in steps of at most a
    /// nanosecond on the machine of the guide. What it takes on a usual post is far less.
    pub trial_steps: u64,
    /// The most that proving a match on such a post takes, [`CompiledQuery::spans`], in the same steps.
    pub proof_steps: u64,
}

impl Cost {
    /// Says whether an index can pass over the query for posts that have none of its words.
    #[must_use]
    pub fn is_anchored(&self) -> bool {
        self.anchors > 0
    }

    /// Returns the most that trying it and proving it takes, in steps.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.trial_steps.saturating_add(self.proof_steps)
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
    let price = Price::new(program.root, program.lexicon, Size::PRICED);
    cost.trial_steps = price.trial(program.root);
    cost.proof_steps = price.proof(program.root);
    cost
}

/// Returns what [`Cost::steps`] gives for a part of a query.
pub(crate) fn steps_of(part: &tree::Node, analysis: &Analysis) -> u64 {
    let mut lexicon = Lexicon::default();
    let code = code(part, analysis, &mut lexicon);
    let root = Node::first(&code);
    let price = Price::new(root, &lexicon, Size::PRICED);
    price.trial(root).saturating_add(price.proof(root))
}
