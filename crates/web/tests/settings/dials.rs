//! The three dials: what they read, who changes how they are made, and that they say it again.

use axum::http::StatusCode;
use model::{Actor, EventKind, Role};
use serde_json::json;
use store::event;

use crate::figures::{is_read, waited};
use crate::house::{Browser, House};

/// The form of the usual targets, with other fields before it.
fn form<'a>(seen: &'a str, reason: &'a str, others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("seen", seen),
        ("reason", reason),
        ("belief_unhappy_answered", "concerned"),
        ("percent_unhappy_answered", "90"),
        ("belief_silence_reasoned", "concerned"),
        ("percent_silence_reasoned", "90"),
        ("belief_promises_kept", "responsible"),
        ("percent_promises_kept", "90"),
        ("belief_owed_settled", "responsible"),
        ("percent_owed_settled", "80"),
        ("hours_owed_settled", "168"),
        ("belief_insights_decided", "responsible"),
        ("percent_insights_decided", "80"),
        ("hours_insights_decided", "720"),
        ("belief_told_back", ""),
        ("percent_told_back", "80"),
        ("hours_told_back", "720"),
        ("belief_answered", "responsive"),
        ("percent_answered", "90"),
        ("belief_first_within", "responsive"),
        ("percent_first_within", "80"),
        ("hours_first_within", "24"),
        ("belief_next_within", "responsive"),
        ("percent_next_within", "80"),
        ("hours_next_within", "24"),
    ];
    for (name, value) in others {
        fields.iter_mut().filter(|(field, _)| field == name).for_each(|field| field.1 = value);
    }
    fields
}

/// Every standing on the page, as its list has it.
fn standings(text: &str) -> Vec<(String, String)> {
    let of = |part: &str, name: &str| part.split(&format!("{name}=\"")).nth(1)?.split('"').next().map(str::to_owned);
    text.split("<li class=\"reading\"")
        .skip(1)
        .filter_map(|one| Some((of(one, "data-part")?, of(one, "data-standing")?)))
        .collect()
}

fn standing(text: &str, part: &str) -> String {
    let all = standings(text);
    all.into_iter().find(|(name, _)| name == part).map(|(_, standing)| standing).unwrap_or_default()
}

async fn change(house: &House, browser: &Browser, fields: &[(&str, &str)]) -> StatusCode {
    house.post(browser, "/dials/change", fields).await.status
}

#[tokio::test]
async fn each_part_stands_by_itself_and_says_when_too_little_is_known() {
    let (house, owner) = House::owned().await;
    let page = house.get(&owner, "/dials").await;
    assert_eq!(standings(&page.text).len(), 9);
    assert!(standings(&page.text).iter().all(|(_, standing)| standing == "unknown"), "nothing happened yet");
    // Two of three were answered, within an hour; the unhappy third was not, and their conversations were closed silently.
    waited(&house, 60).await;
    is_read(&house).await;
    let page = house.get(&owner, "/dials?days=7").await;
    for (part, expected) in [
        ("answered", "fails"),
        ("unhappy_answered", "fails"),
        ("silence_reasoned", "fails"),
        ("first_within", "fails"),
        ("promises_kept", "unknown"),
        ("next_within", "unknown"),
    ] {
        assert_eq!(standing(&page.text, part), expected, "{part}");
    }
    page.shows("0 of 3 hold");
    let reader = house.member("Ida Roos", Role::Colleague).await;
    let reader = house.signed_in(reader).await;
    let theirs = house.get(&reader, "/dials?days=7").await;
    assert_eq!(standings(&theirs.text), standings(&page.text));
    assert!(!theirs.text.contains("/dials/change") && !theirs.text.contains("href=\"/commitments\""));
}

#[tokio::test]
async fn other_targets_make_a_version_and_what_was_read_before_stays() {
    let (house, owner) = House::owned().await;
    waited(&house, 60).await;
    is_read(&house).await;
    let position = event::position(&mut house.read().await).await.unwrap();
    let before = format!("/dials?days=7&as_of={position}");
    assert_eq!(standing(&house.get(&owner, &before).await.text, "answered"), "fails");
    house.clock.advance(std::time::Duration::from_secs(60));

    let easier = form("0", "we begin where we are", &[("percent_answered", "60")]);
    assert_eq!(change(&house, &owner, &easier).await, StatusCode::SEE_OTHER);
    is_read(&house).await;
    let page = house.get(&owner, "/dials?days=7").await;
    assert_eq!(standing(&page.text, "answered"), "holds");
    assert_eq!(standings(&page.text).len(), 8, "one part stands on no dial");
    page.shows("we begin where we are");
    assert_eq!(standing(&house.get(&owner, &before).await.text, "answered"), "fails", "as it was read then");

    // Whoever looked at what held before is told, and what they wrote stays.
    let stale = house.post(&owner, "/dials/change", &form("0", "mine", &[("percent_answered", "33")])).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["changed how the dials are made meanwhile", "value=\"33\"", "name=\"seen\" value=\"1\""] {
        assert!(stale.text.contains(said), "{said}");
    }
    for (others, said) in [
        (&[("percent_answered", "0")][..], "from 1 to 100 percent"),
        (&[("hours_first_within", "many")][..], "the time of a part is from 1 to"),
        (&[("belief_unhappy_answered", ""), ("belief_silence_reasoned", "")][..], "would have no part"),
    ] {
        let refused = house.post(&owner, "/dials/change", &form("1", "why not", others)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.to_lowercase().contains(&said.to_lowercase()), "{said}");
    }
    let silent = house.post(&owner, "/dials/change", &form("1", " ", &[])).await;
    assert!(silent.text.contains("Say why"));
}

#[tokio::test]
async fn promises_count_once_their_date_is_over() {
    let (house, owner) = House::owned().await;
    let now = house.store.clock().now();
    let mut tx = house.write().await;
    for number in 0..12 {
        let due_at = now - jiff::SignedDuration::from_hours(2);
        for (kind, after, late) in
            [(EventKind::CommitmentMade, "open", None), (EventKind::CommitmentKept, "kept", Some(number == 0))]
        {
            let data = json!({ "commitment": number.to_string(), "due_at": due_at, "after": after, "late": late });
            event::append(&mut tx, kind, Actor::System, None, data).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    is_read(&house).await;
    let page = house.get(&owner, "/dials?days=7").await;
    assert_eq!(standing(&page.text, "promises_kept"), "holds", "eleven of twelve");
    page.shows("92 %");
}
