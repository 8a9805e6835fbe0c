//! Puts a topic away: `POST /topics/{id}/archive`.

use axum::extract::State;
use model::TopicId;

use super::keep;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;

#[derive(serde::Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn post(State(app): State<App>, Named(id): Named<TopicId>, posted: Posted<Form>) -> Answer {
    let mut tx = app.store().write().await?;
    if keep::archive(&mut tx, &posted.who.member, id).await? {
        tx.commit().await?;
        app.pipeline().topics_changed().await?;
    }
    Ok(respond::see("/topics"))
}
