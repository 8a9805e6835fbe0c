//! Back-ups: whole, verified, and the same from either database.

use crate::house::House;

use std::collections::BTreeSet;

use store::backup::{self, BackupError};
use store::organisation;

use super::opening::name;

async fn written(house: &House) -> (Vec<u8>, backup::Summary) {
    let mut text = Vec::new();
    let summary = backup::write(&mut house.read().await, &mut text, |_| {}).await.unwrap();
    (text, summary)
}

/// Restores a text into a house of its own; nothing is kept when it is refused.
async fn restored(text: &[u8]) -> Result<(House, backup::Summary), BackupError> {
    let house = House::new().await;
    let mut tx = house.write().await;
    let summary = backup::read(&mut tx, text, |_| {}).await?;
    tx.commit().await.unwrap();
    Ok((house, summary))
}

/// A house with a bit of everything, more rows than one statement takes, and what text can hold.
async fn lived_in() -> House {
    let house = House::new().await;
    let member = house.member(model::Role::Member).await;
    let channel = house.channel(model::Network::Simulated).await;
    let conversation = house.conversation(channel).await;
    let mut tx = house.write().await;
    organisation::found(&mut tx, "Vellenbahn \"Ü\" 🚆 \u{2028}\\").await.unwrap();
    let terms = model::SlaTerms { first_response_seconds: Some(3_600), ..model::SlaTerms::default() };
    let policy = store::policy::create::<model::SlaPolicyId>(&mut tx, "At once", &terms).await.unwrap();
    let mut chosen = store::conversation::find(&mut tx, conversation).await.unwrap().unwrap();
    chosen.sla_policy = Some(policy);
    store::conversation::save(&mut tx, &chosen).await.unwrap();
    for number in 0..450 {
        store::note::write(&mut tx, conversation, member, &format!("Zettel {number}\n")).await.unwrap();
    }
    tx.commit().await.unwrap();
    house.append(700).await;
    house.seal().await;
    house.append(3).await;
    house
}

pub async fn a_backup_restores_to_the_same_text() {
    let house = lived_in().await;
    let (text, summary) = written(&house).await;
    let (again, read) = restored(&text).await.unwrap();
    assert_eq!((read.rows, read.position), (summary.rows, summary.position));
    assert!(summary.rows > 1_100 && summary.position >= 700, "{summary:?}");
    again.clock.set(&house.read().await.now().to_string());
    assert_eq!(String::from_utf8(written(&again).await.0).unwrap(), String::from_utf8(text).unwrap());
    assert_eq!(name(&again).await, name(&house).await);
}

pub async fn what_is_written_meanwhile_is_not_in_a_backup() {
    let house = lived_in().await;
    let mut reading = house.read().await;
    // A snapshot is of the moment of the first look.
    store::event::position(&mut reading).await.unwrap();
    house.append(10).await;
    let mut text = Vec::new();
    let summary = backup::write(&mut reading, &mut text, |_| {}).await.unwrap();
    drop(reading);
    assert_eq!(written(&house).await.1.rows, summary.rows + 10);
}

pub async fn a_damaged_backup_restores_nothing() {
    let (text, _) = written(&lived_in().await).await;
    let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let without = |number: usize| [&lines[..number], &lines[number + 1..]].concat().concat();
    let changed = String::from_utf8(text.clone()).unwrap().replacen("Zettel 7\\n", "Zettel 8\\n", 1).into_bytes();
    for (what, text, says) in [
        ("nothing", Vec::new(), "it is empty"),
        ("cut short", lines[..40].concat(), "it ends after line 40"),
        ("cut in a line", text[..text.len() / 2].to_vec(), "cannot be understood"),
        ("a row less", without(lines.len() - 2), "rows and should have"),
        ("another word", changed, "something in it was changed"),
        ("something else", b"{\"id\": 1}\n".to_vec(), "this is no back-up of Coffeehouse"),
        ("more behind it", [&text[..], b"[1]\n"].concat(), "something follows the last line"),
    ] {
        let error = restored(&text).await.err().unwrap_or_else(|| panic!("{what} was restored"));
        assert!(error.to_string().contains(says), "{what}: {error}");
    }
}

pub async fn a_backup_of_a_newer_version_and_one_into_a_full_house_are_refused() {
    let house = lived_in().await;
    let (text, summary) = written(&house).await;
    let ours = format!("\"schema\":{}", summary.schema);
    let newer = String::from_utf8(text.clone()).unwrap().replacen(&ours, "\"schema\":9999", 1);
    assert!(matches!(restored(newer.as_bytes()).await, Err(BackupError::TooNew { theirs: 9999, .. })));
    let mut tx = house.write().await;
    assert!(matches!(backup::read(&mut tx, &text[..], |_| {}).await, Err(BackupError::NotEmpty("organisation"))));
}

pub async fn every_table_is_backed_up_or_left_out_on_purpose() {
    let house = House::new().await;
    let (kept, left_out) = backup::tables();
    let known: BTreeSet<&str> = kept.into_iter().chain(left_out.iter().copied()).collect();
    let columns = house.place.columns().await;
    let there: BTreeSet<&str> = columns.iter().map(|(table, _)| table.as_str()).collect();
    assert_eq!(known, there);
}
