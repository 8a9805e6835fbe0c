//! Tokens: keys with which programs act as a member.

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod revoke;
pub mod view;
