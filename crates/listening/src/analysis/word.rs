//! One run of letters becomes tokens: apostrophes, dotted names, scripts without spaces.

use super::fold::{is_apostrophe, primary};
use super::korean::{is_hangul, stems};
use super::script::{is_mark, is_unspaced};
use super::token::{Builder, Place};
use super::unspaced::push_character;

/// Adds the tokens of `text[start..end]`, a word by UAX #29, and moves the position on.
pub(super) fn push_word(text: &str, start: usize, end: usize, is_primary: bool, out: &mut Builder) {
    let word = &text[start..end];
    if word.is_ascii() {
        push_spaced(text, start, end, is_primary, out);
        return;
    }
    let mut from = start;
    let mut run_is_unspaced = false;
    for (offset, c) in word.char_indices() {
        if is_mark(c) && offset > 0 {
            continue;
        }
        let at = start + offset;
        let unspaced = is_unspaced(c);
        // Each character of an unspaced script is a word; a run of others is one.
        if at > from && (unspaced || run_is_unspaced) {
            push_run(text, from, at, run_is_unspaced, is_primary, out);
            from = at;
        }
        run_is_unspaced = unspaced;
    }
    push_run(text, from, end, run_is_unspaced, is_primary, out);
}

fn push_run(text: &str, start: usize, end: usize, unspaced: bool, is_primary: bool, out: &mut Builder) {
    if unspaced {
        push_character(text, start, end, is_primary, out);
    } else if text[start..end].contains(|c: char| c.is_alphanumeric()) {
        push_spaced(text, start, end, is_primary, out);
    }
}

fn push_spaced(text: &str, start: usize, end: usize, is_primary: bool, out: &mut Builder) {
    let word = &text[start..end];
    let is_dotted = match word.is_ascii() {
        true => word.bytes().any(|b| matches!(b, b'.' | b':')) && word.bytes().any(|b| b.is_ascii_alphabetic()),
        false => word.contains(is_dot) && word.contains(char::is_alphabetic),
    };
    if !is_dotted {
        push_simple(text, start, end, is_primary, out);
        return;
    }
    let parts = || {
        word.split(is_dot).filter(|part| !part.is_empty()).map(move |part| {
            // The part is a slice of the word, so this is its offset.
            let from = start + (part.as_ptr() as usize - word.as_ptr() as usize);
            (from, from + part.len())
        })
    };
    let place = Place { position: out.position, width: 1, start, end };
    if parts().all(|(from, to)| text[from..to].chars().count() == 1) {
        // U.S.A. is USA.
        let joined: String = word.chars().filter(|c| !is_dot(*c)).collect();
        out.push_folded(place, is_primary, "", &joined);
        out.position = out.position.saturating_add(1);
        return;
    }
    let width = u32::try_from(parts().count()).unwrap_or(u32::MAX);
    out.push_folded(Place { width, ..place }, is_primary, "", word);
    for (from, to) in parts() {
        push_simple(text, from, to, false, out);
    }
}

fn push_simple(text: &str, start: usize, end: usize, is_primary: bool, out: &mut Builder) {
    let word = &text[start..end];
    let place = Place { position: out.position, width: 1, start, end };
    out.push_folded(place, is_primary, "", word);
    if word.contains(is_apostrophe) {
        push_parts(text, place, out);
    }
    if word.chars().next_back().is_some_and(is_hangul) {
        push_stems(word, place, out);
    }
    out.position = out.position.saturating_add(1);
}

/// `삼성` finds `삼성은`.
fn push_stems(word: &str, place: Place, out: &mut Builder) {
    let composed = primary(word);
    stems(&composed, |stem| {
        let particles = &composed[stem.len()..];
        let end = if word.ends_with(particles) { place.end - particles.len() } else { place.end };
        out.push_folded(Place { end, ..place }, false, "", stem);
    });
}

/// `wendy` finds `Wendy's` and `avion` finds `l'avion`; but `don` is not in `don't`.
fn push_parts(text: &str, place: Place, out: &mut Builder) {
    let word = &text[place.start..place.end];
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, c) in word.char_indices().filter(|(_, c)| is_apostrophe(*c)) {
        parts.push((from, at));
        from = at + c.len_utf8();
    }
    parts.push((from, word.len()));
    if parts.last().is_some_and(|(from, to)| word[*from..*to].eq_ignore_ascii_case("t")) {
        return;
    }
    for (from, to) in parts {
        let part = &word[from..to];
        let is_ending = ["ll", "re", "ve"].iter().any(|ending| part.eq_ignore_ascii_case(ending));
        if part.chars().count() > 1 && !is_ending {
            let place = Place { start: place.start + from, end: place.start + to, ..place };
            out.push_folded(place, false, "", part);
        }
    }
}

fn is_dot(c: char) -> bool {
    matches!(c, '.' | ':' | '·' | '\u{2024}' | '\u{FE13}' | '\u{FE52}' | '\u{FE55}' | '\u{FF0E}' | '\u{FF1A}')
}
