//! The pictures of others, as we made them anew.

pub(crate) mod fetch;
pub(crate) mod show;
