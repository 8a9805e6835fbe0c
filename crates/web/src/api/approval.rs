//! Answers that wait for a second person: `/api/v1/approvals`, `/api/v1/replies/{id}/approve`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use inbox::Approving;
use jiff::Timestamp;
use model::{ApprovalFallback, ApprovalGround, ReplyId, Right, Scope};
use serde::{Deserialize, Serialize};
use store::approval;
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::cursor::Page;
use super::input::{Named, Params};
use super::once::{KeyHeader, Made, Once};
use super::picture::Pictures;
use super::problem::{Answer, Problem, ProblemKind};
use super::reply::Reply;
use super::schema::{self, Id};
use super::version;
use crate::app::App;
use crate::ui::approval::act::rules;

/// Answers listed: the first due.
const LISTED: i64 = 500;

/// An answer that waits until a second person has looked at it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Approval {
    reply: Reply,
    /// The policy that asks for it.
    policy: Id,
    /// Why it is for the answer.
    #[schema(value_type = Vec<schema::ApprovalGround>)]
    grounds: Vec<ApprovalGround>,
    /// The team whose members approve; all who may when null.
    team: Option<Id>,
    asked_at: Timestamp,
    /// Until when somebody is to decide.
    due_at: Option<Timestamp>,
    /// Since when it is too late; everybody who may decides then.
    lapsed_at: Option<Timestamp>,
    /// What happens when nobody decides in time.
    #[schema(value_type = schema::ApprovalFallback)]
    fallback: ApprovalFallback,
}

impl Approval {
    fn of(asked: approval::Approval, reply: Reply) -> Self {
        Self {
            reply,
            policy: asked.policy.0.into(),
            grounds: asked.grounds,
            team: asked.team.map(Into::into),
            asked_at: asked.asked_at,
            due_at: asked.due_at,
            lapsed_at: asked.lapsed_at,
            fallback: asked.fallback,
        }
    }
}

/// How an answer is approved.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Approve it although somebody wrote since the version in `If-Match`; that this was decided is recorded.
    anyway: Option<bool>,
}

/// What is approved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approve {
    /// Other words than its author's; theirs when absent. Both are kept.
    #[schema(min_length = 1)]
    text: Option<String>,
    /// What its pictures show, in their order, if they are to be described otherwise than by their author; theirs when absent.
    /// Both are kept.
    alts: Option<Vec<String>>,
}

/// Why an answer is returned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Return {
    /// What is to be changed, for its author.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Lists the answers that wait for approval, the first due first; 500 at most.
#[utoipa::path(get, path = "/approvals", tag = "replies", operation_id = "list_approvals",
    security(("token" = ["read"])), responses((status = 200, body = Page<Approval>)))]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<Page<Approval>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let waiting = approval::waiting(&mut tx, LISTED).await?;
    let ids: Vec<ReplyId> = waiting.iter().map(|(_, reply)| reply.id).collect();
    let mut pictures = Pictures::of(&mut tx, &ids).await?;
    let items = waiting.into_iter().map(|(asked, reply)| {
        let shown = pictures.take(reply.id);
        Approval::of(asked, Reply::with(reply, shown))
    });
    Ok(Json(Page { items: items.collect(), next_cursor: None }))
}

/// Approves an answer, with its author's words or with others.
///
/// It goes out at its time, or at once when that is over. `If-Match` carries the ETag of the thread as it was read; when
/// somebody wrote since, nothing is approved and the problem holds the newer messages. Nobody approves what they wrote.
#[utoipa::path(post, path = "/replies/{id}/approve", tag = "replies", operation_id = "approve_reply",
    params(("id" = Id, Path), Asked, KeyHeader,
        ("if-match" = String, Header, description = "The ETag of the conversation or its messages as they were read.",
            pattern = "^\"[0-9]{1,18}\"$")),
    request_body = Approve, security(("token" = ["reply"])),
    responses((status = 200, body = Reply), (status = 409, response = Problem), (status = 412, response = Problem),
        (status = 428, response = Problem)))]
pub(crate) async fn approve(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ReplyId>,
    Params(asked): Params<Asked>,
    headers: HeaderMap,
    Once { body, request }: Once<Approve>,
) -> Answer<Made> {
    caller.require(Scope::Reply, Right::ApproveReplies)?;
    let needed = || Problem::new(ProblemKind::VersionMissing, "If-Match says which version of the thread was read.");
    let version_seen = version::if_match(&headers)?.ok_or_else(needed)?;
    let text = body.text.map(|text| text.replace("\r\n", "\n"));
    let alts: Option<Vec<&str>> = body.alts.as_ref().map(|alts| alts.iter().map(String::as_str).collect());
    let rules = rules(&app, id, text.as_deref(), alts.as_deref()).await;
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let (length, picture_rule) = rules?;
    let approving = Approving {
        reply: id,
        text: text.as_deref(),
        alts: alts.as_deref(),
        version_seen,
        anyway: asked.anyway.unwrap_or(false).then_some(i64::MAX),
        length,
        picture_rule,
        undo: app.settings().undo,
    };
    let reply = inbox::approve(&mut tx, &caller.member, approving).await?;
    let made = Made::new(StatusCode::OK, &Reply::of(&mut tx, reply).await?)?;
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(made)
}

/// Returns an answer that waits for approval to its author, whose draft it is again.
#[utoipa::path(post, path = "/replies/{id}/return", tag = "replies", operation_id = "return_reply",
    params(("id" = Id, Path), KeyHeader), request_body = Return, security(("token" = ["reply"])),
    responses((status = 200, body = Reply), (status = 409, response = Problem)))]
pub(crate) async fn return_reply(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ReplyId>,
    Once { body, request }: Once<Return>,
) -> Answer<Made> {
    caller.require(Scope::Reply, Right::ApproveReplies)?;
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let reply = inbox::return_reply(&mut tx, &caller.member, id, &body.reason).await?;
    let made = Made::new(StatusCode::OK, &Reply::of(&mut tx, reply).await?)?;
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    Ok(made)
}
