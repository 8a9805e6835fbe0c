//! The contract of the store on the embedded database, and what only that one has.
#![allow(clippy::unwrap_used)]

#[macro_use]
mod contract;
mod house;
#[path = "place/sqlite.rs"]
mod place;

use house::{House, append, letter};
use model::Network;
use place::Place;
use store::{StoreError, author, organisation, post};

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
async fn erased_words_are_in_no_page_of_the_file() {
    // The index of words spells letters of ASCII as they are, but for z.
    const WORDS: &str = "vergissmeinnichtpflaumenkuchen";
    let house = House::new().await;
    let channel = house.channel(Network::Simulated).await;
    let mut tx = house.write().await;
    let mut ids = Vec::new();
    for number in 0..300 {
        let said = letter(&format!("p{number}"), "anna", &format!("{WORDS} {number}, {}", "und noch mehr ".repeat(9)));
        let author = author::keep(&mut tx, Network::Simulated, &said.author).await.unwrap();
        ids.push(post::insert(&mut tx, channel, author, &said).await.unwrap().id);
    }
    tx.commit().await.unwrap();
    let is_in_file = |house: &House| {
        let bytes = std::fs::read(house.place.folder.path().join("coffeehouse.db")).unwrap();
        bytes.windows(WORDS.len()).any(|bytes| bytes == WORDS.as_bytes())
    };
    let House { place, clock, store } = house;
    store.close().await;
    let store = place.open(&clock).await.unwrap();
    let house = House { place, clock, store };
    assert!(is_in_file(&house), "the log was written back");
    let mut tx = house.write().await;
    for id in ids {
        post::erase_words(&mut tx, id, None).await.unwrap();
    }
    tx.commit().await.unwrap();
    house.store.clone().close().await;
    assert!(!is_in_file(&house));
}

#[tokio::test]
async fn a_database_of_an_older_version_is_copied_before_it_is_changed() {
    let house = House::new().await;
    let mut tx = house.write().await;
    organisation::found(&mut tx, "before").await.unwrap();
    tx.commit().await.unwrap();
    // As if the newest migration had not been.
    for step in
        ["DROP INDEX event_of_duties", "DROP TABLE dial_version", "DELETE FROM _sqlx_migrations WHERE version = 61"]
    {
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
