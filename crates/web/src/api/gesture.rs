//! What is done without words: `/api/v1/mentions/{id}/gestures`, `/api/v1/people/{id}/gestures`, `/api/v1/gestures`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use inbox::{About, Gesturing};
use jiff::Timestamp;
use model::{
    AuthorId, ChannelId, ConversationId, GestureId, GestureKind, GestureState, HouseRuleId, PostId, ReportGround,
    Right, Scope,
};
use serde::{Deserialize, Serialize};
use store::{conversation, gesture, post};
use utoipa::ToSchema;

use super::ROOT;
use super::caller::Caller;
use super::cursor::Page;
use super::input::Named;
use super::once::{self, KeyHeader, Made, Once};
use super::problem::{Answer, Problem};
use super::reply::Nothing;
use super::schema::{self, Id};
use crate::app::App;
use crate::ui::gesture::{follows_by, takes};

/// Something done on a network without words, and what is known of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Gesture {
    id: Id,
    #[schema(value_type = schema::GestureKind)]
    kind: GestureKind,
    #[schema(value_type = schema::GestureState)]
    state: GestureState,
    /// Why it is not there, or still there, in plain words.
    state_reason: Option<String>,
    /// The channel whose account does it.
    channel: Id,
    /// The post that it is about; null when it is about a person.
    post: Option<Id>,
    /// Who wrote that, or who is followed.
    author: Id,
    /// Where it stands.
    conversation: Option<Id>,
    /// The member who wanted it.
    member: Id,
    /// The house rule under which something is hidden or reported.
    house_rule: Option<Id>,
    /// Why.
    reason: Option<String>,
    /// What a report says is wrong.
    #[schema(value_type = Option<schema::ReportGround>)]
    ground: Option<ReportGround>,
    created_at: Timestamp,
    /// It is made then; until then it is taken back for nothing.
    make_at: Timestamp,
    /// Since when a stop holds it.
    held_since: Option<Timestamp>,
    /// When the network took it.
    made_at: Option<Timestamp>,
    /// When a member wanted it taken back.
    taken_back_at: Option<Timestamp>,
    /// That member.
    taken_back_by: Option<Id>,
}

impl From<gesture::Gesture> for Gesture {
    fn from(one: gesture::Gesture) -> Self {
        Self {
            id: one.id.into(),
            kind: one.kind,
            state: one.state,
            state_reason: one.state_reason,
            channel: one.channel.into(),
            post: one.post.map(Into::into),
            author: one.author.into(),
            conversation: one.conversation.map(Into::into),
            member: one.member.into(),
            house_rule: one.under.as_ref().map(|under| under.rule.into()),
            reason: one.under.map(|under| under.reason),
            ground: one.ground,
            created_at: one.created_at,
            make_at: one.make_at,
            held_since: one.held.map(|(since, _)| since),
            made_at: one.made_at,
            taken_back_at: one.taken_back.map(|(_, at)| at),
            taken_back_by: one.taken_back.and_then(|(by, _)| by).map(Into::into),
        }
    }
}

/// What is to be done about a mention.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewGesture {
    /// `like`, `boost`, `hide` or `report`.
    #[schema(value_type = schema::GestureKind)]
    kind: GestureKind,
    /// The id of the house rule; hiding and reporting need it.
    #[schema(value_type = Option<Id>)]
    house_rule: Option<HouseRuleId>,
    /// Why; hiding and reporting need it. A report tells it to whoever watches over the network.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
    /// What is wrong; reporting needs it.
    #[schema(value_type = Option<schema::ReportGround>)]
    ground: Option<ReportGround>,
}

/// Whom to follow by which account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewFollow {
    /// `follow`.
    #[schema(value_type = schema::GestureKind)]
    kind: GestureKind,
    /// The id of the channel whose account follows; when absent that of the conversation, or else the first that can.
    #[schema(value_type = Option<Id>)]
    channel: Option<ChannelId>,
    /// The id of the conversation because of which; it tells of it.
    #[schema(value_type = Option<Id>)]
    conversation: Option<ConversationId>,
}

/// Lists what was done about a mention, also what was taken back, the newest first.
#[utoipa::path(get, path = "/mentions/{id}/gestures", tag = "gestures", operation_id = "list_gestures_of_mention",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Page<Gesture>)))]
pub(crate) async fn of_mention(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<PostId>,
) -> Answer<Json<Page<Gesture>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    post::find(&mut tx, id).await?.ok_or_else(|| Problem::missing("mention"))?;
    let found = gesture::about_post(&mut tx, id).await?;
    Ok(Json(Page { items: found.into_iter().map(Into::into).collect(), next_cursor: None }))
}

