//! UAX #29 words of text that is all ASCII, where the rules are few: the common case, several times faster.

/// Calls `each` with the byte range of every word that has a letter or digit, and whether a sign joins its parts.
#[inline]
pub(super) fn ascii_words(text: &str, mut each: impl FnMut(usize, usize, bool)) {
    let bytes = text.as_bytes();
    let is_word = |b: u8| IS_WORD[usize::from(b)];
    let mut at = 0;
    while at < bytes.len() {
        if !is_word(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        let mut has_letter = false;
        let mut is_joined = false;
        while at < bytes.len() {
            if is_word(bytes[at]) {
                has_letter |= bytes[at] != b'_';
                at += 1;
            } else if at + 1 < bytes.len() && joins(bytes[at - 1], bytes[at], bytes[at + 1]) {
                is_joined = true;
                at += 2;
            } else {
                break;
            }
        }
        if has_letter {
            each(start, at, is_joined);
        }
    }
}

static IS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    table
};

/// Rules WB6, WB7, WB11, WB12: a sign between two letters or two digits.
fn joins(before: u8, sign: u8, after: u8) -> bool {
    match sign {
        b'.' | b'\'' => {
            (before.is_ascii_alphabetic() && after.is_ascii_alphabetic())
                || (before.is_ascii_digit() && after.is_ascii_digit())
        }
        b':' => before.is_ascii_alphabetic() && after.is_ascii_alphabetic(),
        b',' | b';' => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    proptest! {
        #[test]
        fn the_short_way_gives_the_words_of_the_standard(text in "[aZ19_.:,;' #\"\\-\r\n\t]{0,24}") {
            let mut words = Vec::new();
            ascii_words(&text, |from, to, _| words.push(&text[from..to]));
            let standard: Vec<&str> =
                text.split_word_bounds().filter(|word| word.contains(|c: char| c.is_alphanumeric())).collect();
            prop_assert_eq!(words, standard);
        }
    }
}
