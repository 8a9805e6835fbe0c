//! Puts a view earlier or later in one's own order: `POST /views/{id}/move`.

use axum::extract::State;
use model::SavedViewId;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {
    /// So many places later; fewer than none is earlier.
    by: i32,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<SavedViewId>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::move_view(&mut tx, &who.member, id, isize::try_from(form.by).unwrap_or_default()).await?;
    tx.commit().await?;
    Ok(respond::see("/views"))
}
