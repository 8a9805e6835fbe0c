//! Shows response figures: `GET /figures`, and as a file: `GET /figures.csv`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use model::Right;

use super::download;
use super::gather::{Wanted, gather};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::SeeFloor)?;
    let mut tx = app.store().read().await?;
    let page = gather(&mut tx, &app, &wanted).await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

pub(crate) async fn csv(State(app): State<App>, who: SignedIn, Query(wanted): Query<Wanted>) -> Answer<Response> {
    who.require(Right::SeeFloor)?;
    let mut tx = app.store().read().await?;
    Ok(download::file(&gather(&mut tx, &app, &wanted).await?))
}
