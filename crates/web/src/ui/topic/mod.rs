//! Topics: what we listen for.

pub(crate) mod archive;
pub(crate) mod backtest;
pub(crate) mod check;
pub(crate) mod edit;
pub mod heard;
pub(crate) mod keep;
pub mod language;
pub(crate) mod list;
pub mod view;
