//! Says what is owed, and what becomes of it: `POST /conversations/{id}/owe`, `POST /obligations/{id}/step`.

use axum::extract::{Query, State};
use model::{
    ConversationId, Function, MemberId, ObligationAct, ObligationId, ObligationKind, ObligationStep, Owing, Proof,
};
use serde::Deserialize;
use store::obligation;
use wording::t;

use super::due;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;
use crate::ui::inbox::address::{Beside, after};

#[derive(Deserialize)]
pub(crate) struct Form {
    kind: String,
    words: String,
    /// A function; empty for the one that usually owes it.
    #[serde(default)]
    function: String,
    /// A member; empty for nobody.
    #[serde(default)]
    member: String,
    /// A day; empty for none.
    #[serde(default)]
    due: String,
}

fn unreadable(why: &str) -> Failure {
    Failure::Wrong(Wrong::Unreadable(why.to_owned()))
}

/// What is owed, as forms say it.
pub(crate) fn read_kind(kind: &str, function: &str) -> Answer<(ObligationKind, Function)> {
    let kind = ObligationKind::from_word(kind).ok_or_else(|| unreadable(t!("Say what is owed.")))?;
    let function = match function {
        "" => kind.function(),
        word => Function::from_word(word).ok_or_else(|| unreadable(t!("There is no such function.")))?,
    };
    Ok((kind, function))
}

/// A member, as forms name one; none for nobody.
pub(crate) fn read_member(text: &str) -> Answer<Option<MemberId>> {
    match text {
        "" => Ok(None),
        id => id.parse().map(|id| Some(MemberId(id))).map_err(|_| unreadable(t!("There is no such member."))),
    }
}

pub(crate) async fn owe(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let (kind, function) = read_kind(&form.kind, &form.function)?;
    let due_at = due::read(&form.due, &app.settings().zone)?;
    let owing = Owing { kind, function, words: form.words, member: read_member(&form.member)?, due_at, post: None };
    let mut tx = app.store().write().await?;
    let deed = inbox::owe(&mut tx, &who.member, id, owing).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}

#[derive(Deserialize)]
pub(crate) struct StepForm {
    version: i64,
    step: String,
    /// What shows that it is done.
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
    function: String,
    #[serde(default)]
    member: String,
    #[serde(default)]
    due: String,
}

pub(crate) async fn step(
    State(app): State<App>,
    Named(id): Named<ObligationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<StepForm>,
) -> Answer {
    who.require(model::Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    let found = obligation::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no obligation.")))?;
    let act = ObligationAct::from_word(&form.step).ok_or_else(|| unreadable(t!("Say what becomes of it.")))?;
    let step = match act {
        ObligationAct::Accept => ObligationStep::Accept,
        ObligationAct::GiveBack => ObligationStep::GiveBack,
        ObligationAct::HandOver => ObligationStep::HandOver {
            to: read_kind(found.kind.as_str(), &form.function)?.1,
            member: read_member(&form.member)?,
            why: form.why,
        },
        ObligationAct::Finish => {
            ObligationStep::Finish { proof: read_proof(&form.reply, &form.proof, found.kind.proofs())? }
        }
        ObligationAct::Decline => ObligationStep::Decline { reason: form.why },
        ObligationAct::Void => ObligationStep::Void { reason: form.why },
        ObligationAct::Reopen => ObligationStep::Reopen,
        ObligationAct::Amend => ObligationStep::Amend {
            words: form.words,
            member: read_member(&form.member)?,
            due_at: due::changed(&form.due, found.stand.due_at, &app.settings().zone)?,
        },
        ObligationAct::Owe | ObligationAct::TakeBack => return Err(unreadable(t!("Say what becomes of it."))),
    };
    let deed = inbox::step_obligation(&mut tx, &who.member, id, Some(form.version), step).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(found.conversation), deed)))
}

/// What shows that something is done: a message of ours where one is named, else the words.
pub(crate) fn read_proof(reply: &str, words: &str, wanted: &[model::ProofKind]) -> Answer<Proof> {
    match reply {
        "" => Ok(Proof::of_words(words, wanted)),
        id => match id.parse() {
            Ok(reply) => Ok(Proof::Message { reply: model::ReplyId(reply) }),
            Err(_) => Err(unreadable(t!("There is no such message of ours."))),
        },
    }
}
