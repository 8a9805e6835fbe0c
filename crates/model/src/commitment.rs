//! What was promised to somebody outside, and whether it was kept.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use wording::t;

use crate::proof::is_told;
use crate::{EventKind, MemberId, Proof, ProofKind, ReplyId, TOLD_CHARS_MAX};

/// The longest line of what was promised, in characters.
pub const PROMISED_CHARS_MAX: usize = 200;
/// The furthest date of a promise.
pub const PROMISED_WITHIN: SignedDuration = SignedDuration::from_hours(24 * 366 * 5);
/// What shows that a promise was kept: one of these.
pub const KEPT_PROOFS: &[ProofKind] = &[ProofKind::Note, ProofKind::Link, ProofKind::Message];
/// How long before its date whoever answers for it is reminded, where there is twice that.
const REMINDED_BEFORE: SignedDuration = SignedDuration::from_hours(24);

crate::words! {
    /// Where a commitment stands. One that is open is late when its date is over.
    pub enum CommitmentState {
        /// It is to be kept.
        Open = "open",
        /// It was kept, in time or late.
        Kept = "kept",
        /// It was not kept, and will not be.
        Broken = "broken",
        /// We took it back.
        Withdrawn = "withdrawn",
    }
}

impl CommitmentState {
    /// The same word, for whoever reads: what a sentence says that it is.
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => t!("promise": "open"),
            Self::Kept => t!("promise": "kept"),
            Self::Broken => t!("promise": "broken"),
            Self::Withdrawn => t!("promise": "withdrawn"),
        }
    }
}

crate::words! {
    /// What happened to a commitment.
    pub enum CommitmentAct {
        /// It was made.
        Commit = "commit",
        /// It was kept.
        Keep = "keep",
        /// It was not kept.
        Break = "break",
        /// It was taken back towards the person.
        Withdraw = "withdraw",
        /// Its date was moved.
        Move = "move",
        /// Its line, or who answers for it, changed.
        Amend = "amend",
        /// What was closed is to be kept again.
        Reopen = "reopen",
        /// The act before was taken back.
        TakeBack = "take_back",
    }
}

impl CommitmentAct {
    /// The event that tells of it.
    pub const fn event(self) -> EventKind {
        match self {
            Self::Commit => EventKind::CommitmentMade,
            Self::Keep => EventKind::CommitmentKept,
            Self::Break => EventKind::CommitmentBroken,
            Self::Withdraw => EventKind::CommitmentWithdrawn,
            Self::Move => EventKind::CommitmentMoved,
            Self::Amend => EventKind::CommitmentAmended,
            Self::Reopen => EventKind::CommitmentReopened,
            Self::TakeBack => EventKind::CommitmentTakenBack,
        }
    }
}

/// A commitment to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promising {
    /// What, in one line.
    pub words: String,
    /// By when.
    pub due_at: Timestamp,
    /// Who answers for it; whoever marks it, when nobody is named.
    pub member: Option<MemberId>,
    /// The message of ours in which it was said; `None` where it was said elsewhere.
    pub reply: Option<ReplyId>,
}

/// What a member does about a commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum CommitmentStep {
    /// Says that it was kept.
    Keep {
        /// What shows it.
        proof: Proof,
    },
    /// Says that it was not kept.
    Break {
        /// Why.
        reason: String,
    },
    /// Says that we took it back.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// Moves its date.
    Move {
        /// To when.
        due_at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Says it better, or has another member answer for it.
    Amend {
        /// What, in one line.
        words: String,
        /// Who answers for it.
        member: MemberId,
    },
    /// Says that it is to be kept after all.
    Reopen,
}

impl CommitmentStep {
    /// The word for it.
    pub const fn act(&self) -> CommitmentAct {
        match self {
            Self::Keep { .. } => CommitmentAct::Keep,
            Self::Break { .. } => CommitmentAct::Break,
            Self::Withdraw { .. } => CommitmentAct::Withdraw,
            Self::Move { .. } => CommitmentAct::Move,
            Self::Amend { .. } => CommitmentAct::Amend,
            Self::Reopen => CommitmentAct::Reopen,
        }
    }

    /// Why it was done, in the words of whoever did it.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Break { reason } | Self::Withdraw { reason } | Self::Move { reason, .. } => Some(reason),
            Self::Keep { proof } => proof.text(),
            Self::Amend { .. } | Self::Reopen => None,
        }
    }
}

/// How a commitment stands: all of it that steps change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentStand {
    /// Where.
    pub state: CommitmentState,
    /// What was promised, in one line.
    pub words: String,
    /// Who answers for it.
    pub member: MemberId,
    /// By when.
    pub due_at: Timestamp,
    /// Why it was broken or withdrawn.
    pub reason: Option<String>,
    /// What shows that it was kept.
    pub proof: Option<Proof>,
    /// Since when it is kept, broken or withdrawn.
    pub ended_at: Option<Timestamp>,
}

