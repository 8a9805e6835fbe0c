//! Public collections and recordings of real servers, read through the real channels.
//!
//! `COFFEEHOUSE_TEST_DATA` names their folder.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

mod atproto;
mod feeds;
#[path = "../recorded/mod.rs"]
mod recorded;

fn test_data() -> PathBuf {
    std::env::var("COFFEEHOUSE_TEST_DATA").expect("COFFEEHOUSE_TEST_DATA is set").into()
}
