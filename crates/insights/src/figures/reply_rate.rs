//! `reply_rate`: the share of those who need a first answer that got one.

use wording::later;

use super::{Definition, Pace, SAMPLE_MIN, WILSON};
use crate::share::Share;

pub(super) const DEFINITION: Definition = Definition {
    id: "reply_rate",
    name: later!("Answered"),
    question: later!("Of those who need an answer, how many got one from a person?"),
    formula: later!(
        "First waits that ended with an answer of a member that is out, divided by all first waits. Closing a conversation, holding lines and automation are no answer; who still waits is not answered so far."
    ),
    denominator: later!(
        "Conversations that others began and that need an answer, those in which they took their words back left out."
    ),
    interval: WILSON,
    sample_min: SAMPLE_MIN,
};

pub(super) fn of(first: &Pace) -> Share {
    let answered = first.wall.ended();
    Share::new(answered, first.wall.total().saturating_sub(first.withdrawn))
}
