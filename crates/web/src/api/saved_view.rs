//! Lists of the inbox under a name: `/api/v1/views`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use inbox::InboxError;
use model::{InboxView, Right, SavedViewId, Scope};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::saved_view::{self, Described};
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::input::{Body, Named};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::{self, Id};
use super::version::{self, SeenHeader};
use crate::app::App;

/// A list of the inbox under a name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct View {
    id: Id,
    /// The member who made it.
    member: Id,
    /// Whether everybody has it; else its maker alone.
    is_shared: bool,
    name: String,
    /// The list in which it looks.
    #[schema(value_type = schema::InboxView)]
    cut: InboxView,
    /// What it looks for, in the query language; empty for everything.
    query: String,
    /// Grows with every change; the ETag.
    version: i64,
}

impl From<saved_view::SavedView> for View {
    fn from(view: saved_view::SavedView) -> Self {
        let saved_view::SavedView { id, member, is_shared, name, cut, query, version, .. } = view;
        Self { id: id.into(), member: member.into(), is_shared, name, cut, query, version }
    }
}

/// Every view that the member has.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Views {
    /// In the member's order.
    items: Vec<View>,
}

/// A view to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewView {
    /// No other view of the member has it.
    #[schema(min_length = 1, max_length = 40)]
    name: String,
    #[serde(default)]
    #[schema(value_type = Option<schema::InboxView>)]
    cut: InboxView,
    /// Empty for everything.
    #[serde(default)]
    query: String,
    /// For everybody.
    #[serde(default)]
    is_shared: bool,
}

/// What is to be changed; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ViewChange {
    #[schema(min_length = 1, max_length = 40)]
    name: Option<String>,
    #[schema(value_type = Option<schema::InboxView>)]
    cut: Option<InboxView>,
    query: Option<String>,
    is_shared: Option<bool>,
}

/// What is wrong, with places in the query where it is that.
fn problem(error: InboxError, query: &str) -> Problem {
    match error {
        InboxError::Query(errors) => Problem::query("query", query, &errors),
        other => other.into(),
    }
}

/// Lists the views that the token's member has: their own, and those that are shared.
#[utoipa::path(get, path = "/views", tag = "views", operation_id = "list_views",
    security(("token" = ["read"])), responses((status = 200, body = Views)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Views>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let views = saved_view::of_member(&mut app.store().read().await?, caller.member.id).await?;
    Ok(Json(Views { items: views.into_iter().map(Into::into).collect() }))
}

/// One view. The ETag is its version.
#[utoipa::path(get, path = "/views/{id}", tag = "views", operation_id = "show_view",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = View, headers(("etag" = String)))))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SavedViewId>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    with_version(one(&mut app.store().read().await?, &caller, id).await?)
}

/// Keeps a list under a name, for the token's member or for everybody.
#[utoipa::path(post, path = "/views", tag = "views", operation_id = "create_view",
    params(KeyHeader),
    request_body = NewView, security(("token" = ["write"])),
    responses((status = 201, body = View, headers(("etag" = String), ("location" = String))),
        (status = 409, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<NewView>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::ReadInbox)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let new = Described { name: &body.name, cut: body.cut, query: &body.query, is_shared: body.is_shared };
    let saved = inbox::save_view(&mut tx, &caller.member, new).await;
    let id = saved.map_err(|error| problem(error, &body.query))?;
    let view = one(&mut tx, &caller, id).await?;
    let version = version::etag(view.version);
    let made = Made::new(StatusCode::CREATED, &view)?.at(format!("{ROOT}/views/{id}")).with(version);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Renames a view, or has it look for something else, elsewhere, or for others. Its maker may, and whoever manages what
/// colleagues share.
#[utoipa::path(patch, path = "/views/{id}", tag = "views", operation_id = "change_view",
    params(("id" = Id, Path), SeenHeader),
    request_body = ViewChange, security(("token" = ["write"])),
    responses((status = 200, body = View, headers(("etag" = String))), (status = 412, response = Problem)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SavedViewId>,
    headers: HeaderMap,
    Body(change): Body<ViewChange>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Write, Right::ReadInbox)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    let before = inbox::find_view(&mut tx, &caller.member, id).await?;
    let query = change.query.as_deref().unwrap_or(&before.query);
    let to = Described {
        name: change.name.as_deref().unwrap_or(&before.name),
        cut: change.cut.unwrap_or(before.cut),
        query,
        is_shared: change.is_shared.unwrap_or(before.is_shared),
    };
    let changed = inbox::change_view(&mut tx, &caller.member, id, seen, to).await;
    let is_news = changed.map_err(|error| problem(error, query))?;
    let view = one(&mut tx, &caller, id).await?;
    if is_news {
        tx.commit().await?;
    }
    with_version(view)
}

/// Removes a view. For 30 days it can be brought back.
#[utoipa::path(post, path = "/views/{id}/remove", tag = "views", operation_id = "remove_view",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = View)))]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SavedViewId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<View>> {
    caller.require(Scope::Write, Right::ReadInbox)?;
    let mut tx = app.store().write().await?;
    let view = inbox::remove_view(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    Ok(Json(view.into()))
}

/// Brings a removed view back; one that stands stays as it is.
#[utoipa::path(post, path = "/views/{id}/bring-back", tag = "views", operation_id = "bring_view_back",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = View)))]
pub(crate) async fn bring_back(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SavedViewId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<View>> {
    caller.require(Scope::Write, Right::ReadInbox)?;
    let mut tx = app.store().write().await?;
    let view = inbox::bring_view_back(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    Ok(Json(view.into()))
}

async fn one(tx: &mut Tx, caller: &Caller, id: SavedViewId) -> Answer<View> {
    Ok(inbox::find_view(tx, &caller.member, id).await?.into())
}

fn with_version(view: View) -> Answer<impl IntoResponse> {
    Ok((AppendHeaders([version::etag(view.version)]), Json(view)))
}
