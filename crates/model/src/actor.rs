//! Who did it.

use crate::{AuthorId, ChannelId, MemberId, RuleId, TeamId};

/// Who caused an event: a person of ours, a person outside, a channel, a rule, a team that gives
/// out what it has, or the system by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member of the organisation.
    Member(MemberId),
    /// The author of a post.
    Author(AuthorId),
    /// A channel, reporting about itself.
    Channel(ChannelId),
    /// A rule of ours.
    Rule(RuleId),
    /// A team of ours, by its way of giving out.
    Team(TeamId),
    /// The system, by a job.
    System,
}

impl Actor {
    /// The kind as a word, and the id where there is one.
    pub fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Member(id) => ("member", Some(id.0)),
            Self::Author(id) => ("author", Some(id.0)),
            Self::Channel(id) => ("channel", Some(id.0)),
            Self::Rule(id) => ("rule", Some(id.0)),
            Self::Team(id) => ("team", Some(id.0)),
            Self::System => ("system", None),
        }
    }

    /// The inverse of [`Actor::parts`]; `None` when the parts do not fit.
    pub fn from_parts(kind: &str, id: Option<i64>) -> Option<Self> {
        match (kind, id) {
            ("member", Some(id)) => Some(Self::Member(MemberId(id))),
            ("author", Some(id)) => Some(Self::Author(AuthorId(id))),
            ("channel", Some(id)) => Some(Self::Channel(ChannelId(id))),
            ("rule", Some(id)) => Some(Self::Rule(RuleId(id))),
            ("team", Some(id)) => Some(Self::Team(TeamId(id))),
            ("system", None) => Some(Self::System),
            _ => None,
        }
    }
}
