//! The smallest rules: runs of word characters, each character lower-cased on its own.

use super::token::{Builder, Place};

pub(super) fn analyse(text: &str, out: &mut Builder) {
    out.reserve(text.len());
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
