//! Coming in, rights, channels, topics, members and the floor, asked for over HTTP as browsers ask.
#![allow(clippy::unwrap_used)]

mod approving;
mod backtests;
mod bulk;
mod channels;
mod coming_in;
mod corrections;
mod drafting;
mod enquiries;
mod facts;
mod figures;
mod floor;
mod gestures;
mod headers;
mod house;
mod judging;
mod labels;
mod languages;
mod macros;
mod media;
mod members;
mod merging;
mod network;
mod news;
mod people;
mod pictures;
mod private;
mod rights;
mod rules;
mod searching;
mod statements;
mod studies;
mod tokens;
mod topics;
mod views;
mod webhooks;
