//! `ttfr`: how long people wait for our first answer.

use wording::later;

use super::{Definition, SAMPLE_MIN};

pub(super) const DEFINITION: Definition = Definition {
    id: "ttfr",
    name: later!("Time to the first answer"),
    question: later!("How long do people wait until a person of ours answers?"),
    formula: later!(
        "From the first words of whoever began a conversation, by the clock of the network they spoke on, until the first answer of a member is out; by day and night, and in opening hours. The share answered within a time is a Kaplan–Meier curve, in which whoever still waits counts as not answered so far. Bins are at most 6 % wide."
    ),
    denominator: later!(
        "Conversations that others began and that need an answer. Those that we began are counted apart."
    ),
    interval: later!(
        "95 %: Greenwood's variance on the log-log scale; of the median, where that interval comes to a half."
    ),
    sample_min: SAMPLE_MIN,
};
