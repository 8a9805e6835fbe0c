//! Whatever is sent, the answer is one that the description knows.

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{ConversationId, MemberId, Scope};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::house::House;
use crate::program::Program;

/// A request without its address's id.
#[derive(Clone, Debug)]
struct Asked {
    method: Method,
    path: &'static str,
    parameters: Vec<(&'static str, String)>,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        prop::sample::select(
            &["snoozed", "new", "resolved", "me", "none", "2026-11-24T08:00:00Z", "9999-12-30T22:00:00Z"][..]
        )
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| vec(inner, 0..3).prop_map(Value::from))
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let name =
        prop::sample::select(&["text", "name", "query", "status", "assignee", "labels", "snoozed_until", "colour"][..]);
    let object = prop::collection::btree_map(name, value(), 0..4).prop_map(|members| json!(members).to_string().into());
    let text = "\\PC{0,20}".prop_map(|text| json!({ "text": text }).to_string().into());
    let topic = ("[a-z]{1,9}", "\\PC{0,20}").prop_map(|(name, query)| json!({ "name": name, "query": query }));
    let topic = topic.prop_map(|topic| topic.to_string().into());
    prop_oneof![3 => object, 2 => text, 2 => topic, 1 => vec(any::<u8>(), 0..60)]
}

fn cursor() -> impl Strategy<Value = String> {
    let list = prop::sample::select(&["conversation", "message", "topic", ""][..]);
    let mark = (list, any::<i64>(), any::<i64>());
    mark.prop_map(|(list, by, id)| URL_SAFE_NO_PAD.encode(format!("{list}:{by}:{id}")))
}

fn parameter() -> impl Strategy<Value = (&'static str, String)> {
    let name = prop::sample::select(
        &["q", "status", "assignee", "label", "topic", "channel", "limit", "after", "archived", "send_anyway", "x"][..],
    );
    let number = any::<i64>().prop_map(|number| number.to_string());
    let text = prop_oneof!["\\PC{0,20}", number, "[a-z]+:[a-z*]{1,9}", Just("true".to_owned()), Just("5".to_owned())];
    prop_oneof![3 => (name, text), 1 => (Just("cursor"), cursor())]
}

fn header() -> impl Strategy<Value = (&'static str, String)> {
    let name = prop::sample::select(&["if-match", "idempotency-key", "last-event-id", "accept"][..]);
    (name, prop_oneof!["[ -~]{0,20}", "\"[0-9]{1,20}\"", "[0-9]{1,20}"])
}

fn asked() -> impl Strategy<Value = Asked> {
    let operation = prop::sample::select(
        &[
            (Method::GET, "/conversations"),
            (Method::GET, "/conversations/{id}"),
            (Method::PATCH, "/conversations/{id}"),
            (Method::GET, "/conversations/{id}/messages"),
            (Method::POST, "/conversations/{id}/replies"),
            (Method::POST, "/conversations/{id}/notes"),
            (Method::GET, "/replies/{id}"),
            (Method::POST, "/replies/{id}/cancel"),
            (Method::GET, "/topics"),
            (Method::POST, "/topics"),
            (Method::PATCH, "/topics/{id}"),
            (Method::GET, "/channels/{id}"),
            (Method::GET, "/events"),
        ][..],
    );
    let rest = (vec(parameter(), 0..2), vec(header(), 0..3), body());
    (operation, rest).prop_map(|((method, path), (parameters, headers, body))| Asked {
        method,
        path,
        parameters,
        headers,
        body,
    })
}

async fn ask(house: &House, member: MemberId, id: ConversationId, asked: &Asked) -> Result<(), TestCaseError> {
    // A token of its own each time: a hasty one would be told to wait.
    let mut program: Program = house.program(member, Scope::ALL).await;
    for (name, value) in asked.headers.iter().filter(|(_, value)| !value.contains("event-stream")) {
        program = program.with(name, value);
    }
    let query = crate::house::encoded(
        asked.parameters.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>().iter(),
    );
    let path = format!("/api/v1{}?{query}", asked.path.replace("{id}", &id.to_string()));
    let told = house.call(&program, asked.method.clone(), &path, asked.body.clone()).await;
    let status = told.status.as_u16();
    let known = [200, 201, 400, 404, 409, 412, 422, 428];
    prop_assert!(known.contains(&status), "{}: {}", status, told.text);
    if status >= 400 {
        prop_assert_eq!(told.header("content-type"), "application/problem+json");
        prop_assert_eq!(&told.json()["status"], &json!(status));
    }
    Ok(())
}

#[test]
fn no_request_breaks_anything() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (house, member, id) = runtime.block_on(async {
        let (house, _, channel) = House::with_program().await;
        let id = house.heard(channel, "at://renske/1", "hello", 60).await;
        let member = house.member("Tarik Wenzel", model::Role::Owner).await;
        (house, member, id)
    });
    proptest!(ProptestConfig::with_cases(600), |(asked in asked())| {
        runtime.block_on(ask(&house, member, id, &asked))?;
    });
    runtime.block_on(house.pipeline.shut_down());
}
