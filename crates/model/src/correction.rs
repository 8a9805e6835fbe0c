//! Saying that we were wrong: in which message, what is right, who found it, and with which answer we said so.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use wording::t;

use crate::{AuthorId, EventKind, MemberId, PostId, ReplyId};

/// The longest line of what was wrong, in characters.
pub const WRONG_CHARS_MAX: usize = 200;
/// The longest line of what is right, in characters.
pub const RIGHT_CHARS_MAX: usize = 300;

/// A message of ours that was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// An answer that was written here.
    Reply(ReplyId),
    /// A post of an account of ours that was written on its network.
    Post(PostId),
}

impl Wrong {
    /// The answer, where it is one.
    pub const fn reply(self) -> Option<ReplyId> {
        match self {
            Self::Reply(id) => Some(id),
            Self::Post(_) => None,
        }
    }

    /// The post, where it is one.
    pub const fn post(self) -> Option<PostId> {
        match self {
            Self::Reply(_) => None,
            Self::Post(id) => Some(id),
        }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply(id) => write!(f, "reply:{id}"),
            Self::Post(id) => write!(f, "post:{id}"),
        }
    }
}

impl FromStr for Wrong {
    type Err = NoCorrecting;

    fn from_str(text: &str) -> Result<Self, NoCorrecting> {
        let wrong = match text.split_once(':') {
            Some(("reply", id)) => id.parse().ok().map(|id| Self::Reply(ReplyId(id))),
            Some(("post", id)) => id.parse().ok().map(|id| Self::Post(PostId(id))),
            _ => None,
        };
        wrong.ok_or(NoCorrecting)
    }
}

crate::words! {
    /// What kind of finder it was.
    pub enum FinderKind {
        /// Somebody outside.
        Person = "person",
        /// One of us.
        Member = "member",
        /// Nobody in particular.
        Nobody = "nobody",
    }
}

/// Who found that something was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finder {
    /// Somebody outside.
    Person(AuthorId),
    /// Somebody outside of whom nothing is kept any more.
    Somebody,
    /// One of us.
    Member(MemberId),
    /// Nobody in particular.
    Nobody,
}

impl Finder {
    /// The word for it.
    pub const fn kind(self) -> FinderKind {
        match self {
            Self::Person(_) | Self::Somebody => FinderKind::Person,
            Self::Member(_) => FinderKind::Member,
            Self::Nobody => FinderKind::Nobody,
        }
    }

    /// The person outside, where it is one who is known.
    pub const fn person(self) -> Option<AuthorId> {
        match self {
            Self::Person(id) => Some(id),
            _ => None,
        }
    }

    /// The member, where it is one.
    pub const fn member(self) -> Option<MemberId> {
        match self {
            Self::Member(id) => Some(id),
            _ => None,
        }
    }
}

impl fmt::Display for Finder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Member(id) => write!(f, "member:{id}"),
            Self::Somebody | Self::Nobody => f.write_str("nobody"),
        }
    }
}

impl FromStr for Finder {
    type Err = NoCorrecting;

    fn from_str(text: &str) -> Result<Self, NoCorrecting> {
        let finder = match text.split_once(':') {
            None if text == "nobody" => Some(Self::Nobody),
            Some(("person", id)) => id.parse().ok().map(|id| Self::Person(AuthorId(id))),
            Some(("member", id)) => id.parse().ok().map(|id| Self::Member(MemberId(id))),
            _ => None,
        };
        finder.ok_or(NoCorrecting)
    }
}

/// What an answer puts right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correcting {
    /// The message of ours that was wrong.
    pub wrong: Wrong,
    /// What was wrong with it, in one line of ours.
    pub error: String,
    /// What is right, in one line of ours.
    pub right: Option<String>,
    /// Who found it.
    pub finder: Finder,
}

impl Correcting {
    /// The same with its lines as they are kept.
    ///
    /// # Errors
    /// `Error` or `Right` for a line that cannot be kept.
    pub fn checked(self) -> Result<Self, CorrectionFault> {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let error = line(&self.error);
        if !(1..=WRONG_CHARS_MAX).contains(&error.chars().count()) {
            return Err(CorrectionFault::Error);
        }
        let right = self.right.as_deref().map(line).filter(|right| !right.is_empty());
        if right.as_ref().is_some_and(|right| right.chars().count() > RIGHT_CHARS_MAX) {
            return Err(CorrectionFault::Right);
        }
        Ok(Self { error, right, ..self })
    }
}

