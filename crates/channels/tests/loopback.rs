//! The AT Protocol channel against a server that says exactly what a test tells it to.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use channels::atproto::{AppPassword, AtprotoChannel, AtprotoConfig, NOTIFICATIONS, PRIVATE};
use channels::outgoing::{OutgoingClient, OutgoingPolicy};
use channels::{
    Batch, Channel, Fate, GestureFate, GestureSubject, OutgoingGesture, OutgoingReply, PreparedReply, Received, Remedy,
    StreamCursor,
};
use jiff::{SignedDuration, Timestamp};
use model::{GestureKind, ManualClock, PictureSource, RemoteRef, ReportGround};
use serde_json::{Value, json};
use tokio::sync::mpsc;

mod recorded;
use recorded::{Recorded, serve_http};

const US: &str = "did:plc:us";
const START: &str = "2026-11-23T10:00:00Z";
const LIST: &str = "app.bsky.notification.listNotifications";
const SIGN_IN: &str = "com.atproto.server.createSession";
const REFRESH: &str = "com.atproto.server.refreshSession";

fn channel(service: &str) -> AtprotoChannel {
    let config = json!({
        "service": service, "appview": service, "account": {"identifier": "us.test"}, "poll_interval_seconds": 1,
    });
    let config: AtprotoConfig = serde_json::from_value(config).unwrap();
    let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: true }).unwrap();
    let clock = Arc::new(ManualClock::at(START));
    AtprotoChannel::new(config, Some(AppPassword::new("secret")), outgoing, clock).unwrap()
}

fn session(token: &str) -> Value {
    json!({"did": US, "handle": "us.test", "accessJwt": token, "refreshJwt": format!("refresh-{token}")})
}

fn refusal(method: &str, status: u64, name: &str) -> Recorded {
    Recorded::of(method, &json!({"status": status, "headers": [], "body": {"error": name, "message": "no"}}))
}

/// A mention, `number` seconds after the start.
fn mention(number: i64) -> Value {
    let start: Timestamp = START.parse().unwrap();
    let at = (start + SignedDuration::from_secs(number)).to_string();
    let rkey = format!("n{}", number.rem_euclid(100_000));
    json!({
        "uri": format!("at://did:plc:alice/app.bsky.feed.post/{rkey}"), "cid": format!("cid-of-{rkey}"),
        "author": {"did": "did:plc:alice", "handle": "alice.test"}, "reason": "mention", "indexedAt": at,
        "record": {"text": number.to_string(), "createdAt": at},
    })
}

/// Pages of notifications, newest first; all but the last lead on.
fn pages(pages: &[&[i64]]) -> Vec<Recorded> {
    let page = |(place, numbers): (usize, &&[i64])| {
        let views: Vec<Value> = numbers.iter().copied().map(mention).collect();
        let mut body = json!({"notifications": views});
        if place + 1 < pages.len() {
            body["cursor"] = format!("page-{}", place + 1).into();
        }
        Recorded::ok(LIST, body)
    };
    pages.iter().enumerate().map(page).collect()
}

/// What one look at the notifications brings.
async fn look(answers: Vec<Recorded>, cursor: Option<StreamCursor>) -> (Vec<i64>, Batch) {
    let mut all = vec![Recorded::ok(SIGN_IN, session("one"))];
    all.extend(answers);
    let channel = channel(&serve_http(all).await);
    let (sender, mut batches) = mpsc::channel(1);
    let listening = tokio::spawn(async move { channel.receive(NOTIFICATIONS, cursor, sender).await });
    let mut batch = batches.recv().await.unwrap();
    listening.abort();
    let numbers = batch.items.drain(..).map(|item| match item {
        Received::Post(post) => post.text.parse().unwrap(),
        other => panic!("{other:?}"),
    });
    (numbers.collect(), batch)
}

#[tokio::test]
async fn a_first_look_takes_one_page_oldest_first() {
    let (heard, batch) = look(pages(&[&[30, 20, 10], &[5]]), None).await;
    assert_eq!(heard, [10, 20, 30]);
    assert!(batch.is_caught_up && batch.gap.is_none());
    assert_eq!(batch.heard_until.unwrap().to_string(), "2026-11-23T10:00:30Z");
}

