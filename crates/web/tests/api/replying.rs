//! Answers in public by programs: once, never stale, and honest about what became of them.

use std::time::Duration;

use model::{ConversationId, EventKind, Scope};
use serde_json::{Value, json};
use store::draft::{self, DraftKind};

use crate::house::House;
use crate::program::{Program, Told};

struct Desk {
    house: House,
    program: Program,
    channel: model::ChannelId,
    id: ConversationId,
}

impl Desk {
    async fn new() -> Self {
        let (house, program, channel) = House::with_program().await;
        let id = house.heard(channel, "at://renske/1", "the lift is broken", 60).await;
        Self { house, program, channel, id }
    }

    async fn answer(&self, version: &str, key: &str, text: &str, query: &str) -> Told {
        let program = self.program.with("if-match", version).with("idempotency-key", key);
        let path = format!("/conversations/{}/replies{query}", self.id);
        self.house.post_to(&program, &path, json!({ "text": text })).await
    }

    async fn count(&self) -> usize {
        store::reply::of_conversation(&mut self.house.read().await, self.id).await.unwrap().len()
    }

    async fn act(&self, reply: &Value, act: &str) -> Told {
        let path = format!("/replies/{}/{act}", reply["id"].as_str().unwrap());
        self.house.post_to(&self.program, &path, json!({})).await
    }
}

#[tokio::test]
async fn an_answer_is_queued_and_tells_where_to_look_and_what_is_seen_next() {
    let desk = Desk::new().await;
    let told = desk.answer("\"1\"", "a", " We look\r\ninto it. ", "").await;
    let reply = told.gives();
    assert_eq!(told.status, 201);
    assert_eq!(told.header("etag"), "\"2\"", "the next answer may carry it");
    assert_eq!(told.header("location"), format!("/api/v1/replies/{}", reply["id"].as_str().unwrap()));
    assert_eq!((&reply["state"], &reply["text"]), (&json!("queued"), &json!("We look\ninto it.")));
    assert_eq!(reply["send_at"], "2026-11-23T10:00:10Z", "until then it can be taken back");
    let path = told.header("location").strip_prefix("/api/v1").unwrap();
    assert_eq!(desk.house.read_at(&desk.program, path).await.gives(), reply);
    desk.house.read_at(&desk.program, "/replies/1").await.refuses(404, "not-found");
}

#[tokio::test]
async fn the_same_request_again_says_nothing_twice() {
    let desk = Desk::new().await;
    let first = desk.answer("\"1\"", "a", "We look.", "").await;
    for _ in 0..3 {
        let again = desk.answer("\"1\"", "a", "We look.", "").await;
        assert_eq!((again.status, &again.text), (first.status, &first.text));
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(again.header("location"), first.header("location"));
        assert_eq!(again.header("etag"), first.header("etag"));
    }
    assert_eq!(desk.count().await, 1);
    for (version, text, query) in
        [("\"1\"", "We look!", ""), ("\"2\"", "We look.", ""), ("\"1\"", "We look.", "?send_anyway=true")]
    {
        desk.answer(version, "a", text, query).await.refuses(422, "idempotency-key-reused");
    }
    assert_eq!(desk.count().await, 1);
    // Another program, or another day, knows nothing of the key.
    desk.house.clock.advance(Duration::from_secs(86_400));
    desk.answer("\"2\"", "a", "Anything new?", "").await.gives();
    assert_eq!(desk.count().await, 2);
}

#[tokio::test]
async fn doubles_at_the_same_moment_act_once() {
    let desk = Desk::new().await;
    let asked = (0..8).map(|_| desk.answer("\"1\"", "a", "We look.", ""));
    let told = futures::future::join_all(asked).await;
    for one in &told {
        assert_eq!((one.status.as_u16(), &one.text), (201, &told[0].text));
    }
    let first = told.iter().filter(|one| one.header("idempotency-replayed").is_empty()).count();
    assert_eq!((first, desk.count().await), (1, 1));
}

