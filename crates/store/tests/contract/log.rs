//! The event log: dense, chained, nothing skipped or doubled, every touch noticed.

use crate::house::{House, append};

use std::collections::BTreeSet;
use std::time::Duration;

use model::{Actor, EventKind};
use serde_json::json;
use store::seal::{self, Verdict};
use store::{event, lease};

async fn verdict(house: &House) -> Verdict {
    seal::verify(&mut house.read().await).await.unwrap()
}

async fn assert_whole(house: &House, events: i64) {
    assert!(matches!(verdict(house).await, Verdict::Whole { position, .. } if position == events));
    let positions: Vec<i64> = house.log().await.iter().map(|sealed| sealed.position).collect();
    assert_eq!(positions, (1..=events).collect::<Vec<_>>());
}

pub async fn positions_are_dense_and_chained_over_many_batches() {
    let house = House::new().await;
    for count in [1, 399, 400, 401, 7] {
        house.append(count).await;
        house.seal().await;
    }
    assert_whole(&house, 1_208).await;
}

pub async fn an_empty_log_is_whole() {
    let house = House::new().await;
    house.seal().await;
    assert_whole(&house, 0).await;
}

pub async fn readers_see_sealed_events_only() {
    let house = House::new().await;
    house.append(3).await;
    assert!(house.log().await.is_empty());
    assert!(event::oldest_unsealed(&mut house.read().await).await.unwrap().is_some());
    house.seal().await;
    assert_eq!(house.log().await.len(), 3);
    assert_eq!(event::position(&mut house.read().await).await.unwrap(), 3);
    assert!(event::oldest_unsealed(&mut house.read().await).await.unwrap().is_none());
}

