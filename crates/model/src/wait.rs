//! How long somebody waits for us, as the log has it: what response figures are made of.

use jiff::Timestamp;

use crate::{AuthorId, ChannelId, ConversationId, Sentiment, TeamId, TopicId};

crate::words! {
    /// What somebody waits for.
    pub enum WaitKind {
        /// Our first answer in a conversation that they began.
        First = "first",
        /// A further answer.
        Next = "next",
        /// An answer to what they said below words of ours: we began the conversation.
        Reaction = "reaction",
    }
}

crate::words! {
    /// What ended a wait.
    pub enum WaitEnd {
        /// A person of ours answered.
        Answered = "answered",
        /// Whoever waited took back what they had said.
        Withdrawn = "withdrawn",
    }
}

/// One stretch of time in which somebody outside had spoken last: from their first words that nobody of ours had answered
/// until a person of ours did.
///
/// Closing a conversation does not end it, nor does a line that only says that we look into it, nor anything that no person
/// of ours wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Where.
    pub conversation: ConversationId,
    /// Which of the conversation, from 1.
    pub number: i64,
    /// What for.
    pub kind: WaitKind,
    /// On which channel.
    pub channel: ChannelId,
    /// Who: the author of its first message.
    pub author: AuthorId,
    /// The topics of its messages, in order, each once.
    pub topics: Vec<TopicId>,
    /// The language of its first message, where it is known.
    pub language: Option<String>,
    /// The mood of its first message, where it is known.
    pub sentiment: Option<Sentiment>,
    /// Whether an answer is needed: yes when any of its messages is judged so, unknown when none is and one is not judged.
    pub needs_reply: Option<bool>,
    /// Since when, by the source's clock where that is plausible ([`LATE_MAX`]), else since we heard it.
    pub began_at: Timestamp,
    /// When we heard of it.
    pub heard_at: Timestamp,
    /// When we only said that we look into it.
    pub held_at: Option<Timestamp>,
    /// When something answered that is no person of ours.
    pub automated_at: Option<Timestamp>,
    /// What ended it, and when.
    pub end: Option<(WaitEnd, Timestamp)>,
    /// The team that had the conversation when it ended, or has it.
    pub team: Option<TeamId>,
    /// Since when the conversation is closed although they wait.
    pub closed_at: Option<Timestamp>,
    /// Whether silence was decided for a reason, by a decision that stands.
    pub is_let_stand: bool,
}

/// A wait as it was known from a position of the log on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownWait {
    /// The position of the event by which it was known so.
    pub from: i64,
    /// The position of the event by which it was known otherwise, or not any more.
    pub until: Option<i64>,
    /// What was known.
    pub wait: Wait,
}

/// How much earlier than we heard of it somebody may have spoken for the source's clock to be believed.
pub const LATE_MAX: jiff::SignedDuration = jiff::SignedDuration::from_hours(30 * 24);
