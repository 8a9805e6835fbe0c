//! Saying that we were wrong: the page on which it is begun, the lines in the thread, and the list of all of it.

pub(crate) mod act;
pub mod ask;
pub(crate) mod gather;
pub mod line;
pub(crate) mod list;
pub mod view;

pub use ask::WrongPage;
pub use view::CorrectionsPage;
