//! Answers that wait until a second person has looked at them.

pub(crate) mod act;
pub mod diff;
pub(crate) mod gather;
pub(crate) mod show;
pub mod view;
pub mod words;
