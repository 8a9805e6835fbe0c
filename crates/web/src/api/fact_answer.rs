//! Answers and the facts that they are made with: `/api/v1/facts/{id}/answers`.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use model::{FactId, FactUse, ReplyId, ReplyState, Right, Scope};
use serde::{Deserialize, Serialize};
use store::fact::{self, AnswersAsked};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::cursor::{self, Page};
use super::fact::found;
use super::input::{Named, Params};
use super::problem::Answer;
use super::schema::{self, Id};
use crate::app::App;

/// What marks of the list begin with.
const ANSWERS: &str = "fact_answers";

/// A fact that an answer is made with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaidFact {
    #[schema(value_type = Id)]
    fact: FactId,
    /// The version that was read; the one of now when absent.
    #[schema(minimum = 1)]
    version: Option<i64>,
}

impl From<SaidFact> for FactUse {
    fn from(said: SaidFact) -> Self {
        Self { fact: said.fact, version: said.version.unwrap_or(i64::MAX) }
    }
}

/// An answer in which a fact stood.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FactAnswer {
    reply: Id,
    conversation: Id,
    /// The member who wrote it.
    member: Id,
    text: String,
    #[schema(value_type = schema::ReplyState)]
    state: ReplyState,
    /// When it went out, or was written where it did not.
    at: Timestamp,
    /// In which version the fact stood in it.
    version: i64,
    /// Whether it says what no longer holds.
    is_outdated: bool,
}

/// Which answers are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many rows; 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// `true` for those alone that say what no longer holds.
    #[serde(default)]
    is_outdated: bool,
}

/// Lists the answers in which a fact stood and that were not taken back, the newest first.
#[utoipa::path(get, path = "/facts/{id}/answers", tag = "facts", operation_id = "list_answers_of_fact",
    params(("id" = Id, Path), Part), security(("token" = ["read"])),
    responses((status = 200, body = Page<FactAnswer>)))]
pub(crate) async fn answers(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<FactId>,
    Params(part): Params<Part>,
) -> Answer<Json<Page<FactAnswer>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(part.limit)?;
    let before = cursor::read(ANSWERS, part.cursor.as_deref())?.map(|(_, reply)| ReplyId(reply));
    let mut tx = app.store().read().await?;
    let fact = found(&mut tx, id).await?;
    let asked = AnswersAsked { before, below: part.is_outdated.then(|| fact.holds_from()) };
    let mut answers = fact::answers(&mut tx, id, asked, limit as i64 + 1).await?;
    let has_more = answers.len() > limit;
    answers.truncate(limit);
    let next = answers.last().filter(|_| has_more).map(|last| cursor::mark(ANSWERS, (id.0, last.reply.0)));
    let shown = |one: fact::FactAnswer| FactAnswer {
        reply: one.reply.into(),
        conversation: one.conversation.into(),
        member: one.member.into(),
        text: one.text,
        state: one.state,
        at: one.at,
        version: one.version,
        is_outdated: !fact.holds(one.version),
    };
    Ok(Json(Page { items: answers.into_iter().map(shown).collect(), next_cursor: next }))
}
