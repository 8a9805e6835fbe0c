use proptest::prelude::*;
use serde_json::json;

use super::*;

const NOW: &str = "2026-11-23T10:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn uri() -> RecordUri {
    RecordUri::post("did:plc:alice", "3n2xpn7b53s2g").unwrap()
}

fn read(record: &Value) -> Result<ReceivedPost, String> {
    let uri = uri();
    let heard = Heard {
        uri: &uri,
        cid: Some("bafy"),
        author: bare_author("did:plc:alice", Some("alice.test".into())),
        at: now(),
        revised_at: None,
    };
    post(record, heard)
}

fn view(reason: &str, record: Value) -> Value {
    json!({
        "uri": uri().to_string(), "cid": "bafy", "reason": reason, "record": record,
        "author": {"did": "did:plc:alice", "handle": "alice.test", "displayName": " Alice ", "viewer": {}},
        "indexedAt": NOW,
    })
}

fn answer_to(did: &str) -> Value {
    let place = json!({"uri": format!("at://{did}/app.bsky.feed.post/3n2"), "cid": "c"});
    json!({"text": "yes", "createdAt": NOW, "reply": {"root": place, "parent": place}})
}

#[test]
fn marks_are_bytes_and_what_cuts_a_character_or_would_run_is_dropped() {
    let feature = |kind: &str, name: &str, value: &str| json!([{"$type": format!("app.bsky.richtext.facet#{kind}"), name: value}]);
    let post = read(&json!({
        "text": "☕ @alice #beans link",
        "facets": [
            {"index": {"byteStart": 4, "byteEnd": 10}, "features": feature("mention", "did", "did:plc:alice")},
            {"index": {"byteStart": 11, "byteEnd": 17}, "features": feature("tag", "tag", "beans")},
            {"index": {"byteStart": 1, "byteEnd": 3}, "features": feature("tag", "tag", "cut")},
            {"index": {"byteStart": 18, "byteEnd": 22}, "features": feature("link", "uri", "javascript:alert(1)")},
            {"index": {"byteStart": -1, "byteEnd": 3}, "features": feature("tag", "tag", "x")},
            {"index": {}, "features": 7},
        ],
    }))
    .unwrap();
    let marked: Vec<_> = post.marks.iter().map(|m| &post.text[m.start..m.end]).collect();
    assert_eq!(marked, ["@alice", "#beans"]);
}

#[test]
fn a_date_that_cannot_be_is_replaced_by_the_networks_own() {
    let at = |created: &str| read(&json!({"text": "", "createdAt": created})).unwrap().posted_at;
    assert_eq!(at("2026-11-23T09:59:00+00:00").to_string(), "2026-11-23T09:59:00Z");
    assert_eq!(at("2026-11-23T10:09:00Z").to_string(), "2026-11-23T10:09:00Z");
    for nonsense in ["2026-11-23T10:11:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "yesterday", ""] {
        assert_eq!(at(nonsense), now(), "{nonsense}");
    }
    assert_eq!(read(&json!({"text": ""})).unwrap().posted_at, now());
}

#[test]
fn what_is_embedded_is_described() {
    let quoted = json!({"uri": "at://did:plc:bob/app.bsky.feed.post/3n3", "cid": "q"});
    let embed = |embed: Value| read(&json!({"text": "t", "embed": embed})).unwrap();
    let images = json!({"$type": "app.bsky.embed.images", "images": [{"alt": "a red dot"}, {"alt": " "}]});

    let post = embed(images.clone());
    let alts: Vec<_> = post.attachments.iter().map(|a| (a.kind.as_str(), a.alt.as_deref())).collect();
    assert_eq!(alts, [("image", Some("a red dot")), ("image", None)]);

    let post = embed(json!({"$type": "app.bsky.embed.recordWithMedia", "record": {"record": quoted}, "media": images}));
    assert_eq!(
        (post.quoted.unwrap().id.as_str(), post.attachments.len()),
        ("at://did:plc:bob/app.bsky.feed.post/3n3", 2)
    );

    let post = embed(json!({"$type": "app.bsky.embed.record", "record": quoted}));
    assert_eq!(post.quoted.unwrap().revision.as_deref(), Some("q"));

    let card =
        |uri: &str| embed(json!({"$type": "app.bsky.embed.external", "external": {"uri": uri, "title": "Beans"}}));
    let link = &card("https://beans.test/").attachments[0];
    assert_eq!(
        (link.kind.as_str(), link.alt.as_deref(), link.url.as_deref()),
        ("link", Some("Beans"), Some("https://beans.test/"))
    );
    assert!(card("data:text/html,x").attachments.is_empty());

    let list = json!({"uri": "at://did:plc:bob/app.bsky.graph.list/3n3", "cid": "q"});
    assert_eq!(embed(json!({"$type": "app.bsky.embed.record", "record": list})).quoted, None);
}

