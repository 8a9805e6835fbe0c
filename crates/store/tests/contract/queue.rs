//! Durable work: one at a time, never doubled, never forgotten.

use crate::house::House;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{Timestamp, ToSpan as _};
use model::Clock as _;
use serde_json::json;
use store::job::{self, Job, Lane};

const ALL: Lane<'static> = Lane::AllBut(&[]);
const LEASE: Duration = Duration::from_secs(60);

async fn enqueue(house: &House, key: &str, run_at: Timestamp) {
    let mut tx = house.write().await;
    job::enqueue(&mut tx, "send", key, &json!({ "key": key }), run_at).await.unwrap();
    tx.commit().await.unwrap();
}

async fn lease(house: &House, holder: &str) -> Option<Job> {
    let mut tx = house.write().await;
    let leased = job::lease(&mut tx, holder, LEASE, ALL).await.unwrap();
    tx.commit().await.unwrap();
    leased
}

fn key(job: Option<Job>) -> Option<String> {
    Some(job?.payload["key"].as_str().unwrap().to_owned())
}

pub async fn work_is_done_most_overdue_first_and_not_before_its_time() {
    let house = House::new().await;
    let now = house.clock.now();
    enqueue(&house, "soon", now + 10.seconds()).await;
    enqueue(&house, "late", now - 10.seconds()).await;
    enqueue(&house, "now", now).await;
    assert_eq!(key(lease(&house, "a").await).as_deref(), Some("late"));
    assert_eq!(key(lease(&house, "a").await).as_deref(), Some("now"));
    assert!(!job::is_due(&mut house.read().await, ALL).await.unwrap());
    assert_eq!(job::next_due(&mut house.read().await).await.unwrap(), Some(now + 10.seconds()));
    assert_eq!(lease(&house, "a").await, None);
    house.later(10);
    assert!(job::is_due(&mut house.read().await, ALL).await.unwrap());
    assert_eq!(key(lease(&house, "a").await).as_deref(), Some("soon"));
}

pub async fn work_that_is_enqueued_together_is_moved_where_it_was_enqueued_before() {
    let house = House::new().await;
    let now = house.clock.now();
    enqueue(&house, "b", now + 1.hour()).await;
    let work: Vec<_> = ["a", "b", "c"].map(|key| (key.to_owned(), json!({ "key": key }))).into();
    let mut tx = house.write().await;
    job::enqueue_all(&mut tx, "send", &work, now).await.unwrap();
    job::enqueue_all(&mut tx, "send", &[], now).await.unwrap();
    tx.commit().await.unwrap();
    let mut done = Vec::new();
    while let Some(job) = lease(&house, "worker").await {
        done.extend(key(Some(job)));
    }
    assert_eq!(done, ["a", "b", "c"]);
}

pub async fn slow_work_has_a_lane_of_its_own() {
    let house = House::new().await;
    enqueue(&house, "a", house.clock.now()).await;
    let is_due = async |lane| job::is_due(&mut house.read().await, lane).await.unwrap();
    assert!(is_due(Lane::Only("send")).await && !is_due(Lane::AllBut(&["send", "mail"])).await);
    let mut tx = house.write().await;
    assert_eq!(job::lease(&mut tx, "fast", LEASE, Lane::AllBut(&["mail", "send"])).await.unwrap(), None);
    assert!(job::lease(&mut tx, "slow", LEASE, Lane::Only("send")).await.unwrap().is_some());
}

