//! Why a query matched, or did not.

use std::fmt::{self, Display, Formatter};

use crate::analysed::AnalysedPost;
use crate::compile::{CompiledQuery, Node, Place, Scope};
use crate::evaluate::{Context, Span, occurrences, spans, truth};
use crate::truth::Truth;

/// A part of a query with what became of it: the same tree that was evaluated.
///
/// Printed, it is an indented list with the words found.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// `AND`, `OR`, `NOT`, `NEAR/5`, or the text of a clause.
    pub label: String,
    /// Whether this part holds.
    pub truth: Truth,
    /// Where the words stand that make it hold.
    pub spans: Vec<Span>,
    /// The words themselves, one per span.
    pub words: Vec<String>,
    /// What it is made of.
    pub parts: Vec<Explanation>,
}

pub(crate) fn explain(query: &CompiledQuery, post: &AnalysedPost<'_>, context: &Context<'_>) -> Explanation {
    Explainer { query, post, context }.node(&query.root)
}

struct Explainer<'e> {
    query: &'e CompiledQuery,
    post: &'e AnalysedPost<'e>,
    context: &'e Context<'e>,
}

impl Explainer<'_> {
    fn node(&self, node: &Node) -> Explanation {
        let truth = truth(node, self.post, self.context);
        match node {
            Node::And(items) => self.joined("AND", truth, items.iter().map(|item| self.node(item)).collect()),
            Node::Or(items) => self.joined("OR", truth, items.iter().map(|item| self.node(item)).collect()),
            Node::Not(inner) => self.joined("NOT", truth, vec![self.node(inner)]),
            Node::Place { scope, place } => self.place(place, *scope),
            Node::Regex(leaf) => self.leaf(leaf.clause, truth, spans(node, self.post, self.context)),
            Node::Field(leaf) => self.leaf(leaf.clause, truth, Vec::new()),
        }
    }

    fn place(&self, place: &Place, scope: Scope) -> Explanation {
        let node = Node::Place { scope, place: place.clone() };
        let spans = spans(&node, self.post, self.context);
        let truth = Truth::from(!occurrences(place, scope, self.post).is_empty());
        let parts = |items: &[Place]| items.iter().map(|item| self.place(item, scope)).collect();
        match place {
            Place::Text(leaf) => self.leaf(leaf.clause, truth, spans),
            Place::Any(items) => self.joined("OR", truth, parts(items)),
            Place::Within { items, distance } => self.joined(&format!("within {distance}"), truth, parts(items)),
            Place::Near { left, right, distance, is_ordered } => {
                let label = format!("{}NEAR/{distance}", if *is_ordered { "O" } else { "" });
                self.joined(&label, truth, vec![self.place(left, scope), self.place(right, scope)])
            }
        }
    }

    fn joined(&self, label: &str, truth: Truth, parts: Vec<Explanation>) -> Explanation {
        Explanation { label: label.into(), truth, spans: Vec::new(), words: Vec::new(), parts }
    }

    fn leaf(&self, clause: u32, truth: Truth, spans: Vec<Span>) -> Explanation {
        let label = self.query.clauses[clause as usize].text.to_string();
        let word =
            |span: &Span| self.post.post().part(span.part).get(span.start..span.end).unwrap_or_default().to_owned();
        Explanation { label, truth, words: spans.iter().map(word).collect(), spans, parts: Vec::new() }
    }
}

impl Explanation {
    fn write(&self, f: &mut Formatter<'_>, depth: usize) -> fmt::Result {
        let sign = match self.truth {
            Truth::True => "yes",
            Truth::False => "no ",
            Truth::Undecided => "?  ",
        };
        write!(f, "{sign} {:indent$}{}", "", self.label, indent = depth * 2)?;
        for (i, word) in self.words.iter().enumerate() {
            write!(f, "{}{word}", if i == 0 { " = " } else { ", " })?;
        }
        writeln!(f)?;
        self.parts.iter().try_for_each(|part| part.write(f, depth + 1))
    }
}

impl Display for Explanation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}
