//! Switches a rule, has it asked earlier or later, removes it: `POST /rules/{id}/switch`, `/move`, `/remove`.

use axum::extract::State;
use model::RuleId;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Switch {
    /// `on` or `off`.
    to: String,
}

pub(crate) async fn switch(
    State(app): State<App>,
    Named(id): Named<RuleId>,
    Posted { who, form }: Posted<Switch>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::switch_rule(&mut tx, &who.member, id, form.to == "on").await?;
    tx.commit().await?;
    Ok(respond::see(&format!("/rules/{id}")))
}

#[derive(Deserialize)]
pub(crate) struct Move {
    /// So many places later; fewer than none is earlier.
    by: i32,
}

pub(crate) async fn order(
    State(app): State<App>,
    Named(id): Named<RuleId>,
    Posted { who, form }: Posted<Move>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::move_rule(&mut tx, &who.member, id, isize::try_from(form.by).unwrap_or_default()).await?;
    tx.commit().await?;
    Ok(respond::see("/rules"))
}

#[derive(Deserialize)]
pub(crate) struct Nothing {}

pub(crate) async fn remove(
    State(app): State<App>,
    Named(id): Named<RuleId>,
    Posted { who, .. }: Posted<Nothing>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::remove_rule(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    Ok(respond::see("/rules"))
}
