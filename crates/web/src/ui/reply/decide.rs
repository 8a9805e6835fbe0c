//! Says what became of an answer whose fate is unknown: `POST /replies/{id}/decide`.

use axum::extract::State;
use model::ReplyId;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;

#[derive(serde::Deserialize)]
pub(crate) struct Form {
    /// `yes` or `no`.
    arrived: String,
}

pub(crate) async fn post(State(app): State<App>, Named(id): Named<ReplyId>, posted: Posted<Form>) -> Answer {
    let mut tx = app.store().write_durable().await?;
    let reply = inbox::decide(&mut tx, &posted.who.member, id, posted.form.arrived == "yes").await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(super::shown(&reply))
}
