//! Puts a label on or takes it off: `POST /conversations/{id}/label`.

use axum::extract::{Query, State};
use model::ConversationId;
use serde::Deserialize;

use super::address::{Beside, after};
use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {
    name: String,
    #[serde(default)]
    remove: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let deed = match form.remove.is_empty() {
        true => inbox::label(&mut tx, &who.member, id, &form.name).await?,
        false => inbox::unlabel(&mut tx, &who.member, id, &form.name).await?,
    };
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}
