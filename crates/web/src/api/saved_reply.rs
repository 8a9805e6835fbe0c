//! Answers that are written once and used again: `/api/v1/saved-replies`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{Right, SavedReplyId, Scope};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::saved_reply::{self, Uses};
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::cursor::Page;
use super::input::{Body, Named};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::Id;
use super::variant::Variant;
use crate::app::App;

/// An answer with blanks, in one or more languages.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SavedReply {
    id: Id,
    name: String,
    variants: Vec<Variant>,
    /// Since when it is put away.
    archived_at: Option<Timestamp>,
    /// Answers made of it that were not taken back.
    use_count: i64,
    /// When it was used last.
    last_used_at: Option<Timestamp>,
    /// In how many of them the person wrote again afterwards.
    wrote_again_count: i64,
}

/// What a saved reply is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedReply {
    /// No other in use has it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    #[schema(min_items = 1, max_items = 40)]
    variants: Vec<Variant>,
}

impl From<WantedReply> for inbox::WantedReply {
    fn from(wanted: WantedReply) -> Self {
        Self { name: wanted.name, variants: wanted.variants.into_iter().map(Into::into).collect() }
    }
}

fn shown(saved: saved_reply::SavedReply, uses: Uses) -> SavedReply {
    SavedReply {
        id: saved.id.into(),
        name: saved.name,
        variants: saved.variants.into_iter().map(Into::into).collect(),
        archived_at: saved.archived_at,
        use_count: uses.count,
        last_used_at: uses.last_at,
        wrote_again_count: uses.wrote_again,
    }
}

async fn one(tx: &mut Tx, id: SavedReplyId) -> Answer<SavedReply> {
    let saved = saved_reply::find(tx, id).await?.ok_or_else(|| Problem::missing("saved reply"))?;
    let uses = saved_reply::uses(tx).await?.remove(&id).unwrap_or_default();
    Ok(shown(saved, uses))
}

/// Lists every saved reply: those in use by name, then those that are put away.
#[utoipa::path(get, path = "/saved-replies", tag = "saved replies", operation_id = "list_saved_replies",
    security(("token" = ["read"])), responses((status = 200, body = Page<SavedReply>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<SavedReply>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let mut uses = saved_reply::uses(&mut tx).await?;
    let all = saved_reply::all(&mut tx).await?.into_iter();
    let items = all.map(|saved| {
        let uses = uses.remove(&saved.id).unwrap_or_default();
        shown(saved, uses)
    });
    Ok(Json(Page { items: items.collect(), next_cursor: None }))
}

/// One saved reply.
#[utoipa::path(get, path = "/saved-replies/{id}", tag = "saved replies", operation_id = "show_saved_reply",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = SavedReply)))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SavedReplyId>,
) -> Answer<Json<SavedReply>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(one(&mut app.store().read().await?, id).await?))
}

/// Makes a saved reply.
#[utoipa::path(post, path = "/saved-replies", tag = "saved replies", operation_id = "create_saved_reply",
    params(KeyHeader), request_body = WantedReply, security(("token" = ["write"])),
    responses((status = 201, body = SavedReply, headers(("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedReply>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let id = inbox::keep_saved_reply(&mut tx, &caller.member, None, body.into()).await?;
    let saved = one(&mut tx, id).await?;
    let made = Made::new(StatusCode::CREATED, &saved)?.at(format!("{ROOT}/saved-replies/{id}"));
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Gives a saved reply another name and other texts.
#[utoipa::path(put, path = "/saved-replies/{id}", tag = "saved replies", operation_id = "change_saved_reply",
    params(("id" = Id, Path)), request_body = WantedReply, security(("token" = ["write"])),
    responses((status = 200, body = SavedReply)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SavedReplyId>,
    Body(wanted): Body<WantedReply>,
) -> Answer<Json<SavedReply>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    inbox::keep_saved_reply(&mut tx, &caller.member, Some(id), wanted.into()).await?;
    let saved = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(saved))
}

/// Puts a saved reply away: it is offered to nobody, and answers made of it keep counting.
#[utoipa::path(post, path = "/saved-replies/{id}/archive", tag = "saved replies", operation_id = "archive_saved_reply",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = SavedReply)))]
pub(crate) async fn archive(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SavedReplyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<SavedReply>> {
    put_away(&app, &caller, id, true).await
}

/// Takes a saved reply out again.
#[utoipa::path(post, path = "/saved-replies/{id}/restore", tag = "saved replies", operation_id = "restore_saved_reply",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = SavedReply)))]
pub(crate) async fn restore(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SavedReplyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<SavedReply>> {
    put_away(&app, &caller, id, false).await
}

async fn put_away(app: &App, caller: &Caller, id: SavedReplyId, is_away: bool) -> Answer<Json<SavedReply>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    inbox::put_saved_reply_away(&mut tx, &caller.member, id, is_away).await?;
    let saved = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(saved))
}
