//! Tokens for programs, made and taken back on their page.

use axum::http::{Method, StatusCode, header};
use model::{EventKind, Role};
use store::token;

use crate::house::{Answer, Browser, House};

/// The secret that a page shows once.
fn secret(answer: &Answer) -> String {
    let start = answer.text.find("coffeehouse_").expect("a secret is shown");
    answer.text[start..].split('"').next().unwrap().to_owned()
}

async fn make(house: &House, browser: &Browser, name: &str) -> Answer {
    let fields = [("name", name), ("scope", "read"), ("scope", "write"), ("lasts", "30")];
    house.post(browser, "/tokens", &fields).await
}

async fn asks(house: &House, secret: &str) -> StatusCode {
    let program = Browser::default().with(header::AUTHORIZATION.as_str(), &format!("Bearer {secret}"));
    house.ask(&program, Method::GET, "/api/v1/members", String::new()).await.status
}

#[tokio::test]
async fn the_secret_is_shown_once_and_lets_a_program_in() {
    let (house, owner) = House::owned().await;
    house.get(&owner, "/tokens").await.shows("No program acts in your name");
    let answer = make(&house, &owner, " Wall in the <b>control</b> room ").await;
    answer.shows("A token for Wall in the &lt;b&gt;control&lt;/b&gt; room");
    assert!(answer.text.contains("data-live=\"\""), "the page would be shown again without the secret");
    let secret = secret(&answer);
    assert_eq!(asks(&house, &secret).await, StatusCode::OK);

    let later = house.get(&owner, "/tokens").await;
    later.shows("read, write");
    assert!(!later.text.contains("never used"), "it was used");
    assert!(!later.text.contains(&secret), "it is not shown again");
}

#[tokio::test]
async fn a_token_taken_back_stops_at_once() {
    let (house, owner) = House::owned().await;
    let secret = secret(&make(&house, &owner, "Night desk").await);
    let found = token::find(&mut house.read().await, &secret).await.unwrap().unwrap();
    let path = format!("/tokens/{}/revoke", found.token.id);

    let other = house.member("Jonas Okafor", Role::Owner).await;
    let other = house.signed_in(other).await;
    house.post(&other, &path, &[]).await.refuses(StatusCode::NOT_FOUND, "token of yours");
    assert_eq!(asks(&house, &secret).await, StatusCode::OK, "only its member takes it back");

    house.post(&owner, &path, &[]).await.sends_to("/tokens");
    assert_eq!(asks(&house, &secret).await, StatusCode::UNAUTHORIZED);
    house.get(&owner, "/tokens").await.shows("taken back");
    house.post(&owner, &path, &[]).await.refuses(StatusCode::NOT_FOUND, "token of yours");
    let kinds: Vec<_> = house.history().await.into_iter().map(|one| one.event.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == EventKind::TokenCreated).count(), 1);
    assert_eq!(kinds.iter().filter(|kind| **kind == EventKind::TokenRevoked).count(), 1);
}

#[tokio::test]
async fn a_token_lasts_as_long_as_was_chosen() {
    let (house, owner) = House::owned().await;
    let secret = secret(&make(&house, &owner, "Night desk").await);
    house.clock.advance(std::time::Duration::from_secs(30 * 86_400 - 1));
    assert_eq!(asks(&house, &secret).await, StatusCode::OK);
    house.clock.advance(std::time::Duration::from_secs(1));
    assert_eq!(asks(&house, &secret).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_is_missing_is_said_and_what_was_chosen_stays() {
    let (house, owner) = House::owned().await;
    let refused = house.post(&owner, "/tokens", &[("name", "Wall"), ("lasts", "always")]).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "It would be good for nothing.");
    assert!(refused.text.contains("value=\"Wall\""));
    assert!(refused.text.contains("value=\"always\" checked"));
    let refused = house.post(&owner, "/tokens", &[("name", "  "), ("scope", "reply"), ("scope", "own")]).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "A name is needed");
    assert!(refused.text.contains("value=\"reply\" checked"));
    let refused = house.post(&owner, "/tokens", &[("name", &"ä".repeat(61)), ("scope", "read")]).await;
    refused.refuses(StatusCode::UNPROCESSABLE_ENTITY, "longer than 60 characters");
    house.get(&owner, "/tokens").await.shows("No program acts in your name");
}

#[tokio::test]
async fn fifty_tokens_are_enough() {
    let (house, owner) = House::owned().await;
    for number in 0..50 {
        assert_eq!(make(&house, &owner, &format!("Program {number}")).await.status, StatusCode::OK);
    }
    make(&house, &owner, "One more").await.refuses(StatusCode::UNPROCESSABLE_ENTITY, "You have 50 tokens.");
}
