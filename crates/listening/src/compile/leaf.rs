//! What stands at the ends of a compiled query besides words.

use crate::analysis::Analysis;
use crate::field::{FieldClause, Value};

/// Which texts of a post are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    All,
    Title,
}

/// A claim about a fact, fitted to an analysis.
#[derive(Debug, Clone)]
pub(crate) struct FieldLeaf {
    pub(crate) field: FieldClause,
    /// The value as it is compared: folded, without `@` or `#`.
    pub(crate) folded: Box<str>,
}

impl FieldLeaf {
    pub(super) fn new(field: &FieldClause, analysis: &Analysis) -> Self {
        let folded = match &field.value {
            Value::Text(text) | Value::Prefix(text) => crate::evaluate::fold_name(text, analysis).into(),
            _ => "".into(),
        };
        Self { field: field.clone(), folded }
    }

    /// Returns how many bytes its texts take.
    pub(super) fn bytes(&self) -> usize {
        let value = match &self.field.value {
            Value::Text(text) | Value::Prefix(text) => text.len(),
            _ => 0,
        };
        value + self.folded.len()
    }
}
