//! What was promised, in words.

use jiff::Timestamp;
use model::{CommitmentAct, CommitmentStand, CommitmentState};
use wording::t;

/// Where a commitment stands, as a tab or a line has it.
pub(crate) fn state(state: CommitmentState) -> &'static str {
    match state {
        CommitmentState::Open => t!("to be kept"),
        CommitmentState::Kept => t!("state": "kept"),
        CommitmentState::Broken => t!("not kept"),
        CommitmentState::Withdrawn => t!("state": "withdrawn"),
    }
}

/// As [`state`], with whether it is or was late.
pub(crate) fn standing(stand: &CommitmentStand, now: Timestamp) -> &'static str {
    match stand.state {
        CommitmentState::Kept if stand.was_kept_late() => t!("kept, late"),
        CommitmentState::Open if stand.is_late(now) => t!("state": "late"),
        one => state(one),
    }
}

/// What somebody did, after their name, in the log of a conversation: "kept a promise".
pub(crate) fn did_in_log(act: CommitmentAct) -> &'static str {
    match act {
        CommitmentAct::Commit => t!("marked a promise of ours"),
        CommitmentAct::Keep => t!("kept a promise"),
        CommitmentAct::Break => t!("said that a promise is not kept"),
        CommitmentAct::Withdraw => t!("withdrew a promise"),
        CommitmentAct::Move => t!("moved the date of a promise"),
        CommitmentAct::Amend => t!("changed a promise"),
        CommitmentAct::Reopen => t!("opened a promise again"),
        CommitmentAct::TakeBack => t!("took back the last step about a promise"),
    }
}

/// What is said of an act once it is done, before the way back.
pub(crate) fn told(act: CommitmentAct) -> &'static str {
    match act {
        CommitmentAct::Commit => t!("Promised; you are told before its date"),
        CommitmentAct::Keep => t!("Kept, and shown"),
        CommitmentAct::Break => t!("Not kept"),
        CommitmentAct::Withdraw => t!("Withdrawn"),
        CommitmentAct::Move => t!("It has another date"),
        CommitmentAct::Amend => t!("Changed"),
        CommitmentAct::Reopen => t!("To be kept again"),
        CommitmentAct::TakeBack => t!("Taken back"),
    }
}
