//! Shows the labels: `GET /labels`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::Right;
use store::label;

use super::view::{LabelRow, LabelsPage};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    show(&app, &who, &headers, None).await
}

/// The labels, and why what was asked for was not done.
pub(crate) async fn show(app: &App, who: &SignedIn, headers: &HeaderMap, error: Option<String>) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let counts = label::counts(&mut tx).await?;
    let row = |label: label::Label| LabelRow { count: counts.get(&label.id).copied().unwrap_or_default(), label };
    let (mut rows, away): (Vec<LabelRow>, Vec<LabelRow>) =
        label::all(&mut tx).await?.into_iter().map(row).partition(|row| row.label.archived_at.is_none());
    rows.extend(away);
    let frame = app.frame(&mut tx, who, None).await?;
    let page = LabelsPage { rows, error };
    Ok(if page.error.is_some() {
        respond::refused(headers, &frame, &page)
    } else {
        respond::page(headers, &frame, &page)
    })
}
