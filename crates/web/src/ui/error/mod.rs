//! Pages for what went wrong.

pub mod view;

pub use view::{ErrorPage, Wrong};
