//! Puts a topic away: `POST /topics/{id}/archive`.

use axum::extract::State;
use model::{Right, TopicId};
use store::topic;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;

#[derive(serde::Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn post(State(app): State<App>, Named(id): Named<TopicId>, posted: Posted<Form>) -> Answer {
    posted.who.require(Right::ManageTopics)?;
    let mut tx = app.store().write().await?;
    let topic = topic::find(&mut tx, id).await?.ok_or_else(|| Failure::missing("topic"))?;
    if topic.archived_at.is_none() {
        topic::archive(&mut tx, posted.who.member.id, id).await?;
        tx.commit().await?;
        app.pipeline().topics_changed().await?;
    }
    Ok(respond::see("/topics"))
}
