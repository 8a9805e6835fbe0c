//! Everything at once: killed at any moment, on a network that fails in every way.
#![allow(clippy::unwrap_used)]

mod post_office;
use post_office::{Opener, PostOffice, Sending, Server, said};

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use channels::Channel;
use inbox::Answer;
use model::{Actor, LengthRule, PictureRule, ReplyState, Role};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use simulator::{Faults, Settings, SimulatedChannel, World};
use store::member::{self, NewMember};
use store::{Store, job, mention, post, reply, topic};

/// Answers to be sent in one storm.
const ANSWERS: usize = 6;

async fn set_up(store: &Store) {
    let mut tx = store.write().await.unwrap();
    let new = NewMember { email: "ada@example.org", name: "Ada", role: Role::Member, password_hash: "x" };
    member::join(&mut tx, new).await.unwrap().unwrap();
    tx.commit().await.unwrap();
}

async fn answer(store: &Store, remote_id: &str) -> Option<model::ReplyId> {
    let mut tx = store.write_durable().await.unwrap();
    let channel = store::channel::all(&mut tx).await.unwrap().first()?.id;
    let conversation = post::by_remote(&mut tx, channel, remote_id).await.unwrap()?.conversation?;
    if let Some(reply) = reply::of_conversation(&mut tx, conversation).await.unwrap().first() {
        return Some(reply.id);
    }
    let ada = member::by_email(&mut tx, "ada@example.org").await.unwrap().unwrap();
    let version_seen = store::conversation::find(&mut tx, conversation).await.unwrap().unwrap().version;
    let answer = Answer {
        visibility: None,
        closes: None,
        conversation,
        to: None,
        text: "Gleich da",
        version_seen,
        send_anyway: None,
        beside: None,
        length: LengthRule::NONE,
        is_signed: false,
        pictures: &[],
        picture_rule: PictureRule::NONE,
        undo: Duration::ZERO,
        later: None,
        correcting: None,
    };
    let reply = inbox::answer(&mut tx, &ada, answer).await.unwrap();
    tx.commit().await.unwrap();
    Some(reply.id)
}

/// What becomes of every intent when the process is killed again and again while a network fails in every way.
fn storm(seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let office = PostOffice::with_streams(&["letters"]);
    office.says("letters", (0..ANSWERS).map(|number| said(&format!("p{number}"), "hallo")));
    office.will((0..ANSWERS * 2).map(|_| match random.random_range(0..12) {
        0..3 => Sending::TakeInSilence,
        3..6 => Sending::LoseInSilence,
        6..8 => Sending::Later,
        8 => Sending::Refuse,
        9 => Sending::Panic,
        _ => Sending::Take,
    }));
    let folder = tempfile::TempDir::new().unwrap();
    let clock = post_office::quick_clock();
    let opener = Opener([("town".to_owned(), office.clone() as Arc<dyn Channel>)].into());
    let lives = 6;
    let mut replies = HashMap::new();
    for life in 0..=lives {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let killed_after = Duration::from_millis(random.random_range(5..40));
        runtime.block_on(async {
            let store = post_office::open(folder.path(), &clock).await;
            if life == 0 {
                set_up(&store).await;
            }
            let handle = pipeline::start(store.clone(), post_office::vault(), Arc::new(opener.clone())).await.unwrap();
            if life == 0 {
                handle.connect(Actor::System, post_office::connection("town")).await.unwrap();
            }
            let work = async {
                for _ in 0..5_000 {
                    if replies.len() == ANSWERS {
                        break;
                    }
                    for number in 0..ANSWERS {
                        if let Some(id) = answer(&store, &format!("p{number}")).await {
                            replies.insert(number, id);
                            handle.nudge_work();
                        }
                    }
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
                assert_eq!(replies.len(), ANSWERS, "seed {seed}: something was never heard");
                for _ in 0..2_000 {
                    if job::next_due(&mut store.read().await.unwrap()).await.unwrap().is_none() {
                        return;
                    }
                    handle.nudge_work();
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                panic!("seed {seed}: work is left for ever");
            };
            if life < lives {
                drop(tokio::time::timeout(killed_after, work).await);
            } else {
                work.await;
                handle.shut_down().await;
            }
        });
        if life == lives {
            let store = runtime.block_on(post_office::open_again(folder.path(), &clock));
            for id in replies.values() {
                let found = runtime
                    .block_on(async { reply::find(&mut store.read().await.unwrap(), *id).await.unwrap().unwrap() });
                let standing = office.standing(&format!("ours/{id}"));
                assert!(standing <= 1, "seed {seed}: {standing} posts of one intent");
                let expected = match found.state {
                    ReplyState::Sent | ReplyState::Delivered => 1,
                    ReplyState::FailedFinal | ReplyState::FailedRetryable => 0,
                    other => panic!("seed {seed}: an answer ended as {other}"),
                };
                assert_eq!(standing, expected, "seed {seed}: said to be {}", found.state);
            }
        }
        runtime.shutdown_timeout(Duration::from_secs(10));
    }
}

#[test]
fn at_most_one_post_per_intent_whenever_it_is_killed() {
    // Two at a time: each has a runtime and a disk of its own.
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || (0..8).filter(|seed| seed % 2 == half).for_each(storm));
        }
    });
}

