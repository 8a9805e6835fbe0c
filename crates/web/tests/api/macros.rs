//! Macros kept and applied by programs.

use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_program_makes_a_macro_applies_it_to_one_and_to_many_and_undoes_that() {
    let (house, program, channel) = House::with_program().await;
    let first = house.heard(channel, "at://renske/1", "the lift", 60).await.to_string();
    let second = house.heard(channel, "at://hanne/1", "the ramp", 60).await.to_string();
    let steps = json!([
        { "label": "Lifts" }, { "assignee": "me" }, { "triage": { "disposition": "watch", "reason": null, "days": 3 } },
        { "status": "resolved" }
    ]);
    let new = json!({ "name": "Lifts", "steps": steps });
    let made = house.post_to(&program, "/macros", new.clone()).await;
    assert_eq!(made.header("etag"), "\"1\"");
    let one = made.gives();
    assert_eq!((&one["steps"], &one["use_count"], &one["saved_reply"]), (&steps, &json!(0), &json!(null)));
    let id = one["id"].as_str().unwrap();
    let path = format!("/macros/{id}");
    house.post_to(&program, "/macros", new).await.refuses_field("name");

    let applied = house.post_to(&program, &format!("{path}/apply"), json!({ "conversation": first })).await.gives();
    let conversation = house.read_at(&program, &format!("/conversations/{first}")).await.gives();
    assert_eq!((&conversation["status"], &conversation["labels"]), (&json!("resolved"), &json!(["Lifts"])));
    let undo = format!("/bulk/{}/undo", applied["deed"].as_str().unwrap());
    assert_eq!(house.post_to(&program, &undo, json!({})).await.gives()["restored"], 1);
    let conversation = house.read_at(&program, &format!("/conversations/{first}")).await.gives();
    assert_eq!((&conversation["status"], &conversation["assignee"]), (&json!("new"), &json!(null)));

    let many = json!({ "conversations": [first, second], "change": { "macro": id } });
    assert_eq!(house.post_to(&program, "/bulk", many).await.gives()["changed"], 2);
    let listed = house.read_at(&program, "/macros").await.gives();
    assert_eq!(listed["items"][0]["use_count"], 2);

    let stale = program.with("if-match", "\"7\"");
    let body = json!({ "conversation": first });
    house.post_to(&stale, &format!("{path}/apply"), body.clone()).await.refuses(412, "stale");
    house.post_to(&program, &format!("{path}/remove"), json!({})).await.gives();
    house.post_to(&program, &format!("{path}/apply"), body).await.refuses(404, "not-found");
    for (steps, field) in [
        (json!([]), "steps"),
        (json!([{ "label": "a", "assignee": "me" }]), "steps"),
        (json!([{ "notify": "1" }]), "steps"),
        (json!([{ "triage": { "disposition": "let_stand" } }]), "steps"),
    ] {
        house.post_to(&program, "/macros", json!({ "name": "Other", "steps": steps })).await.refuses_field(field);
    }
}
