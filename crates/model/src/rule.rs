//! What is done by itself: when a rule is asked, and what it does.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Change, LabelId, MemberId, ObligationKind, Owing, Priority, SlaPolicyId, Status, TeamId, WebhookId};

crate::words! {
    /// What has to happen in a conversation for a rule to be asked.
    pub enum RuleCall {
        /// Somebody outside wrote, in a new conversation or in one that we have.
        Heard = "heard",
        /// A conversation began.
        Opened = "opened",
        /// An answer of ours went out, from here or from elsewhere.
        Answered = "answered",
        /// What was done or archived is open again.
        Reopened = "reopened",
        /// The time of what was snoozed is up.
        Woken = "woken",
        /// A member, or another rule, changed label, priority, assignee, team, status or decision.
        Changed = "changed",
        /// Nothing was said in public for some hours.
        Silent = "silent",
    }
}

/// One thing that a rule does to a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum RuleAct {
    /// Gives it to a member, or to nobody.
    Assign {
        /// To whom.
        to: Option<MemberId>,
    },
    /// Gives it to a team, or to none.
    Team {
        /// To which.
        to: Option<TeamId>,
    },
    /// Puts a label on.
    Label {
        /// Which.
        label: LabelId,
    },
    /// Takes a label off.
    Unlabel {
        /// Which.
        label: LabelId,
    },
    /// Says how soon it is to be looked at.
    Prioritise {
        /// How soon; `None` takes it away.
        priority: Option<Priority>,
    },
    /// Has it answered as soon as a policy says, whatever the policies are for.
    SlaPolicy {
        /// Which; `None` leaves it to what they are for.
        policy: Option<SlaPolicyId>,
    },
    /// Sets it aside with spam, whatever is judged about it, as long as nobody of us took it up.
    SetAside,
    /// Gives it a status, except new and snoozed.
    Status {
        /// Which.
        status: Status,
    },
    /// Puts it away for a while.
    Snooze {
        /// For how many hours.
        hours: u32,
    },
    /// Says that a function owes something on it; what is owed already stays one.
    Owe {
        /// What kind of thing; by the function that usually owes it.
        kind: ObligationKind,
        /// What, in one line.
        words: String,
    },
    /// Tells a member.
    Notify {
        /// Whom.
        member: MemberId,
    },
    /// Tells another program.
    Webhook {
        /// By which address.
        webhook: WebhookId,
    },
}

impl RuleAct {
    /// What it changes when it is done at a moment; `None` where it changes nothing of the conversation.
    pub fn change(&self, now: Timestamp) -> Option<Change> {
        Some(match self {
            Self::Assign { to } => Change::Assign { to: *to },
            Self::Team { to } => Change::Team { to: *to },
            Self::Label { label } => Change::Label { label: *label },
            Self::Unlabel { label } => Change::Unlabel { label: *label },
            Self::Prioritise { priority } => Change::Prioritise { priority: *priority },
            Self::SlaPolicy { policy } => Change::SlaPolicy { policy: *policy },
            Self::SetAside => Change::SetAside,
            Self::Status { status } => Change::Status { status: *status, until: None, outcome: None },
            Self::Snooze { hours } => {
                let until = now.saturating_add(SignedDuration::from_hours((*hours).into())).unwrap_or(Timestamp::MAX);
                Change::Status { status: Status::Snoozed, until: Some(until), outcome: None }
            }
            Self::Owe { kind, words } => Change::Owe { owing: owing(*kind, words.clone()) },
            Self::Notify { .. } | Self::Webhook { .. } => return None,
        })
    }
}

/// What a rule says is owed: by the function that usually owes it, by nobody in particular and no date.
fn owing(kind: ObligationKind, words: String) -> Owing {
    Owing { kind, words, function: kind.function(), member: None, due_at: None, post: None }
}
