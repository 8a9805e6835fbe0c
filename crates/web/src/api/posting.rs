//! Statements on channels: `/api/v1/statements/{id}/postings` and `/api/v1/postings`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use inbox::{PostingPlace, Publishing};
use jiff::Timestamp;
use model::{ChannelId, PostingId, ReplyState, Right, Scope, StatementId};
use serde::{Deserialize, Serialize};
use store::statement::{self, Under};
use store::{Tx, posting};
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::cursor::Page;
use super::input::{Body, Named};
use super::once::{Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::{self, Id};
use super::version::{self, SeenHeader};
use crate::app::App;
use crate::ui::statement::place::takes;

/// A statement on one channel.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Posting {
    id: Id,
    statement: Id,
    channel: Id,
    /// The member who has it go out.
    member: Id,
    /// The language of its words; empty for the text that is for everybody.
    language: String,
    /// The words as they go out.
    text: String,
    #[schema(value_type = schema::ReplyState)]
    state: ReplyState,
    /// Why, in plain words.
    state_reason: Option<String>,
    /// Where people read it.
    url: Option<String>,
    /// Not to be sent before; until then it is taken back for nothing.
    send_at: Timestamp,
    /// Since when a stop holds it.
    held_since: Option<Timestamp>,
    sent_at: Option<Timestamp>,
    /// Conversations that stand under it.
    conversation_count: i64,
    /// Those among them that wait for us.
    waiting_count: i64,
    /// Messages of others in them.
    message_count: i64,
}

impl Posting {
    pub(super) async fn of(tx: &mut Tx, one: posting::Posting) -> Answer<Self> {
        let under = match &one.remote_id {
            Some(remote_id) if one.state.is_out() => statement::under(tx, one.channel, remote_id).await?,
            _ => Under::default(),
        };
        Ok(Self {
            id: one.id.into(),
            statement: one.statement.into(),
            channel: one.channel.into(),
            member: one.member.into(),
            language: one.said.language,
            text: one.said.text,
            state: one.state,
            state_reason: one.state_reason,
            url: one.url,
            send_at: one.send_at,
            held_since: one.held.map(|(since, _)| since),
            sent_at: one.sent_at,
            conversation_count: under.conversations,
            waiting_count: under.waiting,
            message_count: under.messages,
        })
    }
}

/// Where a statement is to be published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedPostings {
    #[schema(min_items = 1)]
    channels: Vec<WantedPosting>,
}

/// A channel on which a statement is to be published.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedPosting {
    #[schema(value_type = Id)]
    channel: ChannelId,
    /// In which of its languages; the text for everybody, or the first, when absent.
    #[serde(default)]
    language: String,
}

/// Has a statement that was approved go out on channels: on all of them, or on none where something is wrong with one.
///
/// `If-Match` carries the version that was read. `Idempotency-Key` makes sending the request again harmless.
#[utoipa::path(post, path = "/statements/{id}/postings", tag = "statements", operation_id = "publish_statement",
    params(("id" = Id, Path), SeenHeader,
        ("idempotency-key" = String, Header, description = "A key of this publishing alone, for example a UUID.",
            min_length = 1, max_length = 255)),
    request_body = WantedPostings, security(("token" = ["reply"])),
    responses((status = 201, body = Page<Posting>, headers(("location" = String))),
        (status = 409, response = Problem), (status = 412, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<StatementId>,
    headers: HeaderMap,
    Once { body, request }: Once<WantedPostings>,
) -> Answer<Made> {
    caller.require(Scope::Reply, Right::ApproveReplies)?;
    request.require_key()?;
    let seen = version::if_match(&headers)?;
    let places: Vec<PostingPlace> = body
        .channels
        .into_iter()
        .map(|one| PostingPlace { channel: one.channel, language: one.language, takes: takes(&app, one.channel) })
        .collect();
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let wanted = Publishing { statement: id, seen, places: &places, undo: app.settings().undo };
    let mut items = Vec::new();
    for one in inbox::publish_statement(&mut tx, &caller.member, wanted).await? {
        items.push(Posting::of(&mut tx, one).await?);
    }
    let made = Made::new(StatusCode::CREATED, &Page { items, next_cursor: None })?;
    let made = made.at(format!("{ROOT}/statements/{id}"));
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(made)
}

/// A statement on one channel, and what is known of it.
#[utoipa::path(get, path = "/postings/{id}", tag = "statements", operation_id = "show_posting",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Posting)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller, Named(id): Named<PostingId>) -> Answer<Json<Posting>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let one = posting::find(&mut tx, id).await?.ok_or_else(|| Problem::missing("post"))?;
    Ok(Json(Posting::of(&mut tx, one).await?))
}

