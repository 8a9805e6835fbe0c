//! What holds when the program is killed, stopped or started wrongly: tests with the real program against a real
//! AT Protocol network. `COFFEEHOUSE_CRASH_AT` names the step at which a debug build kills itself.
//!
//! `TORTURE_ROUNDS` says how many rounds are gone (25), `TORTURE_SEED` which.

#![allow(clippy::unwrap_used)]

mod audit;
mod bulk;
mod clocks;
mod desk;
mod erasing;
mod folder;
mod gestures;
mod house;
mod network;
mod plan;
mod rules;
mod server;
mod statements;
mod stopping;
mod story;
mod torture;
mod truncated_log;
mod webhooks;
