//! What can be said of everything that was heard: studies, their codes, and what was learned.

use crate::EventKind;

/// The code that is always there: what a coder cannot say. Codes of a code book count from 1.
pub const CANNOT_SAY: u32 = 0;

crate::words! {
    /// Where a study stands.
    pub enum StudyState {
        /// It is being written.
        Draft = "draft",
        /// Its sample is being drawn.
        Drawing = "drawing",
        /// Its sample is drawn, and nobody codes yet.
        Drawn = "drawn",
        /// Two members code it, neither seeing what the other says.
        Coding = "coding",
        /// Coding has ended, and the two disagree somewhere.
        Deciding = "deciding",
        /// Every disagreement is decided.
        Agreed = "agreed",
        /// Its keeper has closed it.
        Closed = "closed",
    }
}

impl StudyState {
    /// Whether what it asks, and of what, may still be changed.
    pub const fn is_draft(self) -> bool {
        matches!(self, Self::Draft)
    }

    /// Whether the code book may still be changed: until somebody codes by it.
    pub const fn has_open_book(self) -> bool {
        matches!(self, Self::Draft | Self::Drawing | Self::Drawn)
    }

    /// Whether coding has ended, so that everybody may see both codings.
    pub const fn is_coded(self) -> bool {
        matches!(self, Self::Deciding | Self::Agreed | Self::Closed)
    }
}

crate::words! {
    /// How far something that was learned has come.
    pub enum InsightState {
        /// It was written down.
        Noted = "noted",
        /// What is to be done about it was decided.
        Decided = "decided",
        /// It was done.
        Done = "done",
        /// Whoever said it was told: you said, we did.
        ToldBack = "told_back",
    }
}

impl InsightState {
    /// The event that tells of it.
    pub const fn event(self) -> EventKind {
        match self {
            Self::Noted => EventKind::InsightNoted,
            Self::Decided => EventKind::InsightDecided,
            Self::Done => EventKind::InsightDone,
            Self::ToldBack => EventKind::InsightToldBack,
        }
    }
}

/// What two coders said of one mention in one question, and what was decided where they disagreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// The code of the first coder.
    pub first: Option<u32>,
    /// The code of the second.
    pub second: Option<u32>,
    /// What was decided.
    pub decided: Option<u32>,
}

impl Coded {
    /// Both codes, where both are there.
    pub fn both(self) -> Option<(u32, u32)> {
        self.first.zip(self.second)
    }

    /// Whether both said something, and not the same.
    pub fn is_disputed(self) -> bool {
        self.both().is_some_and(|(first, second)| first != second)
    }

    /// What holds: what both said, else what was decided; none where a code is missing or nothing is decided yet.
    pub fn settled(self) -> Option<u32> {
        let (first, second) = self.both()?;
        if first == second { Some(first) } else { self.decided }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_said_holds_and_else_what_was_decided() {
        let coded = |first, second, decided| Coded { first, second, decided };
        assert_eq!(coded(Some(2), Some(2), None).settled(), Some(2));
        assert_eq!(coded(Some(2), Some(2), Some(1)).settled(), Some(2), "what agreed needs no decision");
        assert_eq!(coded(Some(2), Some(CANNOT_SAY), None).settled(), None);
        assert_eq!(coded(Some(2), Some(CANNOT_SAY), Some(3)).settled(), Some(3));
        assert_eq!(coded(Some(2), None, Some(2)).settled(), None, "one coder is no study");
        assert!(coded(Some(1), Some(2), None).is_disputed() && !coded(Some(1), None, None).is_disputed());
    }
}
