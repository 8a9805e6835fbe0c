//! Conversations that belong together: `/api/v1/conversations/{id}/links`.

use axum::Json;
use axum::extract::State;
use model::{ConversationId, Right, Scope};
use serde::{Deserialize, Serialize};
use store::{conversation, link, merge};
use utoipa::ToSchema;

use super::caller::Caller;
use super::conversation::{Conversation, shown};
use super::cursor::Page;
use super::input::{Body, Named};
use super::problem::{Answer, Problem};
use super::schema::Id;
use crate::app::App;

/// Which other conversation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Other {
    /// Its id.
    #[schema(value_type = Id)]
    with: ConversationId,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Linking {
    /// What undoes it, `POST /bulk/{id}/undo`; null where it was so already.
    deed: Option<Id>,
}

/// Lists what belongs with a conversation, newest activity first: at most a few dozen, each where it stands.
#[utoipa::path(get, path = "/conversations/{id}/links", tag = "conversations", operation_id = "list_links",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Page<Conversation>)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
) -> Answer<Json<Page<Conversation>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let standing = merge::standing(&mut tx, id).await?.ok_or_else(|| Problem::missing("conversation"))?;
    let ids = link::of(&mut tx, standing.id).await?;
    let rows = conversation::rows(&mut tx, &ids).await?;
    Ok(Json(Page { items: shown(&mut tx, rows).await?, next_cursor: None }))
}

/// Says that a conversation and another belong together without being one; shown in both.
#[utoipa::path(post, path = "/conversations/{id}/links", tag = "conversations", operation_id = "link_conversation",
    params(("id" = Id, Path)), request_body = Other, security(("token" = ["write"])),
    responses((status = 200, body = Linking), (status = 409, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
    Body(Other { with }): Body<Other>,
) -> Answer<Json<Linking>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    if conversation::find(&mut tx, id).await?.is_some() && conversation::find(&mut tx, with).await?.is_none() {
        return Err(Problem::field("with", "There is no such conversation."));
    }
    let deed = inbox::link(&mut tx, &caller.member, id, with).await?;
    tx.commit().await?;
    Ok(Json(Linking { deed: deed.map(Into::into) }))
}

/// Says that a conversation and another do not belong together.
#[utoipa::path(delete, path = "/conversations/{id}/links/{with}", tag = "conversations", operation_id = "unlink_conversation",
    params(("id" = Id, Path), ("with" = Id, Path)), security(("token" = ["write"])),
    responses((status = 200, body = Linking), (status = 409, response = Problem)))]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Named((id, with)): Named<(ConversationId, ConversationId)>,
) -> Answer<Json<Linking>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let deed = inbox::unlink(&mut tx, &caller.member, id, with).await?;
    tx.commit().await?;
    Ok(Json(Linking { deed: deed.map(Into::into) }))
}
