//! What one message of the stream says, in either of its forms. Pure.

use jiff::Timestamp;
use serde_json::Value;

use super::super::config::Form;
use super::super::parse::{self, CLOCK_SKEW_MAX, Heard, bare_author, handle, text_of};
use super::super::uri::{POSTS, RecordUri, is_did, tid_time};
use crate::Received;

/// One message.
#[derive(Debug)]
pub(super) enum Frame {
    /// Something happened.
    Event(Event),
    /// The server tells us something about the stream, by its name.
    Info(String),
    /// The server ends the stream, for this reason.
    Error { name: String, message: String },
    /// Not of the form; to be kept raw.
    Unreadable(String),
    /// Of a kind that is not known (yet).
    Unknown,
}

/// Something that happened.
#[derive(Debug)]
pub(super) struct Event {
    /// The server's time for it, in microseconds since 1970.
    pub(super) time_us: i64,
    /// The server's number for it; the first form has none.
    pub(super) seq: Option<i64>,
    /// Tells it from others of the same microsecond.
    pub(super) key: String,
    /// What it means for us, if anything.
    pub(super) item: Option<Received>,
}

/// The members of an event that both forms have, wherever they keep them.
struct Parts<'a> {
    kind: &'a str,
    did: &'a str,
    at: Timestamp,
    commit: &'a Value,
    identity: &'a Value,
    account: &'a Value,
}

/// Reads one message.
pub(super) fn read(form: Form, text: &str) -> Frame {
    let frame: Value = match serde_json::from_str(text) {
        Ok(frame) => frame,
        Err(error) => return Frame::Unreadable(format!("not JSON: {error}")),
    };
    let event = match form {
        Form::V1 => read_v1(&frame, text),
        Form::V2 => match text_of(&frame, "$type") {
            Some("error") => return error(&frame),
            Some("message") => read_v2(frame.get("payload").unwrap_or(&Value::Null), text),
            _ => Ok(Frame::Unknown),
        },
    };
    event.unwrap_or_else(|reason| Frame::Unreadable(reason.to_owned()))
}

fn read_v1(frame: &Value, raw: &str) -> Result<Frame, &'static str> {
    let time_us = frame.get("time_us").and_then(Value::as_i64);
    let time_us = time_us.ok_or("the event has no time")?;
    let part = |name| frame.get(name).unwrap_or(&Value::Null);
    let parts = Parts {
        kind: text_of(frame, "kind").ok_or("the event has no kind")?,
        did: did(frame)?,
        at: Timestamp::from_microsecond(time_us).map_err(|_| "the event's time is none")?,
        commit: part("commit"),
        identity: part("identity"),
        account: part("account"),
    };
    Ok(Frame::Event(event(&parts, None, raw)))
}

fn read_v2(payload: &Value, raw: &str) -> Result<Frame, &'static str> {
    let kind = text_of(payload, "$type").and_then(|name| Some(name.split_once('#')?.1));
    let kind = kind.ok_or("the message has no type")?;
    if kind == "info" {
        let name = text_of(payload, "name").unwrap_or_default();
        return Ok(Frame::Info(name.to_owned()));
    }
    let Some(seq) = payload.get("seq").and_then(Value::as_i64) else {
        return Ok(Frame::Unknown);
    };
    // A cursor that is a time means the time at which this server saw the event.
    let time = text_of(payload, "witnessedAt").or_else(|| text_of(payload, "time"));
    let part = |name| payload.get(name).unwrap_or(&Value::Null);
    let parts = Parts {
        kind,
        did: did(payload)?,
        at: time.and_then(|time| time.parse().ok()).ok_or("the event has no time")?,
        commit: payload,
        identity: part("identity"),
        account: part("account"),
    };
    Ok(Frame::Event(event(&parts, Some(seq), raw)))
}

fn did(value: &Value) -> Result<&str, &'static str> {
    text_of(value, "did").filter(|did| is_did(did)).ok_or("the event names no account")
}

fn error(frame: &Value) -> Frame {
    let part = |name| text_of(frame, name).unwrap_or_default().to_owned();
    Frame::Error { name: part("error"), message: part("message") }
}

