//! What programs do besides answering: conversations sorted, notes written, topics kept.

use axum::http::Method;
use model::{EventKind, Role, Scope};
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn status_assignee_and_labels_change_together_or_not_at_all() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    let path = format!("/conversations/{id}");
    let ewa = house.member("Ewa Brandt", Role::Member).await.to_string();
    let change = json!({
        "assignee": ewa, "priority": "urgent", "labels": ["Press", "Praise"], "status": "snoozed", "snoozed_until": "2026-11-24T08:00:00+01:00",
    });
    let changed = house.patch_at(&program, &path, change).await;
    assert_eq!(changed.header("etag"), "\"1\"", "nothing was said in public");
    let changed = changed.gives();
    assert_eq!(changed["assignee"], ewa);
    assert_eq!(changed["priority"], "urgent");
    let found = house.read_at(&program, "/conversations?q=priority:urgent").await.gives();
    assert_eq!(found["items"][0]["id"], id.to_string());
    assert_eq!(changed["labels"], json!(["Praise", "Press"]));
    assert_eq!((&changed["status"], &changed["snoozed_until"]), (&json!("snoozed"), &json!("2026-11-24T07:00:00Z")));

    let nothing = house.patch_at(&program, &path, json!({})).await.gives();
    assert_eq!(nothing, changed, "what is not named stays");
    let refused = house.patch_at(&program, &path, json!({ "assignee": null, "labels": [], "status": "new" })).await;
    refused.refuses_field("status");
    assert_eq!(house.read_at(&program, &path).await.gives(), changed, "nothing of a refused change is done");

    let cleared = house
        .patch_at(&program, &path, json!({ "assignee": null, "priority": null, "labels": [], "status": "open" }))
        .await;
    let cleared = cleared.gives();
    assert_eq!((&cleared["assignee"], &cleared["labels"]), (&json!(null), &json!([])));
    assert_eq!(cleared["priority"], json!(null));
    assert_eq!((&cleared["status"], &cleared["snoozed_until"]), (&json!("open"), &json!(null)));
}

#[tokio::test]
async fn a_change_that_cannot_be_names_its_field() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    let path = format!("/conversations/{id}");
    let colleague = house.member("Lene Saar", Role::Colleague).await.to_string();
    let before = house.read_at(&program, &path).await.gives();
    let cases = [
        (json!({ "status": "asleep" }), "status"),
        (json!({ "status": "snoozed" }), "snoozed_until"),
        (json!({ "status": "snoozed", "snoozed_until": "2026-11-23T09:00:00Z" }), "snoozed_until"),
        (json!({ "status": "snoozed", "snoozed_until": "tomorrow" }), "snoozed_until"),
        (json!({ "snoozed_until": "2026-11-24T08:00:00Z" }), "snoozed_until"),
        (json!({ "assignee": "1" }), "assignee"),
        (json!({ "assignee": "Ewa" }), "assignee"),
        (json!({ "assignee": 5 }), "assignee"),
        (json!({ "assignee": colleague }), "assignee"),
        (json!({ "priority": "soon" }), "priority"),
        (json!({ "labels": ["ok", ""] }), "labels"),
        (json!({ "labels": "press" }), "labels"),
        (json!({ "labels": vec!["x"; 51] }), "labels"),
        (json!({ "label": "press" }), "label"),
    ];
    for (change, field) in cases {
        house.patch_at(&program, &path, change).await.refuses_field(field);
    }
    assert_eq!(house.read_at(&program, &path).await.gives(), before);
    house.patch_at(&program, "/conversations/1", json!({})).await.refuses(404, "not-found");
}

#[tokio::test]
async fn a_change_of_what_is_no_longer_so_is_refused() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    let path = format!("/conversations/{id}");
    house.heard_again(channel, "at://renske/1", "at://renske/2", "and?", 5).await;
    let change = json!({ "status": "resolved" });
    let told = house.patch_at(&program.with("if-match", "\"1\""), &path, change.clone()).await.refuses(412, "stale");
    assert_eq!(told["version"], 2);
    house.patch_at(&program.with("if-match", "2"), &path, change.clone()).await.refuses(400, "malformed");
    let done = house.patch_at(&program.with("if-match", "\"2\""), &path, change).await.gives();
    assert_eq!(done["status"], "resolved");
}

