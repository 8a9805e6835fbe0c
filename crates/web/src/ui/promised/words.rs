//! What was promised, in words.

use jiff::Timestamp;
use model::{CommitmentAct, CommitmentStand, CommitmentState};

/// Where a commitment stands, as a tab or a line has it.
pub(crate) const fn state(state: CommitmentState) -> &'static str {
    match state {
        CommitmentState::Open => "to be kept",
        CommitmentState::Kept => "kept",
        CommitmentState::Broken => "not kept",
        CommitmentState::Withdrawn => "withdrawn",
    }
}

/// As [`state`], with whether it is or was late.
pub(crate) fn standing(stand: &CommitmentStand, now: Timestamp) -> &'static str {
    match stand.state {
        CommitmentState::Kept if stand.was_kept_late() => "kept, late",
        CommitmentState::Open if stand.is_late(now) => "late",
        one => state(one),
    }
}

/// What somebody did, after their name: "kept it".
pub(crate) const fn did(act: CommitmentAct) -> &'static str {
    match act {
        CommitmentAct::Commit => "promised it",
        CommitmentAct::Keep => "kept it",
        CommitmentAct::Break => "said that it is not kept",
        CommitmentAct::Withdraw => "withdrew it",
        CommitmentAct::Move => "moved its date",
        CommitmentAct::Amend => "changed it",
        CommitmentAct::Reopen => "opened it again",
        CommitmentAct::TakeBack => "took the last step back",
    }
}

/// The same of a promise, for the log of a conversation: "kept a promise".
pub(crate) const fn did_in_log(act: CommitmentAct) -> &'static str {
    match act {
        CommitmentAct::Commit => "marked a promise of ours",
        CommitmentAct::Keep => "kept a promise",
        CommitmentAct::Break => "said that a promise is not kept",
        CommitmentAct::Withdraw => "withdrew a promise",
        CommitmentAct::Move => "moved the date of a promise",
        CommitmentAct::Amend => "changed a promise",
        CommitmentAct::Reopen => "opened a promise again",
        CommitmentAct::TakeBack => "took back the last step about a promise",
    }
}

/// What is said of an act once it is done, before the way back.
pub(crate) const fn told(act: CommitmentAct) -> &'static str {
    match act {
        CommitmentAct::Commit => "Promised; you are told before its date",
        CommitmentAct::Keep => "Kept, and shown",
        CommitmentAct::Break => "Not kept",
        CommitmentAct::Withdraw => "Withdrawn",
        CommitmentAct::Move => "It has another date",
        CommitmentAct::Amend => "Changed",
        CommitmentAct::Reopen => "To be kept again",
        CommitmentAct::TakeBack => "Taken back",
    }
}