#[test]
fn a_post_that_answers_and_names_us_is_an_answer() {
    let reason = |view| notification(&view, "did:plc:us", now()).unwrap().reason;
    assert_eq!(reason(view("mention", answer_to("did:plc:us"))), Some(Reason::Answered));
    assert_eq!(reason(view("mention", answer_to("did:plc:bob"))), Some(Reason::Addressed));
    assert_eq!(reason(view("reply", answer_to("did:plc:bob"))), Some(Reason::Answered));
    assert_eq!(reason(view("quote", json!({"text": "look"}))), Some(Reason::Quoted));
    assert_eq!(reason(view("mention", json!({"text": "hi"}))), Some(Reason::Addressed));
}

#[test]
fn the_author_of_a_view_is_known_by_name() {
    let post = post_view(&view("mention", json!({"text": "hi"})), now()).unwrap();
    assert_eq!(post.author.display_name.as_deref(), Some("Alice"));
    assert_eq!(post.author.follows_us, Some(false));
    assert_eq!(post.url.as_deref(), Some("https://bsky.app/profile/alice.test/post/3n2xpn7b53s2g"));
}

#[test]
fn a_view_that_claims_anothers_address_is_refused() {
    let mut forged = view("mention", json!({"text": "hi"}));
    forged["author"]["did"] = "did:plc:mallory".into();
    assert!(post_view(&forged, now()).is_err());
}

#[test]
fn an_unverified_handle_is_not_shown() {
    let author = author(&json!({"did": "did:plc:x", "handle": "handle.invalid"})).unwrap();
    assert_eq!(author.handle, None);
    assert_eq!(author.url.as_deref(), Some("https://bsky.app/profile/did:plc:x"));
}

#[test]
fn text_that_databases_refuse_keeps_its_offsets() {
    assert_eq!(read(&json!({"text": "a\u{0}b"})).unwrap().text, "a b");
}

#[test]
fn languages_that_are_none_are_left_out() {
    let post = read(&json!({"text": "", "langs": ["en", "pt-BR", "", "no such language", 7]})).unwrap();
    assert_eq!(post.languages, ["en", "pt-BR"]);
}

/// JSON of any shape, often with the names and words that the parser looks for.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        Just("app.bsky.embed.recordWithMedia".to_owned()),
        Just("app.bsky.embed.images".to_owned()),
        Just("app.bsky.richtext.facet#link".to_owned()),
        Just("at://did:plc:a/app.bsky.feed.post/3n2".to_owned()),
        Just("did:plc:a".to_owned()),
        Just(NOW.to_owned()),
        "\\PC{0,12}",
    ];
    let name = prop::sample::select(vec![
        "text",
        "facets",
        "features",
        "index",
        "byteStart",
        "byteEnd",
        "embed",
        "record",
        "media",
        "images",
        "$type",
        "uri",
        "cid",
        "reply",
        "root",
        "parent",
        "langs",
        "createdAt",
        "author",
        "did",
        "handle",
        "alt",
        "external",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_u64..30).prop_map(Value::from),
        word.prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..8).prop_map(|members| members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect::<serde_json::Map<_, _>>()
                .into()),
        ]
    })
}

proptest! {
    #[test]
    fn no_record_makes_it_panic_and_every_mark_is_sound(mut record in any_json(), text: String, with_text: bool) {
        if let (true, Some(members)) = (with_text, record.as_object_mut()) {
            members.insert("text".into(), text.into());
        }
        if let Ok(post) = read(&record) {
            for mark in &post.marks {
                prop_assert!(post.text.get(mark.start..mark.end).is_some());
            }
        }
    }

    #[test]
    fn no_view_makes_it_panic(view in any_json()) {
        let _ = post_view(&view, now());
        let _ = notification(&view, "did:plc:a", now());
        let _ = author(&view);
    }
}
