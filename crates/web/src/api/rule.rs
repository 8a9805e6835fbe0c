//! What is done by itself: `/api/v1/rules`, their trials, and what they did.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use inbox::InboxError;
use jiff::Timestamp;
use model::{
    MemberId, ObligationKind, Priority, Right, RuleAct, RuleCall, RuleId, RuleRunId, Scope, SlaPolicyId, Status,
    TeamId, WebhookId,
};
use pipeline::rule_trial::{Phase, Run, Test};
use serde::{Deserialize, Serialize};
use store::rule::{self, Instruction};
use store::{Tx, label, rule_run};
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::input::{Body, Named, some};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::{self, Id};
use super::version::{self, SeenHeader};
use crate::app::App;

/// What a rule did that is shown: the newest.
const RUNS: i64 = 100;

/// Something that is done by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rule {
    id: Id,
    name: String,
    /// Whether it is asked when something happens.
    is_on: bool,
    /// Grows whenever it says something else; the ETag.
    version: i64,
    #[schema(value_type = schema::RuleCall)]
    called_by: RuleCall,
    /// For how many hours nothing is said, where it is called by `silent`.
    silent_hours: Option<u32>,
    /// The condition, in the query language; empty for none.
    query: String,
    /// What it does, in order.
    acts: Vec<Act>,
    /// Whether nothing more is done because of what called it.
    stops: bool,
}

/// One thing that a rule does: one of these.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Act {
    /// The id of a member, or null for nobody.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    assignee: Option<Option<String>>,
    /// The id of a team, or null for none.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    #[schema(value_type = Option<Id>)]
    team: Option<Option<TeamId>>,
    /// The name of a label to put on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 40)]
    label: Option<String>,
    /// The name of a label to take off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 40)]
    unlabel: Option<String>,
    /// How soon it is to be looked at, or null for no priority.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    #[schema(value_type = Option<schema::Priority>)]
    priority: Option<Option<Priority>>,
    /// The id of the SLA policy by which it is answered, or null for whichever fits.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "some")]
    #[schema(value_type = Option<Id>)]
    sla_policy: Option<Option<SlaPolicyId>>,
    /// `true` sets it aside with spam, whatever is judged about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    set_aside: Option<bool>,
    /// Any but `new` and `snoozed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Status>)]
    status: Option<Status>,
    /// For how many hours it is snoozed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 8784)]
    snooze_hours: Option<u32>,
    /// What a function owes on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    owe: Option<RuleOwes>,
    /// The id of a member to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Id>)]
    notify: Option<MemberId>,
    /// The id of a webhook to be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Id>)]
    webhook: Option<WebhookId>,
}

/// What a rule says is owed, by the function that usually owes such a thing.
#[derive(Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleOwes {
    #[schema(value_type = schema::ObligationKind)]
    kind: ObligationKind,
    /// What exactly, in one line.
    #[schema(min_length = 1, max_length = 200)]
    words: String,
}

impl Act {
    /// Gives it to whoever does it, as macros have it.
    pub(super) fn taking() -> Self {
        Self { assignee: Some(Some("me".to_owned())), ..Self::default() }
    }

    /// Whether it gives it to whoever does it, and does nothing else.
    pub(super) fn is_taking(&self) -> bool {
        *self == Self::taking()
    }

