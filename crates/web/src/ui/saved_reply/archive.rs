//! Puts a saved reply away or takes it out again: `POST /saved-replies/{id}/archive`.

use axum::extract::State;
use model::SavedReplyId;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::put_away::PutAway;

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<SavedReplyId>,
    Posted { who, form }: Posted<PutAway>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::put_saved_reply_away(&mut tx, &who.member, id, form.is_away()).await?;
    tx.commit().await?;
    Ok(respond::see("/saved-replies"))
}
