//! Statements: the list, one with its words, where it stands and what was said under it, and its way to the network.

pub(crate) mod act;
pub(crate) mod edit;
pub mod form;
pub mod held;
pub(crate) mod list;
pub mod page;
pub(crate) mod place;
pub(crate) mod show;
pub mod view;
pub mod words;