    pub(super) async fn of(tx: &mut Tx, act: &RuleAct) -> Answer<Self> {
        let named = async |tx: &mut Tx, id| Ok::<_, Problem>(label::find(tx, id).await?.map(|label| label.name));
        let none = Self::default();
        Ok(match act {
            RuleAct::Assign { to } => Self { assignee: Some(to.map(|id| id.to_string())), ..none },
            RuleAct::Team { to } => Self { team: Some(*to), ..none },
            RuleAct::Label { label } => Self { label: named(tx, *label).await?, ..none },
            RuleAct::Unlabel { label } => Self { unlabel: named(tx, *label).await?, ..none },
            RuleAct::Prioritise { priority } => Self { priority: Some(*priority), ..none },
            RuleAct::SlaPolicy { policy } => Self { sla_policy: Some(*policy), ..none },
            RuleAct::SetAside => Self { set_aside: Some(true), ..none },
            RuleAct::Status { status } => Self { status: Some(*status), ..none },
            RuleAct::Snooze { hours } => Self { snooze_hours: Some(*hours), ..none },
            RuleAct::Owe { kind, words } => Self { owe: Some(RuleOwes { kind: *kind, words: words.clone() }), ..none },
            RuleAct::Notify { member } => Self { notify: Some(*member), ..none },
            RuleAct::Webhook { webhook } => Self { webhook: Some(*webhook), ..none },
        })
    }

    /// The act; `field` is that of which it is one.
    pub(super) async fn read(self, tx: &mut Tx, field: &str) -> Answer<RuleAct> {
        let Self {
            assignee,
            team,
            label,
            unlabel,
            priority,
            sla_policy,
            set_aside,
            status,
            snooze_hours,
            owe,
            notify,
            webhook,
        } = self;
        let member = |id: &str| {
            id.parse().map(MemberId).map_err(|_| Problem::field(field, "That is no id of a member to give it to."))
        };
        let mut acts = Vec::new();
        if let Some(to) = assignee {
            acts.push(RuleAct::Assign { to: to.as_deref().map(member).transpose()? });
        }
        acts.extend(team.map(|to| RuleAct::Team { to }));
        if let Some(name) = label {
            acts.push(RuleAct::Label { label: inbox::label_named(tx, &name).await? });
        }
        if let Some(name) = unlabel {
            acts.push(RuleAct::Unlabel { label: inbox::label_named(tx, &name).await? });
        }
        acts.extend(priority.map(|priority| RuleAct::Prioritise { priority }));
        acts.extend(sla_policy.map(|policy| RuleAct::SlaPolicy { policy }));
        acts.extend((set_aside == Some(true)).then_some(RuleAct::SetAside));
        acts.extend(status.map(|status| RuleAct::Status { status }));
        acts.extend(snooze_hours.map(|hours| RuleAct::Snooze { hours }));
        acts.extend(owe.map(|RuleOwes { kind, words }| RuleAct::Owe { kind, words: words.trim().to_owned() }));
        acts.extend(notify.map(|member| RuleAct::Notify { member }));
        acts.extend(webhook.map(|webhook| RuleAct::Webhook { webhook }));
        match (acts.pop(), acts.pop()) {
            (Some(act), None) => Ok(act),
            _ => {
                let one = "Each act is one of assignee, team, label, unlabel, priority, sla_policy, set_aside, status, snooze_hours, owe, notify and webhook.";
                Err(Problem::field(field, one))
            }
        }
    }
}

/// A rule to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRule {
    /// No other rule has it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    #[schema(value_type = schema::RuleCall)]
    called_by: RuleCall,
    /// Goes with `silent`.
    #[schema(minimum = 1, maximum = 8784)]
    silent_hours: Option<u32>,
    /// Empty is always met.
    #[serde(default)]
    query: String,
    #[schema(min_items = 1, max_items = 10)]
    acts: Vec<Act>,
    #[serde(default)]
    stops: bool,
}

/// What is to be changed; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleChange {
    #[schema(min_length = 1, max_length = 60)]
    name: Option<String>,
    /// On, it is called by what happens from now on.
    is_on: Option<bool>,
    #[schema(value_type = Option<schema::RuleCall>)]
    called_by: Option<RuleCall>,
    #[schema(minimum = 1, maximum = 8784)]
    silent_hours: Option<u32>,
    query: Option<String>,
    #[schema(min_items = 1, max_items = 10)]
    acts: Option<Vec<Act>>,
    stops: Option<bool>,
}

/// Where a rule is put.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleMove {
    /// So many places later; fewer than none is earlier.
    #[schema(minimum = -200, maximum = 200)]
    by: i32,
}

