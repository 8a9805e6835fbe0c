//! Changes a label: `POST /labels/{id}/rename`, `/archive`, `/merge`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use model::LabelId;
use serde::Deserialize;

use super::list::show;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;
use crate::ui::put_away::PutAway;

#[derive(Deserialize)]
pub(crate) struct Rename {
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
pub(crate) struct Merge {
    /// The label that takes its place.
    into: i64,
}

pub(crate) async fn rename(
    State(app): State<App>,
    Named(id): Named<LabelId>,
    headers: HeaderMap,
    Posted { who, form }: Posted<Rename>,
) -> Answer {
    let mut tx = app.store().write().await?;
    match inbox::rename_label(&mut tx, &who.member, id, &form.name).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(respond::see("/labels"))
        }
        Err(error @ (InboxError::LabelName | InboxError::LabelNameTaken)) => {
            drop(tx);
            show(&app, &who, &headers, Some(sentence(&error.to_string()))).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn archive(
    State(app): State<App>,
    Named(id): Named<LabelId>,
    Posted { who, form }: Posted<PutAway>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::put_label_away(&mut tx, &who.member, id, form.is_away()).await?;
    tx.commit().await?;
    Ok(respond::see("/labels"))
}

/// What became of it, with the way back, stands on the page of the deed.
pub(crate) async fn merge(
    State(app): State<App>,
    Named(id): Named<LabelId>,
    Posted { who, form }: Posted<Merge>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let deed = inbox::merge_labels(&mut tx, &who.member, id, LabelId(form.into)).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(respond::see(&deed.map_or_else(|| "/labels".to_owned(), |deed| format!("/bulk/{}", deed.id))))
}
