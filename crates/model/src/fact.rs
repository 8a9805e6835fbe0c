//! What we say is true, and answers that say it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{EventKind, FactId};

crate::words! {
    /// What happened to a fact.
    pub enum FactAct {
        /// It was written.
        Create = "create",
        /// What it says, who stands for it, or when it is checked again, changed.
        Change = "change",
        /// It was looked at, and is still true.
        Review = "review",
        /// It was put away.
        PutAway = "put_away",
        /// It is in use again.
        TakeOut = "take_out",
    }
}

impl FactAct {
    /// The event that tells of it.
    pub const fn event(self) -> EventKind {
        match self {
            Self::Create => EventKind::FactCreated,
            Self::Change => EventKind::FactChanged,
            Self::Review => EventKind::FactReviewed,
            Self::PutAway => EventKind::FactArchived,
            Self::TakeOut => EventKind::FactRestored,
        }
    }
}

/// A fact that is said in an answer, as it read then: `fact:version` as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FactUse {
    /// Which fact.
    pub fact: FactId,
    /// In which version.
    pub version: i64,
}

impl fmt::Display for FactUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.fact, self.version)
    }
}

/// Text that names no fact in a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no fact in a version")]
pub struct NoFactUse;

impl FromStr for FactUse {
    type Err = NoFactUse;

    fn from_str(text: &str) -> Result<Self, NoFactUse> {
        let (fact, version) = text.split_once(':').ok_or(NoFactUse)?;
        let fact = fact.parse().map_err(|_| NoFactUse)?;
        let version = version.parse().ok().filter(|version| *version > 0).ok_or(NoFactUse)?;
        Ok(Self { fact, version })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_reads_back_from_its_text_and_nothing_else_is_one() {
        let used = FactUse { fact: FactId(12), version: 3 };
        assert_eq!(used.to_string(), "12:3");
        assert_eq!("12:3".parse(), Ok(used));
        for text in ["", "12", "12:", ":3", "12:0", "12:-1", "12:3:4", "a:1", "12: 3"] {
            assert_eq!(text.parse::<FactUse>(), Err(NoFactUse), "{text}");
        }
    }
}
