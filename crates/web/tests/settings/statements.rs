//! Statements on their pages: written by one, approved by another, published where the channel takes them, held by a stop.

use axum::http::StatusCode;
use model::{Right, Role, StatementState};
use store::posting;
use store::statement::{self, Statement};

use crate::house::{Browser, House};

async fn the_only_one(house: &House) -> Statement {
    let mut all = statement::all(&mut house.read().await).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

async fn id_of(house: &House, role: Role) -> String {
    let all = store::member::all(&mut house.read().await).await.unwrap();
    all.iter().find(|one| one.role == role).unwrap().id.to_string()
}

/// Writes a statement of some words; its address.
async fn written(house: &House, browser: &Browser, words: &str) -> String {
    let owner = id_of(house, Role::Owner).await;
    let fields = [
        ("title", "Derailment at Hallgrund"),
        ("kind", "holding"),
        ("language", ""),
        ("text", words),
        ("language", "de"),
        ("text", "Wir sehen nach."),
        ("next_word_at", "2026-11-23T23:00"),
        ("owner", owner.as_str()),
        ("matter", "label:Hallgrund"),
    ];
    let answer = house.post(browser, "/statements", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

#[tokio::test]
async fn a_statement_is_written_approved_by_another_and_refused_where_the_channel_does_not_take_it() {
    let (house, owner) = House::owned().await;
    let channel = house.channel().await.to_string();
    house.get(&owner, "/statements").await.shows("No statement is written yet");
    let tarik = house.member("Tarik Wenzel", Role::Member).await;
    let tarik = house.signed_in(tarik).await;
    let address = written(&house, &tarik, "We are looking.").await;
    let page = house.get(&tarik, &address).await;
    page.shows("Derailment at Hallgrund</h1>");
    page.shows("Holding line, draft, waits for approval");
    page.shows("next word by");
    assert!(!page.text.contains("/approve\""), "nobody approves their own words");
    let refused = house.post(&tarik, &format!("{address}/approve"), &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", Right::ApproveReplies);
    house.get(&owner, "/notices").await.shows("a statement waits for your approval");

    house.get(&owner, &address).await.shows("Approve these words");
    house
        .post(&owner, &format!("{address}/approve"), &[("version", "7")])
        .await
        .refuses(StatusCode::CONFLICT, "Somebody changed this statement meanwhile");
    house.post(&owner, &format!("{address}/approve"), &[("version", "1")]).await.sends_to(&address);
    let page = house.get(&owner, &address).await;
    page.shows("approved by Mara Lind");
    page.shows("15 of 300 characters");
    let publish = format!("{address}/publish");
    house
        .post(&owner, &publish, &[("version", "1")])
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "Say on which channels");
    // This network takes nothing, and says so.
    let german = format!("{channel}:de");
    house.post(&owner, &publish, &[("channel", &channel), ("language", &german)]).await.sends_to(&address);
    house.get(&owner, &address).await.shows("Wir sehen nach.</p>");
    house.clock.advance(std::time::Duration::from_secs(60));
    house
        .until("it is refused", async || {
            house.pipeline.nudge_work();
            house.get(&owner, &address).await.text.contains("nothing is sent here").then_some(())
        })
        .await;
    house.get(&owner, &address).await.shows("refused");
    house.get(&owner, "/notices").await.shows("a channel did not take your statement");
    assert_eq!(the_only_one(&house).await.state, StatementState::Approved);
    house.post(&owner, &format!("{address}/withdraw"), &[]).await.sends_to(&address);
    house.get(&owner, &address).await.shows("withdrawn.");
}

#[tokio::test]
async fn what_is_wrong_stays_in_the_form_and_what_is_published_keeps_its_words() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let me = id_of(&house, Role::Owner).await;
    let blank = [("title", "Lifts"), ("language", ""), ("text", "Hello {{person}}"), ("owner", me.as_str())];
    let refused = house.post(&owner, "/statements", &blank).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "{{person}} is filled by nobody");
    assert!(refused.text.contains("value=\"Lifts\""), "what was typed stays");
    let wrong = [("title", "Lifts"), ("language", ""), ("text", "x"), ("owner", me.as_str()), ("next_word_at", "noon")];
    house.post(&owner, "/statements", &wrong).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Say by when");
    let room = [("title", "Lifts"), ("language", ""), ("text", "x"), ("more", "yes")];
    house.post(&owner, "/statements", &room).await.shows("id=\"text-1\"");

    let address = written(&house, &owner, "We are looking.").await;
    let mut one = the_only_one(&house).await;
    let mut tx = house.write().await;
    one.state = StatementState::Published;
    one.published = Some((one.written_by, tx.now()));
    statement::save(&mut tx, &one).await.unwrap();
    tx.commit().await.unwrap();
    // The page offers no words any more; what is known about it changes.
    let page = house.get(&owner, &address).await;
    assert!(!page.text.contains("id=\"text-0\""));
    let known =
        [("title", "Hallgrund"), ("owner", me.as_str()), ("next_word_at", "2026-11-24T09:00"), ("version", "1")];
    house.post(&owner, &address, &known).await.sends_to(&address);
    let changed = the_only_one(&house).await;
    assert_eq!((changed.terms.title.as_str(), changed.state), ("Hallgrund", StatementState::Published));
    assert_eq!((changed.terms.texts, changed.version), (one.terms.texts, 2));
    // Who wrote other words while it was published is told, and has them as another one.
    let late =
        [("title", "Hallgrund"), ("kind", "holding"), ("language", ""), ("text", "Nobody is hurt."), ("owner", &me)];
    let late = [&late[..], &[("version", "2")]].concat();
    let told = house.post(&owner, &address, &late).await;
    told.refuses(StatusCode::UNPROCESSABLE_ENTITY, "was published while you wrote");
    let another = format!("name=\"replaces\" value=\"{}\"", one.id);
    for kept in ["Nobody is hurt.", "action=\"/statements\"", &another] {
        assert!(told.text.contains(kept), "{kept}");
    }
    assert_eq!(the_only_one(&house).await.version, 2, "nothing of it is kept unseen");
    let next = house.get(&owner, &format!("/statements/new?replaces={}", one.id)).await;
    next.shows("it takes the place of");
    next.shows("value=\"Hallgrund\"");
    house.get(&owner, "/desks/communication").await.shows("Hallgrund");
    // A program may have it said in an answer; the page offers it too.
    let id = house.conversation().await;
    let offered = house.get(&owner, &format!("/conversations/{id}/saved-replies")).await;
    offered.shows("id=\"our-statements\"");
    let inserted = house.get(&owner, &format!("/inbox/{id}?view=all&statement={}", one.id)).await;
    inserted.shows(&format!("name=\"fact\" value=\"statement:{}\" checked", one.id));
}

#[tokio::test]
async fn a_stop_holds_a_statement_among_what_goes_out() {
    let (house, owner) = House::owned().await;
    let channel = house.channel().await.to_string();
    let address = written(&house, &owner, "We are looking.").await;
    house.post(&owner, &format!("{address}/approve"), &[]).await.sends_to(&address);
    house.post(&owner, &format!("{address}/publish"), &[("channel", &channel)]).await.sends_to(&address);
    house.post(&owner, "/stops", &[("reason", "Nothing before noon."), ("label", "")]).await;
    let one = the_only_one(&house).await.id;
    let mut tx = house.write().await;
    let mut held = posting::of_statement(&mut tx, one).await.unwrap().remove(0);
    assert!(inbox::posting_is_held(&mut tx, &mut held).await.unwrap());
    tx.commit().await.unwrap();
    let outgoing = house.get(&owner, "/outgoing").await;
    outgoing.shows("The statement");
    outgoing.shows(&format!("/postings/{}/release", held.id));
    house.get(&owner, &address).await.shows("held by a stop");
    house.post(&owner, &format!("/postings/{}/cancel", held.id), &[]).await.sends_to(&address);
    house.get(&owner, &address).await.shows("taken back");
    house
        .post(&owner, &format!("/postings/{}/absent", held.id), &[])
        .await
        .refuses(StatusCode::CONFLICT, "That cannot be done now");
    house
        .post(&owner, &format!("/postings/{}/retry", held.id), &[])
        .await
        .refuses(StatusCode::CONFLICT, "That cannot be done now");
}

#[tokio::test]
async fn what_may_stand_after_a_restore_is_published_no_second_time_before_somebody_says_what_became_of_it() {
    let (house, owner) = House::owned().await;
    let channel = house.channel().await.to_string();
    let address = written(&house, &owner, "We are looking.").await;
    house.post(&owner, &format!("{address}/approve"), &[]).await.sends_to(&address);
    let publish = format!("{address}/publish");
    house.post(&owner, &publish, &[("channel", &channel)]).await.sends_to(&address);
    let mut tx = house.write().await;
    assert_eq!(inbox::hold_moving_postings(&mut tx).await.unwrap(), 1);
    let one = the_only_one(&house).await.id;
    let posting = posting::of_statement(&mut tx, one).await.unwrap().remove(0).id;
    tx.commit().await.unwrap();
    let page = house.get(&owner, &address).await;
    page.shows("restored from a back-up");
    page.shows("It did not arrive");
    let twice = house.post(&owner, &publish, &[("channel", &channel)]).await;
    twice.refuses(StatusCode::UNPROCESSABLE_ENTITY, "already");
    let arrived = format!("/postings/{posting}/arrived");
    house
        .post(&owner, &arrived, &[("url", "nowhere")])
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "An address begins");
    let there = "https://bsky.example/profile/vellenbahn/post/1";
    house.post(&owner, &arrived, &[("url", there)]).await.sends_to(&address);
    house.get(&owner, &address).await.shows(&format!("href=\"{there}\""));
    assert_eq!(the_only_one(&house).await.state, StatementState::Published);
}
