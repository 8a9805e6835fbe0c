//! Somebody who was heard, and what became of it.

use jiff::{SignedDuration, Timestamp};
use model::{AuthorId, Intent, Relation, Sentiment, Stance, Status};
use store::floor::Heard;

/// How long a person may wait before we call it late. Four hours is half a working day: whoever writes in the morning
/// should have an answer before the day is over. It holds for everybody until promises can be made per channel.
pub const LATE_AFTER: SignedDuration = SignedDuration::from_hours(4);

/// Somebody who was heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub author: AuthorId,
    /// What became of what they said.
    pub state: State,
    /// Since when they wait, when they do.
    pub waiting_since: Option<Timestamp>,
    /// How they stand to the organisation, where it was judged.
    pub relation: Option<Relation>,
    /// How they stand to the topic, where it was judged.
    pub stance: Option<Stance>,
    /// The mood of what they last said, where it was judged.
    pub mood: Option<Sentiment>,
    /// What they were after in it, where it was judged.
    pub intent: Option<Intent>,
    /// How many posts of theirs stand, at all tables.
    pub posts: usize,
    /// When they last spoke.
    pub spoke_at: Timestamp,
}

/// What became of what somebody said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// They wait for longer than [`LATE_AFTER`].
    Late,
    /// They wait for us.
    Waiting,
    /// We answered, and they said nothing since.
    Answered,
    /// We heard it; it needs no answer, or a member put it away.
    Heard,
}

impl State {
    /// Every state, the most pressing first.
    pub const ALL: &'static [Self] = &[Self::Late, Self::Waiting, Self::Answered, Self::Heard];
}

impl Person {
    /// How long they have waited; nothing when they do not.
    pub fn waited(&self, now: Timestamp) -> SignedDuration {
        self.waiting_since.map_or(SignedDuration::ZERO, |since| now.duration_since(since))
    }
}

/// What one conversation says of a person.
pub(crate) fn person(one: &Heard, now: Timestamp) -> Person {
    let waiting_since = waiting_since(one).map(|since| since.min(now));
    let state = match waiting_since {
        Some(since) if now.duration_since(since) >= LATE_AFTER => State::Late,
        Some(_) => State::Waiting,
        None if one.answered_at.is_some_and(|at| at >= one.first_at) => State::Answered,
        None => State::Heard,
    };
    Person {
        author: one.author,
        state,
        waiting_since,
        relation: None,
        stance: None,
        mood: one.mood,
        intent: one.intent,
        posts: usize::try_from(one.posts).unwrap_or_default(),
        spoke_at: one.last_at.min(now),
    }
}

/// Since when a person waits in a conversation: theirs since it waits, another's thread since they spoke in it.
fn waiting_since(one: &Heard) -> Option<Timestamp> {
    let is_owed = matches!(one.status, Status::New | Status::Open | Status::Snoozed);
    let since = one.waiting_since.filter(|_| is_owed)?;
    match (one.is_theirs, one.last_at >= since) {
        (true, _) => Some(since),
        (false, true) => Some(since.max(one.first_at)),
        // They spoke before the last answer, and somebody else after it.
        (false, false) => None,
    }
}

/// One person as two conversations say: the most pressing of both states, the longest wait.
pub(crate) fn together(one: &Person, other: &Person) -> Person {
    let later = if other.spoke_at > one.spoke_at { other } else { one };
    Person {
        mood: later.mood,
        intent: later.intent,
        state: one.state.min(other.state),
        waiting_since: [one.waiting_since, other.waiting_since].into_iter().flatten().min(),
        posts: one.posts + other.posts,
        spoke_at: one.spoke_at.max(other.spoke_at),
        ..*one
    }
}
