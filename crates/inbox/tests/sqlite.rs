//! The inbox on the embedded database.
#![allow(clippy::unwrap_used)]

#[macro_use]
mod contract;
mod desk;
#[path = "place/sqlite.rs"]
mod place;

contract!([#[tokio::test]]);
