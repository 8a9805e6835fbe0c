//! Studies by programs: drawn, coded by two tokens, decided, and read as figures and as a file.

use std::time::Duration;

use model::{Role, Scope};
use serde_json::{Value, json};

use crate::house::House;
use crate::program::ids;

#[tokio::test]
async fn a_study_is_drawn_coded_blind_by_two_programs_agreed_and_taken_along() {
    let (house, program, channel) = House::with_program().await;
    for number in 0..12 {
        let (name, id) = (format!("p{number}"), format!("at://p{number}/1"));
        house.heard_from(channel, &name, &id, &format!("Lift {number} is broken"), 60).await;
    }
    house.clock.advance(Duration::from_secs(1));
    let wanted = json!({
        "name": "Lifts", "question": "What is said?", "query": "lift", "first_day": "2026-11-01",
        "last_day": "2026-11-30", "size": 10
    });
    let mut small = wanted.clone();
    small["size"] = json!(3);
    house.post_to(&program, "/studies", small).await.refuses_field("size");
    let made = house.post_to(&program, "/studies", wanted.clone()).await;
    assert_eq!((made.status.as_u16(), made.header("etag")), (201, "\"1\""));
    let one = made.gives();
    assert_eq!((&one["state"], one["seed"].as_str().unwrap().len()), (&json!("draft"), 16));
    let path = format!("/studies/{}", one["id"].as_str().unwrap());
    let book = json!({ "variables": [{ "name": "Tone", "codes": [{ "name": "calm" }, { "name": "angry" }] }] });
    let stale = program.with("if-match", "\"7\"");
    house.put_to(&stale, &format!("{path}/code-book"), book.clone()).await.refuses(412, "stale");
    house.put_to(&program, &format!("{path}/code-book"), book).await.gives();
    house.read_at(&program, &format!("{path}/results")).await.refuses(409, "conflict");
    house.post_to(&program, &format!("{path}/draw"), json!({})).await.gives();
    let drawn = house
        .until("it is drawn", async || {
            let study = house.read_at(&program, &path).await.gives();
            (study["state"] == "drawn").then_some(study)
        })
        .await;
    assert_eq!((&drawn["sample"]["population"], &drawn["sample"]["drawn"]), (&json!(12), &json!(10)));
    house
        .put_to(
            &program,
            &path,
            json!({ "query": "train", "name": "Lifts", "question": "What is said?",
        "first_day": "2026-11-01", "last_day": "2026-11-30", "size": 10 }),
        )
        .await
        .refuses(409, "conflict");

    let (first, second) =
        (house.member("Tarik Wenzel", Role::Member).await, house.member("Ewa Brandt", Role::Leader).await);
    let one_alone = json!({ "coders": [first.to_string()] });
    house.post_to(&program, &format!("{path}/coding"), one_alone).await.refuses_field("coders");
    let coders = json!({ "coders": [first.to_string(), second.to_string()] });
    house.post_to(&program, &format!("{path}/coding"), coders).await.gives();
    let (tarik, ewa) = (house.program(first, Scope::ALL).await, house.program(second, Scope::ALL).await);
    let items = house.read_at(&tarik, &format!("{path}/items")).await.gives();
    let posts = ids(&items);
    assert_eq!(posts.len(), 10);
    for (number, post) in posts.iter().enumerate() {
        let codes = format!("{path}/items/{post}/codes");
        let said = house.put_to(&tarik, &codes, json!({ "codes": [1], "note": "mine" })).await;
        assert_eq!(said.status.as_u16(), 204, "{}", said.text);
        let tone = if number == 0 { 2 } else { 1 };
        house.put_to(&ewa, &codes, json!({ "codes": [tone] })).await;
    }
    let codes = format!("{path}/items/{}/codes", posts[0]);
    house.put_to(&tarik, &codes, json!({ "codes": [1, 1] })).await.refuses_field("codes");
    house.put_to(&program, &codes, json!({ "codes": [1] })).await.refuses(409, "conflict");

    let seen = async |program: &crate::program::Program| {
        let items = house.read_at(program, &format!("{path}/items")).await.gives();
        let row =
            items["items"].as_array().unwrap().iter().find(|row| row["id"] == posts[0].as_str()).cloned().unwrap();
        (row["codes"][0].clone(), row["note"].clone())
    };
    let (own, note) = seen(&tarik).await;
    assert_eq!((&own["first"], &own["second"], &note), (&json!(1), &Value::Null, &json!("mine")));
    let (own, note) = seen(&ewa).await;
    assert_eq!((&own["first"], &own["second"], &note), (&Value::Null, &json!(2), &Value::Null));
    let (none, _) = seen(&program).await;
    assert_eq!((&none["first"], &none["second"]), (&Value::Null, &Value::Null), "not even whoever keeps it");
    house.read_at(&program, &format!("{path}/export")).await.refuses(409, "conflict");
    house.post_to(&tarik, &format!("{path}/coding/end"), json!({})).await.refuses(403, "right-missing");
    let ended = house.post_to(&program, &format!("{path}/coding/end"), json!({})).await.gives();
    assert_eq!(ended["state"], "deciding");

    let results = house.read_at(&ewa, &format!("{path}/results")).await.gives();
    let tone = &results["variables"][0];
    assert_eq!((&tone["both"], &tone["agreed"], &tone["open"]), (&json!(10), &json!(9), &json!(1)));
    assert_eq!(tone["kappa"], json!(0.0), "the first always says the same: as often as by chance");
    assert_eq!(tone["shares"][1]["count"], json!(9));
    assert!(tone["shares"][1]["low"].is_number(), "of 12 that meet the query 10 were drawn");
    let decision = format!("{path}/items/{}/decision", posts[0]);
    house.put_to(&ewa, &decision, json!({ "variable": 1, "code": 9 })).await.refuses_field("codes");
    let decided = house.put_to(&ewa, &decision, json!({ "variable": 1, "code": 2, "reason": "Look." })).await;
    assert_eq!(decided.status.as_u16(), 204, "{}", decided.text);
    assert_eq!(house.read_at(&program, &path).await.gives()["state"], "agreed");
    let (row, _) = seen(&program).await;
    assert_eq!((&row["final"], &row["decision"]["reason"]), (&json!(2), &json!("Look.")));
    let lines = house.read_at(&program, &format!("{path}/export?form=jsonl")).await;
    assert_eq!((lines.status.as_u16(), lines.text.lines().count()), (200, 10));
    house.read_at(&program, &format!("{path}/export?form=pdf")).await.refuses(422, "invalid");
    let conversation = items["items"][0]["conversation"].as_str().unwrap();
    let said = house.read_at(&program, &format!("/conversations/{conversation}")).await.gives();
    let held = format!("/people/{}/export", said["person"]["id"].as_str().unwrap());
    let held = house.read_at(&program, &held).await.gives();
    assert_eq!(
        held["posts"][0]["codes"],
        json!([{ "study": one["id"], "name": "Lifts", "asked": "Tone", "first": "calm", "second": "angry",
            "final": "angry", "reason": "Look." }])
    );

    let learned = json!({ "study": one["id"], "sentence": "People stay calm.", "posts": [posts[1]] });
    let made = house.post_to(&program, "/insights", learned).await.gives();
    let insight = format!("/insights/{}", made["id"].as_str().unwrap());
    let step = json!({ "state": "done", "note": "Said so." });
    house
        .post_to(&program.with("if-match", "\"9\""), &format!("{insight}/steps"), step.clone())
        .await
        .refuses(412, "stale");
    house.post_to(&program, &format!("{insight}/steps"), step.clone()).await.gives();
    house.post_to(&program, &format!("{insight}/steps"), step).await.refuses_field("state");
    let all = house.read_at(&ewa, "/insights").await.gives();
    assert_eq!((&all["items"][0]["state"], &all["items"][0]["posts"]), (&json!("done"), &json!([posts[1]])));
    assert_eq!(all["items"][0]["steps"].as_array().unwrap().len(), 2);
    for act in ["close", "archive", "restore"] {
        house.post_to(&program, &format!("{path}/{act}"), json!({})).await.gives();
    }
    assert_eq!(house.read_at(&program, "/studies").await.gives()["items"][0]["state"], "closed");
}
