//! Going on in private by programs: one call for both texts, and answers that stay private unless they say otherwise.

use model::ReplyState;
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_program_moves_a_talk_to_private_and_stays_there() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "where is my refund?", 60).await;
    let path = format!("/conversations/{id}/private");
    let keyed = program.with("if-match", "\"1\"").with("idempotency-key", "a");
    house.post_to(&keyed, &path, json!({ "text": " " })).await.refuses_field("text");
    let keyed = program.with("if-match", "\"1\"").with("idempotency-key", "b");
    let moved = house.post_to(&keyed, &path, json!({ "text": "Your number?" })).await.gives();
    let (private, line) = (&moved["private"], &moved["line"]);
    assert_eq!((&private["visibility"], &private["closes"]), (&json!("private"), &json!(null)));
    assert_eq!((&line["visibility"], &line["closes"]), (&json!("public"), &private["id"]));
    assert_eq!(line["text"], inbox::closing_line(Some("en")));
    let again = house.post_to(&keyed, &path, json!({ "text": "Your number?" })).await.gives();
    assert_eq!(again["private"]["id"], private["id"], "once, however often it is asked for");
    assert_eq!(house.read_at(&program, &format!("/conversations/{id}")).await.gives()["is_private"], json!(true));
    let keyed = program.with("if-match", "\"3\"").with("idempotency-key", "c");
    house.post_to(&keyed, &path, json!({ "text": "Again" })).await.refuses(409, "conflict");
    for (key, body, visibility) in [
        ("d", json!({ "text": "Only you" }), "private"),
        ("e", json!({ "text": "For all", "visibility": "public" }), "public"),
    ] {
        let version = house.read_at(&program, &format!("/conversations/{id}")).await.gives()["version"].to_string();
        let keyed = program.with("if-match", &format!("\"{version}\"")).with("idempotency-key", key);
        let reply = house.post_to(&keyed, &format!("/conversations/{id}/replies"), body).await.gives();
        assert_eq!(reply["visibility"], visibility);
    }
    let all = house.read_at(&program, &format!("/conversations/{id}/messages")).await.gives();
    let told: Vec<_> = all["items"].as_array().unwrap().iter().map(|one| one["visibility"].as_str().unwrap()).collect();
    assert_eq!(told, ["public", "private", "public", "private", "public"]);
    let cancelled = house
        .post_to(
            &program.with("idempotency-key", "f"),
            &format!("/replies/{}/cancel", private["id"].as_str().unwrap()),
            json!({}),
        )
        .await
        .gives();
    assert_eq!(cancelled["state"], ReplyState::Cancelled.as_str());
    let line = house.read_at(&program, &format!("/replies/{}", line["id"].as_str().unwrap())).await.gives();
    assert_eq!(line["state"], ReplyState::Cancelled.as_str(), "no line without its message");
}
