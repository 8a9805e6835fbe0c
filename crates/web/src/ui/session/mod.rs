//! Coming in: signing in, and accepting a one-time link.

pub(crate) mod enter;
pub mod view;
