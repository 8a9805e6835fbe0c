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
    let bytes = Eight::of(eight);
    let word = bytes.within(b'a', b'z') | bytes.within(b'0', b'9') | bytes.within(b'_', b'_');
    // Each bit moves to its place in the highest byte; no two meet.
    ((word & bytes.ascii()) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Eight bytes, the first the lowest. What is asked of each is answered by its highest bit.
#[derive(Clone, Copy)]
struct Eight(u64);

impl Eight {
    #[inline]
    fn of(bytes: &[u8]) -> Self {
        Self(u64::from_le_bytes(bytes.try_into().unwrap_or_default()))
    }

    /// Says of each byte whether it lies in a range of ASCII, its own highest bit left out.
    #[inline]
    const fn within(self, least: u8, most: u8) -> u64 {
        let low = self.0 & !HIGHS;
        // No sum of a byte below 128 and one of these carries into the next byte.
        let above = low.wrapping_add((0x80 - least as u64) * ONES);
        above & !low.wrapping_add((0x7F - most as u64) * ONES) & HIGHS
    }

    #[inline]
    const fn ascii(self) -> u64 {
        !self.0 & HIGHS
    }

    /// Says of each byte whether tags, handles and tickers begin with it, `://` does or `www.` ends with it, or full-width
    /// signs begin so.
    #[inline]
    const fn signs(self) -> u64 {
        let ascii =
            self.within(b'#', b'$') | self.within(b'@', b'@') | self.within(b':', b':') | self.within(b'.', b'.');
        (ascii & self.ascii()) | (self.within(0x6F, 0x6F) & self.0)
    }
}

/// Returns where the next byte stands at which something other than a word may begin.
#[inline]
pub(super) fn next_sign(bytes: &[u8]) -> Option<usize> {
    next(bytes, Eight::signs)
}

/// Returns where the next byte stands that is not ASCII.
#[inline]
pub(super) fn next_other(bytes: &[u8]) -> Option<usize> {
    next(bytes, |eight| eight.0 & HIGHS)
}

#[inline]
fn next(bytes: &[u8], asked: impl Fn(Eight) -> u64) -> Option<usize> {
    let mut steps = bytes.chunks_exact(8);
    let first = |answers: u64| answers.trailing_zeros() as usize / 8;
    for (step, eight) in steps.by_ref().enumerate() {
        let answers = asked(Eight::of(eight));
        if answers != 0 {
            return Some(step * 8 + first(answers));
        }
    }
    let rest = steps.remainder();
    let mut eight = [0; 8];
    eight[..rest.len()].copy_from_slice(rest);
    let answers = asked(Eight::of(&eight));
    (answers != 0).then(|| bytes.len() - rest.len() + first(answers))
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
    fn signs_and_other_characters_are_found_wherever_they_stand() {
        for byte in 0..=u8::MAX {
            for at in 0..20 {
                let mut bytes = [b'a'; 20];
                bytes[at] = byte;
                let is_sign = matches!(byte, b'#' | b'$' | b'@' | b':' | b'.' | 0xEF);
                assert_eq!(next_sign(&bytes), is_sign.then_some(at), "{byte:#x} at {at}");
                assert_eq!(next_other(&bytes), (!byte.is_ascii()).then_some(at), "{byte:#x} at {at}");
            }
        }
    }

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
