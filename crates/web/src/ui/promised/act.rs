//! Says what is promised, and what becomes of it: `POST /conversations/{id}/commit`, `POST /commitments/{id}/step`.

use axum::extract::{Query, State};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::{CommitmentAct, CommitmentId, CommitmentStep, ConversationId, KEPT_PROOFS, Promising, ReplyId, Right};
use serde::Deserialize;
use store::commitment;
use wording::t;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;
use crate::ui::inbox::address::{Beside, after};
use crate::ui::inbox::status::moment;
use crate::ui::owed::act::{read_member, read_proof};

#[derive(Deserialize)]
pub(crate) struct Form {
    words: String,
    /// A moment, local to the page's zone.
    due: String,
    /// A member; empty for whoever marks it.
    #[serde(default)]
    member: String,
    /// The message of ours in which it was said; empty where it was said elsewhere.
    #[serde(default)]
    reply: String,
}

fn unreadable(why: &str) -> Failure {
    Failure::Wrong(Wrong::Unreadable(why.to_owned()))
}

/// The date of a promise, as forms have it.
pub(crate) fn read_due(text: &str, zone: &TimeZone) -> Answer<Timestamp> {
    moment(text.trim(), zone)
        .ok_or_else(|| unreadable(t!("Say by when it is promised; write it like 2026-11-27T17:00.")))
}

pub(crate) async fn commit(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let reply = match form.reply.as_str() {
        "" => None,
        id => Some(ReplyId(id.parse().map_err(|_| unreadable(t!("There is no such message of ours.")))?)),
    };
    let due_at = read_due(&form.due, &app.settings().zone)?;
    let promising = Promising { words: form.words, due_at, member: read_member(&form.member)?, reply };
    let mut tx = app.store().write().await?;
    let deed = inbox::commit(&mut tx, &who.member, id, promising).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}

#[derive(Deserialize)]
pub(crate) struct StepForm {
    version: i64,
    step: String,
    /// What shows that it was kept.
    #[serde(default)]
    proof: String,
    /// The message of ours that shows it.
    #[serde(default)]
    reply: String,
    #[serde(default)]
    why: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    member: String,
    #[serde(default)]
    due: String,
}

pub(crate) async fn step(
    State(app): State<App>,
    Named(id): Named<CommitmentId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<StepForm>,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let nothing = || unreadable(t!("Say what becomes of it."));
    let step = match CommitmentAct::from_word(&form.step).ok_or_else(nothing)? {
        CommitmentAct::Keep => CommitmentStep::Keep { proof: read_proof(&form.reply, &form.proof, KEPT_PROOFS)? },
        CommitmentAct::Break => CommitmentStep::Break { reason: form.why },
        CommitmentAct::Withdraw => CommitmentStep::Withdraw { reason: form.why },
        CommitmentAct::Move => {
            CommitmentStep::Move { due_at: read_due(&form.due, &app.settings().zone)?, reason: form.why }
        }
        CommitmentAct::Amend => CommitmentStep::Amend {
            words: form.words,
            member: read_member(&form.member)?.ok_or_else(|| unreadable(t!("Say who answers for it.")))?,
        },
        CommitmentAct::Reopen => CommitmentStep::Reopen,
        CommitmentAct::Commit | CommitmentAct::TakeBack => return Err(nothing()),
    };
    let mut tx = app.store().write().await?;
    let found = commitment::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no promise.")))?;
    let deed = inbox::step_commitment(&mut tx, &who.member, id, Some(form.version), step).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(found.conversation), deed)))
}
