//! Typed ids: app-made 63-bit numbers in order of time.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use crate::{Clock, clock};

/// 2026-01-01T00:00:00Z in milliseconds: ids count from here.
const EPOCH_MS: i64 = 1_767_225_600_000;
const NODE_BITS: u32 = 8;
const SEQUENCE_BITS: u32 = 14;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
        impl From<$name> for i64 {
            fn from(id: $name) -> Self { id.0 }
        }
        impl From<i64> for $name {
            fn from(raw: i64) -> Self { Self(raw) }
        }
        // Text in JSON: a browser's numbers hold 53 bits only.
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(&self.0) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// An address of another program that rules call.
    WebhookId,
    /// One call of such an address.
    WebhookCallId,
    /// A connected account, stream or feed on a network.
    ChannelId,
    /// What a channel delivered.
    PostId,
    /// Who wrote it in public.
    AuthorId,
    /// A thread with its state.
    ConversationId,
    /// An answer of ours.
    ReplyId,
    /// A picture that a member laid to an answer that is not given yet.
    DraftPictureId,
    /// Something that we do on a network without words.
    GestureId,
    /// A rule of the house about what stands under our posts.
    HouseRuleId,
    /// An internal remark.
    NoteId,
    /// Something that a function owes on a conversation.
    ObligationId,
    /// Something that was promised to somebody outside.
    CommitmentId,
    /// A word that members put on conversations.
    LabelId,
    /// An answer that was written once and is used again.
    SavedReplyId,
    /// Something that we say is true, with its source.
    FactId,
    /// What the house says of its own accord.
    StatementId,
    /// A statement on one channel.
    PostingId,
    /// What is asked of a random sample of all that was heard.
    StudyId,
    /// Something that was learned from conversations.
    InsightId,
    /// Several acts that a member does in one stroke.
    MacroId,
    /// What a member said of two authors being one person.
    PersonMergeId,
    /// What somebody let us do, or did not.
    ConsentId,
    /// A time at which somebody was erased.
    ErasureId,
    /// What we listen for.
    TopicId,
    /// Somebody of the organisation who signs in.
    MemberId,
    /// Members who do one kind of work together.
    TeamId,
    /// A time in which a member is not there.
    LeaveId,
    /// Something that happened.
    EventId,
    /// A stretch of time that a channel could not hear.
    GapId,
    /// An item that could not be parsed, kept raw.
    QuarantineId,
    /// A piece of durable work.
    JobId,
    /// A key with which a program acts as a member.
    TokenId,
    /// A list of the inbox that a member keeps under a name.
    SavedViewId,
    /// What a member did to one conversation or to many at once.
    DeedId,
    /// What is done by itself when something happens.
    RuleId,
    /// A time that a rule acted.
    RuleRunId,
    /// Something that a member is told.
    NoticeId,
    /// A mail of ours to a member.
    LetterId,
    /// A browser in which a member is told, also while no page is open.
    DeviceId,
    /// A time at which a member stopped what goes out.
    StopId,
    /// Working hours, in versions.
    CalendarId,
    /// How soon whom is answered.
    SlaPolicyId,
    /// Which answers a second person looks at.
    ApprovalPolicyId,
    /// Something that set or stopped clocks.
    SlaTurnId,
}

/// The least raw id that is given at a moment or later, by a clock that was not set back.
pub fn first_id_at(at: Timestamp) -> i64 {
    let elapsed_ms = (clock::micros(at).div_euclid(1_000) - EPOCH_MS).max(0);
    elapsed_ms << (NODE_BITS + SEQUENCE_BITS)
}

/// Gives ids that grow with time, unique in one process and, with distinct node numbers, across processes.
#[derive(Clone)]
pub struct Ids {
    clock: Arc<dyn Clock>,
    node: Arc<AtomicI64>,
    last: Arc<AtomicI64>,
}

