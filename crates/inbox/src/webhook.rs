//! Telling other programs: the addresses that rules call, and the calls.

use model::{Actor, EventKind, Right, WebhookCallId, WebhookCallState, WebhookId};
use serde_json::{Value, json};
use store::event::append;
use store::member::Member;
use store::rule::Rule;
use store::rule_run::RuleRun;
use store::webhook::{self, Call, NewWebhook, Webhook};
use store::{Tx, job};
use url::{Host, Url};
use wording::t;

use crate::acts::require;
use crate::{InboxError, Result};

/// The job that makes a call; its payload is `{"call": id}`.
pub const CALL_WEBHOOK: &str = "call_webhook";
/// The longest name, in characters.
pub const WEBHOOK_NAME_CHARS_MAX: usize = 60;
/// The longest address, in bytes.
pub const WEBHOOK_URL_BYTES_MAX: usize = 2_000;
/// The most webhooks in use.
pub const WEBHOOKS_MAX: usize = 50;

const MISSING: InboxError = InboxError::Missing("this webhook");

/// Why a webhook cannot be kept like that.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookFault {
    /// It has no name, or a long one.
    #[error("{}", t!("a name of 1 to {max} characters is needed", max = WEBHOOK_NAME_CHARS_MAX))]
    Name,
    /// Another one in use has the name.
    #[error("{}", t!("another webhook has this name"))]
    NameTaken,
    /// Nothing can be called there.
    #[error("{}", t!("an address is needed that begins with https:// (or http:// on this machine and beside it), names a server, and has at most {max} bytes", max = WEBHOOK_URL_BYTES_MAX))]
    Address,
    /// There are enough.
    #[error("{}", t!("there are no more than {max} webhooks in use; put one away first", max = WEBHOOKS_MAX))]
    TooMany,
}

/// What a webhook is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedWebhook {
    /// The name that members read.
    pub name: String,
    /// Where the program listens.
    pub url: String,
}

/// The webhook with this id, for whoever manages them.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn find_webhook(tx: &mut Tx, member: &Member, id: WebhookId) -> Result<Webhook> {
    require(member, Right::ManageChannels)?;
    webhook::find(tx, id).await?.ok_or(MISSING)
}

/// Makes a webhook, whose secret is closed for its id.
///
/// # Errors
/// `Forbidden`; `Webhook` says what is wrong with it.
pub async fn create_webhook(
    tx: &mut Tx,
    member: &Member,
    wanted: &WantedWebhook,
    (id, secret): (WebhookId, Vec<u8>),
) -> Result<()> {
    let WantedWebhook { name, url } = checked(tx, member, None, wanted).await?;
    let in_use = webhook::all(tx).await?.iter().filter(|one| one.archived_at.is_none()).count();
    if in_use >= WEBHOOKS_MAX {
        return Err(WebhookFault::TooMany.into());
    }
    webhook::create(tx, NewWebhook { id, name: &name, url: &url, secret }).await?;
    tell(tx, member, EventKind::WebhookCreated, id).await
}

/// Gives a webhook another name and address.
///
/// # Errors
/// As [`create_webhook`]; `Missing`.
pub async fn change_webhook(tx: &mut Tx, member: &Member, id: WebhookId, wanted: &WantedWebhook) -> Result<()> {
    let former = find_webhook(tx, member, id).await?;
    let WantedWebhook { name, url } = checked(tx, member, Some(id), wanted).await?;
    if (&former.name, &former.url) == (&name, &url) {
        return Ok(());
    }
    webhook::change(tx, id, &name, &url).await?;
    tell(tx, member, EventKind::WebhookChanged, id).await
}

/// Gives a webhook another secret, closed for its id; the former one signs nothing more.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn renew_webhook_secret(tx: &mut Tx, member: &Member, id: WebhookId, secret: Vec<u8>) -> Result<()> {
    find_webhook(tx, member, id).await?;
    webhook::set_secret(tx, id, secret).await?;
    tell(tx, member, EventKind::WebhookSecretRenewed, id).await
}

/// Puts a webhook away, or takes it out again. One that is put away is called by nobody, also not by what waits.
///
/// # Errors
/// `Forbidden`; `Missing`; `Webhook` when another one has its name by now, or there are enough.
pub async fn put_webhook_away(tx: &mut Tx, member: &Member, id: WebhookId, is_away: bool) -> Result<()> {
    let found = find_webhook(tx, member, id).await?;
    if found.archived_at.is_some() == is_away {
        return Ok(());
    }
    if !is_away {
        if webhook::named(tx, &found.name).await?.is_some() {
            return Err(WebhookFault::NameTaken.into());
        }
        let in_use = webhook::all(tx).await?.iter().filter(|one| one.archived_at.is_none()).count();
        if in_use >= WEBHOOKS_MAX {
            return Err(WebhookFault::TooMany.into());
        }
    }
    webhook::put_away(tx, id, is_away).await?;
    let kind = if is_away { EventKind::WebhookArchived } else { EventKind::WebhookRestored };
    tell(tx, member, kind, id).await
}

/// Has a webhook called once, with nothing to tell.
///
/// # Errors
/// `Forbidden`; `Missing`, also for one that is put away.
pub async fn try_webhook(tx: &mut Tx, member: &Member, id: WebhookId) -> Result<WebhookCallId> {
    let found = find_webhook(tx, member, id).await?;
    if found.archived_at.is_some() {
        return Err(MISSING);
    }
    let body = json!({
        "type": "test",
        "timestamp": tx.now(),
        "text": "Coffeehouse: a trial of this webhook",
        "data": { "webhook": { "id": id, "name": found.name } },
    });
    enqueue(tx, id, None, &body).await
}

