//! Hashes of words and facts: two multiplications for a usual word, whatever its length, without a branch.

use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::sync::LazyLock;

use crate::field::Field;

/// How many bytes are hashed in one step, and how many must follow a word that is hashed where it stands.
pub(crate) const STEP: usize = 16;

/// One seed a process: nobody outside can choose words that collide.
static SEEDS: LazyLock<Seeds> = LazyLock::new(|| {
    let state = RandomState::new();
    // Odd, so that no seed is nought.
    Seeds { low: state.hash_one(0) | 1, high: state.hash_one(1) | 1 }
});

/// Bits of the fraction of the golden ratio: neighbours become strangers.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// What makes the hashes of this process others than those of the next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seeds {
    low: u64,
    high: u64,
}

impl Seeds {
    pub(crate) fn of_process() -> Self {
        *SEEDS
    }

    /// Returns the hash of a word that stands in `bytes` with at least [`STEP`] bytes from its beginning to their end.
    #[inline]
    pub(crate) fn word(self, bytes: &[u8], word: Range<usize>) -> u64 {
        let len = word.len();
        match (MASKS.get(len), bytes.get(word.start..word.start + STEP)) {
            (Some((low, high)), Some(step)) => {
                let (step_low, step_high) = halves(step);
                self.end(step_low & low, step_high & high, len)
            }
            _ => self.bytes(&bytes[word]),
        }
    }

    /// Returns the same for bytes that stand alone.
    fn bytes(self, bytes: &[u8]) -> u64 {
        let steps = bytes.chunks_exact(STEP);
        // The last step is what is left, or all of it if nothing is.
        let (steps, rest) = match steps.remainder() {
            [] if !bytes.is_empty() => bytes.split_at(bytes.len() - STEP),
            rest => bytes.split_at(bytes.len() - rest.len()),
        };
        let seeds = steps.chunks_exact(STEP).fold(self, |seeds, step| {
            let (low, high) = halves(step);
            Self { low: seeds.low ^ fold(low ^ seeds.low, high ^ seeds.high), high: seeds.high }
        });
        let mut last = [0; STEP];
        last[..rest.len()].copy_from_slice(rest);
        let (low, high) = halves(&last);
        seeds.end(low, high, bytes.len())
    }

    #[inline]
    fn end(self, low: u64, high: u64, len: usize) -> u64 {
        fold(low ^ self.low, high ^ self.high ^ (len as u64).wrapping_mul(SPREAD))
    }
}

/// Returns the hash of a word, the same for the whole process.
pub(crate) fn key_hash(key: &str) -> u64 {
    SEEDS.bytes(key.as_bytes())
}

/// Returns the hash of the beginning of a word, which is another than that of a word which is the same.
pub(crate) fn prefix_hash(prefix: &[u8]) -> u64 {
    !SEEDS.bytes(prefix)
}

/// Returns the hash of a fact, such as a language.
pub(crate) fn fact_hash(field: Field, value: &str) -> u64 {
    fold(SEEDS.bytes(value.as_bytes()) ^ SEEDS.high, (field as u64 + 2).wrapping_mul(SPREAD))
}

/// By length: which bits of both halves belong to a word.
static MASKS: [(u64, u64); STEP + 1] = {
    let mut masks = [(0, 0); STEP + 1];
    let mut len = 1;
    while len <= STEP {
        let bits = u128::MAX >> (8 * (STEP - len));
        masks[len] = (bits as u64, (bits >> 64) as u64);
        len += 1;
    }
    masks
};

#[inline]
fn halves(step: &[u8]) -> (u64, u64) {
    let half = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().unwrap_or_default());
    (half(&step[..8]), half(&step[8..]))
}

/// Multiplies, and lays both halves of the product over each other.
#[inline]
#[allow(clippy::cast_possible_truncation, reason = "the other half is kept too")]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_word_has_one_hash_wherever_it_stands(before in "\\PC{0,20}", word in "\\PC{0,40}", behind in "\\PC{16,20}") {
            let text = format!("{before}{word}{behind}");
            let hash = Seeds::of_process().word(text.as_bytes(), before.len()..before.len() + word.len());
            prop_assert_eq!(hash, key_hash(&word));
        }

        #[test]
        fn other_words_have_other_hashes(a in "[ab\0]{0,35}", b in "[ab\0]{0,35}") {
            prop_assert_eq!(key_hash(&a) == key_hash(&b), a == b);
        }
    }
}