#[tokio::test]
async fn a_note_sent_twice_under_one_key_is_written_once() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    let path = format!("/conversations/{id}/notes");
    let keyed = program.with("idempotency-key", "3f1c");
    let first = house.post_to(&keyed, &path, json!({ "text": "ask\r\nTarik" })).await;
    assert_eq!(first.status, 201);
    assert_eq!(first.gives()["text"], "ask\nTarik");
    let again = house.post_to(&keyed, &path, json!({ "text": "ask\r\nTarik" })).await;
    assert_eq!((again.status, &again.text), (first.status, &first.text));
    assert_eq!(again.header("idempotency-replayed"), "true");
    house.post_to(&keyed, &path, json!({ "text": "ask Ewa" })).await.refuses(422, "idempotency-key-reused");
    house.post_to(&program, &path, json!({ "text": "ask\r\nTarik" })).await.gives();
    let notes = store::note::of_conversation(&mut house.read().await, id).await.unwrap();
    assert_eq!(notes.len(), 2, "without a key every request acts");
    house.post_to(&program, &path, json!({ "text": " \n" })).await.refuses_field("text");
    house.post_to(&program, &path, json!({})).await.refuses_field("text");
}

#[tokio::test]
async fn a_topic_is_made_changed_and_put_away() {
    let (house, program, _) = House::with_program().await;
    let keyed = program.with("idempotency-key", "one");
    let wanted = json!({ "name": " Lifts ", "query": "lift OR elevator" });
    let made = house.post_to(&keyed, "/topics", wanted.clone()).await;
    let topic = made.gives();
    assert_eq!((&topic["name"], &topic["version"]), (&json!("Lifts"), &json!(1)));
    let path = format!("/topics/{}", topic["id"].as_str().unwrap());
    assert_eq!((made.status.as_u16(), made.header("location")), (201, format!("/api/v1{path}").as_str()));
    assert_eq!(house.post_to(&keyed, "/topics", wanted.clone()).await.text, made.text, "once");
    house.post_to(&program, "/topics", wanted).await.refuses_field("name");

    let changed = house.patch_at(&program.with("if-match", "\"1\""), &path, json!({ "query": "lift" })).await;
    assert_eq!(changed.header("etag"), "\"2\"");
    let stale = house.patch_at(&program.with("if-match", "\"1\""), &path, json!({ "query": "stairs" })).await;
    let told = stale.refuses(412, "stale");
    assert_eq!((&told["version"], &told["query"]), (&json!(2), &json!("lift")));
    let renamed = house.patch_at(&program, &path, json!({ "name": "Elevators" })).await.gives();
    assert_eq!(
        (&renamed["name"], &renamed["query"], &renamed["version"]),
        (&json!("Elevators"), &json!("lift"), &json!(2))
    );

    let away = house.post_to(&program, &format!("{path}/archive"), json!({})).await.gives();
    assert_eq!(away["archived_at"], "2026-11-23T10:00:00Z");
    assert_eq!(house.call(&program, Method::POST, &format!("/api/v1{path}/archive"), "").await.gives(), away);
    house.patch_at(&program, &path, json!({ "name": "Again" })).await.refuses(409, "conflict");
    let kinds: Vec<_> = house.history().await.into_iter().map(|one| one.event.kind).collect();
    let count = |kind| kinds.iter().filter(|one| **one == kind).count();
    assert_eq!(count(EventKind::TopicCreated), 1);
    assert_eq!(count(EventKind::TopicChanged), 2);
    assert_eq!(count(EventKind::TopicArchived), 1);
}

