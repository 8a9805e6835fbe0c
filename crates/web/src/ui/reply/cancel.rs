//! Takes an answer back: `POST /replies/{id}/cancel`.

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
    let reply = inbox::cancel(&mut tx, &posted.who.member, id).await?;
    tx.commit().await?;
    Ok(super::shown(&reply))
}
