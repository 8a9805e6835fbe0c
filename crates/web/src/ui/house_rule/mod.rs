//! House rules: what holds under our posts, and what was done under each.

pub(crate) mod act;
pub(crate) mod list;
pub(crate) mod show;
pub mod view;
