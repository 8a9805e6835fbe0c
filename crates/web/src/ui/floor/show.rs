//! Shows the floor: `GET /floor`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use insights::{Floor, Window};
use model::Right;
use serde::Deserialize;
use store::channel;

use super::view::{FloorPage, Wall, window_of};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    since: String,
    wall: Option<String>,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::SeeFloor)?;
    let window: Window = window_of(&asked.since);
    let mut tx = app.store().read().await?;
    let floor = Floor::read(&mut tx, window, &app.settings().zone).await?;
    let is_listening = !channel::all(&mut tx).await?.is_empty();
    let frame = app.frame(&mut tx, &who, None).await?;
    let wall = asked.wall.as_deref().map(|word| if word == "light" { Wall::Light } else { Wall::Dark });
    Ok(respond::page(&headers, &frame, &FloorPage { floor, window, wall, is_listening }))
}