#[tokio::test]
async fn the_same_key_of_another_token_is_another_key() {
    let desk = Desk::new().await;
    desk.answer("\"1\"", "a", "We look.", "").await.gives();
    let member = desk.house.member("Ewa Brandt", model::Role::Member).await;
    let other = desk.house.program(member, &[Scope::Reply]).await;
    let other = other.with("if-match", "\"2\"").with("idempotency-key", "a");
    let path = format!("/conversations/{}/replies", desk.id);
    desk.house.post_to(&other, &path, json!({ "text": "And it runs." })).await.gives();
    assert_eq!(desk.count().await, 2);
}

#[tokio::test]
async fn a_refusal_is_not_kept_under_the_key() {
    let desk = Desk::new().await;
    desk.answer("\"1\"", "a", "", "").await.refuses_field("text");
    desk.answer("\"1\"", "a", &"x".repeat(301), "").await.refuses_field("text");
    desk.answer("\"1\"", "a", "We look.", "").await.gives();
}

#[tokio::test]
async fn nobody_answers_over_the_head_of_somebody_who_wrote_meanwhile() {
    let desk = Desk::new().await;
    desk.house.heard_again(desk.channel, "at://renske/1", "at://renske/2", "never mind, it works", 5).await;
    let told = desk.answer("\"1\"", "a", "We look.", "").await.refuses(412, "stale");
    assert_eq!(told["newer"].as_array().unwrap().len(), 1);
    let newer = &told["newer"][0];
    assert_eq!((&newer["text"], &newer["author"]), (&json!("never mind, it works"), &json!("renske.example")));
    assert_eq!((&newer["is_ours"], &newer["at"]), (&json!(false), &json!("2026-11-23T09:59:55Z")));
    assert_eq!(desk.count().await, 0);

    desk.answer("\"1\"", "b", "We look.", "?send_anyway=false").await.refuses(412, "stale");
    desk.answer("\"1\"", "c", "We looked all the same.", "?send_anyway=true").await.gives();
    let history = desk.house.history().await;
    let anyway = history.iter().filter(|one| one.event.kind == EventKind::ReplySentAnyway).count();
    assert_eq!(anyway, 1, "that it was decided is recorded");
}

#[tokio::test]
async fn nobody_answers_beside_a_colleague_by_passing_over_what_was_said() {
    let desk = Desk::new().await;
    let tarik = desk.house.member("Tarik Wenzel", model::Role::Member).await;
    let mut tx = desk.house.write().await;
    draft::keep(&mut tx, desk.id, tarik, DraftKind::Reply, "I look.").await.unwrap();
    tx.commit().await.unwrap();
    let told = desk.answer("\"1\"", "a", "We look.", "?send_anyway=true").await.refuses(409, "being-written");
    assert_eq!(told["being_written_by"], json!(tarik.to_string()));
    desk.answer("\"1\"", "b", "We look.", "?beside=99").await.refuses(409, "being-written");
    desk.house.heard_again(desk.channel, "at://renske/1", "at://renske/2", "never mind, it works", 5).await;
    let beside = format!("?beside={tarik}");
    desk.answer("\"1\"", "c", "We look.", &beside).await.refuses(412, "stale");
    desk.answer("\"1\"", "d", "We look.", &format!("{beside}&send_anyway=true")).await.gives();
}

#[tokio::test]
async fn an_answer_says_which_version_was_read_and_has_a_key() {
    let desk = Desk::new().await;
    let path = format!("/conversations/{}/replies", desk.id);
    let body = json!({ "text": "We look." });
    let keyed = desk.program.with("idempotency-key", "a");
    desk.house.post_to(&keyed, &path, body.clone()).await.refuses(428, "version-missing");
    let versioned = desk.program.with("if-match", "\"1\"");
    desk.house.post_to(&versioned, &path, body.clone()).await.refuses(400, "idempotency-key-missing");
    for version in ["*", "1", "W/\"1\"", "\"x\"", "\"1\", \"2\""] {
        desk.answer(version, "a", "We look.", "").await.refuses(400, "malformed");
    }
    for key in ["", &"k".repeat(256)] {
        desk.answer("\"1\"", key, "We look.", "").await.refuses(400, "malformed");
    }
    let ahead = desk.answer("\"2\"", "a", "We look.", "?send_anyway=true").await;
    assert_eq!(ahead.refuses(412, "stale")["newer"], json!([]), "nobody has seen what has not been yet");
    assert_eq!(desk.count().await, 0);
}

