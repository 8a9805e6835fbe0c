//! What a member is told.

pub(crate) mod list;
pub mod view;
