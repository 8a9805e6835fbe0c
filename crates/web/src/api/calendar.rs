//! Working hours: `/api/v1/calendars`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{CalendarId, Holiday, OpenHours, Right, Scope};
use serde::{Deserialize, Serialize};
use store::{Tx, calendar};
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::cursor::Page;
use super::input::{Body, Named};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::Id;
use crate::app::App;
use crate::ui::calendar::view::WEEKDAYS;

/// When somebody is there. A change is a new version, which holds from a moment on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Calendar {
    id: Id,
    name: String,
    /// Whether policies that name no calendar count in it.
    is_default: bool,
    /// Since when it is put away.
    archived_at: Option<Timestamp>,
    /// Its versions, oldest first.
    versions: Vec<Version>,
}

/// Hours as they hold from a moment on, until a later version begins.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Version {
    /// From 1, in the order they were made.
    version: i64,
    /// From when it holds.
    from: Timestamp,
    opening: Opening,
}

/// The hours of each weekday, and days that are unlike theirs.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Opening {
    /// The IANA name of the time zone.
    #[schema(example = "Europe/Amsterdam")]
    zone: String,
    /// Monday first: `09:00-12:30, 13:30-18:00`, or empty for a day on which nobody is there. Hours past midnight are
    /// written as two days, to 24:00 and from 00:00.
    #[schema(min_items = 7, max_items = 7, example = json!(["09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00", "", ""]))]
    week: Vec<String>,
    /// `2026-12-24 09:00-12:00 Christmas Eve`: the date (`12-25` for every year), hours in place of those of its weekday
    /// (none: closed), and a name.
    #[serde(default)]
    #[schema(max_items = 400, example = json!(["12-25 closed Christmas Day", "2026-12-24 09:00-12:00 Christmas Eve"]))]
    holidays: Vec<String>,
}

impl From<&model::Opening> for Opening {
    fn from(opening: &model::Opening) -> Self {
        Self {
            zone: opening.zone.clone(),
            week: opening.week.iter().map(OpenHours::to_string).collect(),
            holidays: opening.holidays.iter().map(Holiday::to_string).collect(),
        }
    }
}

impl Opening {
    fn read(self) -> Result<model::Opening, Problem> {
        let mut week: [OpenHours; 7] = Default::default();
        if self.week.len() != week.len() {
            return Err(Problem::field("opening.week", "seven days are needed, Monday first".to_owned()));
        }
        for ((hours, name), text) in week.iter_mut().zip(WEEKDAYS).zip(&self.week) {
            *hours = text.parse().map_err(|fault| Problem::field("opening.week", format!("{name}: {fault}")))?;
        }
        let read = |line: &String| {
            line.parse::<Holiday>().map_err(|fault| Problem::field("opening.holidays", fault.to_string()))
        };
        let holidays = self.holidays.iter().map(read).collect::<Result<_, _>>()?;
        Ok(model::Opening { zone: self.zone, week, holidays })
    }
}

/// What a calendar is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedCalendar {
    /// No other in use has it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    opening: Opening,
    /// From when other hours hold, not in the past; at once when absent. The first version holds from the beginning.
    #[serde(default)]
    from: Option<Timestamp>,
}

impl WantedCalendar {
    fn read(self) -> Result<inbox::WantedCalendar, Problem> {
        Ok(inbox::WantedCalendar { name: self.name, opening: self.opening.read()?, from: self.from })
    }
}

fn shown(found: calendar::Calendar) -> Calendar {
    let version =
        |one: &calendar::Version| Version { version: one.version, from: one.from, opening: (&one.opening).into() };
    Calendar {
        id: found.id.into(),
        versions: found.versions.iter().map(version).collect(),
        name: found.name,
        is_default: found.is_default,
        archived_at: found.archived_at,
    }
}

async fn one(tx: &mut Tx, id: CalendarId) -> Answer<Calendar> {
    Ok(shown(calendar::find(tx, id).await?.ok_or_else(|| Problem::missing("calendar"))?))
}

/// Lists every calendar: those in use by name, then those that are put away.
#[utoipa::path(get, path = "/calendars", tag = "calendars", operation_id = "list_calendars",
    security(("token" = ["read"])), responses((status = 200, body = Page<Calendar>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<Calendar>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let all = calendar::all(&mut app.store().read().await?).await?;
    Ok(Json(Page { items: all.into_iter().map(shown).collect(), next_cursor: None }))
}

/// One calendar.
#[utoipa::path(get, path = "/calendars/{id}", tag = "calendars", operation_id = "show_calendar",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Calendar)))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<CalendarId>,
) -> Answer<Json<Calendar>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(one(&mut app.store().read().await?, id).await?))
}

/// Makes a calendar; the first is the usual one.
#[utoipa::path(post, path = "/calendars", tag = "calendars", operation_id = "create_calendar",
    params(KeyHeader), request_body = WantedCalendar, security(("token" = ["write"])),
    responses((status = 201, body = Calendar, headers(("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedCalendar>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::ManageSla)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let id = inbox::keep_calendar(&mut tx, &caller.member, None, body.read()?).await?;
    let made = Made::new(StatusCode::CREATED, &one(&mut tx, id).await?)?.at(format!("{ROOT}/calendars/{id}"));
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Gives a calendar another name, or other hours from a moment on. What was counted before stays as it was.
#[utoipa::path(put, path = "/calendars/{id}", tag = "calendars", operation_id = "change_calendar",
    params(("id" = Id, Path)), request_body = WantedCalendar, security(("token" = ["write"])),
    responses((status = 200, body = Calendar)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<CalendarId>,
    Body(wanted): Body<WantedCalendar>,
) -> Answer<Json<Calendar>> {
    caller.require(Scope::Write, Right::ManageSla)?;
    let mut tx = app.store().write().await?;
    inbox::keep_calendar(&mut tx, &caller.member, Some(id), wanted.read()?).await?;
    let changed = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(changed))
}

/// Puts a calendar away in which nothing is counted.
#[utoipa::path(post, path = "/calendars/{id}/archive", tag = "calendars", operation_id = "archive_calendar",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Calendar)))]
pub(crate) async fn archive(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<CalendarId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Calendar>> {
    put_away(&app, &caller, id, true).await
}

/// Takes a calendar out again.
#[utoipa::path(post, path = "/calendars/{id}/restore", tag = "calendars", operation_id = "restore_calendar",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Calendar)))]
pub(crate) async fn restore(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<CalendarId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Calendar>> {
    put_away(&app, &caller, id, false).await
}

async fn put_away(app: &App, caller: &Caller, id: CalendarId, is_away: bool) -> Answer<Json<Calendar>> {
    caller.require(Scope::Write, Right::ManageSla)?;
    let mut tx = app.store().write().await?;
    inbox::put_calendar_away(&mut tx, &caller.member, id, is_away).await?;
    let changed = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(changed))
}

/// Makes a calendar the usual one: policies that name none count in it.
#[utoipa::path(post, path = "/calendars/{id}/default", tag = "calendars", operation_id = "make_calendar_default",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Calendar)))]
pub(crate) async fn make_default(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<CalendarId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Calendar>> {
    caller.require(Scope::Write, Right::ManageSla)?;
    let mut tx = app.store().write().await?;
    inbox::make_calendar_default(&mut tx, &caller.member, id).await?;
    let changed = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(changed))
}
