//! What we listen for: `/api/v1/topics`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse};
use jiff::Timestamp;
use model::{Right, Scope, TopicId};
use serde::{Deserialize, Serialize};
use store::{Tx, topic};
use utoipa::{IntoParams, ToSchema};

use super::ROOT;
use super::caller::Caller;
use super::cursor::{self, Page};
use super::input::{Body, Named, Params};
use super::once::{KeyHeader, Made, Once};
use super::problem::{Answer, Problem, ProblemKind};
use super::reply::Nothing;
use super::schema::Id;
use super::version::{self, SeenHeader};
use crate::app::App;
use crate::failure::sentence;
use crate::ui::topic::keep::{self, Refused, Wanted};

/// Its marks in cursors.
const LIST: &str = "topic";

/// A topic in its present version.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Topic {
    id: Id,
    name: String,
    /// The query, as it was typed.
    query: String,
    /// Which version of the query this is, from 1; the ETag.
    version: i64,
    /// Since when it listens no more.
    archived_at: Option<Timestamp>,
}

impl From<topic::Topic> for Topic {
    fn from(topic: topic::Topic) -> Self {
        let topic::Topic { id, name, query, version, archived_at } = topic;
        Self { id: id.into(), name, query, version, archived_at }
    }
}

/// Which topics are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Those that were put away, too.
    archived: Option<bool>,
    /// Where the former page ended.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
    /// How many rows.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<usize>,
}

/// A topic to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTopic {
    /// No other topic has it.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// What to listen for, in the query language.
    #[schema(min_length = 1)]
    query: String,
}

/// What is to be changed; what is not named stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TopicChange {
    #[schema(min_length = 1, max_length = 60)]
    name: Option<String>,
    #[schema(min_length = 1)]
    query: Option<String>,
}

/// Why a topic was refused, as programs read it; `query` is what was wanted.
fn problem(refused: Refused, query: &str) -> Problem {
    match refused {
        Refused::Forbidden => Problem::right(Right::ManageTopics),
        Refused::Missing => Problem::missing("topic"),
        Refused::Archived => Problem::new(ProblemKind::Conflict, "This topic was put away."),
        Refused::Changed(topic) => Problem::new(ProblemKind::Stale, "Somebody changed this topic meanwhile.")
            .with("version", topic.version.into())
            .with("query", topic.query.into()),
        Refused::Faults(keep::Faults { name: Some(why), .. }) => Problem::field("name", why),
        Refused::Faults(keep::Faults { query: Some(errors), .. }) => Problem::query("query", query, &errors),
        Refused::Faults(_) => Problem::new(ProblemKind::Invalid, sentence("it cannot be kept so")),
        Refused::Store(error) => error.into(),
    }
}

/// Lists topics, oldest first.
#[utoipa::path(get, path = "/topics", tag = "topics", operation_id = "list_topics",
    params(Asked), security(("token" = ["read"])), responses((status = 200, body = Page<Topic>)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(asked): Params<Asked>,
) -> Answer<Json<Page<Topic>>> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let limit = cursor::limit(asked.limit)?;
    let after = cursor::read(LIST, asked.cursor.as_deref())?.map_or(0, |(_, id)| id);
    let mut tx = app.store().read().await?;
    let with_archived = asked.archived.unwrap_or(false);
    let mut topics = topic::after(&mut tx, TopicId(after), with_archived, limit as i64 + 1).await?;
    let has_more = topics.len() > limit;
    topics.truncate(limit);
    let next_cursor = topics.last().filter(|_| has_more).map(|topic| cursor::mark(LIST, (0, topic.id.0)));
    Ok(Json(Page { items: topics.into_iter().map(Into::into).collect(), next_cursor }))
}

/// One topic. The ETag is the version of its query.
#[utoipa::path(get, path = "/topics/{id}", tag = "topics", operation_id = "show_topic",
    params(("id" = Id, Path)), security(("token" = ["read"])),
    responses((status = 200, body = Topic, headers(("etag" = String)))))]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<TopicId>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    with_version(one(&mut app.store().read().await?, id).await?)
}

