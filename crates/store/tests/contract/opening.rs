//! Opening, writing, and being killed.

use crate::house::{House, append};

use model::{Ground, JudgementTask, Network, PostId, Reason, Reasons, Status};
use store::conversation::NewConversation;
use store::judgement::Judgement;
use store::{conversation, event, judgement, mention, organisation, post};

pub async fn name(house: &House) -> Option<String> {
    organisation::find(&mut house.read().await).await.unwrap().map(|found| found.name)
}

pub async fn what_was_committed_survives_a_kill_and_what_was_not_never_happened() {
    let house = House::new().await;
    let mut tx = house.write().await;
    organisation::found(&mut tx, "before").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = house.store.write_durable().await.unwrap();
    organisation::found(&mut tx, "durable").await.unwrap();
    tx.commit().await.unwrap();
    let mut open_one = house.write().await;
    organisation::found(&mut open_one, "never").await.unwrap();
    append(&mut open_one, 5_000).await;

    let killed = house.as_if_killed().await;
    assert_eq!(name(&killed).await.as_deref(), Some("durable"));
    drop(open_one);
    assert_eq!(name(&house).await.as_deref(), Some("durable"));
    killed.seal().await;
    assert_eq!(killed.log().await.len(), 1, "the founding alone");
}

pub async fn writers_of_both_kinds_take_turns() {
    let house = House::new().await;
    let writers: Vec<_> = (0..8)
        .map(|number| {
            let store = house.store.clone();
            tokio::spawn(async move {
                for _ in 0..10 {
                    let mut tx = if number % 2 == 0 {
                        store.write().await.unwrap()
                    } else {
                        store.write_durable().await.unwrap()
                    };
                    append(&mut tx, 1).await;
                    tokio::task::yield_now().await;
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    house.seal().await;
    assert_eq!(house.log().await.len(), 80);
}

pub async fn a_writer_that_gives_up_waiting_leaves_the_turn_to_others() {
    let house = House::new().await;
    let held = house.write().await;
    let waiting = tokio::spawn({
        let store = house.store.clone();
        async move { store.write().await.map(drop) }
    });
    tokio::task::yield_now().await;
    waiting.abort();
    drop(waiting.await);
    drop(held);
    house.append(1).await;
    house.seal().await;
    assert_eq!(house.log().await.len(), 1);
}

pub async fn a_reader_keeps_its_snapshot_and_writes_nothing() {
    let house = House::new().await;
    house.append(1).await;
    house.seal().await;
    let mut reader = house.read().await;
    assert_eq!(event::position(&mut reader).await.unwrap(), 1);
    house.append(1).await;
    house.seal().await;
    assert_eq!(event::position(&mut reader).await.unwrap(), 1);
    assert!(organisation::found(&mut reader, "by a reader").await.is_err());
    drop(reader);
    assert_eq!(event::position(&mut house.read().await).await.unwrap(), 2);
    assert_eq!(name(&house).await, None);
}

pub async fn ids_grow_although_the_clock_was_set_back_between_two_runs() {
    let house = House::new().await;
    house.append(3).await;
    let before: PostId = house.write().await.next_id();
    house.append(1).await;
    house.clock.set("2026-11-23T08:00:00Z");
    let house = house.as_if_killed().await;
    assert!(house.write().await.next_id::<PostId>() > before);
    house.append(1).await;
    house.seal().await;
    assert_eq!(house.log().await.len(), 5);
}

/// What brings a database back to the version before conversations were sorted.
pub const UNSORT: &[&str] = &[
    "DROP INDEX conversation_by_activity",
    "DROP INDEX conversation_by_moment",
    "DROP INDEX conversation_spam",
    "DROP INDEX conversation_alike",
    "DROP TABLE near",
    "DROP TABLE regard",
    "ALTER TABLE conversation DROP COLUMN is_spam",
    "ALTER TABLE conversation DROP COLUMN alike_of",
    "ALTER TABLE conversation DROP COLUMN alike_count",
    "CREATE INDEX conversation_by_activity ON conversation (status, active_at DESC, id DESC)",
    "CREATE INDEX conversation_by_moment ON conversation (active_at DESC, id DESC)",
    "DELETE FROM _sqlx_migrations WHERE version = 5",
];

pub async fn a_database_from_before_spam_was_set_aside_sets_it_aside() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let mut ids = Vec::new();
    let mut tx = house.write().await;
    for name in ["honest", "spam", "both", "taken"] {
        let received = crate::house::letter(name, name, "Kaffee?");
        let author = store::author::keep(&mut tx, Network::Simulated, &received.author).await.unwrap();
        let new = NewConversation { channel, thread_key: name, talk_with: None, author, opened_at: tx.now() };
        let mut opened = conversation::open(&mut tx, new).await.unwrap();
        opened.status = if name == "taken" { Status::Open } else { Status::New };
        conversation::save(&mut tx, &opened).await.unwrap();
        for (number, value) in [(1, name != "honest"), (2, name == "spam" || name == "taken")] {
            let received = crate::house::letter(&format!("{name}{number}"), name, "Kaffee?");
            let post = post::insert(&mut tx, channel, author, &received).await.unwrap().id;
            post::place(&mut tx, post, opened.id, number).await.unwrap();
            mention::keep(&mut tx, post, Reasons::NONE.with(Reason::Matched)).await.unwrap();
            let value = Some(if value { "yes" } else { "no" }.to_owned());
            let (task, ground) = (JudgementTask::Spam, Ground::Links);
            let judged = Judgement { task, value, confidence_percent: 95, ground, member: None };
            judgement::keep(&mut tx, post, &[judged]).await.unwrap();
        }
        ids.push(opened.id);
    }
    tx.commit().await.unwrap();
    for step in UNSORT {
        house.place.change_behind_our_back(step).await;
    }
    let House { place, clock, store } = house;
    store.close().await;
    let store = place.open(&clock).await.unwrap();
    let mut tx = store.read().await.unwrap();
    let spam = conversation::list(&mut tx, conversation::View::Spam, None, 9).await.unwrap();
    assert_eq!(spam.iter().map(|row| row.conversation.id).collect::<Vec<_>>(), [ids[1]]);
    assert_eq!(conversation::count(&mut tx, conversation::View::All, usize::MAX).await.unwrap(), 3);
}

pub async fn a_database_from_before_judgements_is_given_their_tables_and_keeps_what_it_has() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let conversation = house.conversation(channel).await;
    for step in ["DROP TABLE judgement", "DROP TABLE correction"] {
        house.place.change_behind_our_back(step).await;
    }
    let forget = "DELETE FROM _sqlx_migrations WHERE description = 'judgement'";
    assert_eq!(house.place.change_behind_our_back(forget).await, 1);
    let House { place, clock, store } = house;
    store.close().await;
    let store = place.open(&clock).await.unwrap();
    let mut tx = store.write().await.unwrap();
    assert!(store::conversation::find(&mut tx, conversation).await.unwrap().is_some());
    assert_eq!(store::judgement::of_posts(&mut tx, &[PostId(1)]).await.unwrap().len(), 0);
}
