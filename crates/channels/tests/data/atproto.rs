//! Every answer that was recorded from a real server is understood. The recordings lie beside the test data, in
//! `fixtures`.

use std::sync::Arc;
use std::time::Duration;

use channels::atproto::{AppPassword, AtprotoChannel, AtprotoConfig, JETSTREAM, NOTIFICATIONS};
use channels::outgoing::{OutgoingClient, OutgoingPolicy};
use channels::{Batch, Channel, LookedUp, Received, Remedy};
use model::{ManualClock, MarkKind, Reason, RemoteRef};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::recorded::{Recorded, serve_http, serve_stream};
use crate::test_data;

const ALICE: &str = "did:plc:utvktk5wjdjdvqbemkp7gtzq";
const BRAND: &str = "did:plc:q4tgzbmkr2ytj74wkze3zg3l";
const PASSWORD: &str = "brand-app-password";

fn fixture(name: &str) -> Value {
    let path = test_data().join("../fixtures/atproto").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

fn channel(config: Value) -> AtprotoChannel {
    let config: AtprotoConfig = serde_json::from_value(config).unwrap();
    let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: true }).unwrap();
    let clock = Arc::new(ManualClock::at("2026-11-23T08:31:00Z"));
    AtprotoChannel::new(config, Some(AppPassword::new(PASSWORD)), outgoing, clock).unwrap()
}

/// A channel whose server gives the recorded answers.
async fn answering(answers: Vec<Recorded>) -> AtprotoChannel {
    let mut session = fixture("createSession.json");
    session.as_object_mut().unwrap().remove("didDoc");
    let mut all = vec![Recorded::ok("com.atproto.server.createSession", session)];
    all.extend(answers);
    let service = serve_http(all).await;
    channel(json!({"service": service, "appview": service, "account": {"identifier": "brand.test"}}))
}

