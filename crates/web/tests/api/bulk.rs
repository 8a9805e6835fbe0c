//! What programs do to many conversations at once.

use serde_json::{Value, json};

use crate::house::House;
use crate::program::Program;

async fn until(house: &House, program: &Program, path: &str, state: &str) -> Value {
    house
        .until(state, async || {
            let bulk = house.read_at(program, path).await.gives();
            (bulk["state"] == state).then_some(bulk)
        })
        .await
}

#[tokio::test]
async fn a_list_is_gathered_confirmed_done_and_undone() {
    let (house, program, channel) = House::with_program().await;
    let mut ids = Vec::new();
    for number in 0..3 {
        ids.push(house.heard(channel, &format!("at://renske{number}/1"), "the lift", 60).await.to_string());
    }
    let view = json!({ "name": "Lifts", "cut": "all", "query": "lift" });
    let view = house.post_to(&program, "/views", view).await.gives()["id"].clone();
    let change = json!({ "status": "resolved" });
    for what in [json!({ "list": { "cut": "waiting", "q": "lift" } }), json!({ "view": view })] {
        let mut body = what.clone();
        body["change"] = change.clone();
        let keyed = program.with("idempotency-key", &what.to_string());
        let begun = house.post_to(&keyed, "/bulk", body.clone()).await;
        let bulk = begun.gives();
        assert_eq!(bulk["state"], "gathering");
        assert_eq!(house.post_to(&keyed, "/bulk", body).await.gives()["id"], bulk["id"], "sent again it acts once");
        let path = format!("/bulk/{}", bulk["id"].as_str().unwrap());
        let ready = until(&house, &program, &path, "ready").await;
        assert_eq!((&ready["total"], &ready["already"], &ready["changed"]), (&json!(3), &json!(0), &json!(0)));
        house.post_to(&program, &format!("{path}/confirm"), json!({})).await.gives();
        assert_eq!(until(&house, &program, &path, "done").await["changed"], 3);
        house.post_to(&program, &format!("{path}/stop"), json!({})).await.refuses(409, "conflict");
        house.post_to(&program, &format!("{path}/undo"), json!({})).await.gives();
        assert_eq!(until(&house, &program, &path, "undone").await["restored"], 3);
        let conversation = house.read_at(&program, &format!("/conversations/{}", ids[0])).await.gives();
        assert_eq!(conversation["status"], "new");
    }
}

#[tokio::test]
async fn what_cannot_be_done_names_its_field() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "hello", 60).await.to_string();
    let done = json!({ "status": "resolved" });
    for (body, field) in [
        (json!({ "change": done }), "conversations"),
        (json!({ "conversations": [], "change": done }), "conversations"),
        (json!({ "conversations": ["1"], "change": done }), "conversations"),
        (json!({ "conversations": vec![id.clone(); 1_001], "change": done }), "conversations"),
        (json!({ "conversations": [id], "list": { "cut": "all" }, "change": done }), "conversations"),
        (json!({ "view": "1", "change": done }), "view"),
        (json!({ "conversations": [id], "change": {} }), "change"),
        (json!({ "conversations": [id], "change": { "status": "open", "label": "x" } }), "change"),
        (json!({ "conversations": [id], "change": { "status": "snoozed" } }), "snoozed_until"),
        (
            json!({ "conversations": [id], "change": { "snoozed_until": "2036-01-01T00:00:00Z" } }),
            "change.snoozed_until",
        ),
        (json!({ "conversations": [id], "change": { "triage": {}, "label": "x" } }), "change"),
        (
            json!({ "conversations": [id], "change": { "triage": { "disposition": "let_stand" } } }),
            "change.triage.reason",
        ),
        (
            json!({ "conversations": [id], "change": { "triage": { "disposition": "watch", "until": "2001-01-01T00:00:00Z" } } }),
            "change.triage.until",
        ),
        (json!({ "conversations": [id], "change": { "merge_into": id } }), "conversations"),
        (json!({ "conversations": [id], "change": { "merge_into": "1" } }), "change.merge_into"),
        (json!({ "conversations": [id], "change": { "assignee": "1" } }), "change.assignee"),
        (json!({ "conversations": [id], "change": { "assignee": "Ewa" } }), "change.assignee"),
        (json!({ "conversations": [id], "change": { "label": "" } }), "labels"),
        (json!({ "conversations": [id], "change": { "unlabel": "none" } }), "change.unlabel"),
    ] {
        house.post_to(&program, "/bulk", body).await.refuses_field(field);
    }
    let broken = json!({ "list": { "cut": "all", "q": "(lift" }, "change": done });
    assert_eq!(house.post_to(&program, "/bulk", broken).await.refuses(422, "query")["field"], "list.q");
    for priority in [json!("high"), json!(null)] {
        let body = json!({ "conversations": [id], "change": { "priority": priority } });
        assert_eq!(house.post_to(&program, "/bulk", body).await.gives()["changed"], 1, "{priority}");
        let conversation = house.read_at(&program, &format!("/conversations/{id}")).await.gives();
        assert_eq!(conversation["priority"], priority);
    }
    let told = house.post_to(&program, "/bulk", json!({ "conversations": [id], "change": { "assignee": "me" } })).await;
    let bulk = told.gives();
    assert_eq!((&bulk["state"], &bulk["changed"]), (&json!("done"), &json!(1)));
    let decided = json!({ "triage": { "disposition": "let_stand", "reason": "not_for_us" } });
    let told = house.post_to(&program, "/bulk", json!({ "conversations": [id], "change": decided })).await;
    assert_eq!(told.gives()["changed"], 1);
    let conversation = house.read_at(&program, &format!("/conversations/{id}")).await.gives();
    assert_eq!(conversation["silence_reason"], "not_for_us");
    assert_eq!(conversation["status"], "resolved");
}

