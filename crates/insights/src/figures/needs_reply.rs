//! `needs_reply`: how many need an answer, the denominator of every response figure.

use model::{Wait, WaitKind};
use serde::{Deserialize, Serialize};
use wording::later;

use super::{Definition, SAMPLE_MIN, WILSON};
use crate::share::Share;

pub(super) const DEFINITION: Definition = Definition {
    id: "needs_reply",
    name: later!("Need an answer"),
    question: later!("Of those who spoke to us or of us, how many need an answer?"),
    formula: later!(
        "Times that somebody spoke last and one of their messages is judged to need an answer, or was corrected to. Spam, copies and imported messages are left out."
    ),
    denominator: later!("All times that somebody spoke last. How many are not judged is said beside it."),
    interval: WILSON,
    sample_min: SAMPLE_MIN,
};

/// How many spoke, and how many need an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedsReply {
    /// How many need one.
    pub needed: u64,
    /// How many need none.
    pub not_needed: u64,
    /// Of how many it is not known.
    pub unjudged: u64,
}

impl NeedsReply {
    pub(super) fn count(&mut self, wait: &Wait) {
        if wait.kind == WaitKind::Reaction {
            return;
        }
        *(match wait.needs_reply {
            Some(true) => &mut self.needed,
            Some(false) => &mut self.not_needed,
            None => &mut self.unjudged,
        }) += 1;
    }

    pub(super) fn add(&mut self, others: Self) {
        self.needed += others.needed;
        self.not_needed += others.not_needed;
        self.unjudged += others.unjudged;
    }

    /// How many spoke.
    pub fn total(&self) -> u64 {
        self.needed + self.not_needed + self.unjudged
    }

    /// The share that needs one. Calling less so makes it fall.
    pub fn share(&self) -> Share {
        Share::new(self.needed, self.total())
    }
}
