//! Bits for bytes, one for each byte of a text that is part of a word: eight bytes are looked at in one step.

/// Each byte's lowest bit.
const ONES: u64 = 0x0101_0101_0101_0101;
/// Each byte's highest bit.
const HIGHS: u64 = 0x80 * ONES;

/// Marks the ASCII letters, digits and underscores of a text in lower case; bytes of other characters are left out.
#[inline]
pub(super) fn mark_ascii_words(lower: &[u8], marks: &mut Vec<u64>) {
    marks.clear();
    let mut blocks = lower.chunks_exact(64);
    marks.extend(
        blocks.by_ref().map(|block| block.chunks_exact(8).rev().fold(0, |bits, eight| bits << 8 | word_bits(eight))),
    );
    let rest = blocks.remainder();
    if !rest.is_empty() {
        let mut block = [0; 64];
        block[..rest.len()].copy_from_slice(rest);
        marks.push(block.chunks_exact(8).rev().fold(0, |bits, eight| bits << 8 | word_bits(eight)));
    }
}

/// Returns eight bits, one for each byte that is `a-z`, `0-9` or `_`, the first byte's lowest.
#[inline]
fn word_bits(eight: &[u8]) -> u64 {
    let bytes = u64::from_le_bytes(eight.try_into().unwrap_or_default());
    let low = bytes & !HIGHS;
    // No sum of a byte below 128 and one of these carries into the next byte.
    let at_least = |least: u8| low.wrapping_add(u64::from(0x80 - least) * ONES);
    let letter = at_least(b'a') & !at_least(b'z' + 1);
    let digit = at_least(b'0') & !at_least(b'9' + 1);
    let underscore = at_least(b'_') & !at_least(b'_' + 1);
    let word = (letter | digit | underscore) & !bytes & HIGHS;
    // Each bit moves to its place in the highest byte; no two meet.
    (word >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Marks every byte of the characters beyond ASCII that belong to words.
#[inline]
pub(super) fn mark_others(text: &str, marks: &mut [u64], is_word: impl Fn(char) -> bool) {
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
        if is_word(c) {
            (at..at + c.len_utf8()).for_each(|at| marks[at / 64] |= 1 << (at % 64));
        }
    }
}

/// Calls `each` with where every run of marked bytes begins and ends.
#[inline]
pub(super) fn runs(marks: &[u64], len: usize, mut each: impl FnMut(usize, usize)) {
    let mut before = 0;
    let mut begun = None;
    for (block, word) in marks.iter().enumerate() {
        // Set where a marked byte follows one that is not, or the other way round.
        let mut turns = word ^ (word << 1 | before);
        before = word >> 63;
        while turns != 0 {
            let at = block * 64 + turns.trailing_zeros() as usize;
            turns &= turns - 1;
            match begun.take() {
                None => begun = Some(at),
                Some(start) => each(start, at),
            }
        }
    }
    if let Some(start) = begun {
        each(start, len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_underscores_are_marked_and_no_other_byte() {
        let all: Vec<u8> = (0..=u8::MAX).collect();
        let mut marks = Vec::new();
        mark_ascii_words(&all, &mut marks);
        for byte in all {
            let is_marked = marks[usize::from(byte) / 64] >> (byte % 64) & 1 == 1;
            assert_eq!(is_marked, matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'), "{byte:#x}");
        }
    }
}
