//! `ntr`: how long people wait for each further answer.

use wording::later;

use super::{Definition, SAMPLE_MIN};

pub(super) const DEFINITION: Definition = Definition {
    id: "ntr",
    name: later!("Time to each further answer"),
    question: later!("Whoever writes again: how long do they wait?"),
    formula: later!(
        "From the first words after an answer of ours until the next answer of a member is out, once for each time; as with the first."
    ),
    denominator: later!("Times that somebody wrote again after an answer of ours and needs another."),
    interval: later!("As with the first."),
    sample_min: SAMPLE_MIN,
};
