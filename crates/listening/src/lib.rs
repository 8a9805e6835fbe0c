#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate self as listening;

mod analysed;
mod analysis;
mod buffers;
mod compile;
mod error;
mod evaluate;
mod explain;
mod field;
mod hash;
mod index;
mod lexer;
pub mod limits;
mod lint;
mod narrow;
mod need;
mod operator;
mod parser;
mod post;
mod print;
mod query;
mod signs;
mod steps;
mod tree;
mod truth;

#[doc = include_str!("../COMPARISON.md")]
pub mod _comparison {}

pub use analysed::AnalysedPost;
pub use analysis::{Analysis, Token, Tokens};
pub use compile::{Clause, CompiledQuery, Cost};
pub use error::{Fix, ParseError, ParseErrors, Reason, Suggestion};
pub use evaluate::{Context, Facts, NoFacts, Span};
pub use explain::Explanation;
pub use field::{Bound, Field, FieldClause, FieldContext, Moment, Range, Shape, Spec, Value};
pub use index::{Candidates, IndexFull, Match, QueryIndex};
pub use lint::{Lint, LintKind};
pub use narrow::{Condition, Words};
pub use operator::Operator;
pub use post::{Has, Part, Post};
pub use query::Query;
pub use tree::{Form, Node, NodeKind, TextClause};
pub use truth::Truth;