impl Ids {
    /// Ids for one process; `node` (0 to 255) tells processes on one database apart.
    pub fn new(clock: Arc<dyn Clock>, node: u8) -> Self {
        Self { clock, node: Arc::new(AtomicI64::new(node.into())), last: Arc::new(AtomicI64::new(0)) }
    }

    /// Goes on with another node number: somebody else has the former one.
    pub fn become_node(&self, node: u8) {
        self.node.store(node.into(), Ordering::Relaxed);
    }

    /// Goes on after an id that was given before, by a former process of the same node.
    pub fn go_on_after(&self, raw: i64) {
        let (ms, sequence) = (raw >> (NODE_BITS + SEQUENCE_BITS), raw & ((1 << SEQUENCE_BITS) - 1));
        self.last.fetch_max((ms << SEQUENCE_BITS) | sequence, Ordering::Relaxed);
    }

    /// The next id: greater than every one given before, also when the clock steps back.
    pub fn next<T: From<i64>>(&self) -> T {
        let elapsed_ms = (clock::micros(self.clock.now()) / 1_000 - EPOCH_MS).max(1);
        let from_clock = elapsed_ms << SEQUENCE_BITS;
        let step = |last: i64| Some(from_clock.max(last + 1));
        let previous = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step).unwrap_or_else(|last| last);
        let moment = from_clock.max(previous + 1);
        let (ms, sequence) = (moment >> SEQUENCE_BITS, moment & ((1 << SEQUENCE_BITS) - 1));
        let node = self.node.load(Ordering::Relaxed);
        T::from((ms << (NODE_BITS + SEQUENCE_BITS)) | (node << SEQUENCE_BITS) | sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualClock;

    #[test]
    fn what_is_given_at_a_moment_is_no_less_than_its_first_id() {
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let id = Ids::new(clock.clone(), 0).next::<PostId>().0;
        let at = clock.now();
        assert!(first_id_at(at) <= id && first_id_at(at + jiff::SignedDuration::from_millis(1)) > id);
        assert_eq!(first_id_at(jiff::Timestamp::UNIX_EPOCH), 0);
    }

    #[test]
    fn ids_grow_even_when_the_clock_steps_back() {
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let ids = Ids::new(clock.clone(), 3);
        let first: PostId = ids.next();
        clock.set("2026-11-23T09:00:00Z");
        let second: PostId = ids.next();
        assert!(second > first);
    }

    #[test]
    fn ids_tell_on_which_side_of_a_moment_they_were_given() {
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let ids = Ids::new(clock.clone(), 255);
        let before: PostId = ids.next();
        clock.set("2026-11-23T10:00:00.002Z");
        let after: PostId = ids.next();
        let between = first_id_at("2026-11-23T10:00:00.001Z".parse().unwrap());
        assert!(before.0 < between && between <= after.0);
        assert_eq!(first_id_at(Timestamp::MIN), 0);
    }

    #[test]
    fn ids_go_on_after_those_of_a_process_whose_clock_was_ahead() {
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let before: PostId = Ids::new(clock.clone(), 3).next();
        clock.set("2026-11-23T09:00:00Z");
        let ids = Ids::new(clock, 3);
        ids.go_on_after(before.0);
        assert!(ids.next::<PostId>() > before);
    }

    #[test]
    fn a_process_that_got_another_number_gives_other_ids_at_the_same_moment() {
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let (ids, same_number) = (Ids::new(clock.clone(), 3), Ids::new(clock.clone(), 3));
        assert_eq!(ids.next::<PostId>(), same_number.next::<PostId>());
        ids.become_node(4);
        assert_ne!(ids.next::<PostId>(), same_number.next::<PostId>());
    }

    #[test]
    fn ids_are_positive_and_survive_json() {
        let ids = Ids::new(Arc::new(ManualClock::at("2090-01-01T00:00:00Z")), 255);
        let id: PostId = ids.next();
        assert!(id.0 > 0);
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<PostId>(&json).unwrap(), id);
    }
}