fn event(parts: &Parts<'_>, seq: Option<i64>, raw: &str) -> Event {
    let place = |name| text_of(parts.commit, name).unwrap_or_default();
    let item = match parts.kind {
        "commit" => commit(parts).map_err(|reason| Received::Unparsed { raw: raw.to_owned(), reason }),
        // Often without the handle, which then has to be asked for.
        "identity" => {
            Ok(Some(Received::Author(bare_author(parts.did, text_of(parts.identity, "handle").and_then(handle)))))
        }
        "account" => Ok(is_gone(parts.account).then(|| Received::AuthorGone { remote_id: parts.did.to_owned() })),
        _ => Ok(None),
    };
    Event {
        time_us: parts.at.as_microsecond(),
        seq,
        key: [parts.did, place("collection"), place("rkey"), place("rev"), parts.kind].join(" "),
        item: item.unwrap_or_else(Some),
    }
}

fn commit(parts: &Parts<'_>) -> Result<Option<Received>, String> {
    let commit = parts.commit;
    if text_of(commit, "collection") != Some(POSTS) {
        return Ok(None);
    }
    let rkey = text_of(commit, "rkey").unwrap_or_default();
    let uri = RecordUri::post(parts.did, rkey).ok_or("the post's key is none")?;
    match text_of(commit, "operation") {
        Some("create" | "update") => {
            let heard = Heard {
                uri: &uri,
                cid: text_of(commit, "cid"),
                author: bare_author(parts.did, None),
                at: parts.at,
                revised_at: revised_at(commit, parts.at),
            };
            let record = commit.get("record").ok_or("the event has no record")?;
            Ok(Some(Received::Post(Box::new(parse::post(record, heard)?))))
        }
        Some("delete") => Ok(Some(Received::Deleted { remote_id: uri.to_string() })),
        _ => Ok(None),
    }
}

/// When a commit was made, by the clock of its repository's server; one that runs far ahead tells nothing.
fn revised_at(commit: &Value, at: Timestamp) -> Option<Timestamp> {
    let made = text_of(commit, "rev").and_then(tid_time)?;
    (made.duration_since(at) <= CLOCK_SKEW_MAX).then_some(made)
}

