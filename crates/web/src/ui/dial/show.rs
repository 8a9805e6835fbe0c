//! Shows the three dials: `GET /dials`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use model::Right;

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
    let page = gather(&mut tx, &app, &who, &wanted).await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}
