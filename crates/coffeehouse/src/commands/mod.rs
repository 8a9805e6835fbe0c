//! The commands of the program.

pub mod backup;
pub mod bench;
pub mod completion;
pub mod config;
pub mod demo;
pub mod doctor;
pub mod evaluate;
pub mod import;
pub mod mail;
pub mod match_posts;
pub mod reset_password;
pub mod restore;
pub mod serve;
pub mod topics;

mod database;
mod id;
mod memory;
mod printable;
mod query_error;
mod refused;
mod rows;

pub use refused::Refused;
