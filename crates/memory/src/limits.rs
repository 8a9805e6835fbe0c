//! How much is remembered.

use jiff::{SignedDuration, Timestamp};

/// The longest and the largest memory. Either being 0 switches it off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// What was heard longer ago is forgotten.
    pub age: SignedDuration,
    /// Beyond so many bytes on disk, the oldest is forgotten first.
    pub bytes: u64,
}

impl Default for Limits {
    /// 7 days or 5 GB, whichever is reached first.
    fn default() -> Self {
        Self { age: SignedDuration::from_hours(7 * 24), bytes: 5_000_000_000 }
    }
}

impl Limits {
    /// Nothing is remembered.
    pub const OFF: Self = Self { age: SignedDuration::ZERO, bytes: 0 };

    /// Whether nothing is remembered.
    pub fn is_off(&self) -> bool {
        self.bytes == 0 || !self.age.is_positive()
    }

    /// The moment before which everything is forgotten.
    pub(crate) fn oldest(&self, now: Timestamp) -> Timestamp {
        now.saturating_sub(self.age).unwrap_or(Timestamp::MIN)
    }

    /// Where a segment ends: a sixteenth of the whole, so that forgetting one forgets little, and no more than 64 MB.
    pub(crate) fn segment_bytes(&self) -> u64 {
        (self.bytes / 16).clamp(1, 64_000_000)
    }
}
