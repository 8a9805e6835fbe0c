//! Where a conversation stands.

use wording::t;

crate::words! {
    /// The status of a conversation.
    pub enum Status {
        /// Nobody of ours has touched it.
        New = "new",
        /// Somebody works on it, or the person wrote again.
        Open = "open",
        /// We answered; it is the person's turn.
        Waiting = "waiting",
        /// Put away until a time or until the person writes.
        Snoozed = "snoozed",
        /// Done.
        Resolved = "resolved",
        /// Out of sight; stays out when nothing new comes.
        Archived = "archived",
    }
}

crate::words! {
    /// What came of a conversation for the person, said when it is done.
    pub enum Outcome {
        /// They have what they asked for.
        Solved = "solved",
        /// They know now what they wanted to know, or why it is so.
        Explained = "explained",
        /// Somebody else helps them.
        Referred = "referred",
        /// We could not help, or would not.
        Declined = "declined",
        /// They wrote no more, and what became of it is not known.
        Silent = "silent",
        /// They asked for nothing, and were heard.
        Heard = "heard",
    }
}

impl Status {
    /// Whether it stands in the inbox by default.
    pub const fn is_active(self) -> bool {
        matches!(self, Self::New | Self::Open)
    }

    /// Whether what came of it can be said: it is done.
    pub const fn has_outcome(self) -> bool {
        matches!(self, Self::Resolved | Self::Archived)
    }

    /// The status after somebody outside wrote again: whatever was put away comes back.
    #[must_use]
    pub const fn after_person_wrote(self) -> Self {
        match self {
            Self::New => Self::New,
            _ => Self::Open,
        }
    }

    /// The status after an answer of ours went out.
    #[must_use]
    pub const fn after_answer(self) -> Self {
        match self {
            Self::New | Self::Open | Self::Snoozed => Self::Waiting,
            other => other,
        }
    }

    /// The status after a member did something else than answering (a note, an assignment).
    #[must_use]
    pub const fn after_touch(self) -> Self {
        match self {
            Self::New => Self::Open,
            other => other,
        }
    }

    /// The status that a member asks for.
    ///
    /// # Errors
    /// `BackToNew`: what was seen cannot be unseen. `SnoozeNeedsTime`: snoozed without a moment to wake.
    pub fn set_by_member(self, to: Self, has_wake_time: bool) -> Result<Self, StatusError> {
        match to {
            Self::New if !matches!(self, Self::New) => Err(StatusError::BackToNew),
            Self::Snoozed if !has_wake_time => Err(StatusError::SnoozeNeedsTime),
            to => Ok(to),
        }
    }
}

/// A status that a conversation cannot take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    /// Only the journey makes a conversation new.
    #[error("{}", t!("a conversation that was seen cannot become new again"))]
    BackToNew,
    /// Snoozed without a moment to wake.
    #[error("{}", t!("snoozing needs a time to wake"))]
    SnoozeNeedsTime,
}
