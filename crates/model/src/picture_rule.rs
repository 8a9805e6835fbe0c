//! Which pictures a network takes with a post.

use crate::LengthRule;

/// A network's own rule for the pictures of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureRule {
    /// The most pictures; 0 where none are taken.
    pub count_max: usize,
    /// The most bytes of one.
    pub bytes_max: usize,
    /// The rule for the length of a description.
    pub alt: LengthRule,
}

impl PictureRule {
    /// No pictures at all.
    pub const NONE: Self = Self { count_max: 0, bytes_max: 0, alt: LengthRule::NONE };

    /// Whether any are taken.
    pub const fn takes_any(&self) -> bool {
        self.count_max > 0
    }
}
