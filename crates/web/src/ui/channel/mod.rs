//! Channels: the list, the health of one, connecting one.

pub mod connect;
pub(crate) mod credential;
mod health;
pub(crate) mod list;
pub(crate) mod quarantine;
pub(crate) mod show;
pub(crate) mod state;
pub mod view;
