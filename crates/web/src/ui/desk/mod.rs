//! The desks of the five functions, on one floor: what each looks at first, and its own acts.

mod parts;
mod sample;
pub(crate) mod show;
pub mod view;
