//! Coming in: signing in, and accepting a one-time link.

pub mod view;
