//! Our lists of turns of phrase by which people say who they are, one file per language in `words/`.

use std::sync::LazyLock;

use model::Relation;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::reading::{BYTES_MAX, Word};
use crate::words::Phrases;

/// Languages that we have lists for.
const FILES: [(&str, &str); 2] =
    [("en", include_str!("../../words/regard.en.txt")), ("de", include_str!("../../words/regard.de.txt"))];

static LISTS: LazyLock<Vec<(&str, List)>> = LazyLock::new(|| {
    let read = |(language, text)| (language, List::read(text).expect("the files are in the program, and tested"));
    FILES.map(read).into()
});

/// How much a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// By itself.
    Strong,
    /// In company.
    Hint,
}

/// The lists of one language.
#[derive(Default)]
pub(super) struct List {
    said: Phrases<(Relation, Weight)>,
    named: Phrases<Relation>,
    /// Endings of names; what stands before is another word.
    endings: Vec<(&'static str, Relation)>,
    reasons: Phrases<()>,
}

impl List {
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        LISTS.iter().find(|(known, _)| *known == language).map(|(_, list)| list)
    }

    /// Every list: people carry names of any language.
    pub(super) fn all() -> impl Iterator<Item = &'static Self> {
        LISTS.iter().map(|(_, list)| list)
    }

    /// What the words say of their author, with the bytes of each telling phrase.
    pub(super) fn said_in(&self, words: &Words) -> Vec<((Relation, Weight), usize, usize)> {
        words.find(&self.said)
    }

    /// What a name says of who bears it.
    pub(super) fn named_in(&self, words: &Words) -> Vec<Relation> {
        let whole = words.find(&self.named).into_iter().map(|(relation, ..)| relation);
        let by_ending = words.words.iter().filter_map(|word| {
            let ends = |ending: &str| word.text.len() > ending.len() && word.text.ends_with(ending);
            self.endings.iter().find(|(ending, _)| ends(ending)).map(|(_, relation)| *relation)
        });
        whole.chain(by_ending).collect()
    }

    /// Where reasons are given.
    pub(super) fn reasons_in(&self, words: &Words) -> Vec<(usize, usize)> {
        words.find(&self.reasons).into_iter().map(|((), start, end)| (start, end)).collect()
    }

    /// Reads a file: lines of `role: phrase, phrase`.
    fn read(text: &'static str) -> Option<Self> {
        let mut list = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (role, phrases) = line.split_once(':')?;
            for phrase in phrases.split(',').map(str::trim) {
                match role.split_once(' ') {
                    None if role == "reason" => list.reasons.insert(phrase, ())?,
                    Some(("relation", of)) => list.said.insert(phrase, (Relation::from_word(of)?, Weight::Strong))?,
                    Some(("hint", of)) => list.said.insert(phrase, (Relation::from_word(of)?, Weight::Hint))?,
                    Some(("name", of)) if phrase.starts_with('*') => {
                        list.endings.push((&phrase[1..], Relation::from_word(of)?));
                    }
                    Some(("name", of)) => list.named.insert(phrase, Relation::from_word(of)?)?,
                    _ => return None,
                }
            }
        }
        Some(list)
    }
}

/// Words with the place of each in its text. Handles are none.
pub(super) struct Words {
    words: Vec<Word>,
    places: Vec<(usize, usize)>,
}

impl Words {
    /// The words of what somebody said.
    pub(super) fn of(text: &str) -> Self {
        Self::cut_by(text, |_| false)
    }

    /// The words of a name or handle, which dots and the like keep apart.
    pub(super) fn of_name(name: &str) -> Self {
        Self::cut_by(name, |c| matches!(c, '.' | '-' | '_' | '·'))
    }

    fn cut_by(text: &str, is_cut: impl Fn(char) -> bool) -> Self {
        let text = &text[..text.floor_char_boundary(BYTES_MAX)];
        let mut found = Self { words: Vec::new(), places: Vec::new() };
        for (start, word) in text.unicode_word_indices().filter(|(start, _)| !text[..*start].ends_with('@')) {
            let mut from = start;
            for part in word.split(&is_cut) {
                if !part.is_empty() {
                    let text = part.to_lowercase().replace(['\u{2019}', '\u{ff07}', '`'], "'");
                    found.words.push(Word { text, is_shouted: false, clause: 0, begins: false });
                    found.places.push((from, from + part.len()));
                }
                from += part.len() + 1;
            }
        }
        found
    }

    /// Whether so much is said that it can hold a reason.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    fn find<T: Copy>(&self, phrases: &Phrases<T>) -> Vec<(T, usize, usize)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            match phrases.at(&self.words, at) {
                Some((value, count)) => {
                    found.push((value, self.places[at].0, self.places[at + count - 1].1));
                    at += count;
                }
                None => at += 1,
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_understood_and_no_phrase_says_two_things() {
        for (language, text) in FILES {
            assert!(List::read(text).is_some(), "words/regard.{language}.txt");
            let mut seen = std::collections::HashMap::new();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let Some((role, phrases)) = line.split_once(':') else { continue };
                let kind = if matches!(role.split(' ').next(), Some("relation" | "hint")) { "said" } else { role };
                for phrase in phrases.split(',').map(str::trim) {
                    let before = seen.insert((kind, phrase), role);
                    assert!(before.is_none(), "{language}: {phrase} is {before:?} and {role}");
                }
            }
        }
    }

    #[test]
    fn words_are_found_where_they_stand_in_the_text() {
        let text = "Hi @acme, I’ve ordered twice. MY ORDER is late";
        let words = Words::of(text);
        let found = List::of("en").unwrap().said_in(&words);
        let said: Vec<&str> = found.iter().map(|(_, start, end)| &text[*start..*end]).collect();
        assert_eq!(said, ["I’ve ordered", "MY ORDER"]);
        assert_eq!(List::of("de").unwrap().named_in(&Words::of_name("redaktion.tagblatt.example")).len(), 2);
    }
}
