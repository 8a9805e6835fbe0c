//! Puts a calendar away, takes it out again, makes it the usual one: `POST /calendars/{id}/archive`,
//! `POST /calendars/{id}/default`.

use axum::extract::State;
use model::CalendarId;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::put_away::PutAway;

pub(crate) async fn archive(
    State(app): State<App>,
    Named(id): Named<CalendarId>,
    Posted { who, form }: Posted<PutAway>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::put_calendar_away(&mut tx, &who.member, id, form.is_away()).await?;
    tx.commit().await?;
    Ok(respond::see("/calendars"))
}

#[derive(Deserialize)]
pub(crate) struct Nothing {}

pub(crate) async fn default(
    State(app): State<App>,
    Named(id): Named<CalendarId>,
    Posted { who, .. }: Posted<Nothing>,
) -> Answer {
    let mut tx = app.store().write().await?;
    inbox::make_calendar_default(&mut tx, &who.member, id).await?;
    tx.commit().await?;
    Ok(respond::see("/calendars"))
}
