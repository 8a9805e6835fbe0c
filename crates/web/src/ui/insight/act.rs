//! Writes down what was learned, and how far that has come: `POST /studies/{id}/insights`, `POST /insights/{id}/step`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use model::{InsightId, InsightState, PostId, Right, StudyId};
use serde::Deserialize;
use wording::t;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;
use crate::ui::study::show::{self, Filled};

#[derive(Deserialize)]
pub(crate) struct Note {
    #[serde(default)]
    sentence: String,
    /// The mentions that show it.
    #[serde(default)]
    post: Vec<String>,
}

pub(crate) async fn note(
    State(app): State<App>,
    Named(id): Named<StudyId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Note>,
) -> Answer {
    let posts: Vec<PostId> = form.post.iter().filter_map(|id| id.parse().map(PostId).ok()).collect();
    let mut tx = app.store().write().await?;
    match inbox::note_insight(&mut tx, &who.member, id, &form.sentence, &posts).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see(&format!("/studies/{id}#learned")))
        }
        Err(InboxError::Study(fault)) => {
            drop(tx);
            let insight = Some((form.sentence, sentence(&fault.to_string())));
            show::with(&app, &who, id, &headers, Filled { insight, ..Filled::default() }).await
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize)]
pub(crate) struct Step {
    #[serde(default)]
    state: String,
    #[serde(default)]
    note: String,
    /// The version that was looked at.
    version: Option<i64>,
}

pub(crate) async fn step(
    State(app): State<App>,
    Named(id): Named<InsightId>,
    Posted { who, form }: Posted<Step>,
) -> Answer {
    let mut tx = app.store().write().await?;
    if !inbox::keeps_studies(&mut tx, &who.member).await? {
        return Err(Failure::forbidden(Right::KeepStudies));
    }
    let unreadable = || Failure::Wrong(Wrong::Unreadable(t!("Say how far it has come.").into()));
    let state = InsightState::from_word(&form.state).ok_or_else(unreadable)?;
    inbox::step_insight(&mut tx, &who.member, id, form.version, (state, &form.note)).await?;
    tx.commit().await?;
    Ok(respond::see("/insights"))
}
