//! What a member is told by rules.

pub(crate) mod list;
pub mod view;
