//! Gives a conversation to somebody: `POST /conversations/{id}/assign`.

use axum::extract::{Query, State};
use model::{ConversationId, MemberId};
use serde::Deserialize;
use wording::t;

use super::address::{Beside, after};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// A member's id, `me` or `none`.
    member: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let to =
        match form.member.as_str() {
            "me" => Some(who.member.id),
            "none" => None,
            other => Some(other.parse::<MemberId>().map_err(|_| {
                Failure::Wrong(Wrong::Unreadable(t!("There is no such member to assign it to.").into()))
            })?),
        };
    let mut tx = app.store().write().await?;
    let deed = inbox::assign(&mut tx, &who.member, id, to).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}
