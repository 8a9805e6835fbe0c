//! The tree a query is parsed to: what it says, before it is fitted to an analysis.

use std::ops::Range;

use crate::field::FieldClause;

/// A part of a query, and where it stands in the text it was parsed from.
///
/// Two nodes are equal when they say the same, wherever they stood.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it says.
    pub kind: NodeKind,
    /// Its place in the query's text, in bytes.
    pub span: Range<usize>,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// What a node says.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// All of them.
    And(Vec<Node>),
    /// At least one of them.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// Both, close together.
    Near {
        /// What stands on one side; first, if ordered.
        left: Box<Node>,
        /// What stands on the other.
        right: Box<Node>,
        /// Unordered: positions apart at most. Ordered: words between at most.
        distance: u32,
        /// Whether `left` must come first.
        is_ordered: bool,
    },
    /// All of them within a window: `(a AND b AND c)~n`.
    Within {
        /// What must stand there, in any order.
        items: Vec<Node>,
        /// Positions from the first to the last at most.
        distance: u32,
    },
    /// A word, a phrase, a tag, an emoji.
    Text(TextClause),
    /// A regular expression over the text.
    Regex(String),
    /// Text that must stand in the title.
    Title(Box<Node>),
    /// A claim about a fact, a judgement, or the state of our work.
    Field(FieldClause),
}

/// Words to look for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TextClause {
    /// The words as written.
    pub text: String,
    /// How they were written.
    pub form: Form,
    /// `"…"~n`: the words in any order, from the first to the last at most n positions.
    pub distance: Option<u32>,
}

/// How words were written, which decides how strictly they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// `word`, `#tag`, `prefix*`.
    Word,
    /// `"a phrase"`.
    Quoted,
    /// `{Exact}`: case as written.
    Cased,
    /// `exact:"Google+"`: case and every sign as written.
    Verbatim,
}

impl Node {
    pub(crate) fn new(kind: NodeKind, span: Range<usize>) -> Self {
        Self { kind, span }
    }

    /// Calls `each` on this node and all below it, in the order they are written.
    pub fn walk<'n>(&'n self, each: &mut impl FnMut(&'n Node)) {
        each(self);
        match &self.kind {
            NodeKind::And(items) | NodeKind::Or(items) | NodeKind::Within { items, .. } => {
                items.iter().for_each(|item| item.walk(each));
            }
            NodeKind::Not(inner) | NodeKind::Title(inner) => inner.walk(each),
            NodeKind::Near { left, right, .. } => {
                left.walk(each);
                right.walk(each);
            }
            NodeKind::Text(_) | NodeKind::Regex(_) | NodeKind::Field(_) => {}
        }
    }

    /// Says whether nothing but the presence of something can make this true.
    ///
    /// A query for which this fails would match nearly everything.
    #[must_use]
    pub fn asks_for_something(&self) -> bool {
        match &self.kind {
            NodeKind::And(items) => items.iter().any(Self::asks_for_something),
            NodeKind::Or(items) => items.iter().all(Self::asks_for_something),
            NodeKind::Not(inner) => inner.denies_nothing(),
            _ => true,
        }
    }

    fn denies_nothing(&self) -> bool {
        match &self.kind {
            NodeKind::And(items) => items.iter().all(Self::denies_nothing),
            NodeKind::Or(items) => items.iter().any(Self::denies_nothing),
            NodeKind::Not(inner) => inner.asks_for_something(),
            _ => false,
        }
    }
}
