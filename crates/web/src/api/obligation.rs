//! What functions owe on conversations: `/api/v1/obligations`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use jiff::Timestamp;
use model::{
    ConversationId, Function, MemberId, ObligationAct, ObligationId, ObligationKind, ObligationState, ObligationStep,
    Owing, PostId, Right, Scope, micros, timestamp,
};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::obligation::{self, ObligationEntry, ObligationFilter};
use utoipa::{IntoParams, ToSchema};

use super::ROOT;
use super::caller::Caller;
use super::cursor::{self, Page};
use super::input::{Body, Named, Params};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::proof::Proof;
use super::schema::{self, Id};
use super::version::{self, SeenHeader};
use crate::app::App;

/// Its marks in cursors.
const LIST: &str = "obligation";

/// Something that a function owes on a conversation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Obligation {
    id: Id,
    conversation: Id,
    /// The message that it is about; null for the conversation as a whole.
    post: Option<Id>,
    #[schema(value_type = schema::ObligationKind)]
    kind: ObligationKind,
    /// What is owed, in one line.
    words: String,
    #[schema(value_type = schema::Function)]
    function: Function,
    #[schema(value_type = schema::ObligationState)]
    state: ObligationState,
    /// The member who is asked to see to it, or took it on.
    member: Option<Id>,
    due_at: Option<Timestamp>,
    /// Whether it is owed and its time is over.
    is_late: bool,
    /// Why it was declined or is void.
    reason: Option<String>,
    /// What shows that it is done.
    proof: Option<Proof>,
    /// Grows whenever it stands otherwise; the ETag.
    version: i64,
    made_at: Timestamp,
    /// Since when it stands so.
    changed_at: Timestamp,
}

impl Obligation {
    fn of(one: obligation::Obligation, now: Timestamp) -> Self {
        let is_late = one.stand.is_late(now);
        let stand = one.stand;
        Self {
            id: one.id.into(),
            conversation: one.conversation.into(),
            post: one.post.map(Into::into),
            kind: one.kind,
            words: stand.words,
            function: stand.function,
            state: stand.state,
            member: stand.member.map(Into::into),
            due_at: stand.due_at,
            is_late,
            reason: stand.reason,
            proof: stand.proof.as_ref().map(Into::into),
            version: one.version,
            made_at: one.made_at,
            changed_at: one.changed_at,
        }
    }
}

/// An obligation with all that happened to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ObligationHistory {
    obligation: Obligation,
    /// What happened to it, oldest first.
    history: Vec<HistoryEntry>,
}

/// Something that happened to an obligation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryEntry {
    at: Timestamp,
    #[schema(value_type = schema::ObligationAct)]
    act: ObligationAct,
    /// The member who did it; null when a rule did.
    by: Option<Id>,
    /// The rule that did it.
    rule: Option<Id>,
    /// Which function owes it since.
    #[schema(value_type = schema::Function)]
    function: Function,
    /// Who has it since.
    member: Option<Id>,
    due_at: Option<Timestamp>,
    /// Why, or what was done.
    words: Option<String>,
}

impl From<ObligationEntry> for HistoryEntry {
    fn from(entry: ObligationEntry) -> Self {
        Self {
            at: entry.at,
            act: entry.act,
            by: entry.member.map(Into::into),
            rule: entry.rule.map(Into::into),
            function: entry.function,
            member: entry.holder.map(Into::into),
            due_at: entry.due_at,
            words: entry.words,
        }
    }
}

/// What came of an act.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ObligationDone {
    obligation: Obligation,
    /// What undoes it: `POST /bulk/{id}/undo`; null when it was so already.
    deed: Option<Id>,
}

/// Something to be owed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewObligation {
    #[schema(value_type = schema::ObligationKind)]
    kind: ObligationKind,
    /// What exactly, in one line.
    #[schema(min_length = 1, max_length = 200)]
    words: String,
    /// Which function owes it; left out, the one that usually does.
    #[schema(value_type = Option<schema::Function>)]
    function: Option<Function>,
    /// The member who is asked to see to it.
    #[schema(value_type = Option<Id>)]
    member: Option<MemberId>,
    /// By when; ahead of now.
    due_at: Option<Timestamp>,
    /// The message that it is about.
    #[schema(value_type = Option<Id>)]
    post: Option<PostId>,
}

