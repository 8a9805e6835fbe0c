//! The sample of a study and what is said of it: `/api/v1/studies/{id}/items`, `…/results`, `…/export`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use inbox::Coding;
use jiff::Timestamp;
use model::{PostId, Right, Scope, StudyId};
use serde::{Deserialize, Serialize};
use store::study;
use utoipa::ToSchema;

use super::caller::Caller;
use super::cursor::Whole;
use super::input::{Body, Named, Params};
use super::problem::{Answer, Problem};
use super::schema::Id;
use super::study::found;
use crate::app::App;
use crate::ui::study::export::{self, Asked};
use crate::ui::study::gather;

/// A mention of a sample.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StudyItem {
    /// The mention.
    id: Id,
    /// The conversation in which it stands.
    conversation: Option<Id>,
    /// Its words; empty once they are gone.
    text: String,
    title: Option<String>,
    language: Option<String>,
    /// Where it stands at its source.
    url: Option<String>,
    written_at: Timestamp,
    /// Whether its words were deleted or erased.
    is_gone: bool,
    /// What was said of it: the caller's own codes while it is coded, all once that has ended.
    codes: Vec<StudyCode>,
    /// What the caller noted of it for themselves.
    note: Option<String>,
}

/// What was said of a mention in one question.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StudyCode {
    /// The number of the question, from 1.
    variable: u32,
    /// What the first coder said: the number of a code, 0 for "cannot say"; null where they said nothing, or it is not seen.
    first: Option<u32>,
    second: Option<u32>,
    /// What holds: what both said, else what was decided.
    #[serde(rename = "final")]
    settled: Option<u32>,
    /// What was decided where both disagree.
    decision: Option<StudyDecision>,
}

/// What was decided where both disagree.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StudyDecision {
    code: u32,
    /// The member who decided.
    by: Id,
    reason: String,
    at: Timestamp,
}

/// What a coder says of a mention.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedCodes {
    /// For each question, in the order of the code book, the number of a code, or 0; empty to keep the note alone.
    #[schema(max_items = 20)]
    codes: Vec<u32>,
    /// A note to oneself.
    #[serde(default)]
    #[schema(max_length = 1000)]
    note: String,
}

/// What holds where both disagree.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedDecision {
    /// The number of the question, from 1.
    variable: u32,
    /// The number of the code, or 0.
    code: u32,
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
}

/// What the two codings of a study come to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StudyResults {
    /// For each question, in the order of the code book.
    variables: Vec<VariableResults>,
}

/// What a question comes to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VariableResults {
    name: String,
    /// How many mentions both coded.
    both: u64,
    /// How often they said the same.
    agreed: u64,
    /// Cohen's kappa; null where it is not defined.
    kappa: Option<f64>,
    /// Its 95 % interval; null too where no disagreement was seen, since then it cannot be told.
    kappa_low: Option<f64>,
    kappa_high: Option<f64>,
    /// Krippendorff's alpha, of which "cannot say" is missing; null where it is not defined.
    alpha: Option<f64>,
    /// How often the first said the code of the row and the second that of the column; the first of each is "cannot say".
    table: Vec<Vec<u64>>,
    /// How many were not coded by both, and are left out.
    unpaired: u64,
    /// Disagreements that nobody has decided.
    open: u64,
    /// The share of each code, "cannot say" first.
    shares: Vec<CodeShare>,
}

/// How many have a code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CodeShare {
    code: String,
    count: u64,
    of: u64,
    share: f64,
    /// Its 95 % interval, Wilson's; null where every mention that meets the query was drawn and is settled.
    low: Option<f64>,
    high: Option<f64>,
}

/// Lists the sample of a study, by its lots. Nobody sees another's codes before coding has ended.
#[utoipa::path(get, path = "/studies/{id}/items", tag = "studies", operation_id = "list_items_of_study",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Whole<StudyItem>)))]
pub(crate) async fn items(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
) -> Answer<Json<Whole<StudyItem>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let study = found(&mut tx, id).await?;
    let items = study::items(&mut tx, id).await?;
    let answers = inbox::seen_answers(&mut tx, &caller.member, &study).await?;
    let decisions = study::decisions(&mut tx, id).await?;
    let mut notes = match inbox::coder_of(&mut tx, &caller.member, id).await? {
        Some(slot) => study::notes(&mut tx, id, slot).await?,
        None => Default::default(),
    };
    let shown = gather::mentions(&study, items, &answers, decisions).into_iter().map(|one| (codes(&one), one.item));
    let shown = shown.map(|(codes, item)| StudyItem {
        id: item.post.id.into(),
        conversation: item.conversation.map(Into::into),
        language: item.language().map(str::to_owned),
        url: item.post.url.clone().filter(|_| !item.is_gone()),
        written_at: item.post.posted_at,
        is_gone: item.is_gone(),
        codes,
        note: notes.remove(&item.post.id),
        title: item.post.title,
        text: item.post.text,
    });
    Ok(Json(Whole { items: shown.collect() }))
}

