//! Studies on their pages: from a question to a table, with nobody seeing what the other says.

use std::time::Duration;

use axum::http::StatusCode;
use model::{Reason, Role};
use store::Tx;
use store::conversation::View;
use store::study::{self, StudyTerms};

use crate::house::{Browser, House};

/// A study of lifts that nobody drew yet.
pub async fn lifts(tx: &mut Tx, by: model::MemberId) -> model::StudyId {
    let terms = StudyTerms {
        name: "Lifts".into(),
        question: "What is said about lifts?".into(),
        query: "lift".into(),
        first_day: jiff::civil::date(2026, 11, 1),
        last_day: jiff::civil::date(2026, 11, 30),
        size: 10,
        seed: "velle".into(),
    };
    study::create(tx, &terms, &[], by).await.unwrap().id
}

/// So many people say something about lifts to us, and are heard.
async fn heard(house: &House, count: usize) {
    house.channel().await;
    let at = house.store.clock().now();
    for number in 0..count {
        let (name, id) = (format!("p{number}"), format!("at://p{number}/1"));
        house.network.say_as(&name, &id, &format!("=Lift {number} is broken"), at, Some(Reason::Addressed));
    }
    house
        .until("all are filed", async || {
            let heard = store::conversation::count(&mut house.read().await, View::All, usize::MAX).await.unwrap();
            (heard == count).then_some(())
        })
        .await;
    house.clock.advance(Duration::from_secs(1));
}

const TERMS: &[(&str, &str)] = &[
    ("name", "Lifts"),
    ("question", "What is said about lifts?"),
    ("query", "lift"),
    ("first_day", "2026-11-01"),
    ("last_day", "2026-11-30"),
    ("size", "10"),
    ("seed", "velle"),
];

const BOOK: &[(&str, &str)] = &[
    ("variable", "Tone"),
    ("definition", "How it is said"),
    ("codes", "calm: tells or asks\nangry: blames us"),
    ("variable", ""),
    ("definition", ""),
    ("codes", ""),
];

/// A study that is drawn, with its address.
async fn drawn(house: &House, owner: &Browser) -> String {
    let made = house.post(owner, "/studies", TERMS).await;
    let study = made.location().to_owned();
    let mut book = BOOK.to_vec();
    book.push(("version", "1"));
    house.post(owner, &format!("{study}/book"), &book).await.sends_to(&format!("{study}#book"));
    house.post(owner, &format!("{study}/draw"), &[]).await.sends_to(&study);
    house
        .until("it is drawn", async || house.get(owner, &study).await.text.contains("Begin the coding").then_some(()))
        .await;
    study
}