pub async fn many_workers_share_the_work_without_doing_any_twice() {
    let house = House::new().await;
    for number in 0..40 {
        enqueue(&house, &number.to_string(), house.clock.now()).await;
    }
    let workers: Vec<_> = (0..5)
        .map(|worker| {
            let store = house.store.clone();
            tokio::spawn(async move {
                let mut had = Vec::new();
                loop {
                    let mut tx = store.write().await.unwrap();
                    let leased = job::lease(&mut tx, &worker.to_string(), LEASE, ALL).await.unwrap();
                    tx.commit().await.unwrap();
                    match leased {
                        Some(job) => had.push(job.id),
                        None => return had,
                    }
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    let mut times = BTreeMap::new();
    for worker in workers {
        for id in worker.await.unwrap() {
            *times.entry(id).or_insert(0) += 1;
        }
    }
    assert_eq!(times.len(), 40);
    assert!(times.values().all(|times| *times == 1));
}

pub async fn the_same_work_is_moved_instead_of_doubled() {
    let house = House::new().await;
    let now = house.clock.now();
    enqueue(&house, "a", now).await;
    enqueue(&house, "a", now + 30.seconds()).await;
    assert_eq!(lease(&house, "w").await, None);
    house.later(30);
    let leased = lease(&house, "w").await.unwrap();
    let mut tx = house.write().await;
    job::done(&mut tx, leased.id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(job::next_due(&mut house.read().await).await.unwrap(), None);
}

pub async fn work_of_a_silent_worker_is_somebody_elses_and_not_his_any_more() {
    let house = House::new().await;
    enqueue(&house, "a", house.clock.now()).await;
    let first = lease(&house, "slow").await.unwrap();
    house.later(59);
    assert_eq!(lease(&house, "quick").await, None);
    house.later(1);
    assert!(!job::is_held(&mut house.read().await, first.id, "slow").await.unwrap());
    let second = lease(&house, "quick").await.unwrap();
    assert_eq!((second.id, second.attempts), (first.id, 2));
    assert!(job::is_held(&mut house.read().await, second.id, "quick").await.unwrap());
    assert!(!job::is_held(&mut house.read().await, second.id, "slow").await.unwrap());
}

pub async fn work_enqueued_anew_while_it_is_done_is_done_again() {
    let house = House::new().await;
    enqueue(&house, "a", house.clock.now()).await;
    let first = lease(&house, "w").await.unwrap();
    enqueue(&house, "a", house.clock.now()).await;
    assert_eq!(lease(&house, "other").await, None, "one at a time, also then");

    let mut tx = house.write().await;
    assert!(!job::is_held(&mut tx, first.id, "w").await.unwrap());
    job::done(&mut tx, first.id).await.unwrap();
    job::release(&mut tx, "w").await.unwrap();
    tx.commit().await.unwrap();
    let again = lease(&house, "other").await.unwrap();
    assert_eq!((key(Some(again.clone())).as_deref(), again.attempts), (Some("a"), 1));
}

pub async fn postponed_work_waits_and_counts_its_attempts() {
    let house = House::new().await;
    enqueue(&house, "a", house.clock.now()).await;
    for attempt in 1..=3 {
        let leased = lease(&house, "w").await.unwrap();
        assert_eq!(leased.attempts, attempt);
        let mut tx = house.write().await;
        let run_at = tx.now() + 5.seconds();
        job::postpone(&mut tx, leased.id, run_at, "not now").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lease(&house, "w").await, None);
        house.later(5);
    }
}

pub async fn a_new_process_frees_what_the_former_one_held_and_nobody_else() {
    let house = House::new().await;
    for key in ["a", "b"] {
        enqueue(&house, key, house.clock.now()).await;
    }
    lease(&house, "server-1/worker 1").await.unwrap();
    lease(&house, "server-2/worker 1").await.unwrap();
    let house = house.as_if_killed().await;
    let mut tx = house.write().await;
    assert_eq!(job::free_leases(&mut tx, "server-1").await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(key(lease(&house, "w").await).as_deref(), Some("a"));
    assert_eq!(lease(&house, "w").await, None);
}

pub async fn work_whose_cause_did_not_happen_is_not_done() {
    let house = House::new().await;
    let mut tx = house.write().await;
    let now = tx.now();
    job::enqueue(&mut tx, "send", "a", &json!({}), now).await.unwrap();
    drop(tx);
    assert_eq!(lease(&house, "w").await, None);
}
