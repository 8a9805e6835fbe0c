//! Describes a topic and changes it: `GET /topics/new`, `POST /topics`, `GET /topics/{id}`, `POST /topics/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use model::{Right, TopicId};
use serde::Deserialize;
use store::topic::{self, Topic};
use store::{StoreError, Tx};

use super::check::check;
use super::view::{QueryCheck, TopicPage};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;

/// The longest name, in characters: it stands on every conversation.
const NAME_CHARS_MAX: usize = 60;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
    /// The version that was shown; none for a new topic.
    version: Option<i64>,
}

pub(crate) async fn new(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageTopics)?;
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::page(&headers, &frame, &TopicPage::default()))
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<TopicId>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let topic = topic::find(&mut tx, id).await?.ok_or_else(|| Failure::missing("topic"))?;
    let page = TopicPage {
        id: Some(id),
        check: check(&topic.query),
        name: topic.name,
        query: topic.query,
        version: Some(topic.version),
        is_archived: topic.archived_at.is_some(),
        ..TopicPage::default()
    };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn create(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Form>) -> Answer {
    who.require(Right::ManageTopics)?;
    let mut tx = app.store().write().await?;
    let page = filled(&mut tx, None, form).await?;
    if page.has_error() {
        drop(tx);
        return refuse(&app, &who, &headers, page).await;
    }
    topic::create(&mut tx, who.member.id, &page.name, &page.query).await?;
    tx.commit().await?;
    app.pipeline().topics_changed().await?;
    Ok(respond::see("/topics"))
}

pub(crate) async fn change(
    State(app): State<App>,
    Named(id): Named<TopicId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    who.require(Right::ManageTopics)?;
    let mut tx = app.store().write().await?;
    let topic = topic::find(&mut tx, id).await?.ok_or_else(|| Failure::missing("topic"))?;
    if topic.archived_at.is_some() {
        return Err(Failure::Wrong(Wrong::Conflict("This topic was put away.".into())));
    }
    if form.version.is_some_and(|seen| seen != topic.version) && lines(&form.query) != topic.query {
        let meanwhile = format!("Somebody changed this topic meanwhile. It now listens for {}", topic.query);
        return Err(Failure::Wrong(Wrong::Conflict(meanwhile)));
    }
    let page = filled(&mut tx, Some(&topic), form).await?;
    if page.has_error() {
        drop(tx);
        return refuse(&app, &who, &headers, page).await;
    }
    if page.name != topic.name || page.query != topic.query {
        topic::change(&mut tx, who.member.id, &topic, &page.name, &page.query).await?;
        tx.commit().await?;
        app.pipeline().topics_changed().await?;
    }
    Ok(respond::see(&format!("/topics/{id}")))
}

async fn refuse(app: &App, who: &SignedIn, headers: &HeaderMap, page: TopicPage) -> Answer<Response> {
    let frame = app.frame(&mut app.store().read().await?, who, None).await?;
    Ok(respond::refused(headers, &frame, &page))
}

/// The text with plain line ends: forms bring others, and places in it would be off.
pub(super) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// The form as it was filled in, with what is wrong.
async fn filled(tx: &mut Tx, topic: Option<&Topic>, form: Form) -> Result<TopicPage, StoreError> {
    let (name, query) = (form.name.trim().to_owned(), lines(&form.query));
    Ok(TopicPage {
        id: topic.map(|topic| topic.id),
        name_error: name_fault(tx, topic, &name).await?,
        check: match check(&query) {
            QueryCheck::Empty => QueryCheck::Wrong {
                message: "There is nothing to listen for yet.".into(),
                span: (0, 0),
                suggestion: None,
            },
            checked => checked,
        },
        name,
        query,
        version: form.version,
        ..TopicPage::default()
    })
}

async fn name_fault(tx: &mut Tx, topic: Option<&Topic>, name: &str) -> Result<Option<String>, StoreError> {
    if name.is_empty() {
        return Ok(Some("A name is needed.".into()));
    }
    if name.chars().count() > NAME_CHARS_MAX {
        return Ok(Some(format!("That is longer than {NAME_CHARS_MAX} characters.")));
    }
    let is_same = |other: &Topic| other.name.to_lowercase() == name.to_lowercase();
    let others = topic::listening(tx).await?;
    let is_taken = others.iter().any(|other| is_same(other) && topic.is_none_or(|topic| topic.id != other.id));
    Ok(is_taken.then(|| "Another topic has this name.".to_owned()))
}
