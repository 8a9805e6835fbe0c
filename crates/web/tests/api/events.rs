//! The log, in pages and as it happens.

use std::time::Duration;

use axum::body::BodyDataStream;
use axum::http::Method;
use futures::StreamExt as _;
use model::{Role, Scope};
use serde_json::Value;

use crate::house::House;
use crate::program::Program;

/// A stream of events that is being read.
struct Following {
    body: BodyDataStream,
    read: String,
}

/// One event of a stream.
#[derive(Debug)]
struct Frame {
    id: i64,
    kind: String,
    data: Value,
}

impl Following {
    async fn new(house: &House, program: &Program, query: &str) -> Self {
        let program = program.with("accept", "text/event-stream");
        let response = house.respond(&program, Method::GET, &format!("/api/v1/events{query}"), "").await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), read: String::new() }
    }

    /// The next event; nothing when the stream ends.
    async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some((frame, rest)) = self.read.split_once("\n\n") {
                let (frame, rest) = (frame.to_owned(), rest.to_owned());
                self.read = rest;
                let field = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                if let (Some(id), Some(kind), Some(data)) = (field("id:"), field("event:"), field("data:")) {
                    let data = serde_json::from_str(data).unwrap();
                    return Some(Frame { id: id.parse().unwrap(), kind: kind.to_owned(), data });
                }
                continue;
            }
            let wait = tokio::time::timeout(Duration::from_secs(60), self.body.next());
            let bytes = wait.await.expect("nothing came for a minute")?;
            self.read.push_str(std::str::from_utf8(&bytes.unwrap()).unwrap());
        }
    }

    async fn take(&mut self, count: usize) -> Vec<Frame> {
        let mut frames = Vec::new();
        while frames.len() < count {
            frames.push(self.next().await.expect("the stream goes on"));
        }
        frames
    }
}

async fn topic(house: &House, name: &str) {
    let mut tx = house.write().await;
    let by = store::member::all(&mut tx).await.unwrap()[0].id;
    store::topic::create(&mut tx, by, name, name).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_log_is_read_page_by_page() {
    let (house, program, _) = House::with_program().await;
    let log = house.history().await;
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let page = house.read_at(&program, &format!("/events?after={after}&limit=2")).await.gives();
        assert_eq!(page["position"], log.last().unwrap().position);
        let items = page["items"].as_array().unwrap();
        seen.extend(items.iter().map(|item| item["position"].as_i64().unwrap()));
        let next = page["next_after"].as_i64().unwrap();
        if next == after {
            break;
        }
        after = next;
    }
    assert_eq!(seen, log.iter().map(|one| one.position).collect::<Vec<_>>());
    let all = house.read_at(&program, "/events").await.gives();
    let connected = all["items"].as_array().unwrap().iter().find(|one| one["kind"] == "channel.connected").unwrap();
    assert_eq!(connected["actor"]["kind"], "system");
    assert_eq!(connected["data"]["network"], "atproto");
    assert_eq!(connected["happened_at"], "2026-11-23T10:00:00Z");
    let beyond = house.read_at(&program, "/events?after=999999").await.gives();
    assert_eq!((&beyond["items"], &beyond["next_after"]), (&serde_json::json!([]), &serde_json::json!(999_999)));
}

#[tokio::test]
async fn a_stream_brings_what_happens_from_now_on() {
    let (house, program, _) = House::with_program().await;
    house.history().await;
    let mut following = Following::new(&house, &program, "").await;
    topic(&house, "lift").await;
    let frame = following.next().await.unwrap();
    assert_eq!((frame.kind.as_str(), &frame.data["kind"]), ("topic.created", &"topic.created".into()));
    assert_eq!(frame.data["position"], frame.id);
    topic(&house, "train").await;
    let next = following.next().await.unwrap();
    assert_eq!((next.kind.as_str(), next.id), ("topic.created", frame.id + 1));
}

