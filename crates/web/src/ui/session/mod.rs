//! Coming in: signing in and out, and accepting a one-time link.

pub(crate) mod enter;
pub(crate) mod home;
pub(crate) mod reset;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub mod view;
pub(crate) mod welcome;
