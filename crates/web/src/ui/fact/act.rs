//! Says that a fact is still true, and puts it away or takes it out again: `POST /facts/{id}/reviewed`,
//! `POST /facts/{id}/archive`.

use axum::extract::State;
use model::FactId;
use serde::Deserialize;
use wording::t;

use super::edit::read_day;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::error::Wrong;
use crate::ui::put_away::PutAway;

#[derive(Deserialize)]
pub(crate) struct Reviewed {
    #[serde(default)]
    review_on: String,
    /// The version that was looked at.
    version: Option<i64>,
}

pub(crate) async fn review(
    State(app): State<App>,
    Named(id): Named<FactId>,
    Posted { who, form }: Posted<Reviewed>,
) -> Answer {
    let unreadable = t!("Say when it is reviewed again; write it like 2027-05-01.");
    let review_on =
        read_day(&form.review_on).ok_or_else(|| Failure::Wrong(Wrong::Unreadable(unreadable.to_owned())))?;
    let mut tx = app.store().write().await?;
    inbox::review_fact(&mut tx, &who.member, id, form.version, (review_on, &app.settings().zone)).await?;
    tx.commit().await?;
    Ok(respond::see(&format!("/facts/{id}")))
}

pub(crate) async fn archive(
    State(app): State<App>,
    Named(id): Named<FactId>,
    Posted { who, form }: Posted<PutAway>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::put_fact_away(&mut tx, &who.member, id, form.is_away()).await?;
    tx.commit().await?;
    Ok(respond::see(&format!("/facts/{id}")))
}
