//! The stream against a server of our own that forgets, restarts and complains.

use std::sync::Arc;

use futures::{SinkExt, StreamExt};
use model::ManualClock;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_tungstenite::accept_hdr_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};

use super::*;
use crate::outgoing::{OutgoingClient, OutgoingPolicy};
use crate::{Channel, Remedy};

const NOW: &str = "2026-11-23T12:00:00Z";

/// What the server does with one client.
#[derive(Clone, Default)]
struct Turn {
    refusal: Option<&'static str>,
    boot: Option<&'static str>,
    messages: Vec<String>,
    hangs_up: bool,
}

/// A server that serves one client after the other, and the queries that they came with.
async fn serve(turns: Vec<Turn>) -> (String, UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (asked, queries) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for turn in turns {
            let (stream, _) = listener.accept().await.unwrap();
            let (asked, told) = (asked.clone(), turn.clone());
            #[allow(clippy::result_large_err)] // the library's signature
            let answer = move |request: &Request, mut response: Response| {
                let query = request.uri().query().unwrap_or_default();
                let cursor = query.split('&').find_map(|pair| pair.strip_prefix("cursor="));
                let _ = asked.send(cursor.unwrap_or("none").to_owned());
                if let Some(name) = told.refusal {
                    let mut refusal = ErrorResponse::new(Some(format!(r#"{{"error":"{name}"}}"#)));
                    *refusal.status_mut() = reqwest::StatusCode::BAD_REQUEST;
                    return Err(refusal);
                }
                let headers = response.headers_mut();
                if let Some(offered) = request.headers().get("sec-websocket-protocol") {
                    headers.insert("sec-websocket-protocol", offered.clone());
                }
                if let Some(boot) = told.boot {
                    headers.insert(BOOT_HEADER, boot.parse().unwrap());
                }
                Ok(response)
            };
            let Ok(mut socket) = accept_hdr_async(stream, answer).await else {
                continue;
            };
            for message in turn.messages {
                let _ = socket.send(Message::text(message)).await;
            }
            if !turn.hangs_up {
                tokio::spawn(async move { while socket.next().await.is_some_and(|m| m.is_ok()) {} });
            }
        }
    });
    (address.to_string(), queries)
}

fn channel(address: &str, form: Form) -> AtprotoChannel {
    let path = match form {
        Form::V1 => "subscribe",
        Form::V2 => "xrpc/network.bsky.jetstream.subscribeEvents",
    };
    let config = json!({"jetstream": {"url": format!("ws://{address}/{path}")}});
    let outgoing = OutgoingClient::new(OutgoingPolicy { allow_private: true }).unwrap();
    let clock = Arc::new(ManualClock::at(NOW));
    AtprotoChannel::new(serde_json::from_value(config).unwrap(), None, outgoing, clock).unwrap()
}

fn time_us(at: &str) -> i64 {
    at.parse::<Timestamp>().unwrap().as_microsecond()
}

fn post(rkey: &str) -> Value {
    json!({
        "operation": "create", "collection": "app.bsky.feed.post", "rkey": rkey, "cid": "bafy", "rev": rkey,
        "record": {"text": rkey},
    })
}

fn v1(at: &str, rkey: &str) -> String {
    json!({"did": "did:plc:a", "time_us": time_us(at), "kind": "commit", "commit": post(rkey)}).to_string()
}

fn v2(seq: i64, at: &str, rkey: &str) -> String {
    let mut payload = post(rkey);
    let members = payload.as_object_mut().unwrap();
    members.insert("$type".into(), "network.bsky.jetstream.subscribeEvents#commit".into());
    members.extend([("did".into(), "did:plc:a".into()), ("seq".into(), seq.into()), ("time".into(), at.into())]);
    json!({"$type": "message", "payload": payload}).to_string()
}

fn notice(name: &str) -> String {
    let kind = "network.bsky.jetstream.subscribeEvents#info";
    json!({"$type": "message", "payload": {"$type": kind, "name": name}}).to_string()
}

fn mark(address: &str, at: &str, seq: Option<i64>, boot: Option<&str>) -> StreamCursor {
    let value = json!({"host": address, "time_us": time_us(at), "seq": seq, "boot": boot});
    StreamCursor { stream: JETSTREAM.to_owned(), value: value.to_string() }
}

/// Listens until `count` items came or the stream ended; gives all that was heard as one batch.
async fn hear(
    channel: AtprotoChannel,
    cursor: Option<StreamCursor>,
    count: usize,
) -> (Batch, Result<(), ChannelError>) {
    let (sender, mut batches) = mpsc::channel(8);
    let listening = tokio::spawn(async move { channel.receive(JETSTREAM, cursor, sender).await });
    let mut all = Batch::default();
    while let Some(batch) = batches.recv().await {
        all.items.extend(batch.items);
        all.cursor = batch.cursor.or(all.cursor);
        all.gap = batch.gap.or(all.gap);
        all.heard_until = batch.heard_until.or(all.heard_until);
        all.is_caught_up |= batch.is_caught_up;
        if all.items.len() >= count {
            break;
        }
    }
    drop(batches);
    (all, listening.await.unwrap())
}

fn words(batch: &Batch) -> Vec<&str> {
    fn text(item: &Received) -> &str {
        match item {
            Received::Post(post) => post.text.as_str(),
            _ => "no post",
        }
    }
    batch.items.iter().map(text).collect()
}

#[tokio::test]
async fn a_stream_that_breaks_goes_on_without_loss_or_double() {
    let [a, b] = ["2026-11-23T11:59:58Z", "2026-11-23T11:59:59Z"];
    for (form, first, second) in [
        (Form::V1, vec![v1(a, "one"), v1(a, "two")], vec![v1(a, "one"), v1(a, "two"), v1(a, "three"), v1(b, "four")]),
        (Form::V2, vec![v2(1, a, "one"), v2(2, a, "two")], vec![v2(2, a, "two"), v2(3, a, "three"), v2(4, b, "four")]),
    ] {
        let first = Turn { messages: first, hangs_up: true, ..Turn::default() };
        let second = Turn { messages: second, ..Turn::default() };
        let (address, mut queries) = serve(vec![first, second]).await;
        let (heard, ended) = hear(channel(&address, form), None, usize::MAX).await;
        assert!(matches!(ended.unwrap_err().remedy, Remedy::Retry { .. }));
        assert_eq!(words(&heard), ["one", "two"]);
        assert_eq!(queries.recv().await.unwrap(), "none");

        let (heard, ended) = hear(channel(&address, form), heard.cursor, 2).await;
        assert!(ended.is_ok() && heard.is_caught_up && heard.gap.is_none());
        assert_eq!(words(&heard), ["three", "four"]);
        assert_ne!(queries.recv().await.unwrap(), "none");
    }
}

#[tokio::test]
async fn a_forgotten_number_is_asked_for_by_time_and_the_loss_is_told() {
    let [then, first] = ["2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z"];
    let (address, mut queries) = serve(vec![
        Turn { refusal: Some("CursorTooOld"), ..Turn::default() },
        Turn { messages: vec![notice("OutdatedCursor"), v2(90, first, "first")], ..Turn::default() },
    ])
    .await;
    let cursor = mark(&address, then, Some(7), None);
    let (heard, _) = hear(channel(&address, Form::V2), Some(cursor), 1).await;
    assert_eq!(words(&heard), ["first"]);
    let gap = heard.gap.unwrap();
    assert_eq!((gap.from.to_string().as_str(), gap.to.to_string().as_str()), (then, first));
    assert_eq!(queries.recv().await.unwrap(), "7");
    assert_eq!(queries.recv().await.unwrap(), (time_us(then) - 5_000_000).to_string());
}

#[tokio::test]
async fn a_server_that_takes_no_cursor_is_heard_from_the_present() {
    let then = "2026-11-20T00:00:00Z";
    let refusal = Turn { refusal: Some("CursorTooOld"), ..Turn::default() };
    let quiet = Turn::default();
    let (address, _queries) = serve(vec![refusal.clone(), refusal, quiet]).await;
    let cursor = mark(&address, then, Some(7), None);
    let (sender, mut batches) = mpsc::channel(1);
    let channel = channel(&address, Form::V2);
    tokio::spawn(async move { channel.receive(JETSTREAM, Some(cursor), sender).await });
    let batch = batches.recv().await.unwrap();
    let gap = batch.gap.unwrap();
    assert_eq!((gap.from.to_string().as_str(), gap.to.to_string().as_str()), (then, NOW));
    assert!(batch.is_caught_up && batch.items.is_empty());
}

#[tokio::test]
async fn a_server_in_another_life_is_asked_by_time_because_its_numbers_began_anew() {
    let then = "2026-11-23T11:59:00Z";
    let (address, mut queries) = serve(vec![
        Turn { boot: Some("second"), ..Turn::default() },
        Turn { boot: Some("second"), messages: vec![v2(3, NOW, "new")], ..Turn::default() },
    ])
    .await;
    let cursor = mark(&address, then, Some(700), Some("first"));
    let (heard, _) = hear(channel(&address, Form::V2), Some(cursor), 1).await;
    assert_eq!((words(&heard), &heard.gap), (vec!["new"], &None));
    assert_eq!(queries.recv().await.unwrap(), "700");
    assert_eq!(queries.recv().await.unwrap(), (time_us(then) - 5_000_000).to_string());
}

#[tokio::test]
async fn numbers_that_the_server_does_not_know_yet_drop_nothing_that_comes() {
    let then = "2026-11-23T11:00:00Z";
    let messages = vec![notice("FutureCursor"), v2(3, NOW, "new")];
    let (address, _queries) = serve(vec![Turn { messages, ..Turn::default() }]).await;
    let cursor = mark(&address, then, Some(700), None);
    let (heard, _) = hear(channel(&address, Form::V2), Some(cursor), 1).await;
    assert_eq!(words(&heard), ["new"]);
    assert_eq!(heard.gap.unwrap().from.to_string(), then);
}

#[tokio::test]
async fn the_first_form_forgets_in_silence_and_is_found_out() {
    let [then, first] = ["2026-11-21T12:00:00Z", "2026-11-22T12:00:00Z"];
    let (address, _queries) = serve(vec![Turn { messages: vec![v1(first, "first")], ..Turn::default() }]).await;
    let cursor = mark(&address, then, None, None);
    let (heard, _) = hear(channel(&address, Form::V1), Some(cursor), 1).await;
    let gap = heard.gap.unwrap();
    assert_eq!((gap.from.to_string().as_str(), gap.to.to_string().as_str()), (then, first));
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_raw_and_the_next_is_heard() {
    let messages = vec!["{broken".to_owned(), v2(3, NOW, "new")];
    let (address, _queries) = serve(vec![Turn { messages, ..Turn::default() }]).await;
    let (heard, _) = hear(channel(&address, Form::V2), None, 2).await;
    assert!(matches!(&heard.items[0], Received::Unparsed { raw, .. } if raw == "{broken"));
    assert_eq!(words(&heard), ["no post", "new"]);
}

#[tokio::test]
async fn the_cursor_moves_on_when_nothing_concerns_us() {
    let like = v2(9, NOW, "like").replace("app.bsky.feed.post", "app.bsky.feed.like");
    let (address, _queries) = serve(vec![Turn { messages: vec![like], ..Turn::default() }]).await;
    let (sender, mut batches) = mpsc::channel(1);
    let channel = channel(&address, Form::V2);
    tokio::spawn(async move { channel.receive(JETSTREAM, None, sender).await });
    let batch = batches.recv().await.unwrap();
    assert!(batch.items.is_empty() && batch.is_caught_up);
    assert!(batch.cursor.unwrap().value.contains(r#""seq":9"#));
}

#[tokio::test]
async fn what_was_heard_before_a_complaint_is_not_lost() {
    let complaint = json!({"$type": "error", "error": "ConsumerTooSlow", "message": "m"}).to_string();
    let messages = vec![v2(3, NOW, "new"), complaint];
    let (address, _queries) = serve(vec![Turn { messages, ..Turn::default() }]).await;
    let (heard, ended) = hear(channel(&address, Form::V2), None, usize::MAX).await;
    assert_eq!(words(&heard), ["new"]);
    let ended = ended.unwrap_err();
    assert!(ended.what.contains("ConsumerTooSlow") && !ended.may_have_arrived);
}

#[tokio::test]
async fn an_address_without_a_stream_asks_to_reconnect() {
    let (address, _queries) = serve(vec![Turn { refusal: Some("NotFound"), ..Turn::default() }]).await;
    let error = channel(&address, Form::V1).identify().await.unwrap_err();
    assert_eq!(error.remedy, Remedy::Reconnect);
}
