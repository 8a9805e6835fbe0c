//! How soon whom is answered: `/api/v1/sla-policies`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{CalendarId, ChannelId, Priority, Relation, Right, Scope, SlaPolicyId, SlaTerms};
use serde::{Deserialize, Serialize};
use store::{Tx, policy};
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

/// A policy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SlaPolicy {
    id: Id,
    name: String,
    terms: Terms,
    /// Grows with every change of the terms, from 1.
    version: i64,
    /// Since when it sets no clock.
    archived_at: Option<Timestamp>,
}

/// How soon, and to whom. Lengths are seconds of working time.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Terms {
    /// Within what the first answer is due; absent sets no such clock. At least one of the three is needed.
    #[serde(default)]
    #[schema(minimum = 60, maximum = 7_200_000)]
    first_response_seconds: Option<i64>,
    /// Within what each further answer is due.
    #[serde(default)]
    #[schema(minimum = 60, maximum = 7_200_000)]
    next_response_seconds: Option<i64>,
    /// Within what it is done.
    #[serde(default)]
    #[schema(minimum = 60, maximum = 7_200_000)]
    resolution_seconds: Option<i64>,
    /// How long before a deadline is warned; 0 warns not at all. Shorter than the shortest of the three.
    #[serde(default)]
    #[schema(minimum = 0)]
    warning_seconds: i64,
    /// Whether clocks stand still while a conversation is snoozed.
    #[serde(default)]
    pauses_when_snoozed: bool,
    /// Whether the clock of resolution stands still while it is the person's turn.
    #[serde(default)]
    pauses_when_waiting: bool,
    /// In whose hours is counted; absent in those of the usual calendar.
    #[serde(default)]
    #[schema(value_type = Option<Id>)]
    calendar: Option<CalendarId>,
    /// For conversations on one of these channels; on any when empty.
    #[serde(default)]
    #[schema(value_type = Vec<Id>)]
    channels: Vec<ChannelId>,
    /// For people of one of these relations; for anybody when empty.
    #[serde(default)]
    #[schema(value_type = Vec<schema::Relation>)]
    relations: Vec<Relation>,
    /// For conversations of one of these priorities; of any, and of none, when empty.
    #[serde(default)]
    #[schema(value_type = Vec<schema::Priority>)]
    priorities: Vec<Priority>,
    /// Whether it leaves out conversations that are judged to need no answer.
    #[serde(default)]
    needs_reply_only: bool,
}

impl From<SlaTerms> for Terms {
    fn from(terms: SlaTerms) -> Self {
        Self {
            first_response_seconds: terms.first_response_seconds,
            next_response_seconds: terms.next_response_seconds,
            resolution_seconds: terms.resolution_seconds,
            warning_seconds: terms.warning_seconds,
            pauses_when_snoozed: terms.pauses_when_snoozed,
            pauses_when_waiting: terms.pauses_when_waiting,
            calendar: terms.calendar,
            channels: terms.channels,
            relations: terms.relations,
            priorities: terms.priorities,
            needs_reply_only: terms.needs_reply_only,
        }
    }
}

impl From<Terms> for SlaTerms {
    fn from(terms: Terms) -> Self {
        Self {
            first_response_seconds: terms.first_response_seconds,
            next_response_seconds: terms.next_response_seconds,
            resolution_seconds: terms.resolution_seconds,
            warning_seconds: terms.warning_seconds,
            pauses_when_snoozed: terms.pauses_when_snoozed,
            pauses_when_waiting: terms.pauses_when_waiting,
            calendar: terms.calendar,
            channels: terms.channels,
            relations: terms.relations,
            priorities: terms.priorities,
            needs_reply_only: terms.needs_reply_only,
        }
    }
}

/// What a policy is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedSlaPolicy {
    /// No other in use has it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    terms: Terms,
}

impl From<WantedSlaPolicy> for inbox::WantedPolicy {
    fn from(wanted: WantedSlaPolicy) -> Self {
        Self { name: wanted.name, terms: wanted.terms.into() }
    }
}

/// Whither a policy is moved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shift {
    /// Whether it is asked one place earlier; else one later.
    pub(super) earlier: bool,
}

fn shown(found: policy::SlaPolicy) -> SlaPolicy {
    let policy::Policy { id, name, terms, version, archived_at } = found;
    SlaPolicy { id: id.into(), name, terms: terms.into(), version, archived_at }
}

