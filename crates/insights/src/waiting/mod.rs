//! How long people wait for us: from the log to waits, and from waits to figures.
//!
//! [`history`] says what was known of the waits of a conversation, from which position of the log on: a function of its
//! events and of nothing else. So a figure as of any position is the same whenever it is worked out, and following the log
//! comes to what reading it anew does.

mod history;
mod thread;

pub use history::{counts_for_waits, families, history, relatives};
