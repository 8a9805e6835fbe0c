//! Telling other programs what rules did.

use crate::contract::rules::{follow, on, says};
use crate::desk::Desk;

use inbox::{CALL_WEBHOOK, CameOf, InboxError, RuleFault, WantedWebhook, WebhookFault};
use model::{EventKind, Right, RuleAct, RuleCall, WebhookCallState, WebhookId};
use serde_json::Value;
use store::job::{self, Lane};
use store::webhook::{self, Call};

fn wanted(name: &str, url: &str) -> WantedWebhook {
    WantedWebhook { name: name.into(), url: url.into() }
}

async fn made(desk: &Desk, name: &str) -> WebhookId {
    let owner = desk.member("owner").await;
    let mut tx = desk.write().await;
    let id = tx.next_id();
    inbox::create_webhook(&mut tx, &owner, &wanted(name, "https://hooks.example/in"), (id, vec![1])).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn calls(desk: &Desk, id: WebhookId) -> Vec<Call> {
    webhook::calls(&mut desk.read().await, id, 99).await.unwrap()
}

async fn put_away(desk: &Desk, id: WebhookId, is_away: bool) -> Result<(), InboxError> {
    let owner = desk.member("owner").await;
    let mut tx = desk.write().await;
    inbox::put_webhook_away(&mut tx, &owner, id, is_away).await?;
    Ok(tx.commit().await?)
}

/// Has the newest call come to something.
async fn came(desk: &Desk, id: WebhookId, status: Option<u16>, why: Option<&str>, is_over: bool) {
    let call = calls(desk, id).await.remove(0);
    let mut tx = desk.write().await;
    let came = CameOf { status, why: why.map(str::to_owned) };
    inbox::webhook_called(&mut tx, call, &came, is_over).await.unwrap();
    tx.commit().await.unwrap();
}

async fn jobs(desk: &Desk) -> usize {
    let (mut count, mut tx) = (0, desk.write().await);
    while let Some(leased) =
        job::lease(&mut tx, "w", std::time::Duration::from_secs(60), Lane::Only(CALL_WEBHOOK)).await.unwrap()
    {
        job::done(&mut tx, leased.id).await.unwrap();
        count += 1;
    }
    tx.commit().await.unwrap();
    count
}

pub async fn a_webhook_is_kept_by_whoever_manages_channels_and_only_where_it_can_be_called() {
    let desk = Desk::new().await;
    let id = made(&desk, "  Ticket   desk ").await;
    let (owner, member) = (desk.member("owner").await, desk.member("member").await);
    let mut tx = desk.write().await;
    assert_eq!(inbox::find_webhook(&mut tx, &owner, id).await.unwrap().name, "Ticket desk");
    let hidden = inbox::find_webhook(&mut tx, &member, id).await;
    assert!(matches!(hidden, Err(InboxError::Forbidden(Right::ManageChannels))), "an address may hold a secret");
    let other = tx.next_id();
    for (name, url, fault) in [
        (" ", "https://a.example/", WebhookFault::Name),
        ("ticket DESK", "https://a.example/", WebhookFault::NameTaken),
        ("Other", "a.example", WebhookFault::Address),
        ("Other", "http://a.example/", WebhookFault::Address),
    ] {
        let made = inbox::create_webhook(&mut tx, &owner, &wanted(name, url), (other, vec![1])).await;
        assert!(matches!(&made, Err(InboxError::Webhook(found)) if *found == fault), "{name:?} {url:?}: {made:?}");
    }
    inbox::change_webhook(&mut tx, &owner, id, &wanted("Ticket desk", "https://b.example/")).await.unwrap();
    inbox::change_webhook(&mut tx, &owner, id, &wanted("Ticket desk", "https://b.example/")).await.unwrap();
    inbox::renew_webhook_secret(&mut tx, &owner, id, vec![2]).await.unwrap();
    tx.commit().await.unwrap();
    put_away(&desk, id, true).await.unwrap();
    made(&desk, "Ticket desk").await;
    let taken = put_away(&desk, id, false).await;
    assert!(matches!(taken, Err(InboxError::Webhook(WebhookFault::NameTaken))), "{taken:?}");
    for (kind, times) in [
        (EventKind::WebhookCreated, 2),
        (EventKind::WebhookChanged, 1),
        (EventKind::WebhookSecretRenewed, 1),
        (EventKind::WebhookArchived, 1),
        (EventKind::WebhookRestored, 0),
    ] {
        assert_eq!(desk.count(kind).await, times, "{kind:?}");
    }
}

pub async fn what_a_rule_did_is_told_once_without_a_word_of_what_was_said() {
    let desk = Desk::new().await;
    let id = made(&desk, "Ticket desk").await;
    let rule = on(&desk, "Lifts", says(RuleCall::Heard, "zug", vec![RuleAct::Webhook { webhook: id }])).await;
    let conversation = desk.conversation("a").await;
    follow(&desk).await;
    follow(&desk).await;
    let calls_made = calls(&desk, id).await;
    assert_eq!((calls_made.len(), calls_made[0].conversation, jobs(&desk).await), (1, Some(conversation), 1));
    let body: Value = serde_json::from_str(&calls_made[0].body).unwrap();
    assert_eq!((&body["type"], &body["data"]["rule"]["id"]), (&"rule.acted".into(), &rule.to_string().into()));
    assert_eq!(body["data"]["conversation"], conversation.to_string());
    assert!(!calls_made[0].body.to_lowercase().contains("wo bleibt"), "{}", calls_made[0].body);
    came(&desk, id, Some(200), None, false).await;
    let call = calls(&desk, id).await.remove(0);
    assert_eq!((call.state, call.attempts, call.status), (WebhookCallState::Arrived, 1, Some(200)));

    // One that is put away by then is refused to the rule, which does the rest.
    put_away(&desk, id, true).await.unwrap();
    desk.conversation("b").await;
    follow(&desk).await;
    assert_eq!(calls(&desk, id).await.len(), 1);
    let manager = desk.member("manager").await;
    let again = says(RuleCall::Heard, "", vec![RuleAct::Webhook { webhook: id }]);
    let refused = inbox::create_rule(&mut desk.write().await, &manager, "Again", again).await;
    assert!(matches!(refused, Err(InboxError::Rule(RuleFault::Webhook))), "{refused:?}");
}

pub async fn a_call_that_did_not_arrive_is_made_again_when_asked_for() {
    let desk = Desk::new().await;
    let (id, owner) = (made(&desk, "Ticket desk").await, desk.member("owner").await);
    let mut tx = desk.write().await;
    let call = inbox::try_webhook(&mut tx, &owner, id).await.unwrap();
    let early = inbox::call_webhook_again(&mut tx, &owner, id, call).await;
    assert!(matches!(early, Err(InboxError::Missing(_))), "it waits still: {early:?}");
    tx.commit().await.unwrap();
    assert_eq!(jobs(&desk).await, 1);
    came(&desk, id, Some(503), Some("it answered with status 503"), false).await;
    assert_eq!(calls(&desk, id).await[0].state, WebhookCallState::Waiting);
    assert_eq!(desk.count(EventKind::WebhookFailed).await, 0);
    came(&desk, id, None, Some("it did not answer in time"), true).await;
    let failed = calls(&desk, id).await.remove(0);
    assert_eq!((failed.state, failed.attempts, failed.status), (WebhookCallState::Failed, 2, None));
    assert_eq!(desk.count(EventKind::WebhookFailed).await, 1);

    let mut tx = desk.write().await;
    inbox::call_webhook_again(&mut tx, &owner, id, call).await.unwrap();
    tx.commit().await.unwrap();
    let again = calls(&desk, id).await.remove(0);
    assert_eq!((again.state, again.attempts, jobs(&desk).await), (WebhookCallState::Waiting, 0, 1));
}
