//! Other programs that rules tell what they did: `/api/v1/webhooks`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{ConversationId, Right, RuleRunId, Scope, WebhookCallId, WebhookCallState, WebhookId};
use serde::{Deserialize, Serialize};
use store::webhook;
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::cursor::Page;
use super::input::{Body, Named};
use super::once::{KeyHeader, Made, Once};
use super::problem::Answer;
use super::reply::Nothing;
use super::schema::{self, Id};
use crate::app::App;

/// Calls that are shown, the newest.
const CALLS: i64 = 100;

/// The address of a program that rules tell what they did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Webhook {
    id: Id,
    name: String,
    /// Where it listens.
    url: String,
    created_at: Timestamp,
    /// Since when it is put away.
    archived_at: Option<Timestamp>,
}

impl From<webhook::Webhook> for Webhook {
    fn from(found: webhook::Webhook) -> Self {
        let webhook::Webhook { id, name, url, created_at, archived_at, .. } = found;
        Self { id: id.into(), name, url, created_at, archived_at }
    }
}

/// What a webhook is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedWebhook {
    /// No other in use has it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Begins with `https://`, or with `http://` for a program on the same machine or in a private network.
    #[schema(max_length = 2000)]
    url: String,
}

impl From<WantedWebhook> for inbox::WantedWebhook {
    fn from(WantedWebhook { name, url }: WantedWebhook) -> Self {
        Self { name, url }
    }
}

/// The key by which calls are signed, after Standard Webhooks.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookSecret {
    /// It is told this once.
    #[schema(pattern = "^whsec_")]
    secret: String,
}

/// One call of a webhook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookCall {
    /// What the program gets as `webhook-id`.
    id: Id,
    /// The act of a rule that it tells of; null for a trial.
    #[schema(value_type = Option<Id>)]
    run: Option<RuleRunId>,
    #[schema(value_type = Option<Id>)]
    conversation: Option<ConversationId>,
    #[schema(value_type = schema::WebhookCallState)]
    state: WebhookCallState,
    /// How often it was tried.
    attempts: i64,
    /// The HTTP status of the last answer.
    status: Option<i64>,
    /// Why it did not arrive.
    why: Option<String>,
    created_at: Timestamp,
    tried_at: Option<Timestamp>,
}

impl From<webhook::Call> for WebhookCall {
    fn from(call: webhook::Call) -> Self {
        let webhook::Call { id, run, conversation, state, attempts, status, why, created_at, tried_at, .. } = call;
        Self { id: id.into(), run, conversation, state, attempts, status, why, created_at, tried_at }
    }
}

