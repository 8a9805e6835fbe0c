//! The compiled tree.

use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use super::{Clause, Pattern};
use crate::analysis::Analysis;
use crate::field::{Field, FieldClause};
use crate::limits;
use crate::tree::{self, NodeKind};

/// A node of the compiled tree.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    /// Words and where they stand to each other.
    Place {
        scope: Scope,
        place: Place,
    },
    Regex(RegexLeaf),
    Field(FieldLeaf),
}

impl Node {
    pub(super) fn asks_for(&self, field: Field) -> bool {
        match self {
            Self::And(items) | Self::Or(items) => items.iter().any(|item| item.asks_for(field)),
            Self::Not(inner) => inner.asks_for(field),
            Self::Place { .. } | Self::Regex(_) => false,
            Self::Field(leaf) => leaf.field.field == field,
        }
    }
}

/// Which texts of a post are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    All,
    Title,
}

/// Words, and words near words.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    Text(TextLeaf),
    Any(Vec<Place>),
    Near { left: Box<Place>, right: Box<Place>, distance: u32, is_ordered: bool },
    Within { items: Vec<Place>, distance: u32 },
}

#[derive(Debug, Clone)]
pub(crate) struct TextLeaf {
    pub(crate) clause: u32,
    pub(crate) pattern: Pattern,
}

#[derive(Debug, Clone)]
pub(crate) struct RegexLeaf {
    pub(crate) clause: u32,
    pub(crate) scope: Scope,
    /// `None` only if an expression that was checked cannot be built again; it then matches nothing.
    pub(crate) regex: Option<Regex>,
}

#[derive(Debug, Clone)]
pub(crate) struct FieldLeaf {
    pub(crate) clause: u32,
    pub(crate) field: FieldClause,
    /// The value as it is compared: folded, without `@` or `#`.
    pub(crate) folded: Box<str>,
}

/// Builds an expression within the limits.
pub(crate) fn build_regex(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(limits::REGEX_COMPILED_BYTES)
        .dfa_size_limit(limits::REGEX_CACHE_BYTES)
        .build()
        .map_err(|error| error.to_string())
}

pub(crate) struct Compiler<'a> {
    analysis: &'a Analysis,
    pub(super) clauses: Vec<Clause>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(analysis: &'a Analysis) -> Self {
        Self { analysis, clauses: Vec::new() }
    }

    pub(super) fn compile(&mut self, node: &tree::Node) -> Node {
        self.node(node, Scope::All)
    }

    fn node(&mut self, node: &tree::Node, scope: Scope) -> Node {
        match &node.kind {
            NodeKind::And(items) => Node::And(items.iter().map(|item| self.node(item, scope)).collect()),
            NodeKind::Or(items) => Node::Or(items.iter().map(|item| self.node(item, scope)).collect()),
            NodeKind::Not(inner) => Node::Not(Box::new(self.node(inner, scope))),
            NodeKind::Title(inner) => self.node(inner, Scope::Title),
            NodeKind::Regex(pattern) => {
                let clause = self.clause(node);
                Node::Regex(RegexLeaf { clause, scope, regex: build_regex(pattern).ok() })
            }
            NodeKind::Field(field) => {
                let clause = self.clause(node);
                Node::Field(FieldLeaf { clause, folded: self.folded(field), field: field.clone() })
            }
            NodeKind::Near { .. } | NodeKind::Within { .. } | NodeKind::Text(_) => {
                Node::Place { scope, place: self.place(node) }
            }
        }
    }

    fn place(&mut self, node: &tree::Node) -> Place {
        match &node.kind {
            NodeKind::Near { left, right, distance, is_ordered } => {
                let (left, right) = (Box::new(self.place(left)), Box::new(self.place(right)));
                Place::Near { left, right, distance: *distance, is_ordered: *is_ordered }
            }
            NodeKind::Within { items, distance } => {
                Place::Within { items: items.iter().map(|item| self.place(item)).collect(), distance: *distance }
            }
            NodeKind::Or(items) => Place::Any(items.iter().map(|item| self.place(item)).collect()),
            NodeKind::Text(text) => {
                let clause = self.clause(node);
                Place::Text(TextLeaf { clause, pattern: Pattern::new(text, self.analysis) })
            }
            // The parser lets nothing else stand near something.
            _ => Place::Any(Vec::new()),
        }
    }

    fn clause(&mut self, node: &tree::Node) -> u32 {
        let id = u32::try_from(self.clauses.len()).unwrap_or(u32::MAX);
        self.clauses.push(Clause { id, text: Arc::from(node.to_string()), span: node.span.clone() });
        id
    }

    fn folded(&self, field: &FieldClause) -> Box<str> {
        use crate::field::Value;
        match &field.value {
            Value::Text(text) | Value::Prefix(text) => crate::evaluate::fold_name(text, self.analysis).into(),
            _ => "".into(),
        }
    }
}