/// The mention that a page of codes shows, and which it is.
fn shown(page: &str) -> Option<(String, String)> {
    let value = |name: &str| {
        let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    value("post").zip(value("at"))
}

/// Codes everything as this says, by the posts' numbers.
async fn code(house: &House, who: &Browser, study: &str, code_of: impl Fn(usize) -> u32) {
    for place in 0..10 {
        let page = house.get(who, &format!("{study}/code")).await;
        let (post, at) = shown(&page.text).unwrap();
        let chosen = code_of(place).to_string();
        let fields = [("post", post.as_str()), ("at", at.as_str()), ("q1", chosen.as_str()), ("note", "hm")];
        house.post(who, &format!("{study}/code"), &fields).await;
    }
    house.get(who, &format!("{study}/code")).await.shows("All of it is coded");
}

#[tokio::test]
async fn a_study_goes_from_a_question_to_a_table_and_nobody_sees_the_other_before() {
    let (house, owner) = House::owned().await;
    heard(&house, 12).await;
    house.get(&owner, "/studies").await.shows("No study is begun yet");
    house
        .post(&owner, "/studies", &[("name", "Lifts")])
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "from which day");
    let wrong: Vec<_> =
        TERMS.iter().map(|(name, value)| (*name, if *name == "query" { "lift AND" } else { *value })).collect();
    let refused = house.post(&owner, "/studies", &wrong).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "What is said about lifts?");
    let study = drawn(&house, &owner).await;
    house.get(&owner, &study).await.shows("<b class=\"num\">10</b> drawn of <b class=\"num\">12</b>");
    house.get(&owner, "/studies").await.shows("its sample is drawn");

    let (first, second) =
        (house.member("Tarik Wenzel", Role::Member).await, house.member("Ewa Brandt", Role::Leader).await);
    let (one, two) = (first.to_string(), second.to_string());
    let same = [("first", one.as_str()), ("second", one.as_str())];
    house
        .post(&owner, &format!("{study}/begin"), &same)
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "Two different members");
    let both = [("first", one.as_str()), ("second", two.as_str())];
    house.post(&owner, &format!("{study}/begin"), &both).await.sends_to(&study);
    house
        .post(&owner, &format!("{study}/book"), BOOK)
        .await
        .refuses(StatusCode::CONFLICT, "Somebody changed this study");

    let (tarik, ewa) = (house.signed_in(first).await, house.signed_in(second).await);
    house.get(&owner, &format!("{study}/code")).await.refuses(StatusCode::CONFLICT, "Somebody else codes this study");
    let page = house.get(&tarik, &format!("{study}/code")).await;
    let (post, at) = shown(&page.text).unwrap();
    let nothing = [("post", post.as_str()), ("at", at.as_str()), ("q1", "3")];
    let refused = house.post(&tarik, &format!("{study}/code"), &nothing).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Answer everything that is asked");
    code(&house, &tarik, &study, |_| 1).await;
    let seen = house.get(&tarik, &format!("{study}/code?at=1")).await;
    seen.shows("value=\"1\" checked");
    // Tarik is done, and Ewa and the owner see nothing of it.
    for who in [&owner, &ewa] {
        let page = house.get(who, &study).await;
        page.shows("10 of 10");
        assert!(!page.text.contains("What was found"), "{}", page.text);
    }
    let blank = house.get(&ewa, &format!("{study}/code?at=1")).await;
    assert!(blank.text.contains("name=\"q1\" value=\"1\" autocomplete"), "{}", blank.text);
    house.get(&ewa, &format!("{study}/export")).await.refuses(StatusCode::CONFLICT, "it is being coded");
    code(&house, &ewa, &study, |place| if place < 2 { 2 } else { 1 }).await;

    house.post(&owner, &format!("{study}/end"), &[]).await.sends_to(&study);
    let page = house.get(&owner, &study).await;
    page.shows("Both said the same of 8 of 10 mentions (80 %).");
    page.shows("2 of 2 to be decided");
    let table = house.get(&owner, &format!("{study}/export")).await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        table.text.starts_with(
            "id,url,written_on,channel,network,language,is_gone,Tone (first),Tone (second),Tone (final)\r\n"
        ),
        "{}",
        table.text
    );
    assert_eq!((table.text.lines().count(), table.text.matches(",calm,angry,\r\n").count()), (11, 2), "{}", table.text);
    assert!(!table.text.contains("broken"), "no words: {}", table.text);
    assert_eq!(table.text.lines().filter(|line| line.starts_with('\'')).count(), 10, "ids are text: {}", table.text);

    for _ in 0..2 {
        let page = house.get(&ewa, &study).await.text;
        let form = page.split("class=\"study-decide\"").nth(1).unwrap();
        let (_, rest) = form.split_once("name=\"post\" value=\"").unwrap();
        let (post, _) = rest.split_once('"').unwrap();
        let decided = [("post", post), ("variable", "1"), ("code", "0"), ("reason", "Both may be meant.")];
        house.post(&ewa, &format!("{study}/decide"), &decided).await.sends_to(&format!("{study}#disputes"));
    }
    let page = house.get(&owner, &study).await;
    page.shows("Both may be meant.");
    page.shows("Close the study");
    let method = house.get(&owner, &format!("{study}/export?form=method")).await;
    for words in
        ["Population: 12 mentions", "Sample: 10 mentions", "Seed: velle", "Cohen’s kappa", "Coded by both: 10 of 10"]
    {
        method.shows(words);
    }
    assert!(!method.text.contains("Tarik") && !method.text.contains("Ewa"), "{}", method.text);
    let lines = house.get(&owner, &format!("{study}/export?form=jsonl")).await;
    let row: serde_json::Value = serde_json::from_str(lines.text.lines().next().unwrap()).unwrap();
    assert_eq!(row["codes"][0]["first"], "calm");

    let row = house.get(&owner, &study).await.text;
    let (_, rest) = row.split_once("type=\"checkbox\" name=\"post\" value=\"").unwrap();
    let (post, _) = rest.split_once('"').unwrap();
    let learned = [("sentence", "People stay calm."), ("post", post)];
    house.post(&owner, &format!("{study}/insights"), &learned).await.sends_to(&format!("{study}#learned"));
    let page = house.get(&ewa, "/insights").await;
    page.shows("People stay calm.");
    page.shows("1 mention shows it");
    assert!(!page.text.contains("What was decided or done"), "a reader takes no step");
    let page = house.get(&owner, "/insights").await;
    let (_, rest) = page.text.split_once("action=\"/insights/").unwrap();
    let step = format!("/insights/{}", rest.split_once('"').unwrap().0);
    let done = [("state", "decided"), ("note", "Say when it runs again."), ("version", "1")];
    house.post(&owner, &step, &done).await.sends_to("/insights");
    house.get(&owner, "/insights").await.shows("Say when it runs again.");
}