/// Lists every webhook: those in use by name, then those that are put away.
#[utoipa::path(get, path = "/webhooks", tag = "webhooks", operation_id = "list_webhooks",
    security(("token" = ["read"])), responses((status = 200, body = Page<Webhook>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<Webhook>>> {
    caller.require(Scope::Read, Right::ManageChannels)?;
    let all = webhook::all(&mut app.store().read().await?).await?;
    Ok(Json(Page { items: all.into_iter().map(Into::into).collect(), next_cursor: None }))
}

/// One webhook.
#[utoipa::path(get, path = "/webhooks/{id}", tag = "webhooks", operation_id = "show_webhook",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Webhook)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller, Named(id): Named<WebhookId>) -> Answer<Json<Webhook>> {
    caller.require(Scope::Read, Right::ManageChannels)?;
    let mut tx = app.store().read().await?;
    Ok(Json(inbox::find_webhook(&mut tx, &caller.member, id).await?.into()))
}

/// Makes a webhook. Its secret comes by making another.
#[utoipa::path(post, path = "/webhooks", tag = "webhooks", operation_id = "create_webhook",
    params(KeyHeader), request_body = WantedWebhook, security(("token" = ["write"])),
    responses((status = 201, body = Webhook, headers(("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedWebhook>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::ManageChannels)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let id = tx.next_id();
    // What was answered is kept for a day: a secret must not be in it.
    let (_, sealed) = app.pipeline().new_webhook_secret(id);
    inbox::create_webhook(&mut tx, &caller.member, &body.into(), (id, sealed)).await?;
    let found: Webhook = inbox::find_webhook(&mut tx, &caller.member, id).await?.into();
    let made = Made::new(StatusCode::CREATED, &found)?.at(format!("{ROOT}/webhooks/{id}"));
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Gives a webhook another name and address.
#[utoipa::path(put, path = "/webhooks/{id}", tag = "webhooks", operation_id = "change_webhook",
    params(("id" = Id, Path)), request_body = WantedWebhook, security(("token" = ["write"])),
    responses((status = 200, body = Webhook)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<WebhookId>,
    Body(wanted): Body<WantedWebhook>,
) -> Answer<Json<Webhook>> {
    caller.require(Scope::Write, Right::ManageChannels)?;
    let mut tx = app.store().write().await?;
    inbox::change_webhook(&mut tx, &caller.member, id, &wanted.into()).await?;
    let found = inbox::find_webhook(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    Ok(Json(found.into()))
}

/// Puts a webhook away: it is called no more, also not by what waits.
#[utoipa::path(post, path = "/webhooks/{id}/archive", tag = "webhooks", operation_id = "archive_webhook",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Webhook)))]
pub(crate) async fn archive(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<WebhookId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Webhook>> {
    put_away(&app, &caller, id, true).await
}

/// Takes a webhook out again.
#[utoipa::path(post, path = "/webhooks/{id}/restore", tag = "webhooks", operation_id = "restore_webhook",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Webhook)))]
pub(crate) async fn restore(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<WebhookId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Webhook>> {
    put_away(&app, &caller, id, false).await
}

async fn put_away(app: &App, caller: &Caller, id: WebhookId, is_away: bool) -> Answer<Json<Webhook>> {
    caller.require(Scope::Write, Right::ManageChannels)?;
    let mut tx = app.store().write().await?;
    inbox::put_webhook_away(&mut tx, &caller.member, id, is_away).await?;
    let found = inbox::find_webhook(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    Ok(Json(found.into()))
}

/// Makes another secret, and tells it this once; the former one signs nothing more.
#[utoipa::path(post, path = "/webhooks/{id}/secret", tag = "webhooks", operation_id = "renew_webhook_secret",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = WebhookSecret)))]
pub(crate) async fn renew_secret(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<WebhookId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<WebhookSecret>> {
    caller.require(Scope::Write, Right::ManageChannels)?;
    let (secret, sealed) = app.pipeline().new_webhook_secret(id);
    let mut tx = app.store().write().await?;
    inbox::renew_webhook_secret(&mut tx, &caller.member, id, sealed).await?;
    tx.commit().await?;
    Ok(Json(WebhookSecret { secret }))
}

/// Has a webhook called once, with nothing to tell.
#[utoipa::path(post, path = "/webhooks/{id}/try", tag = "webhooks", operation_id = "try_webhook",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = WebhookCall)))]
pub(crate) async fn try_it(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<WebhookId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<WebhookCall>> {
    caller.require(Scope::Write, Right::ManageChannels)?;
    let mut tx = app.store().write().await?;
    let call = inbox::try_webhook(&mut tx, &caller.member, id).await?;
    let call = webhook::find_call(&mut tx, call).await?.expect("it was written a moment ago");
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(Json(call.into()))
}

/// The newest calls of a webhook.
#[utoipa::path(get, path = "/webhooks/{id}/calls", tag = "webhooks", operation_id = "list_webhook_calls",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Page<WebhookCall>)))]
pub(crate) async fn calls(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<WebhookId>,
) -> Answer<Json<Page<WebhookCall>>> {
    caller.require(Scope::Read, Right::ManageChannels)?;
    let mut tx = app.store().read().await?;
    inbox::find_webhook(&mut tx, &caller.member, id).await?;
    let calls = webhook::calls(&mut tx, id, CALLS).await?;
    Ok(Json(Page { items: calls.into_iter().map(Into::into).collect(), next_cursor: None }))
}

/// Which call is meant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichCall {
    #[schema(value_type = Id)]
    call: WebhookCallId,
}

/// Makes a call anew that did not arrive.
#[utoipa::path(post, path = "/webhooks/{id}/again", tag = "webhooks", operation_id = "call_webhook_again",
    params(("id" = Id, Path)), request_body = WhichCall, security(("token" = ["write"])),
    responses((status = 200, body = WebhookCall)))]
pub(crate) async fn call_again(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<WebhookId>,
    Body(WhichCall { call }): Body<WhichCall>,
) -> Answer<Json<WebhookCall>> {
    caller.require(Scope::Write, Right::ManageChannels)?;
    let mut tx = app.store().write().await?;
    inbox::call_webhook_again(&mut tx, &caller.member, id, call).await?;
    let call = webhook::find_call(&mut tx, call).await?.expect("it was written a moment ago");
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(Json(call.into()))
}