#[tokio::test]
async fn after_an_absence_pages_are_read_back_to_what_is_known() {
    let (_, first) = look(pages(&[&[30, 20, 10]]), None).await;
    let answers = pages(&[&[5_030, 5_020], &[5_010, 5_000], &[4_990, 30, 20], &[10]]);
    let (heard, batch) = look(answers, first.cursor).await;
    assert_eq!(heard, [4_990, 5_000, 5_010, 5_020, 5_030]);
    assert!(batch.is_caught_up && batch.gap.is_none());
}

#[tokio::test]
async fn reading_back_ends_at_what_is_clearly_older_even_when_what_was_known_is_deleted() {
    let (_, first) = look(pages(&[&[5_000]]), None).await;
    let (heard, batch) = look(pages(&[&[6_000], &[5_500, 4_000], &[3_000]]), first.cursor).await;
    // Older ones on a page that was read anyway are taken: they may be late.
    assert_eq!(heard, [4_000, 5_500, 6_000]);
    assert_eq!(batch.gap, None);
}

#[tokio::test]
async fn a_late_one_below_newer_ones_is_heard() {
    let (_, first) = look(pages(&[&[300, 100]]), None).await;
    let (heard, second) = look(pages(&[&[300, 200, 100]]), first.cursor).await;
    assert_eq!(heard, [200]);
    let (heard, third) = look(pages(&[&[300, 200, 100]]), second.cursor).await;
    assert_eq!((heard, third.cursor), (vec![], None));
    assert!(third.is_caught_up, "a sign of life");
}

#[tokio::test]
async fn what_lies_too_far_back_is_told_as_a_gap() {
    let (_, first) = look(pages(&[&[0]]), None).await;
    let numbers: Vec<[i64; 1]> = (0..60).map(|page| [9_000 - page]).collect();
    let numbers: Vec<&[i64]> = numbers.iter().map(|page| &page[..]).collect();
    let (heard, batch) = look(pages(&numbers), first.cursor).await;
    assert_eq!((heard.len(), heard[0]), (50, 8_951));
    let gap = batch.gap.unwrap();
    assert_eq!(gap.from.to_string(), START);
    assert_eq!(gap.to.to_string(), "2026-11-23T12:29:11Z");
}

#[tokio::test]
async fn a_notification_that_makes_no_sense_is_kept_raw_and_the_others_are_heard() {
    let broken = json!({"uri": "at://nonsense", "cid": "c", "reason": "mention"});
    let body = json!({"notifications": [mention(2), broken, mention(1)]});
    let service = serve_http(vec![Recorded::ok(SIGN_IN, session("one")), Recorded::ok(LIST, body)]).await;
    let channel = channel(&service);
    let (sender, mut batches) = mpsc::channel(1);
    tokio::spawn(async move { channel.receive(NOTIFICATIONS, None, sender).await });
    let batch = batches.recv().await.unwrap();
    let kinds: Vec<_> = batch.items.iter().map(|i| matches!(i, Received::Unparsed { .. })).collect();
    assert_eq!(kinds, [false, true, false]);
}

#[tokio::test]
async fn many_callers_sign_in_once() {
    let mut answers = vec![Recorded::ok(SIGN_IN, session("one"))];
    let profile = || Recorded::ok("app.bsky.actor.getProfile", json!({"did": US, "handle": "us.test"}));
    answers.extend((0..4).map(|_| profile()));
    let channel = channel(&serve_http(answers).await);
    let all = futures::future::join_all((0..4).map(|_| channel.identify())).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
}

#[tokio::test]
async fn an_expired_token_is_refreshed_once_for_all_and_a_spent_refresh_signs_in_anew() {
    let profile = "app.bsky.actor.getProfile";
    let us = || Recorded::ok(profile, json!({"did": US, "handle": "us.test"}));
    let channel = channel(
        &serve_http(vec![
            Recorded::ok(SIGN_IN, session("one")),
            refusal(profile, 400, "ExpiredToken"),
            refusal(profile, 400, "ExpiredToken"),
            Recorded::ok(REFRESH, session("two")),
            us(),
            us(),
            refusal(profile, 401, "ExpiredToken"),
            refusal(REFRESH, 400, "ExpiredToken"),
            Recorded::ok(SIGN_IN, session("three")),
            us(),
        ])
        .await,
    );
    let (first, second) = tokio::join!(channel.identify(), channel.identify());
    assert!(first.is_ok() && second.is_ok(), "{first:?} {second:?}");
    channel.identify().await.unwrap();
}

