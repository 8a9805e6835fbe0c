//! Which token may use which route. A route that is missing here fails the first test.

use std::collections::BTreeSet;

use axum::http::{Method, header};
use model::{Right, Role, Scope};
use serde_json::Value;

use crate::house::House;
use crate::program::Program;

use Right::{
    ApproveReplies, ErasePeople, KeepFacts, KeepStudies, ManageChannels, ManageMembers, ManageRules, ManageSla,
    ManageTeams, ManageTopics, ReadInbox, ReleaseReplies, WorkInbox,
};
use Scope::{Read, Reply, Write};

type Case = (&'static str, &'static str, Scope, Right, &'static str);

const WANTED_STATEMENT: &str =
    r#"{"title": "x", "kind": "holding", "texts": [{"language": "", "text": "x"}], "owner": "1"}"#;
const WANTED_FACT: &str = r#"{"claim": "x", "source": {"title": "x"}, "owner": "1", "review_on": "2030-01-01"}"#;

const WANTED_STUDY: &str = r#"{"name": "x", "question": "x", "query": "x", "first_day": "2026-11-01",
    "last_day": "2026-11-30", "size": 10}"#;
const WANTED_NEWS: &str =
    r#"{"browser": [], "mail": ["due"], "pace": "daily", "daily_at": "08:00", "zone": null, "quiet": []}"#;

