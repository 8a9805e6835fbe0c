//! Answers in public: `/api/v1/conversations/{id}/replies`, `/api/v1/replies`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use inbox::Described;
use jiff::Timestamp;
use model::{
    ConversationId, MemberId, PostId, ReplyId, ReplyState, Right, Said, SavedReplyId, Scope, StatementId,
    StatementState, Visibility,
};
use serde::{Deserialize, Serialize};
use store::{Tx, reply, statement};
use utoipa::{IntoParams, ToSchema};

use super::ROOT;
use super::caller::Caller;
use super::correction::NewCorrection;
use super::enquiry::NewEnquiry;
use super::fact_answer::SaidFact;
use super::input::{Named, Params};
use super::once::{self, KeyHeader, Made, Once};
use super::picture::{NamedPicture, Pictures, ReplyPicture};
use super::problem::{Answer, Problem, ProblemKind};
use super::schema::{self, Id};
use super::version;
use crate::app::App;
use crate::ui::inbox::reply::{length_of, rules};

/// An answer and what is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reply {
    id: Id,
    conversation: Id,
    /// The post that it answers.
    post: Id,
    /// The member who wrote it.
    member: Id,
    text: String,
    #[schema(value_type = schema::Visibility)]
    visibility: Visibility,
    /// The private message of which it tells in public, and behind which it goes.
    closes: Option<Id>,
    /// What is shown with it, in this order.
    pictures: Vec<ReplyPicture>,
    #[schema(value_type = schema::ReplyState)]
    state: ReplyState,
    /// Why, in plain words.
    state_reason: Option<String>,
    /// How often sending began.
    attempts: i64,
    /// Where people read it.
    url: Option<String>,
    created_at: Timestamp,
    /// Until then it can be taken back.
    send_at: Timestamp,
    /// Whether its author chose that moment.
    is_later: bool,
    /// Since when a stop holds it.
    held_since: Option<Timestamp>,
    /// When the network took it.
    sent_at: Option<Timestamp>,
}

impl Reply {
    /// An answer with its pictures.
    pub(super) async fn of(tx: &mut Tx, reply: reply::Reply) -> Answer<Self> {
        let pictures = Pictures::of(tx, &[reply.id]).await?.take(reply.id);
        Ok(Self::with(reply, pictures))
    }

    /// An answer with these pictures.
    pub(super) fn with(reply: reply::Reply, pictures: Vec<ReplyPicture>) -> Self {
        Self {
            pictures,
            id: reply.id.into(),
            conversation: reply.conversation.into(),
            post: reply.post.into(),
            member: reply.member.into(),
            text: reply.text,
            visibility: if reply.is_private { Visibility::Private } else { Visibility::Public },
            closes: reply.closes.map(Into::into),
            state: reply.state,
            state_reason: reply.state_reason,
            attempts: reply.attempts,
            url: reply.url,
            created_at: reply.created_at,
            send_at: reply.send_at,
            is_later: reply.is_later,
            held_since: reply.held.map(|(since, _)| since),
            sent_at: reply.sent_at,
        }
    }
}

/// An answer to be sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReply {
    /// The words.
    #[schema(min_length = 1)]
    text: String,
    /// Pictures that were handed in for it, in this order.
    #[serde(default)]
    pictures: Vec<NamedPicture>,
    /// The id of the message that it answers; the newest that was read when absent. In a conversation that was merged it
    /// says to whom the answer goes.
    #[schema(value_type = Option<Id>)]
    to: Option<PostId>,
    /// The id of the saved reply that they were made of.
    #[schema(value_type = Option<Id>)]
    saved_reply: Option<SavedReplyId>,
    /// The facts that they were made with.
    #[serde(default)]
    #[schema(max_items = 50)]
    facts: Vec<SaidFact>,
    /// The statements that they were made with.
    #[serde(default)]
    #[schema(value_type = Vec<Id>, max_items = 10)]
    statements: Vec<StatementId>,
    /// Whether the member's signature goes behind the words, where they have one for the channel.
    #[serde(default)]
    sign: bool,
    /// What it asks the person besides.
    enquiry: Option<NewEnquiry>,
    /// The message of ours that it puts right. It goes below that one, and `to` is left out.
    correction: Option<NewCorrection>,
    /// When it is to go out; at once when absent. When somebody writes before, it is taken back and its author told.
    send_at: Option<Timestamp>,
    /// Who is to read it. Where the talk goes on in private the person alone does when it is absent, else everybody.
    #[schema(value_type = Option<schema::Visibility>)]
    visibility: Option<Visibility>,
}

/// A private message, and the public line that tells of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPrivate {
    /// What only the person reads.
    #[schema(min_length = 1)]
    text: String,
    /// What everybody reads once the network has that. The house's own line in the person's language when absent.
    line: Option<String>,
    /// The id of the message whose author is written to; that of the newest that was read when absent.
    #[schema(value_type = Option<Id>)]
    to: Option<PostId>,
    /// Whether the member's signature goes behind the private words.
    #[serde(default)]
    sign: bool,
    /// When both are to go out; at once when absent.
    send_at: Option<Timestamp>,
}

