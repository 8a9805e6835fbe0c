//! Rules kept, tried and switched on by programs.

use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn a_program_makes_a_rule_tries_it_switches_it_on_and_takes_back_what_it_did() {
    let (house, program, channel) = House::with_program().await;
    house.heard(channel, "at://renske/1", "the lift", 60).await;
    house
        .until("it is sealed", async || {
            let unsealed = store::event::oldest_unsealed(&mut house.store.read().await.unwrap()).await.unwrap();
            unsealed.is_none().then_some(())
        })
        .await;
    let ewa = house.member("Ewa Brandt", model::Role::Member).await.to_string();
    let acts = json!([{ "label": "Lifts" }, { "priority": "high" }, { "assignee": ewa }, { "notify": ewa }]);
    let new = json!({ "name": "Lifts", "called_by": "heard", "query": "lift", "acts": acts });
    let made = house.post_to(&program, "/rules", new.clone()).await;
    let rule = made.gives();
    assert_eq!((&rule["is_on"], &rule["version"], &rule["acts"]), (&json!(false), &json!(1), &acts));
    let path = format!("/rules/{}", rule["id"].as_str().unwrap());
    house.post_to(&program, "/rules", new).await.refuses_field("name");

    let trial = house.post_to(&program, &format!("{path}/trials"), json!({})).await.gives();
    let at = format!("/rule-trials/{}", trial["id"].as_str().unwrap());
    let tried = house
        .until("done", async || {
            let trial = house.read_at(&program, &at).await.gives();
            (trial["phase"] == "done").then_some(trial)
        })
        .await;
    assert_eq!((&tried["met"], &tried["changed"], &tried["of_acts"]), (&json!(1), &json!(1), &json!([1, 1, 1, 1])));

    house.patch_at(&program, &path, json!({ "is_on": true })).await.gives();
    let id = house.heard(channel, "at://renske/2", "another lift", 60).await.to_string();
    let run = house
        .until("it acted", async || {
            let runs = house.read_at(&program, &format!("{path}/runs")).await.gives();
            runs["items"].as_array().unwrap().first().cloned()
        })
        .await;
    assert_eq!((&run["conversation"], &run["done"], &run["refused"]), (&json!(id), &json!(4), &json!(0)));
    let conversation = house.read_at(&program, &format!("/conversations/{id}")).await.gives();
    assert_eq!((&conversation["priority"], &conversation["assignee"]), (&json!("high"), &json!(ewa)));
    let undo = format!("/rule-runs/{}/undo", run["id"].as_str().unwrap());
    let undone = house.post_to(&program, &undo, json!({})).await.gives();
    assert_eq!(undone, json!({ "restored": 3, "left": 0 }));
    house.post_to(&program, &undo, json!({})).await.refuses(409, "conflict");

    let stale = program.with("if-match", "\"7\"");
    house.patch_at(&stale, &path, json!({ "query": "ramp" })).await.refuses(412, "stale");
    let others = json!([{ "priority": null }, { "sla_policy": null }, { "set_aside": true }]);
    let changed = house.patch_at(&program, &path, json!({ "query": "ramp", "acts": others })).await;
    assert_eq!((changed.header("etag"), &changed.gives()["is_on"]), ("\"2\"", &json!(true)));
    house.post_to(&program, &format!("{path}/remove"), json!({})).await.gives();
    house.read_at(&program, &path).await.refuses(404, "not-found");
    for (change, field) in [
        (json!({ "acts": [{}] }), "acts"),
        (json!({ "acts": [{ "label": "a", "unlabel": "b" }] }), "acts"),
        (json!({ "acts": [] }), "acts"),
        (json!({ "acts": [{ "set_aside": false }] }), "acts"),
        (json!({ "acts": [{ "sla_policy": "1" }] }), "acts"),
        (json!({ "called_by": "silent" }), "silent_hours"),
        (json!({ "query": "assignee:me" }), "query"),
    ] {
        let mut new = json!({ "name": "Other", "called_by": "heard", "acts": [{ "priority": "low" }] });
        new.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        house.post_to(&program, "/rules", new).await.refuses_field(field);
    }
}
