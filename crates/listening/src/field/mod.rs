//! The fields of the language: what each is called, where it is legal, what it may hold.

mod borrowed;
mod nearest;
mod table;
mod time;
mod value;

use std::fmt::{self, Display, Formatter};

pub(crate) use borrowed::{Borrowed, borrowed};
pub(crate) use nearest::nearest;
pub use table::{Field, Shape, Spec};
pub use time::Moment;
pub use value::{Bound, Range, Value};
pub(crate) use value::{Written, read};

/// Where a query is used, which decides which fields are legal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldContext {
    /// A topic: what is listened for. Facts and judgements of posts.
    Topic,
    /// A view, a rule, a search in history: also the state of our work.
    View,
}

/// A claim about a post's facts or judgements, or about the state of our work: `lang:en`, `assignee:me`.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldClause {
    /// What it is about.
    pub field: Field,
    /// What it must be.
    pub value: Value,
}

impl Display for FieldClause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.field.spec().name, self.value)
    }
}
