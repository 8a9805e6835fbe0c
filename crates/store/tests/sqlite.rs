//! The contract of the store on the embedded database, and what only that one has.
#![allow(clippy::unwrap_used)]

#[macro_use]
mod contract;
mod house;
#[path = "place/sqlite.rs"]
mod place;

use house::{House, append};
use place::Place;
use store::{StoreError, organisation};

contract!([#[tokio::test]]);

#[tokio::test]
async fn a_second_server_on_one_folder_is_told_what_to_do() {
    let house = House::new().await;
    let error = house.place.open(&house.clock).await.err().unwrap();
    assert!(matches!(error, StoreError::InUse { .. }));
    assert!(error.to_string().contains("another server is running on"), "{error}");

    let House { place, clock, store } = house;
    store.close().await;
    place.open(&clock).await.unwrap();
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let house = House::new().await;
    let file = house.place.folder.path().join("a file");
    std::fs::write(&file, "").unwrap();
    let error = place::open(&file, &house.clock).await.err().unwrap();
    assert!(matches!(&error, StoreError::Folder { .. }) && error.to_string().contains("a file"), "{error}");
}

#[tokio::test]
async fn a_log_cut_off_in_the_middle_of_a_commit_keeps_the_commits_before() {
    let house = House::new().await;
    let mut tx = house.write().await;
    organisation::found(&mut tx, "first").await.unwrap();
    tx.commit().await.unwrap();
    let wal = house.place.folder.path().join("coffeehouse.db-wal");
    let length = std::fs::metadata(&wal).unwrap().len();
    let mut tx = house.write().await;
    organisation::found(&mut tx, "second").await.unwrap();
    append(&mut tx, 50).await;
    tx.commit().await.unwrap();

    // As a power cut leaves it: the last commit's tail never reached the disk.
    let copy = tempfile::TempDir::new().unwrap();
    std::fs::copy(house.place.folder.path().join("coffeehouse.db"), copy.path().join("coffeehouse.db")).unwrap();
    let bytes = std::fs::read(&wal).unwrap();
    let cut = length as usize + (bytes.len() - length as usize) / 2;
    std::fs::write(copy.path().join("coffeehouse.db-wal"), &bytes[..cut]).unwrap();
    let store = place::open(copy.path(), &house.clock).await.unwrap();
    let cut = House { place: Place { folder: copy }, clock: house.clock.clone(), store };
    assert_eq!(contract::opening::name(&cut).await.as_deref(), Some("first"));
}

#[tokio::test]
async fn a_database_of_an_older_version_is_copied_before_it_is_changed() {
    let house = House::new().await;
    let mut tx = house.write().await;
    organisation::found(&mut tx, "before").await.unwrap();
    tx.commit().await.unwrap();
    // As if the newest migration had not been.
    for step in [
        "DROP TABLE deed_item",
        "DROP TABLE deed",
        "DROP TABLE saved_view_place",
        "DROP TABLE saved_view",
        "DELETE FROM _sqlx_migrations WHERE version = 13",
    ] {
        house.place.change_behind_our_back(step).await;
    }
    let House { place, clock, store } = house;
    store.close().await;
    place.open(&clock).await.unwrap().close().await;
    let copies = || {
        let names = std::fs::read_dir(place.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with("before-upgrade-from-")).collect::<Vec<_>>()
    };
    assert_eq!(copies().len(), 1);
    // The copy is whole, and of the former version.
    let copy = tempfile::TempDir::new().unwrap();
    std::fs::copy(place.folder.path().join(&copies()[0]), copy.path().join("coffeehouse.db")).unwrap();
    let store = place::open(copy.path(), &clock).await.unwrap();
    let found = organisation::find(&mut store.read().await.unwrap()).await.unwrap().unwrap();
    assert_eq!(found.name, "before");
    place.open(&clock).await.unwrap();
    assert_eq!(copies().len(), 1, "a database of this version is not copied");
}
