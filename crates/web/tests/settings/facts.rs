//! Facts on their pages and in the answer box: written, offered with their source, reviewed, and found in what was said.

use axum::http::StatusCode;
use model::{ConversationId, Function, Giving, Role};
use store::draft::{self, DraftKind};
use store::fact::{self, Fact};
use store::{conversation, member, reply};

use crate::house::{Browser, House};

const RAMP: &str = "https://example.org/ramp";

async fn the_only_one(house: &House) -> Fact {
    let mut all = fact::all(&mut house.read().await).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Writes a fact with a line; its address.
async fn written(house: &House, browser: &Browser, owner: &str) -> String {
    let fields = [
        ("claim", "There is a ramp at every station"),
        ("source_title", "Access report"),
        ("source_url", RAMP),
        ("owner", owner),
        ("review_on", "2026-12-01"),
        ("language", ""),
        ("text", "Hello {{person}}, there is a ramp."),
    ];
    let answer = house.post(browser, "/facts", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

async fn my_id(house: &House) -> String {
    let all = member::all(&mut house.read().await).await.unwrap();
    all.iter().find(|one| one.role == Role::Owner).unwrap().id.to_string()
}

/// What of the answer box names facts.
async fn box_of(house: &House, browser: &Browser, path: &str) -> String {
    let page = house.get(browser, path).await.text;
    page.split("id=\"said-facts\"").nth(1).and_then(|rest| rest.split("</ul>").next()).unwrap().to_owned()
}

#[tokio::test]
async fn a_fact_is_written_offered_with_its_source_said_and_found_where_it_no_longer_holds() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    house.get(&owner, "/facts").await.shows("No fact is written yet");
    let me = my_id(&house).await;
    let address = written(&house, &owner, &me).await;
    let fact = the_only_one(&house).await;
    house.get(&owner, "/facts").await.shows("1 fact in use, each with somebody who stands for it");
    let page = house.get(&owner, &address).await;
    page.shows("There is a ramp at every station</h1>");
    page.shows("next review <time datetime=\"2026-12-01\"");
    page.shows("None yet.");

    // Offered for the conversation, filled in, with its source behind it.
    let id = house.conversation().await;
    let offered = house.get(&owner, &format!("/conversations/{id}/saved-replies")).await;
    offered.shows("Approved lines");
    offered.shows(&format!("there is a ramp. {RAMP}"));
    let used = format!("{}:1", fact.id);
    let inserted = house.get(&owner, &format!("/inbox/{id}?view=all&fact={}", fact.id)).await;
    inserted.shows(&format!("there is a ramp. {RAMP}</textarea>"));
    inserted.shows(&format!("name=\"fact\" value=\"{used}\" checked"));
    assert!(!inserted.text.contains("to be reviewed"), "it was reviewed in time");

    // The draft keeps it, and what was sent names it.
    let draft = [("kind", "reply"), ("text", "There is a ramp."), ("fact", &used)];
    house.post(&owner, &format!("/conversations/{id}/draft"), &draft).await;
    let path = format!("/inbox/{id}?view=all");
    assert!(box_of(&house, &owner, &path).await.contains(&used));
    let reply = [("text", "There is a ramp."), ("seen_version", "1"), ("fact", &used), ("fact", "nonsense")];
    house.post(&owner, &format!("/conversations/{id}/reply"), &reply).await;
    assert!(!box_of(&house, &owner, &path).await.contains(&used), "it is said");
    let page = house.get(&owner, &address).await;
    page.shows("version 1");
    page.shows("not out yet");
    assert!(!page.text.contains("no longer holds"));

    // Undone in time, it is in the box again; sent again, it is said again.
    let sent = reply::of_conversation(&mut house.read().await, id).await.unwrap().remove(0);
    house.post(&owner, &format!("/replies/{}/cancel", sent.id), &[]).await;
    assert!(box_of(&house, &owner, &path).await.contains(&used));
    house.get(&owner, &address).await.shows("None yet.");
    let version = conversation::find(&mut house.read().await, id).await.unwrap().unwrap().version.to_string();
    let reply = [("text", "There is a ramp."), ("seen_version", version.as_str()), ("fact", &used)];
    house.post(&owner, &format!("/conversations/{id}/reply"), &reply).await;

    // It turns out to be wrong.
    let wrong = [
        ("claim", "There is a ramp at most stations"),
        ("source_title", "Access report"),
        ("owner", &me),
        ("review_on", "2026-12-01"),
        ("version", "1"),
    ];
    assert_eq!(house.post(&owner, &address, &wrong).await.location(), address);
    let page = house.get(&owner, &address).await;
    page.shows("This answer says what no longer holds");
    page.shows("It said “There is a ramp at every station” before.");
    page.shows("changed the claim, changed the source, changed its lines");
    house.get(&owner, "/facts").await.shows("1 no longer holds");
    let version = conversation::find(&mut house.read().await, id).await.unwrap().unwrap().version.to_string();
    let used = format!("{}:2", fact.id);
    let reply = [("text", "At most."), ("seen_version", version.as_str()), ("fact", &used)];
    house.post(&owner, &format!("/conversations/{id}/reply"), &reply).await;
    let page = house.get(&owner, &address).await;
    page.shows("At most.");
    page.shows(&format!("{address}?outdated=yes#answers"));
    let page = house.get(&owner, &format!("{address}?outdated=yes")).await;
    assert!(!page.text.contains("At most."), "only those that no longer hold");
    page.shows("Show all");
    house.post(&owner, &address, &wrong).await.refuses(StatusCode::CONFLICT, "changed this fact meanwhile");
}

#[tokio::test]
async fn what_is_to_be_reviewed_is_offered_last_says_so_and_is_told_to_its_owner_who_may_say_that_it_is_true() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let jonas = house.member("Jonas Okafor", Role::Member).await;
    let address = written(&house, &owner, &jonas.to_string()).await;
    let due = the_only_one(&house).await;
    let later = [
        ("claim", "Zebras travel free"),
        ("source_title", "Tariff"),
        ("owner", &jonas.to_string()),
        ("review_on", "2027-06-01"),
    ];
    house.post(&owner, "/facts", &later).await;
    let id = house.conversation().await;
    house.clock.advance(std::time::Duration::from_secs(8 * 86_400));
    let owner = house.signed_in(my_id(&house).await.parse().map(model::MemberId).unwrap()).await;
    house.get(&owner, "/facts").await.shows("2 facts in use, 1 to be reviewed.");
    let choose = house.get(&owner, &format!("/conversations/{id}/saved-replies")).await;
    choose.shows("to be reviewed since <time datetime=\"2026-12-01\"");
    let place = |words: &str| choose.text.find(words).unwrap();
    assert!(place("Zebras travel free") < place("There is a ramp at every station"), "offered last");
    let inserted = format!("/inbox/{id}?view=all&fact={}", due.id);
    assert!(box_of(&house, &owner, &inserted).await.contains("to be reviewed since"));

    // Its owner is told, and says that it is still true without keeping facts.
    let told = || async {
        let mut tx = house.write().await;
        inbox::tell_of_reviews(&mut tx, 9).await.unwrap();
        tx.commit().await.unwrap();
    };
    told().await;
    let browser = house.signed_in(jonas).await;
    house.get(&browser, "/notices").await.shows("a fact for which you stand is to be reviewed");
    house.get(&browser, "/notices").await.shows(&format!("href=\"{address}\""));
    let page = house.get(&browser, &address).await;
    page.shows("Still true");
    assert!(!page.text.contains("Change it"), "they do not keep facts");
    let second = house.member("Ewa Brandt", Role::Member).await;
    let stranger = house.signed_in(second).await;
    assert!(!house.get(&stranger, &address).await.text.contains("Still true"));
    let review = [("review_on", "2027-05-01"), ("version", "1")];
    let path = format!("{address}/reviewed");
    house.post(&stranger, &path, &review).await.refuses(StatusCode::FORBIDDEN, "write or change facts");
    house
        .post(&browser, &path, &[("review_on", "soon")])
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "Say when it is reviewed again");
    assert_eq!(house.post(&browser, &path, &review).await.location(), address);
    let page = house.get(&browser, &address).await;
    page.shows("Jonas Okafor said that it is still true");
    house.get(&owner, "/facts").await.shows("all reviewed in time");

    // Whoever stands for it leaves: it says so, and comes first.
    house.post(&owner, &format!("/members/{jonas}/disable"), &[]).await;
    let list = house.get(&owner, "/facts").await;
    list.shows("nobody stands for it");
    list.shows("2 for which nobody stands, 0 to be reviewed.");
}

