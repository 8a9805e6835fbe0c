//! The front door: `GET /` leads to where one works.

use axum::response::Response;
use model::Right;

use crate::auth::SignedIn;
use crate::respond;

pub(crate) async fn get(who: Option<SignedIn>) -> Response {
    let reads_only_the_floor = who.is_some_and(|who| !who.member.role.may(Right::ReadInbox));
    respond::see(if reads_only_the_floor { "/floor" } else { "/inbox" })
}
