//! The floor: the live picture of the coffee shop, and the same facts as a table.

mod legend;
mod mood;
mod picture;
mod same_room;
mod sample;
pub(crate) mod show;
pub mod view;
pub(crate) mod words;

pub use view::FloorPage;
