//! Opening, writing, and being killed.
#![allow(clippy::unwrap_used)]

mod house;
use house::{House, append, open};

use model::{Network, PostId};
use store::{StoreError, event, organisation};

async fn name(house: &House) -> Option<String> {
    organisation::find(&mut house.read().await).await.unwrap().map(|found| found.name)
}

#[tokio::test]
async fn a_second_server_on_one_folder_is_told_what_to_do() {
    let house = House::new().await;
    let error = open(house.folder.path(), &house.clock).await.err().unwrap();
    assert!(matches!(error, StoreError::InUse { .. }));
    assert!(error.to_string().contains("another server is running on"), "{error}");

    let House { folder, clock, store } = house;
    store.close().await;
    open(folder.path(), &clock).await.unwrap();
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let house = House::new().await;
    let file = house.folder.path().join("a file");
    std::fs::write(&file, "").unwrap();
    let error = open(&file, &house.clock).await.err().unwrap();
    assert!(matches!(&error, StoreError::Folder { .. }) && error.to_string().contains("a file"), "{error}");
}

#[tokio::test]
async fn what_was_committed_survives_a_kill_and_what_was_not_never_happened() {
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

#[tokio::test]
async fn a_log_cut_off_in_the_middle_of_a_commit_keeps_the_commits_before() {
    let house = House::new().await;
    let mut tx = house.write().await;
    organisation::found(&mut tx, "first").await.unwrap();
    tx.commit().await.unwrap();
    let wal = house.folder.path().join("coffeehouse.db-wal");
    let length = std::fs::metadata(&wal).unwrap().len();
    let mut tx = house.write().await;
    organisation::found(&mut tx, "second").await.unwrap();
    append(&mut tx, 50).await;
    tx.commit().await.unwrap();

    // As a power cut leaves it: the last commit's tail never reached the disk.
    let copy = tempfile::TempDir::new().unwrap();
    std::fs::copy(house.folder.path().join("coffeehouse.db"), copy.path().join("coffeehouse.db")).unwrap();
    let bytes = std::fs::read(&wal).unwrap();
    let cut = length as usize + (bytes.len() - length as usize) / 2;
    std::fs::write(copy.path().join("coffeehouse.db-wal"), &bytes[..cut]).unwrap();
    let store = open(copy.path(), &house.clock).await.unwrap();
    let cut = House { folder: copy, clock: house.clock.clone(), store };
    assert_eq!(name(&cut).await.as_deref(), Some("first"));
}

#[tokio::test]
async fn writers_of_both_kinds_take_turns() {
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

#[tokio::test]
async fn a_writer_that_gives_up_waiting_leaves_the_turn_to_others() {
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

#[tokio::test]
async fn a_reader_keeps_its_snapshot_and_writes_nothing() {
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

#[tokio::test]
async fn ids_grow_although_the_clock_was_set_back_between_two_runs() {
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

#[tokio::test]
async fn a_database_from_before_judgements_is_given_their_tables_and_keeps_what_it_has() {
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let conversation = house.conversation(channel).await;
    let mut connection = house.behind_our_back().await;
    for step in [
        "DROP TABLE judgement",
        "DROP TABLE correction",
        "DELETE FROM _sqlx_migrations WHERE description = 'judgement'",
    ] {
        let changed = sqlx::query(step).execute(&mut connection).await.unwrap().rows_affected();
        assert!(step.starts_with("DROP") || changed == 1, "{step}");
    }
    drop(connection);
    let House { folder, clock, store } = house;
    store.close().await;
    let store = open(folder.path(), &clock).await.unwrap();
    let mut tx = store.write().await.unwrap();
    assert!(store::conversation::find(&mut tx, conversation).await.unwrap().is_some());
    assert_eq!(store::judgement::of_posts(&mut tx, &[PostId(1)]).await.unwrap().len(), 0);
}
