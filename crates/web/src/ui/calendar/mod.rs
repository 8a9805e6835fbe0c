//! Calendars: when somebody is there.

pub(crate) mod act;
pub mod choice;
pub(crate) mod edit;
pub(crate) mod list;
pub mod view;