/// A commitment cannot take that step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitmentFault {
    /// Not from where it stands.
    #[error("{}", t!("what is {from} cannot be changed in that way", from = .from.words()))]
    State {
        /// Where it stands.
        from: CommitmentState,
        /// What was asked for.
        act: CommitmentAct,
    },
    /// A line of what was promised is needed.
    #[error("{}", t!("say what was promised in 1 to {max} characters, on one line", max = PROMISED_CHARS_MAX))]
    Words,
    /// Broken, withdrawn or moved without a reason.
    #[error("{}", t!("say why, in at most {max} characters", max = TOLD_CHARS_MAX))]
    NeedsReason,
    /// Kept, and nothing shows it.
    #[error("{}", t!("say what shows that it was kept: a note, the link where it stands, or a message of ours"))]
    NeedsProof,
    /// A date that is over, or years away.
    #[error("{}", t!("a promise has a date ahead, at most five years away"))]
    Due,
    /// A date that was before is to be another.
    #[error("{}", t!("it has that date already"))]
    SameDue,
}

impl Promising {
    /// How it stands once it is made by a member at a moment.
    ///
    /// # Errors
    /// `Words`; `Due`.
    pub fn stand(&self, by: MemberId, now: Timestamp) -> Result<CommitmentStand, CommitmentFault> {
        Ok(CommitmentStand {
            state: CommitmentState::Open,
            words: line(&self.words)?,
            member: self.member.unwrap_or(by),
            due_at: ahead(self.due_at, now)?,
            reason: None,
            proof: None,
            ended_at: None,
        })
    }
}

impl CommitmentStand {
    /// How a commitment stands after a step; `at` is when that happened, `now` at the latest.
    ///
    /// # Errors
    /// What is missing of the step, or `State` where it cannot be taken from here.
    pub fn after(&self, step: &CommitmentStep, at: Timestamp, now: Timestamp) -> Result<Self, CommitmentFault> {
        use CommitmentState::{Broken, Kept, Open, Withdrawn};
        let mut after = self.clone();
        match (self.state, step) {
            (Open, CommitmentStep::Keep { proof }) => {
                if !KEPT_PROOFS.contains(&proof.kind()) || !proof.is_whole() {
                    return Err(CommitmentFault::NeedsProof);
                }
                after = Self { state: Kept, proof: Some(proof.clone()), ended_at: Some(at.min(now)), ..after };
            }
            (Open, CommitmentStep::Break { reason }) => {
                after = Self { state: Broken, reason: Some(told(reason)?), ended_at: Some(now), ..after };
            }
            (Open, CommitmentStep::Withdraw { reason }) => {
                after = Self { state: Withdrawn, reason: Some(told(reason)?), ended_at: Some(now), ..after };
            }
            (Open, CommitmentStep::Move { due_at, reason }) => {
                told(reason)?;
                if *due_at == self.due_at {
                    return Err(CommitmentFault::SameDue);
                }
                after.due_at = ahead(*due_at, now)?;
            }
            (Open, CommitmentStep::Amend { words, member }) => {
                after = Self { words: line(words)?, member: *member, ..after };
            }
            (Kept | Broken | Withdrawn, CommitmentStep::Reopen) => {
                after = Self { state: Open, reason: None, proof: None, ended_at: None, ..after };
            }
            _ => return Err(CommitmentFault::State { from: self.state, act: step.act() }),
        }
        Ok(after)
    }

    /// Whether it is to be kept and its date is over.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.state == CommitmentState::Open && self.due_at < now
    }

    /// Whether it was kept when its date was over.
    pub fn was_kept_late(&self) -> bool {
        self.state == CommitmentState::Kept && self.ended_at.is_some_and(|at| at > self.due_at)
    }

    /// When whoever answers for it is reminded, seen from a moment before its date: a day before, or half of the time before
    /// where there are less than two days.
    pub fn remind_at(&self, since: Timestamp) -> Timestamp {
        let left = self.due_at.duration_since(since);
        let before = if left >= REMINDED_BEFORE * 2 { REMINDED_BEFORE } else { left / 2 };
        self.due_at.saturating_sub(before).unwrap_or(self.due_at)
    }
}

fn ahead(due_at: Timestamp, now: Timestamp) -> Result<Timestamp, CommitmentFault> {
    let is_ahead = due_at > now && due_at.duration_since(now) <= PROMISED_WITHIN;
    if is_ahead { Ok(due_at) } else { Err(CommitmentFault::Due) }
}

fn line(words: &str) -> Result<String, CommitmentFault> {
    let words = words.trim();
    let is_line = (1..=PROMISED_CHARS_MAX).contains(&words.chars().count()) && !words.chars().any(char::is_control);
    if is_line { Ok(words.to_owned()) } else { Err(CommitmentFault::Words) }
}

