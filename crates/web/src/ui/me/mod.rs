//! One's own seat: the language, the password, and where one is signed in.

pub(crate) mod language;
pub(crate) mod password;
pub(crate) mod sessions;
pub(crate) mod show;
pub mod view;
