//! Merging, splitting, answering and undoing in whatever order, while messages arrive: every message stands in exactly one
//! conversation, and once all is undone, in that of its thread.
#![allow(clippy::unwrap_used)]

mod desk;
#[path = "place/sqlite.rs"]
mod place;

use std::collections::{BTreeMap, BTreeSet};

use desk::{Desk, addressed, in_thread};
use inbox::Answer;
use model::{Clock as _, ConversationId, DeedId, ReceivedPost};
use proptest::prelude::*;
use store::conversation::{self, Conversation, View};
use store::{merge, post, reply};

const THREADS: usize = 4;

/// What happens; everything is named by a number, of which the remainder counts.
#[derive(Clone, Debug)]
enum Step {
    /// Somebody answers one of the messages of a thread.
    Hear { thread: usize, parent: usize },
    /// One of the conversations that are listed is merged into another.
    Merge { one: usize, into: usize },
    /// A message and what follows it are split out of where it stands.
    Split { thread: usize, message: usize },
    /// One of the conversations that are listed is answered.
    Answer { one: usize },
    /// One of the deeds that can still be undone is.
    Undo { deed: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let number = 0..20_usize;
    prop_oneof![
        4 => (0..THREADS, number.clone()).prop_map(|(thread, parent)| Step::Hear { thread, parent }),
        3 => (number.clone(), number.clone()).prop_map(|(one, into)| Step::Merge { one, into }),
        2 => (0..THREADS, number.clone()).prop_map(|(thread, message)| Step::Split { thread, message }),
        1 => number.clone().prop_map(|one| Step::Answer { one }),
        3 => number.prop_map(|deed| Step::Undo { deed }),
    ]
}

struct World {
    desk: Desk,
    /// How many messages each thread has; that of number 0 opened it.
    heard: [usize; THREADS],
    opened: Vec<ConversationId>,
    deeds: Vec<DeedId>,
    /// Whether undoing left something alone, since what was said in it is elsewhere by then.
    has_left: bool,
}

fn id(thread: usize, message: usize) -> String {
    format!("t{thread}m{message}")
}

impl World {
    async fn new() -> Self {
        let desk = Desk::new().await;
        let mut opened = Vec::new();
        for thread in 0..THREADS {
            desk.later(1);
            let post = addressed(&id(thread, 0), &format!("person{thread}"), "Wo bleibt der Zug?");
            let post = ReceivedPost { posted_at: desk.clock.now(), ..post };
            let inbox::Filed::New { conversation, .. } = desk.file(&post, &desk.topics[..1]).await else {
                panic!("it is new")
            };
            opened.push(conversation);
        }
        Self { desk, heard: [1; THREADS], opened, deeds: Vec::new(), has_left: false }
    }

    async fn listed(&self) -> Vec<ConversationId> {
        let mut tx = self.desk.read().await;
        let rows = conversation::list(&mut tx, View::All, None, 100).await.unwrap();
        let mut ids: Vec<ConversationId> = rows.into_iter().map(|row| row.conversation.id).collect();
        assert_eq!(
            conversation::count(&mut tx, View::All, usize::MAX).await.unwrap(),
            ids.len(),
            "the count is of the list"
        );
        ids.sort_unstable();
        ids
    }

    async fn take(&mut self, step: &Step) {
        self.desk.later(1);
        let who = self.desk.member("member").await;
        match step {
            Step::Hear { thread, parent } => {
                let parent = id(*thread, parent % self.heard[*thread]);
                let message = id(*thread, self.heard[*thread]);
                let post = in_thread(&message, &id(*thread, 0), &parent, "somebody", "Und?");
                let post = ReceivedPost { posted_at: self.desk.clock.now(), ..post };
                self.desk.file(&post, &[]).await;
                self.heard[*thread] += 1;
            }
            Step::Merge { one, into } => {
                let listed = self.listed().await;
                let (one, into) = (listed[one % listed.len()], listed[into % listed.len()]);
                let mut tx = self.desk.write().await;
                if let Ok(deed) = inbox::merge(&mut tx, &who, one, into).await {
                    self.deeds.extend(deed);
                    tx.commit().await.unwrap();
                }
            }
            Step::Split { thread, message } => {
                let message = id(*thread, message % self.heard[*thread]);
                let (stands_in, message) = (self.desk.thread_of(&message).await, self.desk.post_id(&message).await);
                let mut tx = self.desk.write().await;
                if let Ok(deed) = inbox::split(&mut tx, &who, stands_in, message).await {
                    self.deeds.extend(deed);
                    tx.commit().await.unwrap();
                }
            }
            Step::Answer { one } => {
                let listed = self.listed().await;
                let one = self.desk.find(listed[one % listed.len()]).await;
                let answer = Answer { version_seen: one.version, ..desk::answer(one.id) };
                let mut tx = self.desk.write().await;
                inbox::answer(&mut tx, &who, answer).await.unwrap();
                tx.commit().await.unwrap();
            }
            Step::Undo { deed } if !self.deeds.is_empty() => {
                let deed = self.deeds.remove(deed % self.deeds.len());
                self.undo(deed).await;
            }
            Step::Undo { .. } => {}
        }
    }

