//! Tokens of programs, and what their requests were answered.

use crate::house::House;

use jiff::{Timestamp, ToSpan as _};
use model::{EventKind, MemberId, Role, Scope, TokenId};
use store::answered::{self, Answered};
use store::token::{self, Bearer, NewToken};

async fn make(house: &House, member: MemberId, secret: &str, expires_at: Option<Timestamp>) -> TokenId {
    let mut tx = house.write().await;
    let scopes = [Scope::Read, Scope::Reply];
    let new = NewToken { secret, member, name: "night desk", scopes: &scopes, expires_at };
    let id = token::create(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn find(house: &House, secret: &str) -> Option<Bearer> {
    token::find(&mut house.read().await, secret).await.unwrap()
}

pub async fn a_token_is_found_by_its_secret_which_is_not_kept() {
    let house = House::new().await;
    let member = house.member(Role::Manager).await;
    let id = make(&house, member, "open sesame", None).await;
    let found = find(&house, "open sesame").await.unwrap();
    assert_eq!((found.token.id, found.member.id, found.member.role), (id, member, Role::Manager));
    assert_eq!(found.token.scopes, [Scope::Read, Scope::Reply]);
    assert_eq!(found.token.name, "night desk");
    assert_eq!(found.token.created_at, house.read().await.now());
    for wrong in ["", "open sesam", "open sesame ", "night desk"] {
        assert_eq!(find(&house, wrong).await, None, "{wrong:?}");
    }
    let digests = "SELECT COUNT(*) FROM api_token WHERE length(token_hash) = 32";
    assert_eq!(house.place.count_behind_our_back(digests).await, 1, "only a digest is kept");
    house.later(60);
    let mut tx = house.write().await;
    token::touch(&mut tx, id).await.unwrap();
    assert_eq!(token::find(&mut tx, "open sesame").await.unwrap().unwrap().token.used_at, Some(tx.now()));
}

pub async fn a_token_ends_by_time_by_hand_and_with_its_member() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let other = house.member(Role::Owner).await;
    let until = house.read().await.now() + 1.hour();
    make(&house, member, "for an hour", Some(until)).await;
    let by_hand = make(&house, member, "by hand", None).await;
    make(&house, member, "as long as its member", None).await;
    assert_eq!(token::count_living(&mut house.read().await, member).await.unwrap(), 3);

    house.later(3_600);
    assert_eq!(find(&house, "for an hour").await, None);
    let mut tx = house.write().await;
    assert!(!token::revoke(&mut tx, other, by_hand).await.unwrap(), "it is another member's");
    assert!(token::revoke(&mut tx, member, by_hand).await.unwrap());
    assert!(!token::revoke(&mut tx, member, by_hand).await.unwrap(), "it was taken back before");
    tx.commit().await.unwrap();
    assert_eq!(find(&house, "by hand").await, None);
    assert_eq!(token::count_living(&mut house.read().await, member).await.unwrap(), 1);

    assert!(find(&house, "as long as its member").await.is_some());
    let mut tx = house.write().await;
    store::member::disable(&mut tx, other, member).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find(&house, "as long as its member").await, None);
    assert_eq!(token::of_member(&mut house.read().await, member).await.unwrap().len(), 3, "what was is still told");
}

pub async fn the_log_tells_of_tokens_without_name_or_secret() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let id = make(&house, member, "open sesame", None).await;
    let mut tx = house.write().await;
    token::revoke(&mut tx, member, id).await.unwrap();
    tx.commit().await.unwrap();
    house.seal().await;
    let told: Vec<_> = house
        .log()
        .await
        .into_iter()
        .filter(|one| matches!(one.event.kind, EventKind::TokenCreated | EventKind::TokenRevoked))
        .map(|one| one.event.data)
        .collect();
    let id = id.to_string();
    assert_eq!(
        told,
        [serde_json::json!({ "token": id, "scopes": ["read", "reply"] }), serde_json::json!({ "token": id }),]
    );
}

pub async fn after_a_restore_every_token_can_be_taken_back_at_once() {
    let house = House::new().await;
    let (one, other) = (house.member(Role::Member).await, house.member(Role::Owner).await);
    make(&house, one, "first", None).await;
    let id = make(&house, other, "second", None).await;
    let mut tx = house.write().await;
    token::revoke(&mut tx, other, id).await.unwrap();
    tx.commit().await.unwrap();
    let third = make(&house, other, "third", None).await;
    let mut tx = house.write().await;
    answered::keep(&mut tx, third, "key", &answer("words of a person")).await.unwrap();
    assert_eq!(token::revoke_all(&mut tx).await.unwrap(), 2);
    assert_eq!(token::revoke_all(&mut tx).await.unwrap(), 0);
    assert_eq!(answered::find(&mut tx, third, "key").await.unwrap(), None);
    tx.commit().await.unwrap();
    for secret in ["first", "second", "third"] {
        assert_eq!(find(&house, secret).await, None, "{secret}");
    }
    house.seal().await;
    let log = house.log().await;
    assert_eq!(log.iter().filter(|one| one.event.kind == EventKind::TokenRevoked).count(), 3);
}

fn answer(body: &str) -> Answered {
    Answered {
        request_digest: vec![7; 32],
        status: 201,
        headers: vec![("location".into(), "/x".into())],
        body: body.into(),
    }
}

pub async fn an_answer_is_kept_for_a_day_for_its_token_alone() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let (one, two) = (make(&house, member, "one", None).await, make(&house, member, "two", None).await);
    let mut tx = house.write().await;
    answered::keep(&mut tx, one, "key", &answer("first")).await.unwrap();
    tx.commit().await.unwrap();

    house.later(86_399);
    assert_eq!(answered::find(&mut house.read().await, one, "key").await.unwrap(), Some(answer("first")));
    assert_eq!(answered::find(&mut house.read().await, one, "Key").await.unwrap(), None);
    assert_eq!(answered::find(&mut house.read().await, two, "key").await.unwrap(), None);

    house.later(1);
    assert_eq!(answered::find(&mut house.read().await, one, "key").await.unwrap(), None);
    let mut tx = house.write().await;
    assert_eq!(answered::forget(&mut tx).await.unwrap(), 1);
    assert_eq!(answered::forget(&mut tx).await.unwrap(), 0);
    answered::keep(&mut tx, one, "key", &answer("second")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(answered::find(&mut house.read().await, one, "key").await.unwrap(), Some(answer("second")));
}

pub async fn a_token_that_is_taken_back_takes_its_answers_along() {
    let house = House::new().await;
    let member = house.member(Role::Member).await;
    let id = make(&house, member, "one", None).await;
    let mut tx = house.write().await;
    answered::keep(&mut tx, id, "key", &answer("words of a person")).await.unwrap();
    token::revoke(&mut tx, member, id).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(answered::find(&mut house.read().await, id, "key").await.unwrap(), None);
}
