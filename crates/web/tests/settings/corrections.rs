//! Saying that we were wrong: asked for, written below the error, listed, withdrawn.

use axum::http::StatusCode;
use model::{ConversationId, Finder, ReplyId, ReplyState, Role, Wrong};
use store::{correction, draft, reply};

use crate::house::{Browser, House};

/// An answer of ours that people can read.
async fn said(house: &House, owner: &Browser, id: ConversationId, text: &str) -> ReplyId {
    let version = store::conversation::find(&mut house.read().await, id).await.unwrap().unwrap().version.to_string();
    let path = format!("/conversations/{id}/reply");
    house.post(owner, &path, &[("text", text), ("seen_version", &version)]).await;
    goes_out(house, id).await
}

/// The newest answer goes out.
async fn goes_out(house: &House, id: ConversationId) -> ReplyId {
    let mut tx = house.write().await;
    let mut said = reply::of_conversation(&mut tx, id).await.unwrap().pop().unwrap();
    (said.state, said.sent_at) = (ReplyState::Sent, Some(tx.now()));
    said.remote_id = Some(format!("ours/{}", said.id));
    reply::save(&mut tx, &said).await.unwrap();
    tx.commit().await.unwrap();
    said.id
}

#[tokio::test]
async fn it_is_asked_what_was_wrong_and_the_answer_below_it_says_so() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let id = house.conversation().await;
    let page = house.get(&owner, &format!("/conversations/{id}/wrong")).await;
    page.shows("Nothing of ours stands here that people can read");
    let wrong = said(&house, &owner, id, "The lift runs again.").await;
    let author = store::conversation::find(&mut house.read().await, id).await.unwrap().unwrap().author;

    let page = house.get(&owner, &format!("/inbox/{id}")).await;
    assert!(
        page.text.contains(&format!("/conversations/{id}/wrong?view=waiting&amp;wrong=reply:{wrong}")),
        "a way to it"
    );
    house.get(&owner, "/corrections").await.shows("Nothing was put right here");
    let path = format!("/conversations/{id}/wrong");
    let page = house.get(&owner, &format!("{path}?wrong=reply:{wrong}")).await;
    page.shows("The lift runs again.");

    let named = format!("reply:{wrong}");
    let finder = format!("person:{author}");
    let form = [("wrong", named.as_str()), ("finder", finder.as_str()), ("right", "It stands still.")];
    let refused = house.post(&owner, &path, &[&form[..], &[("error", " ")]].concat()).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "Say what was wrong");
    assert!(refused.text.contains("value=\"It stands still.\""), "what was typed is still there");
    house
        .post(&owner, &path, &[&form[..], &[("error", "The lift does not run.")]].concat())
        .await
        .sends_to(&format!("/inbox/{id}?view=waiting"));
    let page = house.get(&owner, &format!("/inbox/{id}")).await;
    page.shows("We were wrong here.");
    page.shows("It stands still.");
    page.shows("Puts right what we said:");
    let mut tx = house.read().await;
    let member = reply::find(&mut tx, wrong).await.unwrap().unwrap().member;
    let marked = draft::correcting(&mut tx, id, member).await.unwrap().unwrap();
    drop(tx);
    assert_eq!((marked.wrong, marked.finder), (Wrong::Reply(wrong), Finder::Person(author)));

    // What a browser keeps while somebody types holds the mark, and without its tick there is none.
    let keeps = marked.to_string();
    let kept = [("kind", "reply"), ("text", "We were wrong."), ("correcting", keeps.as_str())];
    house.post(&owner, &format!("/conversations/{id}/draft"), &kept).await;
    assert_eq!(draft::correcting(&mut house.read().await, id, member).await.unwrap(), Some(marked.clone()));
    house.post(&owner, &format!("/conversations/{id}/draft"), &kept[..2]).await;
    assert_eq!(draft::correcting(&mut house.read().await, id, member).await.unwrap(), None);

    let answer = [("text", "We were wrong, thank you."), ("seen_version", "1"), ("correcting", keeps.as_str())];
    house.post(&owner, &format!("/conversations/{id}/reply"), &[answer[0], ("seen_version", "2"), answer[2]]).await;
    let mut tx = house.read().await;
    let given = reply::of_conversation(&mut tx, id).await.unwrap().pop().unwrap();
    assert_ne!(given.id, wrong, "it was given");
    assert!(correction::of_reply(&mut tx, given.id).await.unwrap().is_some());
    drop(tx);
    house.get(&owner, &format!("/inbox/{id}?view=all")).await.shows("not out yet");
    goes_out(&house, id).await;
    let page = house.get(&owner, &format!("/inbox/{id}?view=all")).await;
    page.shows("<b>We were wrong: </b><span dir=\"auto\">The lift does not run.");
    page.shows("corrected here");
    page.shows("what we said before");
    let list = house.get(&owner, "/corrections").await;
    list.shows("The lift does not run.");
    list.shows("Right is: <span dir=\"auto\">It stands still.");
    house.get(&owner, "/corrections?month=2001-01").await.shows("Nothing was put right here");
    let desk = house.get(&owner, "/desks/communication").await;
    desk.shows("Corrections");
    desk.shows("The lift does not run.");

    let step = format!("/replies/{}/correction", given.id);
    house
        .post(&owner, &step, &[("step", "anything")])
        .await
        .refuses(StatusCode::UNPROCESSABLE_ENTITY, "what becomes of it");
    house.post(&owner, &step, &[("step", "withdraw")]).await;
    house.get(&owner, "/corrections").await.shows("Nothing was put right here");
    house.get(&owner, "/corrections?withdrawn=yes").await.shows("The lift does not run.");
    house.get(&owner, &format!("/inbox/{id}?view=all")).await.shows("It stands after all");
    house.post(&owner, &step, &[("step", "restore")]).await;
    house.get(&owner, "/corrections").await.shows("The lift does not run.");
}

