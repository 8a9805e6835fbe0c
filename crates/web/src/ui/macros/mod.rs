//! Macros: several acts under one name. The list, one with its form, and applying one.

pub(crate) mod apply;
pub(crate) mod edit;
pub mod form;
pub(crate) mod list;
pub mod menu;
pub(crate) mod remove;
mod shown;
pub mod view;
pub(crate) mod words;
