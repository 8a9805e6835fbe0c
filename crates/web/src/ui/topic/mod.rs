//! Topics: what we listen for.

pub(crate) mod archive;
pub(crate) mod check;
pub(crate) mod edit;
pub(crate) mod keep;
pub(crate) mod list;
pub mod view;