/// What was decided together.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Moved {
    /// What only the person reads.
    private: Reply,
    /// What everybody reads once that is out.
    line: Reply,
}

/// How an answer is sent.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Send it although somebody wrote since the version in `If-Match`, which is recorded.
    send_anyway: Option<bool>,
    /// Send it beside the answer that this member has begun, as `being_written_by` says.
    #[param(value_type = Option<Id>)]
    beside: Option<MemberId>,
}

/// A body without members.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// Answers in public.
///
/// `If-Match` carries the ETag of the thread as its author saw it. When somebody wrote since, nothing is sent and the
/// problem holds the newer messages. Where a colleague has begun to answer, nothing is sent unless `beside` names them. `Idempotency-Key` makes sending the request again harmless.
#[utoipa::path(post, path = "/conversations/{id}/replies", tag = "replies", operation_id = "create_reply",
    params(("id" = Id, Path), Asked,
        ("if-match" = String, Header, description = "The ETag of the conversation or its messages as they were read.",
            pattern = "^\"[0-9]{1,18}\"$"),
        ("idempotency-key" = String, Header, description = "A key of this answer alone, for example a UUID.",
            min_length = 1, max_length = 255)),
    request_body = NewReply, security(("token" = ["reply"])),
    responses((status = 201, body = Reply, headers(("etag" = String), ("location" = String))),
        (status = 409, response = Problem), (status = 412, response = Problem), (status = 428, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
    Params(asked): Params<Asked>,
    headers: HeaderMap,
    Once { body, request }: Once<NewReply>,
) -> Answer<Made> {
    caller.require(Scope::Reply, Right::WorkInbox)?;
    request.require_key()?;
    let needed = || Problem::new(ProblemKind::VersionMissing, "If-Match says which version of the thread was read.");
    let version_seen = version::if_match(&headers)?.ok_or_else(needed)?;
    let text = body.text.replace("\r\n", "\n");
    let correcting = body.correction.map(NewCorrection::read).transpose()?;
    let to = match (&correcting, body.to) {
        (Some(_), Some(_)) => return Err(Problem::field("to", "What puts a message right answers where that stands.")),
        (Some(correcting), None) => {
            let mut tx = app.store().read().await?;
            Some(inbox::answered_by_correction(&mut tx, id, correcting.wrong).await?)
        }
        (None, to) => to,
    };
    let rules = rules(&app, id, to).await;
    let visibility = match body.visibility {
        Some(visibility) => visibility,
        None => inbox::visibility_of(&mut app.store().read().await?, id).await?,
    };
    let pictures: Vec<Described<'_>> =
        body.pictures.iter().map(|one| Described { picture: one.picture, alt: &one.alt }).collect();
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let rules = rules?;
    for id in &body.statements {
        let found = statement::find(&mut tx, *id).await?;
        if found.is_none_or(|one| one.state != StatementState::Published) {
            return Err(Problem::field("statements", "An answer is made with statements that are published."));
        }
    }
    let anyway = asked.send_anyway.unwrap_or(false);
    let answer = inbox::Answer {
        visibility: Some(visibility),
        closes: None,
        conversation: id,
        to,
        correcting: correcting.as_ref(),
        text: &text,
        is_signed: body.sign,
        pictures: &pictures,
        version_seen,
        send_anyway: anyway.then_some(i64::MAX),
        beside: asked.beside,
        length: length_of(&rules, visibility == Visibility::Private)?,
        picture_rule: rules.pictures,
        undo: app.settings().undo,
        later: body.send_at,
    };
    let reply = inbox::answer(&mut tx, &caller.member, answer).await?;
    if let Some(saved) = body.saved_reply {
        inbox::made_of(&mut tx, &reply, saved).await?;
    }
    if let Some(enquiry) = &body.enquiry {
        inbox::enquire(&mut tx, &reply, enquiry.read()?).await?;
    }
    let facts = body.facts.into_iter().map(|one| Said::Fact(one.into()));
    let said: Vec<Said> = facts.chain(body.statements.into_iter().map(Said::Statement)).collect();
    inbox::said_with(&mut tx, &reply, &said).await?;
    let (address, version) = (format!("{ROOT}/replies/{}", reply.id), reply.thread_version);
    let made =
        Made::new(StatusCode::CREATED, &Reply::of(&mut tx, reply).await?)?.at(address).with(version::etag(version));
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(made)
}

/// Goes on in private: a message that only the person reads, and a public line that goes out once the network has that.
///
/// `If-Match` and `Idempotency-Key` as for an answer. When the message does not go out, neither does the line.
#[utoipa::path(post, path = "/conversations/{id}/private", tag = "replies", operation_id = "move_to_private",
    params(("id" = Id, Path), Asked,
        ("if-match" = String, Header, description = "The ETag of the conversation or its messages as they were read.",
            pattern = "^\"[0-9]{1,18}\"$"),
        ("idempotency-key" = String, Header, description = "A key of this act alone, for example a UUID.",
            min_length = 1, max_length = 255)),
    request_body = NewPrivate, security(("token" = ["reply"])),
    responses((status = 201, body = Moved, headers(("etag" = String), ("location" = String))),
        (status = 409, response = Problem), (status = 412, response = Problem), (status = 428, response = Problem)))]