/// Every rule.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Rules {
    /// In the order in which they are asked.
    items: Vec<Rule>,
}

/// A time that a rule's condition was met.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleRun {
    id: Id,
    rule: Id,
    /// In which version.
    version: i64,
    /// The event that called it; null for silence.
    event: Option<Id>,
    /// The event with which it began, where rules called each other.
    chain: Id,
    conversation: Id,
    ran_at: Timestamp,
    /// How many acts were done.
    done: i64,
    /// How many were so already.
    already: i64,
    /// How many could not be done.
    refused: i64,
}

impl From<rule_run::RuleRun> for RuleRun {
    fn from(run: rule_run::RuleRun) -> Self {
        Self {
            id: run.id.into(),
            rule: run.rule.into(),
            version: run.version,
            event: run.event.map(Into::into),
            chain: run.chain.into(),
            conversation: run.conversation.into(),
            ran_at: run.ran_at,
            done: run.tally.done,
            already: run.tally.already,
            refused: run.tally.refused,
        }
    }
}

/// What a rule did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleRuns {
    /// The newest first, a hundred at most.
    items: Vec<RuleRun>,
}

/// What became of taking back what a rule did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleUndone {
    /// Acts that were taken back.
    restored: i64,
    /// Acts that were left, since somebody changed something there.
    left: i64,
}

/// What a rule would do, so far.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleTrial {
    /// A number as text; kept by this server for a while.
    #[schema(pattern = "^[0-9]{1,19}$")]
    id: String,
    rule: Id,
    /// Which version is tried.
    version: i64,
    asked_at: Timestamp,
    /// `waiting`, `running`, `done`, `stopped` or `failed`.
    phase: &'static str,
    /// Of every hundred things to look at, how many were looked at.
    percent: u64,
    /// Since when what happened is looked at.
    since: Option<Timestamp>,
    /// How often it would have been asked.
    asked: u64,
    /// The conversations in which it would act.
    met: u64,
    /// Of those, the ones in which something would change.
    changed: u64,
    /// How often each act would change something, in the order of the acts.
    of_acts: Vec<u64>,
    /// The first that would be changed.
    listed: Vec<Would>,
}

/// A conversation that would be changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Would {
    conversation: Id,
    /// When the rule would have been called.
    at: Timestamp,
    /// The places of the acts that would change something, from 0.
    acts: Vec<usize>,
}

fn told(id: i64, run: &Run) -> RuleTrial {
    let report = run.report();
    let phase = match report.phase {
        Phase::Waiting => "waiting",
        Phase::Running => "running",
        Phase::Done => "done",
        Phase::Stopped => "stopped",
        Phase::Failed(_) => "failed",
    };
    let listed = report.listed.into_iter();
    RuleTrial {
        id: id.to_string(),
        rule: run.test().rule.into(),
        version: run.test().version,
        asked_at: run.asked_at(),
        phase,
        percent: report.percent,
        since: report.since,
        asked: report.asked,
        met: report.met,
        changed: report.changed,
        of_acts: report.of_acts,
        listed: listed
            .map(|would| Would { conversation: would.conversation.into(), at: would.at, acts: would.changes })
            .collect(),
    }
}

/// What is wrong, with places in the condition where it is that.
fn problem(error: InboxError, query: &str) -> Problem {
    match error {
        InboxError::Query(errors) => Problem::query("query", query, &errors),
        other => other.into(),
    }
}

async fn shown(tx: &mut Tx, rule: rule::Rule) -> Answer<Rule> {
    let mut acts = Vec::new();
    for act in &rule.says.acts {
        acts.push(Act::of(tx, act).await?);
    }
    Ok(Rule {
        id: rule.id.into(),
        is_on: rule.is_on(),
        name: rule.name,
        version: rule.version,
        called_by: rule.says.called_by,
        silent_hours: rule.says.silent_hours,
        query: rule.says.query,
        acts,
        stops: rule.says.stops,
    })
}

