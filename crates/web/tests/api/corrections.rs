//! What programs say was wrong, with an answer or with one that stands already.

use model::ReplyState;
use serde_json::json;

use crate::house::House;

async fn goes_out(house: &House, id: &str) {
    let mut tx = house.write().await;
    let mut ours = store::reply::find(&mut tx, model::ReplyId(id.parse().unwrap())).await.unwrap().unwrap();
    (ours.state, ours.sent_at) = (ReplyState::Sent, Some(tx.now()));
    store::reply::save(&mut tx, &ours).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_program_puts_an_answer_right_lists_that_and_withdraws_it() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "is the lift broken?", 60).await;
    let path = format!("/conversations/{id}/replies");
    let keyed =
        |version: &str, key: &str| program.with("if-match", &format!("\"{version}\"")).with("idempotency-key", key);
    let wrong = house.post_to(&keyed("1", "a"), &path, json!({ "text": "No, it runs." })).await.gives();
    let (wrong, to) = (wrong["id"].as_str().unwrap().to_owned(), wrong["post"].clone());
    goes_out(&house, &wrong).await;
    let person = house.read_at(&program, &format!("/conversations/{id}")).await.gives()["person"]["id"].clone();
    let correction = json!({ "wrong_reply": wrong, "error": "It does not run.", "found_by_person": person });
    for (correction, field) in [
        (json!({ "error": "x" }), "correction.wrong_reply"),
        (json!({ "wrong_reply": wrong, "wrong_post": to, "error": "x" }), "correction.wrong_reply"),
        (json!({ "wrong_reply": wrong, "error": " " }), "error"),
        (json!({ "wrong_reply": wrong, "error": "x", "found_by_member": "7" }), "found_by_person"),
    ] {
        let body = json!({ "text": "Sorry.", "correction": correction });
        house.post_to(&keyed("2", &format!("{correction}").replace('"', "")), &path, body).await.refuses_field(field);
    }
    let body = json!({ "text": "Sorry.", "to": to, "correction": correction });
    house.post_to(&keyed("2", "c"), &path, body).await.refuses_field("to");
    let body = json!({ "text": "Sorry, it does not run.", "correction": correction });
    let reply = house.post_to(&keyed("2", "d"), &path, body).await.gives()["id"].as_str().unwrap().to_owned();
    let one = format!("/replies/{reply}/correction");
    let shown = house.read_at(&program, &one).await.gives();
    assert_eq!((&shown["wrong_reply"], &shown["found_by"]), (&json!(wrong), &json!("person")));
    assert_eq!(shown["found_by_person"], person);
    assert_eq!(house.read_at(&program, "/corrections").await.gives()["items"], json!([]), "it is not out");
    goes_out(&house, &reply).await;
    let listed = house.read_at(&program, "/corrections?limit=1").await.gives();
    assert_eq!(listed["items"][0]["error"], "It does not run.");
    assert_eq!(house.read_at(&program, "/corrections?until=2001-01-01T00:00:00Z").await.gives()["items"], json!([]));

    let steps = format!("{one}/steps");
    let done = house.post_to(&program, &steps, json!({ "step": "withdraw" })).await.gives();
    assert!(done["correction"]["withdrawn_at"].is_string() && done["deed"].is_string());
    assert_eq!(
        house.read_at(&program, "/corrections?withdrawn=true").await.gives()["items"][0]["reply"],
        reply.as_str()
    );
    house.post_to(&program, &steps, json!({ "step": "restore" })).await.gives();
    let again = json!({ "wrong_reply": wrong, "error": "Something else." });
    house.post_to(&program, &one, again).await.refuses(409, "conflict");

    let third = house.post_to(&keyed("3", "e"), &path, json!({ "text": "We said so." })).await.gives();
    let third = third["id"].as_str().unwrap().to_owned();
    let already = format!("/replies/{third}/correction");
    let noted = json!({ "wrong_reply": wrong, "error": "It does not run.", "right": "It stands still." });
    house.post_to(&program, &already, noted.clone()).await.refuses(404, "not-found");
    goes_out(&house, &third).await;
    let done = house.post_to(&program, &already, noted).await.gives();
    assert_eq!(done["correction"]["right"], "It stands still.");
    let deed = done["deed"].as_str().unwrap();
    house.post_to(&program, &format!("/bulk/{deed}/undo"), json!({})).await.gives();
    house.read_at(&program, &already).await.refuses(404, "not-found");
}

#[tokio::test]
async fn a_program_says_where_the_house_had_heard_of_it_before() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "is the lift broken?", 60).await;
    let path = format!("/conversations/{id}");
    let say =
        async |heard: serde_json::Value| house.patch_at(&program, &path, json!({ "heard_elsewhere": heard })).await;
    assert_eq!(house.read_at(&program, &path).await.gives()["heard_elsewhere"], json!(null));
    let told = say(json!({ "place": "counter", "at": "2001-02-03" })).await.gives()["heard_elsewhere"].clone();
    assert_eq!((&told["place"], &told["is_day"]), (&json!("counter"), &json!(true)));
    let told = say(json!({ "place": "other", "words": "the choir", "at": "2001-02-03T08:00:00Z" })).await.gives();
    assert_eq!(told["heard_elsewhere"]["at"], "2001-02-03T08:00:00Z");
    say(json!({ "place": "other", "at": "2001-02-03" })).await.refuses_field("heard_elsewhere.words");
    say(json!({ "place": "phone", "at": "2999-01-01" })).await.refuses_field("heard_elsewhere.at");
    say(json!({ "place": "phone", "at": "once" })).await.refuses_field("heard_elsewhere.at");
    let found = house.read_at(&program, "/conversations?q=elsewhere:yes").await.gives();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(say(json!(null)).await.gives()["heard_elsewhere"], json!(null));
}
