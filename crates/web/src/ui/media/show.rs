//! The bytes of a picture, for members: `GET /media/{digest}`.

use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use model::Right;
use store::media::Media;

use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::ui::error::Wrong;

/// Should a browser take the bytes for a page against all that we tell it, that page can do nothing.
const POLICY: &str = "sandbox; default-src 'none'";
/// The name is that of the content: what has it never changes. Nobody but the member's own browser keeps it.
const KEPT: &str = "private, max-age=31536000, immutable";

pub(crate) async fn get(State(app): State<App>, who: SignedIn, Named(digest): Named<String>) -> Answer {
    who.require(Right::ReadInbox)?;
    let found = store::media::find(&mut app.store().read().await?, &digest).await?;
    Ok(bytes(found.ok_or(Failure::Wrong(Wrong::NotFound(None)))?))
}

/// A picture as an answer, on a page's request or a program's.
pub(crate) fn bytes(media: Media) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media.media_type),
        (header::CACHE_CONTROL, KEPT.to_owned()),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin".to_owned()),
    ];
    (headers, media.bytes).into_response()
}