async fn one(tx: &mut Tx, caller: &Caller, id: RuleId) -> Answer<Rule> {
    let found = inbox::find_rule(tx, &caller.member, id).await?;
    shown(tx, found).await
}

async fn read(tx: &mut Tx, acts: Vec<Act>) -> Answer<Vec<RuleAct>> {
    let mut read = Vec::new();
    for act in acts {
        read.push(act.read(tx, "acts").await?);
    }
    Ok(read)
}

fn with_version(rule: Rule) -> Answer<impl IntoResponse> {
    Ok((AppendHeaders([version::etag(rule.version)]), Json(rule)))
}

/// Lists the rules, in the order in which they are asked.
#[utoipa::path(get, path = "/rules", tag = "rules", operation_id = "list_rules",
    security(("token" = ["read"])), responses((status = 200, body = Rules)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Rules>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let mut items = Vec::new();
    for one in rule::all(&mut tx).await? {
        items.push(shown(&mut tx, one).await?);
    }
    Ok(Json(Rules { items }))
}

/// One rule. The ETag is its version.
#[utoipa::path(get, path = "/rules/{id}", tag = "rules", operation_id = "show_rule",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Rule, headers(("etag" = String)))))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<RuleId>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    with_version(one(&mut app.store().read().await?, &caller, id).await?)
}

/// Makes a rule, switched off, asked after all others.
#[utoipa::path(post, path = "/rules", tag = "rules", operation_id = "create_rule",
    params(KeyHeader),
    request_body = NewRule, security(("token" = ["write"])),
    responses((status = 201, body = Rule, headers(("etag" = String), ("location" = String))),
        (status = 409, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<NewRule>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let NewRule { name, called_by, silent_hours, query, acts, stops } = body;
    let says = Instruction { called_by, silent_hours, query, acts: read(&mut tx, acts).await?, stops };
    let query = says.query.clone();
    let made = inbox::create_rule(&mut tx, &caller.member, &name, says).await;
    let id = made.map_err(|error| problem(error, &query))?;
    let rule = one(&mut tx, &caller, id).await?;
    let version = version::etag(rule.version);
    let made = Made::new(StatusCode::CREATED, &rule)?.at(format!("{ROOT}/rules/{id}")).with(version);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Changes a rule, or switches it on or off. What it says else is its next version.
#[utoipa::path(patch, path = "/rules/{id}", tag = "rules", operation_id = "change_rule",
    params(("id" = Id, Path), SeenHeader),
    request_body = RuleChange, security(("token" = ["write"])),
    responses((status = 200, body = Rule, headers(("etag" = String))), (status = 412, response = Problem)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<RuleId>,
    headers: HeaderMap,
    Body(change): Body<RuleChange>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Write, Right::ManageRules)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    let before = inbox::find_rule(&mut tx, &caller.member, id).await?;
    let acts = match change.acts {
        Some(acts) => read(&mut tx, acts).await?,
        None => before.says.acts,
    };
    let query = change.query.unwrap_or(before.says.query);
    let says = Instruction {
        called_by: change.called_by.unwrap_or(before.says.called_by),
        silent_hours: change.silent_hours.or(before.says.silent_hours),
        query: query.clone(),
        acts,
        stops: change.stops.unwrap_or(before.says.stops),
    };
    let name = change.name.unwrap_or(before.name);
    let changed = inbox::change_rule(&mut tx, &caller.member, id, seen, (&name, says)).await;
    changed.map_err(|error| problem(error, &query))?;
    if let Some(is_on) = change.is_on {
        inbox::switch_rule(&mut tx, &caller.member, id, is_on).await.map_err(|error| problem(error, &query))?;
    }
    let rule = one(&mut tx, &caller, id).await?;
    tx.commit().await?;
    with_version(rule)
}

/// Has a rule asked earlier or later.
#[utoipa::path(post, path = "/rules/{id}/move", tag = "rules", operation_id = "move_rule",
    params(("id" = Id, Path)), request_body = RuleMove, security(("token" = ["write"])),
    responses((status = 200, body = Rule)))]
