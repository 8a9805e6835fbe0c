//! What was learned from studies: `/api/v1/insights`.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use jiff::Timestamp;
use model::{InsightId, InsightState, PostId, Right, Scope, StudyId};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::insight::{self, InsightStep};
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::cursor::Page;
use super::input::{Body, Named};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::schema::{self, Id};
use super::version::{self, SeenHeader};
use crate::app::App;

/// Something that was learned from a study.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Insight {
    id: Id,
    study: Id,
    sentence: String,
    #[schema(value_type = schema::InsightState)]
    state: InsightState,
    /// Grows with each step.
    version: i64,
    created_at: Timestamp,
    /// The mentions of the sample that show it.
    posts: Vec<Id>,
    /// What became of it, in order.
    steps: Vec<InsightEntry>,
}

/// A step that it took.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InsightEntry {
    #[schema(value_type = schema::InsightState)]
    state: InsightState,
    /// The member who took it.
    by: Id,
    note: String,
    at: Timestamp,
}

/// What was learned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedInsight {
    /// From which study; its coding has ended.
    #[schema(value_type = Id)]
    study: StudyId,
    #[schema(min_length = 1, max_length = 500)]
    sentence: String,
    /// Mentions of its sample that show it.
    #[serde(default)]
    #[schema(value_type = Vec<Id>, max_items = 20)]
    posts: Vec<PostId>,
}

/// How far something has come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedStep {
    #[schema(value_type = schema::InsightState)]
    state: InsightState,
    /// What was decided or done.
    #[schema(min_length = 1, max_length = 500)]
    note: String,
}

/// What stands beside all of them.
struct Beside {
    steps: HashMap<InsightId, Vec<InsightStep>>,
    posts: HashMap<InsightId, Vec<PostId>>,
}

impl Beside {
    async fn gather(tx: &mut Tx) -> Answer<Self> {
        Ok(Self { steps: insight::steps(tx).await?, posts: insight::posts(tx).await? })
    }

    fn shown(&mut self, one: insight::Insight) -> Insight {
        let entry =
            |step: InsightStep| InsightEntry { state: step.state, by: step.by.into(), note: step.note, at: step.at };
        Insight {
            id: one.id.into(),
            study: one.study.into(),
            sentence: one.sentence,
            state: one.state,
            version: one.version,
            created_at: one.created_at,
            posts: self.posts.remove(&one.id).unwrap_or_default().into_iter().map(Into::into).collect(),
            steps: self.steps.remove(&one.id).unwrap_or_default().into_iter().map(entry).collect(),
        }
    }
}

async fn one(tx: &mut Tx, id: InsightId) -> Answer<Insight> {
    let found = insight::find(tx, id).await?.ok_or_else(|| Problem::missing("insight"))?;
    Ok(Beside::gather(tx).await?.shown(found))
}

fn with_version(one: Insight) -> impl IntoResponse {
    (AppendHeaders([version::etag(one.version)]), Json(one))
}

/// Lists everything that was learned, the newest first.
#[utoipa::path(get, path = "/insights", tag = "studies", operation_id = "list_insights",
    security(("token" = ["read"])), responses((status = 200, body = Page<Insight>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<Insight>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let all = insight::all(&mut tx).await?;
    let mut beside = Beside::gather(&mut tx).await?;
    let items = all.into_iter().map(|one| beside.shown(one)).collect();
    Ok(Json(Page { items, next_cursor: None }))
}

/// One of them. The ETag is its version.
#[utoipa::path(get, path = "/insights/{id}", tag = "studies", operation_id = "show_insight",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Insight, headers(("etag" = String)))))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<InsightId>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(with_version(one(&mut app.store().read().await?, id).await?))
}

/// Writes down what was learned from a study, with mentions of its sample that show it.
#[utoipa::path(post, path = "/insights", tag = "studies", operation_id = "create_insight",
    params(KeyHeader), request_body = WantedInsight, security(("token" = ["write"])),
    responses((status = 201, body = Insight, headers(("etag" = String), ("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedInsight>,
) -> Answer<Made> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let id = inbox::note_insight(&mut tx, &caller.member, body.study, &body.sentence, &body.posts).await?;
    let one = one(&mut tx, id).await?;
    let version = version::etag(one.version);
    let made = Made::new(StatusCode::CREATED, &one)?.at(format!("{ROOT}/insights/{id}")).with(version);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Says how far something that was learned has come: only onwards, each step with what was decided or done.
#[utoipa::path(post, path = "/insights/{id}/steps", tag = "studies", operation_id = "step_insight",
    params(("id" = Id, Path), SeenHeader), request_body = WantedStep, security(("token" = ["write"])),
    responses((status = 200, body = Insight, headers(("etag" = String))), (status = 412, response = Problem)))]
pub(crate) async fn step(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<InsightId>,
    headers: HeaderMap,
    Body(wanted): Body<WantedStep>,
) -> Answer<impl IntoResponse> {
    caller.require_scope(Scope::Write)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    inbox::step_insight(&mut tx, &caller.member, id, seen, (wanted.state, &wanted.note)).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(with_version(one))
}
