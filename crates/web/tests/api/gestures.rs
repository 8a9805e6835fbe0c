//! What programs do without words.

use axum::http::Method;
use model::{ChannelId, Role, Scope};
use serde_json::{Value, json};

use crate::house::House;
use crate::program::{Program, ids};

/// Somebody said something: its id, and theirs.
async fn said(house: &House, channel: ChannelId) -> (String, String) {
    let conversation = house.heard(channel, "at://renske/1", "the lift", 60).await;
    let posts = store::post::of_conversation(&mut house.read().await, conversation).await.unwrap();
    (posts[0].post.id.to_string(), posts[0].author.id.to_string())
}

/// The gesture once it has a state.
async fn becomes(house: &House, program: &Program, id: &str, state: &str) -> Value {
    house.clock.advance(std::time::Duration::from_secs(60));
    house
        .until(&format!("it is {state}"), async || {
            house.pipeline.nudge_work();
            let one = house.read_at(program, &format!("/gestures/{id}")).await.gives();
            (one["state"] == state).then_some(one)
        })
        .await
}

#[tokio::test]
async fn a_program_likes_once_and_takes_it_back() {
    let (house, program, channel) = House::with_program().await;
    let (post, author) = said(&house, channel).await;
    let path = format!("/mentions/{post}/gestures");
    let keyed = program.with("idempotency-key", "one");
    let made = house.post_to(&keyed, &path, json!({ "kind": "like" })).await;
    assert_eq!(made.status, 201);
    let one = made.gives();
    let id = one["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("/api/v1/gestures/{id}"));
    assert_eq!((&one["state"], &one["post"], &one["author"]), (&json!("queued"), &json!(post), &json!(author)));
    let again = house.post_to(&keyed, &path, json!({ "kind": "like" })).await;
    assert_eq!((again.header("idempotency-replayed"), &again.gives()), ("true", &one));
    assert_eq!(house.post_to(&program, &path, json!({ "kind": "like" })).await.gives(), one, "there is one");

    becomes(&house, &program, &id, "stands").await;
    let gone = house.call(&program, Method::DELETE, &format!("/api/v1/gestures/{id}"), "").await.gives();
    assert!(["taking_back", "taken_back"].contains(&gone["state"].as_str().unwrap()), "{gone}");
    becomes(&house, &program, &id, "taken_back").await;
    let listed = house.read_at(&program, &path).await.gives();
    assert_eq!(ids(&listed), [id.as_str()], "what was taken back is told of");
    house.post_to(&program, &format!("/gestures/{id}/retry"), json!({})).await.refuses(409, "conflict");
    house.post_to(&program, &format!("/gestures/{id}/release"), json!({})).await.refuses(409, "conflict");
    house.post_to(&program, "/mentions/1/gestures", json!({ "kind": "like" })).await.refuses(404, "not-found");
    house.post_to(&program, &path, json!({ "kind": "follow" })).await.refuses_field("kind");
}

#[tokio::test]
async fn a_program_reports_under_a_house_rule_and_follows() {
    let (house, program, channel) = House::with_program().await;
    let (post, author) = said(&house, channel).await;
    let path = format!("/mentions/{post}/gestures");
    house.post_to(&program, &path, json!({ "kind": "report" })).await.refuses_field("house_rule");
    house.post_to(&program, "/house-rules", json!({ "name": "", "words": "x" })).await.refuses_field("name");
    let rule = house.post_to(&program, "/house-rules", json!({ "name": "Insults", "words": "None." })).await.gives();
    let rule = rule["id"].as_str().unwrap().to_owned();
    let report = json!({ "kind": "report", "house_rule": rule });
    house.post_to(&program, &path, report).await.refuses_field("reason");
    let report = json!({ "kind": "report", "house_rule": rule, "reason": "It calls us names." });
    house.post_to(&program, &path, report).await.refuses_field("ground");
    let hide = json!({ "kind": "hide", "house_rule": rule, "reason": "It calls us names." });
    house.post_to(&program, &path, hide.clone()).await.refuses_field("kind");
    let report = json!({ "kind": "report", "house_rule": rule, "reason": "It calls us names.", "ground": "rude" });
    let one = house.post_to(&program, &path, report).await.gives();
    let id = one["id"].as_str().unwrap();
    assert_eq!((&one["reason"], &one["ground"]), (&json!("It calls us names."), &json!("rude")));
    becomes(&house, &program, id, "stands").await;
    house.call(&program, Method::DELETE, &format!("/api/v1/gestures/{id}"), "").await.refuses(409, "conflict");
    let shown = house.read_at(&program, &format!("/house-rules/{rule}")).await.gives();
    assert_eq!((&shown["reported"], &shown["hidden"]), (&json!(1), &json!(0)));
    assert_eq!(ids(&house.read_at(&program, &format!("/house-rules/{rule}/gestures?limit=1")).await.gives()), [id]);
    let changed = json!({ "name": "Insults", "words": "None, ever." });
    let changed = house.put_to(&program, &format!("/house-rules/{rule}"), changed).await.gives();
    assert!(changed["changed_at"].is_string());
    house.post_to(&program, &format!("/house-rules/{rule}/archive"), json!({})).await.gives();
    let restored = house.post_to(&program, &format!("/house-rules/{rule}/restore"), json!({})).await.gives();
    assert_eq!(restored["archived_at"], json!(null));

    let follow = format!("/people/{author}/gestures");
    house.post_to(&program, &follow, json!({ "kind": "follow", "channel": "1" })).await.refuses_field("channel");
    let one = house.post_to(&program, &follow, json!({ "kind": "follow" })).await.gives();
    assert_eq!((&one["kind"], &one["post"]), (&json!("follow"), &json!(null)));
    assert_eq!(ids(&house.read_at(&program, &follow).await.gives()), [one["id"].as_str().unwrap()]);

    let member = house.member("Piet Rahn", Role::Member).await;
    let member = house.program(member, Scope::ALL).await;
    house.post_to(&member, &path, hide).await.refuses(403, "right-missing");
}
