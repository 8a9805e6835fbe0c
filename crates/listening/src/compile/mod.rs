//! A query fitted to an analysis: keys instead of words, numbers instead of places.

mod chunk;
mod cost;
mod glob;
mod node;
mod pattern;

pub(crate) use chunk::{Chunk, chunks, is_wildcard};
pub use cost::Cost;
pub(crate) use glob::Glob;
pub(crate) use node::Node;
pub(crate) use node::{Compiler, build_regex};
pub(crate) use node::{FieldLeaf, Place, RegexLeaf, Scope, TextLeaf};
pub(crate) use pattern::{Gap, Item, Pattern, Unit};

use std::ops::Range;
use std::sync::Arc;

use crate::analysed::AnalysedPost;
use crate::analysis::Analysis;
use crate::evaluate::{self, Context, Span};
use crate::explain::{self, Explanation};
use crate::field::Field;
use crate::query::Query;
use crate::truth::Truth;

/// A query ready to be evaluated.
///
/// Evaluation takes time in proportion to the query's clauses and, for phrases and NEAR, to how often their words
/// occur in the post.
#[derive(Debug, Clone)]
pub struct CompiledQuery {
    pub(crate) root: Node,
    pub(crate) clauses: Arc<[Clause]>,
    analysis: Analysis,
}

/// A leaf of a query: what spans and explanations refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its number, from 0 in the order written.
    pub id: u32,
    /// Its text, printed.
    pub text: Arc<str>,
    /// Its place in the text the query was parsed from, in bytes.
    pub span: Range<usize>,
}

impl CompiledQuery {
    pub(crate) fn new(query: &Query, analysis: &Analysis) -> Self {
        let mut compiler = Compiler::new(analysis);
        let root = compiler.compile(query.root());
        Self { root, clauses: compiler.clauses.into(), analysis: *analysis }
    }

    /// Returns the analysis the query was fitted to; posts must be analysed by the same.
    #[must_use]
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// Returns the leaves, in the order written; a clause's id is its index.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// Says whether some clause is about this field.
    #[must_use]
    pub fn asks_for(&self, field: Field) -> bool {
        self.root.asks_for(field)
    }

    /// Says whether the post matches.
    #[must_use]
    pub fn matches(&self, post: &AnalysedPost<'_>, context: &Context<'_>) -> Truth {
        evaluate::truth(&self.root, post, context)
    }

    /// Returns where in the post the matching words stand, in order of place; empty unless something holds.
    ///
    /// Of alternatives all that hold are shown; what stands under NOT is not.
    #[must_use]
    pub fn spans(&self, post: &AnalysedPost<'_>, context: &Context<'_>) -> Vec<Span> {
        evaluate::spans(&self.root, post, context)
    }

    /// Returns the query's tree with what held, what did not, and which words say so.
    #[must_use]
    pub fn explain(&self, post: &AnalysedPost<'_>, context: &Context<'_>) -> Explanation {
        explain::explain(self, post, context)
    }

    /// Returns what the query costs.
    #[must_use]
    pub fn cost(&self) -> Cost {
        cost::of(self)
    }
}