impl fmt::Display for Correcting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// Text that says nothing of what an answer puts right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this says nothing of what an answer puts right")]
pub struct NoCorrecting;

impl FromStr for Correcting {
    type Err = NoCorrecting;

    fn from_str(text: &str) -> Result<Self, NoCorrecting> {
        serde_json::from_str(text).map_err(|_| NoCorrecting)
    }
}

/// A correction cannot be kept like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionFault {
    /// Nothing is said to be wrong, or much.
    #[error("{}", t!("say what was wrong in 1 to {max} characters", max = WRONG_CHARS_MAX))]
    Error,
    /// What is right is said at length.
    #[error("{}", t!("say what is right in at most {max} characters", max = RIGHT_CHARS_MAX))]
    Right,
    /// Whoever found it is not known here.
    #[error("{}", t!("whoever found it is a person who spoke here, or a member"))]
    Finder,
    /// It is said by the very message that was wrong, or by one before it.
    #[error("{}", t!("what puts a message right is said after it"))]
    Before,
    /// The answer puts something right already.
    #[error("{}", t!("this answer puts something right already"))]
    Taken,
}

crate::words! {
    /// What a member does about a correction.
    pub enum CorrectionStep {
        /// We were right after all, or it is no correction.
        Withdraw = "withdraw",
        /// It stands again.
        Restore = "restore",
    }
}

impl CorrectionStep {
    /// The event that tells of it.
    pub const fn event(self) -> EventKind {
        match self {
            Self::Withdraw => EventKind::CorrectionWithdrawn,
            Self::Restore => EventKind::CorrectionRestored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correcting(error: &str, right: Option<&str>) -> Correcting {
        let right = right.map(str::to_owned);
        Correcting { wrong: Wrong::Reply(ReplyId(7)), error: error.into(), right, finder: Finder::Person(AuthorId(8)) }
    }

    #[test]
    fn what_an_answer_puts_right_reads_back_from_its_text_and_nothing_else_does() {
        let one = correcting("“The lift runs”: it \"does\" not", Some("It stands still\u{2028}"));
        assert_eq!(one.to_string().parse(), Ok(one));
        for text in ["", "{}", "reply:7", "{\"wrong\":{\"reply\":\"x\"}}"] {
            assert_eq!(text.parse::<Correcting>(), Err(NoCorrecting), "{text}");
        }
    }

    #[test]
    fn messages_and_finders_read_back_from_forms() {
        for wrong in [Wrong::Reply(ReplyId(7)), Wrong::Post(PostId(9))] {
            assert_eq!(wrong.to_string().parse(), Ok(wrong));
        }
        for finder in [Finder::Person(AuthorId(8)), Finder::Member(MemberId(3)), Finder::Nobody] {
            assert_eq!(finder.to_string().parse(), Ok(finder));
        }
        for text in ["", "reply", "reply:", "post:x", "person:", "somebody"] {
            assert!(text.parse::<Wrong>().is_err() && text.parse::<Finder>().is_err(), "{text}");
        }
    }

    #[test]
    fn its_lines_are_lines_and_no_longer_than_can_be_shown() {
        let kept = correcting(" The lift\nruns ", Some("  ")).checked().unwrap();
        assert_eq!((kept.error.as_str(), kept.right), ("The lift runs", None));
        assert_eq!(correcting(" \n", None).checked(), Err(CorrectionFault::Error));
        assert_eq!(correcting(&"é".repeat(WRONG_CHARS_MAX + 1), None).checked(), Err(CorrectionFault::Error));
        assert!(correcting(&"é".repeat(WRONG_CHARS_MAX), Some(&"é".repeat(RIGHT_CHARS_MAX))).checked().is_ok());
        let long = "é".repeat(RIGHT_CHARS_MAX + 1);
        assert_eq!(correcting("x", Some(&long)).checked(), Err(CorrectionFault::Right));
    }
}