#[tokio::test]
async fn an_answer_that_stands_already_says_so_and_a_fact_brings_its_source() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let id = house.conversation().await;
    let by = house.member("Jonas Okafor", Role::Manager).await;
    let mut tx = house.write().await;
    let terms = store::fact::FactTerms {
        claim: "The lift stands still".into(),
        source: store::fact::Source { title: "Report".into(), url: Some("https://vellenbahn.example/lifts".into()) },
        owner: by,
        review_on: jiff::civil::date(2030, 1, 1),
        lines: Vec::new(),
    };
    let tell_at = tx.now();
    let fact = store::fact::create(&mut tx, &terms, tell_at).await.unwrap().id;
    tx.commit().await.unwrap();
    let wrong = said(&house, &owner, id, "The lift runs again.").await;
    let right = said(&house, &owner, id, "No, it does not.").await;
    let (path, named, with) = (format!("/conversations/{id}/wrong"), format!("reply:{wrong}"), right.to_string());
    let form = [("wrong", named.as_str()), ("finder", "nobody"), ("error", "It does not run.")];

    let backwards = [("wrong", format!("reply:{right}")), ("with", wrong.to_string())];
    let backwards = [("wrong", backwards[0].1.as_str()), ("with", backwards[1].1.as_str()), form[1], form[2]];
    house.post(&owner, &path, &backwards).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "said after it");
    house.post(&owner, &path, &[&form[..], &[("with", with.as_str())]].concat()).await;
    let noted = correction::of_reply(&mut house.read().await, right).await.unwrap().unwrap();
    assert_eq!((noted.correcting.wrong, noted.correcting.finder), (Wrong::Reply(wrong), Finder::Nobody));

    let fact = fact.to_string();
    house.post(&owner, &path, &[&form[..], &[("fact", fact.as_str())]].concat()).await;
    let page = house.get(&owner, &format!("/inbox/{id}?view=all")).await;
    page.shows("The lift stands still https://vellenbahn.example/lifts");
    page.shows("Says: <span dir=\"auto\">The lift stands still");
}

#[tokio::test]
async fn it_is_said_where_the_house_had_heard_of_it_before_with_a_day_or_a_time() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let id = house.conversation().await;
    let path = format!("/conversations/{id}/elsewhere");
    house.get(&owner, &format!("/inbox/{id}")).await.shows("We had heard of it");
    let day = [("place", "phone"), ("words", "the hotline"), ("day", "2001-02-03")];
    house.post(&owner, &path, &day).await;
    let page = house.get(&owner, &format!("/inbox/{id}")).await;
    page.shows("<b>on the telephone</b>");
    page.shows("the time of day is not known");
    page.shows("said that it was heard first on the telephone");
    house.post(&owner, &path, &[day[0], day[2], ("time", "09:30")]).await;
    let heard = store::elsewhere::find(&mut house.read().await, id).await.unwrap().unwrap();
    assert_eq!((heard.words, heard.is_day), (None, false));
    for (day, why) in [("someday", "on which day"), ("2999-01-01", "before it was said here")] {
        house
            .post(&owner, &path, &[("place", "phone"), ("day", day)])
            .await
            .refuses(StatusCode::UNPROCESSABLE_ENTITY, why);
    }
    house.post(&owner, &path, &[("place", "none")]).await;
    assert_eq!(store::elsewhere::find(&mut house.read().await, id).await.unwrap(), None);
}