pub(crate) async fn order(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<RuleId>,
    Body(to): Body<RuleMove>,
) -> Answer<Json<Rule>> {
    caller.require(Scope::Write, Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    inbox::move_rule(&mut tx, &caller.member, id, isize::try_from(to.by).unwrap_or_default()).await?;
    let rule = one(&mut tx, &caller, id).await?;
    tx.commit().await?;
    Ok(Json(rule))
}

/// Removes a rule: it acts no more. What it did stays.
#[utoipa::path(post, path = "/rules/{id}/remove", tag = "rules", operation_id = "remove_rule",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Rule)))]
pub(crate) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<RuleId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Rule>> {
    caller.require(Scope::Write, Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    let rule = one(&mut tx, &caller, id).await?;
    inbox::remove_rule(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    Ok(Json(Rule { is_on: false, ..rule }))
}

/// What a rule did last.
#[utoipa::path(get, path = "/rules/{id}/runs", tag = "rules", operation_id = "list_rule_runs",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = RuleRuns)))]
pub(crate) async fn runs(State(app): State<App>, caller: Caller, Named(id): Named<RuleId>) -> Answer<Json<RuleRuns>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    inbox::find_rule(&mut tx, &caller.member, id).await?;
    let runs = rule_run::of_rule(&mut tx, id, RuleRunId(i64::MAX), RUNS).await?;
    Ok(Json(RuleRuns { items: runs.into_iter().map(Into::into).collect() }))
}

/// Takes back what a rule did at one time, for 30 days, whatever nobody changed since.
#[utoipa::path(post, path = "/rule-runs/{id}/undo", tag = "rules", operation_id = "undo_rule_run",
    params(("id" = Id, Path)), security(("token" = ["write"])),
    responses((status = 200, body = RuleUndone), (status = 409, response = Problem)))]
pub(crate) async fn undo(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<RuleRunId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<RuleUndone>> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let (restored, left) = inbox::undo_run(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    Ok(Json(RuleUndone { restored, left }))
}

/// Tries a rule on the last 30 days, in the background; nothing is changed. Ask for it again until its phase is `done`.
#[utoipa::path(post, path = "/rules/{id}/trials", tag = "rules", operation_id = "try_rule",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 202, body = RuleTrial)))]
pub(crate) async fn create_trial(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<RuleId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<(StatusCode, Json<RuleTrial>)> {
    caller.require(Scope::Read, Right::ManageRules)?;
    let found = inbox::find_rule(&mut app.store().read().await?, &caller.member, id).await?;
    let number = app.pipeline().try_rule(Test { rule: id, version: found.version, says: found.says });
    Ok((StatusCode::ACCEPTED, Json(told(number, &*trial(&app, number)?))))
}

/// A trial, as far as it is.
#[utoipa::path(get, path = "/rule-trials/{id}", tag = "rules", operation_id = "show_rule_trial",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = RuleTrial)))]
pub(crate) async fn show_trial(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<i64>,
) -> Answer<Json<RuleTrial>> {
    caller.require(Scope::Read, Right::ManageRules)?;
    Ok(Json(told(id, &*trial(&app, id)?)))
}

/// Stops a trial; what it found until then stands.
#[utoipa::path(post, path = "/rule-trials/{id}/stop", tag = "rules", operation_id = "stop_rule_trial",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = RuleTrial)))]
pub(crate) async fn stop_trial(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<i64>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<RuleTrial>> {
    caller.require(Scope::Read, Right::ManageRules)?;
    let run = trial(&app, id)?;
    run.stop();
    Ok(Json(told(id, &run)))
}

fn trial(app: &App, id: i64) -> Answer<Arc<Run>> {
    app.pipeline().rule_trials().find(id).ok_or_else(|| Problem::missing("trial"))
}
