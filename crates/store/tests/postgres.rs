//! The contract of the store on PostgreSQL, and what only that one has.
#![allow(clippy::unwrap_used)]

#[macro_use]
mod contract;
mod house;
#[path = "place/postgres.rs"]
mod place;
#[path = "postgres/refusals.rs"]
mod refusals;
#[path = "postgres/sharing.rs"]
mod sharing;

contract!([#[tokio::test] #[ignore = "needs PostgreSQL"]]);
