//! UAX #29 words of text that is all ASCII, where the rules are few: the common case, several times faster.

use super::marks;

/// Calls `each` with the byte range of every word that has a letter or digit, and whether a sign joins its parts.
///
/// `marks` are the letters, digits and underscores of the text.
#[inline]
pub(super) fn ascii_words(text: &[u8], marks: &[u64], mut each: impl FnMut(usize, usize, bool)) {
    let mut each_with_letter = |start: usize, end: usize, is_joined: bool| {
        if text[start] != b'_' || text[start..end].iter().any(|b| *b != b'_') {
            each(start, end, is_joined);
        }
    };
    let mut open: Option<(usize, usize, bool)> = None;
    marks::runs(marks, text.len(), |start, end| {
        open = Some(match open {
            Some((first, last, _)) if start == last + 1 && joins(text[last - 1], text[last], text[start]) => {
                (first, end, true)
            }
            Some((first, last, is_joined)) => {
                each_with_letter(first, last, is_joined);
                (start, end, false)
            }
            None => (start, end, false),
        });
    });
    if let Some((first, last, is_joined)) = open {
        each_with_letter(first, last, is_joined);
    }
}

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
        fn the_short_way_gives_the_words_of_the_standard(text in "[aZ19_.:,;' #\"\\-\r\n\t]{0,100}") {
            let mut words = Vec::new();
            let mut marks = Vec::new();
            marks::mark_ascii_words(text.to_ascii_lowercase().as_bytes(), &mut marks);
            ascii_words(text.as_bytes(), &marks, |from, to, _| words.push(&text[from..to]));
            let standard: Vec<&str> =
                text.split_word_bounds().filter(|word| word.contains(|c: char| c.is_alphanumeric())).collect();
            prop_assert_eq!(words, standard);
        }
    }
}
