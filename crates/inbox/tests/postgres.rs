//! The inbox on PostgreSQL, and what only happens where transactions overlap.
#![allow(clippy::unwrap_used)]

#[macro_use]
mod contract;
#[path = "../../../testing/database/postgres.rs"]
mod database;
mod desk;
#[path = "place/postgres.rs"]
mod place;

use std::time::Duration;

use contract::rules::{labelled, on, says};
use desk::{Desk, addressed, in_thread};
use inbox::{Answer, Filed, Filing, InboxError, Rulebook};
use model::{EventKind, LengthRule, Network, PictureRule, Reason, Reasons, ReceivedPost, RuleAct, RuleCall, RuleRunId};
use store::conversation::{self, View};
use store::mention::TopicMatch;
use store::{Store, StoreError, event, mention, post, rule, rule_run};
use tempfile::TempDir;

// Several threads: a database is dropped while its last connections are still being made, and waits for them.
contract!([#[tokio::test(flavor = "multi_thread", worker_threads = 2)] #[ignore = "needs PostgreSQL"]]);

/// Files in a transaction of its own that takes a moment.
async fn file(store: Store, desk: &Desk, received: ReceivedPost, matches: Vec<TopicMatch>) -> Filed {
    let mut tx = store.write().await.unwrap();
    let filing = Filing {
        channel: desk.channel,
        network: Network::Simulated,
        post: &received,
        matches: &matches,
        judgements: &[],
        signature: None,
    };
    let filed = inbox::file(&mut tx, filing).await.unwrap();
    tokio::time::sleep(Duration::from_millis(5)).await;
    tx.commit().await.unwrap();
    filed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn one_post_filed_by_two_servers_at_the_same_time_is_one_mention() {
    let desk = Desk::new().await;
    let folder = TempDir::new().unwrap();
    let other = desk.place.open_in(&folder, &desk.clock).await;
    for number in 0..10 {
        let received = addressed(&format!("p{number}"), "anna", "Wo bleibt der Kaffee?");
        let by_topic = ReceivedPost { reason: None, ..received.clone() };
        let matches = vec![TopicMatch { topic: desk.topics[1], version: 1, spans: vec![] }];
        let (one, two) = tokio::join!(
            file(desk.store.clone(), &desk, received.clone(), vec![]),
            file(other.clone(), &desk, by_topic, matches),
        );
        let is_new = |filed: &Filed| matches!(filed, Filed::New { .. });
        assert!(is_new(&one) != is_new(&two), "{one:?} {two:?}");
        let mut tx = desk.read().await;
        let kept = post::by_remote(&mut tx, desk.channel, &received.remote.id).await.unwrap().unwrap();
        let both = Reasons::NONE.with(Reason::Addressed).with(Reason::Matched);
        assert_eq!(mention::reasons(&mut tx, kept.id).await.unwrap(), Some(both));
    }
    assert_eq!(conversation::count(&mut desk.read().await, View::All, usize::MAX).await.unwrap(), 10);
    let filed = desk.log().await.into_iter().filter(|event| event.kind == EventKind::MentionFiled);
    assert_eq!(filed.count(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn an_answer_is_stale_when_somebody_writes_while_it_is_decided() {
    let desk = Desk::new().await;
    let member = desk.member("member").await;
    let id = desk.conversation("root").await;
    let mut answered = 0;
    for number in 0..10 {
        let version_seen = desk.find(id).await.version;
        let answer = async {
            let mut tx = desk.store.write_durable().await.unwrap();
            let (length, undo) = (LengthRule::NONE, Duration::ZERO);
            let answer = Answer {
                visibility: None,
                closes: None,
                conversation: id,
                to: None,
                text: "Gleich!",
                version_seen,
                send_anyway: None,
                beside: None,
                length,
                is_signed: false,
                pictures: &[],
                picture_rule: PictureRule::NONE,
                undo,
                later: None,
                correcting: None,
            };
            inbox::answer(&mut tx, &member, answer).await?;
            tokio::time::sleep(Duration::from_millis(5)).await;
            tx.commit().await.map_err(InboxError::from)
        };
        let words = in_thread(&format!("more {number}"), "root", "root", "anna", "Hallo?");
        let (answered_now, _) = tokio::join!(answer, file(desk.store.clone(), &desk, words, vec![]));
        match answered_now {
            Ok(()) => answered += 1,
            Err(InboxError::Stale { newer }) => assert_eq!(newer.len(), 1),
            Err(error) => panic!("{error:?}"),
        }
    }
    // Every word and every answer raised the version by one: none overwrote another's.
    let found = desk.find(id).await;
    assert_eq!(found.version, 1 + 10 + answered);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn intake_and_members_never_wait_for_each_other_in_a_circle() {
    let desk = Desk::new().await;
    let member = desk.member("member").await;
    let mut threads = Vec::new();
    for thread in 0..4 {
        threads.push(desk.conversation(&format!("t{thread}")).await);
    }
    let intake = async |first: usize| -> Result<(), StoreError> {
        for round in 0..15 {
            let mut tx = desk.store.write().await?;
            for step in 0..4 {
                let root = format!("t{}", (first + step) % 4);
                let received = in_thread(
                    &format!("{first} {round} {step}"),
                    &root,
                    &root,
                    &format!("p{}", (round + step) % 3),
                    "Hallo?",
                );
                let filing = Filing {
                    channel: desk.channel,
                    network: Network::Simulated,
                    post: &received,
                    matches: &[],
                    judgements: &[],
                    signature: None,
                };
                inbox::file(&mut tx, filing).await.unwrap();
            }
            tx.commit().await?;
        }
        Ok(())
    };
    let acts = async |thread: usize| -> Result<(), StoreError> {
        for round in 0..15 {
            let mut tx = desk.store.write().await?;
            inbox::write_note(&mut tx, &member, threads[thread], &format!("Notiz {round}")).await.unwrap();
            inbox::label(&mut tx, &member, threads[thread], "eilig").await.unwrap();
            tx.commit().await?;
        }
        Ok(())
    };
    let done = tokio::join!(intake(0), intake(2), acts(1), acts(3));
    assert!(done.0.and(done.1).and(done.2).and(done.3).is_ok());
    for id in threads {
        assert_eq!(desk.find(id).await.version, 1 + 2 * 15);
    }
}

/// Asks the rules about everything that happened, whoever else does; how many acted.
async fn ask_all(store: Store) -> usize {
    let mut tx = store.read().await.unwrap();
    let book = Rulebook::of(rule::on(&mut tx).await.unwrap());
    let events = event::after(&mut tx, 0, 1_000).await.unwrap();
    drop(tx);
    let mut count = 0;
    for sealed in &events {
        let mut tx = store.write().await.unwrap();
        count += book.ask(&mut tx, sealed).await.unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
        tx.commit().await.unwrap();
    }
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn rules_that_two_servers_ask_at_once_act_once() {
    let desk = Desk::new().await;
    let folder = TempDir::new().unwrap();
    let other = desk.place.open_in(&folder, &desk.clock).await;
    // Not even that one of them follows the log keeps them apart here.
    let label = labelled(&desk, "Late").await;
    let rule = on(&desk, "rule", says(RuleCall::Heard, "zug", vec![RuleAct::Label { label }])).await;
    for number in 0..10 {
        desk.file(&addressed(&format!("p{number}"), &format!("person{number}"), "Wo bleibt der Zug?"), &[]).await;
    }
    desk.log().await;
    let (one, two) = tokio::join!(ask_all(desk.store.clone()), ask_all(other));
    assert_eq!(one + two, 10, "{one} and {two}");
    let runs = rule_run::of_rule(&mut desk.read().await, rule, RuleRunId(i64::MAX), 99).await.unwrap();
    assert!(runs.len() == 10 && runs.iter().all(|run| run.tally.done == 1), "{runs:?}");
    assert_eq!(desk.count(EventKind::ConversationLabelled).await, 10);
}
