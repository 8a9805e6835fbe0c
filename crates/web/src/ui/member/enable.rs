//! Lets somebody in again who was shut out: `POST /members/{id}/enable`. Their password is the old one.

use axum::extract::State;
use model::{MemberId, Right, Role};
use store::member;
use wording::t;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;

#[derive(serde::Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<MemberId>,
    Posted { who, .. }: Posted<Form>,
) -> Answer {
    who.require(Right::ManageMembers)?;
    let mut tx = app.store().write().await?;
    let found = member::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no member.")))?;
    if found.role == Role::Owner {
        who.require(Right::ManageOwners)?;
    }
    if found.disabled_at.is_some() {
        member::enable(&mut tx, who.member.id, found.id).await?;
        tx.commit().await?;
    }
    Ok(respond::see("/members"))
}
