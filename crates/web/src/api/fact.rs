//! What we say is true, with its source: `/api/v1/facts`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use jiff::Timestamp;
use jiff::civil::Date;
use model::{FactAct, FactId, MemberId, Right, Scope};
use serde::{Deserialize, Serialize};
use store::fact::{self, FactStep, FactTerms, FactUses};
use store::{Tx, member};
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::cursor::Page;
use super::input::{Body, Named};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::{self, Id};
use super::variant::Variant;
use super::version::{self, SeenHeader};
use crate::app::App;

/// A true sentence, with what shows it and whoever stands for it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Fact {
    id: Id,
    claim: String,
    source: Source,
    /// The member who stands for it.
    owner: Id,
    /// Whether nobody stands for it: its owner has left, or does not answer any more.
    is_ownerless: bool,
    /// The day at which it is looked at again, in the server's time zone.
    #[schema(value_type = String, format = Date)]
    review_on: Date,
    /// Whether that day has come.
    is_due: bool,
    /// How it may be said; the claim itself where there are none.
    lines: Vec<Variant>,
    /// Grows whenever it changes.
    version: i64,
    /// The first version of which every word still stands: an answer made with an earlier one says what no longer holds.
    stands_since: i64,
    /// Since when it is put away.
    archived_at: Option<Timestamp>,
    /// Answers in which it stood that were not taken back.
    answer_count: i64,
    /// Those among them that say what no longer holds.
    outdated_count: i64,
    /// When it was said last.
    last_said_at: Option<Timestamp>,
}

/// What shows something.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// Where it can be read; it is put behind the words.
    #[schema(max_length = 2000, pattern = "^https?://")]
    url: Option<String>,
}

impl From<Source> for fact::Source {
    fn from(one: Source) -> Self {
        Self { title: one.title, url: one.url }
    }
}

impl From<fact::Source> for Source {
    fn from(one: fact::Source) -> Self {
        Self { title: one.title, url: one.url }
    }
}

/// What a fact is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedFact {
    /// No other in use says the same.
    #[schema(min_length = 1, max_length = 300)]
    claim: String,
    source: Source,
    /// A member who answers.
    #[schema(value_type = Id)]
    owner: MemberId,
    /// A day to come, at most two years away.
    #[schema(value_type = String, format = Date)]
    review_on: Date,
    #[serde(default)]
    #[schema(max_items = 40)]
    lines: Vec<Variant>,
}

impl From<WantedFact> for FactTerms {
    fn from(wanted: WantedFact) -> Self {
        Self {
            claim: wanted.claim,
            source: wanted.source.into(),
            owner: wanted.owner,
            review_on: wanted.review_on,
            lines: wanted.lines.into_iter().map(Into::into).collect(),
        }
    }
}

/// When a fact that is still true is looked at again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reviewed {
    /// A day to come, at most two years away.
    #[schema(value_type = String, format = Date)]
    review_on: Date,
}

/// Something that happened to a fact, and how it reads since.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FactHistoryEntry {
    at: Timestamp,
    #[schema(value_type = schema::FactAct)]
    act: FactAct,
    /// The member who did it.
    by: Id,
    version: i64,
    claim: String,
    source: Source,
    owner: Id,
    #[schema(value_type = String, format = Date)]
    review_on: Date,
    /// Whether its lines are others since.
    lines_changed: bool,
}

impl From<FactStep> for FactHistoryEntry {
    fn from(step: FactStep) -> Self {
        Self {
            at: step.at,
            act: step.act,
            by: step.member.into(),
            version: step.version,
            claim: step.claim,
            source: step.source.into(),
            owner: step.owner.into(),
            review_on: step.review_on,
            lines_changed: step.lines_changed,
        }
    }
}

fn shown(one: fact::Fact, is_ownerless: bool, uses: FactUses, today: Date) -> Fact {
    let is_due = one.is_due(today);
    Fact {
        id: one.id.into(),
        claim: one.terms.claim,
        source: one.terms.source.into(),
        owner: one.terms.owner.into(),
        is_ownerless,
        review_on: one.terms.review_on,
        is_due,
        lines: one.terms.lines.into_iter().map(Into::into).collect(),
        version: one.version,
        stands_since: one.stands_since,
        archived_at: one.archived_at,
        answer_count: uses.count,
        outdated_count: uses.outdated,
        last_said_at: uses.last_at,
    }
}

fn today(app: &App, tx: &Tx) -> Date {
    tx.now().to_zoned(app.settings().zone.clone()).date()
}

pub(super) async fn found(tx: &mut Tx, id: FactId) -> Answer<fact::Fact> {
    fact::find(tx, id).await?.ok_or_else(|| Problem::missing("fact"))
}

async fn one(app: &App, tx: &mut Tx, id: FactId) -> Answer<Fact> {
    let found = found(tx, id).await?;
    let owner = member::find(tx, found.terms.owner).await?;
    let uses = fact::uses_of(tx, id).await?;
    let today = today(app, tx);
    Ok(shown(found, !owner.is_some_and(|owner| inbox::answers(&owner)), uses, today))
}

