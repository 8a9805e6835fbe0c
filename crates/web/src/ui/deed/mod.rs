//! What is done to one conversation or to many at once: begun, looked at before, followed, stopped, undone.

pub(crate) mod asked;
pub(crate) mod begin;
pub(crate) mod go;
pub(crate) mod show;
pub mod view;
pub(crate) mod words;
