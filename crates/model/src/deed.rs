//! What a member does to one conversation or to many at once, in a form that can be kept and undone.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use wording::t;

use crate::{
    CommitmentId, CommitmentStep, ConversationId, Correcting, CorrectionStep, Disposition, HeardElsewhere,
    JudgementTask, LabelId, MacroId, MemberId, ObligationId, ObligationStep, Outcome, Owing, PostId, Priority,
    Promising, ReplyId, SilenceReason, SlaPolicyId, Status, TeamId,
};

/// What becomes of each conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Change {
    /// It is given to a member, or to nobody.
    Assign {
        /// To whom.
        to: Option<MemberId>,
    },
    /// It is given to a team, or to none.
    Team {
        /// To which.
        to: Option<TeamId>,
    },
    /// It goes from whoever has it to a colleague, or back to its team.
    HandOver {
        /// Whose it is.
        from: MemberId,
        /// Whose it becomes.
        to: Option<MemberId>,
    },
    /// It gets a status.
    Status {
        /// Which.
        status: Status,
        /// When a snoozed one wakes.
        until: Option<Timestamp>,
        /// What came of it, of one that is resolved; what was said of it before stays when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<Outcome>,
    },
    /// What is to become of it is decided, or the decision taken back.
    Decide {
        /// The decision; `None` takes the former one back.
        disposition: Option<Disposition>,
        /// Why nothing is said.
        reason: Option<SilenceReason>,
        /// Until when it is watched.
        until: Option<Timestamp>,
    },
    /// It comes sooner or later than others.
    Prioritise {
        /// How soon; `None` takes it away.
        priority: Option<Priority>,
    },
    /// How soon it is answered is as a policy says, whatever the policies are for.
    SlaPolicy {
        /// Which; `None` leaves it to what they are for.
        policy: Option<SlaPolicyId>,
    },
    /// It is set aside with spam, whatever is judged about it.
    SetAside,
    /// A label is put on.
    Label {
        /// Which.
        label: LabelId,
    },
    /// A label is taken off.
    Unlabel {
        /// Which.
        label: LabelId,
    },
    /// A label is exchanged for another.
    Relabel {
        /// Which is taken off.
        from: LabelId,
        /// Which is put on.
        to: LabelId,
    },
    /// A member keeps it at the top of their own lists.
    Pin {
        /// Who: whoever does it.
        member: MemberId,
    },
    /// A member keeps it there no more.
    Unpin {
        /// Who: whoever does it.
        member: MemberId,
    },
    /// It belongs with another from then on.
    Link {
        /// With which.
        with: ConversationId,
    },
    /// It belongs with another no more.
    Unlink {
        /// With which.
        with: ConversationId,
    },
    /// It is merged into another, in which it stands from then on.
    Merge {
        /// Into which.
        into: ConversationId,
    },
    /// A message and what follows it are split out of it.
    Split {
        /// Which message.
        post: PostId,
    },
    /// A function owes something on it.
    Owe {
        /// What.
        owing: Owing,
    },
    /// Something is done about what is owed on it.
    Obligation {
        /// Which obligation.
        obligation: ObligationId,
        /// What is done.
        step: ObligationStep,
    },
    /// Something is promised in it.
    Commit {
        /// What.
        promising: Promising,
    },
    /// Something is done about what was promised in it.
    Commitment {
        /// Which commitment.
        commitment: CommitmentId,
        /// What is done.
        step: CommitmentStep,
    },
    /// The house had heard of it before, elsewhere.
    HeardElsewhere {
        /// Where and when; `None` where it had not.
        heard: Option<HeardElsewhere>,
    },
    /// An answer of ours that stands there already says that a message of ours was wrong.
    OwnUp {
        /// Which answer.
        reply: ReplyId,
        /// What it puts right.
        correcting: Correcting,
    },
    /// Something is done about what an answer of ours puts right.
    Correction {
        /// Which answer.
        reply: ReplyId,
        /// What is done.
        step: CorrectionStep,
    },
    /// A member says what is right about one of its mentions.
    Correct {
        /// Which mention.
        post: PostId,
        /// The question.
        task: JudgementTask,
        /// The answer, a closed word.
        value: String,
    },
    /// What a macro says is done, in order.
    Macro {
        /// Which macro.
        applied: MacroId,
        /// What it said when it was applied.
        changes: Vec<Change>,
    },
}

crate::words! {
    /// How far a deed has come.
    pub enum DeedState {
        /// The conversations of a list are being found.
        Gathering = "gathering",
        /// All are found; a member looks at them and says whether it is to be done.
        Ready = "ready",
        /// It is being done.
        Running = "running",
        /// A member stopped it; what was done by then is done.
        Stopped = "stopped",
        /// It is done.
        Done = "done",
        /// It is being undone.
        Undoing = "undoing",
        /// It is undone, as far as nobody had changed anything since.
        Undone = "undone",
    }
}

impl DeedState {
    /// The same word, for whoever reads: what a sentence says that it is.
    pub fn words(self) -> &'static str {
        match self {
            Self::Gathering => t!("deed": "gathering"),
            Self::Ready => t!("deed": "ready"),
            Self::Running => t!("deed": "running"),
            Self::Stopped => t!("deed": "stopped"),
            Self::Done => t!("deed": "done"),
            Self::Undoing => t!("deed": "undoing"),
            Self::Undone => t!("deed": "undone"),
        }
    }

    /// Whether it goes on by itself.
    pub const fn is_moving(self) -> bool {
        matches!(self, Self::Gathering | Self::Running | Self::Undoing)
    }
}

crate::words! {
    /// What became of one conversation of a deed.
    pub enum DeedItemState {
        /// Nothing yet.
        Waiting = "waiting",
        /// It was changed.
        Changed = "changed",
        /// It was so already.
        Already = "already",
        /// It could not be changed.
        Refused = "refused",
        /// It was changed, and is again as it was before.
        Restored = "restored",
        /// It was changed, then changed by somebody else, and is left as they had it.
        Left = "left",
    }
}
