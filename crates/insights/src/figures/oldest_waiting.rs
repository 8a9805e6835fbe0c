//! `oldest_waiting`: who has waited longest, and still does.

use model::Wait;
use wording::later;

use super::{Definition, Terms};

pub(super) const DEFINITION: Definition = Definition {
    id: "oldest_waiting",
    name: later!("Waits longest"),
    question: later!("Who has waited longest for an answer, and still waits?"),
    formula: later!(
        "The earliest beginning of a wait that needs an answer and has none, whether or not its conversation is closed."
    ),
    denominator: later!("None: it is one wait."),
    interval: later!("None: it is what it is."),
    sample_min: 1,
};

/// The one of these waits that lasts longest and still does.
pub fn oldest_waiting<'w>(waits: impl IntoIterator<Item = &'w Wait>, terms: Terms<'_>) -> Option<&'w Wait> {
    let is_open = |wait: &&Wait| {
        let is_begun = wait.began_at <= terms.until;
        wait.needs_reply == Some(true) && is_begun && wait.end.is_none_or(|(_, at)| at > terms.until)
    };
    waits.into_iter().filter(is_open).min_by_key(|wait| (wait.began_at, wait.conversation, wait.number))
}
