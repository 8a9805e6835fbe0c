//! Has a picture fetched again that is not kept: `POST /conversations/{id}/picture`.

use axum::extract::{Query, State};
use model::{ConversationId, PostId};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::inbox::address::Beside;

#[derive(Deserialize)]
pub(crate) struct Form {
    post: PostId,
    place: u32,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::fetch_again(&mut tx, &who.member, id, form.post, form.place).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(respond::see(&beside.list().address_of(id)))
}
