//! What one function owes on a conversation, and how that goes on.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use wording::t;

use crate::proof::is_told;
use crate::{EventKind, Function, MemberId, PostId, Proof, ProofKind, TOLD_CHARS_MAX};

/// The longest line of what is owed, in characters.
pub const OWED_CHARS_MAX: usize = 200;

crate::words! {
    /// What kind of thing is owed; it says what "done" must carry.
    pub enum ObligationKind {
        /// Something is put right.
        Fix = "fix",
        /// The press gets an answer.
        Press = "press",
        /// What is said wrongly is set right, where it stands.
        Facts = "facts",
        /// Somebody is thanked.
        Thanks = "thanks",
        /// What can be learned from it is written down.
        Insight = "insight",
        /// Somebody is asked whether they may be quoted.
        Permission = "permission",
        /// Somebody comes back to it.
        FollowUp = "follow_up",
        /// Something is decided.
        Decision = "decision",
    }
}

impl ObligationKind {
    /// What shows that it is done: one of these.
    pub const fn proofs(self) -> &'static [ProofKind] {
        use ProofKind::{Decision, Link, Message, Note};
        match self {
            Self::Fix | Self::Thanks | Self::FollowUp => &[Note, Link, Message],
            // What was said in public stands somewhere.
            Self::Press | Self::Facts | Self::Permission => &[Link, Message],
            Self::Insight => &[Note, Link],
            Self::Decision => &[Decision],
        }
    }

    /// The function that owes such a thing where nobody says otherwise.
    pub const fn function(self) -> Function {
        match self {
            Self::Fix | Self::FollowUp | Self::Decision => Function::Service,
            Self::Press | Self::Facts => Function::Communication,
            Self::Thanks => Function::Engagement,
            Self::Insight => Function::Research,
            Self::Permission => Function::Marketing,
        }
    }
}

crate::words! {
    /// Where an obligation stands.
    pub enum ObligationState {
        /// Nobody has taken it on.
        Open = "open",
        /// A member has taken it on.
        Accepted = "accepted",
        /// It is done, and shown to be.
        Done = "done",
        /// The function says no, with a reason.
        Declined = "declined",
        /// The reason for it fell away.
        Void = "void",
    }
}

impl ObligationState {
    /// The same word, for whoever reads: what a sentence says that it is.
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => t!("obligation": "open"),
            Self::Accepted => t!("obligation": "accepted"),
            Self::Done => t!("obligation": "done"),
            Self::Declined => t!("obligation": "declined"),
            Self::Void => t!("obligation": "void"),
        }
    }

    /// Whether it is still owed.
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Open | Self::Accepted)
    }
}

crate::words! {
    /// What happened to an obligation.
    pub enum ObligationAct {
        /// Somebody said that it is owed.
        Owe = "owe",
        /// A member took it on.
        Accept = "accept",
        /// They gave it back.
        GiveBack = "give_back",
        /// Another function owes it from then on.
        HandOver = "hand_over",
        /// It was done.
        Finish = "finish",
        /// It was declined.
        Decline = "decline",
        /// The reason fell away.
        Void = "void",
        /// What was closed is owed again.
        Reopen = "reopen",
        /// Its line, its member or its due date changed.
        Amend = "amend",
        /// The act before was taken back.
        TakeBack = "take_back",
    }
}

impl ObligationAct {
    /// The event that tells of it.
    pub const fn event(self) -> EventKind {
        match self {
            Self::Owe => EventKind::ObligationOwed,
            Self::Accept => EventKind::ObligationAccepted,
            Self::GiveBack => EventKind::ObligationGivenBack,
            Self::HandOver => EventKind::ObligationHandedOver,
            Self::Finish => EventKind::ObligationDone,
            Self::Decline => EventKind::ObligationDeclined,
            Self::Void => EventKind::ObligationVoided,
            Self::Reopen => EventKind::ObligationReopened,
            Self::Amend => EventKind::ObligationAmended,
            Self::TakeBack => EventKind::ObligationTakenBack,
        }
    }
}

