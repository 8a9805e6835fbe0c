//! Studies: what is asked of a random sample of all that was heard, coded by two who do not see each other's codes.

pub(crate) mod act;
pub(crate) mod book;
pub(crate) mod code;
pub mod code_page;
pub(crate) mod edit;
pub(crate) mod export;
pub mod form;
pub(crate) mod gather;
pub(crate) mod list;
pub(crate) mod method;
pub mod page;
mod results;
mod sample;
pub(crate) mod show;
pub mod view;
