//! A parsed query.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::compile::CompiledQuery;
use crate::error::ParseErrors;
use crate::field::FieldContext;
use crate::limits;
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
    /// Parses a query that costs no more than [`QUERY_STEPS`](limits::QUERY_STEPS).
    ///
    /// # Errors
    /// Everything found wrong, each with its place, the reason and what to write instead.
    pub fn parse(text: &str, context: FieldContext) -> Result<Self, ParseErrors> {
        Self::parse_within(text, context, limits::QUERY_STEPS)
    }

    /// Parses a query whose [price](crate::Cost::steps) by [`Analysis::social`] is at most so many steps.
    ///
    /// ```
    /// use listening::{FieldContext, Query, Reason};
    ///
    /// let words = "(delay* OR late) NEAR/20 (flight OR plane)";
    /// assert!(Query::parse(words, FieldContext::Topic).is_ok());
    /// let errors = Query::parse_within(words, FieldContext::Topic, 10_000).unwrap_err();
    /// assert!(matches!(errors.first().reason, Reason::TooCostly { limit: 10_000, .. }));
    /// ```
    ///
    /// # Errors
    /// Those of [`parse`](Self::parse). [`Reason::TooCostly`](crate::Reason::TooCostly) stands alone, at the part that costs
    /// most.
    pub fn parse_within(text: &str, context: FieldContext, steps_max: u64) -> Result<Self, ParseErrors> {
        let root = parser::parse(text, context)?;
        parser::check_price(&root, steps_max)?;
        Ok(Self { root, text: text.into() })
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
