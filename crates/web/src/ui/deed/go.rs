//! Says yes to a deed, stops it, undoes it: `POST /bulk/{id}/confirm`, `/stop`, `/undo`.

use axum::extract::State;
use model::DeedId;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::inbox::address::after;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// The list to come back to.
    #[serde(default)]
    back: String,
}

pub(crate) async fn confirm(State(app): State<App>, Named(id): Named<DeedId>, posted: Posted<Form>) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::confirm(&mut tx, &posted.who.member, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(respond::see(&format!("/bulk/{id}")))
}

pub(crate) async fn stop(State(app): State<App>, Named(id): Named<DeedId>, posted: Posted<Form>) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::stop(&mut tx, &posted.who.member, id).await?;
    tx.commit().await?;
    Ok(respond::see(&format!("/bulk/{id}")))
}

pub(crate) async fn undo(
    State(app): State<App>,
    Named(id): Named<DeedId>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let deed = inbox::undo(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    // What the judges learned from a word that was taken back is learned anew without it.
    if deed.state.is_moving() {
        app.pipeline().nudge_work();
        return Ok(respond::see(&format!("/bulk/{id}")));
    }
    let is_list = form.back.starts_with("/inbox?") || form.back.starts_with("/inbox/");
    Ok(respond::see(&match is_list {
        true => after(&form.back, Some(id)),
        false => format!("/bulk/{id}"),
    }))
}