/// An obligation to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owing {
    /// What kind of thing.
    pub kind: ObligationKind,
    /// What, in one line.
    pub words: String,
    /// Which function owes it.
    pub function: Function,
    /// The member who is asked to see to it.
    pub member: Option<MemberId>,
    /// By when.
    pub due_at: Option<Timestamp>,
    /// The message that it is about; `None` for the conversation as a whole.
    pub post: Option<PostId>,
}

/// What a member does about an obligation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum ObligationStep {
    /// Takes it on.
    Accept,
    /// Gives it back to the function.
    GiveBack,
    /// Hands it over to another function, or to another member of the same.
    HandOver {
        /// Which function.
        to: Function,
        /// The member who is asked.
        member: Option<MemberId>,
        /// Why, and what they need to know.
        why: String,
    },
    /// Says that it is done.
    Finish {
        /// What shows it.
        proof: Proof,
    },
    /// Says no to it.
    Decline {
        /// Why.
        reason: String,
    },
    /// Says that there is nothing to do any more.
    Void {
        /// Why.
        reason: String,
    },
    /// Says that it is owed after all.
    Reopen,
    /// Says it better, asks another member, or moves the due date.
    Amend {
        /// What, in one line.
        words: String,
        /// The member who sees to it.
        member: Option<MemberId>,
        /// By when.
        due_at: Option<Timestamp>,
    },
}

impl ObligationStep {
    /// The word for it.
    pub const fn act(&self) -> ObligationAct {
        match self {
            Self::Accept => ObligationAct::Accept,
            Self::GiveBack => ObligationAct::GiveBack,
            Self::HandOver { .. } => ObligationAct::HandOver,
            Self::Finish { .. } => ObligationAct::Finish,
            Self::Decline { .. } => ObligationAct::Decline,
            Self::Void { .. } => ObligationAct::Void,
            Self::Reopen => ObligationAct::Reopen,
            Self::Amend { .. } => ObligationAct::Amend,
        }
    }

    /// Why it was done, in the words of whoever did it.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::HandOver { why: words, .. } | Self::Decline { reason: words } | Self::Void { reason: words } => {
                Some(words)
            }
            Self::Finish { proof } => proof.text(),
            Self::Accept | Self::GiveBack | Self::Reopen | Self::Amend { .. } => None,
        }
    }
}

/// How an obligation stands: all of it that steps change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObligationStand {
    /// Where.
    pub state: ObligationState,
    /// What is owed, in one line.
    pub words: String,
    /// Which function owes it.
    pub function: Function,
    /// Who is asked to see to it, or took it on.
    pub member: Option<MemberId>,
    /// By when.
    pub due_at: Option<Timestamp>,
    /// Why it was declined or is void.
    pub reason: Option<String>,
    /// What shows that it is done.
    pub proof: Option<Proof>,
}

/// An obligation cannot take that step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ObligationFault {
    /// Not from where it stands.
    #[error("{}", t!("what is {from} cannot be changed in that way", from = .from.words()))]
    State {
        /// Where it stands.
        from: ObligationState,
        /// What was asked for.
        act: ObligationAct,
    },
    /// A line of what is owed is needed.
    #[error("{}", t!("say what is owed in 1 to {max} characters, on one line", max = OWED_CHARS_MAX))]
    Words,
    /// Declined, void or handed over without a reason.
    #[error("{}", t!("say why, in at most {max} characters", max = TOLD_CHARS_MAX))]
    NeedsReason,
    /// Done without what it must carry.
    #[error("{}", needs(*.0))]
    NeedsProof(ObligationKind),
    /// Handed over to whom it is with.
    #[error("{}", t!("it is with them already"))]
    SameHands,
    /// Due before now.
    #[error("{}", t!("the due date is over already"))]
    DuePast,
}

/// What "done" must carry, as a sentence.
fn needs(kind: ObligationKind) -> &'static str {
    match kind {
        ObligationKind::Fix | ObligationKind::Thanks | ObligationKind::FollowUp => {
            t!("say what was done: a note, the link where it stands, or a message of ours")
        }
        ObligationKind::Press | ObligationKind::Facts | ObligationKind::Permission => {
            t!("show where it stands: a link, or a message of ours")
        }
        ObligationKind::Insight => t!("say what was learned: a note, or a link to it"),
        ObligationKind::Decision => t!("say what was decided"),
    }
}

