//! Figures of days whose sums are kept are those of their waits, whatever becomes known and in whatever order, as of now and
//! as of any former position of the log.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use insights::figures::{PartedBy, Span, Summed, Terms, first_unsummed, hours_key, summed, sums};
use jiff::{SignedDuration, Timestamp};
use model::{
    Actor, AuthorId, Calendar, ChannelId, ConversationId, KnownWait, ManualClock, Network, OpenHours, Opening,
    ReceivedAuthor, Sentiment, TopicId, Wait, WaitEnd, WaitKind,
};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use store::channel::NewChannel;
use store::conversation::NewConversation;
use store::{Store, StoreOptions, Tx, author, channel, conversation, followed, wait, wait_day};
use tempfile::TempDir;

const DAY: SignedDuration = SignedDuration::from_hours(24);
const DAYS: i32 = 6;
const PEOPLE: usize = 12;

/// Conversations of which more and more becomes known.
struct House {
    store: Store,
    begins: Timestamp,
    channel: ChannelId,
    author: AuthorId,
    conversations: Vec<ConversationId>,
    /// All that is known, and up to which position.
    known: Vec<KnownWait>,
    position: i64,
    chance: StdRng,
    _folder: TempDir,
}

impl House {
    async fn open(seed: u64) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(ManualClock::at("2026-11-24T08:00:00Z"));
        let options = StoreOptions { folder: folder.path().to_owned(), clock, node: 0 };
        let store = Store::open(options).await.unwrap();
        let mut tx = store.write().await.unwrap();
        let id = tx.next_id();
        let new =
            NewChannel { id, network: Network::Simulated, name: "ours", config: "{}", secret: None, author: None };
        channel::connect(&mut tx, Actor::System, new).await.unwrap();
        let who = ReceivedAuthor { remote_id: "anna".into(), ..ReceivedAuthor::default() };
        let author = author::keep(&mut tx, Network::Simulated, &who).await.unwrap();
        let mut conversations = Vec::new();
        for number in 0..PEOPLE {
            let key = number.to_string();
            let new = NewConversation { channel: id, thread_key: &key, talk_with: None, author, opened_at: tx.now() };
            conversations.push(conversation::open(&mut tx, new).await.unwrap().id);
        }
        let begins = tx.now().saturating_sub(DAY * DAYS).unwrap();
        tx.commit().await.unwrap();
        let chance = StdRng::seed_from_u64(seed);
        Self {
            store,
            begins,
            channel: id,
            author,
            conversations,
            known: Vec::new(),
            position: 0,
            chance,
            _folder: folder,
        }
    }

    fn below(&mut self, most: u32) -> u32 {
        self.chance.random_range(0..most)
    }

    /// A wait of a conversation, in any state.
    fn any_wait(&mut self, conversation: ConversationId) -> Wait {
        let began_at = self.begins + SignedDuration::from_mins(i64::from(self.below(DAYS as u32 * 24 * 60)));
        let later = |house: &mut Self| began_at + SignedDuration::from_mins(i64::from(house.below(3 * 24 * 60)));
        let end = match self.below(3) {
            0 => None,
            1 => Some((WaitEnd::Withdrawn, later(self))),
            _ => Some((WaitEnd::Answered, later(self))),
        };
        let is_closed = end.is_none() && self.below(2) == 0;
        Wait {
            conversation,
            number: 1,
            kind: [WaitKind::First, WaitKind::Next, WaitKind::Reaction][self.below(3) as usize],
            channel: self.channel,
            author: self.author,
            topics: (0..self.below(3)).map(|topic| TopicId(i64::from(topic))).collect(),
            language: (self.below(2) == 0).then(|| "nl".to_owned()),
            sentiment: (self.below(2) == 0).then_some(Sentiment::Negative),
            needs_reply: [None, Some(false), Some(true), Some(true)][self.below(4) as usize],
            began_at,
            heard_at: began_at,
            held_at: (self.below(4) == 0).then_some(began_at),
            automated_at: (self.below(4) == 0).then_some(began_at),
            end,
            team: None,
            closed_at: is_closed.then_some(began_at),
            is_let_stand: is_closed && self.below(2) == 0,
        }
    }

    /// Something becomes known of a conversation, as the follower of the log keeps it.
    async fn learn(&mut self) {
        let index = self.below(PEOPLE as u32) as usize;
        let conversation = self.conversations[index];
        let after = self.position;
        self.position += 1;
        for former in self.known.iter_mut().filter(|one| one.wait.conversation == conversation) {
            former.until = former.until.or(Some(self.position));
        }
        // Now and then it turns out that nobody waited.
        if self.below(6) > 0 {
            let wait = self.any_wait(conversation);
            self.known.push(KnownWait { from: self.position, until: None, wait });
        }
        let of_it: Vec<KnownWait> =
            self.known.iter().filter(|one| one.wait.conversation == conversation).cloned().collect();
        let mut tx = self.store.write().await.unwrap();
        wait::keep(&mut tx, after, &of_it).await.unwrap();
        followed::advance(&mut tx, wait::FOLLOWER, self.position).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Keeps the sums of the first day that has none, so far as time has come.
    async fn sum_a_day(&self, hours: &Calendar, now: Timestamp) -> bool {
        let days: Vec<_> = (0..DAYS).map(|day| (self.begins + DAY * day, self.begins + DAY * (day + 1))).collect();
        let mut tx = self.store.write().await.unwrap();
        let Some((from, until)) = first_unsummed(&mut tx, &days, None).await.unwrap() else { return false };
        let span = self.span((from, until), self.position, Terms { until: now, hours: Some(hours) });
        let sums = sums(&mut tx, span).await.unwrap();
        wait_day::keep(&mut tx, sums).await.unwrap();
        tx.commit().await.unwrap();
        true
    }

    fn span<'a>(&self, (from, until): (Timestamp, Timestamp), position: i64, terms: Terms<'a>) -> Span<'a> {
        Span { from, until, position, terms, calendar: None }
    }
}

