//! A connected account, stream or feed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

crate::words! {
    /// Whether a channel runs.
    pub enum ChannelState {
        /// It should be heard and, where it can, answered on.
        Active = "active",
        /// A member switched it off.
        Paused = "paused",
        /// It cannot go on by itself: a credential was refused, the account is gone.
        Blocked = "blocked",
    }
}

/// How much a network lets us ask for in a period, as it last said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Calls in a period.
    pub limit: i64,
    /// Calls that are left of it.
    pub left: i64,
    /// When the period ends.
    pub resets_at: Option<Timestamp>,
}

/// How long a channel's credential lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// Until somebody takes it back on the network.
    UntilRevoked,
    /// Until this moment, as the network says.
    Until(Timestamp),
    /// The network does not tell.
    Unknown,
}

/// What is and is not heard on a channel, in plain words for its health page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// What we hear, one sentence each.
    pub heard: Vec<String>,
    /// What we do not hear, one sentence each.
    pub not_heard: Vec<String>,
}