async fn one(tx: &mut Tx, id: SlaPolicyId) -> Answer<SlaPolicy> {
    Ok(shown(policy::find(tx, id).await?.ok_or_else(|| Problem::missing("policy"))?))
}

/// Lists every policy: those in use in their order, of which the first that is for a conversation holds, then those that are
/// put away.
#[utoipa::path(get, path = "/sla-policies", tag = "SLA policies", operation_id = "list_sla_policies",
    security(("token" = ["read"])), responses((status = 200, body = Page<SlaPolicy>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<SlaPolicy>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let all = policy::all::<SlaPolicyId>(&mut app.store().read().await?).await?;
    Ok(Json(Page { items: all.into_iter().map(shown).collect(), next_cursor: None }))
}

/// One policy.
#[utoipa::path(get, path = "/sla-policies/{id}", tag = "SLA policies", operation_id = "show_sla_policy",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = SlaPolicy)))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SlaPolicyId>,
) -> Answer<Json<SlaPolicy>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(one(&mut app.store().read().await?, id).await?))
}

/// Makes a policy, the last in their order. It counts from now on: whoever waits already has the whole time from now.
#[utoipa::path(post, path = "/sla-policies", tag = "SLA policies", operation_id = "create_sla_policy",
    params(KeyHeader), request_body = WantedSlaPolicy, security(("token" = ["write"])),
    responses((status = 201, body = SlaPolicy, headers(("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedSlaPolicy>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::ManageSla)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let id = inbox::keep_sla_policy(&mut tx, &caller.member, None, body.into()).await?;
    let made = Made::new(StatusCode::CREATED, &one(&mut tx, id).await?)?.at(format!("{ROOT}/sla-policies/{id}"));
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Gives a policy another name and other terms. Clocks that go on are set anew by them; those that have ended stay.
#[utoipa::path(put, path = "/sla-policies/{id}", tag = "SLA policies", operation_id = "change_sla_policy",
    params(("id" = Id, Path)), request_body = WantedSlaPolicy, security(("token" = ["write"])),
    responses((status = 200, body = SlaPolicy)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SlaPolicyId>,
    Body(wanted): Body<WantedSlaPolicy>,
) -> Answer<Json<SlaPolicy>> {
    caller.require(Scope::Write, Right::ManageSla)?;
    let mut tx = app.store().write().await?;
    inbox::keep_sla_policy(&mut tx, &caller.member, Some(id), wanted.into()).await?;
    let changed = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(changed))
}

/// Has a policy asked earlier or later.
#[utoipa::path(post, path = "/sla-policies/{id}/move", tag = "SLA policies", operation_id = "move_sla_policy",
    params(("id" = Id, Path)), request_body = Shift, security(("token" = ["write"])),
    responses((status = 200, body = SlaPolicy)))]
pub(crate) async fn shift(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SlaPolicyId>,
    Body(Shift { earlier }): Body<Shift>,
) -> Answer<Json<SlaPolicy>> {
    caller.require(Scope::Write, Right::ManageSla)?;
    let mut tx = app.store().write().await?;
    inbox::move_sla_policy(&mut tx, &caller.member, id, earlier).await?;
    let moved = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(moved))
}

/// Puts a policy away: it sets no clock any more.
#[utoipa::path(post, path = "/sla-policies/{id}/archive", tag = "SLA policies", operation_id = "archive_sla_policy",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = SlaPolicy)))]
pub(crate) async fn archive(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SlaPolicyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<SlaPolicy>> {
    put_away(&app, &caller, id, true).await
}

/// Takes a policy out again.
#[utoipa::path(post, path = "/sla-policies/{id}/restore", tag = "SLA policies", operation_id = "restore_sla_policy",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = SlaPolicy)))]
pub(crate) async fn restore(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SlaPolicyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<SlaPolicy>> {
    put_away(&app, &caller, id, false).await
}

async fn put_away(app: &App, caller: &Caller, id: SlaPolicyId, is_away: bool) -> Answer<Json<SlaPolicy>> {
    caller.require(Scope::Write, Right::ManageSla)?;
    let mut tx = app.store().write().await?;
    inbox::put_sla_policy_away(&mut tx, &caller.member, id, is_away).await?;
    let changed = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(changed))
}
