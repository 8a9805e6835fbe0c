//! The three dials: concerned, responsible, responsive, each read from named parts against targets that the house sets.

pub(crate) mod act;
mod gather;
mod picture;
mod sample;
pub(crate) mod show;
pub mod view;
mod words;
