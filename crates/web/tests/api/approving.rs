//! Answers that a second person looks at, for programs.

use model::{ConversationId, Role, Scope};
use serde_json::{Value, json};

use crate::house::House;
use crate::program::{Program, Told};

struct Desk {
    house: House,
    /// Of somebody whose answers wait.
    writer: Program,
    lead: Program,
    channel: model::ChannelId,
    id: ConversationId,
}

impl Desk {
    async fn new() -> Self {
        let (house, owner, channel) = House::with_program().await;
        let id = house.heard(channel, "at://renske/1", "the lift is broken", 60).await;
        let terms = json!({ "roles": ["member"], "deadline_minutes": 90, "fallback": "return" });
        let wanted = json!({ "name": "Members", "terms": terms });
        house.post_to(&owner, "/approval-policies", wanted).await.gives();
        let scopes = [Scope::Read, Scope::Write, Scope::Reply];
        let (writer, lead) = (house.member("Tarik", Role::Member).await, house.member("Ewa", Role::Leader).await);
        let (writer, lead) = (house.program(writer, &scopes).await, house.program(lead, &scopes).await);
        Self { house, writer, lead, channel, id }
    }

    async fn answered(&self, version: &str, key: &str) -> Value {
        let program = self.writer.with("if-match", version).with("idempotency-key", key);
        let path = format!("/conversations/{}/replies", self.id);
        self.house.post_to(&program, &path, json!({ "text": "We look." })).await.gives()
    }

    async fn approve(&self, reply: &Value, version: &str, query: &str, body: Value) -> Told {
        let path = format!("/replies/{}/approve{query}", reply["id"].as_str().unwrap());
        self.house.post_to(&self.lead.with("if-match", version), &path, body).await
    }
}

#[tokio::test]
async fn what_waits_is_listed_approved_once_and_with_other_words() {
    let desk = Desk::new().await;
    let reply = desk.answered("\"1\"", "a").await;
    assert_eq!(
        (&reply["state"], &reply["state_reason"]),
        (&json!("needs_approval"), &json!("“Members” asks for approval"))
    );
    let listed = desk.house.read_at(&desk.lead, "/approvals").await.gives();
    let one = &listed["items"][0];
    assert_eq!(
        (&one["reply"]["id"], &one["grounds"], &one["fallback"]),
        (&reply["id"], &json!(["role"]), &json!("return"))
    );
    assert_eq!((&one["asked_at"], &one["due_at"]), (&json!("2026-11-23T10:00:00Z"), &json!("2026-11-23T11:30:00Z")));

    let path = format!("/replies/{}/approve", reply["id"].as_str().unwrap());
    desk.house.post_to(&desk.lead, &path, json!({})).await.refuses(428, "version-missing");
    let own = desk.writer.with("if-match", "\"2\"");
    desk.house.post_to(&own, &path, json!({})).await.refuses(403, "right-missing");
    desk.approve(&reply, "\"2\"", "", json!({ "text": " " })).await.refuses_field("text");
    let approved = desk.approve(&reply, "\"2\"", "", json!({ "text": "We look\r\ntoday." })).await.gives();
    assert_eq!((&approved["state"], &approved["text"]), (&json!("queued"), &json!("We look\ntoday.")));
    desk.approve(&reply, "\"3\"", "", json!({})).await.refuses(409, "conflict");
    assert_eq!(desk.house.read_at(&desk.lead, "/approvals").await.gives()["items"], json!([]));
}

#[tokio::test]
async fn a_thread_that_moved_is_read_before_an_answer_in_it_is_approved() {
    let desk = Desk::new().await;
    let reply = desk.answered("\"1\"", "a").await;
    desk.house.heard_again(desk.channel, "at://renske/1", "at://renske/2", "it works again", 30).await;
    let stale = desk.approve(&reply, "\"2\"", "", json!({})).await.refuses(412, "stale");
    assert_eq!(stale["newer"][0]["text"], "it works again");
    let approved = desk.approve(&reply, "\"2\"", "?anyway=true", json!({})).await.gives();
    assert_eq!(approved["state"], "queued");
}

#[tokio::test]
async fn an_answer_is_returned_with_a_reason() {
    let desk = Desk::new().await;
    let reply = desk.answered("\"1\"", "a").await;
    let path = format!("/replies/{}/return", reply["id"].as_str().unwrap());
    desk.house.post_to(&desk.lead, &path, json!({ "reason": "" })).await.refuses_field("reason");
    let returned = desk.house.post_to(&desk.lead, &path, json!({ "reason": "Say when." })).await.gives();
    assert_eq!(
        (&returned["state"], &returned["state_reason"]),
        (&json!("cancelled"), &json!("Ewa returned it: Say when."))
    );
    desk.house.post_to(&desk.lead, &path, json!({ "reason": "Say when." })).await.refuses(409, "conflict");
}

#[tokio::test]
async fn a_policy_reads_back_as_it_was_written() {
    let (house, owner, _) = House::with_program().await;
    let terms = json!({
        "query": "relation:press",
        "new_member_days": 30,
        "roles": ["member"],
        "team": null,
        "deadline_minutes": 60,
        "calendar": null,
        "fallback": "send",
    });
    let made = house.post_to(&owner, "/approval-policies", json!({ "name": "Press", "terms": terms })).await.gives();
    assert_eq!((&made["terms"], &made["version"]), (&terms, &json!(1)));
    let path = format!("/approval-policies/{}", made["id"].as_str().unwrap());
    assert_eq!(house.read_at(&owner, &path).await.gives(), made);
    for (field, wrong) in [
        ("query", json!({ "query": "(press" })),
        ("new_member_days", json!({ "new_member_days": 0 })),
        ("deadline_minutes", json!({ "deadline_minutes": 0 })),
        ("team", json!({ "team": "7" })),
        ("calendar", json!({ "calendar": "7" })),
    ] {
        let wanted = json!({ "name": "Others", "terms": wrong });
        house.post_to(&owner, "/approval-policies", wanted).await.refuses_field(field);
    }
    let away = house.post_to(&owner, &format!("{path}/archive"), json!({})).await.gives();
    assert!(away["archived_at"].is_string());
    let back = house.post_to(&owner, &format!("{path}/restore"), json!({})).await.gives();
    assert_eq!(back["archived_at"], json!(null));
    house.post_to(&owner, &format!("{path}/move"), json!({ "earlier": true })).await.gives();
}
