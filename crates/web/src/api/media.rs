//! The bytes of pictures: `/api/v1/media/{digest}`.

use axum::extract::State;
use axum::response::Response;
use model::{Right, Scope};

use super::caller::Caller;
use super::input::Named;
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::ui::media::show::bytes;

/// Gives the bytes of a picture as we made them anew: JPEG or PNG, without anything but pixels.
#[utoipa::path(get, path = "/media/{digest}", tag = "messages", operation_id = "show_media",
    params(("digest" = String, Path, description = "As the address of a picture names it.")),
    security(("token" = ["read"])),
    responses((status = 200, body = [u8], content_type = "application/octet-stream")))]
pub(crate) async fn show(State(app): State<App>, caller: Caller, Named(digest): Named<String>) -> Answer<Response> {
    caller.require(Scope::Read, Right::ReadInbox)?;
    let found = store::media::find(&mut app.store().read().await?, &digest).await?;
    Ok(bytes(found.ok_or_else(|| Problem::missing("picture"))?))
}
