//! How long a text may be on a network.

use unicode_segmentation::UnicodeSegmentation;

/// A network's own rule for the length of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthRule {
    /// The most characters as people count them (extended grapheme clusters).
    pub graphemes_max: Option<usize>,
    /// The most bytes of UTF-8.
    pub bytes_max: Option<usize>,
}

/// A text measured by a [`LengthRule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Characters as people count them.
    pub graphemes: usize,
    /// Bytes of UTF-8.
    pub bytes: usize,
    /// Whether the network would take it.
    pub fits: bool,
}

impl LengthRule {
    /// No limit.
    pub const NONE: Self = Self { graphemes_max: None, bytes_max: None };

    /// Measures a text. O(length).
    pub fn measure(&self, text: &str) -> Measured {
        let (graphemes, bytes) = (text.graphemes(true).count(), text.len());
        let within = |count: usize, max: Option<usize>| max.is_none_or(|max| count <= max);
        Measured { graphemes, bytes, fits: within(graphemes, self.graphemes_max) && within(bytes, self.bytes_max) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_emoji_counts_as_one_character_and_many_bytes() {
        let rule = LengthRule { graphemes_max: Some(1), bytes_max: Some(3_000) };
        let measured = rule.measure("👨‍👩‍👧‍👦");
        assert_eq!((measured.graphemes, measured.bytes, measured.fits), (1, 25, true));
    }

    #[test]
    fn bytes_bind_even_when_characters_fit() {
        let rule = LengthRule { graphemes_max: Some(300), bytes_max: Some(10) };
        assert!(!rule.measure("👨‍👩‍👧‍👦").fits);
    }
}
