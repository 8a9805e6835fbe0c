//! Every route, on one page.

use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Redirect;
use axum::routing::{get, post};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::app::App;
use crate::ui::{inbox, reply, session};
use crate::{assets, auth, failure, live};

/// A request that takes longer is given up; streams are not requests.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The whole server.
pub fn router(app: App) -> Router {
    let pages = Router::new()
        .route("/", get(|| async { Redirect::to("/inbox") }))
        // Coming in
        .route("/enter", get(session::enter::get))
        // The inbox
        .route("/inbox", get(inbox::show::list))
        .route("/inbox/{id}", get(inbox::show::conversation))
        .route("/conversations/{id}/reply", post(inbox::reply::post))
        .route("/conversations/{id}/note", post(inbox::note::post))
        .route("/conversations/{id}/assign", post(inbox::assign::post))
        .route("/conversations/{id}/status", post(inbox::status::post))
        .route("/conversations/{id}/label", post(inbox::label::post))
        .route("/conversations/{id}/draft", post(inbox::draft::post))
        .route("/conversations/{id}/presence", post(inbox::presence::post))
        .route("/replies/{id}/cancel", post(reply::cancel::post))
        .route("/replies/{id}/retry", post(reply::retry::post))
        .route("/replies/{id}/decide", post(reply::decide::post))
        .fallback(failure::nowhere)
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, TIME_LIMIT));

    Router::new()
        .merge(pages)
        .route("/live", get(live::stream))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(app.clone(), auth::load_session))
                .layer(from_fn_with_state(app.clone(), failure::show))
                .layer(from_fn(auth::require_same_site)),
        )
        .route("/assets/{set}/{name}", get(assets::serve))
        .route("/health", get(|| async { "ok\n" }))
        .layer(CatchPanicLayer::new())
        .layer(compression())
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

/// Pages and assets are compressed; a live stream must not wait for a full buffer.
fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().compress_when(SizeAbove::new(1_024).and(NotForContentType::new("text/event-stream")))
}