/// Makes a topic; it listens at once. What is wrong with a query is told with its place and a suggestion.
#[utoipa::path(post, path = "/topics", tag = "topics", operation_id = "create_topic",
    params(KeyHeader),
    request_body = NewTopic, security(("token" = ["write"])),
    responses((status = 201, body = Topic, headers(("etag" = String), ("location" = String)))))]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Once { body, request }: Once<NewTopic>,
) -> Answer<Made> {
    caller.require(Scope::Write, Right::ManageTopics)?;
    let mut tx = app.store().write().await?;
    if let Some(again) = request.answered(&mut tx, &caller).await? {
        return Ok(again);
    }
    let wanted = Wanted { name: &body.name, query: &body.query };
    let id = keep::create(&mut tx, &caller.member, wanted).await.map_err(|refused| problem(refused, &body.query))?;
    let topic = one(&mut tx, id).await?;
    let version = version::etag(topic.version);
    let made = Made::new(StatusCode::CREATED, &topic)?.at(format!("{ROOT}/topics/{id}")).with(version);
    request.keep(&mut tx, &caller, &made).await?;
    tx.commit().await?;
    app.pipeline().topics_changed().await?;
    Ok(made)
}

/// Renames a topic, or gives it the next version of its query.
#[utoipa::path(patch, path = "/topics/{id}", tag = "topics", operation_id = "change_topic",
    params(("id" = Id, Path), SeenHeader),
    request_body = TopicChange, security(("token" = ["write"])),
    responses((status = 200, body = Topic, headers(("etag" = String))),
        (status = 409, response = Problem), (status = 412, response = Problem)))]
pub(crate) async fn change(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<TopicId>,
    headers: HeaderMap,
    Body(change): Body<TopicChange>,
) -> Answer<impl IntoResponse> {
    caller.require(Scope::Write, Right::ManageTopics)?;
    let seen = version::if_match(&headers)?;
    let mut tx = app.store().write().await?;
    let before = topic::find(&mut tx, id).await?.ok_or_else(|| Problem::missing("topic"))?;
    let query = change.query.as_deref().unwrap_or(&before.query);
    let wanted = Wanted { name: change.name.as_deref().unwrap_or(&before.name), query };
    let is_news = keep::change(&mut tx, &caller.member, id, seen, wanted).await;
    let is_news = is_news.map_err(|refused| problem(refused, query))?;
    let topic = one(&mut tx, id).await?;
    if is_news {
        tx.commit().await?;
        app.pipeline().topics_changed().await?;
    }
    with_version(topic)
}

/// Puts a topic away: it listens no more, what it heard stays.
#[utoipa::path(post, path = "/topics/{id}/archive", tag = "topics", operation_id = "archive_topic",
    params(("id" = Id, Path)), security(("token" = ["write"])), responses((status = 200, body = Topic)))]
pub(crate) async fn archive(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<TopicId>,
    Body(Nothing {}): Body<Nothing>,
) -> Answer<Json<Topic>> {
    caller.require(Scope::Write, Right::ManageTopics)?;
    let mut tx = app.store().write().await?;
    let listened = keep::archive(&mut tx, &caller.member, id).await.map_err(|refused| problem(refused, ""))?;
    let topic = one(&mut tx, id).await?;
    if listened {
        tx.commit().await?;
        app.pipeline().topics_changed().await?;
    }
    Ok(Json(topic))
}

async fn one(tx: &mut Tx, id: TopicId) -> Answer<Topic> {
    Ok(topic::find(tx, id).await?.ok_or_else(|| Problem::missing("topic"))?.into())
}

fn with_version(topic: Topic) -> Answer<impl IntoResponse> {
    Ok((AppendHeaders([version::etag(topic.version)]), Json(topic)))
}