pub(crate) async fn go_private(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ConversationId>,
    Params(asked): Params<Asked>,
    headers: HeaderMap,
    Once { body, request }: Once<NewPrivate>,
) -> Answer<Made> {
    caller.require(Scope::Reply, Right::WorkInbox)?;
    request.require_key()?;
    let needed = || Problem::new(ProblemKind::VersionMissing, "If-Match says which version of the thread was read.");
    let version_seen = version::if_match(&headers)?.ok_or_else(needed)?;
    let text = body.text.replace("\r\n", "\n");
    let rules = rules(&app, id, body.to).await;
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let rules = rules?;
    let anyway = asked.send_anyway.unwrap_or(false);
    let line = match body.line {
        Some(line) => line.replace("\r\n", "\n"),
        None => inbox::line_for(&mut tx, id, body.to).await?,
    };
    let private = inbox::Answer {
        conversation: id,
        to: body.to,
        visibility: Some(Visibility::Private),
        closes: None,
        correcting: None,
        text: &text,
        is_signed: body.sign,
        pictures: &[],
        version_seen,
        send_anyway: anyway.then_some(i64::MAX),
        beside: asked.beside,
        length: length_of(&rules, true)?,
        picture_rule: rules.pictures,
        undo: app.settings().undo,
        later: body.send_at,
    };
    let moving = inbox::Moving { private, line: &line, line_length: rules.length };
    let (private, line) = inbox::move_to_private(&mut tx, &caller.member, moving).await?;
    let (address, version) = (format!("{ROOT}/replies/{}", private.id), line.thread_version);
    let moved = Moved { private: Reply::of(&mut tx, private).await?, line: Reply::of(&mut tx, line).await? };
    let made = Made::new(StatusCode::CREATED, &moved)?.at(address).with(version::etag(version));
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(made)
}

/// One answer, and what is known of it.
#[utoipa::path(get, path = "/replies/{id}", tag = "replies", operation_id = "show_reply",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Reply)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller, Named(id): Named<ReplyId>) -> Answer<Json<Reply>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let found = reply::find(&mut tx, id).await?.ok_or_else(|| Problem::missing("answer"))?;
    Ok(Json(Reply::of(&mut tx, found).await?))
}

/// What is done with an answer that was decided.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Cancel,
    Retry,
    SendNow,
    Release,
}

/// Does it, once for a key.
pub(super) async fn step(app: &App, caller: &Caller, request: once::Asked, id: ReplyId, step: Step) -> Answer<Made> {
    let right = if matches!(step, Step::Release) { Right::ReleaseReplies } else { Right::WorkInbox };
    caller.require(Scope::Reply, right)?;
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, caller).await? {
        return Ok(again);
    }
    let reply = match step {
        Step::Cancel => inbox::cancel(&mut tx, &caller.member, id).await?,
        Step::Retry => inbox::retry(&mut tx, &caller.member, id).await?,
        Step::SendNow => inbox::send_now(&mut tx, &caller.member, id).await?,
        Step::Release => inbox::release(&mut tx, &caller.member, id).await?,
    };
    let made = Made::new(StatusCode::OK, &Reply::of(&mut tx, reply).await?)?;
    request.keep(&mut tx, caller, &made).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(made)
}

/// Takes an answer back that has not left the house.
#[utoipa::path(post, path = "/replies/{id}/cancel", tag = "replies", operation_id = "cancel_reply",
    params(("id" = Id, Path), KeyHeader),
    security(("token" = ["reply"])),
    responses((status = 200, body = Reply), (status = 409, response = Problem)))]
pub(crate) async fn cancel(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ReplyId>,
    Once { request, .. }: Once<Nothing>,
) -> Answer<Made> {
    step(&app, &caller, request, id, Step::Cancel).await
}

/// Sends an answer again that is known not to stand on the network.
#[utoipa::path(post, path = "/replies/{id}/retry", tag = "replies", operation_id = "retry_reply",
    params(("id" = Id, Path), KeyHeader),
    security(("token" = ["reply"])),
    responses((status = 200, body = Reply), (status = 409, response = Problem)))]
pub(crate) async fn retry(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ReplyId>,
    Once { request, .. }: Once<Nothing>,
) -> Answer<Made> {
    step(&app, &caller, request, id, Step::Retry).await
}

/// Sends an answer now that was to go out later.
#[utoipa::path(post, path = "/replies/{id}/send-now", tag = "replies", operation_id = "send_reply_now",
    params(("id" = Id, Path), KeyHeader),
    security(("token" = ["reply"])),
    responses((status = 200, body = Reply), (status = 409, response = Problem)))]
pub(crate) async fn send_now(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<ReplyId>,
    Once { request, .. }: Once<Nothing>,
) -> Answer<Made> {
    step(&app, &caller, request, id, Step::SendNow).await
}
