//! Signs oneself out everywhere else: `POST /me/sessions/end`.

use axum::extract::State;
use store::session;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::respond;

#[derive(serde::Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn end(State(app): State<App>, Posted { who, .. }: Posted<Form>) -> Answer {
    let mut tx = app.store().write().await?;
    session::end_others(&mut tx, who.member.id, &who.token).await?;
    tx.commit().await?;
    Ok(respond::see("/me"))
}