#[tokio::test]
async fn a_refused_password_is_not_tried_again_at_once() {
    // One refusal only: a second attempt would find "Unrecorded", which asks to retry.
    let refusals = vec![refusal(SIGN_IN, 401, "AuthenticationRequired")];
    let channel = channel(&serve_http(refusals).await);
    for _ in 0..3 {
        let error = channel.identify().await.unwrap_err();
        assert_eq!(error.remedy, Remedy::Reconnect);
        assert!(!format!("{error:?}").contains("secret"));
    }
}

#[tokio::test]
async fn an_address_of_something_else_asks_to_reconnect() {
    for answer in [Recorded::ok(SIGN_IN, json!({"hello": "world"})), refusal(SIGN_IN, 404, "")] {
        let error = channel(&serve_http(vec![answer]).await).identify().await.unwrap_err();
        assert_eq!(error.remedy, Remedy::Reconnect, "{error}");
    }
}

fn prepared(did: &str) -> PreparedReply {
    let uri = format!("at://{did}/app.bsky.feed.post/3n2xpn73ncs2g");
    PreparedReply { remote_id: Some(uri), record: "{}".to_owned() }
}

#[tokio::test]
async fn only_an_attempt_that_reached_the_server_may_have_arrived() {
    let put = "com.atproto.repo.putRecord";
    for (answer, may_have_arrived) in [
        (refusal(put, 502, "UpstreamFailure"), true),
        (Recorded::lost(put), true),
        (refusal(put, 429, "RateLimitExceeded"), false),
        (refusal(put, 400, "InvalidRequest"), false),
    ] {
        let service = serve_http(vec![Recorded::ok(SIGN_IN, session("one")), answer]).await;
        let error = channel(&service).send(&prepared(US), &[]).await.unwrap_err();
        assert_eq!(error.may_have_arrived, may_have_arrived, "{error}");
    }
    // Nobody is there at all.
    let error = channel("http://127.0.0.1:9/").send(&prepared(US), &[]).await.unwrap_err();
    assert!(!error.may_have_arrived);
    assert!(matches!(error.remedy, Remedy::Retry { .. }));
}

#[tokio::test]
async fn an_answer_prepared_for_one_account_is_never_sent_from_another() {
    let service = serve_http(vec![Recorded::ok(SIGN_IN, session("one"))]).await;
    let error = channel(&service).send(&prepared("did:plc:former"), &[]).await.unwrap_err();
    assert_eq!((error.remedy, error.may_have_arrived), (Remedy::GiveUp, false));
}

#[tokio::test]
async fn a_fresh_post_that_nobody_knows_yet_is_not_called_gone() {
    // The key of the first was made at 08:30:00, long before the channel's clock; the second lies in its future.
    let nothing = || Recorded::ok("app.bsky.feed.getPosts", json!({"posts": []}));
    let service = serve_http(vec![Recorded::ok(SIGN_IN, session("one")), nothing(), nothing()]).await;
    let [old, fresh] = ["3n2xpn73ncs2g", "3n2zzzzzzzz2g"]
        .map(|rkey| RemoteRef { id: format!("at://did:plc:alice/app.bsky.feed.post/{rkey}"), revision: None });
    let found = channel(&service).look_up(&[old.clone(), fresh]).await.unwrap();
    assert!(matches!(&found[..], [channels::LookedUp::Gone { remote_id }] if *remote_id == old.id), "{found:?}");
}