fn with_version(one: Fact) -> impl IntoResponse {
    (AppendHeaders([version::etag(one.version)]), Json(one))
}

/// Lists every fact: those for which nobody stands, those to be looked at, the others by claim, those that are put away.
#[utoipa::path(get, path = "/facts", tag = "facts", operation_id = "list_facts",
    security(("token" = ["read"])), responses((status = 200, body = Page<Fact>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<Fact>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let today = today(&app, &tx);
    let mut uses = fact::uses(&mut tx).await?;
    let all = inbox::facts(&mut tx, today).await?.into_iter();
    let items = all.map(|one| {
        let uses = uses.remove(&one.fact.id).unwrap_or_default();
        shown(one.fact, one.owner.is_none(), uses, today)
    });
    Ok(Json(Page { items: items.collect(), next_cursor: None }))
}

/// One fact. The ETag is its version.
#[utoipa::path(get, path = "/facts/{id}", tag = "facts", operation_id = "show_fact",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Fact, headers(("etag" = String)))))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<FactId>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    Ok(with_version(one(&app, &mut tx, id).await?))
}

/// What happened to a fact, oldest first.
#[utoipa::path(get, path = "/facts/{id}/history", tag = "facts", operation_id = "list_history_of_fact",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Page<FactHistoryEntry>)))]
pub(crate) async fn history(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<FactId>,
) -> Answer<Json<Page<FactHistoryEntry>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    found(&mut tx, id).await?;
    let items = fact::history(&mut tx, id).await?.into_iter().map(Into::into).collect();
    Ok(Json(Page { items, next_cursor: None }))
}

/// Writes a fact. Facts are kept by managers and owners, and by members of a team for communication.
#[utoipa::path(post, path = "/facts", tag = "facts", operation_id = "create_fact",
    params(KeyHeader), request_body = WantedFact, security(("token" = ["write"])),
    responses((status = 201, body = Fact, headers(("etag" = String), ("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedFact>,
) -> Answer<Made> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let wanted = (body.into(), &app.settings().zone);
    let id = inbox::keep_fact(&mut tx, &caller.member, None, None, wanted).await?;
    let one = one(&app, &mut tx, id).await?;
    let version = version::etag(one.version);
    let made = Made::new(StatusCode::CREATED, &one)?.at(format!("{ROOT}/facts/{id}")).with(version);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Lets a fact say something else, or somebody else stand for it: its next version.
#[utoipa::path(put, path = "/facts/{id}", tag = "facts", operation_id = "change_fact",
    params(("id" = Id, Path), SeenHeader), request_body = WantedFact, security(("token" = ["write"])),
    responses((status = 200, body = Fact, headers(("etag" = String))), (status = 412, response = Problem)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<FactId>,
    headers: HeaderMap,
    Body(wanted): Body<WantedFact>,
) -> Answer<impl IntoResponse> {
    caller.require_scope(Scope::Write)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    let wanted = (wanted.into(), &app.settings().zone);
    inbox::keep_fact(&mut tx, &caller.member, Some(id), seen, wanted).await?;
    let one = one(&app, &mut tx, id).await?;
    tx.commit().await?;
    Ok(with_version(one))
}

/// Says that a fact is still true, and when it is looked at again. Whoever stands for it may say so as well.
#[utoipa::path(post, path = "/facts/{id}/reviewed", tag = "facts", operation_id = "review_fact",
    params(("id" = Id, Path), SeenHeader), request_body = Reviewed, security(("token" = ["write"])),
    responses((status = 200, body = Fact, headers(("etag" = String))), (status = 412, response = Problem)))]
pub(crate) async fn reviewed(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<FactId>,
    headers: HeaderMap,
    Body(reviewed): Body<Reviewed>,
) -> Answer<impl IntoResponse> {
    caller.require_scope(Scope::Write)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    let again = (reviewed.review_on, &app.settings().zone);
    inbox::review_fact(&mut tx, &caller.member, id, seen, again).await?;
    let one = one(&app, &mut tx, id).await?;
    tx.commit().await?;
    Ok(with_version(one))
}

/// Puts a fact away: it is offered to nobody, and answers in which it stood say what no longer holds. Whoever stands for it
/// may do so as well.
#[utoipa::path(post, path = "/facts/{id}/archive", tag = "facts", operation_id = "archive_fact",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Fact)))]
pub(crate) async fn archive(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<FactId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Fact>> {
    put_away(&app, &caller, id, true).await
}

/// Takes a fact out again.
#[utoipa::path(post, path = "/facts/{id}/restore", tag = "facts", operation_id = "restore_fact",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Fact)))]
pub(crate) async fn restore(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<FactId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Fact>> {
    put_away(&app, &caller, id, false).await
}

async fn put_away(app: &App, caller: &Caller, id: FactId, is_away: bool) -> Answer<Json<Fact>> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    inbox::put_fact_away(&mut tx, &caller.member, id, is_away).await?;
    let one = one(app, &mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(one))
}
