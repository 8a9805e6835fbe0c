//! Removes a view and brings it back: `POST /views/{id}/remove`, `POST /views/{id}/bring-back`.

use axum::extract::State;
use model::SavedViewId;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::inbox::address::of_saved;

#[derive(serde::Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn post(State(app): State<App>, Named(id): Named<SavedViewId>, posted: Posted<Form>) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::remove_view(&mut tx, &posted.who.member, id).await?;
    tx.commit().await?;
    Ok(respond::see(&format!("/views?removed={id}")))
}

pub(crate) async fn bring_back(State(app): State<App>, Named(id): Named<SavedViewId>, posted: Posted<Form>) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::bring_view_back(&mut tx, &posted.who.member, id).await?;
    tx.commit().await?;
    Ok(respond::see(&of_saved(id)))
}
