//! Where we said that we were wrong: `/api/v1/corrections`, `/api/v1/replies/{id}/correction`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use model::{
    AuthorId, Correcting, CorrectionStep, Finder, FinderKind, MemberId, PostId, ReplyId, ReplyState, Right, Scope,
    Wrong,
};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::correction::{self, CorrectionFilter};
use utoipa::{IntoParams, ToSchema};

use super::ROOT;
use super::caller::Caller;
use super::cursor::{self, Page};
use super::input::{Named, Params};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::schema::{self, Id};
use crate::app::App;

/// What marks of the list begin with.
const CORRECTIONS: &str = "corrections";

/// What an answer puts right. Its words have to say so; it stands below the message that was wrong.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCorrection {
    /// The id of the answer of ours that was wrong.
    #[schema(value_type = Option<Id>)]
    wrong_reply: Option<ReplyId>,
    /// The id of the message that was wrong, where it is a post of an account of ours that was written elsewhere.
    #[schema(value_type = Option<Id>)]
    wrong_post: Option<PostId>,
    /// What was wrong, in one line.
    #[schema(min_length = 1, max_length = 200)]
    error: String,
    /// What is right, in one line.
    #[schema(max_length = 300)]
    right: Option<String>,
    /// The id of the person who found it.
    #[schema(value_type = Option<Id>)]
    found_by_person: Option<AuthorId>,
    /// The id of the member who found it; nobody in particular where neither is named.
    #[schema(value_type = Option<Id>)]
    found_by_member: Option<MemberId>,
}

impl NewCorrection {
    pub(super) fn read(self) -> Answer<Correcting> {
        let wrong = match (self.wrong_reply, self.wrong_post) {
            (Some(id), None) => Wrong::Reply(id),
            (None, Some(id)) => Wrong::Post(id),
            _ => return Err(Problem::field("correction.wrong_reply", "Name one message: wrong_reply or wrong_post.")),
        };
        let finder = match (self.found_by_person, self.found_by_member) {
            (Some(id), None) => Finder::Person(id),
            (None, Some(id)) => Finder::Member(id),
            (None, None) => Finder::Nobody,
            _ => return Err(Problem::field("correction.found_by_person", "One found it: a person or a member.")),
        };
        Ok(Correcting { wrong, error: self.error, right: self.right, finder })
    }
}

/// A message of ours that was wrong, and the answer that says so.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Correction {
    /// The answer of ours that puts it right.
    reply: Id,
    /// Where that stands.
    conversation: Id,
    /// The answer of ours that was wrong.
    wrong_reply: Option<Id>,
    /// The message that was wrong, where it was written elsewhere.
    wrong_post: Option<Id>,
    /// What was wrong.
    error: String,
    /// What is right.
    right: Option<String>,
    #[schema(value_type = schema::FinderKind)]
    found_by: FinderKind,
    /// The person who found it; null where it was nobody outside, or somebody who was erased.
    found_by_person: Option<Id>,
    /// The member who found it.
    found_by_member: Option<Id>,
    /// The member who says so.
    member: Id,
    /// What is known of the answer.
    #[schema(value_type = schema::ReplyState)]
    state: ReplyState,
    /// When the answer went out.
    sent_at: Option<Timestamp>,
    /// When that was withdrawn.
    withdrawn_at: Option<Timestamp>,
    /// The member who withdrew it.
    withdrawn_by: Option<Id>,
}

impl From<correction::Correction> for Correction {
    fn from(one: correction::Correction) -> Self {
        let Correcting { wrong, error, right, finder } = one.correcting;
        Self {
            reply: one.reply.into(),
            conversation: one.conversation.into(),
            wrong_reply: wrong.reply().map(Into::into),
            wrong_post: wrong.post().map(Into::into),
            error,
            right,
            found_by: finder.kind(),
            found_by_person: finder.person().map(Into::into),
            found_by_member: finder.member().map(Into::into),
            member: one.member.into(),
            state: one.state,
            sent_at: one.sent_at,
            withdrawn_at: one.withdrawn.map(|(at, _)| at),
            withdrawn_by: one.withdrawn.map(|(_, by)| by.into()),
        }
    }
}

/// What came of an act.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CorrectionDone {
    correction: Correction,
    /// What undoes it: `POST /bulk/{id}/undo`; null when it was so already.
    deed: Option<Id>,
}

/// Which corrections are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// Those that were withdrawn, instead of those that stand.
    withdrawn: Option<bool>,
    /// Said at that moment or later.
    since: Option<Timestamp>,
    /// Said before that moment.
    until: Option<Timestamp>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many rows; 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// Lists where we said that we were wrong, in answers that went out, the newest first.
#[utoipa::path(get, path = "/corrections", tag = "corrections", operation_id = "list_corrections",
    params(Part), security(("token" = ["read"])), responses((status = 200, body = Page<Correction>)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(part): Params<Part>,
) -> Answer<Json<Page<Correction>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(part.limit)?;
    let before = cursor::read(CORRECTIONS, part.cursor.as_deref())?.map(|(_, reply)| ReplyId(reply));
    let filter = CorrectionFilter { is_withdrawn: part.withdrawn == Some(true), since: part.since, until: part.until };
    let mut found = correction::list(&mut app.store().read().await?, filter, before, limit as i64 + 1).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|last| cursor::mark(CORRECTIONS, (0, last.reply.0)));
    Ok(Json(Page { items: found.into_iter().map(Into::into).collect(), next_cursor: next }))
}

async fn one(tx: &mut Tx, id: ReplyId) -> Answer<Correction> {
    let found = correction::of_reply(tx, id).await?;
    found.map(Into::into).ok_or_else(|| Problem::missing("correction"))
}

/// What an answer puts right.
#[utoipa::path(get, path = "/replies/{id}/correction", tag = "corrections", operation_id = "show_correction",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Correction)))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ReplyId>,
) -> Answer<Json<Correction>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    Ok(Json(one(&mut app.store().read().await?, id).await?))
}

/// Says that an answer that is out puts a message of ours right. One that is to be given says so with `correction`.
#[utoipa::path(post, path = "/replies/{id}/correction", tag = "corrections", operation_id = "create_correction",
    params(("id" = Id, Path), KeyHeader), request_body = NewCorrection, security(("token" = ["write"])),
    responses((status = 201, body = CorrectionDone, headers(("location" = String))),
        (status = 409, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ReplyId>,
    Once { body, request }: Once<NewCorrection>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let correcting = body.read()?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let deed = inbox::own_up(&mut tx, &caller.member, id, correcting).await?;
    let done = CorrectionDone { correction: one(&mut tx, id).await?, deed: deed.map(Into::into) };
    let made = Made::new(StatusCode::CREATED, &done)?.at(format!("{ROOT}/replies/{id}/correction"));
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}

/// What becomes of a correction.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCorrectionStep {
    #[schema(value_type = schema::CorrectionStep)]
    step: CorrectionStep,
}

/// Withdraws a correction that went out, or lets it stand again. What people read stays as it is.
#[utoipa::path(post, path = "/replies/{id}/correction/steps", tag = "corrections", operation_id = "step_correction",
    params(("id" = Id, Path), KeyHeader), request_body = NewCorrectionStep, security(("token" = ["write"])),
    responses((status = 200, body = CorrectionDone)))]
pub(crate) async fn step(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ReplyId>,
    Once { body, request }: Once<NewCorrectionStep>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let deed = inbox::step_correction(&mut tx, &caller.member, id, body.step).await?;
    let done = CorrectionDone { correction: one(&mut tx, id).await?, deed: deed.map(Into::into) };
    let made = Made::new(StatusCode::OK, &done)?;
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}
