//! Near-duplicates: the same words with other links, other names, other case.

use unicode_normalization::UnicodeNormalization as _;

use crate::exact;
use crate::reading::Reading;

/// Letters and digits below which a text has no signature: short answers are equal without being copies.
const CHARS_MIN: usize = 40;

/// Length of the pieces that are compared.
const PIECE_CHARS: usize = 4;

/// Bits in which the signatures of near-duplicates differ at most. A word exchanged in ten changes about this many.
const BITS_MAX: u32 = 10;

/// A text in 64 bits: like texts differ in few (SimHash: Charikar, STOC 2002).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Signature(pub u64);

impl Signature {
    /// The signature of a text, without its links and names and blind to case, width, accents of typing and signs;
    /// `None` for one that is too short to be anybody's copy. O(bytes), of the first 4,000.
    ///
    /// ```
    /// use enrichment::Signature;
    /// let one = Signature::of("Trains to the coast are cancelled all weekend, tell your friends https://a.example").unwrap();
    /// let other = Signature::of("@acme TRAINS to the coast are cancelled all weekend!! Tell your friends https://b.example").unwrap();
    /// assert!(one.is_near(other));
    /// ```
    pub fn of(text: &str) -> Option<Self> {
        Self::of_reading(&Reading::new(text))
    }

    pub(crate) fn of_reading(reading: &Reading) -> Option<Self> {
        let words: Vec<&str> = reading.words.iter().map(|word| word.text.as_str()).collect();
        let joined: Vec<char> = words.join(" ").nfkc().flat_map(char::to_lowercase).collect();
        if joined.iter().filter(|c| c.is_alphanumeric()).count() < CHARS_MIN {
            return None;
        }
        let mut votes = [0_i32; 64];
        for piece in joined.windows(PIECE_CHARS) {
            let hash = exact::hash(piece.iter().flat_map(|c| u32::from(*c).to_le_bytes()));
            for (bit, vote) in votes.iter_mut().enumerate() {
                *vote += if hash >> bit & 1 == 1 { 1 } else { -1 };
            }
        }
        let set = votes.iter().enumerate().filter(|(_, vote)| **vote > 0);
        Some(Self(set.fold(0, |bits, (bit, _)| bits | 1 << bit)))
    }

    /// In how many of 64 bits two signatures differ: 0 for equal texts, about 32 for strangers.
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// Whether one is likely a copy of the other.
    pub fn is_near(self, other: Self) -> bool {
        self.distance(other) <= BITS_MAX
    }
}
