//! Studies: `/api/v1/studies`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use jiff::Timestamp;
use jiff::civil::Date;
use model::{MemberId, Right, Scope, StudyId, StudyState};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::study::{self, StudyTerms};
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::cursor::Page;
use super::input::{Body, Named};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::{self, Id};
use super::version::{self, SeenHeader};
use crate::app::App;

/// A question about all that was heard, answered on a random sample by two members who do not see each other's codes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Study {
    id: Id,
    name: String,
    question: String,
    query: String,
    #[schema(value_type = String, format = Date)]
    first_day: Date,
    #[schema(value_type = String, format = Date)]
    last_day: Date,
    size: i64,
    seed: String,
    /// The code book; it stays as it is once coding begins.
    variables: Vec<Variable>,
    #[schema(value_type = schema::StudyState)]
    state: StudyState,
    /// Grows whenever what it asks or its code book changes.
    version: i64,
    /// The member who wrote it.
    created_by: Id,
    created_at: Timestamp,
    /// How its sample was drawn, or how far that is; null in a draft.
    sample: Option<Sample>,
    /// The two who code it, and how much of the sample each has coded; empty before.
    coders: Vec<Coder>,
    coding_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    agreed_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
    /// Since when it is put away.
    archived_at: Option<Timestamp>,
}

/// Something that is asked of each mention.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variable {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    definition: String,
    /// The codes that answer it, the first of which has the number 1; 0 is always "cannot say".
    #[schema(min_items = 2, max_items = 12)]
    codes: Vec<Code>,
}

/// One answer that may be given.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    #[serde(default)]
    #[schema(max_length = 500)]
    definition: String,
}

/// How a sample was drawn.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sample {
    began_at: Timestamp,
    /// When it was done; null while it is being drawn.
    drawn_at: Option<Timestamp>,
    /// How many mentions there are to look at; 0 until they are counted.
    to_look: i64,
    looked: i64,
    /// How many of them meet the query.
    population: i64,
    /// How many are drawn.
    drawn: i64,
    /// How many were left out as spam.
    spam: i64,
    /// How many were left out since their words are gone.
    gone: i64,
    /// When the earliest of the population was written.
    earliest_at: Option<Timestamp>,
    latest_at: Option<Timestamp>,
    /// Up to where the log was sealed.
    position: i64,
    /// The version of the rules for words by which the query was asked.
    analysis: i64,
}

/// Who codes a study.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Coder {
    member: Id,
    /// How many mentions they coded.
    coded: i64,
}

/// What a study is to ask.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedStudy {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[schema(min_length = 1, max_length = 500)]
    question: String,
    /// Which mentions it is about, in the language of the search.
    query: String,
    /// The first day on which they may have been written, in the server's time zone.
    #[schema(value_type = String, format = Date)]
    first_day: Date,
    #[schema(value_type = String, format = Date)]
    last_day: Date,
    /// How many are drawn.
    #[schema(minimum = 10, maximum = 2000)]
    size: i64,
    /// Whoever draws from the same with the same seed draws the same; one is made where there is none.
    #[serde(default)]
    #[schema(max_length = 64)]
    seed: String,
}

impl From<WantedStudy> for StudyTerms {
    fn from(one: WantedStudy) -> Self {
        Self {
            name: one.name,
            question: one.question,
            query: one.query,
            first_day: one.first_day,
            last_day: one.last_day,
            size: one.size,
            seed: one.seed,
        }
    }
}

/// A code book.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeBook {
    #[schema(max_items = 20)]
    variables: Vec<Variable>,
}

/// The two members who code a study.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Coders {
    /// Two different members who read the inbox.
    #[schema(value_type = Vec<Id>, min_items = 2, max_items = 2)]
    coders: Vec<MemberId>,
}

impl From<Variable> for study::Variable {
    fn from(one: Variable) -> Self {
        let code = |code: Code| study::Code { name: code.name, definition: code.definition };
        Self { name: one.name, definition: one.definition, codes: one.codes.into_iter().map(code).collect() }
    }
}

