//! Hashtags, handles and cashtags: where they end.

use super::script::{is_unspaced, is_wordy};

/// Returns the end of the hashtag whose body begins at `at`, if there is a body.
pub(super) fn hashtag_end(text: &str, at: usize) -> Option<usize> {
    let body = &text[at..];
    if body.starts_with(KEYCAP) {
        return None;
    }
    let mut len = 0;
    let mut chars = body.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        if is_wordy(c) {
            len = offset + c.len_utf8();
        } else if !(is_tag_joiner(c) && len > 0 && chars.peek().is_some_and(|(_, next)| is_wordy(*next))) {
            break;
        }
    }
    body[..len].contains(char::is_alphanumeric).then_some(at + len)
}

/// What follows a sign of which it makes the picture of a key, and what stands between the two.
pub(super) const KEYCAP: [char; 2] = ['\u{20E3}', '\u{FE0F}'];

/// Says whether `c` may stand between the letters of a hashtag: the joiners, the dots of Catalan and Japanese, the signs of
/// Hebrew abbreviations and the Tibetan ones between syllables, as networks have it (`twitter-text`, special characters of hashtags).
fn is_tag_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '·' | '・' | '\u{5F3}' | '\u{5F4}' | '\u{F0B}' | '\u{F0C}')
}

/// A handle: `@local` or `@local@domain`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Handle {
    pub(super) local_end: usize,
    pub(super) end: usize,
}

/// Returns the handle whose body begins at `at`.
pub(super) fn handle_at(text: &str, at: usize) -> Option<Handle> {
    let local_end = dotted_end(text, at)?;
    let is_domain = |end: &usize| text[local_end + 1..*end].contains('.');
    let domain_end = text[local_end..].starts_with('@').then(|| dotted_end(text, local_end + 1)).flatten();
    Some(Handle { local_end, end: domain_end.filter(is_domain).unwrap_or(local_end) })
}

/// Returns the end of a run of word characters with single dots and hyphens inside.
fn dotted_end(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    let mut chars = text[at..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        if is_wordy(c) {
            end = at + offset + c.len_utf8();
        } else if !(matches!(c, '.' | '-') && end > at && chars.peek().is_some_and(|(_, next)| is_wordy(*next))) {
            break;
        }
    }
    (end > at).then_some(end)
}

/// Returns the end of the ticker symbol that begins at `at`: up to eight letters, perhaps with a class (`BRK.B`).
pub(super) fn cashtag_end(text: &str, at: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[at..];
    let len = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if !(1..=8).contains(&len) {
        return None;
    }
    let class = match &bytes[len..] {
        [b'.' | b'_', class, rest @ ..] if class.is_ascii_alphabetic() => {
            (!rest.first().is_some_and(u8::is_ascii_alphanumeric)).then_some(2)
        }
        _ => None,
    };
    let end = at + len + class.unwrap_or(0);
    (!text[end..].starts_with(is_wordy)).then_some(end)
}

/// Calls `each` with the words a hashtag's body is made of: humps of capitals, underscores, unspaced characters.
pub(super) fn hashtag_words(body: &str, each: impl FnMut(usize, usize)) {
    if body.is_ascii() {
        ascii_hashtag_words(body.as_bytes(), each);
    } else {
        any_hashtag_words(body, each);
    }
}

fn any_hashtag_words(body: &str, mut each: impl FnMut(usize, usize)) {
    let chars: Vec<(usize, char)> = body.char_indices().collect();
    let mut start = 0;
    for i in 0..chars.len() {
        let (at, c) = chars[i];
        let before = i.checked_sub(1).map(|i| chars[i].1);
        let after = chars.get(i + 1).map(|(_, c)| *c);
        let is_hump = c.is_uppercase()
            && before.is_some_and(|b| {
                b.is_lowercase() || b.is_numeric() || (b.is_uppercase() && after.is_some_and(char::is_lowercase))
            });
        let turns = before.is_some_and(|b| is_unspaced(b) != is_unspaced(c) && !super::script::is_mark(c));
        let parts = matches!(c, '_' | '・');
        if is_hump || turns || parts {
            if at > start {
                each(start, at);
            }
            start = if parts { at + c.len_utf8() } else { at };
        }
    }
    if body.len() > start {
        each(start, body.len());
    }
}

/// The same for bytes, without looking characters up.
fn ascii_hashtag_words(body: &[u8], mut each: impl FnMut(usize, usize)) {
    let mut start = 0;
    for (at, byte) in body.iter().enumerate() {
        let is_hump = byte.is_ascii_uppercase()
            && at.checked_sub(1).map(|before| body[before]).is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && body.get(at + 1).is_some_and(u8::is_ascii_lowercase))
            });
        if is_hump || *byte == b'_' {
            if at > start {
                each(start, at);
            }
            start = if *byte == b'_' { at + 1 } else { at };
        }
    }
    if body.len() > start {
        each(start, body.len());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_short_way_gives_the_words_of_the_long_one(body in "[aBcD1_]{0,12}") {
            let (mut short, mut long) = (Vec::new(), Vec::new());
            ascii_hashtag_words(body.as_bytes(), |from, to| short.push((from, to)));
            any_hashtag_words(&body, |from, to| long.push((from, to)));
            prop_assert_eq!(short, long);
        }
    }
}
