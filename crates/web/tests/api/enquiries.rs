//! What programs ask along with an answer, and what they say was answered.

use model::ReplyState;
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_program_signs_as_its_member_does_where_it_says_so() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "the lift is broken", 60).await;
    house.put_to(&program, "/me/signatures", json!({ "text": "– {{naem}}" })).await.refuses_field("text");
    house.put_to(&program, "/me/signatures", json!({ "channel": "7", "text": "^x" })).await.refuses_field("channel");
    house.put_to(&program, "/me/signatures", json!({ "text": "– us" })).await.gives();
    let kept = house.put_to(&program, "/me/signatures", json!({ "channel": channel.to_string(), "text": "^x" })).await;
    let texts: Vec<_> = kept.gives()["items"].as_array().unwrap().iter().map(|one| one["text"].clone()).collect();
    assert_eq!(texts, ["– us", "^x"]);
    let keyed = program.with("if-match", "\"1\"").with("idempotency-key", "a");
    let body = json!({ "text": "On our way.", "sign": true });
    let reply = house.post_to(&keyed, &format!("/conversations/{id}/replies"), body).await.gives();
    assert_eq!(reply["text"], "On our way.\n^x");
}

#[tokio::test]
async fn a_question_goes_along_with_an_answer_and_is_answered_by_a_message_of_theirs() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "the lift runs again, thank you", 60).await;
    let post =
        house.read_at(&program, &format!("/conversations/{id}/messages")).await.gives()["items"][0]["id"].clone();
    let keyed = program.with("if-match", "\"1\"").with("idempotency-key", "a");
    let path = format!("/conversations/{id}/replies");
    for (enquiry, field) in [
        (json!({ "kind": "quote" }), "enquiry.post"),
        (json!({ "kind": "satisfaction", "post": post }), "enquiry.post"),
    ] {
        let keyed = program.with("if-match", "\"1\"").with("idempotency-key", field);
        house.post_to(&keyed, &path, json!({ "text": "?", "enquiry": enquiry })).await.refuses_field(field);
    }
    let body = json!({ "text": "May we quote you?", "enquiry": { "kind": "quote", "post": post } });
    let reply = house.post_to(&keyed, &path, body).await.gives()["id"].as_str().unwrap().to_owned();
    let asked = format!("/replies/{reply}/enquiry");
    let shown = house.read_at(&program, &asked).await.gives();
    assert_eq!((&shown["kind"], &shown["post"], &shown["answer"]), (&json!("quote"), &post, &json!(null)));
    let yes = json!({ "answer": "given", "post": post });
    house.post_to(&program, &asked, yes.clone()).await.refuses(409, "conflict");
    assert_eq!(house.read_at(&program, "/enquiries?kind=quote").await.gives()["items"], json!([]), "it is not out");

    let mut tx = house.write().await;
    let mut ours = store::reply::find(&mut tx, model::ReplyId(reply.parse().unwrap())).await.unwrap().unwrap();
    (ours.state, ours.sent_at) = (ReplyState::Sent, Some(tx.now()));
    store::reply::save(&mut tx, &ours).await.unwrap();
    tx.commit().await.unwrap();
    house.heard_again(channel, "at://renske/1", "at://renske/2", "Of course!", 0).await;
    let messages = house.read_at(&program, &format!("/conversations/{id}/messages")).await.gives();
    let theirs = |one: &&serde_json::Value| one["text"] == "Of course!";
    let by = messages["items"].as_array().unwrap().iter().find(theirs).unwrap()["id"].clone();
    house.post_to(&program, &asked, json!({ "answer": "given" })).await.refuses_field("post");
    house.post_to(&program, &asked, json!({ "answer": "5", "post": by })).await.refuses(404, "not-found");
    let settled = house.post_to(&program, &asked, json!({ "answer": "given", "post": by })).await.gives();
    assert_eq!((&settled["answer"], &settled["answer_post"]), (&json!("given"), &by));
    for (query, count) in [("", 1), ("&answer=given", 1), ("&answer=none", 0), ("&answer=refused", 0)] {
        let listed = house.read_at(&program, &format!("/enquiries?kind=quote{query}")).await.gives();
        assert_eq!(listed["items"].as_array().unwrap().len(), count, "{query}");
    }
    house.read_at(&program, "/enquiries?kind=quote&answer=5").await.refuses_field("answer");
    house.read_at(&program, "/replies/1/enquiry").await.refuses(404, "not-found");
    assert_eq!(house.post_to(&program, &asked, json!({})).await.gives()["answer"], json!(null));
}