impl From<study::Variable> for Variable {
    fn from(one: study::Variable) -> Self {
        let code = |code: study::Code| Code { name: code.name, definition: code.definition };
        Self { name: one.name, definition: one.definition, codes: one.codes.into_iter().map(code).collect() }
    }
}

pub(super) async fn found(tx: &mut Tx, id: StudyId) -> Answer<study::Study> {
    study::find(tx, id).await?.ok_or_else(|| Problem::missing("study"))
}

async fn shown(tx: &mut Tx, one: study::Study) -> Answer<Study> {
    let asked = i64::try_from(one.book.len()).unwrap_or(i64::MAX).max(1);
    let counts = study::answer_counts(tx, one.id).await?;
    let coders = (1_u32..)
        .zip(study::coders(tx, one.id).await?)
        .map(|(slot, member)| Coder { member: member.into(), coded: counts.get(&slot).copied().unwrap_or(0) / asked });
    let size = one.terms.size;
    Ok(Study {
        id: one.id.into(),
        name: one.terms.name,
        question: one.terms.question,
        query: one.terms.query,
        first_day: one.terms.first_day,
        last_day: one.terms.last_day,
        size,
        seed: one.terms.seed,
        variables: one.book.into_iter().map(Into::into).collect(),
        state: one.state,
        version: one.version,
        created_by: one.by.into(),
        created_at: one.created_at,
        sample: one.drawing.map(|drawing| Sample {
            began_at: drawing.began_at,
            drawn_at: drawing.done_at,
            to_look: drawing.to_look,
            looked: drawing.looked,
            population: drawing.met,
            drawn: drawing.met.min(size),
            spam: drawing.spam,
            gone: drawing.gone,
            earliest_at: drawing.earliest_at,
            latest_at: drawing.latest_at,
            position: drawing.position,
            analysis: drawing.analysis,
        }),
        coders: coders.collect(),
        coding_at: one.coding_at,
        ended_at: one.ended_at,
        agreed_at: one.agreed_at,
        closed_at: one.closed_at,
        archived_at: one.archived_at,
    })
}

async fn one(tx: &mut Tx, id: StudyId) -> Answer<Study> {
    let found = found(tx, id).await?;
    shown(tx, found).await
}

fn with_version(one: Study) -> impl IntoResponse {
    (AppendHeaders([version::etag(one.version)]), Json(one))
}

/// Lists every study: the newest first, those that are put away last.
#[utoipa::path(get, path = "/studies", tag = "studies", operation_id = "list_studies",
    security(("token" = ["read"])), responses((status = 200, body = Page<Study>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<Study>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let mut items = Vec::new();
    for one in study::all(&mut tx).await? {
        items.push(shown(&mut tx, one).await?);
    }
    Ok(Json(Page { items, next_cursor: None }))
}

/// One study. The ETag is its version.
#[utoipa::path(get, path = "/studies/{id}", tag = "studies", operation_id = "show_study",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Study, headers(("etag" = String)))))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(with_version(one(&mut app.store().read().await?, id).await?))
}

