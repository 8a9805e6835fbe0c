//! The labels themselves.

pub(crate) mod act;
pub(crate) mod list;
pub mod view;
