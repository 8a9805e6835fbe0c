//! Who looks at and writes in which conversation: a courtesy, kept in memory only.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use model::{Clock, ConversationId, MemberId};
use tokio::sync::broadcast;

/// Pages say every so often that they are still there; after this time without a word they are not.
const LASTS: Duration = Duration::from_secs(45);

/// What a member does in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Doing {
    /// Looks at it.
    Reading,
    /// Writes in it.
    Writing,
    /// Left.
    Gone,
}

/// One member in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Who.
    pub(crate) member: MemberId,
    /// The name to show.
    pub(crate) name: String,
    /// What they do.
    pub(crate) doing: Doing,
    at: Timestamp,
}

/// Who is where.
pub(crate) struct Presence {
    clock: Arc<dyn Clock>,
    seen: Mutex<HashMap<ConversationId, Vec<Seen>>>,
    changes: broadcast::Sender<ConversationId>,
}

impl Presence {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, seen: Mutex::default(), changes: broadcast::channel(64).0 }
    }

    /// Notes what a member does; tells watchers when that is news.
    pub(crate) fn note(&self, conversation: ConversationId, member: MemberId, name: &str, doing: Doing) {
        let now = self.clock.now();
        let mut seen = self.seen.lock().expect("no holder panics");
        let before = living(seen.get(&conversation), now);
        let mut after: Vec<Seen> = before.iter().filter(|one| one.member != member).cloned().collect();
        if doing != Doing::Gone {
            after.push(Seen { member, name: name.to_owned(), doing, at: now });
            after.sort_by_key(|one| one.member);
        }
        let shown = |list: &[Seen]| list.iter().map(|one| (one.member, one.doing)).collect::<Vec<_>>();
        let mut known: Vec<Seen> = before;
        known.sort_by_key(|one| one.member);
        let is_news = shown(&known) != shown(&after);
        if after.is_empty() {
            seen.remove(&conversation);
        } else {
            seen.insert(conversation, after);
        }
        // Conversations that everybody left without a word are forgotten now and then.
        if seen.len() > 1_000 {
            seen.retain(|_, list| !living(Some(list), now).is_empty());
        }
        drop(seen);
        if is_news {
            drop(self.changes.send(conversation));
        }
    }

    /// Tells whoever else is in a conversation that a colleague's answer to it has grown, begun or gone.
    pub(crate) fn tell(&self, conversation: ConversationId, writer: MemberId) {
        if !self.others(conversation, writer).is_empty() {
            drop(self.changes.send(conversation));
        }
    }

    /// Who else is in a conversation.
    pub(crate) fn others(&self, conversation: ConversationId, than: MemberId) -> Vec<Seen> {
        let seen = self.seen.lock().expect("no holder panics");
        let mut others = living(seen.get(&conversation), self.clock.now());
        others.retain(|one| one.member != than);
        others
    }

    /// Conversations in which somebody came, left or began to write, from now on.
    pub(crate) fn watch(&self) -> broadcast::Receiver<ConversationId> {
        self.changes.subscribe()
    }
}

fn living(list: Option<&Vec<Seen>>, now: Timestamp) -> Vec<Seen> {
    let is_alive = |one: &&Seen| now.duration_since(one.at).unsigned_abs() < LASTS;
    list.into_iter().flatten().filter(is_alive).cloned().collect()
}

#[cfg(test)]
mod tests {
    use model::ManualClock;

    use super::*;

    #[test]
    fn who_says_nothing_for_a_while_is_gone() {
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let presence = Presence::new(clock.clone());
        presence.note(ConversationId(1), MemberId(7), "Ewa", Doing::Writing);
        assert_eq!(presence.others(ConversationId(1), MemberId(8)).len(), 1);
        assert!(presence.others(ConversationId(1), MemberId(7)).is_empty());
        clock.advance(Duration::from_secs(46));
        assert!(presence.others(ConversationId(1), MemberId(8)).is_empty());
    }

    #[test]
    fn only_news_is_told() {
        let presence = Presence::new(Arc::new(ManualClock::at("2026-11-23T10:00:00Z")));
        let mut changes = presence.watch();
        presence.note(ConversationId(1), MemberId(7), "Ewa", Doing::Reading);
        presence.note(ConversationId(1), MemberId(7), "Ewa", Doing::Reading);
        assert_eq!(changes.try_recv().unwrap(), ConversationId(1));
        assert!(changes.try_recv().is_err());
        presence.note(ConversationId(1), MemberId(7), "Ewa", Doing::Gone);
        assert_eq!(changes.try_recv().unwrap(), ConversationId(1));
    }
}
