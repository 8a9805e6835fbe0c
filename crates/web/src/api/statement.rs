//! What the house says of its own accord: `/api/v1/statements`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use jiff::Timestamp;
use model::{MemberId, Right, Scope, StatementAct, StatementId, StatementKind, StatementState};
use serde::{Deserialize, Serialize};
use store::statement::{self, StatementStep, StatementTerms, StatementUses};
use store::{Tx, posting};
use utoipa::{IntoParams, ToSchema};

use super::ROOT;
use super::caller::Caller;
use super::cursor::{self, Page};
use super::input::{Body, Named, Params};
use super::once::{KeyHeader, Made, Once};
use super::posting::Posting;
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::{self, Id};
use super::variant::Variant;
use super::version::{self, SeenHeader};
use crate::app::App;

/// What the house says of its own accord.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Statement {
    id: Id,
    /// What it is called among ourselves.
    title: String,
    #[schema(value_type = schema::StatementKind)]
    kind: StatementKind,
    #[schema(value_type = schema::StatementState)]
    state: StatementState,
    /// Its words, one text for a language; that of the empty one is for everybody else.
    texts: Vec<Variant>,
    /// Where there are fuller words; the address is put behind the text.
    fuller_url: Option<String>,
    /// The search that finds whom it concerns.
    matter: Option<String>,
    /// The member who sees to the next word.
    owner: Id,
    /// Until when a further word is promised.
    next_word_at: Option<Timestamp>,
    /// Whether that is over, and none came.
    is_due: bool,
    /// The statement whose place it takes, or took.
    replaces: Option<Id>,
    /// The statement that took its place.
    replaced_by: Option<Id>,
    /// Grows whenever it changes.
    version: i64,
    /// The member who wrote its words as they are.
    written_by: Id,
    approved_by: Option<Id>,
    approved_at: Option<Timestamp>,
    published_by: Option<Id>,
    published_at: Option<Timestamp>,
    /// The member who withdrew it, or whose statement took its place.
    ended_by: Option<Id>,
    ended_at: Option<Timestamp>,
    /// Where it stands, stood or was to stand.
    postings: Vec<Posting>,
    /// Answers in which it stood that were not taken back.
    answer_count: i64,
    /// When it was said last.
    last_said_at: Option<Timestamp>,
}

/// What a statement is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedStatement {
    #[schema(min_length = 1, max_length = 100)]
    title: String,
    #[schema(value_type = schema::StatementKind)]
    kind: StatementKind,
    /// At least one, without blanks.
    #[schema(min_items = 1, max_items = 40)]
    texts: Vec<Variant>,
    #[schema(max_length = 2000, pattern = "^https?://")]
    fuller_url: Option<String>,
    matter: Option<String>,
    /// A member who answers.
    #[schema(value_type = Id)]
    owner: MemberId,
    /// A time to come, at most a year away.
    next_word_at: Option<Timestamp>,
    /// A statement that is published.
    #[schema(value_type = Option<Id>)]
    replaces: Option<StatementId>,
}

impl From<WantedStatement> for StatementTerms {
    fn from(wanted: WantedStatement) -> Self {
        Self {
            title: wanted.title,
            kind: wanted.kind,
            matter: wanted.matter,
            fuller_url: wanted.fuller_url,
            owner: wanted.owner,
            next_word_at: wanted.next_word_at,
            replaces: wanted.replaces,
            texts: wanted.texts.into_iter().map(Into::into).collect(),
        }
    }
}

/// Something that happened to a statement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatementHistoryEntry {
    at: Timestamp,
    #[schema(value_type = schema::StatementAct)]
    act: StatementAct,
    /// The member who did it.
    by: Id,
    version: i64,
}

impl From<StatementStep> for StatementHistoryEntry {
    fn from(step: StatementStep) -> Self {
        Self { at: step.at, act: step.act, by: step.member.into(), version: step.version }
    }
}

async fn shown(tx: &mut Tx, one: statement::Statement, uses: StatementUses) -> Answer<Statement> {
    let is_due = one.is_due(tx.now());
    let mut postings = Vec::new();
    for posting in posting::of_statement(tx, one.id).await? {
        postings.push(Posting::of(tx, posting).await?);
    }
    let replaced_by = statement::instead_of(tx, one.id).await?;
    let by = |done: Option<statement::ByAt>| done.map(|(by, _)| by.into());
    let at = |done: Option<statement::ByAt>| done.map(|(_, at)| at);
    Ok(Statement {
        id: one.id.into(),
        is_due,
        postings,
        replaced_by: replaced_by.map(Into::into),
        state: one.state,
        version: one.version,
        written_by: one.written_by.into(),
        approved_by: by(one.approved),
        approved_at: at(one.approved),
        published_by: by(one.published),
        published_at: at(one.published),
        ended_by: by(one.ended),
        ended_at: at(one.ended),
        title: one.terms.title,
        kind: one.terms.kind,
        texts: one.terms.texts.into_iter().map(Into::into).collect(),
        fuller_url: one.terms.fuller_url,
        matter: one.terms.matter,
        owner: one.terms.owner.into(),
        next_word_at: one.terms.next_word_at,
        replaces: one.terms.replaces.map(Into::into),
        answer_count: uses.count,
        last_said_at: uses.last_at,
    })
}

