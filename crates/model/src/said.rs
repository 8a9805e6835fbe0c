//! What an answer says that was agreed on before: a fact in a version, or a statement.

use std::fmt;
use std::str::FromStr;

use crate::{FactUse, StatementId};

/// Something agreed on that is said in an answer: `fact:version` or `statement:id` as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Said {
    /// A fact, as it read then.
    Fact(FactUse),
    /// A statement of ours. Its words stay as they were published.
    Statement(StatementId),
}

impl Said {
    /// Whether both say the same thing, in whatever version.
    pub fn is_of(self, other: Self) -> bool {
        match (self, other) {
            (Self::Fact(one), Self::Fact(other)) => one.fact == other.fact,
            (Self::Statement(one), Self::Statement(other)) => one == other,
            (Self::Fact(_), Self::Statement(_)) | (Self::Statement(_), Self::Fact(_)) => false,
        }
    }

    /// The fact, where it is one.
    pub const fn fact(self) -> Option<FactUse> {
        if let Self::Fact(used) = self { Some(used) } else { None }
    }

    /// The statement, where it is one.
    pub const fn statement(self) -> Option<StatementId> {
        if let Self::Statement(id) = self { Some(id) } else { None }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fact(used) => used.fmt(f),
            Self::Statement(id) => write!(f, "statement:{id}"),
        }
    }
}

/// Text that names nothing that can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no fact in a version and no statement")]
pub struct NothingSaid;

impl FromStr for Said {
    type Err = NothingSaid;

    fn from_str(text: &str) -> Result<Self, NothingSaid> {
        match text.strip_prefix("statement:") {
            Some(id) => id.parse().map(|id| Self::Statement(StatementId(id))).map_err(|_| NothingSaid),
            None => text.parse().map(Self::Fact).map_err(|_| NothingSaid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FactId;

    #[test]
    fn what_is_said_reads_back_from_its_text_and_nothing_else_is() {
        let (fact, statement) = (Said::Fact(FactUse { fact: FactId(12), version: 3 }), Said::Statement(StatementId(7)));
        for (said, text) in [(fact, "12:3"), (statement, "statement:7")] {
            assert_eq!((said.to_string().as_str(), text.parse()), (text, Ok(said)));
        }
        for text in ["", "7", "statement:", "statement:7:1", "statement:x", "Statement:7", "12:0"] {
            assert_eq!(text.parse::<Said>(), Err(NothingSaid), "{text}");
        }
        assert!(fact.is_of(Said::Fact(FactUse { fact: FactId(12), version: 1 })) && !fact.is_of(statement));
    }
}
