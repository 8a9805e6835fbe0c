//! How the memory is.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::archive::Span;

/// Whether it remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Switched off.
    #[default]
    Off,
    /// What is heard is remembered.
    On,
    /// Nothing is remembered for now; tried again by itself. What is heard goes on to the inbox all the same.
    Paused {
        /// Since when.
        since: Timestamp,
        /// Why, in plain words.
        why: String,
        /// Posts that were not remembered.
        missed: u64,
    },
}

/// How the memory is, and what it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Whether it remembers.
    pub state: State,
    /// The posts in it, those that were deleted lately included.
    pub posts: u64,
    /// Its size on disk.
    pub bytes: u64,
    /// What was heard from when to when; `None` when it is empty.
    pub span: Option<Span>,
    /// How many posts of each channel, by its id.
    pub channels: BTreeMap<i64, u64>,
    /// How many posts of each language that authors declared.
    pub languages: BTreeMap<String, u64>,
}
