//! The API, asked for over HTTP as programs ask.
#![allow(clippy::unwrap_used)]

#[path = "../settings/house.rs"]
mod house;
#[path = "../settings/network.rs"]
mod network;

mod acting;
mod approving;
mod bulk;
mod corrections;
mod document;
mod enquiries;
mod events;
mod facts;
mod gestures;
mod hostile;
mod macros;
mod media;
mod people;
mod pictures;
mod private;
mod program;
mod properties;
mod reading;
mod replying;
mod rights;
mod rules;
mod statements;
mod studies;
mod views;
