//! Rules for what people write: words by UAX #29, and around them tags, handles, tickers, links and emoji.

use unicode_segmentation::UnicodeSegmentation;

use super::ascii::ascii_words;
use super::emoji::begins_emoji;
use super::link::{Link, link_at};
use super::marks;
use super::script::is_unspaced;
use super::tag::{KEYCAP, cashtag_end, handle_at, hashtag_end, hashtag_words};
use super::token::{Builder, Place};
use super::word::push_word;

/// Ending of a handle on the network's own server, which people leave out.
const BLUESKY: &str = ".bsky.social";

pub(super) fn analyse(text: &str, with_hashtag_words: bool, out: &mut Builder) {
    let bytes = text.as_bytes();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = marks::next_sign(&bytes[at..]) {
        at += found;
        let sigil_len = match bytes[at] {
            0xEF if matches!(bytes[at..], [_, 0xBC, 0x83 | 0xA0, ..]) => 3, // full-width # and @
            0xEF => {
                at += 1;
                continue;
            }
            _ => 1,
        };
        let body = at + sigil_len;
        let end = match bytes[at] {
            // The dot is that of `www.`.
            sign @ (b':' | b'.') => link_at(text, if sign == b'.' { at.saturating_sub(3) } else { at })
                .filter(|link| link.start >= done)
                .map(|link| {
                    push_segments(text, done, link.start, out);
                    push_link(text, link, out);
                    link.end
                }),
            b'$' if is_free(text, at) => cashtag_end(text, body).inspect(|end| {
                push_segments(text, done, at, out);
                push_cashtag(text, at, *end, out);
            }),
            b'#' | 0xEF if bytes[at..].ends_with_sigil(b'#') && is_free(text, at) => {
                hashtag_end(text, body).inspect(|end| {
                    push_segments(text, done, at, out);
                    push_hashtag(text, at, body, *end, with_hashtag_words, out);
                })
            }
            b'@' | 0xEF if bytes[at..].ends_with_sigil(b'@') && is_free(text, at) => {
                handle_at(text, body).map(|handle| {
                    push_segments(text, done, at, out);
                    push_handle(text, at, body, handle.local_end, handle.end, out);
                    handle.end
                })
            }
            _ => None,
        };
        match end {
            Some(end) => (done, at) = (end, end),
            None => at = body,
        }
    }
    push_segments(text, done, text.len(), out);
}

/// Tells `#` from `@`, narrow or full-width, at the start of a slice.
trait Sigil {
    fn ends_with_sigil(&self, sigil: u8) -> bool;
}

impl Sigil for [u8] {
    fn ends_with_sigil(&self, sigil: u8) -> bool {
        match self {
            [0xEF, 0xBC, 0x83, ..] => sigil == b'#',
            [0xEF, 0xBC, 0xA0, ..] => sigil == b'@',
            [first, ..] => *first == sigil,
            [] => false,
        }
    }
}

/// Says whether a tag may begin here: not inside a word or a mail address.
fn is_free(text: &str, at: usize) -> bool {
    !text[..at].chars().next_back().is_some_and(|c| c == '_' || (c.is_alphanumeric() && !is_unspaced(c)))
}

fn push_segments(text: &str, start: usize, end: usize, out: &mut Builder) {
    if text[start..end].is_ascii() {
        return push_ascii(text, start, end, true, out);
    }
    // No rule of UAX #29 looks across a space behind something else, so each stretch from such a space to the next is
    // a text of its own, and most are ASCII.
    let bytes = text.as_bytes();
    let parts = |at: &usize| bytes[*at] == b' ' && bytes[at - 1] != b' ';
    let mut done = start;
    while let Some(found) = marks::next_other(&bytes[done..end]) {
        let at = done + found;
        let from = (done + 1..at).rev().find(parts).unwrap_or(done);
        let to = (at + 1..end).find(parts).unwrap_or(end);
        push_ascii(text, done, from, true, out);
        push_any(text, from, to, out);
        done = to;
    }
    push_ascii(text, done, end, true, out);
}

/// Adds the words of a stretch that is all ASCII; those without signs inside are slices of it in lower case.
fn push_ascii(text: &str, start: usize, end: usize, is_primary: bool, out: &mut Builder) {
    let base = out.keys().len();
    out.push_lower(&text[start..end]);
    let mut marks = std::mem::take(&mut out.marks);
    marks::mark_ascii_words(&out.keys().as_bytes()[base..], &mut marks);
    ascii_words(&text.as_bytes()[start..end], &marks, |from, to, is_joined| {
        if is_joined {
            return push_word(text, start + from, start + to, is_primary, out);
        }
        let place = Place { position: out.position, width: 1, start: start + from, end: start + to };
        out.push_written(place, is_primary, base + from..base + to);
        out.position = out.position.saturating_add(1);
    });
    out.marks = marks;
}

fn push_any(text: &str, start: usize, end: usize, out: &mut Builder) {
    for (offset, segment) in text[start..end].split_word_bound_indices() {
        let from = start + offset;
        let Some(first) = segment.chars().next() else { continue };
        let place = Place { position: out.position, width: 1, start: from, end: from + segment.len() };
        if segment.contains(char::is_alphanumeric) {
            push_word(text, from, place.end, true, out);
        } else if begins_emoji(first) {
            out.push_folded(place, true, "", segment);
            out.position = out.position.saturating_add(1);
        } else if matches!(first, '#' | '*') && segment[1..].starts_with(KEYCAP) {
            // The sign comes last, so that no key is taken for that of a tag.
            out.push_with(place, true, |key| key.extend([KEYCAP[0], first]));
            out.position = out.position.saturating_add(1);
        }
    }
}

