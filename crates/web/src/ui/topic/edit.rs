//! Describes a topic and changes it: `GET /topics/new`, `POST /topics`, `GET /topics/{id}`, `POST /topics/{id}`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use listening::FieldContext;
use model::{Right, TopicId};
use serde::Deserialize;
use store::topic;
use wording::t;

use super::check::check;
use super::keep::{self, Faults, Refused, Wanted};
use super::view::{QueryCheck, TopicPage};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
    /// The version that was shown; none for a new topic.
    version: Option<i64>,
}

impl Form {
    fn wanted(&self) -> Wanted<'_> {
        Wanted { name: &self.name, query: &self.query }
    }
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
    let topic = topic::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no topic.")))?;
    let page = TopicPage {
        id: Some(id),
        check: check(&topic.query, FieldContext::Topic),
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
    let mut tx = app.store().write().await?;
    match keep::create(&mut tx, &who.member, form.wanted()).await {
        Ok(_) => {
            tx.commit().await?;
            app.pipeline().topics_changed().await?;
            Ok(respond::see("/topics"))
        }
        Err(Refused::Faults(faults)) => {
            drop(tx);
            refuse(&app, &who, &headers, filled(None, form, faults)).await
        }
        Err(refused) => Err(refused.into()),
    }
}

pub(crate) async fn change(
    State(app): State<App>,
    Named(id): Named<TopicId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    match keep::change(&mut tx, &who.member, id, form.version, form.wanted()).await {
        Ok(is_news) => {
            if is_news {
                tx.commit().await?;
                app.pipeline().topics_changed().await?;
            }
            Ok(respond::see(&format!("/topics/{id}")))
        }
        Err(Refused::Faults(faults)) => {
            drop(tx);
            refuse(&app, &who, &headers, filled(Some(id), form, faults)).await
        }
        Err(refused) => Err(refused.into()),
    }
}

async fn refuse(app: &App, who: &SignedIn, headers: &HeaderMap, page: TopicPage) -> Answer<Response> {
    let frame = app.frame(&mut app.store().read().await?, who, None).await?;
    Ok(respond::refused(headers, &frame, &page))
}

/// The text with plain line ends: forms bring others, and places in it would be off.
pub(crate) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// The form as it was filled in, with what is wrong.
fn filled(id: Option<TopicId>, form: Form, faults: Faults) -> TopicPage {
    let query = lines(&form.query);
    TopicPage {
        id,
        name_error: faults.name,
        check: match check(&query, FieldContext::Topic) {
            QueryCheck::Empty => QueryCheck::nothing(),
            checked => checked,
        },
        name: form.name.trim().to_owned(),
        query,
        version: form.version,
        ..TopicPage::default()
    }
}
