//! A connected account, stream or feed.

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

/// What is and is not heard on a channel, in plain words for its health page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// What we hear, one sentence each.
    pub heard: Vec<String>,
    /// What we do not hear, one sentence each.
    pub not_heard: Vec<String>,
}
