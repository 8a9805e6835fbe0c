//! Rules: what is done by itself when something happens, in their order, and why it was done.

pub(crate) mod act;
pub(crate) mod check;
pub(crate) mod edit;
pub mod form;
pub(crate) mod list;
pub(crate) mod run;
pub mod run_view;
pub(crate) mod shown;
pub(crate) mod trial;
pub mod trial_view;
pub mod view;
pub mod words;
