//! Tries a query on what was heard: `POST /backtests`, `GET /backtests/{id}`, its progress, its stop.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use listening::{FieldContext, Query};
use model::{Right, TopicId};
use pipeline::backtest::{Run, Test};
use serde::Deserialize;
use wording::t;

use super::check::check;
use super::edit::lines;
use super::heard::{BackTest, back_test};
use super::view::{QueryCheck, TopicPage};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;

/// The form of a topic, as far as it is filled in.
#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
    topic: Option<TopicId>,
    version: Option<i64>,
}

pub(crate) async fn create(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Form>) -> Answer {
    who.require(Right::ManageTopics)?;
    let (name, written) = (form.name.trim().to_owned(), lines(&form.query));
    let topic = form.topic.zip(form.version);
    match Query::parse(&written, FieldContext::Topic) {
        Ok(query) => {
            let zone = app.settings().zone.clone();
            let id = app.pipeline().back_test(Test { query, written, name, topic, zone });
            Ok(respond::see(&format!("/backtests/{id}")))
        }
        Err(_) => {
            let check = match check(&written, FieldContext::Topic) {
                QueryCheck::Empty => QueryCheck::nothing(),
                checked => checked,
            };
            let page = TopicPage { check, ..page(name, written, topic) };
            let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
            Ok(respond::refused(&headers, &frame, &page))
        }
    }
}

pub(crate) async fn get(State(app): State<App>, who: SignedIn, Named(id): Named<i64>, headers: HeaderMap) -> Answer {
    let run = find(&app, &who, id)?;
    let Test { name, written, topic, .. } = run.test().clone();
    let page = TopicPage {
        check: check(&written, FieldContext::Topic),
        back_test: Some(BackTest { id, report: run.report() }),
        ..page(name, written, topic)
    };
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn progress(State(app): State<App>, who: SignedIn, Named(id): Named<i64>) -> Answer {
    let report = find(&app, &who, id)?.report();
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::html(back_test(&BackTest { id, report }, &frame)))
}

#[derive(Deserialize)]
pub(crate) struct Stop {}

pub(crate) async fn stop(State(app): State<App>, Named(id): Named<i64>, Posted { who, .. }: Posted<Stop>) -> Answer {
    find(&app, &who, id)?.stop();
    Ok(respond::see(&format!("/backtests/{id}")))
}

fn find(app: &App, who: &SignedIn, id: i64) -> Answer<Arc<Run>> {
    who.require(Right::ManageTopics)?;
    app.pipeline().back_tests().find(id).ok_or_else(|| Failure::missing(t!("There is no back-test.")))
}

/// The topic as its form was filled in.
fn page(name: String, query: String, topic: Option<(TopicId, i64)>) -> TopicPage {
    let (id, version) = topic.unzip();
    TopicPage { id, version, name, query, ..TopicPage::default() }
}
