//! A query fitted to an analysis: keys instead of words, numbers instead of keys, one run of numbers instead of a tree.

mod amount;
mod chunk;
mod code;
mod compiler;
mod cost;
mod expression;
mod glob;
mod leaf;
mod lexicon;
mod pattern;
mod price;
#[cfg(test)]
mod priced;
mod shelf;

pub(crate) use chunk::{Chunk, chunks, is_wildcard};
pub(crate) use code::{Gap, Gaps, Item, Items, Node, Nodes, Step, Unit};
pub(crate) use compiler::code;
pub use cost::Cost;
pub(crate) use cost::steps_of;
pub(crate) use expression::{build_regex, least_bytes, named_characters, states};
pub(crate) use glob::{beginning, fits};
pub(crate) use leaf::{FieldLeaf, Scope};
pub(crate) use lexicon::{Lexicon, UNKNOWN};
pub(crate) use pattern::{Pattern, Unit as PatternUnit};

use std::ops::Range;
use std::sync::Arc;

use crate::analysed::AnalysedPost;
use crate::analysis::Analysis;
use crate::evaluate::{Context, Evaluation, Span};
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
    code: Arc<[u32]>,
    lexicon: Arc<Lexicon>,
    clauses: Arc<[Clause]>,
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

/// A query's code with what its numbers mean: of a query alone, or of one of an index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Program<'c> {
    pub(crate) root: Node<'c>,
    pub(crate) lexicon: &'c Lexicon,
    pub(crate) analysis: &'c Analysis,
}

impl Program<'_> {
    /// Says whether some clause is about this field.
    pub(crate) fn asks_for(&self, field: Field) -> bool {
        let mut asks = false;
        self.root.walk(&mut |node| {
            asks |= matches!(node, Node::Field(id) if self.lexicon.field(id).field.field == field);
        });
        asks
    }
}

impl CompiledQuery {
    pub(crate) fn new(query: &Query, analysis: &Analysis) -> Self {
        let mut lexicon = Lexicon::default();
        let code = code(query.root(), analysis, &mut lexicon);
        let clauses = compiler::clauses(query.root());
        Self { code: code.into(), lexicon: Arc::new(lexicon), clauses: clauses.into(), analysis: *analysis }
    }

    pub(crate) fn program(&self) -> Program<'_> {
        Program { root: Node::first(&self.code), lexicon: &self.lexicon, analysis: &self.analysis }
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
        self.lexicon.asks_for(field)
    }

    /// Says whether the post matches.
    #[must_use]
    pub fn matches(&self, post: &AnalysedPost<'_>, context: &Context<'_>) -> Truth {
        let program = self.program();
        Evaluation::with(&self.lexicon, post, context, |evaluation| evaluation.truth(program.root))
    }

    /// Returns where in the post the matching words stand, in order of place; empty unless something holds.
    ///
    /// Of alternatives all that hold are shown; what stands under NOT is not.
    #[must_use]
    pub fn spans(&self, post: &AnalysedPost<'_>, context: &Context<'_>) -> Vec<Span> {
        let program = self.program();
        Evaluation::with(&self.lexicon, post, context, |evaluation| evaluation.spans(program.root))
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
