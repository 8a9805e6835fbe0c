//! Removes a macro: `POST /macros/{id}/remove`.

use axum::extract::State;
use model::MacroId;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<MacroId>,
    Posted { who, form: Form {} }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::remove_macro(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    Ok(respond::see("/macros"))
}
