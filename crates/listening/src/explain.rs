//! Why a query matched, or did not.

use std::fmt::{self, Display, Formatter};

use crate::analysed::AnalysedPost;
use crate::compile::{CompiledQuery, Node, Nodes, Scope};
use crate::evaluate::{Context, Evaluation, Span};
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
    let program = query.program();
    Evaluation::with(program.lexicon, post, context, |evaluation| {
        Explainer { query, evaluation }.node(program.root, Scope::All, 0)
    })
}

struct Explainer<'e> {
    query: &'e CompiledQuery,
    evaluation: Evaluation<'e>,
}

impl Explainer<'_> {
    /// `clause` is the number of the node's first clause.
    fn node(&self, node: Node<'_>, scope: Scope, clause: u32) -> Explanation {
        let truth = self.evaluation.truth_in(node, scope);
        match node {
            Node::And(nodes) => self.joined("AND", truth, self.parts(nodes, scope, clause)),
            Node::Or(nodes) => self.joined("OR", truth, self.alternatives(nodes, scope, clause)),
            Node::Not(nodes) => self.joined("NOT", truth, self.parts(nodes, scope, clause)),
            Node::Title(nodes) => self.node(nodes.only(), Scope::Title, clause),
            Node::Words(words) if words.len() > 1 => self.joined("OR", truth, self.words(words, scope, clause)),
            Node::Within(nodes, distance) => {
                self.joined(&format!("within {distance}"), truth, self.parts(nodes, scope, clause))
            }
            Node::Near { sides, distance, is_ordered } => {
                let label = format!("{}NEAR/{distance}", if is_ordered { "O" } else { "" });
                self.joined(&label, truth, self.parts(sides, scope, clause))
            }
            leaf => self.leaf(leaf, truth, scope, clause),
        }
    }

    fn parts(&self, nodes: Nodes<'_>, scope: Scope, clause: u32) -> Vec<Explanation> {
        nodes.numbered(clause).map(|(node, clause)| self.node(node, scope, clause)).collect()
    }

    /// Words beside each other in one OR are one node.
    fn alternatives(&self, nodes: Nodes<'_>, scope: Scope, clause: u32) -> Vec<Explanation> {
        let mut parts = Vec::new();
        for (node, clause) in nodes.numbered(clause) {
            match node {
                Node::Words(words) => parts.extend(self.words(words, scope, clause)),
                node => parts.push(self.node(node, scope, clause)),
            }
        }
        parts
    }

    fn words(&self, words: &[u32], scope: Scope, clause: u32) -> Vec<Explanation> {
        let words = (clause..).zip(words.chunks(1));
        words.map(|(clause, word)| self.node(Node::Words(word), scope, clause)).collect()
    }

    fn joined(&self, label: &str, truth: Truth, parts: Vec<Explanation>) -> Explanation {
        Explanation { label: label.into(), truth, spans: Vec::new(), words: Vec::new(), parts }
    }

    fn leaf(&self, leaf: Node<'_>, truth: Truth, scope: Scope, clause: u32) -> Explanation {
        let mut spans = Vec::new();
        self.evaluation.collect(leaf, scope, clause, &mut spans);
        spans.sort_unstable();
        let post = self.evaluation.post.post();
        let word = |span: &Span| post.part(span.part).get(span.start..span.end).unwrap_or_default().to_owned();
        let label = self.query.clauses()[clause as usize].text.to_string();
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
