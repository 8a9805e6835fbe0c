//! What answers ask the person besides: how well we helped, and whether we may quote them.

pub(crate) mod answer;
pub mod asking;
pub mod line;
