//! Who may use which route. A route that is missing here fails the first test.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use model::{ApprovalPolicyId, Right, Role, SlaPolicyId};

use crate::house::{Browser, House, encoded};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gate {
    Anybody,
    SignedIn,
    With(Right),
}

use Gate::{Anybody, SignedIn, With};
use Right::{
    ApproveReplies, ErasePeople, KeepFacts, KeepStudies, ManageChannels, ManageMembers, ManageRules, ManageSla,
    ManageTeams, ManageTopics, ReadInbox, ReleaseReplies, SeeFloor, WorkInbox,
};

type Case = (&'static str, &'static str, Gate, &'static [(&'static str, &'static str)]);

/// Every route of the pages: method, path, who may, and a form that can be read. `tests/api` has those of the API.
const CASES: &[Case] = &[
    ("GET", "/", Anybody, &[]),
    ("GET", "/sign-in", Anybody, &[]),
    ("POST", "/sign-in", Anybody, &[("email", "a@b.test"), ("password", "x")]),
    ("POST", "/sign-out", SignedIn, &[]),
    ("GET", "/welcome/{token}", Anybody, &[]),
    ("POST", "/welcome/{token}", Anybody, &[]),
    ("GET", "/enter", Anybody, &[]),
    ("GET", "/reset/{token}", Anybody, &[]),
    ("POST", "/reset/{token}", Anybody, &[]),
    ("GET", "/me", SignedIn, &[]),
    ("POST", "/me/language", SignedIn, &[("language", "en")]),
    ("POST", "/me/password", SignedIn, &[]),
    ("POST", "/me/sessions/end", SignedIn, &[]),
    ("GET", "/me/notices", With(ReadInbox), &[]),
    ("POST", "/me/notices", With(ReadInbox), &[("daily_at", "08:00")]),
    ("GET", "/me/news", With(ReadInbox), &[]),
    ("POST", "/me/devices", With(ReadInbox), &[("endpoint", "https://push.example/a")]),
    ("POST", "/me/devices/{id}/remove", With(ReadInbox), &[]),
    ("POST", "/me/mail", With(ReadInbox), &[("address", "a@b.test")]),
    ("POST", "/me/mail/remove", With(ReadInbox), &[]),
    ("GET", "/mail/confirm/{token}", Anybody, &[]),
    ("POST", "/mail/confirm/{token}", Anybody, &[]),
    ("GET", "/mail/stop/{token}", Anybody, &[]),
    ("POST", "/mail/stop/{token}", Anybody, &[]),
    ("GET", "/sw.js", Anybody, &[]),
    ("GET", "/inbox", With(ReadInbox), &[]),
    ("GET", "/inbox/{id}", With(ReadInbox), &[]),
    ("POST", "/bulk", With(WorkInbox), &[("act", "done"), ("id", "1")]),
    ("GET", "/bulk/{id}", With(WorkInbox), &[]),
    ("POST", "/bulk/{id}/confirm", With(WorkInbox), &[]),
    ("POST", "/bulk/{id}/stop", With(WorkInbox), &[]),
    ("POST", "/bulk/{id}/undo", With(WorkInbox), &[]),
    ("GET", "/views", With(ReadInbox), &[]),
    ("GET", "/views/new", With(ReadInbox), &[]),
    ("GET", "/views/counts", With(ReadInbox), &[]),
    ("POST", "/views", With(ReadInbox), &[("name", ""), ("query", "")]),
    ("POST", "/views/check", With(ReadInbox), &[("query", "x")]),
    ("GET", "/views/{id}", With(ReadInbox), &[]),
    ("POST", "/views/{id}", With(ReadInbox), &[("name", "")]),
    ("POST", "/views/{id}/move", With(ReadInbox), &[("by", "1")]),
    ("POST", "/views/{id}/remove", With(ReadInbox), &[]),
    ("POST", "/views/{id}/bring-back", With(ReadInbox), &[]),
    ("GET", "/floor", With(SeeFloor), &[]),
    ("GET", "/live", With(ReadInbox), &[]),
    ("POST", "/conversations/{id}/reply", With(WorkInbox), &[("text", "hello"), ("seen_version", "1")]),
    ("POST", "/conversations/{id}/note", With(WorkInbox), &[("text", "hello")]),
    (
        "POST",
        "/conversations/{id}/private",
        With(WorkInbox),
        &[("text", "your number?"), ("line", "we wrote to you"), ("seen_version", "1")],
    ),
    ("POST", "/conversations/{id}/assign", With(WorkInbox), &[("member", "none")]),
    ("POST", "/conversations/{id}/status", With(WorkInbox), &[("status", "resolved")]),
    ("GET", "/rules", With(ReadInbox), &[]),
    ("POST", "/rules", With(ManageRules), &[("name", "Lifts"), ("priority", "high")]),
    ("GET", "/rules/new", With(ManageRules), &[]),
    ("POST", "/rules/check", With(ManageRules), &[("query", "lift")]),
    ("GET", "/rules/{id}", With(ReadInbox), &[]),
    ("POST", "/rules/{id}", With(ManageRules), &[("name", "Lifts"), ("priority", "high")]),
    ("POST", "/rules/{id}/switch", With(ManageRules), &[("to", "on")]),
    ("POST", "/rules/{id}/move", With(ManageRules), &[("by", "1")]),
    ("POST", "/rules/{id}/remove", With(ManageRules), &[]),
    ("POST", "/rules/{id}/try", With(ManageRules), &[]),
    ("GET", "/rule-trials/{id}", With(ManageRules), &[]),
    ("GET", "/rule-trials/{id}/progress", With(ManageRules), &[]),
    ("POST", "/rule-trials/{id}/stop", With(ManageRules), &[]),
    ("GET", "/rule-runs/{id}", With(ReadInbox), &[]),
    ("POST", "/rule-runs/{id}/undo", With(WorkInbox), &[]),
    ("GET", "/notices", With(ReadInbox), &[]),
    ("POST", "/notices/seen", With(ReadInbox), &[("up_to", "1")]),
    ("GET", "/commitments", With(ReadInbox), &[]),
    ("POST", "/conversations/{id}/commit", With(WorkInbox), &[("words", "the lift runs"), ("due", "2029-01-01T00:00")]),
    ("POST", "/commitments/{id}/step", With(WorkInbox), &[("version", "1"), ("step", "reopen")]),
    ("GET", "/owed", With(ReadInbox), &[]),
    ("GET", "/people", With(ReadInbox), &[]),
    ("GET", "/people/{id}", With(ReadInbox), &[]),
    ("GET", "/people/{id}/export", With(ErasePeople), &[]),
    ("GET", "/people/{id}/erase", With(ErasePeople), &[]),
    ("POST", "/people/{id}/erase", With(ErasePeople), &[("handle", "nobody")]),
    ("POST", "/people/{id}/merge", With(WorkInbox), &[("other", "1"), ("ground", "They say so.")]),
    ("POST", "/person-merges/{id}/part", With(WorkInbox), &[]),
    ("POST", "/people/{id}/regard", With(WorkInbox), &[("author", "1"), ("value", "customer")]),
    ("POST", "/people/{id}/note", With(WorkInbox), &[("text", "hello")]),
    ("POST", "/people/{id}/consent", With(WorkInbox), &[("purpose", "quote"), ("state", "asked"), ("words", "x")]),
    ("POST", "/conversations/{id}/owe", With(WorkInbox), &[("kind", "fix"), ("words", "the lift")]),
    ("POST", "/obligations/{id}/step", With(WorkInbox), &[("version", "1"), ("step", "accept")]),
    ("POST", "/conversations/{id}/team", With(WorkInbox), &[("team", "1")]),
    ("POST", "/conversations/{id}/priority", With(WorkInbox), &[("priority", "high")]),
    ("POST", "/conversations/{id}/triage", With(WorkInbox), &[("disposition", "respond")]),
    ("POST", "/conversations/{id}/label", With(WorkInbox), &[("name", "x")]),
    ("POST", "/conversations/{id}/pin", With(WorkInbox), &[]),
    ("POST", "/conversations/{id}/regard", With(WorkInbox), &[("author", "1"), ("value", "customer")]),
    ("POST", "/conversations/{id}/judgement", With(WorkInbox), &[("post", "1"), ("task", "spam"), ("value", "yes")]),
    ("POST", "/conversations/{id}/picture", With(WorkInbox), &[("post", "1"), ("place", "0")]),
    ("GET", "/media/{digest}", With(ReadInbox), &[]),
    ("POST", "/conversations/{id}/pictures", With(WorkInbox), &[("act", "remove-1"), ("text", "x")]),
    ("POST", "/conversations/{id}/draft", With(WorkInbox), &[("kind", "reply"), ("text", "x")]),
    ("POST", "/conversations/{id}/subscription", With(ReadInbox), &[]),
    ("POST", "/conversations/{id}/take-over", With(WorkInbox), &[("from", "1")]),
    ("POST", "/conversations/{id}/presence", With(ReadInbox), &[("doing", "reading")]),
    ("GET", "/conversations/{id}/arrange", With(WorkInbox), &[]),
    ("POST", "/conversations/{id}/merge", With(WorkInbox), &[("with", "1")]),
    ("POST", "/conversations/{id}/split", With(WorkInbox), &[("post", "1")]),
    ("POST", "/conversations/{id}/link", With(WorkInbox), &[("with", "1")]),
    ("POST", "/conversations/{id}/unlink", With(WorkInbox), &[("with", "1")]),
    ("GET", "/conversations/{id}/saved-replies", With(WorkInbox), &[]),
    ("POST", "/conversations/{id}/gesture", With(WorkInbox), &[("kind", "like"), ("post", "1")]),
    ("POST", "/people/{id}/follow", With(WorkInbox), &[]),
    ("POST", "/gestures/{id}/take-back", With(WorkInbox), &[]),
    ("POST", "/gestures/{id}/retry", With(WorkInbox), &[]),
    ("POST", "/gestures/{id}/release", With(ReleaseReplies), &[]),
    ("GET", "/house-rules", With(ReadInbox), &[]),
    ("POST", "/house-rules", With(ManageRules), &[("name", "Insults"), ("words", "None.")]),
    ("GET", "/house-rules/{id}", With(ReadInbox), &[]),
    ("POST", "/house-rules/{id}", With(ManageRules), &[("name", "Insults"), ("words", "None.")]),
    ("POST", "/house-rules/{id}/archive", With(ManageRules), &[]),
    ("GET", "/labels", With(ReadInbox), &[]),
    ("POST", "/labels/{id}/rename", With(WorkInbox), &[("name", "Press")]),
    ("POST", "/labels/{id}/archive", With(WorkInbox), &[]),
    ("POST", "/labels/{id}/merge", With(WorkInbox), &[("into", "1")]),
    ("GET", "/macros", With(ReadInbox), &[]),
    ("POST", "/macros", With(WorkInbox), &[("name", "Praise"), ("priority", "low")]),
    ("GET", "/macros/new", With(WorkInbox), &[]),
    ("GET", "/macros/{id}", With(ReadInbox), &[]),
    ("POST", "/macros/{id}", With(WorkInbox), &[("name", "Praise"), ("priority", "low")]),
    ("POST", "/macros/{id}/remove", With(WorkInbox), &[]),
    ("GET", "/webhooks", With(ManageChannels), &[]),
    ("POST", "/webhooks", With(ManageChannels), &[("name", "Desk"), ("url", "https://hooks.example/")]),
    ("GET", "/webhooks/new", With(ManageChannels), &[]),
    ("GET", "/webhooks/{id}", With(ManageChannels), &[]),
    ("POST", "/webhooks/{id}", With(ManageChannels), &[("name", "Desk"), ("url", "https://hooks.example/")]),
    ("POST", "/webhooks/{id}/try", With(ManageChannels), &[]),
    ("POST", "/webhooks/{id}/again", With(ManageChannels), &[("call", "1")]),
    ("POST", "/webhooks/{id}/secret", With(ManageChannels), &[]),
    ("POST", "/webhooks/{id}/archive", With(ManageChannels), &[]),
    ("POST", "/conversations/{id}/macro", With(WorkInbox), &[("macro", "1")]),
    ("GET", "/saved-replies", With(ReadInbox), &[]),
    ("POST", "/saved-replies", With(WorkInbox), &[("name", "Thanks"), ("language", ""), ("text", "Thank you!")]),
    ("GET", "/facts", With(ReadInbox), &[]),
    ("POST", "/facts", With(KeepFacts), &[("claim", "It runs"), ("source_title", "Report")]),
    ("GET", "/facts/new", With(KeepFacts), &[]),
    ("GET", "/facts/{id}", With(ReadInbox), &[]),
    ("POST", "/facts/{id}", With(KeepFacts), &[("claim", "It runs"), ("source_title", "Report")]),
    ("POST", "/facts/{id}/reviewed", With(KeepFacts), &[("review_on", "2030-01-01")]),
    ("POST", "/facts/{id}/archive", With(KeepFacts), &[]),
    ("GET", "/statements", With(ReadInbox), &[]),
    ("POST", "/statements", With(WorkInbox), &[("title", "Derailment"), ("text", "We know.")]),
    ("GET", "/statements/new", With(WorkInbox), &[]),
    ("GET", "/statements/{id}", With(ReadInbox), &[]),
    ("POST", "/statements/{id}", With(WorkInbox), &[("title", "Derailment"), ("text", "We know.")]),
    ("POST", "/statements/{id}/approve", With(ApproveReplies), &[]),
    ("POST", "/statements/{id}/publish", With(ApproveReplies), &[]),
    // Whoever may approve did so before; a draft is withdrawn by whoever works the inbox.
    ("POST", "/statements/{id}/withdraw", With(ApproveReplies), &[]),
    ("POST", "/postings/{id}/cancel", With(ApproveReplies), &[]),
    ("POST", "/postings/{id}/retry", With(ApproveReplies), &[]),
    ("POST", "/postings/{id}/arrived", With(ApproveReplies), &[]),
    ("POST", "/postings/{id}/absent", With(ApproveReplies), &[]),
    ("POST", "/postings/{id}/release", With(ReleaseReplies), &[]),
    ("GET", "/dials", With(SeeFloor), &[]),
    ("GET", "/dials/change", With(ManageSla), &[]),
    ("POST", "/dials/change", With(ManageSla), &[("seen", "0")]),
    ("GET", "/figures", With(SeeFloor), &[]),
    ("GET", "/figures.csv", With(SeeFloor), &[]),
    ("GET", "/desks", With(ReadInbox), &[]),
    ("GET", "/desks/{function}", With(ReadInbox), &[]),
    ("GET", "/me/signatures", With(WorkInbox), &[]),
    ("POST", "/me/signatures", With(WorkInbox), &[("channel", "0"), ("text", "– me")]),
    ("GET", "/studies", With(ReadInbox), &[]),
    ("POST", "/studies", With(KeepStudies), &[("name", "Lifts")]),
    ("GET", "/studies/new", With(KeepStudies), &[]),
    ("GET", "/studies/{id}", With(ReadInbox), &[]),
    ("POST", "/studies/{id}", With(KeepStudies), &[("name", "Lifts")]),
    ("POST", "/studies/{id}/book", With(KeepStudies), &[("variable", "Tone")]),
    ("POST", "/studies/{id}/draw", With(KeepStudies), &[]),
    ("GET", "/studies/{id}/progress", With(ReadInbox), &[]),
    ("POST", "/studies/{id}/undraw", With(KeepStudies), &[]),
    ("POST", "/studies/{id}/begin", With(KeepStudies), &[]),
    ("GET", "/studies/{id}/code", With(ReadInbox), &[]),
    ("POST", "/studies/{id}/code", With(ReadInbox), &[("post", "1"), ("at", "1"), ("q1", "1")]),
    ("POST", "/studies/{id}/end", With(KeepStudies), &[]),
    ("POST", "/studies/{id}/decide", With(KeepStudies), &[("post", "1"), ("variable", "1"), ("code", "1")]),
    ("POST", "/studies/{id}/close", With(KeepStudies), &[]),
    ("POST", "/studies/{id}/archive", With(KeepStudies), &[]),
    ("GET", "/studies/{id}/export", With(ReadInbox), &[]),
    ("POST", "/studies/{id}/insights", With(KeepStudies), &[("sentence", "Lifts break.")]),
    ("GET", "/insights", With(ReadInbox), &[]),
    ("POST", "/insights/{id}/step", With(KeepStudies), &[("state", "decided"), ("note", "x")]),
    ("GET", "/saved-replies/new", With(WorkInbox), &[]),
    ("GET", "/saved-replies/{id}", With(ReadInbox), &[]),
    ("POST", "/saved-replies/{id}", With(WorkInbox), &[("name", "Thanks"), ("language", ""), ("text", "Thank you!")]),
    ("POST", "/saved-replies/{id}/archive", With(WorkInbox), &[]),
    ("GET", "/calendars", With(ReadInbox), &[]),
    ("POST", "/calendars", With(ManageSla), &[("name", "Desk"), ("zone", "UTC"), ("day", "09:00-17:00")]),
    ("GET", "/calendars/new", With(ManageSla), &[]),
    ("GET", "/calendars/{id}", With(ReadInbox), &[]),
    ("POST", "/calendars/{id}", With(ManageSla), &[("name", "Hours"), ("zone", "UTC"), ("day", "09:00-17:00")]),
    ("POST", "/calendars/{id}/archive", With(ManageSla), &[("restore", "yes")]),
    ("POST", "/calendars/{id}/default", With(ManageSla), &[]),
    ("GET", "/sla", With(ReadInbox), &[]),
    ("POST", "/sla", With(ManageSla), &[("name", "Soon"), ("first_response", "4 h")]),
    ("GET", "/sla/new", With(ManageSla), &[]),
    ("GET", "/sla/{id}", With(ReadInbox), &[]),
    ("POST", "/sla/{id}", With(ManageSla), &[("name", "At once"), ("first_response", "1 h")]),
    ("POST", "/sla/{id}/archive", With(ManageSla), &[("restore", "yes")]),
    ("POST", "/sla/{id}/move", With(ManageSla), &[]),
    ("GET", "/teams", With(ReadInbox), &[]),
    ("POST", "/teams", With(ManageTeams), &[("name", "Support"), ("function", "service")]),
    ("GET", "/teams/new", With(ManageTeams), &[]),
    ("GET", "/teams/{id}", With(ReadInbox), &[]),
    ("POST", "/teams/{id}", With(ManageTeams), &[("name", "Desk"), ("function", "service")]),
    ("POST", "/teams/{id}/archive", With(ManageTeams), &[("restore", "yes")]),
    ("POST", "/replies/{id}/cancel", With(WorkInbox), &[]),
    ("POST", "/replies/{id}/retry", With(WorkInbox), &[]),
    ("POST", "/replies/{id}/send-now", With(WorkInbox), &[]),
    ("GET", "/outgoing", With(ReadInbox), &[]),
    ("POST", "/stops", With(WorkInbox), &[("reason", "Wait for the control room.")]),
    ("POST", "/stops/{id}/lift", With(ReleaseReplies), &[]),
    ("POST", "/replies/{id}/release", With(ReleaseReplies), &[]),
    ("GET", "/replies/{id}/approval", With(ReadInbox), &[]),
    ("POST", "/replies/{id}/approve", With(ApproveReplies), &[("text", "on our way"), ("seen_version", "2")]),
    ("POST", "/replies/{id}/return", With(ApproveReplies), &[("reason", "say when")]),
    ("GET", "/approval-policies", With(ReadInbox), &[]),
    ("POST", "/approval-policies", With(ManageRules), &[("name", "Press")]),
    ("GET", "/approval-policies/new", With(ManageRules), &[]),
    ("GET", "/approval-policies/{id}", With(ReadInbox), &[]),
    ("POST", "/approval-policies/{id}", With(ManageRules), &[("name", "The press")]),
    ("POST", "/approval-policies/{id}/archive", With(ManageRules), &[("restore", "yes")]),
    ("POST", "/approval-policies/{id}/move", With(ManageRules), &[]),
    ("POST", "/replies/{id}/enquiry", With(WorkInbox), &[("answer", "none")]),
    ("POST", "/conversations/{id}/elsewhere", With(WorkInbox), &[("place", "none")]),
    ("GET", "/conversations/{id}/wrong", With(WorkInbox), &[]),
    ("POST", "/conversations/{id}/wrong", With(WorkInbox), &[("wrong", "reply:1"), ("finder", "nobody")]),
    ("POST", "/replies/{id}/correction", With(WorkInbox), &[("step", "withdraw")]),
    ("GET", "/corrections", With(ReadInbox), &[]),
    ("POST", "/replies/{id}/decide", With(WorkInbox), &[("arrived", "yes")]),
    ("GET", "/channels", With(ReadInbox), &[]),
    ("GET", "/channels/new", With(ManageChannels), &[]),
    ("GET", "/channels/new/feed", With(ManageChannels), &[]),
    ("POST", "/channels/new/feed", With(ManageChannels), &[("url", "")]),
    ("GET", "/channels/new/atproto", With(ManageChannels), &[]),
    ("POST", "/channels/new/atproto", With(ManageChannels), &[("handle", "")]),
    ("GET", "/channels/{id}", With(ReadInbox), &[]),
    ("POST", "/channels/{id}/state", With(ManageChannels), &[("state", "paused")]),
    ("POST", "/channels/{id}/quarantine", With(ManageChannels), &[]),
    ("POST", "/channels/{id}/credential", With(ManageChannels), &[("password", "")]),
    ("GET", "/topics", With(ReadInbox), &[]),
    ("GET", "/topics/new", With(ManageTopics), &[]),
    ("POST", "/topics", With(ManageTopics), &[("name", ""), ("query", "")]),
    ("POST", "/topics/check", With(ManageTopics), &[("query", "x")]),
    ("GET", "/topics/{id}", With(ReadInbox), &[]),
    ("POST", "/topics/{id}", With(ManageTopics), &[("name", ""), ("query", "")]),
    ("POST", "/topics/{id}/archive", With(ManageTopics), &[]),
    ("GET", "/language", With(ReadInbox), &[]),
    ("POST", "/backtests", With(ManageTopics), &[("name", ""), ("query", "lift")]),
    ("GET", "/backtests/{id}", With(ManageTopics), &[]),
    ("GET", "/backtests/{id}/progress", With(ManageTopics), &[]),
    ("POST", "/backtests/{id}/stop", With(ManageTopics), &[]),
    ("GET", "/tokens", SignedIn, &[]),
    ("POST", "/tokens", SignedIn, &[("name", "")]),
    ("POST", "/tokens/{id}/revoke", SignedIn, &[]),
    ("GET", "/members", With(ReadInbox), &[]),
    ("POST", "/members/invite", With(ManageMembers), &[("email", ""), ("role", "member")]),
    ("POST", "/members/{id}/role", With(ManageMembers), &[("role", "leader")]),
    ("POST", "/members/withdraw", With(ManageMembers), &[("email", "")]),
    ("GET", "/members/{id}/seat", With(ReadInbox), &[]),
    ("POST", "/members/{id}/seat", With(ManageMembers), &[("capacity", "3"), ("languages", "de, tr")]),
    ("POST", "/members/{id}/leave", With(ManageMembers), &[("until", "2030-01-01T09:00")]),
    ("POST", "/members/{id}/leave/end", With(ManageMembers), &[("leave", "1")]),
    ("POST", "/members/{id}/hand-over", With(ManageMembers), &[("to", "teams")]),
    ("POST", "/members/{id}/disable", With(ManageMembers), &[]),
    ("POST", "/members/{id}/enable", With(ManageMembers), &[]),
    ("POST", "/members/{id}/reset", With(ManageMembers), &[]),
    ("GET", "/assets/{set}/{name}", Anybody, &[]),
    ("GET", "/health", Anybody, &[]),
];

#[test]
fn every_route_says_here_who_may_use_it() {
    let said: BTreeSet<_> = CASES.iter().map(|(method, path, ..)| (method.to_string(), path.to_string())).collect();
    let there = web::routes().into_iter().map(|(method, path)| (method.to_string(), path));
    let there: BTreeSet<_> = there.filter(|(_, path)| !path.starts_with("/api/")).collect();
    assert_eq!(said, there);
    assert_eq!(said.len(), CASES.len(), "a route stands here twice");
}

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
    /// A house with one of everything.
    async fn new() -> Self {
        let (house, owner) = House::owned().await;
        let channel = house.channel().await.to_string();
        let conversation = house.conversation().await;
        let by = house.member("Jonas Okafor", Role::Manager).await;
        let mut tx = house.write().await;
        let topic = store::topic::create(&mut tx, by, "Lifts", "lift").await.unwrap().to_string();
        let label = store::label::named(&mut tx, "Lost").await.unwrap().id.to_string();
        let text = store::variant::Variant { language: String::new(), text: "Hello!".into() };
        let saved_reply = store::saved_reply::create(&mut tx, "Hello", &[text]).await.unwrap().to_string();
        let terms = store::fact::FactTerms {
            claim: "The lift runs".into(),
            source: store::fact::Source { title: "Report".into(), url: None },
            owner: by,
            review_on: jiff::civil::date(2030, 1, 1),
            lines: Vec::new(),
        };
        let tell_at = tx.now();
        let fact = store::fact::create(&mut tx, &terms, tell_at).await.unwrap().id.to_string();
        let terms = store::statement::StatementTerms {
            title: "Derailment".into(),
            kind: model::StatementKind::Holding,
            matter: None,
            fuller_url: None,
            owner: by,
            next_word_at: None,
            replaces: None,
            texts: Vec::new(),
        };
        let statement = store::statement::create(&mut tx, &terms, by).await.unwrap().id.to_string();
        let study = crate::studies::lifts(&mut tx, by).await.to_string();
        let calendar =
            store::calendar::create(&mut tx, by, "Hours", &model::Opening::always()).await.unwrap().to_string();
        let terms = model::SlaTerms { first_response_seconds: Some(3_600), ..model::SlaTerms::default() };
        let policy = store::policy::create::<SlaPolicyId>(&mut tx, "Now", &terms).await.unwrap().to_string();
        // For nobody who answers here.
        let terms = model::ApprovalTerms { roles: vec![Role::Colleague], ..model::ApprovalTerms::default() };
        let approval_policy =
            store::policy::create::<ApprovalPolicyId>(&mut tx, "Press", &terms).await.unwrap().to_string();
        let terms = store::team::TeamTerms {
            name: "Desk".into(),
            function: model::Function::Service,
            calendar: None,
            members: vec![by],
            giving: model::Giving::ByHand,
            keeps_hours: false,
        };
        let team = store::team::create(&mut tx, &terms).await.unwrap().to_string();
        tx.commit().await.unwrap();
        let path = format!("/conversations/{conversation}/reply");
        let answer = house.post(&owner, &path, &[("text", "on our way"), ("seen_version", "1")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let replies = store::reply::of_conversation(&mut house.read().await, conversation).await.unwrap();
        let found = store::conversation::find(&mut house.read().await, conversation).await.unwrap().unwrap();
        let (reply, conversation) = (replies[0].id.to_string(), conversation.to_string());
        let person = found.author.to_string();
        Self {
            person,
            reply,
            conversation,
            channel,
            topic,
            label,
            saved_reply,
            fact,
            statement,
            study,
            calendar,
            policy,
            approval_policy,
            team,
            house,
        }
    }

    /// The path of a route with ids of what there is; a member is made for it.
    async fn fill(&self, path: &str, name: &str) -> String {
        let id = match path.split('/').nth(1).unwrap() {
            "inbox" | "conversations" => self.conversation.clone(),
            "replies" => self.reply.clone(),
            "channels" => self.channel.clone(),
            "topics" => self.topic.clone(),
            "labels" => self.label.clone(),
            "saved-replies" => self.saved_reply.clone(),
            "facts" => self.fact.clone(),
            "statements" => self.statement.clone(),
            "studies" => self.study.clone(),
            "calendars" => self.calendar.clone(),
            "sla" => self.policy.clone(),
            "approval-policies" => self.approval_policy.clone(),
            "teams" => self.team.clone(),
            "people" => self.person.clone(),
            "tokens" | "backtests" | "views" | "stops" | "bulk" | "rules" | "rule-trials" | "rule-runs"
            | "obligations" | "person-merges" | "commitments" | "macros" | "webhooks" | "insights" | "gestures"
            | "postings" | "house-rules" | "mentions" | "me" => "1".into(),
            "members" if path.contains('{') => self.house.member(name, Role::Member).await.to_string(),
            _ => String::new(),
        };
        let asset = web::assets::asset("app.js");
        let path = if path.starts_with("/assets/") { &asset } else { path };
        path.replace("{id}", &id).replace("{token}", "never-made").replace("{digest}", "none")
    }

    async fn ask(&self, browser: &Browser, case: &Case, name: &str) -> crate::house::Answer {
        let (method, path, _, fields) = *case;
        let path = self.fill(path, name).await;
        let own = [("csrf", browser.csrf.as_str())];
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.house.ask(browser, method, &path, encoded(own.iter().chain(fields))).await
    }
}

#[tokio::test]
async fn a_role_may_what_it_may_and_nothing_else() {
    let things = Things::new().await;
    for role in Role::ALL {
        let member = things.house.member(&format!("The {role}"), *role).await;
        for case in CASES {
            let (method, path, gate, _) = case;
            let browser = things.house.signed_in(member).await;
            let answer = things.ask(&browser, case, &format!("{role} {method} {path}")).await;
            let may = match gate {
                Anybody | SignedIn => true,
                With(right) => role.may(*right),
            };
            if may {
                assert_ne!(answer.status, StatusCode::FORBIDDEN, "{role} {method} {path}: {}", answer.text);
                let is_at_door = *path != "/sign-out" && answer.location().starts_with("/sign-in");
                assert!(!is_at_door, "{role} {method} {path} is asked to sign in");
                assert!(!answer.status.is_server_error(), "{role} {method} {path}: {}", answer.text);
            } else {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role} {method} {path}: {}", answer.text);
                assert!(answer.text.contains("Your role does not let you"), "{role} {method} {path}: {}", answer.text);
            }
        }
    }
}

#[tokio::test]
async fn a_stranger_gets_no_further_than_the_door() {
    let things = Things::new().await;
    for case in CASES {
        let (method, path, gate, _) = case;
        let answer = things.ask(&Browser::default(), case, &format!("{method} {path}")).await;
        let is_at_door = answer.status == StatusCode::SEE_OTHER && answer.location().starts_with("/sign-in?next=");
        assert_eq!(is_at_door, *gate != Anybody, "{method} {path}: {} {}", answer.status, answer.location());
    }
}

#[tokio::test]
async fn a_form_without_the_sessions_token_does_nothing() {
    let things = Things::new().await;
    let owner = things.house.member("Second Owner", Role::Owner).await;
    let mut browser = things.house.signed_in(owner).await;
    let before = things.house.history().await.len();
    for csrf in ["", "stolen"] {
        browser.csrf = csrf.into();
        for case in CASES.iter().filter(|(method, _, gate, _)| *method == "POST" && *gate != Anybody) {
            let answer = things.ask(&browser, case, &format!("{csrf} {} {}", case.0, case.1)).await;
            answer.refuses(StatusCode::FORBIDDEN, "This form is too old");
        }
    }
    let new: Vec<_> = things.house.history().await.split_off(before);
    assert!(new.iter().all(|one| one.event.kind == model::EventKind::MemberJoined), "{new:?}");
    things.house.get(&browser, "/inbox").await.shows("Second Owner");
}

#[tokio::test]
async fn a_form_on_another_site_does_nothing_even_with_the_token() {
    let things = Things::new().await;
    let owner = things.house.member("Second Owner", Role::Owner).await;
    let browser = things.house.signed_in(owner).await;
    let elsewhere = [
        browser.with("sec-fetch-site", "cross-site"),
        browser.with("sec-fetch-site", "same-site"),
        browser.with("origin", "https://evil.example"),
        browser.with("origin", "null"),
    ];
    for (number, browser) in elsewhere.iter().enumerate() {
        // Mail programs stop mail from nowhere (RFC 8058); the link itself says whose.
        for case in CASES.iter().filter(|(method, path, ..)| *method == "POST" && *path != "/mail/stop/{token}") {
            let answer = things.ask(browser, case, &format!("{number} {} {}", case.0, case.1)).await;
            answer.refuses(StatusCode::FORBIDDEN, "This form is too old");
        }
    }
    let here = browser.with("sec-fetch-site", "same-origin");
    things.house.post(&here, "/sign-out", &[]).await.sends_to("/sign-in");
}