impl NewObligation {
    pub(crate) fn read(self) -> Owing {
        let Self { kind, words, function, member, due_at, post } = self;
        Owing { kind, words, function: function.unwrap_or(kind.function()), member, due_at, post }
    }
}

/// What becomes of an obligation; which of the other fields a step has is said there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStep {
    /// `accept`, `give_back`, `hand_over`, `finish`, `decline`, `void`, `reopen` or `amend`.
    #[schema(value_type = schema::ObligationAct)]
    step: ObligationAct,
    /// Of `hand_over`: to which function.
    #[schema(value_type = Option<schema::Function>)]
    function: Option<Function>,
    /// Of `hand_over` and `amend`: the member who is asked to see to it.
    #[schema(value_type = Option<Id>)]
    member: Option<MemberId>,
    /// Of `hand_over`, `decline` and `void`: why.
    #[schema(min_length = 1, max_length = 1000)]
    reason: Option<String>,
    /// Of `finish`: what shows it. Which kinds do, the kind of the obligation says.
    proof: Option<Proof>,
    /// Of `amend`: what is owed, in one line.
    #[schema(min_length = 1, max_length = 200)]
    words: Option<String>,
    /// Of `amend`: by when.
    due_at: Option<Timestamp>,
}

impl NewStep {
    fn read(self) -> Answer<ObligationStep> {
        let Self { step, function, member, reason, proof, words, due_at } = self;
        let needed = |field: &'static str| move || Problem::field(field, "This step needs it.");
        let has_more = [
            function.is_some(),
            member.is_some(),
            reason.is_some(),
            proof.is_some(),
            words.is_some(),
            due_at.is_some(),
        ];
        let only = |allowed: [bool; 6]| match has_more.iter().zip(allowed).all(|(has, may)| may || !has) {
            true => Ok(()),
            false => Err(Problem::field("step", "A field does not go with this step.")),
        };
        Ok(match step {
            ObligationAct::Accept | ObligationAct::GiveBack | ObligationAct::Reopen => {
                only([false; 6])?;
                match step {
                    ObligationAct::Accept => ObligationStep::Accept,
                    ObligationAct::GiveBack => ObligationStep::GiveBack,
                    _ => ObligationStep::Reopen,
                }
            }
            ObligationAct::HandOver => {
                only([true, true, true, false, false, false])?;
                let (to, why) = (function.ok_or_else(needed("function"))?, reason.ok_or_else(needed("reason"))?);
                ObligationStep::HandOver { to, member, why }
            }
            ObligationAct::Decline | ObligationAct::Void => {
                only([false, false, true, false, false, false])?;
                let reason = reason.ok_or_else(needed("reason"))?;
                match step {
                    ObligationAct::Decline => ObligationStep::Decline { reason },
                    _ => ObligationStep::Void { reason },
                }
            }
            ObligationAct::Finish => {
                only([false, false, false, true, false, false])?;
                ObligationStep::Finish { proof: proof.ok_or_else(needed("proof"))?.read()? }
            }
            ObligationAct::Amend => {
                only([false, true, false, false, true, true])?;
                ObligationStep::Amend { words: words.ok_or_else(needed("words"))?, member, due_at }
            }
            ObligationAct::Owe | ObligationAct::TakeBack => {
                return Err(Problem::field("step", "This happens by itself."));
            }
        })
    }
}

/// Which obligations are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// In this state; those that are owed (open or accepted) otherwise.
    #[param(value_type = Option<schema::ObligationState>)]
    state: Option<ObligationState>,
    /// Of this function.
    #[param(value_type = Option<schema::Function>)]
    function: Option<Function>,
    /// The id of the member who has it, or `me`.
    #[param(pattern = "^(me|[0-9]{1,18})$")]
    member: Option<String>,
    /// Where the page begins: what the page before gave.
    cursor: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// Lists what is owed by its due date, what has none last; what is owed no longer by its last change, the newest first.
