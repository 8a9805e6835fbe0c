//! What is put off, and stopping what goes out.

pub(crate) mod act;
pub(crate) mod list;
pub mod view;
