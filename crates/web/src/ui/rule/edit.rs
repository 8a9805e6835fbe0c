//! Describes a rule and changes it: `GET /rules/new`, `POST /rules`, `GET /rules/{id}`, `POST /rules/{id}`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use inbox::{InboxError, RuleFault};
use listening::FieldContext;
use model::{Right, RuleId, RuleRunId, SlaPolicyId};
use serde::Deserialize;
use store::rule::Instruction;
use store::{Tx, conversation, label, member, policy, rule, rule_run, webhook};
use wording::t;

use super::form::{Choices, Filled, Findings};
use super::shown::{UNSHOWN, can_show};
use super::view::{RulePage, RunRow, VersionRow};
use super::words::{self, Names};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::inbox::team;
use crate::ui::inbox::thread::Choice;
use crate::ui::topic::check::check;
use crate::ui::topic::edit::lines;

/// What a rule did that its page shows.
const RUNS: i64 = 30;

pub(crate) async fn new(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageRules)?;
    let mut tx = app.store().read().await?;
    let page = RulePage { choices: choices(&mut tx).await?, ..RulePage::default() };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// Whether other acts are chosen in place of those that the form cannot show.
    #[serde(default)]
    anew: String,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<RuleId>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let mut tx = app.store().read().await?;
    let mut page = page(&mut tx, &who, id).await?;
    if !asked.anew.is_empty() {
        page.keeps_acts = false;
        page.filled.anew = asked.anew;
    }
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

/// The page of a rule, with its history.
pub(super) async fn page(tx: &mut Tx, who: &SignedIn, id: RuleId) -> Answer<RulePage> {
    let found = inbox::find_rule(tx, &who.member, id).await?;
    let names = Names::read(tx).await?;
    let versions = rule::versions(tx, id).await?.into_iter().map(|one| VersionRow {
        version: one.version,
        made_at: one.made_at,
        made_by: names.member(one.made_by).to_owned(),
        called: words::called(&one.says),
        acts: words::acts(&one.says, &names),
        stops: one.says.stops,
        query: one.says.query,
    });
    let versions = versions.collect();
    let mut runs = Vec::new();
    for run in rule_run::of_rule(tx, id, RuleRunId(i64::MAX), RUNS).await? {
        let row = conversation::row(tx, run.conversation).await?;
        runs.push(RunRow {
            id: run.id,
            at: run.ran_at,
            version: run.version,
            with: row.map_or_else(|| t!("somebody").to_owned(), |row| row.author_name),
            tally: run.tally,
        });
    }
    // A form that shows a part of them would lose the others.
    let keeps_acts = !can_show(&found.says.acts);
    let acts = if keeps_acts { Vec::new() } else { found.says.acts.clone() };
    let filled = Filled::of(&found.name, &Instruction { acts, ..found.says.clone() }, found.version, &names);
    Ok(RulePage {
        id: Some(id),
        keeps_acts,
        called: words::called(&found.says),
        acts: words::acts(&found.says, &names),
        is_on: found.is_on(),
        findings: Findings { check: check(&found.says.query, FieldContext::View), ..Findings::default() },
        filled,
        choices: choices(tx).await?,
        runs,
        versions,
        trial: None,
    })
}

/// What can be chosen in the form of a rule, or of a macro.
pub(crate) async fn choices(tx: &mut Tx) -> Answer<Choices> {
    let may_work = |member: &member::Member| member.disabled_at.is_none() && member.role.may(Right::WorkInbox);
    let members = member::all(tx).await?.into_iter().filter(may_work);
    let webhooks = webhook::all(tx).await?.into_iter().filter(|one| one.archived_at.is_none());
    let policies = policy::in_use::<SlaPolicyId>(tx).await?;
    Ok(Choices {
        members: members.map(|member| Choice { id: member.id, name: member.name }).collect(),
        teams: team::choices(tx).await?,
        webhooks: webhooks.map(|one| (one.id, one.name)).collect(),
        sla_policies: policies.into_iter().map(|one| (one.id, one.name)).collect(),
        labels: label::all(tx).await?.into_iter().map(|label| label.name).collect(),
    })
}

pub(crate) async fn create(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Filled>) -> Answer {
    who.require(Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    let says = form.read(&mut tx).await?;
    match inbox::create_rule(&mut tx, &who.member, &form.name, says).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(respond::see(&format!("/rules/{id}")))
        }
        Err(error) => {
            drop(tx);
            refuse(&app, &who, &headers, (None, form), error).await
        }
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Named(id): Named<RuleId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Filled>,
) -> Answer {
    who.require(Right::ManageRules)?;
    let mut tx = app.store().write().await?;
    let mut says = form.read(&mut tx).await?;
    let former = inbox::find_rule(&mut tx, &who.member, id).await?;
    if form.anew.is_empty() && !can_show(&former.says.acts) {
        if says.acts.is_empty() {
            says.acts = former.says.acts;
        } else if form.version.is_none_or(|seen| seen == former.version) {
            drop(tx);
            let findings = Findings { error: Some(wording::text("", UNSHOWN).to_owned()), ..findings(&form) };
            return again(&app, &who, &headers, (Some(id), form), findings).await;
        }
    }
    match inbox::change_rule(&mut tx, &who.member, id, form.version, (&form.name, says)).await {
        Ok(is_news) => {
            if is_news {
                tx.commit().await?;
            }
            Ok(respond::see(&format!("/rules/{id}")))
        }
        Err(error) => {
            drop(tx);
            refuse(&app, &who, &headers, (Some(id), form), error).await
        }
    }
}

/// The form again with what is wrong, where filling it in otherwise helps.
async fn refuse(
    app: &App,
    who: &SignedIn,
    headers: &HeaderMap,
    (id, filled): (Option<RuleId>, Filled),
    error: InboxError,
) -> Answer<Response> {
    let words = sentence(&error.to_string());
    let mut findings = findings(&filled);
    match error {
        InboxError::Rule(RuleFault::Name | RuleFault::NameTaken) => findings.name = Some(words),
        InboxError::Rule(_) => findings.error = Some(words),
        // The check beside the condition says what is wrong with it.
        InboxError::Query(_) => {}
        other => return Err(other.into()),
    }
    again(app, who, headers, (id, filled), findings).await
}

/// What the language says of the condition.
fn findings(filled: &Filled) -> Findings {
    Findings { check: check(&lines(&filled.query), FieldContext::View), ..Findings::default() }
}

/// The form again, as it was filled in.
async fn again(
    app: &App,
    who: &SignedIn,
    headers: &HeaderMap,
    (id, filled): (Option<RuleId>, Filled),
    findings: Findings,
) -> Answer<Response> {
    let mut tx = app.store().read().await?;
    let former = match id {
        Some(id) => page(&mut tx, who, id).await?,
        None => RulePage { choices: choices(&mut tx).await?, ..RulePage::default() },
    };
    let keeps_acts = former.keeps_acts && filled.anew.is_empty();
    let frame = app.frame(&mut tx, who, None).await?;
    Ok(respond::refused(headers, &frame, &RulePage { findings, filled, keeps_acts, ..former }))
}
