//! Several servers on one database.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use model::{Actor, Clock as _, EventId, EventKind, JudgementTask, Network, PostId, Role};
use serde_json::json;
use store::event::Sealed;
use store::judgement::{self, NewCorrection};
use store::{Store, StoreError, Tx, author, conversation, event, job, post, seal};

use crate::database::connect;
use crate::house::{House, append, letter};

/// Another server on the database of this house.
async fn another(house: &House) -> House {
    let place = house.place.of_another_server();
    let store = place.open(&house.clock).await.unwrap();
    House { place, clock: house.clock.clone(), store }
}

/// Far longer than what is waited for takes.
async fn in_time<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), what).await.unwrap()
}

fn positions(log: &[Sealed]) -> Vec<i64> {
    log.iter().map(|one| one.position).collect()
}

async fn append_one(tx: &mut Tx) -> EventId {
    event::append(tx, EventKind::TopicChanged, Actor::System, None, json!({})).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn what_is_committed_in_reverse_is_sealed_densely_although_the_sealer_is_killed_in_between() {
    let house = House::new().await;
    let other = another(&house).await;
    let mut early = house.write().await;
    let first = append_one(&mut early).await;
    let mut late = other.write().await;
    let second = append_one(&mut late).await;
    assert!(first < second || first.0 >> 22 == second.0 >> 22, "begun in this order, at one moment of the clock");
    late.commit().await.unwrap();

    // The server cuts the sealer's connection after it has written everything and before it commits.
    let mut sealing = house.write().await;
    assert_eq!(seal::seal_batch(&mut sealing, "sealer").await.unwrap().len(), 1);
    let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() \
                AND state = 'idle in transaction' AND query LIKE '%INSERT INTO seal%'";
    let killed = sqlx::query(kill).execute(&mut connect(&house.place.url()).await).await.unwrap();
    assert_eq!(killed.rows_affected(), 1);
    assert!(sealing.commit().await.is_err());
    assert!(other.log().await.is_empty());

    other.seal().await;
    let reader = other.log().await;
    assert_eq!(reader.iter().map(|one| (one.position, one.event.id)).collect::<Vec<_>>(), [(1, second)]);
    early.commit().await.unwrap();
    other.seal().await;
    let news = event::after(&mut house.read().await, 1, 10).await.unwrap();
    assert_eq!(news.iter().map(|one| (one.position, one.event.id)).collect::<Vec<_>>(), [(2, first)]);
    let verdict = seal::verify(&mut house.read().await).await.unwrap();
    assert!(matches!(verdict, seal::Verdict::Whole { position: 2, .. }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn sealers_of_two_servers_never_give_a_position_twice() {
    let house = House::new().await;
    let other = another(&house).await;
    let mut appended = 0;
    for round in 0..10 {
        for writer in [&house, &other] {
            writer.append(30).await;
            appended += 30;
        }
        // Each believes to hold the lease: the clock passes it on while both seal.
        let seal_as = async |store: Store, holder: &'static str| {
            let mut tx = store.write().await.unwrap();
            let sealed = seal::seal_batch(&mut tx, holder).await.unwrap();
            tx.commit().await.unwrap();
            sealed.len()
        };
        if round % 2 == 0 {
            house.later(11);
        }
        tokio::join!(seal_as(house.store.clone(), "one"), seal_as(other.store.clone(), "two"));
    }
    house.later(11);
    house.seal().await;
    assert_eq!(positions(&house.log().await), (1..=appended).collect::<Vec<_>>());
    let verdict = seal::verify(&mut house.read().await).await.unwrap();
    assert!(matches!(verdict, seal::Verdict::Whole { position, .. } if position == appended));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn workers_of_two_servers_never_have_the_same_job() {
    let house = House::new().await;
    let other = another(&house).await;
    let mut tx = house.write().await;
    for number in 0..120 {
        let now = tx.now();
        job::enqueue(&mut tx, "send", &number.to_string(), &json!({}), now).await.unwrap();
    }
    tx.commit().await.unwrap();
    let workers: Vec<_> = (0..8)
        .map(|worker| {
            let store = if worker % 2 == 0 { house.store.clone() } else { other.store.clone() };
            tokio::spawn(async move {
                let mut had = Vec::new();
                loop {
                    let mut tx = store.write().await.unwrap();
                    let leased =
                        job::lease(&mut tx, &worker.to_string(), Duration::from_secs(60), job::Lane::AllBut(&[]))
                            .await
                            .unwrap();
                    // Long enough for the others to come across it.
                    tokio::time::sleep(Duration::from_millis(2)).await;
                    tx.commit().await.unwrap();
                    match leased {
                        Some(leased) => had.push(leased.id),
                        None => return had,
                    }
                }
            })
        })
        .collect();
    let mut had = Vec::new();
    for worker in workers {
        had.push(in_time(worker).await.unwrap());
    }
    assert_eq!(had.iter().map(Vec::len).sum::<usize>(), 120);
    assert_eq!(had.iter().flatten().collect::<BTreeSet<_>>().len(), 120);
    assert!(had.iter().filter(|had| !had.is_empty()).count() > 1, "the work was shared");
}

/// The number in an id.
fn number(id: PostId) -> i64 {
    (id.0 >> 14) & 0xff
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn servers_give_ids_under_numbers_of_their_own() {
    let house = House::new().await;
    let is_shared = async |house: &House| house.store.is_shared(&mut house.read().await).await.unwrap();
    assert!(!is_shared(&house).await);
    let (second, third) = (another(&house).await, another(&house).await);
    assert!(is_shared(&house).await);
    let id = async |house: &House| number(house.write().await.next_id());
    assert_eq!((id(&house).await, id(&second).await, id(&third).await), (0, 1, 2));
    // One ends in order: its number is free at once. One is only silent: its number stays its own for a minute.
    let House { place, clock, store } = second;
    store.close().await;
    let fourth = another(&house).await;
    assert_eq!(id(&fourth).await, 1);
    drop((place, clock));
    house.later(59);
    assert_eq!(id(&fourth).await, 1);
    house.later(2);
    let fifth = another(&house).await;
    assert_eq!(id(&fifth).await, 0, "the first one was silent for too long");
    assert_eq!(id(&house).await, 2, "and goes on under another number, that of the third, silent too");
    assert_eq!(id(&third).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_server_started_anew_in_its_folder_has_its_number_and_leases_back_at_once() {
    let house = House::new().await;
    let _second = another(&house).await;
    house.append(1).await;
    let mut tx = house.write().await;
    assert_eq!(seal::seal_batch(&mut tx, house.store.server_name()).await.unwrap().len(), 1);
    tx.commit().await.unwrap();
    let again = house.as_if_killed().await;
    assert_eq!(again.store.server_name(), house.store.server_name());
    assert_eq!(number(again.write().await.next_id()), 0);
    again.append(1).await;
    let mut tx = again.write().await;
    assert_eq!(seal::seal_batch(&mut tx, again.store.server_name()).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn servers_tell_each_other_of_events_and_of_seals() {
    let house = House::new().await;
    let other = another(&house).await;
    // Whoever listens may not have begun to.
    let hears = async |from: &House, to: &House, seal: bool| {
        in_time(async {
            loop {
                if seal {
                    from.append(1).await
                };
                let heard = to.store.log_moved();
                if seal {
                    from.seal().await
                } else {
                    from.append(1).await
                };
                if tokio::time::timeout(Duration::from_millis(500), heard).await.is_ok() {
                    return;
                }
            }
        })
        .await;
    };
    hears(&house, &other, false).await;
    hears(&other, &house, false).await;
    hears(&house, &other, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn writers_who_wait_for_each_other_in_a_circle_are_told_to_try_again() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let one = house.conversation(channel).await;
    let mut tx = house.write().await;
    let author = conversation::find(&mut tx, one).await.unwrap().unwrap().author;
    let new =
        conversation::NewConversation { channel, thread_key: "another", talk_with: None, author, opened_at: tx.now() };
    let two = conversation::open(&mut tx, new).await.unwrap().id;
    tx.commit().await.unwrap();

    let (mut first, mut second) = (house.write().await, house.write().await);
    conversation::find(&mut first, one).await.unwrap();
    conversation::find(&mut second, two).await.unwrap();
    let crossed = tokio::join!(conversation::find(&mut first, two), conversation::find(&mut second, one));
    let outcomes = [(crossed.0.map(drop), first), (crossed.1.map(drop), second)];
    let mut conflicts = 0;
    for (found, tx) in outcomes {
        if let Err(error) = found {
            assert!(error.is_conflict(), "{error:?}");
            assert!(matches!(tx.commit().await, Err(StoreError::Spoiled)));
            conflicts += 1;
        } else {
            tx.commit().await.unwrap();
        }
    }
    assert_eq!(conflicts, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_server_goes_on_when_a_newer_one_adds_a_column() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let id = house.conversation(channel).await;
    // Every connection has the statement prepared.
    for _ in 0..3 {
        let mut open = Vec::new();
        for _ in 0..8 {
            let mut tx = house.write().await;
            conversation::find(&mut tx, id).await.unwrap();
            tx.commit().await.unwrap();
            open.push(house.read().await);
            conversation::find(open.last_mut().unwrap(), id).await.unwrap();
        }
    }
    house.place.change_behind_our_back("ALTER TABLE conversation ADD COLUMN unheard_of BIGINT").await;
    let mut in_the_way = 0;
    for _ in 0..32 {
        let mut tx = house.read().await;
        match conversation::find(&mut tx, id).await {
            Ok(found) => assert!(found.is_some()),
            Err(error) => {
                assert!(error.is_conflict(), "{error:?}");
                in_the_way += 1;
            }
        }
    }
    assert!((1..=8).contains(&in_the_way), "once for a connection: {in_the_way}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn two_servers_that_start_together_on_an_empty_database_both_come_up() {
    let place = crate::place::Place::new().await;
    let other = place.of_another_server();
    let clock = Arc::new(model::ManualClock::at("2026-11-23T10:00:00Z"));
    let (one, two) = tokio::join!(place.open(&clock), other.open(&clock));
    let mut tx = one.unwrap().write().await.unwrap();
    append(&mut tx, 1).await;
    tx.commit().await.unwrap();
    let found = event::oldest_unsealed(&mut two.unwrap().read().await.unwrap()).await.unwrap();
    assert_eq!(found, Some(Timestamp::from_second(clock.now().as_second()).unwrap()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn every_text_column_is_compared_byte_by_byte() {
    let house = House::new().await;
    let otherwise = house.place.count_behind_our_back(
        "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'text' \
         AND table_name NOT LIKE '%sqlx%' AND collation_name IS DISTINCT FROM 'C'",
    );
    assert_eq!(otherwise.await, 0);
}

#[tokio::test]
#[ignore = "needs PostgreSQL"]
async fn who_looks_from_beside_reads_and_changes_nothing() {
    let house = House::new().await;
    house.append(5).await;
    house.seal().await;
    let beside = Store::connect_beside(&house.place.url(), house.clock.clone()).await.unwrap();
    assert_eq!(event::position(&mut beside.read().await.unwrap()).await.unwrap(), 5);
    let mut tx = beside.write().await.unwrap();
    let refused = event::append(&mut tx, EventKind::TopicChanged, Actor::System, None, json!({})).await;
    assert!(refused.is_err());
    drop(tx);
    beside.close().await;
    // One of an older version is left as it is.
    house.place.change_behind_our_back("DELETE FROM _sqlx_migrations WHERE version > 1").await;
    let older = Store::connect_beside(&house.place.url(), house.clock.clone()).await.err().unwrap();
    assert!(matches!(older, StoreError::TooOld), "{older}");
    assert_eq!(house.place.count_behind_our_back("SELECT MAX(version) FROM _sqlx_migrations").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL"]
async fn a_correction_that_is_committed_late_is_learned_after_those_that_overtook_it() {
    let house = House::new().await;
    let other = another(&house).await;
    let member = house.member(Role::Member).await;
    let channel = house.channel(Network::Simulated).await;
    let mut tx = house.write().await;
    let said = letter("a", "anna", "Kaffee");
    let author = author::keep(&mut tx, Network::Simulated, &said.author).await.unwrap();
    let mut posts = Vec::new();
    for id in ["a", "b"] {
        posts.push(post::insert(&mut tx, channel, author, &letter(id, "anna", "Kaffee")).await.unwrap().id);
    }
    tx.commit().await.unwrap();
    let correct = async |tx: &mut Tx, post: PostId| {
        let event =
            event::append(tx, EventKind::JudgementCorrected, Actor::Member(member), None, json!({})).await.unwrap();
        let new = NewCorrection { event, post, task: JudgementTask::Spam, value: "no", member };
        judgement::correct(tx, new).await.unwrap();
    };
    let mut early = house.write().await;
    correct(&mut early, posts[0]).await;
    let mut late = other.write().await;
    correct(&mut late, posts[1]).await;
    late.commit().await.unwrap();
    other.seal().await;
    let learned = judgement::corrections_after(&mut other.read().await, 0, 10).await.unwrap();
    assert_eq!(learned.len(), 1);
    early.commit().await.unwrap();
    other.seal().await;
    let learned = judgement::corrections_after(&mut other.read().await, learned[0].position, 10).await.unwrap();
    assert_eq!(learned.len(), 1, "the one with the smaller id");
}
