//! Facts: the list, one with its answers and its history, and what is said of them in an answer that is being written.

pub(crate) mod act;
pub(crate) mod edit;
pub mod form;
pub mod history;
pub(crate) mod list;
pub mod page;
pub mod said;
pub(crate) mod show;
pub mod view;
