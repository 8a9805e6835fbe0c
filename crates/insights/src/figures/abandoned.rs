//! `abandoned`: conversations that were closed although somebody in them needs an answer.

use model::Wait;
use serde::{Deserialize, Serialize};
use wording::later;

use super::{Definition, SAMPLE_MIN, WILSON};

pub(super) const DEFINITION: Definition = Definition {
    id: "abandoned",
    name: later!("Closed without an answer"),
    question: later!("How many who need an answer will get none, and was a reason given?"),
    formula: later!(
        "Waits that need an answer and have none, whose conversation is done or archived; silent where nobody decided to let it stand, which takes a reason."
    ),
    denominator: later!("Waits that need an answer."),
    interval: WILSON,
    sample_min: SAMPLE_MIN,
};

/// How many were closed without an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abandoned {
    /// Without a word why.
    pub silently: u64,
    /// By a decision with a reason.
    pub with_reason: u64,
}

impl Abandoned {
    pub(super) fn count(&mut self, wait: &Wait) {
        if wait.end.is_some() || wait.closed_at.is_none() {
            return;
        }
        *(if wait.is_let_stand { &mut self.with_reason } else { &mut self.silently }) += 1;
    }

    pub(super) fn add(&mut self, others: Self) {
        self.silently += others.silently;
        self.with_reason += others.with_reason;
    }
}
