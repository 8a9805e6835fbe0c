//! Response figures: how many are answered, how long they wait, and who waits longer than others.

mod curve;
mod download;
pub(crate) mod gather;
mod sample;
pub(crate) mod show;
pub mod view;
pub(crate) mod window;
pub(crate) mod words;

pub(crate) use sample::figures_of;