#[tokio::test]
async fn a_stream_that_nobody_hears_any_more_ends_quietly() {
    let mut answers = vec![Recorded::ok(SIGN_IN, session("one"))];
    answers.extend(pages(&[&[1]]));
    let channel = channel(&serve_http(answers).await);
    let (sender, mut batches) = mpsc::channel(1);
    let listening = tokio::spawn(async move { channel.receive(NOTIFICATIONS, None, sender).await });
    batches.recv().await.unwrap();
    drop(batches);
    let ended = tokio::time::timeout(Duration::from_secs(20), listening).await;
    assert!(ended.unwrap().unwrap().is_ok());
}

#[tokio::test]
async fn a_stream_of_unknown_name_is_refused() {
    let (sender, _batches) = mpsc::channel(1);
    let error = channel("http://127.0.0.1:9/").receive("rumours", None, sender).await.unwrap_err();
    assert_eq!(error.remedy, Remedy::GiveUp);
}

/// The picture of somebody, whose identity document is as given.
async fn picture_of(owner: &str, document: Value) -> Result<Option<Vec<u8>>, channels::ChannelError> {
    let pds = serve_http(vec![Recorded::ok("com.atproto.sync.getBlob", json!("the bytes of a picture"))]).await;
    let document = serde_json::to_string(&document).unwrap().replace("PDS", &pds);
    let directory = serve_http(vec![Recorded::ok(owner, serde_json::from_str(&document).unwrap())]).await;
    let config = json!({
        "service": "http://127.0.0.1:9", "directory": format!("{directory}xrpc"), "account": {"identifier": "us.test"},
    });
    let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: true }).unwrap();
    let clock = Arc::new(ManualClock::at(START));
    let config = serde_json::from_value(config).unwrap();
    let channel = AtprotoChannel::new(config, Some(AppPassword::new("secret")), outgoing, clock).unwrap();
    let cid = "bafkreibabalobzn6cd366ukcsjycp4yymjymgfxcv6xczmlgpemzkz3cfa".to_owned();
    channel.picture(&PictureSource::Blob { owner: owner.into(), cid }).await
}

#[tokio::test]
async fn a_picture_comes_from_the_server_that_its_owners_identity_names() {
    let alice = "did:plc:alice";
    let server = json!({ "id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": "PDS" });
    let found = picture_of(alice, json!({ "id": alice, "service": [server] })).await.unwrap().unwrap();
    assert_eq!(found, b"\"the bytes of a picture\"");
    let another = picture_of(alice, json!({ "id": "did:plc:mallory", "service": [server] })).await.unwrap_err();
    assert_eq!((another.remedy, another.what.contains("somebody else's")), (Remedy::GiveUp, true), "{another}");
    let nowhere = picture_of(alice, json!({ "id": alice, "service": [] })).await.unwrap_err();
    assert!(nowhere.what.contains("names no server"), "{nowhere}");
}

#[tokio::test]
async fn a_picture_of_somebody_whom_the_directory_does_not_know_is_gone() {
    let directory = serve_http(vec![refusal("did:plc:gone", 404, "NotFound")]).await;
    let config = json!({
        "service": "http://127.0.0.1:9", "directory": format!("{directory}xrpc"), "account": {"identifier": "us.test"},
    });
    let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: true }).unwrap();
    let clock = Arc::new(ManualClock::at(START));
    let config = serde_json::from_value(config).unwrap();
    let channel = AtprotoChannel::new(config, Some(AppPassword::new("secret")), outgoing, clock).unwrap();
    let source = PictureSource::Blob { owner: "did:plc:gone".into(), cid: "bafkreibaba".into() };
    assert_eq!(channel.picture(&source).await.unwrap(), None);
}

/// A report of a post whose version is known.
fn report() -> OutgoingGesture {
    let post = RemoteRef { id: "at://did:plc:troll/app.bsky.feed.post/3n2".into(), revision: Some("cid-of-it".into()) };
    OutgoingGesture {
        kind: GestureKind::Report,
        about: GestureSubject::Post { root: post.clone(), post },
        report: Some((ReportGround::Rude, "It calls the driver names.".into())),
        created_at: START.parse().unwrap(),
        intent: 1,
    }
}

