//! What answers ask the person besides: `/api/v1/enquiries`, `/api/v1/replies/{id}/enquiry`.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use model::{Enquiring, EnquiryAnswer, EnquiryKind, PostId, ReplyId, ReplyState, Right, Scope};
use serde::{Deserialize, Serialize};
use store::enquiry::{self, EnquiryFilter};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::cursor::{self, Page};
use super::input::{Named, Params};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::schema::{self, Id};
use crate::app::App;

/// What marks of the list begin with.
const ENQUIRIES: &str = "enquiries";

/// What an answer is to ask besides. Its words have to say so.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEnquiry {
    #[schema(value_type = schema::EnquiryKind)]
    kind: EnquiryKind,
    /// The id of the message that we ask to quote; goes with the kind `quote`.
    #[schema(value_type = Option<Id>)]
    post: Option<PostId>,
}

impl NewEnquiry {
    pub(super) fn read(&self) -> Answer<Enquiring> {
        match (self.kind, self.post) {
            (EnquiryKind::Satisfaction, None) => Ok(Enquiring::Satisfaction),
            (EnquiryKind::Quote, Some(post)) => Ok(Enquiring::Quote(post)),
            (EnquiryKind::Satisfaction, Some(_)) => Err(Problem::field("enquiry.post", "It goes with the kind quote.")),
            (EnquiryKind::Quote, None) => Err(Problem::field("enquiry.post", "Say which message is to be quoted.")),
        }
    }
}

/// A question that went along with an answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Enquiry {
    /// The answer of ours that asks.
    reply: Id,
    conversation: Id,
    #[schema(value_type = schema::EnquiryKind)]
    kind: EnquiryKind,
    /// The message that we ask to quote.
    post: Option<Id>,
    /// Who of us asks.
    asked_by: Id,
    /// What is known of the answer that asks.
    #[schema(value_type = schema::ReplyState)]
    state: ReplyState,
    /// When it went out.
    asked_at: Option<Timestamp>,
    /// What they said.
    #[schema(value_type = Option<schema::EnquiryAnswer>)]
    answer: Option<EnquiryAnswer>,
    /// By which message.
    answer_post: Option<Id>,
    /// Who of us read it so; null where a number spoke for itself.
    read_by: Option<Id>,
    answered_at: Option<Timestamp>,
}

impl From<enquiry::Enquiry> for Enquiry {
    fn from(one: enquiry::Enquiry) -> Self {
        Self {
            reply: one.reply.into(),
            conversation: one.conversation.into(),
            kind: one.kind,
            post: one.post.map(Into::into),
            asked_by: one.asked_by.into(),
            state: one.state,
            asked_at: one.asked_at,
            answer: one.answer,
            answer_post: one.answer_post.map(Into::into),
            read_by: one.read_by.map(Into::into),
            answered_at: one.answered_at,
        }
    }
}

/// Which questions are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Part {
    /// What they ask; whatever they ask when absent.
    #[param(value_type = Option<schema::EnquiryKind>)]
    kind: Option<EnquiryKind>,
    /// What was said to them: an answer, or `none` for nothing yet.
    #[param(pattern = "^(none|[1-5]|given|refused|withdrawn)$")]
    answer: Option<String>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many rows; 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// Lists what was asked in answers that went out, the newest first.
#[utoipa::path(get, path = "/enquiries", tag = "enquiries", operation_id = "list_enquiries",
    params(Part), security(("token" = ["read"])), responses((status = 200, body = Page<Enquiry>)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(part): Params<Part>,
) -> Answer<Json<Page<Enquiry>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(part.limit)?;
    let before = cursor::read(ENQUIRIES, part.cursor.as_deref())?.map(|(_, reply)| ReplyId(reply));
    let answer = match part.answer.as_deref() {
        None => None,
        Some("none") => Some(None),
        Some(word) => {
            let answer =
                EnquiryAnswer::from_word(word).filter(|answer| part.kind.is_none_or(|kind| answer.is_to(kind)));
            Some(Some(answer.ok_or_else(|| Problem::field("answer", "There is no such answer to that."))?))
        }
    };
    let filter = EnquiryFilter { kind: part.kind, answer };
    let mut found = enquiry::list(&mut app.store().read().await?, filter, before, limit as i64 + 1).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|last| cursor::mark(ENQUIRIES, (0, last.reply.0)));
    Ok(Json(Page { items: found.into_iter().map(Into::into).collect(), next_cursor: next }))
}

/// What an answer asks besides.
#[utoipa::path(get, path = "/replies/{id}/enquiry", tag = "enquiries", operation_id = "show_enquiry",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Enquiry)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller, Named(id): Named<ReplyId>) -> Answer<Json<Enquiry>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let found = enquiry::of_reply(&mut app.store().read().await?, id).await?;
    Ok(Json(found.ok_or_else(|| Problem::missing("question"))?.into()))
}

/// What they said to it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadAnswer {
    /// What they said; null when they did not answer after all.
    #[schema(value_type = Option<schema::EnquiryAnswer>)]
    answer: Option<EnquiryAnswer>,
    /// The id of their message by which they said it; goes with an answer.
    #[schema(value_type = Option<Id>)]
    post: Option<PostId>,
}

/// Says what they answered. What they say to being quoted is a consent of theirs from then on.
#[utoipa::path(post, path = "/replies/{id}/enquiry", tag = "enquiries", operation_id = "answer_enquiry",
    params(("id" = Id, Path), KeyHeader), request_body = ReadAnswer, security(("token" = ["write"])),
    responses((status = 200, body = Enquiry), (status = 409, response = Problem)))]
pub(crate) async fn answer(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ReplyId>,
    Once { body, request }: Once<ReadAnswer>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::WorkInbox)?;
    let answer = match (body.answer, body.post) {
        (None, None) => None,
        (Some(answer), Some(post)) => Some((answer, post)),
        (Some(_), None) => return Err(Problem::field("post", "Say by which message of theirs.")),
        (None, Some(_)) => return Err(Problem::field("post", "It goes with an answer.")),
    };
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let settled = inbox::read_answer(&mut tx, &caller.member, id, answer).await?;
    let made = Made::new(axum::http::StatusCode::OK, &Enquiry::from(settled))?;
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}
