//! Splitting a message out of a conversation: `/api/v1/conversations/{id}/split`.

use axum::Json;
use axum::extract::State;
use model::{ConversationId, PostId, Right, Scope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::input::{Body, Named};
use super::problem::{Answer, Problem};
use super::schema::Id;
use crate::app::App;

/// Where to split.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSplit {
    /// The id of the message at which what is split off begins.
    #[schema(value_type = Id)]
    post: PostId,
}

/// What was split off.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Split {
    /// The conversation that it has now.
    conversation: Id,
    /// What undoes it: `POST /bulk/{id}/undo`.
    deed: Option<Id>,
}

/// Splits a message, and what answers it now or later, out of a conversation into one of its own.
#[utoipa::path(post, path = "/conversations/{id}/split", tag = "conversations", operation_id = "split_conversation",
    params(("id" = Id, Path)), request_body = NewSplit, security(("token" = ["write"])),
    responses((status = 200, body = Split), (status = 409, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
    Body(NewSplit { post }): Body<NewSplit>,
) -> Answer<Json<Split>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let deed = inbox::split(&mut tx, &caller.member, id, post).await?;
    let own = store::post::find(&mut tx, post).await?.and_then(|post| post.conversation).unwrap_or(id);
    tx.commit().await?;
    Ok(Json(Split { conversation: own.into(), deed: deed.map(Into::into) }))
}
