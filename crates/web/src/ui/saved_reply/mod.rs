//! Saved replies: the list, one with its texts, and choosing one for a conversation.

pub(crate) mod archive;
pub mod choose;
pub(crate) mod edit;
pub(crate) mod list;
pub mod view;