#[tokio::test]
async fn a_wrong_fact_stays_in_its_form_with_what_is_wrong_and_members_of_communication_keep_facts() {
    let (house, owner) = House::owned().await;
    let ewa = house.member("Ewa Brandt", Role::Member).await;
    let browser = house.signed_in(ewa).await;
    house.get(&browser, "/facts/new").await.refuses(StatusCode::FORBIDDEN, "write or change facts");
    let mut tx = house.write().await;
    let terms = store::team::TeamTerms {
        name: "Press".into(),
        function: Function::Communication,
        calendar: None,
        members: vec![ewa],
        giving: Giving::ByHand,
        keeps_hours: false,
    };
    store::team::create(&mut tx, &terms).await.unwrap();
    tx.commit().await.unwrap();
    house.get(&browser, "/facts/new").await.shows("Write a fact");
    let me = ewa.to_string();
    let wrong = [
        ("claim", "It runs"),
        ("source_title", "Report"),
        ("source_url", "nowhere"),
        ("owner", &me),
        ("review_on", "2026-12-01"),
    ];
    let refused = house.post(&browser, "/facts", &wrong).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "An address begins with https://");
    assert!(refused.text.contains("value=\"nowhere\"") && refused.text.contains("It runs"), "nothing is lost");
    let more =
        house.post(&browser, "/facts", &[("claim", "It runs"), ("language", "de"), ("text", "Ja"), ("more", "yes")]);
    assert_eq!(more.await.text.matches("<fieldset class=\"variant\"").count(), 2);
    let address = written(&house, &browser, &me).await;
    let page = house.post(&browser, &address, &[("claim", " "), ("owner", &me), ("review_on", "2026-12-01")]).await;
    page.refuses(StatusCode::UNPROCESSABLE_ENTITY, "A claim of 1 to 300 characters is needed");
    assert!(page.text.contains("There is a ramp at every station</h1>"), "it says what it said");

    house.post(&owner, &format!("{address}/archive"), &[]).await;
    house.get(&owner, &address).await.shows("it is offered to nobody");
    house.channel().await;
    let id: ConversationId = house.conversation().await;
    let choose = house.get(&owner, &format!("/conversations/{id}/saved-replies")).await;
    assert!(!choose.text.contains("There is a ramp"));
    house.post(&owner, &format!("{address}/archive"), &[("restore", "yes")]).await;
    house.get(&owner, &format!("/conversations/{id}/saved-replies")).await.shows("There is a ramp");
}

