//! What was promised to people outside.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use jiff::Timestamp;
use model::{
    CommitmentAct, CommitmentId, CommitmentState, CommitmentStep, ConversationId, MemberId, Promising, ReplyId, Right,
    Scope, micros, timestamp,
};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::commitment::{self, CommitmentEntry, CommitmentFilter};
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
const LIST: &str = "commitment";

/// Something that was promised to somebody outside.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Commitment {
    id: Id,
    conversation: Id,
    /// The message of ours in which it was said; null where it was said elsewhere.
    reply: Option<Id>,
    /// What was promised, in one line.
    words: String,
    #[schema(value_type = schema::CommitmentState)]
    state: CommitmentState,
    /// The member who answers for it.
    member: Id,
    due_at: Timestamp,
    /// The date that was said first.
    first_due_at: Timestamp,
    /// Whether its date was over before it was kept, or is over and it is not.
    is_late: bool,
    /// Why it was broken or withdrawn.
    reason: Option<String>,
    /// What shows that it was kept.
    proof: Option<Proof>,
    /// Since when it is kept, broken or withdrawn. Kept by a message is kept when that was sent.
    ended_at: Option<Timestamp>,
    /// Grows whenever it stands otherwise; the ETag.
    version: i64,
    made_at: Timestamp,
    /// Since when it stands so.
    changed_at: Timestamp,
}

impl Commitment {
    fn of(one: commitment::Commitment, now: Timestamp) -> Self {
        let stand = one.stand;
        Self {
            id: one.id.into(),
            conversation: one.conversation.into(),
            reply: one.reply.map(Into::into),
            is_late: stand.is_late(now) || stand.was_kept_late(),
            words: stand.words,
            state: stand.state,
            member: stand.member.into(),
            due_at: stand.due_at,
            first_due_at: one.first_due_at,
            reason: stand.reason,
            proof: stand.proof.as_ref().map(Into::into),
            ended_at: stand.ended_at,
            version: one.version,
            made_at: one.made_at,
            changed_at: one.changed_at,
        }
    }
}

/// A commitment with all that happened to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommitmentHistory {
    commitment: Commitment,
    /// What happened to it, oldest first.
    history: Vec<CommitmentHistoryEntry>,
}

/// Something that happened to a commitment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommitmentHistoryEntry {
    at: Timestamp,
    #[schema(value_type = schema::CommitmentAct)]
    act: CommitmentAct,
    /// The member who did it.
    by: Option<Id>,
    /// Who answers for it since.
    member: Id,
    /// By when, since.
    due_at: Timestamp,
    /// Why, or what shows that it was kept.
    words: Option<String>,
}

impl From<CommitmentEntry> for CommitmentHistoryEntry {
    fn from(entry: CommitmentEntry) -> Self {
        Self {
            at: entry.at,
            act: entry.act,
            by: entry.member.map(Into::into),
            member: entry.holder.into(),
            due_at: entry.due_at,
            words: entry.words,
        }
    }
}

/// What came of an act.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CommitmentDone {
    commitment: Commitment,
    /// What undoes it: `POST /bulk/{id}/undo`; null when it was so already.
    deed: Option<Id>,
}

/// Something to be promised.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCommitment {
    /// What, in one line.
    #[schema(min_length = 1, max_length = 200)]
    words: String,
    /// By when; ahead of now, and at most five years away.
    due_at: Timestamp,
    /// The member who answers for it; left out, the caller.
    #[schema(value_type = Option<Id>)]
    member: Option<MemberId>,
    /// The message of ours in which it was said.
    #[schema(value_type = Option<Id>)]
    reply: Option<ReplyId>,
}

impl NewCommitment {
    pub(crate) fn read(self) -> Promising {
        let Self { words, due_at, member, reply } = self;
        Promising { words, due_at, member, reply }
    }
}

/// What becomes of a commitment; which of the other fields a step has is said there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCommitmentStep {
    /// `keep`, `break`, `withdraw`, `move`, `amend` or `reopen`.
    #[schema(value_type = schema::CommitmentAct)]
    step: CommitmentAct,
    /// Of `keep`: what shows it; a note, a link or a message.
    proof: Option<Proof>,
    /// Of `break`, `withdraw` and `move`: why.
    #[schema(min_length = 1, max_length = 1000)]
    reason: Option<String>,
    /// Of `move`: to when.
    due_at: Option<Timestamp>,
    /// Of `amend`: what was promised, in one line.
    #[schema(min_length = 1, max_length = 200)]
    words: Option<String>,
    /// Of `amend`: the member who answers for it.
    #[schema(value_type = Option<Id>)]
    member: Option<MemberId>,
}

impl NewCommitmentStep {
    fn read(self) -> Answer<CommitmentStep> {
        let Self { step, proof, reason, due_at, words, member } = self;
        let more = || Problem::field("step", "A field is missing, or does not go with this step.");
        match (step, proof, reason, due_at, words, member) {
            (CommitmentAct::Keep, Some(proof), None, None, None, None) => {
                Ok(CommitmentStep::Keep { proof: proof.read()? })
            }
            (CommitmentAct::Break, None, Some(reason), None, None, None) => Ok(CommitmentStep::Break { reason }),
            (CommitmentAct::Withdraw, None, Some(reason), None, None, None) => Ok(CommitmentStep::Withdraw { reason }),
            (CommitmentAct::Move, None, Some(reason), Some(due_at), None, None) => {
                Ok(CommitmentStep::Move { due_at, reason })
            }
            (CommitmentAct::Amend, None, None, None, Some(words), Some(member)) => {
                Ok(CommitmentStep::Amend { words, member })
            }
            (CommitmentAct::Reopen, None, None, None, None, None) => Ok(CommitmentStep::Reopen),
            (CommitmentAct::Commit | CommitmentAct::TakeBack, ..) => {
                Err(Problem::field("step", "This happens by itself."))
            }
            _ => Err(more()),
        }
    }
}

