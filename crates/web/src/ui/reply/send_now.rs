//! Sends an answer now that was to go out later: `POST /replies/{id}/send-now`.

use axum::extract::State;
use model::ReplyId;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;

#[derive(serde::Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn post(State(app): State<App>, Named(id): Named<ReplyId>, posted: Posted<Form>) -> Answer {
    let mut tx = app.store().write_durable().await?;
    let reply = inbox::send_now(&mut tx, &posted.who.member, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(super::shown(&reply))
}