/// Begins a study. Studies are kept by managers and owners, and by members of a team for research.
#[utoipa::path(post, path = "/studies", tag = "studies", operation_id = "create_study",
    params(KeyHeader), request_body = WantedStudy, security(("token" = ["write"])),
    responses((status = 201, body = Study, headers(("etag" = String), ("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<WantedStudy>,
) -> Answer<Made> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let id = inbox::keep_study(&mut tx, &caller.member, None, None, body.into()).await?;
    let one = one(&mut tx, id).await?;
    let version = version::etag(one.version);
    let made = Made::new(StatusCode::CREATED, &one)?.at(format!("{ROOT}/studies/{id}")).with(version);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// Lets a draft ask something else. Once its sample is drawn, only its name and its question change; once it is closed, nothing.
#[utoipa::path(put, path = "/studies/{id}", tag = "studies", operation_id = "change_study",
    params(("id" = Id, Path), SeenHeader), request_body = WantedStudy, security(("token" = ["write"])),
    responses((status = 200, body = Study, headers(("etag" = String))), (status = 412, response = Problem)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
    headers: HeaderMap,
    Body(wanted): Body<WantedStudy>,
) -> Answer<impl IntoResponse> {
    caller.require_scope(Scope::Write)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    inbox::keep_study(&mut tx, &caller.member, Some(id), seen, wanted.into()).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(with_version(one))
}

/// Writes the code book of a study, until somebody codes by it.
#[utoipa::path(put, path = "/studies/{id}/code-book", tag = "studies", operation_id = "write_code_book",
    params(("id" = Id, Path), SeenHeader), request_body = CodeBook, security(("token" = ["write"])),
    responses((status = 200, body = Study, headers(("etag" = String))), (status = 412, response = Problem)))]
pub(crate) async fn code_book(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
    headers: HeaderMap,
    Body(wanted): Body<CodeBook>,
) -> Answer<impl IntoResponse> {
    caller.require_scope(Scope::Write)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    let book = wanted.variables.into_iter().map(Into::into).collect();
    inbox::keep_code_book(&mut tx, &caller.member, id, seen, book).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(with_version(one))
}

/// Begins to draw the sample of a draft; `sample` tells how far it is.
#[utoipa::path(post, path = "/studies/{id}/draw", tag = "studies", operation_id = "draw_study",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Study)))]
pub(crate) async fn draw(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Study>> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    inbox::draw_study(&mut tx, &caller.member, id, &app.settings().zone).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(Json(one))
}

/// Stops a drawing, or lets a sample go that nobody codes yet: the study is a draft again.
#[utoipa::path(post, path = "/studies/{id}/undraw", tag = "studies", operation_id = "undraw_study",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Study)))]
pub(crate) async fn undraw(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Study>> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    inbox::undraw_study(&mut tx, &caller.member, id).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(one))
}

/// Has two members code a study that is drawn.
#[utoipa::path(post, path = "/studies/{id}/coding", tag = "studies", operation_id = "begin_coding",
    params(("id" = Id, Path)), request_body = Coders, security(("token" = ["write"])),
    responses((status = 200, body = Study)))]
pub(crate) async fn begin(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
    Body(wanted): Body<Coders>,
) -> Answer<Json<Study>> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    // Too few or too many are as wrong as one twice.
    let coders = <[MemberId; 2]>::try_from(wanted.coders).unwrap_or([MemberId(0); 2]);
    inbox::begin_coding(&mut tx, &caller.member, id, coders).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(one))
}

/// Ends the coding of a study: both codings are seen from now on.
#[utoipa::path(post, path = "/studies/{id}/coding/end", tag = "studies", operation_id = "end_coding",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Study)))]
pub(crate) async fn end(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Study>> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    inbox::end_coding(&mut tx, &caller.member, id).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(one))
}

/// Closes a study of which every disagreement is decided.
#[utoipa::path(post, path = "/studies/{id}/close", tag = "studies", operation_id = "close_study",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Study)))]
pub(crate) async fn close(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Study>> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    inbox::close_study(&mut tx, &caller.member, id).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(one))
}

/// Puts a study away.
#[utoipa::path(post, path = "/studies/{id}/archive", tag = "studies", operation_id = "archive_study",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Study)))]
pub(crate) async fn archive(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Study>> {
    put_away(&app, &caller, id, true).await
}

/// Takes a study out again.
#[utoipa::path(post, path = "/studies/{id}/restore", tag = "studies", operation_id = "restore_study",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Study)))]
pub(crate) async fn restore(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Study>> {
    put_away(&app, &caller, id, false).await
}

async fn put_away(app: &App, caller: &Caller, id: StudyId, is_away: bool) -> Answer<Json<Study>> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    inbox::put_study_away(&mut tx, &caller.member, id, is_away).await?;
    let one = one(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Json(one))
}
