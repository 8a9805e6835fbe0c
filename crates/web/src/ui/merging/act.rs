//! Merges and splits: `POST /conversations/{id}/merge` and `/split`.

use axum::extract::{Query, State};
use model::{ConversationId, PostId};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::inbox::address::{Beside, after};

#[derive(Deserialize)]
pub(crate) struct Merge {
    /// The conversation that is merged into the one of the address.
    with: i64,
}

#[derive(Deserialize)]
pub(crate) struct Split {
    /// The message at which what is split off begins.
    post: i64,
}

pub(crate) async fn merge(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Merge>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let deed = inbox::merge(&mut tx, &who.member, ConversationId(form.with), id).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}

/// What was split off is shown, with the way back.
pub(crate) async fn split(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Split>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let deed = inbox::split(&mut tx, &who.member, id, PostId(form.post)).await?;
    let own = store::post::find(&mut tx, PostId(form.post)).await?.and_then(|post| post.conversation);
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(own.unwrap_or(id)), deed)))
}
