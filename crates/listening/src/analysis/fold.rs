//! What makes two spellings one word: case, width, accents, the two forms of i.

use std::sync::LazyLock;

use super::accent::strip_accents;
use super::letter::{is_ignorable, is_point, push_letter};
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Appends the word in lower case to `exact`, and its form without accents to `bare` if that differs.
///
/// Both forms are compatibility-composed (full-width and styled letters become plain ones), case-folded and
/// without apostrophes and invisible joiners. `bare` is left as it was when the word has no accent.
pub(crate) fn fold_to(word: &str, exact: &mut String, bare: &mut String) {
    let from = exact.len();
    if word.is_ascii() {
        match word.bytes().any(is_quote) {
            true => exact.extend(word.bytes().filter(|byte| !is_quote(*byte)).map(char::from)),
            false => exact.push_str(word),
        }
        exact[from..].make_ascii_lowercase();
    } else if !fold_letters(word, exact, bare) {
        fold_any(word, exact, bare);
    }
}

const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'\'' | b'"')
}

/// Folds a word letter by letter, if all of them are letters that fold by themselves; otherwise leaves all as it was.
fn fold_letters(word: &str, exact: &mut String, bare: &mut String) -> bool {
    let (exact_len, bare_len) = (exact.len(), bare.len());
    let mut has_accent = false;
    for c in word.chars() {
        let (own, without) = match c {
            c if c.is_ascii() && !matches!(c, '\'' | '"') => (c.to_ascii_lowercase(), c.to_ascii_lowercase()),
            c if is_apostrophe(c) => continue,
            // Kana, Han, and the syllables of Hangul have neither case nor accents.
            '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => {
                (c, c)
            }
            c => match LETTERS.get(c as usize).copied().flatten() {
                Some(folded) => folded,
                None => {
                    exact.truncate(exact_len);
                    bare.truncate(bare_len);
                    return false;
                }
            },
        };
        has_accent |= own != without;
        exact.push(own);
        bare.push(without);
    }
    if !has_accent {
        bare.truncate(bare_len);
    }
    true
}

/// How many characters are looked up: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic letters.
const LETTERS_END: u32 = 0x700;

/// By character: what it becomes with and without its accent, if that is one letter and no neighbour can change it.
static LETTERS: LazyLock<Vec<Option<(char, char)>>> = LazyLock::new(|| {
    let alone = |c: char| {
        let (mut exact, mut bare) = (String::new(), String::new());
        fold_any(c.encode_utf8(&mut [0; 4]), &mut exact, &mut bare);
        let only = |text: &str| text.chars().next().filter(|first| first.len_utf8() == text.len());
        let exact = only(&exact)?;
        let bare = if bare.is_empty() { exact } else { only(&bare)? };
        let is_safe =
            |c: char| canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes;
        (c.is_alphanumeric() && [c, exact, bare].into_iter().all(is_safe)).then_some((exact, bare))
    };
    (0..LETTERS_END).map(|c| char::from_u32(c).filter(|c| !c.is_ascii()).and_then(alone)).collect()
});

fn fold_any(word: &str, exact: &mut String, bare: &mut String) {
    let mut decomposed = String::with_capacity(word.len() * 2);
    let mut last = '\0';
    for c in word.nfkd() {
        lower(c, &mut last, &mut decomposed);
    }
    let from = exact.len();
    exact.extend(decomposed.nfc());
    let mut stripped = String::with_capacity(decomposed.len());
    strip_accents(&decomposed, &mut stripped);
    let stripped: String = stripped.nfc().collect();
    if stripped != exact[from..] {
        bare.push_str(&stripped);
    }
}

/// Returns a word as a query means it: lower case, accents kept.
pub(crate) fn primary(word: &str) -> String {
    let (mut exact, mut bare) = (String::new(), String::new());
    fold_to(word, &mut exact, &mut bare);
    exact
}

/// Returns text composed, with its case and accents kept: what `{Exact}` is compared by.
pub(crate) fn unify(text: &str) -> String {
    text.nfkc().filter(|c| !is_ignorable(*c)).map(|c| if is_apostrophe(c) { '\'' } else { c }).collect()
}

/// Says whether `c` is one of the signs people use as an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02BB}' | '\u{02BC}' | '\u{FF07}')
}

fn lower(c: char, last: &mut char, out: &mut String) {
    if is_ignorable(c) || is_point(c) || is_apostrophe(c) || c.is_whitespace() {
        return;
    }
    // أ, إ and آ are ا.
    if matches!(c, '\u{653}'..='\u{655}') && *last == 'ا' {
        return;
    }
    // The Turkish i, dotted or dotless, in either case, is one letter: a post in capitals does not say which was meant.
    if c == '\u{307}' && *last == 'i' {
        return;
    }
    // Romanian ș and ț have a comma below; for twenty years keyboards had only the cedilla.
    let c = if c == '\u{326}' && matches!(*last, 's' | 't') { '\u{327}' } else { c };
    for c in c.to_lowercase() {
        match c {
            'ß' => out.push_str("ss"),
            'ς' => out.push('σ'),
            'ı' => out.push('i'),
            c => push_letter(c, out),
        }
        *last = if c == 'ı' { 'i' } else { c };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(fold: impl Fn(&str, &mut String, &mut String), word: &str) -> (String, String) {
        let (mut exact, mut bare) = (String::new(), String::new());
        fold(word, &mut exact, &mut bare);
        (exact, bare)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn letter_by_letter_is_folded_as_the_whole_word(
            word in "[a-zA-Zéâ'’\"\u{80}-\u{6FF}\u{300}-\u{345}\u{1100}-\u{11FF}\u{3041}-\u{30FF}가-힣一-鿿]{1,8}"
        ) {
            prop_assert_eq!(folded(fold_to, &word), folded(fold_any, &word));
        }
    }
}