/// Whether the account is gone for good; a suspended or resting one may come back with all its posts.
fn is_gone(account: &Value) -> bool {
    account.get("active").and_then(Value::as_bool) == Some(false)
        && matches!(text_of(account, "status"), Some("deleted" | "takendown"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const DID: &str = "did:plc:alice";

    fn v1_text(kind: &str, body: Value) -> String {
        let time_us = 1_795_422_600_962_000_i64;
        json!({"did": DID, "time_us": time_us, "kind": kind, kind: body}).to_string()
    }

    fn v1(kind: &str, body: Value) -> Frame {
        read(Form::V1, &v1_text(kind, body))
    }

    fn v2_text(kind: &str, mut body: Value) -> String {
        let members = body.as_object_mut().unwrap();
        let kind = format!("network.bsky.jetstream.subscribeEvents#{kind}");
        members.insert("$type".into(), kind.into());
        members.insert("did".into(), DID.into());
        members.insert("seq".into(), 7.into());
        members.insert("time".into(), "2026-11-23T08:30:00.900000Z".into());
        members.insert("witnessedAt".into(), "2026-11-23T08:30:00.962000Z".into());
        json!({"$type": "message", "payload": body}).to_string()
    }

    fn v2(kind: &str, body: Value) -> Frame {
        read(Form::V2, &v2_text(kind, body))
    }

    fn item(frame: Frame) -> Option<Received> {
        match frame {
            Frame::Event(event) => event.item,
            other => panic!("{other:?}"),
        }
    }

    fn commit(operation: &str) -> Value {
        json!({
            "rev": "3n2", "operation": operation, "collection": POSTS, "rkey": "3n2xpn7b53s2g", "cid": "bafy",
            "record": {"$type": POSTS, "text": "I love it", "createdAt": "2026-11-23T08:30:00.519Z"},
        })
    }

    #[test]
    fn both_forms_tell_the_same_of_a_post() {
        let [first, second] = [v1("commit", commit("create")), v2("commit", commit("create"))].map(item);
        let (Some(Received::Post(first)), Some(Received::Post(second))) = (first, second) else {
            panic!("no posts");
        };
        assert_eq!(first, second);
        assert_eq!(first.remote.id, "at://did:plc:alice/app.bsky.feed.post/3n2xpn7b53s2g");
        assert_eq!(first.remote.revision.as_deref(), Some("bafy"));
        assert_eq!(first.author.handle, None);
    }

    #[test]
    fn a_version_is_dated_by_the_revision_of_its_repository() {
        let revised_at = |rev: &str| {
            let mut commit = commit("update");
            commit["rev"] = rev.into();
            let Some(Received::Post(post)) = item(v1("commit", commit)) else { panic!("no post") };
            post.revised_at
        };
        assert_eq!(revised_at("3n2xpn73ncs2g").unwrap().as_second(), 1_795_422_600);
        assert_eq!(revised_at("3z2xpn73ncs2g"), None, "a clock that runs years ahead");
        assert_eq!(revised_at("no revision"), None);
    }

    #[test]
    fn edits_are_posts_and_deletions_are_deletions() {
        assert!(matches!(item(v1("commit", commit("update"))), Some(Received::Post(_))));
        let deleted = json!({"operation": "delete", "collection": POSTS, "rkey": "3n2xpn7b53s2g"});
        for frame in [v1("commit", deleted.clone()), v2("commit", deleted)] {
            let Some(Received::Deleted { remote_id }) = item(frame) else {
                panic!("no deletion");
            };
            assert_eq!(remote_id, "at://did:plc:alice/app.bsky.feed.post/3n2xpn7b53s2g");
        }
    }

    #[test]
    fn a_new_name_is_told_even_when_it_has_to_be_asked_for() {
        let handle = |frame| match item(frame) {
            Some(Received::Author(author)) if author.remote_id == DID => author.handle,
            other => panic!("no author: {other:?}"),
        };
        let named = json!({"did": DID, "handle": "alice.test"});
        assert_eq!(handle(v1("identity", named.clone())).as_deref(), Some("alice.test"));
        assert_eq!(handle(v2("identity", json!({"identity": named}))).as_deref(), Some("alice.test"));
        assert_eq!(handle(v1("identity", json!({"handle": "handle.invalid"}))), None);
        assert_eq!(handle(v2("identity", json!({"identity": {"did": DID}}))), None);
    }

    #[test]
    fn only_accounts_that_left_for_good_are_gone() {
        let account =
            |active: bool, status: &str| item(v2("account", json!({"account": {"active": active, "status": status}})));
        assert!(matches!(account(false, "deleted"), Some(Received::AuthorGone { .. })));
        assert!(matches!(account(false, "takendown"), Some(Received::AuthorGone { .. })));
        assert!(account(false, "deactivated").is_none());
        assert!(account(false, "suspended").is_none());
        assert!(account(true, "").is_none());
    }

    #[test]
    fn a_post_without_words_is_kept_raw_and_still_counts_as_heard() {
        let mut broken = commit("create");
        broken["record"] = json!({"text": 3});
        let Frame::Event(event) = v2("commit", broken) else {
            panic!("no event");
        };
        assert_eq!(event.seq, Some(7));
        assert!(matches!(event.item, Some(Received::Unparsed { .. })));
    }

    #[test]
    fn notices_and_errors_are_told_apart_and_unknown_kinds_pass() {
        let notice = r##"{"$type":"message","payload":{"$type":"x#info","name":"OutdatedCursor"}}"##;
        assert!(matches!(read(Form::V2, notice), Frame::Info(name) if name == "OutdatedCursor"));
        let error = r#"{"$type":"error","error":"ConsumerTooSlow","message":"m"}"#;
        assert!(matches!(read(Form::V2, error), Frame::Error { name, .. } if name == "ConsumerTooSlow"));
        assert!(matches!(read(Form::V2, r#"{"$type":"later"}"#), Frame::Unknown));
        assert!(item(v1("sync", json!({}))).is_none());
        assert!(matches!(read(Form::V1, "{}"), Frame::Unreadable(_)));
        assert!(matches!(read(Form::V1, "\u{1}"), Frame::Unreadable(_)));
    }

    proptest! {
        #[test]
        fn no_damage_to_a_message_makes_it_panic(at in 0_usize..600, byte: u8, is_second: bool) {
            let (form, whole) = if is_second {
                (Form::V2, v2_text("commit", commit("create")))
            } else {
                (Form::V1, v1_text("commit", commit("create")))
            };
            let mut bytes = whole.into_bytes();
            let at = at % bytes.len();
            bytes[at] = byte;
            read(form, &String::from_utf8_lossy(&bytes));
            bytes.truncate(at);
            read(form, &String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            read(Form::V1, &text);
            read(Form::V2, &text);
        }
    }
}
