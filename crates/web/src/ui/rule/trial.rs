//! Tries a rule on the last 30 days: `POST /rules/{id}/try`, `GET /rule-trials/{id}`, its progress, its stop.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use model::{Right, RuleId};
use pipeline::rule_trial::{Run, Test};
use serde::Deserialize;
use store::{Tx, conversation};
use wording::t;

use super::edit;
use super::trial_view::{TrialRow, TrialShown, trial};
use super::words::{self, Names};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::components::words::last_words;

#[derive(Deserialize)]
pub(crate) struct Nothing {}

pub(crate) async fn create(
    State(app): State<App>,
    Named(id): Named<RuleId>,
    Posted { who, .. }: Posted<Nothing>,
) -> Answer {
    who.require(Right::ManageRules)?;
    let found = inbox::find_rule(&mut app.store().read().await?, &who.member, id).await?;
    let number = app.pipeline().try_rule(Test { rule: id, version: found.version, says: found.says });
    Ok(respond::see(&format!("/rule-trials/{number}")))
}

pub(crate) async fn get(State(app): State<App>, who: SignedIn, Named(id): Named<i64>, headers: HeaderMap) -> Answer {
    let run = find(&app, &who, id)?;
    let mut tx = app.store().read().await?;
    let mut page = edit::page(&mut tx, &who, run.test().rule).await?;
    page.trial = Some(shown(&mut tx, id, &run).await?);
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn progress(State(app): State<App>, who: SignedIn, Named(id): Named<i64>) -> Answer {
    let run = find(&app, &who, id)?;
    let mut tx = app.store().read().await?;
    let shown = shown(&mut tx, id, &run).await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::html(trial(&shown, &frame)))
}

pub(crate) async fn stop(State(app): State<App>, Named(id): Named<i64>, Posted { who, .. }: Posted<Nothing>) -> Answer {
    find(&app, &who, id)?.stop();
    Ok(respond::see(&format!("/rule-trials/{id}")))
}

fn find(app: &App, who: &SignedIn, id: i64) -> Answer<Arc<Run>> {
    who.require(Right::ManageRules)?;
    app.pipeline().rule_trials().find(id).ok_or_else(|| Failure::missing(t!("There is no try.")))
}

/// What was found, with the words of conversations as they are by now.
async fn shown(tx: &mut Tx, id: i64, run: &Run) -> Answer<TrialShown> {
    let report = run.report();
    let acts = words::acts(&run.test().says, &Names::read(tx).await?);
    let mut rows = Vec::new();
    for would in &report.listed {
        // What is gone meanwhile is shown no more.
        let Some(row) = conversation::row(tx, would.conversation).await? else { continue };
        rows.push(TrialRow {
            id: would.conversation,
            at: would.at,
            name: row.author_name.clone(),
            words: last_words(&row),
            changes: would.changes.iter().filter_map(|place| acts.get(*place).cloned()).collect(),
        });
    }
    Ok(TrialShown { id, version: run.test().version, acts, rows, report })
}