/// Every route that needs a token: method, path, what it needs, and a body that can be read.
const CASES: &[Case] = &[
    ("GET", "/api/v1/conversations", Read, ReadInbox, ""),
    ("GET", "/api/v1/conversations/{id}", Read, ReadInbox, ""),
    ("PATCH", "/api/v1/conversations/{id}", Write, WorkInbox, r#"{"status": "resolved"}"#),
    ("GET", "/api/v1/conversations/{id}/messages", Read, ReadInbox, ""),
    ("GET", "/api/v1/media/{digest}", Read, ReadInbox, ""),
    ("POST", "/api/v1/conversations/{id}/replies", Reply, WorkInbox, r#"{"text": "on our way"}"#),
    ("POST", "/api/v1/conversations/{id}/private", Reply, WorkInbox, r#"{"text": "your number?"}"#),
    ("POST", "/api/v1/conversations/{id}/pictures", Reply, WorkInbox, "no picture"),
    ("POST", "/api/v1/conversations/{id}/notes", Write, WorkInbox, r#"{"text": "for us"}"#),
    ("GET", "/api/v1/replies/{id}", Read, ReadInbox, ""),
    ("GET", "/api/v1/conversations/{id}/subscription", Read, ReadInbox, ""),
    ("PUT", "/api/v1/conversations/{id}/subscription", Write, ReadInbox, r#"{"is_told": true}"#),
    ("GET", "/api/v1/me/signatures", Read, WorkInbox, ""),
    ("PUT", "/api/v1/me/signatures", Write, WorkInbox, r#"{"text": "– me"}"#),
    ("GET", "/api/v1/corrections", Read, ReadInbox, ""),
    ("GET", "/api/v1/replies/{id}/correction", Read, ReadInbox, ""),
    ("POST", "/api/v1/replies/{id}/correction", Write, WorkInbox, r#"{"wrong_reply": "1", "error": "x"}"#),
    ("POST", "/api/v1/replies/{id}/correction/steps", Write, WorkInbox, r#"{"step": "withdraw"}"#),
    ("GET", "/api/v1/enquiries", Read, ReadInbox, ""),
    ("GET", "/api/v1/replies/{id}/enquiry", Read, ReadInbox, ""),
    ("POST", "/api/v1/replies/{id}/enquiry", Write, WorkInbox, "{}"),
    ("POST", "/api/v1/replies/{id}/cancel", Reply, WorkInbox, ""),
    ("POST", "/api/v1/replies/{id}/retry", Reply, WorkInbox, ""),
    ("GET", "/api/v1/people", Read, ReadInbox, ""),
    ("GET", "/api/v1/people/{id}", Read, ReadInbox, ""),
    ("PATCH", "/api/v1/people/{id}", Write, WorkInbox, r#"{"relations": ["press"]}"#),
    ("GET", "/api/v1/people/{id}/conversations", Read, ReadInbox, ""),
    ("GET", "/api/v1/people/{id}/export", Read, ErasePeople, ""),
    ("GET", "/api/v1/people/{id}/erasure", Read, ErasePeople, ""),
    ("POST", "/api/v1/people/{id}/erasure", Write, ErasePeople, r#"{"handle": "nobody"}"#),
    ("POST", "/api/v1/people/{id}/merges", Write, WorkInbox, r#"{"other": "1", "ground": "They say so."}"#),
    ("POST", "/api/v1/person-merges/{id}/part", Write, WorkInbox, ""),
    ("POST", "/api/v1/people/{id}/notes", Write, WorkInbox, r#"{"text": "for us"}"#),
    (
        "POST",
        "/api/v1/people/{id}/consents",
        Write,
        WorkInbox,
        r#"{"purpose": "quote", "state": "asked", "words": "x"}"#,
    ),
    ("GET", "/api/v1/commitments", Read, ReadInbox, ""),
    ("GET", "/api/v1/commitments/{id}", Read, ReadInbox, ""),
    ("POST", "/api/v1/commitments/{id}/steps", Write, WorkInbox, r#"{"step": "reopen"}"#),
    ("GET", "/api/v1/conversations/{id}/commitments", Read, ReadInbox, ""),
    (
        "POST",
        "/api/v1/conversations/{id}/commitments",
        Write,
        WorkInbox,
        r#"{"words": "the lift runs", "due_at": "2029-01-01T00:00:00Z"}"#,
    ),
    ("GET", "/api/v1/obligations", Read, ReadInbox, ""),
    ("GET", "/api/v1/obligations/{id}", Read, ReadInbox, ""),
    ("POST", "/api/v1/obligations/{id}/steps", Write, WorkInbox, r#"{"step": "accept"}"#),
    ("GET", "/api/v1/conversations/{id}/obligations", Read, ReadInbox, ""),
    ("POST", "/api/v1/conversations/{id}/obligations", Write, WorkInbox, r#"{"kind": "fix", "words": "the lift"}"#),
    ("POST", "/api/v1/replies/{id}/send-now", Reply, WorkInbox, ""),
    ("POST", "/api/v1/replies/{id}/release", Reply, ReleaseReplies, ""),
    ("GET", "/api/v1/approvals", Read, ReadInbox, ""),
    ("POST", "/api/v1/replies/{id}/approve", Reply, ApproveReplies, "{}"),
    ("POST", "/api/v1/replies/{id}/return", Reply, ApproveReplies, r#"{"reason": "say when"}"#),
    ("GET", "/api/v1/approval-policies", Read, ReadInbox, ""),
    ("POST", "/api/v1/approval-policies", Write, ManageRules, r#"{"name": "", "terms": {}}"#),
    ("GET", "/api/v1/approval-policies/{id}", Read, ReadInbox, ""),
    ("PUT", "/api/v1/approval-policies/{id}", Write, ManageRules, r#"{"name": "", "terms": {}}"#),
    ("POST", "/api/v1/approval-policies/{id}/move", Write, ManageRules, r#"{"earlier": true}"#),
    ("POST", "/api/v1/approval-policies/{id}/archive", Write, ManageRules, "{}"),
    ("POST", "/api/v1/approval-policies/{id}/restore", Write, ManageRules, "{}"),
    ("GET", "/api/v1/stops", Read, ReadInbox, ""),
    ("GET", "/api/v1/me/notices", Read, ReadInbox, ""),
    ("PUT", "/api/v1/me/notices", Write, ReadInbox, WANTED_NEWS),
    ("GET", "/api/v1/me/news", Read, ReadInbox, ""),
    ("GET", "/api/v1/me/devices", Read, ReadInbox, ""),
    ("DELETE", "/api/v1/me/devices/{id}", Write, ReadInbox, ""),
    ("GET", "/api/v1/me/mail", Read, ReadInbox, ""),
    ("PUT", "/api/v1/me/mail", Write, ReadInbox, r#"{"address": "a@b.test"}"#),
    ("DELETE", "/api/v1/me/mail", Write, ReadInbox, ""),
    ("POST", "/api/v1/stops", Reply, WorkInbox, r#"{"reason": "wait"}"#),
    ("POST", "/api/v1/stops/{id}/lift", Reply, ReleaseReplies, ""),
    ("GET", "/api/v1/mentions/{id}/gestures", Read, ReadInbox, ""),
    ("POST", "/api/v1/mentions/{id}/gestures", Reply, WorkInbox, r#"{"kind": "like"}"#),
    ("GET", "/api/v1/people/{id}/gestures", Read, ReadInbox, ""),
    ("POST", "/api/v1/people/{id}/gestures", Reply, WorkInbox, r#"{"kind": "follow"}"#),
    ("GET", "/api/v1/gestures/{id}", Read, ReadInbox, ""),
    ("DELETE", "/api/v1/gestures/{id}", Reply, WorkInbox, ""),
    ("POST", "/api/v1/gestures/{id}/retry", Reply, WorkInbox, ""),
    ("POST", "/api/v1/gestures/{id}/release", Reply, ReleaseReplies, ""),
    ("GET", "/api/v1/house-rules", Read, ReadInbox, ""),
    ("POST", "/api/v1/house-rules", Write, ManageRules, r#"{"name": "", "words": ""}"#),
    ("GET", "/api/v1/house-rules/{id}", Read, ReadInbox, ""),
    ("PUT", "/api/v1/house-rules/{id}", Write, ManageRules, r#"{"name": "", "words": ""}"#),
    ("GET", "/api/v1/house-rules/{id}/gestures", Read, ReadInbox, ""),
    ("POST", "/api/v1/house-rules/{id}/archive", Write, ManageRules, "{}"),
    ("POST", "/api/v1/house-rules/{id}/restore", Write, ManageRules, "{}"),
    ("GET", "/api/v1/labels", Read, ReadInbox, ""),
    ("PATCH", "/api/v1/labels/{id}", Write, WorkInbox, "{}"),
    ("POST", "/api/v1/labels/{id}/merge", Write, WorkInbox, r#"{"into": "1"}"#),
    ("GET", "/api/v1/macros", Read, ReadInbox, ""),
    ("POST", "/api/v1/macros", Write, WorkInbox, r#"{"name": "", "steps": []}"#),
    ("GET", "/api/v1/macros/{id}", Read, ReadInbox, ""),
    ("PUT", "/api/v1/macros/{id}", Write, WorkInbox, r#"{"name": "", "steps": []}"#),
    ("POST", "/api/v1/macros/{id}/remove", Write, WorkInbox, "{}"),
    ("GET", "/api/v1/webhooks", Read, ManageChannels, ""),
    ("POST", "/api/v1/webhooks", Write, ManageChannels, r#"{"name": "", "url": ""}"#),
    ("GET", "/api/v1/webhooks/{id}", Read, ManageChannels, ""),
    ("PUT", "/api/v1/webhooks/{id}", Write, ManageChannels, r#"{"name": "", "url": ""}"#),
    ("POST", "/api/v1/webhooks/{id}/archive", Write, ManageChannels, "{}"),
    ("POST", "/api/v1/webhooks/{id}/restore", Write, ManageChannels, "{}"),
    ("POST", "/api/v1/webhooks/{id}/secret", Write, ManageChannels, "{}"),
    ("POST", "/api/v1/webhooks/{id}/try", Write, ManageChannels, "{}"),
    ("GET", "/api/v1/webhooks/{id}/calls", Read, ManageChannels, ""),
    ("POST", "/api/v1/webhooks/{id}/again", Write, ManageChannels, r#"{"call": "1"}"#),
    ("POST", "/api/v1/macros/{id}/apply", Write, WorkInbox, r#"{"conversation": "1"}"#),
    ("GET", "/api/v1/facts", Read, ReadInbox, ""),
    ("POST", "/api/v1/facts", Write, KeepFacts, WANTED_FACT),
    ("GET", "/api/v1/facts/{id}", Read, ReadInbox, ""),
    ("PUT", "/api/v1/facts/{id}", Write, KeepFacts, WANTED_FACT),
    ("GET", "/api/v1/facts/{id}/history", Read, ReadInbox, ""),
    ("GET", "/api/v1/facts/{id}/answers", Read, ReadInbox, ""),
    ("POST", "/api/v1/facts/{id}/reviewed", Write, KeepFacts, r#"{"review_on": "2030-01-01"}"#),
    ("POST", "/api/v1/facts/{id}/archive", Write, KeepFacts, "{}"),
    ("POST", "/api/v1/facts/{id}/restore", Write, KeepFacts, "{}"),
    ("GET", "/api/v1/statements", Read, ReadInbox, ""),
    ("POST", "/api/v1/statements", Write, WorkInbox, WANTED_STATEMENT),
    ("GET", "/api/v1/statements/{id}", Read, ReadInbox, ""),
    ("PUT", "/api/v1/statements/{id}", Write, WorkInbox, WANTED_STATEMENT),
    ("GET", "/api/v1/statements/{id}/history", Read, ReadInbox, ""),
    ("POST", "/api/v1/statements/{id}/approve", Write, ApproveReplies, "{}"),
    // Whoever may approve did so before; a draft is withdrawn by whoever works the inbox.
    ("POST", "/api/v1/statements/{id}/withdraw", Write, ApproveReplies, "{}"),
    ("POST", "/api/v1/statements/{id}/postings", Reply, ApproveReplies, r#"{"channels": []}"#),
    ("GET", "/api/v1/postings/{id}", Read, ReadInbox, ""),
    ("POST", "/api/v1/postings/{id}/cancel", Reply, ApproveReplies, "{}"),
    ("POST", "/api/v1/postings/{id}/retry", Reply, ApproveReplies, "{}"),
    ("POST", "/api/v1/postings/{id}/arrived", Reply, ApproveReplies, "{}"),
    ("POST", "/api/v1/postings/{id}/absent", Reply, ApproveReplies, "{}"),
    ("POST", "/api/v1/postings/{id}/release", Reply, ReleaseReplies, "{}"),
    ("GET", "/api/v1/studies", Read, ReadInbox, ""),
    ("POST", "/api/v1/studies", Write, KeepStudies, WANTED_STUDY),
    ("GET", "/api/v1/studies/{id}", Read, ReadInbox, ""),
    ("PUT", "/api/v1/studies/{id}", Write, KeepStudies, WANTED_STUDY),
    ("PUT", "/api/v1/studies/{id}/code-book", Write, KeepStudies, r#"{"variables": []}"#),
    ("POST", "/api/v1/studies/{id}/draw", Write, KeepStudies, ""),
    ("POST", "/api/v1/studies/{id}/undraw", Write, KeepStudies, ""),
    ("POST", "/api/v1/studies/{id}/coding", Write, KeepStudies, r#"{"coders": ["1", "2"]}"#),
    ("POST", "/api/v1/studies/{id}/coding/end", Write, KeepStudies, ""),
    ("POST", "/api/v1/studies/{id}/close", Write, KeepStudies, ""),
    ("POST", "/api/v1/studies/{id}/archive", Write, KeepStudies, ""),
    ("POST", "/api/v1/studies/{id}/restore", Write, KeepStudies, ""),
    ("GET", "/api/v1/studies/{id}/items", Read, ReadInbox, ""),
    ("PUT", "/api/v1/studies/{id}/items/{post}/codes", Write, ReadInbox, r#"{"codes": [1]}"#),
    ("PUT", "/api/v1/studies/{id}/items/{post}/decision", Write, KeepStudies, r#"{"variable": 1, "code": 1}"#),
    ("GET", "/api/v1/studies/{id}/results", Read, ReadInbox, ""),
    ("GET", "/api/v1/studies/{id}/export", Read, ReadInbox, ""),
    ("GET", "/api/v1/insights", Read, ReadInbox, ""),
    ("POST", "/api/v1/insights", Write, KeepStudies, r#"{"study": "1", "sentence": "Lifts break."}"#),
    ("GET", "/api/v1/insights/{id}", Read, ReadInbox, ""),
    ("POST", "/api/v1/insights/{id}/steps", Write, KeepStudies, r#"{"state": "done", "note": "x"}"#),
    ("GET", "/api/v1/saved-replies", Read, ReadInbox, ""),
    ("POST", "/api/v1/saved-replies", Write, WorkInbox, r#"{"name": "", "variants": []}"#),
    ("GET", "/api/v1/saved-replies/{id}", Read, ReadInbox, ""),
    ("PUT", "/api/v1/saved-replies/{id}", Write, WorkInbox, r#"{"name": "", "variants": []}"#),
    ("POST", "/api/v1/saved-replies/{id}/archive", Write, WorkInbox, "{}"),
    ("POST", "/api/v1/saved-replies/{id}/restore", Write, WorkInbox, "{}"),
    ("POST", "/api/v1/conversations/{id}/split", Write, WorkInbox, r#"{"post": "1"}"#),
    ("GET", "/api/v1/conversations/{id}/links", Read, ReadInbox, ""),
    ("POST", "/api/v1/conversations/{id}/links", Write, WorkInbox, r#"{"with": "1"}"#),
    ("DELETE", "/api/v1/conversations/{id}/links/{with}", Write, WorkInbox, ""),
    ("GET", "/api/v1/calendars", Read, ReadInbox, ""),
    ("POST", "/api/v1/calendars", Write, ManageSla, r#"{"name": "", "opening": {"zone": "UTC", "week": []}}"#),
    ("GET", "/api/v1/calendars/{id}", Read, ReadInbox, ""),
    ("PUT", "/api/v1/calendars/{id}", Write, ManageSla, r#"{"name": "", "opening": {"zone": "UTC", "week": []}}"#),
    ("POST", "/api/v1/calendars/{id}/archive", Write, ManageSla, "{}"),
    ("POST", "/api/v1/calendars/{id}/restore", Write, ManageSla, "{}"),
    ("POST", "/api/v1/calendars/{id}/default", Write, ManageSla, "{}"),
    ("GET", "/api/v1/teams", Read, ReadInbox, ""),
    ("POST", "/api/v1/teams", Write, ManageTeams, r#"{"name": "", "function": "service"}"#),
    ("GET", "/api/v1/teams/{id}", Read, ReadInbox, ""),
    ("PUT", "/api/v1/teams/{id}", Write, ManageTeams, r#"{"name": "", "function": "service"}"#),
    ("POST", "/api/v1/teams/{id}/archive", Write, ManageTeams, "{}"),
    ("POST", "/api/v1/teams/{id}/restore", Write, ManageTeams, "{}"),
    ("GET", "/api/v1/sla-policies", Read, ReadInbox, ""),
    ("POST", "/api/v1/sla-policies", Write, ManageSla, r#"{"name": "", "terms": {}}"#),
    ("GET", "/api/v1/sla-policies/{id}", Read, ReadInbox, ""),
    ("PUT", "/api/v1/sla-policies/{id}", Write, ManageSla, r#"{"name": "", "terms": {}}"#),
    ("POST", "/api/v1/sla-policies/{id}/move", Write, ManageSla, r#"{"earlier": true}"#),
    ("POST", "/api/v1/sla-policies/{id}/archive", Write, ManageSla, "{}"),
    ("POST", "/api/v1/sla-policies/{id}/restore", Write, ManageSla, "{}"),
    ("POST", "/api/v1/bulk", Write, WorkInbox, r#"{"conversations": ["1"], "change": {"status": "resolved"}}"#),
    ("GET", "/api/v1/bulk/{id}", Read, WorkInbox, ""),
    ("POST", "/api/v1/bulk/{id}/confirm", Write, WorkInbox, ""),
    ("POST", "/api/v1/bulk/{id}/stop", Write, WorkInbox, ""),
    ("POST", "/api/v1/bulk/{id}/undo", Write, WorkInbox, ""),
    ("GET", "/api/v1/views", Read, ReadInbox, ""),
    ("POST", "/api/v1/views", Write, ReadInbox, r#"{"name": ""}"#),
    ("GET", "/api/v1/views/{id}", Read, ReadInbox, ""),
    ("PATCH", "/api/v1/views/{id}", Write, ReadInbox, r#"{"name": ""}"#),
    ("POST", "/api/v1/views/{id}/remove", Write, ReadInbox, ""),
    ("POST", "/api/v1/views/{id}/bring-back", Write, ReadInbox, ""),
    ("GET", "/api/v1/rules", Read, ReadInbox, ""),
    ("POST", "/api/v1/rules", Write, ManageRules, r#"{"name": "", "called_by": "heard", "acts": []}"#),
    ("GET", "/api/v1/rules/{id}", Read, ReadInbox, ""),
    ("PATCH", "/api/v1/rules/{id}", Write, ManageRules, r#"{"is_on": true}"#),
    ("POST", "/api/v1/rules/{id}/move", Write, ManageRules, r#"{"by": 1}"#),
    ("POST", "/api/v1/rules/{id}/remove", Write, ManageRules, ""),
    ("GET", "/api/v1/rules/{id}/runs", Read, ReadInbox, ""),
    ("POST", "/api/v1/rules/{id}/trials", Read, ManageRules, ""),
    ("GET", "/api/v1/rule-trials/{id}", Read, ManageRules, ""),
    ("POST", "/api/v1/rule-trials/{id}/stop", Read, ManageRules, ""),
    ("POST", "/api/v1/rule-runs/{id}/undo", Write, WorkInbox, ""),
    ("GET", "/api/v1/topics", Read, ReadInbox, ""),
    ("POST", "/api/v1/topics", Write, ManageTopics, r#"{"name": "", "query": ""}"#),
    ("GET", "/api/v1/topics/{id}", Read, ReadInbox, ""),
    ("PATCH", "/api/v1/topics/{id}", Write, ManageTopics, r#"{"name": ""}"#),
    ("POST", "/api/v1/topics/{id}/archive", Write, ManageTopics, ""),
    ("POST", "/api/v1/backtests", Read, ManageTopics, r#"{"query": "lift"}"#),
    ("GET", "/api/v1/backtests/{id}", Read, ManageTopics, ""),
    ("POST", "/api/v1/backtests/{id}/stop", Read, ManageTopics, ""),
    ("GET", "/api/v1/channels", Read, ReadInbox, ""),
    ("GET", "/api/v1/channels/{id}", Read, ReadInbox, ""),
    ("GET", "/api/v1/members", Read, ReadInbox, ""),
    ("GET", "/api/v1/members/{id}/seat", Read, ReadInbox, ""),
    ("PUT", "/api/v1/members/{id}/seat", Write, ManageMembers, "{}"),
    ("POST", "/api/v1/members/{id}/leaves", Write, ManageMembers, r#"{"until": "2020-01-01T00:00:00Z"}"#),
    ("POST", "/api/v1/members/{id}/leaves/end", Write, ManageMembers, r#"{"leave": "1"}"#),
    ("POST", "/api/v1/members/{id}/hand-over", Write, ManageMembers, r#"{"to": null}"#),
    ("GET", "/api/v1/events", Read, ReadInbox, ""),
];

/// The only route that needs none.
const OPEN: (&str, &str) = ("GET", "/api/v1/openapi.json");

#[test]
fn every_route_says_here_which_token_may_use_it() {
    let said: BTreeSet<_> = CASES.iter().map(|(method, path, ..)| (*method, *path)).chain([OPEN]).collect();
    assert_eq!(said.len(), CASES.len() + 1, "a route stands here twice");
    let routes = web::routes();
    let there: BTreeSet<_> = routes
        .iter()
        .filter(|(_, path)| path.starts_with("/api/"))
        .map(|(method, path)| (method.as_str(), path.as_str()))
        .collect();
    assert_eq!(said, there);
}

#[test]
fn the_document_names_the_scope_of_every_route() {
    let document: Value = serde_json::from_str(&web::openapi()).unwrap();
    for (method, path, scope, ..) in CASES {
        let security = &document["paths"][path][method.to_lowercase()]["security"];
        assert_eq!(*security, serde_json::json!([{ "token": [scope] }]), "{method} {path}");
    }
    assert_eq!(document["paths"][OPEN.1]["get"]["security"], serde_json::json!([{}]));
}

/// A house with one of everything.
struct Things {
    house: House,
    conversation: String,
    channel: String,
    topic: String,
    label: String,
    saved_reply: String,
    fact: String,
    statement: String,
    study: String,
    calendar: String,
    policy: String,
    approval_policy: String,
    team: String,
    reply: String,
    person: String,
}

impl Things {
    async fn new() -> Self {
        let (house, program, channel) = House::with_program().await;
        let conversation = house.heard(channel, "at://renske/1", "hello", 60).await.to_string();
        let topic = house.post_to(&program, "/topics", serde_json::json!({ "name": "Lifts", "query": "lift" })).await;
        let mut tx = house.write().await;
        let label = store::label::named(&mut tx, "Lost").await.unwrap().id.to_string();
        tx.commit().await.unwrap();
        let saved = serde_json::json!({ "name": "Hello", "variants": [{ "text": "Hello!" }] });
        let saved = house.post_to(&program, "/saved-replies", saved).await;
        let by = house.member("Jonas Okafor", Role::Manager).await.to_string();
        let fact = serde_json::json!({
            "claim": "The lift runs", "source": { "title": "Report" }, "owner": by, "review_on": "2027-06-01"
        });
        let fact = house.post_to(&program, "/facts", fact).await;
        let statement = serde_json::json!({
            "title": "Derailment", "kind": "holding", "texts": [{ "text": "We know." }], "owner": by
        });
        let statement = house.post_to(&program, "/statements", statement).await;
        let study = serde_json::from_str(WANTED_STUDY).unwrap();
        let study = house.post_to(&program, "/studies", study).await;
        let week = serde_json::json!(["09:00-17:00", "", "", "", "", "", ""]);
        let calendar = serde_json::json!({ "name": "Desk", "opening": { "zone": "UTC", "week": week } });
        let calendar = house.post_to(&program, "/calendars", calendar).await;
        let policy = serde_json::json!({ "name": "Soon", "terms": { "first_response_seconds": 3600 } });
        let policy = house.post_to(&program, "/sla-policies", policy).await;
        let approval = serde_json::json!({ "name": "Press", "terms": { "roles": ["colleague"] } });
        let approval = house.post_to(&program, "/approval-policies", approval).await;
        let team = serde_json::json!({ "name": "Support", "function": "service" });
        let team = house.post_to(&program, "/teams", team).await;
        let program = program.with("if-match", "\"1\"").with("idempotency-key", "a");
        let path = format!("/conversations/{conversation}/replies");
        let reply = house.post_to(&program, &path, serde_json::json!({ "text": "on our way" })).await;
        let id = |value: Value| value["id"].as_str().unwrap().to_owned();
        let (topic, reply, saved_reply) = (id(topic.gives()), id(reply.gives()), id(saved.gives()));
        let (calendar, policy, team) = (id(calendar.gives()), id(policy.gives()), id(team.gives()));
        let (channel, approval_policy) = (channel.to_string(), id(approval.gives()));
        let found = conversation.parse().map(model::ConversationId).unwrap();
        let found = store::conversation::find(&mut house.read().await, found).await.unwrap().unwrap();
        let person = found.author.to_string();
        Self {
            house,
            person,
            conversation,
            channel,
            topic,
            label,
            saved_reply,
            fact: id(fact.gives()),
            statement: id(statement.gives()),
            study: id(study.gives()),
            calendar,
            policy,
            approval_policy,
            team,
            reply,
        }
    }

    fn fill(&self, path: &str) -> String {
        let id = match path.split('/').nth(3).unwrap() {
            "conversations" => &self.conversation,
            "replies" => &self.reply,
            "channels" => &self.channel,
            "topics" => &self.topic,
            "labels" => &self.label,
            "saved-replies" => &self.saved_reply,
            "facts" => &self.fact,
            "statements" => &self.statement,
            "studies" => &self.study,
            "calendars" => &self.calendar,
            "sla-policies" => &self.policy,
            "approval-policies" => &self.approval_policy,
            "teams" => &self.team,
            "people" => &self.person,
            "members" => "1",
            "backtests" | "bulk" | "views" | "stops" | "rules" | "rule-trials" | "rule-runs" | "obligations"
            | "person-merges" | "commitments" | "macros" | "webhooks" | "insights" | "gestures" | "house-rules"
            | "postings" | "mentions" | "me" => "1",
            _ => "",
        };
        path.replace("{id}", id).replace("{digest}", "none").replace("{with}", "1").replace("{post}", "1")
    }

    async fn ask(&self, program: &Program, (method, path, _, _, body): &Case) -> crate::program::Told {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.house.call(program, method, &self.fill(path), *body).await
    }
}

#[tokio::test]
async fn a_token_may_what_its_scopes_and_its_members_role_both_allow() {
    let things = Things::new().await;
    for role in Role::ALL {
        let member = things.house.member(&format!("The {role}"), *role).await;
        for given in [&[Read][..], &[Write], &[Reply], &[]] {
            let mut program = things.house.program(member, given).await;
            for (at, case) in CASES.iter().enumerate() {
                if at % 100 == 99 {
                    // No token may ask for everything at once.
                    program = things.house.program(member, given).await;
                }
                let (method, path, scope, right, _) = case;
                let told = things.ask(&program, case).await;
                let what = format!("{role} with {given:?}: {method} {path}: {} {}", told.status, told.text);
                if !given.contains(scope) {
                    assert_eq!(told.refuses(403, "scope-missing")["scope"], scope.as_str(), "{what}");
                } else if !role.may(*right) {
                    assert_eq!(told.refuses(403, "right-missing")["right"], right.as_str(), "{what}");
                } else {
                    assert!(![401, 403].contains(&told.status.as_u16()), "{what}");
                    assert!(!told.status.is_server_error(), "{what}");
                }
            }
        }
    }
}

#[tokio::test]
async fn without_a_good_token_nothing_is_told_whatever_a_browser_sends() {
    let things = Things::new().await;
    let owner = things.house.member("Second Owner", Role::Owner).await;
    let browser = things.house.signed_in(owner).await;
    let strangers = [
        Program::default(),
        Program::bearing("never made"),
        Program::bearing(""),
        Program::default().with("cookie", &browser.cookie),
        Program::default().with("authorization", &browser.cookie.replace("session=", "Bearer ")),
        Program::default().with("authorization", "Basic b3duZXI6cGFzc3dvcmQ="),
    ];
    for program in &strangers {
        for case in CASES {
            let told = things.ask(program, case).await;
            told.refuses(401, "unauthenticated");
            assert_eq!(told.header("www-authenticate"), "Bearer");
        }
        things.house.read_at(program, "/nowhere").await.refuses(404, "not-found");
    }
    let document = things.house.read_at(&Program::default(), "/openapi.json").await;
    assert_eq!(document.text, web::openapi(), "the description is for everybody");
}

#[tokio::test]
async fn a_token_ends_with_its_member() {
    let (house, _) = House::owned().await;
    let member = house.member("Ewa Brandt", Role::Member).await;
    let owner = house.member("Karin Voss", Role::Owner).await;
    let program = house.program(member, Scope::ALL).await;
    house.read_at(&program, "/members").await.gives();
    let mut tx = house.write().await;
    store::member::disable(&mut tx, owner, member).await.unwrap();
    tx.commit().await.unwrap();
    house.read_at(&program, "/members").await.refuses(401, "unauthenticated");
}

#[tokio::test]
async fn a_program_in_a_hurry_is_told_to_wait_and_no_other_is() {
    let (house, _) = House::owned().await;
    let member = house.member("Ewa Brandt", Role::Member).await;
    let (hasty, calm) = (house.program(member, &[Read]).await, house.program(member, &[Read]).await);
    let mut refused = None;
    for _ in 0..5_000 {
        let told = house.read_at(&hasty, "/members").await;
        if !told.status.is_success() {
            refused = Some(told);
            break;
        }
    }
    let refused = refused.expect("five thousand requests were not too many");
    refused.refuses(429, "too-many");
    assert!(refused.header(header::RETRY_AFTER.as_str()).parse::<u64>().unwrap() >= 1);
    house.read_at(&calm, "/members").await.gives();
}
