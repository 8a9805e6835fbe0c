//! What was promised to people outside: in the thread, beside it, on rows, and on a page of its own.

pub(crate) mod act;
pub(crate) mod gather;
pub(crate) mod list;
pub mod section;
pub mod view;
pub(crate) mod words;

pub use view::CommitmentsPage;
