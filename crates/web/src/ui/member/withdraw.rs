//! Takes an invitation back: `POST /members/withdraw`. Its link stops at once.

use axum::extract::State;
use model::Right;
use serde::Deserialize;
use store::invitation;
use wording::t;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {
    email: String,
}

pub(crate) async fn post(State(app): State<App>, Posted { who, form }: Posted<Form>) -> Answer {
    who.require(Right::ManageMembers)?;
    let mut tx = app.store().write().await?;
    if !invitation::withdraw(&mut tx, who.member.id, &form.email).await? {
        return Err(Failure::missing(t!("There is no invitation that could be taken back.")));
    }
    tx.commit().await?;
    Ok(respond::see("/members"))
}
