//! Begins and lifts stops, and lets go what they held: `POST /stops`, `/stops/{id}/lift`, `/replies/{id}/release`.

use axum::extract::State;
use axum::http::HeaderMap;
use inbox::InboxError;
use model::{LabelId, ReplyId, StopId};
use serde::Deserialize;

use super::list::show;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, sentence};
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Begin {
    #[serde(default)]
    reason: String,
    /// The label where it is stopped; empty for everything.
    #[serde(default)]
    label: String,
}

#[derive(Deserialize)]
pub(crate) struct Form {}

pub(crate) async fn begin(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Begin>) -> Answer {
    let mut tx = app.store().write_durable().await?;
    let label = form.label.parse().ok().map(LabelId);
    match inbox::stop_sending(&mut tx, &who.member, label, &form.reason).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(respond::see("/outgoing"))
        }
        Err(error @ InboxError::StopReason) => {
            drop(tx);
            show(&app, &who, &headers, Some(sentence(&error.to_string()))).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn lift(State(app): State<App>, Named(id): Named<StopId>, posted: Posted<Form>) -> Answer {
    let mut tx = app.store().write_durable().await?;
    inbox::lift_stop(&mut tx, &posted.who.member, id).await?;
    tx.commit().await?;
    Ok(respond::see("/outgoing"))
}

pub(crate) async fn release(State(app): State<App>, Named(id): Named<ReplyId>, posted: Posted<Form>) -> Answer {
    let mut tx = app.store().write_durable().await?;
    inbox::release(&mut tx, &posted.who.member, id).await?;
    tx.commit().await?;
    app.pipeline().nudge_work();
    Ok(respond::see("/outgoing"))
}
