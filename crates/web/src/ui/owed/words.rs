//! What is owed, in words.

use model::{Function, ObligationAct, ObligationKind, ObligationState, ProofKind};

/// A kind as a choice has it.
pub(crate) const fn kind(kind: ObligationKind) -> &'static str {
    match kind {
        ObligationKind::Fix => "a fix",
        ObligationKind::Press => "an answer to the press",
        ObligationKind::Facts => "facts set right",
        ObligationKind::Thanks => "a thank-you",
        ObligationKind::Insight => "an insight",
        ObligationKind::Permission => "a permission to quote",
        ObligationKind::FollowUp => "a follow-up",
        ObligationKind::Decision => "a decision",
    }
}

/// A function as a sentence begins with it.
pub(crate) const fn function(function: Function) -> &'static str {
    match function {
        Function::Communication => "Communication",
        Function::Marketing => "Marketing",
        Function::Research => "Research",
        Function::Service => "Service",
        Function::Engagement => "Engagement",
    }
}

/// A state as a tab or a choice has it.
pub(crate) const fn state(state: ObligationState) -> &'static str {
    match state {
        ObligationState::Open => "open",
        ObligationState::Accepted => "taken on",
        ObligationState::Done => "done",
        ObligationState::Declined => "declined",
        ObligationState::Void => "not needed any more",
    }
}

/// What somebody did, after their name: "took it on".
pub(crate) const fn did(act: ObligationAct) -> &'static str {
    match act {
        ObligationAct::Owe => "said that it is owed",
        ObligationAct::Accept => "took it on",
        ObligationAct::GiveBack => "gave it back",
        ObligationAct::HandOver => "handed it over",
        ObligationAct::Finish => "did it",
        ObligationAct::Decline => "said no to it",
        ObligationAct::Void => "said that it is not needed any more",
        ObligationAct::Reopen => "opened it again",
        ObligationAct::Amend => "changed it",
        ObligationAct::TakeBack => "took the last step back",
    }
}

/// What "done" must carry, as the hint of a field.
pub(crate) const fn carries(kind: ObligationKind) -> &'static str {
    match kind {
        ObligationKind::Fix | ObligationKind::Thanks | ObligationKind::FollowUp => {
            "What was done, or the link where it stands"
        }
        ObligationKind::Press | ObligationKind::Facts | ObligationKind::Permission => "The link where it stands",
        ObligationKind::Insight => "What was learned, or a link to it",
        ObligationKind::Decision => "What was decided",
    }
}

/// Whether a message of ours shows that it is done.
pub(crate) fn takes_message(kind: ObligationKind) -> bool {
    kind.proofs().contains(&ProofKind::Message)
}

/// What is said of an act once it is done, before the way back.
pub(crate) const fn told(act: ObligationAct) -> &'static str {
    match act {
        ObligationAct::Owe => "It is owed now",
        ObligationAct::Accept => "You have taken it on",
        ObligationAct::GiveBack => "Given back; nobody has it now",
        ObligationAct::HandOver => "Handed over",
        ObligationAct::Finish => "Done, and shown",
        ObligationAct::Decline => "Declined",
        ObligationAct::Void => "Not needed any more",
        ObligationAct::Reopen => "Owed again",
        ObligationAct::Amend => "Changed",
        ObligationAct::TakeBack => "Taken back",
    }
}