#[tokio::test]
async fn programs_merge_answer_the_message_they_name_split_and_undo() {
    let (house, program, channel) = House::with_program().await;
    let one = house.heard(channel, "at://renske/1", "the lift", 60).await.to_string();
    let other = house.heard(channel, "at://ben/1", "the gate", 30).await.to_string();
    let body = json!({ "conversations": [other], "change": { "merge_into": one } });
    let merged = house.post_to(&program, "/bulk", body).await.gives();
    assert_eq!((&merged["state"], &merged["changed"]), (&json!("done"), &json!(1)));
    let shell = house.read_at(&program, &format!("/conversations/{other}")).await.gives();
    assert_eq!(shell["merged_into"], json!(one));
    let list = house.read_at(&program, "/conversations").await.gives();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let messages = house.read_at(&program, &format!("/conversations/{one}/messages")).await.gives();
    let messages = messages["items"].as_array().unwrap().clone();
    assert_eq!(messages.len(), 2);
    let gate = messages.iter().find(|one| one["text"] == "the gate").unwrap()["id"].clone();
    let resolved = house.patch_at(&program, &format!("/conversations/{other}"), json!({ "status": "resolved" })).await;
    assert_eq!(resolved.refuses(409, "conflict")["into"], json!(one));

    let split = house.post_to(&program, &format!("/conversations/{one}/split"), json!({ "post": gate })).await.gives();
    assert_ne!(split["conversation"], json!(one));
    let whole = json!({ "post": messages.iter().find(|one| one["id"] != gate).unwrap()["id"] });
    house.post_to(&program, &format!("/conversations/{one}/split"), whole).await.refuses_field("post");
    let undo = format!("/bulk/{}/undo", split["deed"].as_str().unwrap());
    assert_eq!(house.post_to(&program, &undo, json!({})).await.gives()["restored"], 1);
    let undo = format!("/bulk/{}/undo", merged["id"].as_str().unwrap());
    assert_eq!(house.post_to(&program, &undo, json!({})).await.gives()["restored"], 1);
    let list = house.read_at(&program, "/conversations").await.gives();
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn programs_keep_conversations_at_the_top_of_their_members_lists() {
    let (house, program, channel) = House::with_program().await;
    let one = house.heard(channel, "at://renske/1", "the lift", 60).await.to_string();
    let other = house.heard(channel, "at://ben/1", "the gate", 30).await.to_string();
    let pinned = async |is_pinned: bool| {
        let page = house.read_at(&program, &format!("/conversations?pinned={is_pinned}")).await.gives();
        page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let body = json!({ "conversations": [one], "change": { "pinned": true } });
    assert_eq!(house.post_to(&program, "/bulk", body).await.gives()["changed"], 1);
    assert_eq!((pinned(true).await, pinned(false).await), (vec![one.clone()], vec![other]));
    let body = json!({ "conversations": [one], "change": { "pinned": false } });
    assert_eq!(house.post_to(&program, "/bulk", body).await.gives()["changed"], 1);
    assert_eq!(pinned(true).await, Vec::<String>::new());
}

#[tokio::test]
async fn programs_link_what_belongs_together_read_it_from_either_end_and_take_it_back() {
    let (house, program, channel) = House::with_program().await;
    let one = house.heard(channel, "at://renske/1", "the lift", 60).await.to_string();
    let other = house.heard(channel, "at://ben/1", "the gate", 30).await.to_string();
    let links = |id: &str| format!("/conversations/{id}/links");
    let with = async |id: &str| {
        let page = house.read_at(&program, &links(id)).await.gives();
        page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let linked = house.post_to(&program, &links(&one), json!({ "with": other })).await.gives();
    assert_eq!((with(&one).await, with(&other).await), (vec![other.clone()], vec![one.clone()]));
    assert_eq!(house.post_to(&program, &links(&other), json!({ "with": one })).await.gives()["deed"], json!(null));
    let undo = format!("/bulk/{}/undo", linked["deed"].as_str().unwrap());
    assert_eq!(house.post_to(&program, &undo, json!({})).await.gives()["restored"], 1);
    assert_eq!(with(&one).await, Vec::<String>::new());

    house.post_to(&program, &links(&one), json!({ "with": other })).await.gives();
    let apart = format!("/conversations/{other}/links/{one}");
    let apart = house.call(&program, axum::http::Method::DELETE, &format!("/api/v1{apart}"), "").await.gives();
    assert!(apart["deed"].is_string() && with(&one).await.is_empty());
    for wrong in [json!({ "with": one }), json!({ "with": "1" }), json!({ "with": "seven" })] {
        house.post_to(&program, &links(&one), wrong).await.refuses_field("with");
    }
    house.post_to(&program, &links("1"), json!({ "with": one })).await.refuses(404, "not-found");
}

#[tokio::test]
async fn labels_are_renamed_put_away_and_merged_with_a_way_back() {
    let (house, program, channel) = House::with_program().await;
    let id = house.heard(channel, "at://renske/1", "the lift", 60).await.to_string();
    for label in ["Lift", "Elevator"] {
        let body = json!({ "conversations": [id], "change": { "label": label } });
        house.post_to(&program, "/bulk", body).await.gives();
    }
    let labels = house.read_at(&program, "/labels").await.gives()["items"].clone();
    assert_eq!((&labels[0]["name"], &labels[0]["conversation_count"]), (&json!("Elevator"), &json!(1)));
    let path = format!("/labels/{}", labels[1]["id"].as_str().unwrap());
    let renamed = house.patch_at(&program, &path, json!({ "name": "Lifts", "is_archived": true })).await.gives();
    assert_eq!(renamed["name"], "Lifts");
    assert!(renamed["archived_at"].is_string());
    house.patch_at(&program, &path, json!({ "name": "elevator" })).await.refuses_field("name");
    let merged = house.post_to(&program, &format!("{path}/merge"), json!({ "into": labels[0]["id"] })).await.gives();
    assert_eq!((&merged["state"], &merged["changed"]), (&json!("done"), &json!(1)));
    let labels = async || house.read_at(&program, &format!("/conversations/{id}")).await.gives()["labels"].clone();
    assert_eq!(labels().await, json!(["Elevator"]));
    let undo = format!("/bulk/{}/undo", merged["id"].as_str().unwrap());
    assert_eq!(house.post_to(&program, &undo, json!({})).await.gives()["restored"], 1);
    assert_eq!(labels().await, json!(["Elevator", "Lifts"]));
}
