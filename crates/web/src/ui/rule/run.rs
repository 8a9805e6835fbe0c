//! Why a rule did something, and taking it back: `GET /rule-runs/{id}`, `POST /rule-runs/{id}/undo`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{Actor, DeedState, Right, RuleRunId};
use serde::Deserialize;
use store::{Tx, conversation, event, notice, rule, rule_run};
use wording::t;

use super::run_view::{Done, RunPage};
use super::words::{self, Names};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::deed::words::said;

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<RuleRunId>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let page = page(&mut tx, &who, id).await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

async fn page(tx: &mut Tx, who: &SignedIn, id: RuleRunId) -> Answer<RunPage> {
    let missing = || Failure::missing(t!("There is no act of a rule."));
    let run = rule_run::find(tx, id).await?.ok_or_else(missing)?;
    let found = rule::find(tx, run.rule).await?.ok_or_else(missing)?;
    let versions = rule::versions(tx, run.rule).await?;
    let version = versions.into_iter().find(|one| one.version == run.version).ok_or_else(missing)?;
    let names = Names::read(tx).await?;
    let row = conversation::row(tx, run.conversation).await?.ok_or_else(missing)?;
    let called_at = match run.event {
        Some(event) => event::find(tx, event).await?.map(|event| event.happened_at),
        None => None,
    };
    // The one with whose act it began, where rules called each other.
    let begun_by = match event::find(tx, run.chain).await?.filter(|_| run.event != Some(run.chain)) {
        Some(event) => match event.actor {
            Actor::Member(id) => Some(names.member(id).to_owned()),
            _ => Some(t!("what somebody wrote").to_owned()),
        },
        None => None,
    };
    let now = tx.now();
    let mut done = Vec::new();
    let mut may_undo = false;
    for deed in rule_run::deeds(tx, id).await? {
        may_undo |= inbox::may_undo(&deed, now);
        let words = said(tx, &deed.change, who.member.id).await?.done;
        done.push(Done {
            words,
            is_undone: deed.state == DeedState::Undone && deed.tally.restored > 0,
            is_left: deed.state == DeedState::Undone && deed.tally.left > 0,
        });
    }
    let told = notice::told_by(tx, id).await?;
    Ok(RunPage {
        id,
        rule: found.id,
        rule_name: found.name,
        is_removed: found.removed_at.is_some(),
        version: run.version,
        is_present: found.version == run.version,
        called: words::called(&version.says),
        called_at,
        begun_by,
        acts: words::acts(&version.says, &names),
        query: version.says.query,
        at: run.ran_at,
        conversation: run.conversation,
        with: row.author_name,
        tally: run.tally,
        done,
        told: told.into_iter().map(|id| names.member(id).to_owned()).collect(),
        may_undo,
    })
}

#[derive(Deserialize)]
pub(crate) struct Nothing {}

pub(crate) async fn undo(
    State(app): State<App>,
    Named(id): Named<RuleRunId>,
    Posted { who, .. }: Posted<Nothing>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::undo_run(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    Ok(respond::see(&format!("/rule-runs/{id}")))
}
