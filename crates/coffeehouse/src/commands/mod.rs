//! The commands of the program.

pub mod demo;
pub mod import;
pub mod match_posts;
pub mod serve;
pub mod topics;

mod database;
mod id;
mod printable;
mod query_error;
mod refused;

pub use refused::Refused;
