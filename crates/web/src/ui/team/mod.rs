//! Teams: who does which kind of work.

pub(crate) mod act;
pub(crate) mod edit;
pub(crate) mod list;
pub mod view;
pub(crate) mod words;
