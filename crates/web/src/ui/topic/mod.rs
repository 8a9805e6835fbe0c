//! Topics: what we listen for.

pub mod view;
