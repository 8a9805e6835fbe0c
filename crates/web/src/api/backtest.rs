//! What a query would have heard: `/api/v1/backtests`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use listening::{FieldContext, Query};
use model::{Right, Scope};
use pipeline::backtest::{self, Phase, Run, Test};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::input::{Body, Named};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::Network;
use crate::app::App;
use crate::ui::topic::edit::lines;

/// A query to be tried.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewBackTest {
    /// In the query language.
    #[schema(min_length = 1)]
    query: String,
}

/// What a query would have heard, so far.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BackTest {
    /// A number as text; kept by this server for a while.
    #[schema(pattern = "^[0-9]{1,19}$")]
    id: String,
    query: String,
    asked_at: Timestamp,
    /// `waiting`, `running`, `done`, `stopped` or `failed`.
    phase: &'static str,
    /// Of every hundred remembered posts, how many were tried.
    percent: u64,
    /// Posts that would have been heard; one heard twice counts once.
    found: u64,
    /// Of those, how many were filed, for whatever reason.
    found_filed: u64,
    tried: Tried,
    days: Vec<Day>,
    /// The newest that were found.
    sample: Vec<Sample>,
    cost: Cost,
}

/// What it rests on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tried {
    /// Posts that this server remembers.
    remembered: u64,
    /// Posts that were filed.
    filed: u64,
    /// What was tried was heard from then
    from: Option<Timestamp>,
    /// to then.
    to: Option<Timestamp>,
    /// Whether this server remembers what concerns nobody.
    has_memory: bool,
    /// Channels that may have missed deletions, by name: what they heard before that is remembered and was not tried.
    unsure: Vec<String>,
    /// Stretches of the memory that are damaged and were passed over.
    damaged: u64,
}

/// How many were heard on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Day {
    /// Such as 2026-11-24.
    date: String,
    found: u64,
}

/// A post that would have been heard. Who wrote it is not told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sample {
    title: Option<String>,
    text: String,
    /// The words that prove it: byte ranges of the text, half-open.
    spans: Vec<(usize, usize)>,
    language: Option<String>,
    heard_at: Timestamp,
    posted_at: Timestamp,
    channel: String,
    #[schema(value_type = Network)]
    network: model::Network,
    url: Option<String>,
    is_filed: bool,
}

/// What the query costs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Cost {
    /// Matching and judging alone.
    micros_per_post: f64,
    /// Words, prefixes and facts by which it is found; 0 when every post must be tried.
    anchors: usize,
    clauses: usize,
    wildcards: usize,
    regexes: usize,
    positions: usize,
}

/// Tries a query on what was heard, in the background. Ask for it again until its phase is `done`.
#[utoipa::path(post, path = "/backtests", tag = "topics", operation_id = "create_backtest",
    request_body = NewBackTest, security(("token" = ["read"])), responses((status = 202, body = BackTest)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<NewBackTest>,
) -> Answer<(StatusCode, Json<BackTest>)> {
    caller.require(Scope::Read, Right::ManageTopics)?;
    let written = lines(&new.query);
    let query =
        Query::parse(&written, FieldContext::Topic).map_err(|errors| Problem::query("query", &written, &errors))?;
    let zone = app.settings().zone.clone();
    let id = app.pipeline().back_test(Test { query, written, name: String::new(), topic: None, zone });
    Ok((StatusCode::ACCEPTED, Json(told(id, &*find(&app, id)?))))
}

/// A back-test, as far as it is.
#[utoipa::path(get, path = "/backtests/{id}", tag = "topics", operation_id = "show_backtest",
    params(("id" = super::schema::Id, Path)), security(("token" = ["read"])), responses((status = 200, body = BackTest)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller, Named(id): Named<i64>) -> Answer<Json<BackTest>> {
    caller.require(Scope::Read, Right::ManageTopics)?;
    Ok(Json(told(id, &*find(&app, id)?)))
}

/// Stops a back-test; what it found until then stands.
#[utoipa::path(post, path = "/backtests/{id}/stop", tag = "topics", operation_id = "stop_backtest",
    params(("id" = super::schema::Id, Path)), security(("token" = ["read"])), responses((status = 200, body = BackTest)))]
pub(crate) async fn stop(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<i64>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<BackTest>> {
    caller.require(Scope::Read, Right::ManageTopics)?;
    let run = find(&app, id)?;
    run.stop();
    Ok(Json(told(id, &run)))
}

fn find(app: &App, id: i64) -> Answer<Arc<Run>> {
    app.pipeline().back_tests().find(id).ok_or_else(|| Problem::missing("back-test"))
}

fn told(id: i64, run: &Run) -> BackTest {
    let report = run.report();
    let phase = match report.phase {
        Phase::Waiting => "waiting",
        Phase::Running => "running",
        Phase::Done => "done",
        Phase::Stopped => "stopped",
        Phase::Failed(_) => "failed",
    };
    let cost = report.cost;
    BackTest {
        id: id.to_string(),
        query: run.test().written.clone(),
        asked_at: run.asked_at(),
        phase,
        percent: report.percent(),
        found: report.found,
        found_filed: report.found_filed,
        tried: Tried {
            remembered: report.remembered,
            filed: report.filed,
            from: report.covered.map(|span| span.from),
            to: report.covered.map(|span| span.to),
            has_memory: report.has_memory,
            unsure: report.unsure.clone(),
            damaged: report.damaged,
        },
        cost: Cost {
            micros_per_post: report.micros_per_post(),
            anchors: cost.anchors,
            clauses: cost.clauses,
            wildcards: cost.wildcards,
            regexes: cost.regexes,
            positions: cost.positions,
        },
        days: report.days.iter().map(|(date, found)| Day { date: date.to_string(), found: *found }).collect(),
        sample: report.sample.into_iter().map(sample).collect(),
    }
}

fn sample(one: backtest::Sample) -> Sample {
    let backtest::Sample {
        text,
        title,
        spans,
        language,
        heard_at,
        posted_at,
        channel,
        network,
        url,
        is_filed,
        gone_by: _,
    } = one;
    Sample { title, text, spans, language, heard_at, posted_at, channel, network, url, is_filed }
}