fn codes(of: &gather::Mention) -> Vec<StudyCode> {
    let code = |(variable, coded): (u32, &model::Coded)| StudyCode {
        variable,
        first: coded.first,
        second: coded.second,
        settled: coded.settled(),
        decision: of.decisions.get(&variable).map(|one| StudyDecision {
            code: one.code,
            by: one.by.into(),
            reason: one.reason.clone(),
            at: one.at,
        }),
    };
    (1_u32..).zip(&of.coded).map(code).collect()
}

/// Codes a mention, as one of the two who do, until coding ends.
#[utoipa::path(put, path = "/studies/{id}/items/{post}/codes", tag = "studies", operation_id = "code_mention",
    params(("id" = Id, Path), ("post" = Id, Path)), request_body = WantedCodes, security(("token" = ["write"])),
    responses((status = 204)))]
pub(crate) async fn code(
    State(app): State<App>,
    caller: Caller,
    Named((id, post)): Named<(StudyId, PostId)>,
    Body(wanted): Body<WantedCodes>,
) -> Answer<StatusCode> {
    caller.require(Scope::Write, Right::ReadInbox)?;
    let mut tx = app.store().write().await?;
    let answers = (1..).zip(wanted.codes).collect();
    inbox::code_mention(&mut tx, &caller.member, id, post, Coding { answers, note: wanted.note }).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Decides what holds where both disagree, as one of both or as whoever keeps studies.
#[utoipa::path(put, path = "/studies/{id}/items/{post}/decision", tag = "studies", operation_id = "decide_code",
    params(("id" = Id, Path), ("post" = Id, Path)), request_body = WantedDecision, security(("token" = ["write"])),
    responses((status = 204)))]
pub(crate) async fn decide(
    State(app): State<App>,
    caller: Caller,
    Named((id, post)): Named<(StudyId, PostId)>,
    Body(wanted): Body<WantedDecision>,
) -> Answer<StatusCode> {
    caller.require_scope(Scope::Write)?;
    let mut tx = app.store().write().await?;
    let decided = (post, wanted.variable, wanted.code);
    inbox::decide_code(&mut tx, &caller.member, id, decided, &wanted.reason).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How far both agree, and the shares of each code; once coding has ended.
#[utoipa::path(get, path = "/studies/{id}/results", tag = "studies", operation_id = "show_results_of_study",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = StudyResults), (status = 409, response = Problem)))]
pub(crate) async fn results(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
) -> Answer<Json<StudyResults>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let study = found(&mut tx, id).await?;
    if !study.state.is_coded() {
        return Err(inbox::InboxError::StudyState(study.state).into());
    }
    let found = gather::found(&mut tx, &study).await?;
    let variables = (1_u32..).zip(study.book.iter().zip(found.questions)).map(|(number, (variable, one))| {
        let shares = (0_u32..).zip(one.shares).map(|(code, share)| CodeShare {
            code: gather::code_name(&study, number, code).to_owned(),
            count: share.count,
            of: share.of,
            share: share.value,
            low: (!one.is_everything).then_some(share.low),
            high: (!one.is_everything).then_some(share.high),
        });
        let interval = one.agreement.kappa.filter(|_| one.agreement.agreed < one.agreement.both);
        VariableResults {
            name: variable.name.clone(),
            both: one.agreement.both,
            agreed: one.agreement.agreed,
            kappa: one.agreement.kappa.map(|kappa| kappa.value),
            kappa_low: interval.map(|kappa| kappa.low),
            kappa_high: interval.map(|kappa| kappa.high),
            alpha: one.agreement.alpha,
            table: one.agreement.table,
            unpaired: one.unpaired,
            open: one.open,
            shares: shares.collect(),
        }
    });
    Ok(Json(StudyResults { variables: variables.collect() }))
}

/// What a study found as a file, once coding has ended: a table, lines of JSON, or how it was made in words.
#[utoipa::path(get, path = "/studies/{id}/export", tag = "studies", operation_id = "export_study",
    params(("id" = Id, Path), Asked), security(("token" = ["read"])),
    responses((status = 200, content((String = "text/csv"), (String = "application/jsonl"), (String = "text/plain"))),
        (status = 409, response = Problem)))]
pub(crate) async fn export(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StudyId>,
    Params(asked): Params<Asked>,
) -> Answer<Response> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let study = found(&mut tx, id).await?;
    Ok(export::file(&mut tx, &study, asked.form, &app.settings().zone).await?)
}
