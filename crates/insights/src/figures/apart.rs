//! `apart`: what is no answer of a person, or no conversation of theirs, and would make other figures look better.

use model::{Wait, WaitKind};
use serde::{Deserialize, Serialize};
use wording::later;

use super::{Definition, SAMPLE_MIN, WILSON};

pub(super) const DEFINITION: Definition = Definition {
    id: "apart",
    name: later!("Counted apart"),
    question: later!("What did we say that is no answer, and where did we begin?"),
    formula: later!(
        "Waits in which a holding line went out, waits in which a rule or a program answered, and what others said below words of ours. None of them ends a wait or counts as answered."
    ),
    denominator: later!("All times that somebody spoke last."),
    interval: WILSON,
    sample_min: SAMPLE_MIN,
};

/// What is counted apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apart {
    /// How many were told that we look into it.
    pub held: u64,
    /// How many were answered by no person of ours.
    pub automated: u64,
    /// How often somebody spoke first below words of ours.
    pub reactions: u64,
}

impl Apart {
    pub(super) fn count(&mut self, wait: &Wait) {
        self.held += u64::from(wait.held_at.is_some());
        self.automated += u64::from(wait.automated_at.is_some());
        self.reactions += u64::from(wait.kind == WaitKind::Reaction);
    }

    pub(super) fn add(&mut self, others: Self) {
        self.held += others.held;
        self.automated += others.automated;
        self.reactions += others.reactions;
    }
}
