//! The naive evaluator: exact by being simple. Every other way to match is held against it.

mod context;
mod fact;
mod place;

use std::sync::Arc;

pub use context::{Context, Facts, NoFacts};
pub(crate) use fact::{fold_name, is_folded, name_words, short_handle};
pub(crate) use place::occurrences;

use crate::analysed::AnalysedPost;
use crate::compile::{Node, RegexLeaf, Scope};
use crate::limits;
use crate::post::Part;
use crate::truth::Truth;

/// Where in a post a clause matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Which of the post's texts.
    pub part: Part,
    /// Where it begins, in bytes of that text.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// Which clause, by its number in the query.
    pub clause: u32,
}

/// Where and for which clause something was found, in positions and bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Occurrence {
    /// First position.
    pub(crate) first: u32,
    /// Last position, inclusive.
    pub(crate) last: u32,
    pub(crate) part: Part,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) clause: u32,
}

impl Occurrence {
    fn span(&self) -> Span {
        Span { part: self.part, start: self.start as usize, end: self.end as usize, clause: self.clause }
    }
}

/// Says whether a node holds.
pub(crate) fn truth(node: &Node, post: &AnalysedPost<'_>, context: &Context<'_>) -> Truth {
    match node {
        Node::And(items) => fold(items, Truth::True, Truth::False, |item| truth(item, post, context), Truth::and),
        Node::Or(items) => fold(items, Truth::False, Truth::True, |item| truth(item, post, context), Truth::or),
        Node::Not(inner) => !truth(inner, post, context),
        Node::Place { scope, place } => place::is_found(place, *scope, post).into(),
        Node::Regex(leaf) => regex_spans(leaf, post).next().is_some().into(),
        Node::Field(leaf) => fact::truth(leaf, post, context),
    }
}

/// Combines until the result can no longer change.
fn fold(
    items: &[Node],
    start: Truth,
    end: Truth,
    each: impl Fn(&Node) -> Truth,
    join: impl Fn(Truth, Truth) -> Truth,
) -> Truth {
    let mut result = start;
    for item in items {
        result = join(result, each(item));
        if result == end {
            break;
        }
    }
    result
}

/// Returns where the words stand that make a node hold, sorted, each once.
pub(crate) fn spans(node: &Node, post: &AnalysedPost<'_>, context: &Context<'_>) -> Vec<Span> {
    let mut spans = Vec::new();
    collect(node, post, context, &mut spans);
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn collect(node: &Node, post: &AnalysedPost<'_>, context: &Context<'_>, spans: &mut Vec<Span>) {
    match node {
        Node::And(items) | Node::Or(items) => {
            if !truth(node, post, context).is_false() {
                items.iter().for_each(|item| collect(item, post, context, spans));
            }
        }
        Node::Not(_) | Node::Field(_) => {}
        Node::Place { scope, place } => {
            let mut found = occurrences(place, *scope, post);
            found.sort_unstable_by_key(|occurrence| (occurrence.clause, occurrence.span()));
            found.dedup_by_key(|occurrence| occurrence.span());
            let mut last = (u32::MAX, 0);
            for occurrence in found {
                last = if last.0 == occurrence.clause { (last.0, last.1 + 1) } else { (occurrence.clause, 1) };
                if last.1 <= limits::SPANS_PER_CLAUSE {
                    spans.push(occurrence.span());
                }
            }
        }
        Node::Regex(leaf) => spans.extend(regex_spans(leaf, post).take(limits::SPANS_PER_CLAUSE)),
    }
}

fn regex_spans<'p>(leaf: &'p RegexLeaf, post: &'p AnalysedPost<'_>) -> impl Iterator<Item = Span> + use<'p> {
    post.post().texts().filter(|(part, _)| leaf.scope.has(*part)).flat_map(move |(part, text)| {
        let found = leaf.regex.iter().flat_map(move |regex| regex.find_iter(text));
        found.filter(|found| !found.is_empty()).map(move |found| Span {
            part,
            start: found.start(),
            end: found.end(),
            clause: leaf.clause,
        })
    })
}

impl Scope {
    pub(crate) fn has(self, part: Part) -> bool {
        self == Self::All || part == Part::Title
    }
}

/// A match's clauses stay readable when the query has gone.
pub(crate) type ClauseTexts = Arc<[crate::compile::Clause]>;