    async fn undo(&mut self, deed: DeedId) {
        let who = self.desk.member("member").await;
        let mut tx = self.desk.write().await;
        let deed = inbox::undo(&mut tx, &who, deed).await.unwrap();
        tx.commit().await.unwrap();
        self.has_left |= deed.tally.left > 0;
    }

    /// Where every message stands; each in one conversation that is listed, with the answers to it.
    async fn places(&self) -> BTreeMap<String, ConversationId> {
        let listed = self.listed().await;
        let mut places = BTreeMap::new();
        let mut tx = self.desk.read().await;
        for conversation in &listed {
            let thread = post::of_conversation(&mut tx, *conversation).await.unwrap();
            let version = conversation::find(&mut tx, *conversation).await.unwrap().unwrap().version;
            let said: BTreeSet<_> = thread.iter().map(|one| one.post.id).collect();
            for one in thread {
                let home = one.post.filed_to().unwrap();
                assert_eq!(merge::standing(&mut tx, home).await.unwrap().unwrap().id, *conversation);
                assert!(one.post.thread_version.unwrap() <= version, "nothing is newer than its conversation");
                let twice = places.insert(one.post.remote.id, *conversation);
                assert_eq!(twice, None, "no message stands twice");
            }
            for reply in reply::of_conversation(&mut tx, *conversation).await.unwrap() {
                assert!(said.contains(&reply.post), "an answer stands where stands what it answers");
            }
        }
        assert_eq!(places.len(), self.heard.iter().sum::<usize>(), "no message is lost");
        assert_eq!(listed.len(), places.values().collect::<BTreeSet<_>>().len(), "none that is listed is empty");
        places
    }

    /// How the conversations stand that were opened by threads, without what only grows.
    async fn stand(&self) -> Vec<Conversation> {
        let mut stand = Vec::new();
        for one in &self.opened {
            let found = self.desk.find(*one).await;
            stand.push(Conversation { version: 0, reshaped_version: 0, ..found });
        }
        stand
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_message_stands_once_and_all_undone_each_stands_in_its_thread(
        steps in prop::collection::vec(step(), 1..24),
        last in 0..20_usize,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for step in &steps {
                world.take(step).await;
                world.places().await;
            }
            while !world.deeds.is_empty() {
                let deed = world.deeds.remove(last % world.deeds.len());
                world.undo(deed).await;
                world.places().await;
            }
            for (message, place) in world.places().await {
                let thread: usize = message[1..2].parse().unwrap();
                assert!(place == world.opened[thread] || world.has_left, "{message} is at home");
            }
        });
    }

    #[test]
    fn undone_one_after_the_other_without_news_everything_stands_as_before(
        steps in prop::collection::vec(step(), 1..16),
        deeds in prop::collection::vec(step(), 1..8),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for step in steps.iter().filter(|step| matches!(step, Step::Hear { .. } | Step::Answer { .. })) {
                world.take(step).await;
            }
            let (before, places) = (world.stand().await, world.places().await);
            for step in deeds.iter().filter(|step| matches!(step, Step::Merge { .. } | Step::Split { .. })) {
                world.take(step).await;
            }
            while let Some(deed) = world.deeds.pop() {
                world.undo(deed).await;
            }
            assert!(!world.has_left, "undone in their order, all can be");
            assert_eq!(world.places().await, places);
            assert_eq!(world.stand().await, before);
        });
    }
}
