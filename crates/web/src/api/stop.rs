//! Stopping what goes out: `/api/v1/stops`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{LabelId, ReplyId, Right, Scope, StopId};
use serde::{Deserialize, Serialize};
use store::stop;
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::cursor::Page;
use super::input::Named;
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::{Nothing, Reply, Step, step};
use super::schema::Id;
use crate::app::App;

/// A stop: from its beginning nothing goes out, wholly or where a label is on, until it is lifted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stop {
    id: Id,
    /// The label where it holds; everywhere when null.
    label: Option<Id>,
    /// Why.
    reason: String,
    /// The member who began it.
    begun_by: Id,
    begun_at: Timestamp,
    /// When it was lifted.
    lifted_at: Option<Timestamp>,
}

impl From<stop::Stop> for Stop {
    fn from(stop: stop::Stop) -> Self {
        Self {
            id: stop.id.into(),
            label: stop.label.map(Into::into),
            reason: stop.reason,
            begun_by: stop.begun_by.into(),
            begun_at: stop.begun_at,
            lifted_at: stop.lifted_at,
        }
    }
}

/// What is to be stopped.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStop {
    /// The id of the label where nothing is to go out; everywhere when absent.
    #[schema(value_type = Option<Id>)]
    label: Option<LabelId>,
    /// Why.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Lists the stops that are in force, oldest first.
#[utoipa::path(get, path = "/stops", tag = "replies", operation_id = "list_stops",
    security(("token" = ["read"])), responses((status = 200, body = Page<Stop>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<Stop>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let stops = stop::in_force(&mut app.store().read().await?).await?;
    Ok(Json(Page { items: stops.into_iter().map(Into::into).collect(), next_cursor: None }))
}

/// Stops what goes out, at once. What would have gone is held until it is let go of, one by one.
#[utoipa::path(post, path = "/stops", tag = "replies", operation_id = "create_stop",
    params(KeyHeader), request_body = NewStop, security(("token" = ["reply"])),
    responses((status = 201, body = Stop)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<NewStop>,
) -> Answer<Made> {
    caller.require(Scope::Reply, Right::WorkInbox)?;
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let stop = inbox::stop_sending(&mut tx, &caller.member, body.label, &body.reason).await?;
    let address = format!("{ROOT}/stops");
    let made = Made::new(StatusCode::CREATED, &Stop::from(stop))?.at(address);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Lifts a stop. What it held stays held until it is let go of.
#[utoipa::path(post, path = "/stops/{id}/lift", tag = "replies", operation_id = "lift_stop",
    params(("id" = Id, Path), KeyHeader), security(("token" = ["reply"])),
    responses((status = 200, body = Stop)))]
pub(crate) async fn lift(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StopId>,
    Once { request, .. }: Once<Nothing>,
) -> Answer<Made> {
    caller.require(Scope::Reply, Right::ReleaseReplies)?;
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    inbox::lift_stop(&mut tx, &caller.member, id).await?;
    let lifted = stop::find(&mut tx, id).await?.ok_or_else(|| Problem::missing("stop"))?;
    let made = Made::new(StatusCode::OK, &Stop::from(lifted))?;
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Lets an answer go that a stop holds.
#[utoipa::path(post, path = "/replies/{id}/release", tag = "replies", operation_id = "release_reply",
    params(("id" = Id, Path), KeyHeader), security(("token" = ["reply"])),
    responses((status = 200, body = Reply), (status = 409, response = Problem)))]
pub(crate) async fn release(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ReplyId>,
    Once { request, .. }: Once<Nothing>,
) -> Answer<Made> {
    step(&app, &caller, request, id, Step::Release).await
}