#[tokio::test]
async fn where_nothing_can_be_answered_it_is_said() {
    let desk = Desk::new().await;
    let by = model::Actor::System;
    desk.house.pipeline.set_channel_state(by, desk.channel, model::ChannelState::Paused).await.unwrap();
    desk.answer("\"1\"", "a", "We look.", "").await.refuses(409, "cannot-answer");
    let program = desk.program.with("if-match", "\"1\"").with("idempotency-key", "a");
    let told = desk.house.post_to(&program, "/conversations/1/replies", json!({ "text": "hello" })).await;
    told.refuses(404, "not-found");
}

#[tokio::test]
async fn what_was_answered_before_is_told_again_though_the_channel_is_off_now() {
    let desk = Desk::new().await;
    let first = desk.answer("\"1\"", "a", "We look.", "").await;
    let by = model::Actor::System;
    desk.house.pipeline.set_channel_state(by, desk.channel, model::ChannelState::Paused).await.unwrap();
    assert_eq!(desk.answer("\"1\"", "a", "We look.", "").await.text, first.text);
}

#[tokio::test]
async fn an_answer_is_taken_back_until_it_leaves_and_tried_again_when_it_failed() {
    let desk = Desk::new().await;
    let reply = desk.answer("\"1\"", "a", "We look.", "").await.gives();
    desk.act(&reply, "retry").await.refuses(409, "conflict");
    let taken_back = desk.act(&reply, "cancel").await.gives();
    assert_eq!(taken_back["state"], "cancelled");
    desk.act(&reply, "cancel").await.refuses(409, "conflict");

    // The scripted network takes nothing.
    let reply = desk.answer("\"2\"", "b", "We look again.", "").await.gives();
    desk.house.clock.advance(Duration::from_secs(11));
    desk.house.pipeline.nudge_work();
    let path = format!("/replies/{}", reply["id"].as_str().unwrap());
    let failed = desk
        .house
        .until("it failed", async || {
            let id = reply["id"].as_str().unwrap().parse().unwrap();
            let now = store::reply::find(&mut desk.house.read().await, id).await.unwrap().unwrap();
            now.state.as_str().starts_with("failed").then_some(now.state)
        })
        .await;
    let told = desk.house.read_at(&desk.program, &path).await.gives();
    assert_eq!(told["state"], failed.as_str());
    assert!(told["state_reason"].as_str().is_some_and(|why| !why.is_empty()), "{told}");
    desk.act(&reply, "cancel").await.gives();
}

#[tokio::test]
async fn what_a_program_answers_or_notes_leaves_the_draft_of_its_member_alone() {
    let desk = Desk::new().await;
    let member = store::member::all(&mut desk.house.read().await).await.unwrap()[0].id;
    let mut tx = desk.house.write().await;
    for kind in [DraftKind::Reply, DraftKind::Note] {
        draft::keep(&mut tx, desk.id, member, kind, "half a sentence").await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(desk.answer("\"1\"", "a", "We look.", "").await.status, 201);
    let path = format!("/conversations/{}/notes", desk.id);
    assert_eq!(desk.house.post_to(&desk.program, &path, json!({ "text": "seen" })).await.status, 201);
    for kind in [DraftKind::Reply, DraftKind::Note] {
        let kept = draft::find(&mut desk.house.read().await, desk.id, member, kind).await.unwrap();
        assert_eq!(kept.as_deref(), Some("half a sentence"), "{kind:?}");
    }
}