#[tokio::test]
async fn a_wrong_query_is_told_with_place_reason_and_suggestion() {
    let (house, program, _) = House::with_program().await;
    let query = "lift OR elevator AND vellenbahn";
    let told = house.post_to(&program, "/topics", json!({ "name": "Lifts", "query": query })).await;
    let told = told.refuses(422, "query");
    assert_eq!(told["field"], "query");
    let error = &told["errors"][0];
    assert_eq!((&error["start"], &error["end"]), (&json!(0), &json!(query.len())));
    assert!(error["reason"].as_str().unwrap().starts_with("AND and OR stand side by side"));
    let better = error["suggestion"].as_str().unwrap();
    let made = house.post_to(&program, "/topics", json!({ "name": "Lifts", "query": better })).await.gives();
    let path = format!("/topics/{}", made["id"].as_str().unwrap());
    house.patch_at(&program, &path, json!({ "query": "" })).await.refuses(422, "query");
    assert_eq!(house.read_at(&program, &path).await.gives(), made);
}

#[tokio::test]
async fn a_program_acts_as_its_member() {
    let (house, _, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    let ewa = house.member("Ewa Brandt", Role::Member).await;
    let program = house.program(ewa, &[Scope::Write]).await;
    house.patch_at(&program, &format!("/conversations/{id}"), json!({ "assignee": "me" })).await.gives();
    let last = house.history().await.into_iter().rfind(|one| one.event.kind == EventKind::ConversationAssigned);
    let last = last.unwrap().event;
    assert_eq!(last.actor, model::Actor::Member(ewa));
    assert_eq!(last.data["after"], ewa.to_string());
}

#[tokio::test]
async fn a_program_says_how_somebody_stands_and_reads_it_again() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await;
    let owner = store::member::all(&mut house.read().await).await.unwrap()[0].id;
    let mut tx = house.write().await;
    let topic = store::topic::create(&mut tx, owner, "lifts", "lift").await.unwrap().to_string();
    tx.commit().await.unwrap();
    let path = format!("/conversations/{id}");
    let change = json!({ "relations": ["press", "customer"], "stances": [{ "topic": topic, "value": "critic" }] });
    let person = house.patch_at(&program, &path, change).await.gives()["person"].clone();
    let values = |of: &str| -> Vec<String> {
        let all = person[of].as_array().unwrap().iter();
        all.map(|one| one["value"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (values("relations"), values("stances")),
        (vec!["customer".into(), "press".into()], vec!["critic".into()])
    );
    assert_eq!((&person["stances"][0]["topic"], &person["stances"][0]["is_corrected"]), (&json!(topic), &json!(true)));
    assert_eq!(house.read_at(&program, &path).await.gives()["person"], person);
    for (change, field) in [
        (json!({ "relations": [] }), "relations"),
        (json!({ "relations": ["unknown", "press"] }), "relations"),
        (json!({ "stances": [{ "topic": "1", "value": "fan" }] }), "stances"),
    ] {
        house.patch_at(&program, &path, change).await.refuses_field(field);
    }
    assert_eq!(house.read_at(&program, &path).await.gives()["person"], person, "nothing of it was kept");
}

#[tokio::test]
async fn a_query_is_tried_on_what_was_heard_and_asked_after_until_it_is_done() {
    let (house, program, channel) = House::with_program().await;
    house.heard(channel, "at://renske/1", "the lift is out", 60).await;
    let refused = house.post_to(&program, "/backtests", json!({ "query": "lift AND" })).await;
    assert_eq!(refused.refuses(422, "query")["field"], "query");
    let made = house.post_to(&program, "/backtests", json!({ "query": "lift" })).await;
    assert_eq!(made.status, 202);
    let path = format!("/backtests/{}", made.gives()["id"].as_str().unwrap());
    let done = async || {
        let told = house.read_at(&program, &path).await.gives();
        (told["phase"] == "done").then_some(told)
    };
    let told = house.until("it is done", done).await;
    assert_eq!((&told["found"], &told["found_filed"], &told["percent"]), (&json!(1), &json!(1), &json!(100)));
    assert_eq!(told["sample"][0]["spans"], json!([[4, 8]]));
    assert_eq!(told["days"], json!([{ "date": "2026-11-23", "found": 1 }]));
    assert!(told["sample"][0].get("author").is_none(), "nobody is named");
    house.post_to(&program, &format!("{path}/stop"), json!({})).await.gives();
    house.read_at(&program, "/backtests/1").await.refuses(404, "not-found");
}