fn told(words: &str) -> Result<String, CommitmentFault> {
    if is_told(words) { Ok(words.trim().to_owned()) } else { Err(CommitmentFault::NeedsReason) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours)
    }

    fn promising(words: &str, due: i64) -> Promising {
        Promising { words: words.into(), due_at: at(due), member: None, reply: None }
    }

    fn note() -> CommitmentStep {
        CommitmentStep::Keep { proof: Proof::Note { text: "the lift runs".into() } }
    }

    const ME: MemberId = MemberId(7);

    #[test]
    fn a_promise_is_a_line_with_a_date_ahead() {
        let stand = promising(" the lift runs again ", 48).stand(ME, at(0)).unwrap();
        assert_eq!(
            (stand.words.as_str(), stand.member, stand.state),
            ("the lift runs again", ME, CommitmentState::Open)
        );
        for (words, due, fault) in [
            ("", 48, CommitmentFault::Words),
            ("two\nlines", 48, CommitmentFault::Words),
            ("x", 0, CommitmentFault::Due),
            ("x", -1, CommitmentFault::Due),
            ("x", 24 * 366 * 6, CommitmentFault::Due),
        ] {
            assert_eq!(promising(words, due).stand(ME, at(0)).unwrap_err(), fault, "{words} {due}");
        }
        assert!(promising(&"ß".repeat(PROMISED_CHARS_MAX), 1).stand(ME, at(0)).is_ok());
        assert!(promising(&"ß".repeat(PROMISED_CHARS_MAX + 1), 1).stand(ME, at(0)).is_err());
    }

    #[test]
    fn it_counts_when_it_was_kept_and_not_when_somebody_said_so() {
        let stand = promising("x", 48).stand(ME, at(0)).unwrap();
        let in_time = stand.after(&note(), at(40), at(60)).unwrap();
        assert!(!in_time.was_kept_late() && !in_time.is_late(at(90)));
        let late = stand.after(&note(), at(60), at(60)).unwrap();
        assert!(late.was_kept_late());
        assert_eq!(stand.after(&note(), at(99), at(60)).unwrap().ended_at, Some(at(60)), "never ahead of now");
        assert!(stand.is_late(at(49)) && !stand.is_late(at(48)));
    }

    #[test]
    fn only_what_is_open_ends_and_only_what_ended_opens() {
        let open = promising("x", 48).stand(ME, at(0)).unwrap();
        let why = || "the part is not made any more".to_owned();
        let ends = [note(), CommitmentStep::Break { reason: why() }, CommitmentStep::Withdraw { reason: why() }];
        let others = [
            CommitmentStep::Move { due_at: at(72), reason: why() },
            CommitmentStep::Amend { words: "y".into(), member: MemberId(8) },
        ];
        for end in &ends {
            let ended = open.after(end, at(1), at(1)).unwrap();
            assert!(ended.state != CommitmentState::Open && ended.ended_at.is_some());
            for step in ends.iter().chain(&others) {
                let fault = ended.after(step, at(2), at(2)).unwrap_err();
                assert_eq!(fault, CommitmentFault::State { from: ended.state, act: step.act() });
            }
            assert_eq!(ended.after(&CommitmentStep::Reopen, at(2), at(2)).unwrap(), open);
        }
        assert!(matches!(open.after(&CommitmentStep::Reopen, at(1), at(1)), Err(CommitmentFault::State { .. })));
        for step in &others {
            assert_eq!(open.after(step, at(1), at(1)).unwrap().state, CommitmentState::Open);
        }
    }

    #[test]
    fn what_a_step_needs_is_asked_for() {
        let open = promising("x", 48).stand(ME, at(0)).unwrap();
        let fault = |step| open.after(&step, at(1), at(1)).unwrap_err();
        let empty = || " ".to_owned();
        assert_eq!(fault(CommitmentStep::Break { reason: empty() }), CommitmentFault::NeedsReason);
        assert_eq!(fault(CommitmentStep::Withdraw { reason: empty() }), CommitmentFault::NeedsReason);
        assert_eq!(fault(CommitmentStep::Move { due_at: at(72), reason: empty() }), CommitmentFault::NeedsReason);
        assert_eq!(fault(CommitmentStep::Move { due_at: at(48), reason: "x".into() }), CommitmentFault::SameDue);
        assert_eq!(fault(CommitmentStep::Move { due_at: at(1), reason: "x".into() }), CommitmentFault::Due);
        for proof in [Proof::Note { text: empty() }, Proof::Decision { text: "yes".into() }] {
            assert_eq!(fault(CommitmentStep::Keep { proof }), CommitmentFault::NeedsProof);
        }
    }

    #[test]
    fn whoever_answers_for_it_is_reminded_a_day_before_or_half_of_the_time() {
        let reminded = |since: i64| promising("x", 100).stand(ME, at(0)).unwrap().remind_at(at(since));
        assert_eq!([reminded(0), reminded(52), reminded(60), reminded(98)], [at(76), at(76), at(80), at(99)]);
    }
}
