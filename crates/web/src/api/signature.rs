//! With what the token's member signs: `/api/v1/me/signatures`.

use axum::Json;
use axum::extract::State;
use model::{ChannelId, Right, Scope};
use serde::{Deserialize, Serialize};
use store::{Tx, signature};
use utoipa::ToSchema;

use super::caller::Caller;
use super::cursor::Whole;
use super::input::Body;
use super::problem::{Answer, Problem};
use super::schema::Id;
use crate::app::App;

/// With what a member signs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Signature {
    /// On which channel; null for wherever they have no other.
    channel: Option<Id>,
    /// The words, with the blanks `{{me}}` and `{{organisation}}`.
    text: String,
}

/// With what a member signs from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignatureChange {
    /// On which channel; null for wherever they have no other.
    #[schema(value_type = Option<Id>)]
    channel: Option<ChannelId>,
    /// The words, with the blanks `{{me}}` and `{{organisation}}`; empty for none.
    #[schema(max_length = 100)]
    text: String,
}

async fn all(tx: &mut Tx, caller: &Caller) -> Answer<Json<Whole<Signature>>> {
    let kept = signature::of_member(tx, caller.member.id).await?;
    let items = kept.into_iter().map(|one| Signature { channel: one.channel.map(Into::into), text: one.text });
    Ok(Json(Whole { items: items.collect() }))
}

/// Lists with what the token's member signs.
#[utoipa::path(get, path = "/me/signatures", tag = "members", operation_id = "list_signatures",
    security(("token" = ["read"])), responses((status = 200, body = Whole<Signature>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Whole<Signature>>> {
    caller.require(Scope::Read, Right::WorkInbox)?;
    all(&mut app.store().read().await?, &caller).await
}

/// Says with what the token's member signs on one channel, or wherever they have no other.
#[utoipa::path(put, path = "/me/signatures", tag = "members", operation_id = "keep_signature",
    request_body = SignatureChange, security(("token" = ["write"])),
    responses((status = 200, body = Whole<Signature>)))]
pub(crate) async fn keep(
    State(app): State<App>,
    caller: Caller,
    Body(change): Body<SignatureChange>,
) -> Answer<Json<Whole<Signature>>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let kept = inbox::keep_signature(&mut tx, &caller.member, change.channel, &change.text).await;
    kept.map_err(|error| match error {
        inbox::InboxError::Missing("this channel") => Problem::field("channel", "There is no such channel."),
        other => other.into(),
    })?;
    let now = all(&mut tx, &caller).await?;
    tx.commit().await?;
    Ok(now)
}
