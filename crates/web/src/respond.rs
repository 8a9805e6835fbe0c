//! Answers: whole pages for browsers, their `<main>` for scripts.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;

use crate::ui::layout::{self, Frame, Page};

/// Whether a script of ours asks, which wants a fragment.
pub(crate) fn is_by_script(headers: &HeaderMap) -> bool {
    headers.contains_key("x-fragment") || headers.get("x-requested-with").is_some_and(|by| by == "fetch")
}

/// A page, or its `<main>` when a script asks.
pub(crate) fn page(headers: &HeaderMap, frame: &Frame, page: &dyn Page) -> Response {
    let markup = if is_by_script(headers) { layout::fragment(frame, page) } else { layout::page(frame, page) };
    html(markup)
}

/// A page that says what is wrong with what was posted.
pub(crate) fn refused(headers: &HeaderMap, frame: &Frame, content: &dyn Page) -> Response {
    let mut response = page(headers, frame, content);
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

/// Markup that nobody but the reader may keep.
pub(crate) fn html(markup: Markup) -> Response {
    let vary =
        [(header::CACHE_CONTROL, "private, no-store"), (header::VARY, "x-fragment, x-requested-with, accept-language")];
    (vary, markup).into_response()
}

/// After an act: the browser is sent to see what became of it. A script follows by itself.
pub(crate) fn see(address: &str) -> Response {
    Redirect::to(address).into_response()
}