#[tokio::test]
async fn an_answer_that_is_refused_keeps_its_facts_in_the_box_and_what_is_not_ticked_is_not_said() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    written(&house, &owner, &my_id(&house).await).await;
    let (fact, id) = (the_only_one(&house).await.id, house.conversation().await);
    let used = format!("{fact}:1");
    let reply = [("text", "Yes."), ("seen_version", "1"), ("fact", &used), ("later_at", "soon")];
    let refused = house.post(&owner, &format!("/conversations/{id}/reply"), &reply).await;
    assert!(refused.text.contains(&format!("name=\"fact\" value=\"{used}\" checked")), "{}", refused.status);
    house.post(&owner, &format!("/conversations/{id}/reply"), &[("text", "Yes."), ("seen_version", "1")]).await;
    let mut tx = house.read().await;
    let said = reply::of_conversation(&mut tx, id).await.unwrap();
    assert_eq!((said.len(), fact::of_reply(&mut tx, said[0].id).await.unwrap()), (1, vec![]));
    let member = said[0].member;
    drop(tx);
    // A note says nothing in public.
    let note = [("kind", "note"), ("text", "There is a ramp."), ("fact", &used)];
    house.post(&owner, &format!("/conversations/{id}/draft"), &note).await;
    let mut tx = house.read().await;
    assert_eq!(draft::find(&mut tx, id, member, DraftKind::Reply).await.unwrap(), None);
    assert_eq!(draft::said(&mut tx, id, member).await.unwrap(), []);
}
