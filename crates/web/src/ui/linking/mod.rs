//! Conversations that belong together: the section beside a conversation, and what is done there.

pub(crate) mod act;
pub(crate) mod gather;
pub mod section;
