//! The smallest rules: runs of word characters, each character lower-cased on its own.

use std::sync::LazyLock;

use super::marks;
use super::token::{Builder, Place};

pub(super) fn analyse(text: &str, out: &mut Builder) {
    let base = out.keys().len();
    // Keys are slices of the lower-cased text, unless a letter changes its length with its case.
    if !push_lower(text, out.keys()) {
        return analyse_slowly(text, out);
    }
    let mut words = std::mem::take(&mut out.marks);
    marks::mark_ascii_words(&out.keys().as_bytes()[base..], &mut words);
    if !text.is_ascii() {
        let classes = &*CLASSES;
        marks::mark_others(text, &mut words, |c| classes.is_word(c));
    }
    let bytes = text.as_bytes();
    let mut position = out.position;
    marks::runs(&words, text.len(), |start, end| {
        let has_sigil = start > 0 && matches!(bytes[start - 1], b'#' | b'@');
        let place = Place { position, width: 1, start, end };
        out.push_written(place, !has_sigil, base + start..base + end);
        if has_sigil {
            // The sign is one byte.
            out.push_written(Place { start: start - 1, ..place }, true, base + start - 1..base + end);
        }
        position = position.saturating_add(1);
    });
    out.position = position;
    out.marks = words;
}

/// Appends the text in lower case; gives up and appends nothing if that would move a later character.
fn push_lower(text: &str, keys: &mut String) -> bool {
    let base = keys.len();
    let classes = &*CLASSES;
    if text.is_ascii() || !text.chars().any(|c| classes.has_lower(c)) {
        keys.push_str(text);
        keys[base..].make_ascii_lowercase();
        return true;
    }
    for c in text.chars() {
        let low = lower(c);
        if low.len_utf8() != c.len_utf8() {
            keys.truncate(base);
            return false;
        }
        keys.push(low);
    }
    true
}

fn analyse_slowly(text: &str, out: &mut Builder) {
    let mut chars = text.char_indices().peekable();
    let mut before = '\0';
    while let Some((start, c)) = chars.next() {
        if !is_word(c) {
            before = c;
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, next)) = chars.next_if(|(_, next)| is_word(*next)) {
            end = at + next.len_utf8();
        }
        let has_sigil = matches!(before, '#' | '@');
        let place = Place { position: out.position, width: 1, start, end };
        out.push_with(place, !has_sigil, |key| key.extend(text[start..end].chars().map(lower)));
        if has_sigil {
            // The sign is one byte.
            let place = Place { start: start - 1, ..place };
            out.push_with(place, true, |key| key.extend(text[start - 1..end].chars().map(lower)));
        }
        out.position = out.position.saturating_add(1);
        before = '\0';
    }
}

pub(super) fn fold(piece: &str) -> String {
    piece.chars().map(lower).collect()
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The simple mapping: the one character whose full mapping is longer, İ, gives i.
fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

/// What the characters of the first plane are, a bit each: the tables of `std` are searched, these are looked up.
struct Classes {
    words: Box<[u64]>,
    /// Those beyond ASCII that change in lower case.
    capitals: Box<[u64]>,
}

static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let table = |has: fn(char) -> bool| {
        let mut bits = vec![0_u64; 1 << 10].into_boxed_slice();
        for c in ('\0'..='\u{FFFF}').filter(|c| has(*c)) {
            bits[c as usize >> 6] |= 1 << (c as u32 & 63);
        }
        bits
    };
    Classes { words: table(is_word), capitals: table(|c| !c.is_ascii() && lower(c) != c) }
});

impl Classes {
    fn is_word(&self, c: char) -> bool {
        self.words.get(c as usize >> 6).map_or_else(|| is_word(c), |bits| bits >> (c as u32 & 63) & 1 == 1)
    }

    fn has_lower(&self, c: char) -> bool {
        !c.is_ascii()
            && self.capitals.get(c as usize >> 6).map_or_else(|| lower(c) != c, |bits| bits >> (c as u32 & 63) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(analyse: fn(&str, &mut Builder), text: &str) -> Vec<(String, u32, usize, usize, bool)> {
        let mut builder = Builder::default();
        analyse(text, &mut builder);
        let tokens = builder.finish();
        let shown = tokens.iter().map(|t| (t.key.to_owned(), t.position, t.start, t.end, t.is_primary));
        shown.collect()
    }

    proptest! {
        #[test]
        fn the_short_way_gives_the_tokens_of_the_long_one(text in "([a-zA-Z0-9_#@ .'éÉИи東京🔥İⱥȺ\\PC]{0,20}[ -~]{0,70}){0,4}") {
            prop_assert_eq!(shown(analyse, &text), shown(analyse_slowly, &text));
        }
    }
}