/// A day of the simulated world, with everything that goes wrong on a network, heard from one start to the end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_of_the_simulated_world_arrives_as_it_is() {
    let faults = Faults {
        disconnect_every: Some(120),
        duplicate_rate: 0.1,
        rate_limit_rate: 0.03,
        send_lost_answer_rate: 0.3,
        send_refused_rate: 0.1,
        unparsed_rate: 0.03,
        ..Faults::NONE
    };
    let day = Duration::from_secs(86_400);
    let settings = Settings { history: day, has_account_stream: false, answered_before: 0, ..Settings::natural() };
    let clock = post_office::quick_clock();
    let world = World::with_settings(7, clock.clone(), clock.now(), settings.with_faults(faults));
    let channel = Arc::new(SimulatedChannel::new(world.clone()));

    let folder = tempfile::TempDir::new().unwrap();
    let store = post_office::open(folder.path(), &clock).await;
    let mut tx = store.write().await.unwrap();
    let new = NewMember { email: "ada@example.org", name: "Ada", role: Role::Member, password_hash: "x" };
    let ada = member::join(&mut tx, new).await.unwrap().unwrap();
    for (name, query) in simulator::topics() {
        topic::create(&mut tx, ada, &name, &query).await.unwrap();
    }
    tx.commit().await.unwrap();
    let opener = Opener([("town".to_owned(), channel as Arc<dyn Channel>)].into());
    let handle = pipeline::start(store, post_office::vault(), Arc::new(opener)).await.unwrap();
    let id = loop {
        match handle.connect(Actor::System, post_office::connection("town")).await {
            Ok(id) => break id,
            Err(pipeline::ConnectError::Network(_)) => {}
            Err(other) => panic!("{other}"),
        }
    };
    let server = Server::around(folder, clock, handle, id);

    let truth = world.truth();
    let heard = async || {
        let stream = server.stream("public").await.and_then(|stream| stream.cursor);
        stream.is_some_and(|cursor| cursor.parse::<u64>().unwrap() >= truth.last_announcement)
    };
    server.eventually("the whole day is heard", heard).await;

    let (mut concerned, mut topics_met) = (HashSet::new(), 0);
    for one in truth.posts.iter().filter(|one| one.is_announced) {
        let kept = server.post(&one.remote_id).await;
        if !one.concerns_us() {
            let is_mention = match kept {
                Some(kept) => {
                    let mut tx = server.store().read().await.unwrap();
                    mention::reasons(&mut tx, kept.id).await.unwrap().is_some()
                }
                None => false,
            };
            assert!(!is_mention, "{one:?}");
            continue;
        }
        let Some(kept) = kept else {
            // Deleted before it was announced: nobody heard it.
            assert!(one.is_deleted, "not kept: {one:?}");
            continue;
        };
        assert_eq!(kept.deleted_at.is_some(), one.is_deleted, "{one:?}");
        assert_eq!(kept.text, if one.is_deleted { "" } else { &one.text }, "{one:?}");
        concerned.insert(one.root_id.clone());
        topics_met += usize::from(!one.topics.is_empty());
    }
    assert!(concerned.len() > 20 && topics_met > 20, "the day was too quiet to show anything");
    let everything = store::conversation::Filter { with_spam: true, each: true, ..Default::default() };
    let mut tx = server.store().read().await.unwrap();
    let rows = store::conversation::list(&mut tx, everything, None, 1_000).await.unwrap();
    assert_eq!(rows.len(), concerned.len(), "one conversation per thread");
    assert!(store::quarantine::count(&mut tx, id).await.unwrap() > 0);
    drop(tx);

    // The team answers everything that still stands.
    let ada = server.ada().await;
    let mut replies = Vec::new();
    for row in rows.iter().filter(|row| !row.is_deleted).take(40) {
        let mut tx = server.store().write_durable().await.unwrap();
        let conversation = row.conversation.id;
        let version_seen = store::conversation::find(&mut tx, conversation).await.unwrap().unwrap().version;
        let answer = Answer {
            visibility: None,
            closes: None,
            conversation,
            to: None,
            text: "Danke, wir kümmern uns.",
            version_seen,
            send_anyway: None,
            beside: None,
            length: LengthRule::NONE,
            is_signed: false,
            pictures: &[],
            picture_rule: PictureRule::NONE,
            undo: Duration::ZERO,
            later: None,
            correcting: None,
        };
        replies.push(inbox::answer(&mut tx, &ada, answer).await.unwrap().id);
        tx.commit().await.unwrap();
    }
    let settled = async || {
        let mut tx = server.store().read().await.unwrap();
        for id in &replies {
            if reply::find(&mut tx, *id).await.unwrap().unwrap().state.is_moving() {
                return false;
            }
        }
        true
    };
    server.eventually("every answer is settled", settled).await;
    let ours = world.truth().ours;
    let mut out = 0;
    for id in replies {
        let state = server.reply(id).await.state;
        let standing = ours.iter().filter(|one| one.intent == Some(id.0)).count();
        assert_eq!(standing, usize::from(state.is_out()), "{state}");
        assert!(state.is_out() || state == ReplyState::FailedFinal, "{state}");
        out += standing;
    }
    assert!(out > 10);
    server.handle.shut_down().await;
    let mut tx = server.store().read().await.unwrap();
    let verdict = store::seal::verify(&mut tx).await.unwrap();
    assert!(matches!(verdict, store::seal::Verdict::Whole { .. }));
}
