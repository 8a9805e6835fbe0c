//! Members who do one kind of work together: `/api/v1/teams`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{CalendarId, Function, Giving, MemberId, Right, Scope, TeamId};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::team::{self, TeamTerms};
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::cursor::Page;
use super::input::{Body, Named};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::{self, Id};
use crate::app::App;

/// A team.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Team {
    id: Id,
    name: String,
    /// The kind of work that it does.
    #[schema(value_type = schema::Function)]
    function: Function,
    /// In whose hours it works; null for those of the usual calendar.
    calendar: Option<Id>,
    /// Who belongs to it.
    members: Vec<Id>,
    /// How it gives out what it is given.
    #[schema(value_type = schema::Giving)]
    giving: Giving,
    /// Whether it gives out in its hours only.
    keeps_hours: bool,
    /// Since when nothing more is given to it.
    archived_at: Option<Timestamp>,
}

/// What a team is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedTeam {
    /// No other in use has it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    #[schema(value_type = schema::Function)]
    function: Function,
    /// In whose hours it works; absent in those of the usual calendar.
    #[serde(default)]
    #[schema(value_type = Option<Id>)]
    calendar: Option<CalendarId>,
    /// Members who work the inbox; each may belong to several teams.
    #[serde(default)]
    #[schema(value_type = Vec<Id>)]
    members: Vec<MemberId>,
    /// By hand when absent.
    #[serde(default = "by_hand")]
    #[schema(value_type = Option<schema::Giving>)]
    giving: Giving,
    #[serde(default)]
    keeps_hours: bool,
}

const fn by_hand() -> Giving {
    Giving::ByHand
}

impl From<WantedTeam> for TeamTerms {
    fn from(wanted: WantedTeam) -> Self {
        let WantedTeam { name, function, calendar, members, giving, keeps_hours } = wanted;
        Self { name, function, calendar, members, giving, keeps_hours }
    }
}

fn shown(found: team::Team) -> Team {
    let TeamTerms { name, function, calendar, members, giving, keeps_hours } = found.terms;
    Team {
        id: found.id.into(),
        name,
        function,
        calendar: calendar.map(Into::into),
        members: members.into_iter().map(Into::into).collect(),
        giving,
        keeps_hours,
        archived_at: found.archived_at,
    }
}

async fn one(tx: &mut Tx, id: TeamId) -> Answer<Team> {
    Ok(shown(team::find(tx, id).await?.ok_or_else(|| Problem::missing("team"))?))
}

/// Lists every team by name: those in use, then those that are put away.
#[utoipa::path(get, path = "/teams", tag = "teams", operation_id = "list_teams",
    security(("token" = ["read"])), responses((status = 200, body = Page<Team>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<Team>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let all = team::all(&mut app.store().read().await?).await?;
    Ok(Json(Page { items: all.into_iter().map(shown).collect(), next_cursor: None }))
}

/// One team.
#[utoipa::path(get, path = "/teams/{id}", tag = "teams", operation_id = "show_team",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Team)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller, Named(id): Named<TeamId>) -> Answer<Json<Team>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(one(&mut app.store().read().await?, id).await?))
}

/// Makes a team.
#[utoipa::path(post, path = "/teams", tag = "teams", operation_id = "create_team",
    params(KeyHeader), request_body = WantedTeam, security(("token" = ["write"])),
    responses((status = 201, body = Team, headers(("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedTeam>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::ManageTeams)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let id = inbox::keep_team(&mut tx, &caller.member, None, body.into()).await?;
    let made = Made::new(StatusCode::CREATED, &one(&mut tx, id).await?)?.at(format!("{ROOT}/teams/{id}"));
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Lets a team be another: its name, its function, its hours, and all who belong to it.
#[utoipa::path(put, path = "/teams/{id}", tag = "teams", operation_id = "change_team",
    params(("id" = Id, Path)), request_body = WantedTeam, security(("token" = ["write"])),
    responses((status = 200, body = Team)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<TeamId>,
    Body(wanted): Body<WantedTeam>,
) -> Answer<Json<Team>> {
    caller.require(Scope::Write, Right::ManageTeams)?;
    let mut tx = app.store().write().await?;
    inbox::keep_team(&mut tx, &caller.member, Some(id), wanted.into()).await?;
    let changed = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(changed))
}

/// Puts a team away: what it has stays with it, and nothing more is given to it.
#[utoipa::path(post, path = "/teams/{id}/archive", tag = "teams", operation_id = "archive_team",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Team)))]
pub(crate) async fn archive(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<TeamId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Team>> {
    put_away(&app, &caller, id, true).await
}

/// Takes a team out again.
#[utoipa::path(post, path = "/teams/{id}/restore", tag = "teams", operation_id = "restore_team",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Team)))]
pub(crate) async fn restore(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<TeamId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Team>> {
    put_away(&app, &caller, id, false).await
}

async fn put_away(app: &App, caller: &Caller, id: TeamId, is_away: bool) -> Answer<Json<Team>> {
    caller.require(Scope::Write, Right::ManageTeams)?;
    let mut tx = app.store().write().await?;
    inbox::put_team_away(&mut tx, &caller.member, id, is_away).await?;
    let changed = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(changed))
}
