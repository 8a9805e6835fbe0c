//! Which answers a second person looks at: `/api/v1/approval-policies`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{ApprovalFallback, ApprovalPolicyId, ApprovalTerms, CalendarId, Right, Role, Scope, TeamId};
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
use super::sla_policy::Shift;
use crate::app::App;

/// A policy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApprovalPolicy {
    id: Id,
    name: String,
    terms: ApprovalPolicyTerms,
    /// Grows with every change of the terms, from 1.
    version: i64,
    /// Since when it asks for nothing.
    archived_at: Option<Timestamp>,
}

/// Which answers a policy is for, who approves them, and until when.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovalPolicyTerms {
    /// In the query language: for answers where something said in the conversation, or the answer itself, meets it;
    /// everywhere when empty.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    query: String,
    /// For answers of members who joined fewer days ago than that; of everybody when absent.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 366)]
    new_member_days: Option<u32>,
    /// For answers of members of these roles; of all when empty.
    #[serde(default)]
    #[schema(value_type = Vec<schema::Role>)]
    roles: Vec<Role>,
    /// The team whose members approve, of those who may; all who may when absent.
    #[serde(default)]
    #[schema(value_type = Option<Id>)]
    team: Option<TeamId>,
    /// Within how many minutes of working time somebody is to decide; as long as it takes when absent.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 44_640)]
    deadline_minutes: Option<u32>,
    /// In whose hours is counted; absent in those of the usual calendar.
    #[serde(default)]
    #[schema(value_type = Option<Id>)]
    calendar: Option<CalendarId>,
    /// What happens when nobody decided in time.
    #[serde(default = "remind")]
    #[schema(value_type = schema::ApprovalFallback)]
    fallback: ApprovalFallback,
}

const fn remind() -> ApprovalFallback {
    ApprovalFallback::Remind
}

impl From<ApprovalTerms> for ApprovalPolicyTerms {
    fn from(terms: ApprovalTerms) -> Self {
        let ApprovalTerms { query, new_member_days, roles, team, deadline_minutes, calendar, fallback } = terms;
        Self { query, new_member_days, roles, team, deadline_minutes, calendar, fallback }
    }
}

impl From<ApprovalPolicyTerms> for ApprovalTerms {
    fn from(terms: ApprovalPolicyTerms) -> Self {
        let ApprovalPolicyTerms { query, new_member_days, roles, team, deadline_minutes, calendar, fallback } = terms;
        Self { query, new_member_days, roles, team, deadline_minutes, calendar, fallback }
    }
}

/// What a policy is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedApprovalPolicy {
    /// No other in use has it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    terms: ApprovalPolicyTerms,
}

fn shown(found: policy::ApprovalPolicy) -> ApprovalPolicy {
    let policy::Policy { id, name, terms, version, archived_at } = found;
    ApprovalPolicy { id: id.into(), name, terms: terms.into(), version, archived_at }
}

async fn one(tx: &mut Tx, id: ApprovalPolicyId) -> Answer<ApprovalPolicy> {
    Ok(shown(policy::find(tx, id).await?.ok_or_else(|| Problem::missing("policy"))?))
}

/// Lists every policy: those in use in their order, of which the first that is for an answer holds, then those that are put
/// away.
#[utoipa::path(get, path = "/approval-policies", tag = "approval policies", operation_id = "list_approval_policies",
    security(("token" = ["read"])), responses((status = 200, body = Page<ApprovalPolicy>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<ApprovalPolicy>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let all = policy::all::<ApprovalPolicyId>(&mut app.store().read().await?).await?;
    Ok(Json(Page { items: all.into_iter().map(shown).collect(), next_cursor: None }))
}

/// One policy.
#[utoipa::path(get, path = "/approval-policies/{id}", tag = "approval policies", operation_id = "show_approval_policy",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = ApprovalPolicy)))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ApprovalPolicyId>,
) -> Answer<Json<ApprovalPolicy>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(one(&mut app.store().read().await?, id).await?))
}

/// Makes a policy, the last in their order. Answers are asked from now on.
#[utoipa::path(post, path = "/approval-policies", tag = "approval policies", operation_id = "create_approval_policy",
    params(KeyHeader), request_body = WantedApprovalPolicy, security(("token" = ["write"])),
    responses((status = 201, body = ApprovalPolicy, headers(("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedApprovalPolicy>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let id = inbox::keep_approval_policy(&mut tx, &caller.member, None, (&body.name, body.terms.into())).await?;
    let made = Made::new(StatusCode::CREATED, &one(&mut tx, id).await?)?.at(format!("{ROOT}/approval-policies/{id}"));
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Gives a policy another name and other terms. What waits already goes on by the terms by which it
/// was asked for.
#[utoipa::path(put, path = "/approval-policies/{id}", tag = "approval policies", operation_id = "change_approval_policy",
    params(("id" = Id, Path)), request_body = WantedApprovalPolicy, security(("token" = ["write"])),
    responses((status = 200, body = ApprovalPolicy)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ApprovalPolicyId>,
    Body(wanted): Body<WantedApprovalPolicy>,
) -> Answer<Json<ApprovalPolicy>> {
    caller.require(Scope::Write, Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    inbox::keep_approval_policy(&mut tx, &caller.member, Some(id), (&wanted.name, wanted.terms.into())).await?;
    let changed = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(changed))
}

/// Has a policy asked earlier or later.
#[utoipa::path(post, path = "/approval-policies/{id}/move", tag = "approval policies", operation_id = "move_approval_policy",
    params(("id" = Id, Path)), request_body = Shift, security(("token" = ["write"])),
    responses((status = 200, body = ApprovalPolicy)))]
pub(crate) async fn shift(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ApprovalPolicyId>,
    Body(Shift { earlier }): Body<Shift>,
) -> Answer<Json<ApprovalPolicy>> {
    caller.require(Scope::Write, Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    inbox::move_approval_policy(&mut tx, &caller.member, id, earlier).await?;
    let moved = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(moved))
}

/// Puts a policy away: it asks for nothing any more, and what waits because of it goes on waiting.
#[utoipa::path(post, path = "/approval-policies/{id}/archive", tag = "approval policies", operation_id = "archive_approval_policy",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = ApprovalPolicy)))]
pub(crate) async fn archive(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ApprovalPolicyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<ApprovalPolicy>> {
    put_away(&app, &caller, id, true).await
}

/// Takes a policy out again.
#[utoipa::path(post, path = "/approval-policies/{id}/restore", tag = "approval policies", operation_id = "restore_approval_policy",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = ApprovalPolicy)))]
pub(crate) async fn restore(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ApprovalPolicyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<ApprovalPolicy>> {
    put_away(&app, &caller, id, false).await
}

async fn put_away(app: &App, caller: &Caller, id: ApprovalPolicyId, is_away: bool) -> Answer<Json<ApprovalPolicy>> {
    caller.require(Scope::Write, Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    inbox::put_approval_policy_away(&mut tx, &caller.member, id, is_away).await?;
    let changed = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(changed))
}
