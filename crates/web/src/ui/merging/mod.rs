//! Merging a conversation with another, and splitting a message out of one.

pub(crate) mod act;
pub(crate) mod show;
pub mod view;