pub async fn nothing_appears_behind_a_reader_while_many_append() {
    let house = House::new().await;
    let appenders: Vec<_> = (0..6)
        .map(|_| {
            let store = house.store.clone();
            tokio::spawn(async move {
                for round in 0..20 {
                    let mut tx = if round % 3 == 0 {
                        store.write_durable().await.unwrap()
                    } else {
                        store.write().await.unwrap()
                    };
                    append(&mut tx, 1).await;
                    // Some take a while, some fail.
                    tokio::task::yield_now().await;
                    append(&mut tx, 1).await;
                    if round % 5 == 4 { drop(tx) } else { tx.commit().await.unwrap() }
                }
            })
        })
        .collect();
    let (mut read, mut followed) = (0, Vec::new());
    for _ in 0..10_000 {
        if read >= 6 * 16 * 2 {
            break;
        }
        house.seal().await;
        let news = event::after(&mut house.read().await, read, 1_000).await.unwrap();
        read = news.last().map_or(read, |last| last.position);
        followed.extend(news);
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    for appender in appenders {
        appender.await.unwrap();
    }
    house.seal().await;
    assert_eq!(followed, house.log().await);
    assert_whole(&house, 6 * 16 * 2).await;
    let ids: BTreeSet<_> = followed.iter().map(|sealed| sealed.event.id).collect();
    assert_eq!(ids.len(), followed.len());
}

pub async fn a_sealer_that_dies_in_the_middle_skips_and_doubles_nothing() {
    let house = House::new().await;
    house.append(500).await;
    let mut tx = house.write().await;
    let lost = seal::seal_batch(&mut tx, "sealer").await.unwrap();
    assert_eq!(lost.len(), 400);
    drop(tx);
    assert!(house.log().await.is_empty());
    house.append(1).await;

    let house = house.as_if_killed().await;
    house.seal().await;
    assert_whole(&house, 501).await;
    assert_eq!(house.log().await[..400], lost[..]);
}

pub async fn another_sealer_takes_over_only_when_the_lease_is_over() {
    let house = House::new().await;
    house.append(1).await;
    house.seal().await;
    house.append(1).await;
    let seal_as = async |holder: &str| {
        let mut tx = house.write().await;
        let sealed = seal::seal_batch(&mut tx, holder).await.unwrap();
        tx.commit().await.unwrap();
        sealed.len()
    };
    assert_eq!(seal_as("other").await, 0);
    house.later(9);
    assert_eq!(seal_as("other").await, 0);
    house.later(1);
    assert_eq!(seal_as("other").await, 1);
    house.append(1).await;
    assert_eq!(seal_as("sealer").await, 0, "the first one comes back and finds the lease taken");
    assert_whole(&house, 2).await;
}

pub async fn a_lease_is_renewed_by_its_holder_and_given_up_for_others() {
    let house = House::new().await;
    let take = async |holder: &str| {
        let mut tx = house.write().await;
        let taken = lease::take(&mut tx, "work", holder, Duration::from_secs(10)).await.unwrap();
        tx.commit().await.unwrap();
        taken
    };
    assert!(take("a").await);
    house.later(8);
    assert!(take("a").await);
    house.later(8);
    assert!(!take("b").await, "renewed until eight seconds from the second taking");
    let mut tx = house.write().await;
    lease::give_up(&mut tx, "work", "b").await.unwrap();
    tx.commit().await.unwrap();
    assert!(!take("b").await, "nobody gives up what another holds");
    let mut tx = house.write().await;
    lease::give_up(&mut tx, "work", "a").await.unwrap();
    tx.commit().await.unwrap();
    assert!(take("b").await);
}

async fn tampered(statement: &'static str) -> Verdict {
    let house = House::new().await;
    for _ in 0..3 {
        let mut tx = house.write().await;
        for number in 0..4 {
            let data = json!({ "number": number });
            event::append(&mut tx, EventKind::ReplySent, Actor::System, Some(9.into()), data).await.unwrap();
            house.later(1);
        }
        tx.commit().await.unwrap();
        house.seal().await;
    }
    assert!(matches!(verdict(&house).await, Verdict::Whole { position: 12, .. }));
    let changed = house.place.change_behind_our_back(statement).await;
    assert!(changed > 0, "{statement}");
    verdict(&house).await
}

pub async fn whatever_was_done_to_a_sealed_event_is_found() {
    for statement in [
        "UPDATE event SET data = '{\"number\":9}' WHERE position = 6",
        "UPDATE event SET kind = 'reply.failed' WHERE position = 6",
        "UPDATE event SET kind = 'no.such.kind' WHERE position = 6",
        "UPDATE event SET actor = 'member', actor_id = 3 WHERE position = 6",
        "UPDATE event SET happened_at = happened_at + 1 WHERE position = 6",
        "UPDATE event SET learned_at = learned_at - 1 WHERE position = 6",
        "UPDATE event SET conversation_id = NULL WHERE position = 6",
        "UPDATE event SET data = 'not JSON' WHERE position = 6",
        "DELETE FROM event WHERE position = 6",
        "UPDATE event SET position = NULL WHERE position = 6",
        "UPDATE event SET position = 99 WHERE position = 6; UPDATE event SET position = 6 WHERE position = 7; \
         UPDATE event SET position = 7 WHERE position = 99",
        "DELETE FROM seal WHERE first_position = 5",
        "UPDATE seal SET hash = upper(hash) WHERE first_position = 5",
    ] {
        let found = tampered(statement).await;
        assert!(matches!(found, Verdict::Broken { position: 5 | 9 }), "{statement}: {found:?}");
    }
}

pub async fn an_event_that_nobody_sealed_is_found() {
    let statement = "INSERT INTO event (id, kind, actor, happened_at, learned_at, data, position) \
                     VALUES (1, 'reply.sent', 'system', 0, 0, '{}', 40)";
    assert_eq!(tampered(statement).await, Verdict::Broken { position: 40 });
    assert_eq!(tampered("DELETE FROM seal WHERE first_position = 9").await, Verdict::Broken { position: 9 });
    assert_eq!(tampered("DELETE FROM seal").await, Verdict::Broken { position: 1 });
}
