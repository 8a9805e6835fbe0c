//! Shows the saved replies: `GET /saved-replies`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::Right;
use store::saved_reply::{self, SavedReply};

use super::view::{SavedRepliesPage, SavedReplyRow};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let mut tx = app.store().read().await?;
    let uses = saved_reply::uses(&mut tx).await?;
    let row = |saved: SavedReply| SavedReplyRow { uses: uses.get(&saved.id).copied().unwrap_or_default(), saved };
    let rows = saved_reply::all(&mut tx).await?.into_iter().map(row).collect();
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &SavedRepliesPage { rows }))
}
