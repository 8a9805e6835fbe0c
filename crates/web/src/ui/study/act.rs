//! The steps of a study: `POST /studies/{id}/draw`, `/undraw`, `/begin`, `/end`, `/decide`, `/close`, `/archive`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::{InboxError, StudyFault};
use model::{MemberId, PostId, StudyId};
use serde::Deserialize;
use wording::t;

use super::edit::require_keeper;
use super::show::{self, Filled};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;
use crate::ui::put_away::PutAway;

#[derive(Deserialize)]
pub(crate) struct Press {}

fn back(id: StudyId) -> Answer {
    Ok(respond::see(&format!("/studies/{id}")))
}

pub(crate) async fn draw(
    State(app): State<App>,
    Named(id): Named<StudyId>,
    Posted { who, .. }: Posted<Press>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::draw_study(&mut tx, &who.member, id, &app.settings().zone).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    back(id)
}

pub(crate) async fn undraw(
    State(app): State<App>,
    Named(id): Named<StudyId>,
    Posted { who, .. }: Posted<Press>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::undraw_study(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    back(id)
}

#[derive(Deserialize)]
pub(crate) struct Begin {
    #[serde(default)]
    first: String,
    #[serde(default)]
    second: String,
}

pub(crate) async fn begin(
    State(app): State<App>,
    Named(id): Named<StudyId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Begin>,
) -> Answer {
    require_keeper(&app, &who).await?;
    let read = |text: &str| text.parse().map(MemberId).ok();
    let coders = read(&form.first).zip(read(&form.second));
    let refused = |fault: &StudyFault| Filled { begin: Some(sentence(&fault.to_string())), ..Filled::default() };
    let Some((first, second)) = coders else {
        return show::with(&app, &who, id, &headers, refused(&StudyFault::Coders)).await;
    };
    let mut tx = app.store().write().await?;
    match inbox::begin_coding(&mut tx, &who.member, id, [first, second]).await {
        Ok(()) => {
            tx.commit().await?;
            back(id)
        }
        Err(InboxError::Study(fault)) => {
            drop(tx);
            show::with(&app, &who, id, &headers, refused(&fault)).await
        }
        Err(other) => Err(other.into()),
    }
}

pub(crate) async fn end(
    State(app): State<App>,
    Named(id): Named<StudyId>,
    Posted { who, .. }: Posted<Press>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::end_coding(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    back(id)
}

#[derive(Deserialize)]
pub(crate) struct Decide {
    #[serde(default)]
    post: String,
    #[serde(default)]
    variable: u32,
    /// The number of a code; empty where none was chosen.
    #[serde(default)]
    code: String,
    #[serde(default)]
    reason: String,
}

pub(crate) async fn decide(
    State(app): State<App>,
    Named(id): Named<StudyId>,
    Posted { who, form }: Posted<Decide>,
) -> Answer {
    let mut tx = app.store().write().await?;
    if !inbox::decides(&mut tx, &who.member, id).await? {
        return Err(Failure::forbidden(model::Right::KeepStudies));
    }
    let chosen = form.post.parse().map(PostId).ok().zip(form.code.parse::<u32>().ok());
    let Some((post, code)) = chosen else {
        return Err(Failure::Wrong(Wrong::Unreadable(t!("Choose the code that holds.").into())));
    };
    inbox::decide_code(&mut tx, &who.member, id, (post, form.variable, code), &form.reason).await?;
    tx.commit().await?;
    Ok(respond::see(&format!("/studies/{id}#disputes")))
}

pub(crate) async fn close(
    State(app): State<App>,
    Named(id): Named<StudyId>,
    Posted { who, .. }: Posted<Press>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::close_study(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    back(id)
}

pub(crate) async fn archive(
    State(app): State<App>,
    Named(id): Named<StudyId>,
    Posted { who, form }: Posted<PutAway>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::put_study_away(&mut tx, &who.member, id, form.is_away()).await?;
    tx.commit().await?;
    back(id)
}