#[tokio::test]
async fn a_report_says_what_is_wrong_and_why_and_nobody_can_be_asked_about_it() {
    const REPORT: &str = "com.atproto.moderation.createReport";
    let taken = Recorded::ok(REPORT, json!({"id": 1}));
    let answers =
        vec![Recorded::ok(SIGN_IN, session("one")), taken, Recorded::lost(REPORT), refusal(REPORT, 400, "No")];
    let channel = channel(&serve_http(answers).await);
    let prepared = channel.prepare_gesture(&report()).await.unwrap();
    let said: Value = serde_json::from_str(&prepared.record).unwrap();
    let subject = json!({
        "$type": "com.atproto.repo.strongRef", "uri": "at://did:plc:troll/app.bsky.feed.post/3n2", "cid": "cid-of-it",
    });
    assert_eq!(
        said,
        json!({
            "reasonType": "com.atproto.moderation.defs#reasonRude", "reason": "It calls the driver names.",
            "subject": subject,
        })
    );
    channel.make_gesture(&prepared).await.unwrap();
    let lost = channel.make_gesture(&prepared).await.unwrap_err();
    assert!(lost.may_have_arrived, "{lost:?}");
    assert_eq!(channel.gesture_fate(&prepared).await.unwrap(), GestureFate::CannotTell);
    let refused = channel.make_gesture(&prepared).await.unwrap_err();
    assert_eq!((refused.remedy, refused.may_have_arrived), (Remedy::GiveUp, false));
    assert_eq!(channel.take_back_gesture(&prepared).await.unwrap_err().remedy, Remedy::GiveUp);
    let wordless = OutgoingGesture { report: None, ..report() };
    assert_eq!(channel.prepare_gesture(&wordless).await.unwrap_err().remedy, Remedy::GiveUp);
}

const OPEN: &str = "chat.bsky.convo.getConvoForMembers";
const SEND: &str = "chat.bsky.convo.sendMessage";
const READ: &str = "chat.bsky.convo.getMessages";

/// An account whose app password allows private messages.
fn private_channel(service: &str) -> AtprotoChannel {
    let config = json!({
        "service": service, "appview": service, "poll_interval_seconds": 1,
        "account": {"identifier": "us.test", "private_messages": true},
    });
    let config: AtprotoConfig = serde_json::from_value(config).unwrap();
    let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: true }).unwrap();
    AtprotoChannel::new(config, Some(AppPassword::new("secret")), outgoing, Arc::new(ManualClock::at(START))).unwrap()
}

fn alone(text: &str) -> OutgoingReply {
    OutgoingReply {
        text: text.into(),
        answers: None,
        language: None,
        created_at: START.parse().unwrap(),
        intent: 7,
        pictures: vec![],
        private_to: Some("did:plc:alice".into()),
    }
}

fn message(id: &str, rev: &str, did: &str, text: &str) -> Value {
    json!({"id": id, "rev": rev, "text": text, "sender": {"did": did}, "sentAt": START})
}

#[tokio::test]
async fn a_private_message_is_sent_once_also_when_the_answer_was_lost() {
    let convo = json!({"convo": {"id": "talk", "rev": "3b", "members": [], "muted": false, "unreadCount": 0}});
    let before = message("m0", "3a", US, "Your number?");
    let taken = message("m1", "3c", US, "Your number?");
    let answers = vec![
        Recorded::ok(SIGN_IN, session("one")),
        Recorded::ok(OPEN, convo),
        // The same words stood there before: they are another message.
        Recorded::ok(READ, json!({"messages": [before]})),
        Recorded::ok(READ, json!({"messages": [before]})),
        Recorded::lost(SEND),
        Recorded::ok(READ, json!({"messages": [taken, before]})),
        Recorded::ok(READ, json!({"messages": [taken, before]})),
    ];
    let channel = private_channel(&serve_http(answers).await);
    assert!(channel.capabilities().private.is_some());
    let prepared = channel.prepare(&alone("Your number?")).await.unwrap();
    assert_eq!(prepared.remote_id, None);
    assert_eq!(channel.fate(&prepared).await.unwrap(), Fate::Absent);
    let lost = channel.send(&prepared, &[]).await.unwrap_err();
    assert!(lost.may_have_arrived, "{lost:?}");
    let Fate::Stands(stands) = channel.fate(&prepared).await.unwrap() else { panic!("it stands") };
    // No second answer to sending is there: it is not sent again.
    assert_eq!(channel.send(&prepared, &[]).await.unwrap(), stands);
    assert_eq!((stands.remote.id.as_str(), stands.url), ("chat:talk:m1", None));
}

