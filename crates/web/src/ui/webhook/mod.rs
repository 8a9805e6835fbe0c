//! Webhooks: other programs that rules tell what they did.

pub(crate) mod act;
pub(crate) mod edit;
pub(crate) mod list;
pub mod view;
