//! Views under a name: lists of the inbox that members keep, for themselves or for everybody.

pub(crate) mod check;
pub(crate) mod counts;
pub(crate) mod edit;
pub(crate) mod list;
pub(crate) mod order;
pub(crate) mod remove;
pub mod view;