/// The same of each wait, read one by one.
async fn one_by_one(tx: &mut Tx, span: Span<'_>, by: Option<PartedBy>) -> Summed {
    let waits = wait::begun(tx, span.from, span.until, span.position).await.unwrap();
    Summed::of(&waits, by, span.terms)
}

#[tokio::test]
async fn sums_of_days_say_what_their_waits_say_whatever_becomes_known() {
    let mut opening = Opening::always();
    opening.week[0] = OpenHours::default();
    let hours = Calendar::of(opening);
    let (mut summed_days, mut compared) = (0, 0);
    for seed in 0..8 {
        let mut house = House::open(seed).await;
        // Nothing that is made up ends later.
        let now = house.begins + DAY * (DAYS + 4);
        for step in 0..40 {
            house.learn().await;
            if house.below(2) == 0 {
                summed_days += u32::from(house.sum_a_day(&hours, now).await);
            }
            let by = [None, Some(PartedBy::Topic), Some(PartedBy::Mood)][house.below(3) as usize];
            let from =
                house.begins + DAY * (house.below(2) as i32) + SignedDuration::from_hours(i64::from(house.below(2)));
            let until = house.begins + DAY * (DAYS - house.below(2) as i32);
            let position = match house.below(3) {
                0 => i64::from(house.below(step + 2)),
                _ => house.position,
            };
            // Also as of a moment before some of it ended.
            let moment = if house.below(3) == 0 { until } else { now };
            let span = house.span((from, until), position, Terms { until: moment, hours: Some(&hours) });
            let mut tx = house.store.read().await.unwrap();
            let kept = wait_day::kept(&mut tx, from, until, &hours_key(None)).await.unwrap();
            compared += kept.len();
            assert_eq!(
                summed(&mut tx, span, by).await.unwrap(),
                one_by_one(&mut tx, span, by).await,
                "seed {seed}, step {step}"
            );
        }
    }
    assert!(summed_days > 60 && compared > 200, "{summed_days} days were summed, {compared} of them stood");
}
