//! What was learned from studies, and what became of it.

pub(crate) mod act;
pub(crate) mod list;
pub mod view;
