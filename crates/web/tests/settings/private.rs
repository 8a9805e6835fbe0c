//! Moving to private: the form with both texts, what is kept apart, and answering in the open all the same.

use axum::http::StatusCode;
use model::{ConversationId, ReplyState};
use store::reply::{self, Reply};

use crate::house::House;

async fn replies(house: &House, id: ConversationId) -> Vec<Reply> {
    reply::of_conversation(&mut house.read().await, id).await.unwrap()
}

async fn version(house: &House, id: ConversationId) -> String {
    store::conversation::find(&mut house.read().await, id).await.unwrap().unwrap().version.to_string()
}

#[tokio::test]
async fn both_texts_are_sent_and_an_answer_goes_out_in_the_open_by_a_tick_alone() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let id = house.conversation().await;
    let page = house.get(&owner, &format!("/inbox/{id}")).await;
    page.shows("Move to private");
    page.shows("We have written to you in a private message, so that your details stay yours.");
    assert!(!page.text.contains("name=\"open\""), "there is nothing to choose yet");
    let path = format!("/conversations/{id}/private");
    let seen = version(&house, id).await;
    let form = |line| [("text", "Your number?"), ("line", line), ("seen_version", seen.as_str())];
    let refused = house.post(&owner, &path, &form(" ")).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "There are no words in it");
    assert!(refused.text.contains("Your number?"), "what was typed is still there");
    let long = "x".repeat(301);
    house.post(&owner, &path, &form(&long)).await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "longer than the network");
    assert!(replies(&house, id).await.is_empty(), "one does not go without the other");
    house.post(&owner, &path, &form("We wrote to you.")).await.sends_to(&format!("/inbox/{id}?view=waiting"));
    let made = replies(&house, id).await;
    let told: Vec<_> = made.iter().map(|one| (one.text.as_str(), one.is_private)).collect();
    assert_eq!(told, [("Your number?", true), ("We wrote to you.", false)]);
    assert_eq!(made[1].closes, Some(made[0].id));

    let page = house.get(&owner, &format!("/inbox/{id}")).await;
    page.shows("Answer in private");
    page.shows("Goes out once the private message has arrived");
    page.shows("had it go on in private");
    assert!(page.text.contains("name=\"open\"") && !page.text.contains("name=\"line\""));
    let (path, seen) = (format!("/conversations/{id}/reply"), version(&house, id).await);
    let form = [("text", "Thank you all."), ("seen_version", seen.as_str())];
    let refused = house.post(&owner, &path, &form).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "The talk goes on in private");
    assert_eq!(replies(&house, id).await.len(), 2);
    house
        .post(&owner, &path, &[&form[..], &[("open", "yes")]].concat())
        .await
        .sends_to(&format!("/inbox/{id}?view=waiting"));
    assert!(!replies(&house, id).await[2].is_private);
    let seen = version(&house, id).await;
    let form = [("text", "And you alone."), ("seen_version", seen.as_str())];
    house
        .post(&owner, &format!("/conversations/{id}/private"), &form)
        .await
        .sends_to(&format!("/inbox/{id}?view=waiting"));
    let last = replies(&house, id).await.pop().unwrap();
    assert_eq!((last.is_private, last.closes), (true, None));
}

#[tokio::test]
async fn what_is_taken_back_is_begun_again_in_private_and_its_line_is_gone() {
    let (house, owner) = House::owned().await;
    house.channel().await;
    let id = house.conversation().await;
    let seen = version(&house, id).await;
    let form = [("text", "Your secret number?"), ("line", "We wrote to you."), ("seen_version", seen.as_str())];
    house.post(&owner, &format!("/conversations/{id}/private"), &form).await;
    let private = replies(&house, id).await[0].id;
    house.post(&owner, &format!("/replies/{private}/cancel"), &[]).await;
    let states: Vec<_> = replies(&house, id).await.into_iter().map(|one| one.state).collect();
    assert_eq!(states, [ReplyState::Cancelled, ReplyState::Cancelled]);
    let page = house.get(&owner, &format!("/inbox/{id}")).await;
    let (public, private) = page.text.split_once("id=\"private-form\"").unwrap();
    assert!(!public.rsplit_once("id=\"reply-form\"").unwrap().1.contains("secret"), "never in the box for everybody");
    assert!(private.contains("Your secret number?"));
}
