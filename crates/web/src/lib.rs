//! Pages, live streams and the HTTP server of Coffeehouse.
//!
//! [`router`] gives every route over an [`App`]; `router.rs` is the whole table on one page. A handler takes what was
//! asked apart, makes one call and shows what came of it; what it shows stands beside it in `view.rs`.

mod api;
mod app;
pub mod assets;
mod auth;
mod failure;
mod live;
mod named;
mod presence;
mod respond;
mod router;
mod security_headers;
pub mod ui;
pub mod view_counts;

pub use api::document::openapi;
pub use api::problem::ProblemKind;
pub use app::{App, Settings};
pub use auth::new_token;
pub use router::{router, routes};
