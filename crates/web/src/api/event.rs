//! What happened, in the order of the log: `/api/v1/events`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use model::{EventKind, Right, Scope};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::event::{self, Sealed};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::event_stream;
use super::input::Params;
use super::problem::{Answer, Problem};
use super::schema::{self, Id};
use crate::app::App;

/// Events of a page, when nobody says.
const ROWS: i64 = 100;
/// The most events of a page.
const ROWS_MAX: i64 = 1_000;

/// Something that happened. It holds ids and closed words, no words of people.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Event {
    /// Its place in the log, from 1; later ones are greater.
    position: i64,
    id: Id,
    #[schema(value_type = schema::EventKind)]
    kind: EventKind,
    actor: Actor,
    /// When it happened, as far as the source tells.
    happened_at: Timestamp,
    /// When we learned it.
    learned_at: Timestamp,
    /// The conversation it belongs to.
    conversation: Option<Id>,
    /// Ids and closed values, before and after.
    #[schema(value_type = Object)]
    data: Value,
}

/// Who did it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Actor {
    /// `member`, `author`, `channel` or `system`.
    kind: &'static str,
    #[schema(value_type = Option<Id>)]
    id: Option<String>,
}

impl From<Sealed> for Event {
    fn from(sealed: Sealed) -> Self {
        let Sealed { position, event } = sealed;
        let (kind, id) = event.actor.parts();
        Self {
            position,
            id: event.id.into(),
            kind: event.kind,
            actor: Actor { kind, id: id.map(|id| id.to_string()) },
            happened_at: event.happened_at,
            learned_at: event.learned_at,
            conversation: event.conversation.map(Into::into),
            data: event.data,
        }
    }
}

/// A stretch of the log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stretch {
    /// The events that the member may see, oldest first.
    items: Vec<Event>,
    /// Ask with this as `after` for what comes next.
    next_after: i64,
    /// The newest position of the log.
    position: i64,
}

/// From where the log is read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The position after which to begin; a page begins with the log, a stream with what happens now.
    #[param(minimum = 0)]
    after: Option<i64>,
    /// How many events a page has.
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<i64>,
}

/// Where a stream goes on.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code)] // it is only described; `last_event_id` reads it
pub(crate) struct LastSeen {
    /// The position after which to go on; counts more than `after`.
    #[param(rename = "last-event-id", required = false, pattern = "^[0-9]{1,18}$")]
    last_event_id: String,
}

/// What a member must be allowed to, in order to see events of a kind.
pub(super) const fn right(kind: EventKind) -> Right {
    match kind {
        EventKind::MemberInvited
        | EventKind::MemberSignedIn
        | EventKind::MemberSignInFailed
        | EventKind::TokenCreated
        | EventKind::TokenRevoked => Right::ManageMembers,
        _ => Right::ReadInbox,
    }
}

/// Reads the log: a page of it as JSON, or with `Accept: text/event-stream` everything from then on as it happens.
///
/// A stream names each event's position as its id; whoever comes back with `Last-Event-ID` misses nothing. A comment
/// every 15 seconds shows that it lives.
#[utoipa::path(get, path = "/events", tag = "events", operation_id = "list_events",
    params(Asked, LastSeen),
    security(("token" = ["read"])),
    responses((status = 200, content((Stretch = "application/json"), (String = "text/event-stream")))))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(asked): Params<Asked>,
    headers: HeaderMap,
) -> Answer<Response> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    if asked.after.is_some_and(|after| after < 0) {
        return Err(Problem::field("after", "Positions begin with 1."));
    }
    let after = last_event_id(&headers)?.or(asked.after);
    if wants_stream(&headers) {
        return event_stream::follow(app, caller, after).await;
    }
    let limit = asked.limit.unwrap_or(ROWS);
    if !(1..=ROWS_MAX).contains(&limit) {
        return Err(Problem::field("limit", format!("A page has 1 to {ROWS_MAX} events.")));
    }
    let mut tx = app.store().read().await?;
    let after = after.unwrap_or(0);
    let events = event::after(&mut tx, after, limit).await?;
    let position = event::position(&mut tx).await?;
    let next_after = events.last().map_or(after, |last| last.position);
    let may_see = |sealed: &Sealed| caller.member.role.may(right(sealed.event.kind));
    let items = events.into_iter().filter(may_see).map(Into::into).collect();
    Ok(Json(Stretch { items, next_after, position }).into_response())
}

fn wants_stream(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted
        .flat_map(|value| value.split(','))
        .any(|kind| kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("text/event-stream"))
}

fn last_event_id(headers: &HeaderMap) -> Answer<Option<i64>> {
    let Some(id) = headers.get("last-event-id") else { return Ok(None) };
    let position = id.to_str().ok().and_then(|id| id.trim().parse().ok()).filter(|position| *position >= 0);
    position.map(Some).ok_or_else(|| Problem::field("last-event-id", "That is no position of the log."))
}
