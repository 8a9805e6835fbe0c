//! Takes a token back: `POST /tokens/{id}/revoke`. It stops at once.

use axum::extract::State;
use model::TokenId;
use store::token;
use wording::t;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;

#[derive(serde::Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn post(State(app): State<App>, Named(id): Named<TokenId>, posted: Posted<Form>) -> Answer {
    let mut tx = app.store().write().await?;
    if !token::revoke(&mut tx, posted.who.member.id, id).await? {
        return Err(Failure::missing(t!("There is no token of yours that could be taken back.")));
    }
    tx.commit().await?;
    Ok(respond::see("/tokens"))
}
