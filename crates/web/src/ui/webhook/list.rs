//! Shows the webhooks: `GET /webhooks`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::Right;
use store::webhook;

use super::view::WebhooksPage;
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageChannels)?;
    let mut tx = app.store().read().await?;
    let page = WebhooksPage { webhooks: webhook::all(&mut tx).await? };
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}
