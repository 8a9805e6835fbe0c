//! What is doubtful about a query that was understood.

use std::ops::Range;

use crate::error::Suggestion;
use crate::field::FieldContext;
use crate::query::Query;

/// A doubt about a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// What kind of doubt.
    pub kind: LintKind,
    /// Where, in bytes of the query's text.
    pub span: Range<usize>,
    /// The doubt in a sentence.
    pub message: String,
    /// What to write instead.
    pub suggestion: Suggestion,
}

/// Kinds of doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LintKind {
    /// It would match a large part of everything.
    TooBroad,
    /// It, or a part of it, cannot match anything.
    NeverMatches,
    /// A part that changes nothing.
    Redundant,
    /// A part that costs much.
    Costly,
    /// Every post would have to be judged first.
    AlwaysUndecided,
    /// A word in lower case that is an operator in capitals.
    LowerCaseOperator,
}

pub(crate) fn lint(_query: &Query, _context: FieldContext) -> Vec<Lint> {
    Vec::new()
}
