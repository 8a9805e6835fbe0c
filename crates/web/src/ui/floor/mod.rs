//! The floor: the live picture of the coffee shop, and the same facts as a table.

mod picture;
mod sample;
pub(crate) mod show;
pub mod view;

pub use view::FloorPage;