#[utoipa::path(get, path = "/obligations", tag = "obligations", operation_id = "list_obligations",
    params(Asked), security(("token" = ["read"])), responses((status = 200, body = Page<Obligation>)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(asked): Params<Asked>,
) -> Answer<Json<Page<Obligation>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(asked.limit)?;
    let member = caller.member_named(asked.member.as_deref())?;
    let filter = ObligationFilter { state: asked.state, function: asked.function, member };
    let after = cursor::read(LIST, asked.cursor.as_deref())?.map(|(at, id)| (timestamp(at), ObligationId(id)));
    let mut tx = app.store().read().await?;
    let mut found = obligation::list(&mut tx, &filter, after, limit as i64 + 1).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|last| filter.place_of(last));
    let now = tx.now();
    Ok(Json(Page {
        items: found.into_iter().map(|one| Obligation::of(one, now)).collect(),
        next_cursor: next.map(|(at, id)| cursor::mark(LIST, (micros(at), id.0))),
    }))
}

async fn one(tx: &mut Tx, id: ObligationId) -> Answer<Obligation> {
    let found = obligation::find(tx, id).await?.ok_or_else(|| Problem::missing("obligation"))?;
    Ok(Obligation::of(found, tx.now()))
}

/// One obligation, with all that happened to it.
#[utoipa::path(get, path = "/obligations/{id}", tag = "obligations", operation_id = "show_obligation",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = ObligationHistory, headers(("etag" = String)))))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ObligationId>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let obligation = one(&mut tx, id).await?;
    let history = obligation::history(&mut tx, &[id]).await?.remove(&id).unwrap_or_default();
    let history = history.into_iter().map(Into::into).collect();
    Ok((AppendHeaders([version::etag(obligation.version)]), Json(ObligationHistory { obligation, history })))
}

/// Lists all that is or was owed on a conversation, oldest first.
#[utoipa::path(get, path = "/conversations/{id}/obligations", tag = "obligations",
    operation_id = "list_obligations_of_conversation", params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Page<Obligation>)))]
pub(crate) async fn of_conversation(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
) -> Answer<Json<Page<Obligation>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let standing = store::merge::standing(&mut tx, id).await?.ok_or_else(|| Problem::missing("conversation"))?.id;
    let found = obligation::of_conversations(&mut tx, &[standing]).await?.remove(&standing).unwrap_or_default();
    let now = tx.now();
    Ok(Json(Page { items: found.into_iter().map(|one| Obligation::of(one, now)).collect(), next_cursor: None }))
}

/// Says that a function owes something on a conversation. The same that is owed already stays one.
#[utoipa::path(post, path = "/conversations/{id}/obligations", tag = "obligations", operation_id = "create_obligation",
    params(("id" = Id, Path), KeyHeader), request_body = NewObligation, security(("token" = ["write"])),
    responses((status = 201, body = ObligationDone, headers(("location" = String))),
        (status = 409, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
    Once { body, request }: Once<NewObligation>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let owing = body.read();
    let deed = inbox::owe(&mut tx, &caller.member, id, owing.clone()).await?;
    let owed = inbox::owed_alike(&mut tx, id, &owing).await?.ok_or_else(|| Problem::missing("obligation"))?;
    let at = format!("{ROOT}/obligations/{}", owed.id);
    let done = ObligationDone { obligation: Obligation::of(owed, tx.now()), deed: deed.map(Into::into) };
    let made = Made::new(StatusCode::CREATED, &done)?.at(at);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Does something about what is owed: takes it on, hands it over, says that it is done and what shows it, or says no.
#[utoipa::path(post, path = "/obligations/{id}/steps", tag = "obligations", operation_id = "step_obligation",
    params(("id" = Id, Path), SeenHeader), request_body = NewStep, security(("token" = ["write"])),
    responses((status = 200, body = ObligationDone, headers(("etag" = String))),
        (status = 409, response = Problem), (status = 412, response = Problem)))]
pub(crate) async fn step(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ObligationId>,
    headers: HeaderMap,
    Body(body): Body<NewStep>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let seen = version::if_match(&headers)?;
    let step = body.read()?;
    let mut tx = app.store().write().await?;
    let deed = inbox::step_obligation(&mut tx, &caller.member, id, seen, step).await?;
    let obligation = one(&mut tx, id).await?;
    tx.commit().await?;
    let etag = version::etag(obligation.version);
    Ok((AppendHeaders([etag]), Json(ObligationDone { obligation, deed: deed.map(Into::into) })))
}
