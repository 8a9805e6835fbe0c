//! Puts a saved reply away or takes it out again: `POST /saved-replies/{id}/archive`.

use axum::extract::State;
use model::SavedReplyId;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// Anything to take it out again.
    #[serde(default)]
    restore: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<SavedReplyId>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::put_saved_reply_away(&mut tx, &who.member, id, form.restore.is_empty()).await?;
    tx.commit().await?;
    Ok(respond::see("/saved-replies"))
}