impl Owing {
    /// How it stands once it is owed.
    ///
    /// # Errors
    /// `Words`; `DuePast`.
    pub fn stand(&self, now: Timestamp) -> Result<ObligationStand, ObligationFault> {
        check_due(self.due_at, now)?;
        Ok(ObligationStand {
            state: ObligationState::Open,
            words: line(&self.words)?,
            function: self.function,
            member: self.member,
            due_at: self.due_at,
            reason: None,
            proof: None,
        })
    }
}

impl ObligationStand {
    /// How an obligation of a kind stands after a step that a member takes at a moment.
    ///
    /// # Errors
    /// What is missing of the step, or `State` where it cannot be taken from here.
    pub fn after(
        &self,
        kind: ObligationKind,
        step: &ObligationStep,
        by: MemberId,
        now: Timestamp,
    ) -> Result<Self, ObligationFault> {
        use ObligationState::{Accepted, Declined, Done, Open, Void};
        let cannot = Err(ObligationFault::State { from: self.state, act: step.act() });
        let mut after = self.clone();
        match (self.state, step) {
            (Open | Accepted, ObligationStep::Accept) => {
                after.state = Accepted;
                after.member = Some(by);
            }
            (Accepted, ObligationStep::GiveBack) => {
                after.state = Open;
                after.member = None;
            }
            (Open | Accepted | Declined, ObligationStep::HandOver { to, member, why }) => {
                told(why)?;
                if *to == self.function && (*member == self.member || member.is_none()) {
                    return Err(ObligationFault::SameHands);
                }
                after = Self { state: Open, function: *to, member: *member, reason: None, ..after };
            }
            (Open | Accepted, ObligationStep::Finish { proof }) => {
                if !kind.proofs().contains(&proof.kind()) || !proof.is_whole() {
                    return Err(ObligationFault::NeedsProof(kind));
                }
                // Whoever did it has it, unless somebody had taken it on.
                let member = if self.state == Accepted { self.member } else { Some(by) };
                after = Self { state: Done, member, proof: Some(proof.clone()), ..after };
            }
            (Open | Accepted, ObligationStep::Decline { reason }) => {
                after = Self { state: Declined, reason: Some(told(reason)?), ..after };
            }
            (Open | Accepted, ObligationStep::Void { reason }) => {
                after = Self { state: Void, reason: Some(told(reason)?), ..after };
            }
            (Done | Declined | Void, ObligationStep::Reopen) => {
                after = Self { state: Open, reason: None, proof: None, ..after };
            }
            (Open | Accepted, ObligationStep::Amend { words, member, due_at }) => {
                if *due_at != self.due_at {
                    check_due(*due_at, now)?;
                }
                // Somebody else has not taken it on yet.
                let state = if *member == self.member { self.state } else { Open };
                after = Self { state, words: line(words)?, member: *member, due_at: *due_at, ..after };
            }
            _ => return cannot,
        }
        Ok(after)
    }

    /// Whether it is owed and its time is over.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.state.is_owed() && self.due_at.is_some_and(|due| due < now)
    }
}

fn check_due(due_at: Option<Timestamp>, now: Timestamp) -> Result<(), ObligationFault> {
    if due_at.is_some_and(|due| due <= now) { Err(ObligationFault::DuePast) } else { Ok(()) }
}

fn line(words: &str) -> Result<String, ObligationFault> {
    let words = words.trim();
    let is_line = (1..=OWED_CHARS_MAX).contains(&words.chars().count()) && !words.chars().any(char::is_control);
    if is_line { Ok(words.to_owned()) } else { Err(ObligationFault::Words) }
}

fn told(words: &str) -> Result<String, ObligationFault> {
    if is_told(words) { Ok(words.trim().to_owned()) } else { Err(ObligationFault::NeedsReason) }
}