#[tokio::test]
async fn who_comes_back_misses_nothing_and_hears_nothing_twice() {
    let (house, program, _) = House::with_program().await;
    house.history().await;
    let mut following = Following::new(&house, &program, "").await;
    for name in ["a", "b", "c"] {
        topic(&house, name).await;
    }
    let first = following.take(2).await;
    drop(following);
    for name in ["d", "e"] {
        topic(&house, name).await;
    }
    let last = first[1].id;
    let back = program.with("last-event-id", &last.to_string());
    // What the browser remembers counts more than the address.
    let mut following = Following::new(&house, &back, "?after=0").await;
    topic(&house, "f").await;
    let rest = following.take(4).await;
    let ids: Vec<i64> = rest.iter().map(|frame| frame.id).collect();
    assert_eq!(ids, (last + 1..=last + 4).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_stream_can_begin_with_the_log() {
    let (house, program, _) = House::with_program().await;
    let log = house.history().await;
    let mut following = Following::new(&house, &program, "?after=0").await;
    let frames = following.take(log.len()).await;
    for (frame, sealed) in frames.iter().zip(&log) {
        assert_eq!((frame.id, frame.kind.as_str()), (sealed.position, sealed.event.kind.as_str()));
        assert_eq!(frame.data["data"], sealed.event.data);
    }
}

#[tokio::test]
async fn who_came_in_is_told_to_those_who_manage_members_alone() {
    let (house, program, _) = House::with_program().await;
    let ewa = house.member("Ewa Brandt", Role::Member).await;
    let reading = house.program(ewa, &[Scope::Read]).await;
    house.history().await;
    let kinds = async |program: &Program| {
        let page = house.read_at(program, "/events?limit=1000").await.gives();
        let kinds = page["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned());
        kinds.collect::<Vec<_>>()
    };
    assert!(kinds(&program).await.iter().any(|kind| kind == "token.created"));
    let seen = kinds(&reading).await;
    assert!(!seen.iter().any(|kind| kind == "token.created"));
    assert!(seen.iter().any(|kind| kind == "member.joined"));

    let mut following = Following::new(&house, &reading, "?after=0").await;
    let frames = following.take(seen.len()).await;
    assert_eq!(frames.into_iter().map(|frame| frame.kind).collect::<Vec<_>>(), seen);
}

#[tokio::test]
async fn a_stream_ends_with_its_token() {
    let (house, _, _) = House::with_program().await;
    let ewa = house.member("Ewa Brandt", Role::Member).await;
    let program = house.program(ewa, &[Scope::Read]).await;
    house.history().await;
    let mut following = Following::new(&house, &program, "").await;
    topic(&house, "a").await;
    assert!(following.next().await.is_some());
    let mut tx = house.write().await;
    let token = store::token::of_member(&mut tx, ewa).await.unwrap()[0].id;
    store::token::revoke(&mut tx, ewa, token).await.unwrap();
    tx.commit().await.unwrap();
    topic(&house, "b").await;
    assert!(following.next().await.is_none(), "nothing is told any more");
}

#[tokio::test]
async fn a_token_follows_twenty_streams_and_a_seat_that_is_left_is_free() {
    let (house, program, _) = House::with_program().await;
    let mut following = Vec::new();
    for _ in 0..20 {
        following.push(Following::new(&house, &program, "").await);
    }
    let streaming = program.with("accept", "text/event-stream");
    let refused = house.read_at(&streaming, "/events").await;
    refused.refuses(429, "too-many");
    assert!(!refused.header("retry-after").is_empty());
    drop(following.pop());
    Following::new(&house, &program, "").await;
    house.read_at(&program, "/events").await.gives();
}

#[tokio::test]
async fn a_stream_cannot_begin_at_a_place_that_is_none() {
    let (house, program, _) = House::with_program().await;
    for id in ["x", "-1", "1.5", ""] {
        let program = program.with("accept", "text/event-stream").with("last-event-id", id);
        house.read_at(&program, "/events").await.refuses_field("last-event-id");
    }
    let ahead = house.history().await.last().unwrap().position + 1_000;
    let mut following = Following::new(&house, &program.with("last-event-id", &ahead.to_string()), "").await;
    topic(&house, "a").await;
    assert!(following.next().await.is_some(), "a place beyond the end is the end");
}