/// Takes a post back that has not left the house, or leaves it unsent where it failed.
#[utoipa::path(post, path = "/postings/{id}/cancel", tag = "statements", operation_id = "cancel_posting",
    params(("id" = Id, Path)), security(("token" = ["reply"])), responses((status = 200, body = Posting)))]
pub(crate) async fn cancel(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<PostingId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Posting>> {
    caller.require(Scope::Reply, Right::ApproveReplies)?;
    let mut tx = app.store().write_durable().await?;
    let one = inbox::cancel_posting(&mut tx, &caller.member, id).await?;
    done(&app, tx, one).await
}

/// Sends a post again that is not on the network, or of which nobody knows that.
#[utoipa::path(post, path = "/postings/{id}/retry", tag = "statements", operation_id = "retry_posting",
    params(("id" = Id, Path)), security(("token" = ["reply"])), responses((status = 200, body = Posting)))]
pub(crate) async fn retry(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<PostingId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Posting>> {
    caller.require(Scope::Reply, Right::ApproveReplies)?;
    let mut tx = app.store().write_durable().await?;
    let one = inbox::retry_posting(&mut tx, &caller.member, id).await?;
    done(&app, tx, one).await
}

/// Says that a post whose fate nobody knows did not arrive: it can be sent again, or left.
#[utoipa::path(post, path = "/postings/{id}/absent", tag = "statements", operation_id = "posting_absent",
    params(("id" = Id, Path)), security(("token" = ["reply"])), responses((status = 200, body = Posting)))]
pub(crate) async fn absent(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<PostingId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Posting>> {
    caller.require(Scope::Reply, Right::ApproveReplies)?;
    let mut tx = app.store().write_durable().await?;
    let one = inbox::posting_absent(&mut tx, &caller.member, id).await?;
    done(&app, tx, one).await
}

/// Where a post stands that did arrive.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArrivedPosting {
    /// Where people read it, if that is known.
    #[schema(max_length = 2000, pattern = "^https?://")]
    url: Option<String>,
}

/// Says that a post whose fate nobody knows did arrive.
#[utoipa::path(post, path = "/postings/{id}/arrived", tag = "statements", operation_id = "posting_arrived",
    params(("id" = Id, Path)), request_body = ArrivedPosting, security(("token" = ["reply"])), responses((status = 200, body = Posting)))]
pub(crate) async fn arrived(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<PostingId>,
    Body(ArrivedPosting { url }): Body<ArrivedPosting>,
) -> Answer<Json<Posting>> {
    caller.require(Scope::Reply, Right::ApproveReplies)?;
    let mut tx = app.store().write_durable().await?;
    let one = inbox::posting_arrived(&mut tx, &caller.member, id, url.as_deref()).await?;
    done(&app, tx, one).await
}

/// Lets a post go that a stop holds.
#[utoipa::path(post, path = "/postings/{id}/release", tag = "statements", operation_id = "release_posting",
    params(("id" = Id, Path)), security(("token" = ["reply"])), responses((status = 200, body = Posting)))]
pub(crate) async fn release(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<PostingId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Posting>> {
    caller.require(Scope::Reply, Right::ReleaseReplies)?;
    let mut tx = app.store().write_durable().await?;
    let one = inbox::release_posting(&mut tx, &caller.member, id).await?;
    done(&app, tx, one).await
}

async fn done(app: &App, mut tx: Tx, one: posting::Posting) -> Answer<Json<Posting>> {
    let one = Posting::of(&mut tx, one).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(Json(one))
}
