//! Statements of programs: written, approved by somebody else, published, and said in answers.

use model::{Role, Scope};
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_program_writes_a_statement_another_member_approves_it_and_it_is_published() {
    let (house, program, channel) = House::with_program().await;
    let jonas = house.member("Jonas Okafor", Role::Manager).await;
    let theirs = house.program(jonas, Scope::ALL).await;
    let new = json!({
        "title": "Derailment", "kind": "holding", "owner": jonas.to_string(), "matter": "label:Hallgrund",
        "texts": [{ "language": "de", "text": "Wir sehen nach." }, { "language": "", "text": "We are looking." }],
        "next_word_at": "2026-11-24T09:00:00Z", "fuller_url": "https://example.org/hallgrund"
    });
    let made = house.post_to(&program, "/statements", new.clone()).await;
    assert_eq!((made.status.as_u16(), made.header("etag")), (201, "\"1\""));
    let one = made.gives();
    for part in ["title", "kind", "owner", "matter", "next_word_at", "fuller_url"] {
        assert_eq!(one[part], new[part], "{part}");
    }
    assert_eq!((&one["state"], &one["is_due"], &one["postings"]), (&json!("drafted"), &json!(false), &json!([])));
    let path = format!("/statements/{}", one["id"].as_str().unwrap());
    assert_eq!(house.read_at(&program, &path).await.gives(), one);
    assert_eq!(house.read_at(&program, "/statements").await.gives()["items"], json!([one]));

    let second = json!({ "title": "Lifts", "kind": "statement", "owner": jonas.to_string(), "texts": [{ "language": "", "text": "They run." }] });
    let second = house.post_to(&program, "/statements", second).await.gives();
    let page = house.read_at(&program, "/statements?limit=1").await.gives();
    assert_eq!(page["items"], json!([second]), "the newest first");
    let next = format!("/statements?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
    let page = house.read_at(&program, &next).await.gives();
    assert_eq!((&page["items"], &page["next_cursor"]), (&json!([one]), &json!(null)));
    house.read_at(&program, "/statements?limit=0").await.refuses_field("limit");

    let approve = format!("{path}/approve");
    house.post_to(&program, &approve, json!({})).await.refuses(409, "conflict");
    house.post_to(&theirs.with("if-match", "\"7\""), &approve, json!({})).await.refuses(412, "stale");
    let approved = house.post_to(&theirs, &approve, json!({})).await.gives();
    assert_eq!((&approved["state"], &approved["approved_by"]), (&json!("approved"), &json!(jonas.to_string())));
    let postings = format!("{path}/postings");
    let keyed = program.with("idempotency-key", "one");
    house.post_to(&keyed, &postings, json!({ "channels": [] })).await.refuses_field("channels");
    let wanted = json!({ "channels": [{ "channel": channel.to_string(), "language": "de" }] });
    let keyed = program.with("idempotency-key", "two");
    let queued = house.post_to(&keyed, &postings, wanted.clone()).await;
    assert_eq!(queued.status, 201);
    let posting = queued.gives()["items"][0].clone();
    assert_eq!(posting["text"], "Wir sehen nach. https://example.org/hallgrund");
    let again = house.post_to(&keyed, &postings, wanted.clone()).await;
    assert_eq!((again.header("idempotency-replayed"), &again.gives()["items"][0]), ("true", &posting));
    let twice = program.with("idempotency-key", "three");
    house.post_to(&twice, &postings, wanted).await.refuses(409, "conflict");
    let mut other = new.clone();
    other["texts"] = json!([{ "text": "We know." }]);
    house.put_to(&program, &path, other.clone()).await.refuses(409, "conflict");
    let posting = format!("/postings/{}", posting["id"].as_str().unwrap());
    for act in ["retry", "arrived", "absent", "release"] {
        house.post_to(&program, &format!("{posting}/{act}"), json!({})).await.refuses(409, "conflict");
    }
    let back = house.post_to(&program, &format!("{posting}/cancel"), json!({})).await.gives();
    assert_eq!(back["state"], "cancelled");
    assert_eq!(house.read_at(&program, &posting).await.gives(), back);
    let changed = house.put_to(&program, &path, other).await.gives();
    assert_eq!((&changed["state"], &changed["version"]), (&json!("drafted"), &json!(2)));

    let conversation = house.heard(channel, "at://renske/1", "what happened", 60).await;
    let answering = program.with("if-match", "\"1\"").with("idempotency-key", "a");
    let replies = format!("/conversations/{conversation}/replies");
    let text = json!({ "text": "We know.", "statements": [one["id"]] });
    house.post_to(&answering, &replies, text.clone()).await.refuses_field("statements");
    let mut tx = house.write().await;
    let mut stands = store::statement::all(&mut tx).await.unwrap().pop().unwrap();
    (stands.state, stands.published) = (model::StatementState::Published, Some((jonas, tx.now())));
    store::statement::save(&mut tx, &stands).await.unwrap();
    tx.commit().await.unwrap();
    let nowhere = json!({ "text": "We know.", "statements": [one["id"], "1"] });
    house.post_to(&answering, &replies, nowhere).await.refuses_field("statements");
    house.post_to(&answering, &replies, text).await.gives();
    assert_eq!(house.read_at(&program, &path).await.gives()["answer_count"], 1);
    let gone = house.post_to(&program, &format!("{path}/withdraw"), json!({})).await.gives();
    assert_eq!(gone["state"], "withdrawn");
    house.post_to(&program, &format!("{path}/withdraw"), json!({})).await.refuses(409, "conflict");
    let history = house.read_at(&program, &format!("{path}/history")).await.gives();
    let acts: Vec<&str> = history["items"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["create", "approve", "change", "withdraw"]);
}

#[tokio::test]
async fn what_cannot_be_a_statement_names_its_field() {
    let (house, program, _) = House::with_program().await;
    let jonas = house.member("Jonas Okafor", Role::Member).await;
    let new = json!({
        "title": "Lifts", "kind": "statement", "owner": jonas.to_string(), "texts": [{ "text": "They run." }]
    });
    for (part, value, field) in [
        ("title", json!(" "), "title"),
        ("texts", json!([]), "texts"),
        ("texts", json!([{ "text": "{{person}}" }]), "texts"),
        ("owner", json!("7"), "owner"),
        ("fuller_url", json!("mailto:x@y"), "fuller_url"),
        ("next_word_at", json!("2020-01-01T00:00:00Z"), "next_word_at"),
        ("replaces", json!("7"), "replaces"),
    ] {
        let mut wrong = new.clone();
        wrong[part] = value;
        house.post_to(&program, "/statements", wrong).await.refuses_field(field);
    }
}