/// A link counts as the words of its host; its path is for `link:` alone.
fn push_link(text: &str, link: Link, out: &mut Builder) {
    push_word(text, link.host_start, link.host_end, true, out);
}

fn push_cashtag(text: &str, start: usize, end: usize, out: &mut Builder) {
    let place = Place { position: out.position, width: 1, start, end };
    out.push_folded(place, true, "$", &text[start + 1..end]);
    out.push_folded(place, false, "", &text[start + 1..end]);
    out.position = out.position.saturating_add(1);
}

fn push_hashtag(text: &str, start: usize, body: usize, end: usize, with_words: bool, out: &mut Builder) {
    let tag = &text[body..end];
    let first = out.position;
    let mut count = 0_u32;
    if with_words {
        hashtag_words(tag, |_, _| count = count.saturating_add(1));
    }
    let push_words =
        |out: &mut Builder| hashtag_words(tag, |from, to| push_word(text, body + from, body + to, false, out));
    // The whole comes before its words, so its width must be known first. A hump of ASCII is one word; others are
    // counted by a rehearsal.
    let width = if tag.is_ascii() || !with_words {
        count
    } else {
        let mut rehearsal = Builder::default();
        push_words(&mut rehearsal);
        rehearsal.position
    };
    let width = width.max(1);
    let place = Place { position: first, width, start, end };
    if with_words && is_simple(tag) {
        out.push_signed(place, '#', tag, place);
    } else {
        out.push_folded(place, true, "#", tag);
        if with_words {
            out.push_folded(place, false, "", tag);
        }
    }
    if with_words && (count > 1 || width > 1) {
        push_words(out);
    }
    out.position = first.saturating_add(width);
}

fn push_handle(text: &str, start: usize, body: usize, local_end: usize, end: usize, out: &mut Builder) {
    let local = &text[body..local_end];
    let first = out.position;
    let is_simple = is_simple(local);
    // Nothing but underscores is no word.
    if is_simple && end == local_end && local.bytes().any(|b| b != b'_') {
        let place = Place { position: first, width: 1, start, end };
        out.push_signed(place, '@', local, Place { start: body, ..place });
        out.position = first.saturating_add(1);
        return;
    }
    let width = if is_simple {
        1
    } else {
        let mut rehearsal = Builder::default();
        push_local(text, body, local_end, &mut rehearsal);
        rehearsal.position.max(1)
    };
    let place = Place { position: first, width, start, end };
    out.push_folded(place, true, "@", &text[body..end]);
    if end > local_end {
        out.push_folded(Place { end: local_end, ..place }, false, "@", local);
    } else if let Some(at) = local.len().checked_sub(BLUESKY.len())
        && local.get(at..).is_some_and(|ending| ending.eq_ignore_ascii_case(BLUESKY))
    {
        out.push_folded(place, false, "@", &local[..at]);
    }
    push_local(text, body, local_end, out);
    out.position = first.saturating_add(width);
}

/// Says whether a tag or handle is a single word in ASCII.
fn is_simple(body: &str) -> bool {
    body.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A handle also counts as its words.
fn push_local(text: &str, start: usize, end: usize, out: &mut Builder) {
    if text[start..end].is_ascii() {
        return push_ascii(text, start, end, false, out);
    }
    for (offset, segment) in text[start..end].split_word_bound_indices() {
        if segment.contains(char::is_alphanumeric) {
            push_word(text, start + offset, start + offset + segment.len(), false, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Push = fn(&str, usize, usize, &mut Builder);

    fn shown(push: Push, text: &str) -> Vec<(String, u32, u32, usize, usize, bool)> {
        let mut builder = Builder::default();
        push(text, 0, text.len(), &mut builder);
        let tokens = builder.finish();
        tokens.iter().map(|t| (t.key.to_owned(), t.position, t.width, t.start, t.end, t.is_primary)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn stretches_between_spaces_give_the_words_of_the_whole(
            text in "([ \t\n\u{300}\u{301}\u{200d}\u{feff}\u{903}a-cé东が한1.,:'’_👍🏽🇫🇷👩‍💻-]|\\PC){0,24}"
        ) {
            prop_assert_eq!(shown(push_segments, &text), shown(push_any, &text), "{:?}", text);
        }

        #[test]
        fn a_simple_handle_gives_the_tokens_of_any_other(name in "[aB1_]{1,6}") {
            let text = format!("@{name}");
            let any: Push = |text, start, end, out| {
                let place = Place { position: 0, width: 1, start, end };
                out.push_folded(place, true, "@", &text[1..]);
                push_local(text, 1, end, out);
            };
            let handle: Push = |text, start, end, out| push_handle(text, start, 1, end, end, out);
            prop_assert_eq!(shown(handle, &text), shown(any, &text), "{}", text);
        }

        #[test]
        fn a_simple_tag_gives_the_tokens_of_any_other(name in "[aB1_]{0,5}[aB1]") {
            let text = format!("#{name}");
            let tag: Push = |text, start, end, out| push_hashtag(text, start, 1, end, true, out);
            let [whole, bare] = ["#", ""].map(|sign| sign.to_owned() + &name.to_ascii_lowercase());
            let shown = shown(tag, &text);
            prop_assert_eq!((&shown[0].0, shown[0].5), (&whole, true));
            prop_assert_eq!((&shown[1].0, shown[1].5), (&bare, false));
            prop_assert_eq!((shown[0].1, shown[0].2, shown[0].3, shown[0].4), (shown[1].1, shown[1].2, shown[1].3, shown[1].4));
        }
    }
}
