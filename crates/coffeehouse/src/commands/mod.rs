//! The commands of the program.

pub mod demo;
pub mod evaluate;
pub mod match_posts;
pub mod serve;
pub mod topics;

mod id;
mod printable;
mod query_error;
mod refused;

pub use refused::Refused;