pub(super) async fn one(tx: &mut Tx, id: StatementId) -> Answer<Statement> {
    let found = statement::find(tx, id).await?.ok_or_else(|| Problem::missing("statement"))?;
    let uses = statement::uses(tx, &[id]).await?.remove(&id).unwrap_or_default();
    shown(tx, found, uses).await
}

fn with_version(one: Statement) -> impl IntoResponse {
    (AppendHeaders([version::etag(one.version)]), Json(one))
}

/// Keeps the marks of this list apart from others.
const STATEMENTS: &str = "statement";

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many rows; 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// Lists the statements: those whose promised word is due, those that are published, approved, written, and over.
#[utoipa::path(get, path = "/statements", tag = "statements", operation_id = "list_statements",
    params(Part), security(("token" = ["read"])), responses((status = 200, body = Page<Statement>)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(part): Params<Part>,
) -> Answer<Json<Page<Statement>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(part.limit)?;
    let after = cursor::read(STATEMENTS, part.cursor.as_deref())?;
    let mut tx = app.store().read().await?;
    let now = tx.now();
    let mut all = inbox::statements(&mut tx).await?;
    all.retain(|one| after.is_none_or(|after| inbox::statement_place(one, now) > after));
    let has_more = all.len() > limit;
    all.truncate(limit);
    let last = all.last().filter(|_| has_more).map(|last| inbox::statement_place(last, now));
    let ids: Vec<StatementId> = all.iter().map(|one| one.id).collect();
    let mut uses = statement::uses(&mut tx, &ids).await?;
    let mut items = Vec::new();
    for one in all {
        let uses = uses.remove(&one.id).unwrap_or_default();
        items.push(shown(&mut tx, one, uses).await?);
    }
    Ok(Json(Page { items, next_cursor: last.map(|last| cursor::mark(STATEMENTS, last)) }))
}

/// One statement. The ETag is its version.
#[utoipa::path(get, path = "/statements/{id}", tag = "statements", operation_id = "show_statement",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Statement, headers(("etag" = String)))))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StatementId>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    Ok(with_version(one(&mut tx, id).await?))
}

/// What happened to a statement, oldest first.
#[utoipa::path(get, path = "/statements/{id}/history", tag = "statements", operation_id = "list_history_of_statement",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Page<StatementHistoryEntry>)))]
pub(crate) async fn history(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StatementId>,
) -> Answer<Json<Page<StatementHistoryEntry>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    statement::find(&mut tx, id).await?.ok_or_else(|| Problem::missing("statement"))?;
    let items = statement::history(&mut tx, id).await?.into_iter().map(Into::into).collect();
    Ok(Json(Page { items, next_cursor: None }))
}

/// Writes a statement. Whoever may approve, and did not write it, is told that it waits.
#[utoipa::path(post, path = "/statements", tag = "statements", operation_id = "create_statement",
    params(KeyHeader), request_body = WantedStatement, security(("token" = ["write"])),
    responses((status = 201, body = Statement, headers(("etag" = String), ("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedStatement>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let id = inbox::keep_statement(&mut tx, &caller.member, None, None, body.into()).await?;
    let one = one(&mut tx, id).await?;
    let version = version::etag(one.version);
    let made = Made::new(StatusCode::CREATED, &one)?.at(format!("{ROOT}/statements/{id}")).with(version);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Lets a statement say something else: a draft again where it was approved. The words of one that is published stay; its title,
/// matter, owner and next word may change.
#[utoipa::path(put, path = "/statements/{id}", tag = "statements", operation_id = "change_statement",
    params(("id" = Id, Path), SeenHeader), request_body = WantedStatement, security(("token" = ["write"])),
    responses((status = 200, body = Statement, headers(("etag" = String))), (status = 412, response = Problem)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StatementId>,
    headers: HeaderMap,
    Body(wanted): Body<WantedStatement>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    inbox::keep_statement(&mut tx, &caller.member, Some(id), seen, wanted.into()).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(with_version(one))
}

/// Stands for the words of a statement that somebody else wrote, as they were read.
#[utoipa::path(post, path = "/statements/{id}/approve", tag = "statements", operation_id = "approve_statement",
    params(("id" = Id, Path), SeenHeader), security(("token" = ["write"])),
    responses((status = 200, body = Statement, headers(("etag" = String))), (status = 412, response = Problem)))]
pub(crate) async fn approve(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StatementId>,
    headers: HeaderMap,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Write, Right::ApproveReplies)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    inbox::approve_statement(&mut tx, &caller.member, id, seen).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(with_version(one))
}

/// Takes a statement back. What is about to go out does not; what stands on a network stays there. One that was approved is
/// withdrawn by whoever may approve.
#[utoipa::path(post, path = "/statements/{id}/withdraw", tag = "statements", operation_id = "withdraw_statement",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Statement)))]
pub(crate) async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StatementId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Statement>> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    inbox::withdraw_statement(&mut tx, &caller.member, id).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(one))
}