/// All that a stream tells until nothing older waits, as one batch.
async fn hear(channel: AtprotoChannel, stream: &'static str) -> Batch {
    let (sender, mut batches) = mpsc::channel(4);
    let task = tokio::spawn(async move { channel.receive(stream, None, sender).await });
    let mut all = Batch::default();
    while !all.is_caught_up {
        let batch = tokio::time::timeout(Duration::from_secs(20), batches.recv()).await;
        let batch = batch.expect("a batch comes").expect("the stream goes on");
        all.items.extend(batch.items);
        all.cursor = batch.cursor.or(all.cursor);
        all.gap = batch.gap.or(all.gap);
        all.is_caught_up = batch.is_caught_up;
    }
    task.abort();
    all
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn recorded_notifications_are_heard_oldest_first_without_likes_and_follows() {
    let recorded = fixture("listNotifications.json");
    let wanted = recorded["notifications"].as_array().unwrap().iter();
    let wanted: Vec<&str> = wanted
        .filter(|n| matches!(n["reason"].as_str().unwrap(), "mention" | "reply" | "quote"))
        .map(|n| n["uri"].as_str().unwrap())
        .rev()
        .collect();
    let answer = Recorded::ok("app.bsky.notification.listNotifications", recorded.clone());
    let batch = hear(answering(vec![answer]).await, NOTIFICATIONS).await;
    let posts: Vec<_> = batch.items.iter().map(post).collect();
    assert_eq!(posts.iter().map(|p| p.remote.id.as_str()).collect::<Vec<_>>(), wanted);
    assert!(batch.is_caught_up && batch.cursor.is_some() && batch.gap.is_none());
    assert!(
        posts.iter().all(|p| p.author.follows_us == Some(true) && p.author.handle.as_deref() == Some("alice.test"))
    );
    for reason in [Reason::Addressed, Reason::Answered, Reason::Quoted] {
        assert!(posts.iter().any(|p| p.reason == Some(reason)), "{reason}");
    }
    assert!(posts.iter().any(|p| { p.attachments.first().is_some_and(|a| a.alt.as_deref() == Some("a red dot")) }));
    let marked = |p: &&&model::ReceivedPost| p.marks.iter().any(|m| m.kind == MarkKind::Mention(BRAND.to_owned()));
    assert!(posts.iter().filter(marked).count() >= 2);
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn both_recorded_forms_of_the_stream_tell_the_same() {
    let mut told = vec![];
    for (name, path) in [
        ("jetstream-events.json", "/subscribe"),
        ("jetstream-v2-events.json", "/xrpc/network.bsky.jetstream.subscribeEvents"),
    ] {
        let events = fixture(name);
        let frames = events.as_array().unwrap().iter().map(Value::to_string).collect();
        let url = serve_stream(vec![frames]).await.url(path);
        let batch = hear(channel(json!({"jetstream": {"url": url}})), JETSTREAM).await;
        assert!(!batch.items.iter().any(|item| matches!(item, Received::Unparsed { .. })), "{name}");
        told.push(batch.items.iter().map(summary).collect::<Vec<_>>());
    }
    assert_eq!(told[0], told[1]);
    for kind in ["post", "deleted", "author"] {
        assert!(told[0].iter().any(|item| item.starts_with(kind)), "no {kind} in {:?}", told[0]);
    }
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn a_recorded_thread_comes_root_first() {
    let answer = Recorded::ok("app.bsky.feed.getPostThread", fixture("getPostThread.json"));
    let root = format!("at://{BRAND}/app.bsky.feed.post/3n2xpn73ncs2g");
    let thread = answering(vec![answer]).await.thread(&reference(&root)).await.unwrap();
    assert_eq!(thread[0].remote.id, root);
    assert_eq!(thread[1].parent.as_ref().unwrap().id, root);
    assert_eq!(thread.len(), 2);
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn recorded_posts_are_present_and_what_is_missing_is_gone() {
    let answer = || Recorded::ok("app.bsky.feed.getPosts", fixture("getPosts.json"));
    let channel = answering(vec![answer(), answer()]).await;
    let here = format!("at://{ALICE}/app.bsky.feed.post/3n2xpn7kd222g");
    let away = format!("at://{ALICE}/app.bsky.feed.post/3n2aaaaaaaa2g");
    let found = channel.look_up(&[reference(&here), reference(&away)]).await.unwrap();
    assert!(found.iter().any(|f| matches!(f, LookedUp::Present(post) if post.remote.id == here)));
    assert!(found.iter().any(|f| matches!(f, LookedUp::Gone { remote_id } if *remote_id == away)));
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn a_recorded_profile_is_known_by_name_and_numbers() {
    let answer = Recorded::ok("app.bsky.actor.getProfiles", json!({"profiles": [fixture("getProfile.json")]}));
    let known = answering(vec![answer]).await.profiles(&[ALICE.to_owned()]).await.unwrap();
    let alice = &known[0];
    assert_eq!(
        (alice.handle.as_deref(), alice.display_name.as_deref(), alice.follower_count, alice.follows_us),
        (Some("alice.test"), Some("Alice"), Some(0), Some(true))
    );
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn a_recorded_refusal_of_the_password_asks_to_reconnect() {
    let refusal = fixture("createSession-wrong-password.json");
    let service = serve_http(vec![Recorded::of("com.atproto.server.createSession", &refusal)]).await;
    let channel = channel(json!({"service": service, "account": {"identifier": "brand.test"}}));
    let error = channel.identify().await.unwrap_err();
    assert_eq!(error.remedy, Remedy::Reconnect);
    assert!(!error.what.contains(PASSWORD));
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn a_recorded_limit_is_waited_for_and_asked_once() {
    let limited = fixture("error-rate-limited.json");
    // One answer only: a second call would find nobody.
    let service = serve_http(vec![Recorded::of("com.atproto.server.createSession", &limited)]).await;
    let channel = channel(json!({"service": service, "account": {"identifier": "brand.test"}}));
    for _ in 0..2 {
        let error = channel.identify().await.unwrap_err();
        // The limit ends at 1795423452; the channel's clock stands at 1795422660.
        assert_eq!(error.remedy, Remedy::Retry { after: Some(Duration::from_secs(792)) });
        assert!(!error.may_have_arrived);
    }
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn a_recorded_invalid_token_is_renewed_once_without_the_caller_noticing() {
    let mut refreshed = fixture("refreshSession.json");
    refreshed.as_object_mut().unwrap().remove("didDoc");
    let channel = answering(vec![
        Recorded::of("app.bsky.actor.getProfile", &fixture("error-invalid-token.json")),
        Recorded::ok("com.atproto.server.refreshSession", refreshed),
        Recorded::ok("app.bsky.actor.getProfile", fixture("getProfile.json")),
    ])
    .await;
    let us = channel.identify().await.unwrap().account.unwrap();
    assert_eq!(us.handle.as_deref(), Some("alice.test"));
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn a_recorded_missing_record_means_absent() {
    let answer = Recorded::of("com.atproto.repo.getRecord", &fixture("error-record-not-found.json"));
    let prepared = channels::PreparedReply {
        remote_id: Some(format!("at://{BRAND}/app.bsky.feed.post/3n2xpn73ncs2g")),
        record: "{}".to_owned(),
    };
    let fate = answering(vec![answer]).await.fate(&prepared).await.unwrap();
    assert_eq!(fate, channels::Fate::Absent);
}

#[tokio::test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
async fn a_recorded_refusal_of_the_record_is_final() {
    let answer = Recorded::of("com.atproto.repo.putRecord", &fixture("error-invalid-record.json"));
    let prepared = channels::PreparedReply {
        remote_id: Some(format!("at://{BRAND}/app.bsky.feed.post/3n2xpn73ncs2g")),
        record: "{}".to_owned(),
    };
    let error = answering(vec![answer]).await.send(&prepared, &[]).await.unwrap_err();
    assert_eq!((error.remedy, error.may_have_arrived), (Remedy::GiveUp, false));
}

fn post(item: &Received) -> &model::ReceivedPost {
    match item {
        Received::Post(post) => post,
        other => panic!("no post: {other:?}"),
    }
}

fn summary(item: &Received) -> String {
    match item {
        Received::Post(post) => format!("post {} {:?} {}", post.remote.id, post.remote.revision, post.text),
        Received::Deleted { remote_id } => format!("deleted {remote_id}"),
        Received::Author(author) => format!("author {} {:?}", author.remote_id, author.handle),
        Received::AuthorGone { remote_id } => format!("author gone {remote_id}"),
        Received::Unparsed { reason, .. } => format!("unparsed {reason}"),
    }
}

fn reference(id: &str) -> RemoteRef {
    RemoteRef { id: id.to_owned(), revision: None }
}
