//! People over the API: listed, made one and two again, noted.

use axum::http::Method;
use serde_json::{Value, json};

use crate::house::House;

fn ids(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn people_are_listed_merged_and_parted_and_what_either_said_is_found_with_both() {
    let (house, program, channel) = House::with_program().await;
    let renske = house.heard(channel, "at://renske/1", "hello", 120).await.to_string();
    let odile = house.heard_from(channel, "odile", "at://odile/1", "bonjour", 60).await.to_string();
    let person = async |conversation: &str| {
        let found = house.read_at(&program, &format!("/conversations/{conversation}")).await.gives();
        found["person"]["id"].as_str().unwrap().to_owned()
    };
    let (one, other) = (person(&renske).await, person(&odile).await);
    let first = house.read_at(&program, "/people?limit=1").await.gives();
    assert_eq!(ids(&first["items"]), [other.as_str()]);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = house.read_at(&program, &format!("/people?limit=1&cursor={cursor}")).await.gives();
    assert_eq!((ids(&second["items"]), &second["next_cursor"]), (vec![one.as_str()], &json!(null)));
    assert_eq!(ids(&house.read_at(&program, "/people?q=rens").await.gives()["items"]), [one.as_str()]);

    let merges = format!("/people/{one}/merges");
    let keyed = program.with("idempotency-key", "merge");
    let body = json!({ "other": other, "ground": "The profile links to it." });
    let merge = house.post_to(&keyed, &merges, body.clone()).await;
    assert_eq!(merge.status, 201);
    assert_eq!(house.post_to(&keyed, &merges, body.clone()).await.text, merge.text, "the same key merges once");
    house.post_to(&program.with("idempotency-key", "again"), &merges, body).await.refuses(409, "conflict");
    let both = house.read_at(&program, &format!("/people/{other}")).await.gives();
    assert_eq!(ids(&both["handles"]), [one.as_str(), other.as_str()]);
    assert_eq!(
        (&both["conversation_count"], &both["merges"][0]["ground"]),
        (&json!(2), &json!("The profile links to it."))
    );
    let said = house.read_at(&program, &format!("/people/{one}/conversations?limit=1")).await.gives();
    assert_eq!(ids(&said["items"]), [odile.as_str()]);
    let rest = format!("/people/{one}/conversations?cursor={}", said["next_cursor"].as_str().unwrap());
    assert_eq!(ids(&house.read_at(&program, &rest).await.gives()["items"]), [renske.as_str()]);

    let part = format!("/api/v1/person-merges/{}/part", merge.gives()["id"].as_str().unwrap());
    let parted = house.call(&program, Method::POST, &part, "").await.gives();
    assert!(parted["parted_at"].is_string());
    house.call(&program, Method::POST, &part, "").await.refuses(404, "not-found");
    assert_eq!(ids(&house.read_at(&program, &format!("/people/{other}")).await.gives()["handles"]), [other.as_str()]);
}

#[tokio::test]
async fn what_is_noted_of_a_person_is_read_with_them_and_what_cannot_be_names_its_field() {
    let (house, program, channel) = House::with_program().await;
    let conversation = house.heard(channel, "at://renske/1", "hello", 120).await;
    let found = house.read_at(&program, &format!("/conversations/{conversation}")).await.gives();
    let person = format!("/people/{}", found["person"]["id"].as_str().unwrap());
    let post = async |key: &str, path: &str, body: Value| {
        house.post_to(&program.with("idempotency-key", key), &format!("{person}{path}"), body).await
    };
    assert_eq!(post("a", "/notes", json!({ "text": "Travels daily." })).await.status, 201);
    post("b", "/notes", json!({ "text": " " })).await.refuses_field("text");
    let given = json!({ "purpose": "quote", "state": "given", "words": "On the telephone" });
    assert_eq!(post("c", "/consents", given).await.status, 201);
    post("d", "/consents", json!({ "purpose": "quote", "state": "refused" })).await.refuses_field("words");
    let withdrawn = json!({ "purpose": "contact", "state": "withdrawn", "words": "By mail" });
    post("e", "/consents", withdrawn).await.refuses(409, "conflict");
    post("f", "/merges", json!({ "other": "1", "ground": "Why not" })).await.refuses(404, "not-found");
    let said = house.patch_at(&program, &person, json!({ "relations": ["press", "customer"] })).await.gives();
    let relations: Vec<_> = said["handles"][0]["relations"].as_array().unwrap().iter().collect();
    assert_eq!(relations.iter().map(|one| one["value"].as_str().unwrap()).collect::<Vec<_>>(), ["customer", "press"]);
    assert_eq!((&said["notes"][0]["text"], &said["consents"][0]["state"]), (&json!("Travels daily."), &json!("given")));
    house.read_at(&program, "/people/1").await.refuses(404, "not-found");
}
