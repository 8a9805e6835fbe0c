//! Versions of how the dials are made, and the events of what is due.

use std::time::Duration;

use model::{Actor, DialTargets, EventKind, Role};
use serde_json::json;
use store::{dial, event};

use crate::house::House;

pub async fn every_version_of_the_dials_stays_and_says_when_it_held() {
    let house = House::new().await;
    let member = house.member(Role::Manager).await;
    let targets = DialTargets::default();
    let mut tx = house.write().await;
    let before = tx.now();
    assert_eq!(dial::at(&mut tx, before).await.unwrap(), None);
    let first = dial::make(&mut tx, 1, member, "we begin", &targets).await.unwrap().unwrap();
    assert_eq!(dial::make(&mut tx, 1, member, "me too", &targets).await.unwrap(), None, "somebody was quicker");
    tx.commit().await.unwrap();
    house.clock.advance(Duration::from_secs(60));
    let mut tx = house.write().await;
    let second = dial::make(&mut tx, 2, member, "we go on", &targets).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let mut tx = house.read().await;
    assert_eq!(dial::at(&mut tx, first.made_at).await.unwrap().as_ref(), Some(&first));
    assert_eq!(dial::at(&mut tx, second.made_at).await.unwrap().as_ref(), Some(&second));
    assert_eq!(dial::all(&mut tx).await.unwrap(), [second, first]);
}

pub async fn what_is_due_is_told_by_few_events_of_the_log() {
    let house = House::new().await;
    let mut tx = house.write().await;
    let kinds =
        [EventKind::CommitmentMade, EventKind::TopicCreated, EventKind::InsightNoted, EventKind::ObligationOwed];
    for kind in kinds {
        event::append(&mut tx, kind, Actor::System, None, json!({})).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(event::of_duties(&mut house.read().await, i64::MAX).await.unwrap().len(), 0, "nobody sealed them yet");
    house.seal().await;
    let found = event::of_duties(&mut house.read().await, i64::MAX).await.unwrap();
    let told: Vec<EventKind> = found.iter().map(|one| one.event.kind).collect();
    assert_eq!(told, [EventKind::CommitmentMade, EventKind::InsightNoted, EventKind::ObligationOwed]);
    let until = event::of_duties(&mut house.read().await, found[1].position).await.unwrap();
    assert_eq!(until, found[..2]);
}
