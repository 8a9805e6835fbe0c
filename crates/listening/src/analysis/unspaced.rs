//! Thai and Lao characters that are typed in more than one way and look the same.

use std::borrow::Cow;

use super::script::is_mark;
use super::token::{Builder, Place};

/// Sara e, which people type twice for sara ae; the same in Lao.
const E: [char; 2] = ['\u{E40}', '\u{EC0}'];
/// Nikhahit, which with the letter of [`AA`] makes sara am; the same in Lao.
const NIKHAHIT: [char; 2] = ['\u{E4D}', '\u{ECD}'];
const AA: [char; 2] = ['\u{E32}', '\u{EB2}'];

/// Adds one character of a script without spaces, with its marks, as a word of its own.
pub(super) fn push_character(text: &str, start: usize, end: usize, is_primary: bool, out: &mut Builder) {
    let Some((key, end)) = key(text, start, end) else { return };
    let place = Place { position: out.position, width: 1, start, end };
    out.push_folded(place, is_primary, "", &key);
    out.position = out.position.saturating_add(1);
}

/// Returns how a character is looked for and where it ends; `None` for the second half of one that was added before.
fn key(text: &str, start: usize, end: usize) -> Option<(Cow<'_, str>, usize)> {
    let character = &text[start..end];
    let is_thai_or_lao = matches!(character.as_bytes(), [0xE0, 0xB8..=0xBB, ..]);
    if !is_thai_or_lao {
        return Some((character.into(), end));
    }
    let next = text[end..].chars().next();
    if character.starts_with(E) {
        if text[..start].ends_with(E) {
            return None;
        }
        if let Some(second) = next.filter(|second| E.contains(second)) {
            let whole = if second == E[0] { "\u{E41}" } else { "\u{EC1}" };
            return Some((whole.into(), end + second.len_utf8()));
        }
    }
    if character.contains(NIKHAHIT) && next.is_some_and(|next| AA.contains(&next)) {
        // Wherever it stands among the marks of the consonant, it belongs to the vowel that follows.
        return Some((character.replace(NIKHAHIT, "").into(), end));
    }
    if character.starts_with(AA) {
        let before = text[..start].chars().rev().take_while(|c| is_mark(*c)).find(|c| NIKHAHIT.contains(c));
        if let Some(nikhahit) = before {
            return Some((format!("{nikhahit}{character}").into(), end));
        }
    }
    Some((character.into(), end))
}
