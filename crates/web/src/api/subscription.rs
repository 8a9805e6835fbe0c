//! Whether the token's member is told what happens in a conversation: `/api/v1/conversations/{id}/subscription`.

use axum::Json;
use axum::extract::State;
use model::{ConversationId, Right, Scope};
use serde::{Deserialize, Serialize};
use store::{conversation, subscriber};
use utoipa::ToSchema;

use super::caller::Caller;
use super::input::{Body, Named};
use super::problem::{Answer, Problem};
use super::schema::Id;
use crate::app::App;

/// Whether the token's member is told what happens in a conversation.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Subscription {
    /// Whether they are told.
    is_told: bool,
}

/// Whether the token's member is told what happens in a conversation.
#[utoipa::path(get, path = "/conversations/{id}/subscription", tag = "conversations", operation_id = "show_subscription",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Subscription)))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
) -> Answer<Json<Subscription>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    conversation::find(&mut tx, id).await?.ok_or_else(|| Problem::missing("conversation"))?;
    let told = subscriber::of_conversations(&mut tx, &[id]).await?;
    Ok(Json(Subscription { is_told: told.iter().any(|(_, member)| *member == caller.member.id) }))
}

/// Has the token's member told what happens in a conversation, or told no more.
#[utoipa::path(put, path = "/conversations/{id}/subscription", tag = "conversations", operation_id = "keep_subscription",
    params(("id" = Id, Path)), request_body = Subscription, security(("token" = ["write"])),
    responses((status = 200, body = Subscription)))]
pub(crate) async fn keep(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
    Body(wanted): Body<Subscription>,
) -> Answer<Json<Subscription>> {
    caller.require(Scope::Write, Right::ReadInbox)?;
    let mut tx = app.store().write().await?;
    inbox::subscribe(&mut tx, &caller.member, id, wanted.is_told).await?;
    tx.commit().await?;
    Ok(Json(wanted))
}
