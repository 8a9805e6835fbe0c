//! The naive evaluator: exact by being simple. Every other way to match is held against it.

mod context;
mod fact;
mod few;
mod place;
mod presence;

use regex::Regex;

pub use context::{Context, Facts, NoFacts};
pub(crate) use fact::{fold_name, is_folded, name_words, short_handle};
pub(crate) use presence::Presence;

use crate::analysed::AnalysedPost;
use crate::compile::{Lexicon, Node, Nodes, Scope, Step};
use crate::limits;
use crate::post::Part;
use crate::steps::{self, spend};
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

/// A post, as queries of one lexicon are asked about it.
#[derive(Clone, Copy)]
pub(crate) struct Evaluation<'e> {
    pub(crate) lexicon: &'e Lexicon,
    pub(crate) presence: &'e Presence,
    pub(crate) post: &'e AnalysedPost<'e>,
    pub(crate) context: &'e Context<'e>,
}

impl Evaluation<'_> {
    /// Looks the post's words up in a lexicon and asks about them.
    pub(crate) fn with<T>(
        lexicon: &Lexicon,
        post: &AnalysedPost<'_>,
        context: &Context<'_>,
        ask: impl FnOnce(Evaluation<'_>) -> T,
    ) -> T {
        Presence::with(|presence| {
            presence.fill(lexicon, post);
            ask(Evaluation { lexicon, presence, post, context })
        })
    }

    /// Says whether a node holds.
    #[inline]
    pub(crate) fn truth(self, node: Node<'_>) -> Truth {
        self.truth_in(node, Scope::All)
    }

    pub(crate) fn truth_in(self, node: Node<'_>, scope: Scope) -> Truth {
        match node {
            Node::And(nodes) => self.fold(nodes, scope, Truth::True, Truth::False, Truth::and),
            Node::Or(nodes) => self.fold(nodes, scope, Truth::False, Truth::True, Truth::or),
            Node::Not(nodes) => !self.truth_in(nodes.only(), scope),
            Node::Title(nodes) => self.truth_in(nodes.only(), Scope::Title),
            Node::Regex(id) => self.has_regex(id.map(|id| self.lexicon.regex(id)), scope).into(),
            Node::Field(id) => fact::truth(self.lexicon.field(id), self.post, self.context),
            _ => self.is_found(node, scope).into(),
        }
    }

    /// Combines until the result can no longer change.
    #[inline]
    fn fold(
        self,
        mut nodes: Nodes<'_>,
        scope: Scope,
        start: Truth,
        end: Truth,
        join: impl Fn(Truth, Truth) -> Truth,
    ) -> Truth {
        let mut result = start;
        while let Some(step) = nodes.step() {
            let truth = match step {
                Step::Any(words) => self.has_any(words, scope).into(),
                Step::None(words) => (!self.has_any(words, scope)).into(),
                Step::Other(node) => self.truth_in(node, scope),
            };
            result = join(result, truth);
            if result == end {
                break;
            }
        }
        result
    }

    /// Returns where the words stand that make a node hold, sorted, each once.
    pub(crate) fn spans(self, node: Node<'_>) -> Vec<Span> {
        let mut spans = Vec::new();
        self.collect(node, Scope::All, 0, &mut spans);
        spend(|| steps::PLACE * spans.len() as u64);
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    /// `clause` is the number of the node's first clause.
    pub(crate) fn collect(self, node: Node<'_>, scope: Scope, clause: u32, spans: &mut Vec<Span>) {
        match node {
            Node::And(nodes) | Node::Or(nodes) => {
                if !self.truth_in(node, scope).is_false() {
                    nodes.numbered(clause).for_each(|(node, clause)| self.collect(node, scope, clause, spans));
                }
            }
            Node::Title(nodes) => self.collect(nodes.only(), Scope::Title, clause, spans),
            Node::Not(_) | Node::Field(_) => {}
            Node::Regex(id) => {
                let found = regex_spans(id.map(|id| self.lexicon.regex(id)), self.post, scope, clause);
                spans.extend(found.take(limits::SPANS_PER_REGEX));
            }
            leaf if !self.may_stand(leaf) => {}
            _ => {
                let mut found = self.occurrences(node, scope, Some(clause));
                spend(|| steps::PLACE * found.len() as u64);
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
        }
    }

    fn has_regex(self, regex: Option<&Regex>, scope: Scope) -> bool {
        regex.is_some_and(|regex| {
            let mut texts = self.post.post().texts().filter(|(part, _)| scope.has(*part));
            texts.any(|(_, text)| {
                spend(|| search_steps(regex, text));
                regex.is_match(text)
            })
        })
    }
}

/// No expression matches without a character: the parser refuses those that could, for which each search may have to go to
/// the end of the text before it finds nothing.
fn regex_spans<'p>(
    regex: Option<&'p Regex>,
    post: &'p AnalysedPost<'_>,
    scope: Scope,
    clause: u32,
) -> impl Iterator<Item = Span> + use<'p> {
    post.post().texts().filter(move |(part, _)| scope.has(*part)).flat_map(move |(part, text)| {
        let found = regex.into_iter().flat_map(move |regex| {
            let mut found = regex.find_iter(text);
            std::iter::from_fn(move || {
                spend(|| search_steps(regex, text));
                found.next()
            })
        });
        found.map(move |found: regex::Match<'_>| Span { part, start: found.start(), end: found.end(), clause })
    })
}

/// Returns how many steps it takes to search a text once.
fn search_steps(regex: &Regex, text: &str) -> u64 {
    steps::STATE * crate::compile::states(regex.as_str()) * text.len() as u64
}

impl Scope {
    pub(crate) fn has(self, part: Part) -> bool {
        self == Self::All || part == Part::Title
    }
}