/// Which commitments are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// In this state; those that are to be kept otherwise.
    #[param(value_type = Option<schema::CommitmentState>)]
    state: Option<CommitmentState>,
    /// The id of the member who answers for them, or `me`.
    #[param(pattern = "^(me|[0-9]{1,18})$")]
    member: Option<String>,
    /// Where the page begins: what the page before gave.
    cursor: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// Lists what is to be kept by its date; what ended, the last first.
#[utoipa::path(get, path = "/commitments", tag = "commitments", operation_id = "list_commitments",
    params(Asked), security(("token" = ["read"])), responses((status = 200, body = Page<Commitment>)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(asked): Params<Asked>,
) -> Answer<Json<Page<Commitment>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(asked.limit)?;
    let filter = CommitmentFilter { state: asked.state, member: caller.member_named(asked.member.as_deref())? };
    let after = cursor::read(LIST, asked.cursor.as_deref())?.map(|(at, id)| (timestamp(at), CommitmentId(id)));
    let mut tx = app.store().read().await?;
    let mut found = commitment::list(&mut tx, &filter, after, limit as i64 + 1).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|last| filter.place_of(last));
    let now = tx.now();
    Ok(Json(Page {
        items: found.into_iter().map(|one| Commitment::of(one, now)).collect(),
        next_cursor: next.map(|(at, id)| cursor::mark(LIST, (micros(at), id.0))),
    }))
}

async fn one(tx: &mut Tx, id: CommitmentId) -> Answer<Commitment> {
    let found = commitment::find(tx, id).await?.ok_or_else(|| Problem::missing("commitment"))?;
    Ok(Commitment::of(found, tx.now()))
}

/// One commitment, with all that happened to it.
#[utoipa::path(get, path = "/commitments/{id}", tag = "commitments", operation_id = "show_commitment",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = CommitmentHistory, headers(("etag" = String)))))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<CommitmentId>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let commitment = one(&mut tx, id).await?;
    let history = commitment::history(&mut tx, &[id]).await?.remove(&id).unwrap_or_default();
    let history = history.into_iter().map(Into::into).collect();
    Ok((AppendHeaders([version::etag(commitment.version)]), Json(CommitmentHistory { commitment, history })))
}

/// Lists all that is or was promised in a conversation, oldest first.
#[utoipa::path(get, path = "/conversations/{id}/commitments", tag = "commitments",
    operation_id = "list_commitments_of_conversation", params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Page<Commitment>)))]
pub(crate) async fn of_conversation(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
) -> Answer<Json<Page<Commitment>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let standing = store::merge::standing(&mut tx, id).await?.ok_or_else(|| Problem::missing("conversation"))?.id;
    let found = commitment::of_conversations(&mut tx, &[standing]).await?.remove(&standing).unwrap_or_default();
    let now = tx.now();
    Ok(Json(Page { items: found.into_iter().map(|one| Commitment::of(one, now)).collect(), next_cursor: None }))
}

/// Marks what was promised to somebody. The same that is to be kept already stays one.
#[utoipa::path(post, path = "/conversations/{id}/commitments", tag = "commitments", operation_id = "create_commitment",
    params(("id" = Id, Path), KeyHeader), request_body = NewCommitment, security(("token" = ["write"])),
    responses((status = 201, body = CommitmentDone, headers(("location" = String))),
        (status = 409, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
    Once { body, request }: Once<NewCommitment>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let promising = body.read();
    let deed = inbox::commit(&mut tx, &caller.member, id, promising.clone()).await?;
    let promised =
        inbox::promised_alike(&mut tx, id, &promising).await?.ok_or_else(|| Problem::missing("commitment"))?;
    let at = format!("{ROOT}/commitments/{}", promised.id);
    let done = CommitmentDone { commitment: Commitment::of(promised, tx.now()), deed: deed.map(Into::into) };
    let made = Made::new(StatusCode::CREATED, &done)?.at(at);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Does something about what was promised: says that it was kept and what shows it, moves its date, or says why it was not.
#[utoipa::path(post, path = "/commitments/{id}/steps", tag = "commitments", operation_id = "step_commitment",
    params(("id" = Id, Path), SeenHeader), request_body = NewCommitmentStep, security(("token" = ["write"])),
    responses((status = 200, body = CommitmentDone, headers(("etag" = String))),
        (status = 409, response = Problem), (status = 412, response = Problem)))]
pub(crate) async fn step(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<CommitmentId>,
    headers: HeaderMap,
    Body(body): Body<NewCommitmentStep>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let seen = version::if_match(&headers)?;
    let step = body.read()?;
    let mut tx = app.store().write().await?;
    let deed = inbox::step_commitment(&mut tx, &caller.member, id, seen, step).await?;
    let commitment = one(&mut tx, id).await?;
    tx.commit().await?;
    let etag = version::etag(commitment.version);
    Ok((AppendHeaders([etag]), Json(CommitmentDone { commitment, deed: deed.map(Into::into) })))
}
