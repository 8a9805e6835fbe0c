//! A week of traffic with everything that can go wrong: nothing is lost, nothing is doubled.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use channels::{
    Answered, Batch, Channel, ChannelError, Fate, OutgoingReply, PreparedReply, Received, Remedy, StreamCursor,
};
use model::{Clock, ReceivedPost};
use simulator::{Faults, RuntimeClock, Settings, SimulatedChannel, Stream, World};
use tokio::sync::mpsc;

/// What a careful listener keeps: posts by id, and cursors committed together with them.
#[derive(Default)]
struct Desk {
    posts: BTreeMap<String, ReceivedPost>,
    deleted: Vec<String>,
    gone: Vec<String>,
    unparsed: usize,
    deliveries: usize,
    cursors: HashMap<&'static str, StreamCursor>,
}

impl Desk {
    fn commit(&mut self, stream: &'static str, batch: Batch) {
        for item in batch.items {
            match item {
                Received::Post(post) => {
                    self.deliveries += 1;
                    self.posts.insert(post.remote.id.clone(), *post);
                }
                Received::Deleted { remote_id } => self.deleted.push(remote_id),
                Received::AuthorGone { remote_id } => self.gone.push(remote_id),
                Received::Unparsed { .. } => self.unparsed += 1,
                Received::Author(_) => {}
            }
        }
        self.cursors.insert(stream, batch.cursor.unwrap());
    }

    fn is_gone(&self, id: &str) -> bool {
        let is_by_gone = |post: &ReceivedPost| self.gone.contains(&post.author.remote_id);
        self.deleted.iter().any(|deleted| deleted == id) || self.posts.get(id).is_some_and(is_by_gone)
    }

    fn position(&self, stream: &str) -> u64 {
        self.cursors.get(stream).map_or(0, |cursor| cursor.value.parse().unwrap())
    }
}

/// Listens to one stream over and over; every seventh batch the house burns down before it is committed.
async fn listen(world: Arc<World>, stream: &'static str, desk: Arc<Mutex<Desk>>) {
    let mut batches_seen = 0;
    loop {
        let cursor = desk.lock().unwrap().cursors.get(stream).cloned();
        let channel = SimulatedChannel::new(world.clone());
        let (sender, mut batches) = mpsc::channel(2);
        let connection = tokio::spawn(async move { channel.receive(stream, cursor, sender).await });
        while let Some(batch) = batches.recv().await {
            batches_seen += 1;
            if batches_seen % 7 == 0 {
                break;
            }
            desk.lock().unwrap().commit(stream, batch);
        }
        drop(batches);
        if let Err(error) = connection.await.unwrap() {
            wait(&error).await;
        }
    }
}

async fn wait(error: &ChannelError) {
    match error.remedy {
        Remedy::Retry { after } => tokio::time::sleep(after.unwrap_or(Duration::from_millis(200))).await,
        remedy => panic!("{error}: {remedy:?}"),
    }
}

/// Sends as an outbox does: tries until the fate is known. Whether it stands.
async fn send(channel: &SimulatedChannel, prepared: &PreparedReply) -> bool {
    loop {
        match channel.send(prepared, &[]).await {
            Ok(_) => return true,
            Err(error) if error.remedy == Remedy::GiveUp => return false,
            Err(error) => wait(&error).await,
        }
        // A crash between: the next attempt is made by somebody who first asks.
        if let Ok(Fate::Stands(_)) = channel.fate(prepared).await {
            return true;
        }
    }
}

async fn answer(world: &Arc<World>, clock: &RuntimeClock, post: &ReceivedPost, intent: i64) -> bool {
    let channel = SimulatedChannel::new(world.clone());
    let prepared = channel
        .prepare(&OutgoingReply {
            private_to: None,
            text: world.answer_for(post).unwrap(),
            answers: Some(Answered {
                parent: post.remote.clone(),
                root: post.root.clone().unwrap_or(post.remote.clone()),
            }),
            language: None,
            created_at: clock.now(),
            intent,
            pictures: vec![],
        })
        .await
        .unwrap();
    send(&channel, &prepared).await
}

async fn a_week(seed: u64, faults: Faults) {
    let clock = Arc::new(RuntimeClock::starting_at("2026-11-23T00:00:00Z".parse().unwrap()));
    let world = World::with_settings(seed, clock.clone(), clock.now(), Settings::natural().with_faults(faults));
    let desk = Arc::new(Mutex::new(Desk::default()));
    let listeners = Stream::ALL.map(|stream| tokio::spawn(listen(world.clone(), stream.name(), desk.clone())));

    // The team answers every hour what it heard and has not answered yet.
    let mut answered: HashMap<String, (i64, bool)> = HashMap::new();
    for _ in 0..7 * 24 {
        tokio::time::sleep(Duration::from_secs(3_600)).await;
        let is_open =
            |post: &&ReceivedPost| !answered.contains_key(&post.remote.id) && world.answer_for(post).is_some();
        let open: Vec<_> = desk.lock().unwrap().posts.values().filter(is_open).take(6).cloned().collect();
        for post in open {
            let intent = answered.len() as i64;
            let stands = answer(&world, &clock, &post, intent).await;
            answered.insert(post.remote.id.clone(), (intent, stands));
        }
    }

    // Everything that was told by now is heard, however often the connection breaks.
    let told = world.truth();
    while Stream::ALL.iter().any(|stream| desk.lock().unwrap().position(stream.name()) < told.last_announcement) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let later = world.truth();
    listeners.iter().for_each(|listener| listener.abort());
    let desk = desk.lock().unwrap();

    let mut checked = 0;
    for (post, now) in told.posts.iter().zip(&later.posts) {
        if !post.is_announced || post.is_deleted != now.is_deleted || post.revision != now.revision {
            continue;
        }
        checked += 1;
        let heard = desk.posts.get(&post.remote_id);
        assert_eq!(desk.is_gone(&post.remote_id), post.is_deleted, "{post:?}");
        if !post.is_deleted {
            assert_eq!(heard.map(|heard| &heard.text), Some(&post.text), "{post:?}");
        }
    }
    assert!(checked > 1_000, "{checked}");
    let invented = desk.posts.keys().find(|id| {
        !later.posts.iter().any(|post| post.remote_id == **id) && !later.ours.iter().any(|ours| ours.remote_id == **id)
    });
    assert_eq!(invented, None);

    assert!(answered.len() > 100, "{}", answered.len());
    for (parent, (intent, stands)) in &answered {
        let ours: Vec<_> = later.ours.iter().filter(|ours| ours.intent == Some(*intent)).collect();
        assert_eq!(ours.len(), usize::from(*stands), "intent {intent}");
        assert!(ours.iter().all(|ours| ours.parent_id == *parent));
    }
    assert_eq!(later.ours.len(), answered.values().filter(|(_, stands)| *stands).count());

    if faults != Faults::NONE {
        assert!(desk.unparsed > 0 && desk.deliveries > desk.posts.len(), "the faults were at work");
        assert!(answered.values().any(|(_, stands)| !stands));
    }
}

#[tokio::test(start_paused = true)]
async fn a_quiet_week_is_heard_and_answered_once() {
    a_week(3, Faults::NONE).await;
}

#[tokio::test(start_paused = true)]
async fn a_week_with_everything_going_wrong_loses_nothing_and_doubles_nothing() {
    for seed in [1, 2] {
        a_week(seed, Faults::WILD).await;
    }
}