/// Likes, boosts, hides or reports a mention. Where that is done already, or is on its way, it is that one; one that failed is
/// tried again.
#[utoipa::path(post, path = "/mentions/{id}/gestures", tag = "gestures", operation_id = "create_gesture",
    params(("id" = Id, Path), KeyHeader), request_body = NewGesture, security(("token" = ["reply"])),
    responses((status = 201, body = Gesture), (status = 409, response = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<PostId>,
    Once { body, request }: Once<NewGesture>,
) -> Answer<Made> {
    caller.require(Scope::Reply, Right::WorkInbox)?;
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let said = post::find(&mut tx, id).await?.ok_or_else(|| Problem::missing("mention"))?;
    let wanted = Gesturing {
        kind: body.kind,
        about: About::Post(id),
        under: body.house_rule.map(|rule| (rule, body.reason.as_str())),
        ground: body.ground,
        takes: takes(&app, said.channel),
        undo: app.settings().undo,
    };
    let one = inbox::want_gesture(&mut tx, &caller.member, wanted).await?;
    made(&app, tx, &caller, (request, StatusCode::CREATED), one).await
}

/// Lists what was done about a person and about none of their posts, also what was taken back, the newest first.
#[utoipa::path(get, path = "/people/{id}/gestures", tag = "gestures", operation_id = "list_gestures_of_person",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Page<Gesture>)))]
pub(crate) async fn of_person(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AuthorId>,
) -> Answer<Json<Page<Gesture>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let handles = inbox::person_handles(&mut tx, id).await?;
    let ids: Vec<AuthorId> = handles.iter().map(|one| one.author.id).collect();
    let found = gesture::about_authors(&mut tx, &ids).await?;
    Ok(Json(Page { items: found.into_iter().map(Into::into).collect(), next_cursor: None }))
}

/// Follows the handle that has this id.
#[utoipa::path(post, path = "/people/{id}/gestures", tag = "gestures", operation_id = "follow_person",
    params(("id" = Id, Path), KeyHeader), request_body = NewFollow, security(("token" = ["reply"])),
    responses((status = 201, body = Gesture), (status = 409, response = Problem)))]
pub(crate) async fn follow(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AuthorId>,
    Once { body, request }: Once<NewFollow>,
) -> Answer<Made> {
    caller.require(Scope::Reply, Right::WorkInbox)?;
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let NewFollow { kind, channel, conversation } = body;
    inbox::person_handles(&mut tx, id).await?;
    let because_of = match conversation {
        Some(id) => conversation::find(&mut tx, id).await?.map(|one| one.channel),
        None => None,
    };
    let able = follows_by(&mut tx, &app, id, channel.or(because_of)).await?;
    let channel = able.ok_or_else(|| Problem::field("channel", "No such account of ours runs and can follow them."))?;
    let wanted = Gesturing {
        kind,
        about: About::Author { author: id, channel, conversation },
        under: None,
        ground: None,
        takes: takes(&app, channel),
        undo: app.settings().undo,
    };
    let one = inbox::want_gesture(&mut tx, &caller.member, wanted).await?;
    made(&app, tx, &caller, (request, StatusCode::CREATED), one).await
}

/// One gesture, and what is known of it.
#[utoipa::path(get, path = "/gestures/{id}", tag = "gestures", operation_id = "show_gesture",
    params(("id" = Id, Path)), security(("token" = ["read"])), responses((status = 200, body = Gesture)))]
pub(crate) async fn show(State(app): State<App>, caller: Caller, Named(id): Named<GestureId>) -> Answer<Json<Gesture>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let found = gesture::find(&mut app.store().read().await?, id).await?;
    Ok(Json(found.ok_or_else(|| Problem::missing("gesture"))?.into()))
}

/// Takes a gesture back, on the network as well; `state` says how far that is. A report cannot be taken back.
#[utoipa::path(delete, path = "/gestures/{id}", tag = "gestures", operation_id = "take_gesture_back",
    params(("id" = Id, Path)), security(("token" = ["reply"])),
    responses((status = 200, body = Gesture), (status = 409, response = Problem)))]
pub(crate) async fn take_back(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<GestureId>,
) -> Answer<Json<Gesture>> {
    caller.require(Scope::Reply, Right::WorkInbox)?;
    let mut tx = app.store().write_durable().await?;
    let one = inbox::take_gesture_back(&mut tx, &caller.member, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(Json(one.into()))
}

/// Has a gesture tried again that is not on the network, or of which nobody knows that.
#[utoipa::path(post, path = "/gestures/{id}/retry", tag = "gestures", operation_id = "retry_gesture",
    params(("id" = Id, Path), KeyHeader), security(("token" = ["reply"])),
    responses((status = 200, body = Gesture), (status = 409, response = Problem)))]
pub(crate) async fn retry(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<GestureId>,
    Once { request, .. }: Once<Nothing>,
) -> Answer<Made> {
    caller.require(Scope::Reply, Right::WorkInbox)?;
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let one = inbox::retry_gesture(&mut tx, &caller.member, id).await?;
    made(&app, tx, &caller, (request, StatusCode::OK), one).await
}

/// Lets a gesture go that a stop holds.
#[utoipa::path(post, path = "/gestures/{id}/release", tag = "gestures", operation_id = "release_gesture",
    params(("id" = Id, Path), KeyHeader), security(("token" = ["reply"])),
    responses((status = 200, body = Gesture), (status = 409, response = Problem)))]
pub(crate) async fn release(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<GestureId>,
    Once { request, .. }: Once<Nothing>,
) -> Answer<Made> {
    caller.require(Scope::Reply, Right::ReleaseReplies)?;
    let mut tx = app.store().write_durable().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let one = inbox::release_gesture(&mut tx, &caller.member, id).await?;
    made(&app, tx, &caller, (request, StatusCode::OK), one).await
}

/// Keeps the answer with the act, and has the work begin.
async fn made(
    app: &App,
    mut tx: store::Tx,
    caller: &Caller,
    (request, status): (once::Asked, StatusCode),
    one: gesture::Gesture,
) -> Answer<Made> {
    let address = format!("{ROOT}/gestures/{}", one.id);
    let made = Made::new(status, &Gesture::from(one))?.at(address);
    request.keep(&mut tx, caller, &made).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(made)
}