/// Has a call made anew that did not arrive.
///
/// # Errors
/// `Forbidden`; `Missing`, also for a call that waits or arrived, and where the webhook is put away.
pub async fn call_webhook_again(tx: &mut Tx, member: &Member, webhook: WebhookId, id: WebhookCallId) -> Result<()> {
    let found = find_webhook(tx, member, webhook).await?;
    let call = webhook::find_call(tx, id).await?.filter(|call| call.webhook == webhook);
    let failed = call.filter(|call| call.state == WebhookCallState::Failed && found.archived_at.is_none());
    let mut call = failed.ok_or(InboxError::Missing("this call that did not arrive"))?;
    (call.state, call.attempts) = (WebhookCallState::Waiting, 0);
    webhook::save_call(tx, &call).await?;
    enqueue_call(tx, id).await
}

/// A webhook that can be called.
pub(crate) async fn webhook_in_use(tx: &mut Tx, id: WebhookId) -> Result<Webhook> {
    webhook::find(tx, id).await?.filter(|one| one.archived_at.is_none()).ok_or(MISSING)
}

/// Has a webhook told what a rule did: which rule, and to which conversation. What was said is not told: whoever may read it
/// asks for it.
pub(crate) async fn tell_of_run(tx: &mut Tx, id: WebhookId, rule: &Rule, run: &RuleRun) -> Result<()> {
    webhook_in_use(tx, id).await?;
    let body = json!({
        "type": "rule.acted",
        "timestamp": tx.now(),
        "text": format!("Coffeehouse: the rule “{}” acted on conversation {}", rule.name, run.conversation),
        "data": {
            "rule": { "id": rule.id, "name": rule.name },
            "called_by": rule.says.called_by,
            "run": run.id,
            "conversation": run.conversation,
        },
    });
    enqueue(tx, id, Some(run), &body).await.map(drop)
}

async fn enqueue(tx: &mut Tx, id: WebhookId, run: Option<&RuleRun>, body: &Value) -> Result<WebhookCallId> {
    let of = run.map(|run| (run.id, run.conversation));
    let call = webhook::call(tx, id, of, &body.to_string()).await?;
    enqueue_call(tx, call).await?;
    Ok(call)
}

async fn enqueue_call(tx: &mut Tx, call: WebhookCallId) -> Result<()> {
    let now = tx.now();
    Ok(job::enqueue(tx, CALL_WEBHOOK, &call.to_string(), &json!({ "call": call }), now).await?)
}

/// Notes what became of an attempt; `is_over` when it is not tried again by itself.
///
/// # Errors
/// When the database fails.
pub async fn webhook_called(tx: &mut Tx, mut call: Call, came: &CameOf, is_over: bool) -> Result<()> {
    call.attempts += 1;
    call.tried_at = Some(tx.now());
    call.status = came.status.map(i64::from);
    call.why.clone_from(&came.why);
    call.state = match &came.why {
        None => WebhookCallState::Arrived,
        Some(_) if is_over => WebhookCallState::Failed,
        Some(_) => WebhookCallState::Waiting,
    };
    webhook::save_call(tx, &call).await?;
    if call.state == WebhookCallState::Failed {
        let data = json!({ "webhook": call.webhook, "call": call.id, "status": call.status });
        append(tx, EventKind::WebhookFailed, Actor::System, call.conversation, data).await?;
    }
    Ok(())
}

/// What came of an attempt to call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CameOf {
    /// The HTTP status, where the program answered.
    pub status: Option<u16>,
    /// Why it did not arrive; `None` when it did.
    pub why: Option<String>,
}

async fn tell(tx: &mut Tx, member: &Member, kind: EventKind, id: WebhookId) -> Result<()> {
    append(tx, kind, Actor::Member(member.id), None, json!({ "webhook": id })).await?;
    Ok(())
}

async fn checked(tx: &mut Tx, member: &Member, id: Option<WebhookId>, wanted: &WantedWebhook) -> Result<WantedWebhook> {
    require(member, Right::ManageChannels)?;
    let name = wanted.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=WEBHOOK_NAME_CHARS_MAX).contains(&name.chars().count()) {
        return Err(WebhookFault::Name.into());
    }
    let url = address(&wanted.url).ok_or(WebhookFault::Address)?;
    if webhook::named(tx, &name).await?.is_some_and(|other| Some(other) != id) {
        return Err(WebhookFault::NameTaken.into());
    }
    Ok(WantedWebhook { name, url })
}

/// An address as it is kept. Without encryption only on this machine and in the networks around it: elsewhere everybody on the
/// way could read what is told.
fn address(typed: &str) -> Option<String> {
    let url = Url::parse(typed.trim()).ok()?;
    let is_near = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback() || address.is_private(),
        Host::Ipv6(address) => address.is_loopback() || address.is_unique_local(),
    };
    let is_spoken = url.scheme() == "https" || (url.scheme() == "http" && is_near);
    let fits = url.as_str().len() <= WEBHOOK_URL_BYTES_MAX;
    (is_spoken && fits && url.username().is_empty() && url.password().is_none()).then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_called_and_read_by_nobody_on_the_way_is_an_address() {
        let kept = |typed| address(typed);
        assert_eq!(kept(" https://hooks.example/a?key=b ").as_deref(), Some("https://hooks.example/a?key=b"));
        assert_eq!(kept("http://127.0.0.1:9000").as_deref(), Some("http://127.0.0.1:9000/"));
        assert_eq!(kept("http://[::1]/x").as_deref(), Some("http://[::1]/x"));
        let long = format!("https://a.example/{}", "a".repeat(WEBHOOK_URL_BYTES_MAX));
        for bad in ["", "hooks.example", "http://hooks.example/", "ftp://a.example/", "https://me:pw@a.example/", &long]
        {
            assert_eq!(kept(bad), None, "{bad}");
        }
    }
}
