//! A parsed query.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::compile::CompiledQuery;
use crate::error::ParseErrors;
use crate::field::FieldContext;
use crate::lint::{self, Lint};
use crate::parser;
use crate::tree::Node;

/// A query that was understood.
///
/// Its text, printed, parses to the same query:
///
/// ```
/// use listening::{FieldContext, Query};
///
/// let query = Query::parse("(delta OR #delta) late -job", FieldContext::Topic)?;
/// assert_eq!(query.to_string(), "(delta OR #delta) AND late AND NOT job");
/// assert_eq!(Query::parse(&query.to_string(), FieldContext::Topic)?, query);
/// # Ok::<(), listening::ParseErrors>(())
/// ```
#[derive(Debug, Clone)]
pub struct Query {
    root: Node,
    text: Arc<str>,
}

/// Two queries are equal when they say the same, however they were written.
impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl Query {
    /// Parses a query.
    ///
    /// # Errors
    /// Everything found wrong, each with its place, the reason and what to write instead.
    pub fn parse(text: &str, context: FieldContext) -> Result<Self, ParseErrors> {
        parser::parse(text, context).map(|root| Self { root, text: text.into() })
    }

    /// Returns the tree.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// Returns the text it was parsed from.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Fits the query to an analysis, so that it can be evaluated.
    #[must_use]
    pub fn compile(&self, analysis: &Analysis) -> CompiledQuery {
        CompiledQuery::new(self, analysis)
    }

    /// Returns what is doubtful about the query; places are in the text it was parsed from.
    #[must_use]
    pub fn lint(&self, context: FieldContext) -> Vec<Lint> {
        lint::lint(self, context)
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

/// Parses as a topic.
impl FromStr for Query {
    type Err = ParseErrors;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text, FieldContext::Topic)
    }
}
