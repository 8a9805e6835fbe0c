//! How a member works: what they take, when they are away, and handing over what they have.

pub(crate) mod act;
pub(crate) mod show;
pub mod view;
