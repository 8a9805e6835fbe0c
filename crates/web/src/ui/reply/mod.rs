//! What members do with an answer that was decided.

pub(crate) mod cancel;
pub(crate) mod decide;
pub(crate) mod retry;
pub(crate) mod send_now;

use axum::response::Response;
use store::reply::Reply;

use crate::respond;

/// Afterwards its conversation is shown.
fn shown(reply: &Reply) -> Response {
    respond::see(&format!("/inbox/{}", reply.conversation))
}
