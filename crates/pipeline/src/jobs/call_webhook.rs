//! Tells another program what a rule did: one attempt.

use std::time::Duration;

use channels::outgoing::asked_wait;
use inbox::CameOf;
use model::{WebhookCallId, WebhookCallState};
use serde::Deserialize;
use store::webhook::{self, Call, Webhook};
use url::Url;

use crate::crash_point::crash_point;
use crate::handle::Handle;
use crate::queue::Done;
use crate::{Result, webhooks};

/// The longest that a program may take to say that it has it.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long after each attempt the next follows: within two days in all.
const WAITS: [Duration; 8] = [
    Duration::from_secs(5),
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(2 * 3_600),
    Duration::from_secs(6 * 3_600),
    Duration::from_secs(12 * 3_600),
    Duration::from_secs(24 * 3_600),
];
const GONE: u16 = 410;

#[derive(Deserialize)]
pub(super) struct Payload {
    call: WebhookCallId,
}

pub(super) async fn run(handle: &Handle, payload: Payload) -> Result<Done> {
    let mut tx = handle.store().read().await?;
    let call = webhook::find_call(&mut tx, payload.call).await?;
    let Some(call) = call.filter(|call| call.state == WebhookCallState::Waiting) else {
        return Ok(Done::Finished);
    };
    let Some(to) = webhook::find(&mut tx, call.webhook).await? else { return Ok(Done::Finished) };
    drop(tx);
    let (came, asked) = match to.archived_at {
        Some(_) => (CameOf { status: None, why: Some("the webhook is put away".to_owned()) }, None),
        None => attempt(handle, &to, &call).await,
    };
    crash_point("webhook.called");
    let next = usize::try_from(call.attempts).ok().and_then(|attempt| WAITS.get(attempt).copied());
    let next = next.filter(|_| to.archived_at.is_none() && came.status != Some(GONE));
    let mut tx = handle.store().write().await?;
    inbox::webhook_called(&mut tx, call, &came, next.is_none()).await?;
    tx.commit().await?;
    Ok(match (came.why, next) {
        (Some(why), Some(after)) => Done::Again { after: asked.map_or(after, |asked| asked.max(after)), why },
        _ => Done::Finished,
    })
}

/// Calls once; what came of it, and how long the program asks to be left alone.
async fn attempt(handle: &Handle, to: &Webhook, call: &Call) -> (CameOf, Option<Duration>) {
    let failed = |why: &str| (CameOf { status: None, why: Some(why.to_owned()) }, None);
    let Ok(secret) = handle.vault().open(&Webhook::secret_place(to.id), &to.secret) else {
        return failed("its secret cannot be opened with this key; make a new one");
    };
    let (id, now) = (call.id.to_string(), handle.store().clock().now());
    let seconds = now.as_second();
    let (Ok(url), Some(signed)) = (Url::parse(&to.url), webhooks::signature(&secret, &id, seconds, &call.body)) else {
        return failed("its address or secret cannot be read; enter the one and make the other anew");
    };
    let outgoing = match handle.outgoing() {
        Ok(outgoing) => outgoing,
        Err(why) => return failed(&why),
    };
    let request = outgoing
        .post(url)
        .text_header("webhook-id", &id)
        .text_header("webhook-timestamp", &seconds.to_string())
        .text_header("webhook-signature", &signed)
        .json(call.body.clone());
    match tokio::time::timeout(PATIENCE, request.send()).await {
        Ok(Ok(answer)) => {
            let is_there = (200..300).contains(&answer.status);
            let why = (!is_there).then(|| format!("it answered with status {}", answer.status));
            (CameOf { status: Some(answer.status), why }, asked_wait(&answer.headers, answer.status, now))
        }
        Ok(Err(error)) => failed(&error.to_string()),
        Err(_) => failed("it did not answer in time"),
    }
}
