//! Approval policies: which answers a second person looks at.

pub(crate) mod act;
pub(crate) mod edit;
pub(crate) mod list;
pub mod view;
