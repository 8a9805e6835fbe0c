//! What a query may ask besides the post.

use std::fmt::{self, Debug, Formatter};

use crate::field::FieldClause;
use crate::truth::Truth;

/// Answers clauses about the state of our work (`status:open`, `assignee:me`), which no post carries.
pub trait Facts {
    /// Says whether a clause holds; `Undecided` where it is not known yet.
    fn holds(&self, clause: &FieldClause) -> Truth;
}

/// Knows nothing: every such clause is undecided.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFacts;

impl Facts for NoFacts {
    fn holds(&self, _: &FieldClause) -> Truth {
        Truth::Undecided
    }
}

/// When and about what a query is asked.
#[derive(Clone, Copy)]
pub struct Context<'f> {
    /// Microseconds since 1970; relative times are undecided without it.
    pub now: Option<i64>,
    /// Answers about the state of our work.
    pub facts: &'f dyn Facts,
}

impl Context<'static> {
    /// A time, and no facts about our work.
    #[must_use]
    pub fn at(now_micros: i64) -> Self {
        Self { now: Some(now_micros), facts: &NoFacts }
    }

    /// Neither time nor facts: what depends on them is undecided.
    #[must_use]
    pub fn unknown() -> Self {
        Self { now: None, facts: &NoFacts }
    }
}

impl<'f> Context<'f> {
    /// Returns the same with somebody who knows about our work.
    #[must_use]
    pub fn with_facts(self, facts: &'f dyn Facts) -> Self {
        Self { facts, ..self }
    }
}

impl Debug for Context<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("now", &self.now).finish_non_exhaustive()
    }
}
