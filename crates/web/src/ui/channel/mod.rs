//! Channels: the list, the health of one, connecting one.

pub mod view;
