//! Facts kept by programs, and said in their answers.

use model::{Role, Scope};
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_program_writes_a_fact_says_it_changes_it_and_finds_the_answers_that_no_longer_hold() {
    let (house, program, channel) = House::with_program().await;
    let owner = house.member("Jonas Okafor", Role::Member).await.to_string();
    let new = json!({
        "claim": "There is a ramp at every station",
        "source": { "title": "Access report", "url": "https://example.org/ramp" },
        "owner": owner,
        "review_on": "2026-12-01",
        "lines": [{ "language": "de", "text": "Es gibt eine Rampe." }]
    });
    let made = house.post_to(&program, "/facts", new.clone()).await;
    assert_eq!((made.status.as_u16(), made.header("etag")), (201, "\"1\""));
    let one = made.gives();
    for part in ["claim", "source", "owner", "review_on", "lines"] {
        assert_eq!(one[part], new[part], "{part}");
    }
    assert_eq!((&one["is_due"], &one["is_ownerless"], &one["answer_count"]), (&json!(false), &json!(false), &json!(0)));
    let id = one["id"].as_str().unwrap();
    let path = format!("/facts/{id}");
    assert_eq!(house.read_at(&program, &path).await.gives(), one);
    assert_eq!(house.read_at(&program, "/facts").await.gives()["items"], json!([one]));

    let conversation = house.heard(channel, "at://renske/1", "is there a ramp", 60).await;
    let answering = program.with("if-match", "\"1\"").with("idempotency-key", "a");
    let text = json!({ "text": "Yes.", "facts": [{ "fact": id }, { "fact": "1", "version": 2 }] });
    let reply = house.post_to(&answering, &format!("/conversations/{conversation}/replies"), text).await.gives();
    let answers = format!("{path}/answers");
    let said = house.read_at(&program, &answers).await.gives();
    let row = &said["items"][0];
    assert_eq!((&row["reply"], &row["version"], &row["is_outdated"]), (&reply["id"], &json!(1), &json!(false)));
    assert_eq!((&row["text"], &row["state"]), (&json!("Yes."), &json!("queued")));

    let outdated = house.read_at(&program, &format!("{answers}?is_outdated=true")).await.gives();
    assert_eq!(outdated["items"], json!([]));
    let mut other = new.clone();
    other["claim"] = json!("There is a ramp at most stations");
    let stale = program.with("if-match", "\"7\"");
    house.put_to(&stale, &path, other.clone()).await.refuses(412, "stale");
    let changed = house.put_to(&program, &path, other).await;
    assert_eq!(changed.header("etag"), "\"2\"");
    let changed = changed.gives();
    assert_eq!((&changed["stands_since"], &changed["outdated_count"]), (&json!(2), &json!(1)));
    assert_eq!(house.read_at(&program, &answers).await.gives()["items"][0]["is_outdated"], true);
    let outdated = house.read_at(&program, &format!("{answers}?is_outdated=true")).await.gives();
    assert_eq!(outdated["items"].as_array().unwrap().len(), 1);
    house.read_at(&program, &format!("{answers}?limit=0")).await.refuses_field("limit");
    house.read_at(&program, &format!("{answers}?cursor=x")).await.refuses_field("cursor");

    let reviewed = json!({ "review_on": "2027-06-01" });
    house.post_to(&stale, &format!("{path}/reviewed"), reviewed.clone()).await.refuses(412, "stale");
    let again = house.post_to(&program, &format!("{path}/reviewed"), reviewed).await.gives();
    assert_eq!(again["review_on"], "2027-06-01");
    let away = house.post_to(&program, &format!("{path}/archive"), json!({})).await.gives();
    assert!(away["archived_at"].is_string());
    house
        .post_to(&program, &format!("{path}/reviewed"), json!({ "review_on": "2027-07-01" }))
        .await
        .refuses(404, "not-found");
    assert!(house.post_to(&program, &format!("{path}/restore"), json!({})).await.gives()["archived_at"].is_null());
    let history = house.read_at(&program, &format!("{path}/history")).await.gives();
    let acts: Vec<&str> = history["items"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["create", "change", "review", "put_away", "take_out"]);
    assert_eq!(history["items"][0]["claim"], "There is a ramp at every station");
}

#[tokio::test]
async fn what_cannot_be_a_fact_names_its_field_and_its_owner_may_vouch_for_it() {
    let (house, program, _) = House::with_program().await;
    let jonas = house.member("Jonas Okafor", Role::Member).await;
    let new = json!({
        "claim": "Dogs travel free", "source": { "title": "Tariff" }, "owner": jonas.to_string(), "review_on": "2027-06-01"
    });
    let id = house.post_to(&program, "/facts", new.clone()).await.gives()["id"].as_str().unwrap().to_owned();
    for (part, value, field) in [
        ("claim", json!("dogs TRAVEL free"), "claim"),
        ("source", json!({ "title": " " }), "source"),
        ("source", json!({ "title": "x", "url": "mailto:x@y" }), "source"),
        ("owner", json!("7"), "owner"),
        ("review_on", json!("2026-11-23"), "review_on"),
        ("review_on", json!("2029-01-01"), "review_on"),
        ("lines", json!([{ "text": "{{naem}}" }]), "lines"),
    ] {
        let mut wrong = new.clone();
        wrong["claim"] = json!("Cats travel free");
        wrong[part] = value;
        house.post_to(&program, "/facts", wrong).await.refuses_field(field);
    }
    let theirs = house.program(jonas, Scope::ALL).await;
    let review = json!({ "review_on": "2027-05-01" });
    house.post_to(&theirs, &format!("/facts/{id}/reviewed"), review).await.gives();
    let refused = house.put_to(&theirs, &format!("/facts/{id}"), new).await.refuses(403, "right-missing");
    assert_eq!(refused["right"], "keep_facts");
    house.post_to(&theirs, &format!("/facts/{id}/archive"), json!({})).await.gives();
    house.post_to(&theirs, &format!("/facts/{id}/restore"), json!({})).await.refuses(403, "right-missing");
}