#[tokio::test]
async fn who_takes_no_private_message_is_told_with_what_to_do() {
    let table = [
        ("NotFollowedBySender", 400, "ask them in public to follow ours"),
        ("MessagesDisabled", 400, "offer another way"),
        ("InvalidToken", 400, "this app password may not use private messages"),
    ];
    for (name, status, words) in table {
        let answers = vec![
            Recorded::ok(SIGN_IN, session("one")),
            refusal(OPEN, status, name),
            Recorded::ok(REFRESH, session("two")),
            refusal(OPEN, status, name),
        ];
        let channel = private_channel(&serve_http(answers).await);
        let refused = channel.prepare(&alone("Your number?")).await.unwrap_err();
        assert!(refused.what.contains(words), "{name}: {}", refused.what);
        assert_eq!((refused.remedy, refused.may_have_arrived), (Remedy::GiveUp, false), "{name}");
    }
    let without = channel("http://127.0.0.1:9/");
    assert_eq!(without.capabilities().private, None);
    assert!(!without.streams().contains(&PRIVATE));
    assert_eq!(without.prepare(&alone("x")).await.unwrap_err().remedy, Remedy::GiveUp);
}

#[tokio::test]
async fn what_somebody_writes_to_us_alone_is_heard_and_a_group_is_not() {
    const LOG: &str = "chat.bsky.convo.getLog";
    const TALK: &str = "chat.bsky.convo.getConvo";
    let members = |count: usize| vec![json!({"did": "did:plc:x", "handle": "x.test"}); count];
    let created = |talk: &str, message: Value| {
        json!({"$type": "chat.bsky.convo.defs#logCreateMessage", "rev": "3d", "convoId": talk, "message": message,
            "relatedProfiles": [{"did": "did:plc:alice", "handle": "alice.test"}]})
    };
    let gone = json!({"$type": "chat.bsky.convo.defs#logDeleteMessage", "rev": "3f", "convoId": "talk",
        "message": {"id": "m1", "rev": "3f", "sender": {"did": US}, "sentAt": START}});
    let read = json!({"$type": "chat.bsky.convo.defs#logReadConvo", "rev": "3e", "convoId": "talk"});
    let logs = json!([
        created("talk", message("m2", "3d", "did:plc:alice", "VB-4471")),
        created("group", message("m3", "3d", "did:plc:alice", "Hello all")),
        read,
        gone,
    ]);
    let answers = vec![
        Recorded::ok(SIGN_IN, session("one")),
        Recorded::ok("chat.bsky.convo.listConvos", json!({"convos": [{"id": "talk", "rev": "3c"}]})),
        Recorded::ok(LOG, json!({"cursor": "3f", "logs": logs})),
        Recorded::ok(TALK, json!({"convo": {"id": "talk", "members": members(2)}})),
        Recorded::ok(TALK, json!({"convo": {"id": "group", "members": members(3)}})),
    ];
    let channel = private_channel(&serve_http(answers).await);
    let (sender, mut batches) = mpsc::channel(1);
    let listening = tokio::spawn(async move { channel.receive(PRIVATE, None, sender).await });
    let first = batches.recv().await.unwrap();
    assert!(first.items.is_empty() && first.cursor.is_some(), "it begins at the present");
    let batch = batches.recv().await.unwrap();
    listening.abort();
    let [Received::Post(post), Received::Deleted { remote_id }] = &batch.items[..] else { panic!("{:?}", batch.items) };
    assert!(post.is_private() && post.url.is_none());
    assert_eq!((post.text.as_str(), post.remote.id.as_str(), post.root_id()), ("VB-4471", "chat:talk:m2", "chat:talk"));
    assert_eq!(post.author.handle.as_deref(), Some("alice.test"));
    assert_eq!(remote_id, "chat:talk:m1");
}
