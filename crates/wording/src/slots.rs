//! Sentences with places to fill.

use std::fmt::{Display, Write as _};

use crate::reading::current;

/// A piece of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'t> {
    /// Words.
    Words(&'t str),
    /// The name of what stands here.
    Slot(&'t str),
}

/// The pieces of a sentence, in order; a brace that closes nothing is a word.
pub fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(inside) = rest.strip_prefix('{')
            && let Some((name, after)) = inside.split_once('}')
            && is_name(name)
        {
            rest = after;
            return Some(Part::Slot(name));
        }
        // The first letter is a word in any case, be it a brace.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find('{').map_or(rest.len(), |at| first + at);
        let (words, after) = rest.split_at(end);
        rest = after;
        Some(Part::Words(words))
    })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A sentence with its slots filled; a slot without value stays as it is written.
pub fn fill(text: &str, slots: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16 * slots.len());
    for part in parts(text) {
        match part {
            Part::Words(words) => filled.push_str(words),
            Part::Slot(name) => match slots.iter().find(|(slot, _)| *slot == name) {
                // Writing to a string fails only if what is shown says that it fails.
                Some((_, value)) => drop(write!(filled, "{value}")),
                None => filled.extend(["{", name, "}"]),
            },
        }
    }
    filled
}

/// A number with its thousands set apart, as whoever reads writes it: "41,208", "41.208".
pub fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(current().thousands());
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::language::Language;
    use crate::reading::reading_now;

    #[test]
    fn slots_are_filled_and_other_braces_stay() {
        let slots: &[(&str, &dyn Display)] = &[("name", &"Mara {count}"), ("count", &3)];
        assert_eq!(fill("{name}: {count} of {all}, {", slots), "Mara {count}: 3 of {all}, {");
        assert_eq!(fill("{}{a b}{{count}}", slots), "{}{a b}{3}");
    }

    #[test]
    fn thousands_are_set_apart_as_the_reader_does() {
        assert_eq!(number(999), "999");
        assert_eq!(number(41_208), "41,208");
        assert_eq!(reading_now(Language::German, || number(1_000_000)), "1.000.000");
    }

    proptest! {
        #[test]
        fn the_pieces_of_any_text_are_the_text(text in "[a-z{}_ é🚆]{0,40}") {
            let again: String = parts(&text).map(|part| match part {
                Part::Words(words) => words.to_owned(),
                Part::Slot(name) => format!("{{{name}}}"),
            }).collect();
            prop_assert_eq!(again, text);
        }
    }
}
