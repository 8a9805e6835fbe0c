//! The contract of the store on PostgreSQL, and what only that one has.
#![allow(clippy::unwrap_used)]

#[macro_use]
mod contract;
#[path = "../../../testing/database/postgres.rs"]
mod database;
mod house;
#[path = "place/postgres.rs"]
mod place;
#[path = "postgres/refusals.rs"]
mod refusals;
#[path = "postgres/sharing.rs"]
mod sharing;

// Several threads: a database is dropped while its last connections are still being made, and waits for them.
contract!([#[tokio::test(flavor = "multi_thread", worker_threads = 2)] #[ignore = "needs PostgreSQL"]]);
