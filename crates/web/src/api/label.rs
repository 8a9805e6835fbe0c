//! Labels: `/api/v1/labels`.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use model::{LabelId, Right, Scope};
use serde::{Deserialize, Serialize};
use store::{Tx, label};
use utoipa::ToSchema;

use super::caller::Caller;
use super::cursor::Page;
use super::deed::Bulk;
use super::input::{Body, Named};
use super::problem::{Answer, Problem};
use super::schema::Id;
use crate::app::App;

/// A label.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Label {
    id: Id,
    name: String,
    /// Since when it is put away: it stays where it is, and is offered to nobody.
    archived_at: Option<Timestamp>,
    /// On how many conversations it is.
    conversation_count: i64,
}

/// What is to be changed; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabelChange {
    #[schema(min_length = 1, max_length = 40)]
    name: Option<String>,
    is_archived: Option<bool>,
}

/// Which label takes its place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabelMerge {
    #[schema(value_type = Id)]
    into: LabelId,
}

async fn all(tx: &mut Tx) -> Answer<Vec<Label>> {
    let counts = label::counts(tx).await?;
    let shown = |one: label::Label| Label {
        conversation_count: counts.get(&one.id).copied().unwrap_or_default(),
        id: one.id.into(),
        name: one.name,
        archived_at: one.archived_at,
    };
    Ok(label::all(tx).await?.into_iter().map(shown).collect())
}

/// Lists every label by name, also those that are put away.
#[utoipa::path(get, path = "/labels", tag = "labels", operation_id = "list_labels",
    security(("token" = ["read"])), responses((status = 200, body = Page<Label>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<Label>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(Page { items: all(&mut app.store().read().await?).await?, next_cursor: None }))
}

/// Gives a label another name, puts it away or takes it out again; it stays on everything it is on.
#[utoipa::path(patch, path = "/labels/{id}", tag = "labels", operation_id = "change_label",
    params(("id" = Id, Path)), request_body = LabelChange, security(("token" = ["write"])),
    responses((status = 200, body = Label)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<LabelId>,
    Body(change): Body<LabelChange>,
) -> Answer<Json<Label>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    if let Some(name) = &change.name {
        inbox::rename_label(&mut tx, &caller.member, id, name).await?;
    }
    if let Some(is_archived) = change.is_archived {
        inbox::put_label_away(&mut tx, &caller.member, id, is_archived).await?;
    }
    let found = all(&mut tx).await?.into_iter().find(|one| one.id == Id::from(id));
    let found = found.ok_or_else(|| Problem::missing("label"))?;
    tx.commit().await?;
    Ok(Json(found))
}

/// Puts another label on everything it is on, takes it off there, and puts it away. What it comes to is told and undone as
/// what is done to many; null when it was on nothing.
#[utoipa::path(post, path = "/labels/{id}/merge", tag = "labels", operation_id = "merge_label",
    params(("id" = Id, Path)), request_body = LabelMerge, security(("token" = ["write"])),
    responses((status = 200, body = Option<Bulk>)))]
pub(crate) async fn merge(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<LabelId>,
    Body(LabelMerge { into }): Body<LabelMerge>,
) -> Answer<Json<Option<Bulk>>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let deed = inbox::merge_labels(&mut tx, &caller.member, id, into).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(Json(deed.map(Into::into)))
}
