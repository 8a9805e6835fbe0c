//! What is owed, in words.

use model::{Function, ObligationAct, ObligationKind, ObligationState, ProofKind};
use wording::t;

use crate::ui::components::name;

/// A kind as a choice has it.
pub(crate) fn kind(kind: ObligationKind) -> &'static str {
    match kind {
        ObligationKind::Fix => t!("a fix"),
        ObligationKind::Press => t!("an answer to the press"),
        ObligationKind::Facts => t!("facts set right"),
        ObligationKind::Thanks => t!("a thank-you"),
        ObligationKind::Insight => t!("an insight"),
        ObligationKind::Permission => t!("a permission to quote"),
        ObligationKind::FollowUp => t!("a follow-up"),
        ObligationKind::Decision => t!("a decision"),
    }
}

/// A kind with the function that usually owes it, as a choice has it.
pub(crate) fn kind_by(one: ObligationKind) -> String {
    t!("{kind}, by {function}", kind = kind(one), function = name::function(one.function()))
}

/// A function as a sentence begins with it.
pub(crate) fn function(function: Function) -> &'static str {
    match function {
        Function::Communication => t!("Communication"),
        Function::Marketing => t!("Marketing"),
        Function::Research => t!("Research"),
        Function::Service => t!("Service"),
        Function::Engagement => t!("Engagement"),
    }
}

/// A state as a tab or a choice has it.
pub(crate) fn state(state: ObligationState) -> &'static str {
    match state {
        ObligationState::Open => t!("state": "open"),
        ObligationState::Accepted => t!("taken on"),
        ObligationState::Done => t!("state": "done"),
        ObligationState::Declined => t!("state": "declined"),
        ObligationState::Void => t!("not needed any more"),
    }
}

/// What somebody did, after their name: "took it on".
pub(crate) fn did(act: ObligationAct) -> &'static str {
    match act {
        ObligationAct::Owe => t!("said that it is owed"),
        ObligationAct::Accept => t!("took it on"),
        ObligationAct::GiveBack => t!("gave it back"),
        ObligationAct::HandOver => t!("handed it over"),
        ObligationAct::Finish => t!("did it"),
        ObligationAct::Decline => t!("said no to it"),
        ObligationAct::Void => t!("said that it is not needed any more"),
        ObligationAct::Reopen => t!("opened it again"),
        ObligationAct::Amend => t!("changed it"),
        ObligationAct::TakeBack => t!("took the last step back"),
    }
}

/// What somebody did, as a line of what happened has it.
pub(crate) fn happened(act: ObligationAct, by: &str) -> String {
    match act {
        ObligationAct::Owe => t!("{by} said that it is owed", by),
        ObligationAct::Accept => t!("{by} took it on", by),
        ObligationAct::GiveBack => t!("{by} gave it back", by),
        ObligationAct::HandOver => t!("{by} handed it over", by),
        ObligationAct::Finish => t!("{by} did it", by),
        ObligationAct::Decline => t!("{by} said no to it", by),
        ObligationAct::Void => t!("{by} said that it is not needed any more", by),
        ObligationAct::Reopen => t!("{by} opened it again", by),
        ObligationAct::Amend => t!("{by} changed it", by),
        ObligationAct::TakeBack => t!("{by} took the last step back", by),
    }
}

/// What "done" must carry, as the hint of a field.
pub(crate) fn carries(kind: ObligationKind) -> &'static str {
    match kind {
        ObligationKind::Fix | ObligationKind::Thanks | ObligationKind::FollowUp => {
            t!("What was done, or the link where it stands")
        }
        ObligationKind::Press | ObligationKind::Facts | ObligationKind::Permission => t!("The link where it stands"),
        ObligationKind::Insight => t!("What was learned, or a link to it"),
        ObligationKind::Decision => t!("What was decided"),
    }
}

/// Whether a message of ours shows that it is done.
pub(crate) fn takes_message(kind: ObligationKind) -> bool {
    kind.proofs().contains(&ProofKind::Message)
}

/// What is said of an act once it is done, before the way back.
pub(crate) fn told(act: ObligationAct) -> &'static str {
    match act {
        ObligationAct::Owe => t!("It is owed now"),
        ObligationAct::Accept => t!("You have taken it on"),
        ObligationAct::GiveBack => t!("Given back; nobody has it now"),
        ObligationAct::HandOver => t!("Handed over"),
        ObligationAct::Finish => t!("Done, and shown"),
        ObligationAct::Decline => t!("Declined"),
        ObligationAct::Void => t!("Not needed any more"),
        ObligationAct::Reopen => t!("Owed again"),
        ObligationAct::Amend => t!("Changed"),
        ObligationAct::TakeBack => t!("Taken back"),
    }
}
