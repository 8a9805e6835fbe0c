//! The small words of a language, by which short posts are recognised.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use crate::reading::Word;

/// Words that are counted: a long post needs no more.
const WORDS_MAX: usize = 60;

struct Lists {
    languages: Vec<&'static str>,
    /// In which of the languages a word is small.
    of: HashMap<&'static str, Vec<usize>, FixedState>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists { languages: Vec::new(), of: HashMap::default() };
    let text = include_str!("../../words/small.txt");
    for (language, words) in text.lines().filter_map(|line| line.split_once(": ")).filter(|(tag, _)| tag.len() == 2) {
        let place = lists.languages.len();
        lists.languages.push(language);
        words.split(", ").for_each(|word| lists.of.entry(word).or_default().push(place));
    }
    lists
});

/// How many different small words of each language there are.
pub(super) struct Counts(Vec<usize>);

impl Counts {
    pub fn new(words: &[Word]) -> Self {
        let mut counts = vec![0; LISTS.languages.len()];
        let words = &words[..words.len().min(WORDS_MAX)];
        for (at, word) in words.iter().enumerate() {
            // Once each: "a" is an article of more languages than are listed here.
            if words[..at].iter().any(|before| before.text == word.text) {
                continue;
            }
            for place in LISTS.of.get(word.text.as_str()).into_iter().flatten() {
                counts[*place] += 1;
            }
        }
        Self(counts)
    }

    /// Small words of the language; `None` for one that has no list.
    pub fn of(&self, language: &str) -> Option<usize> {
        LISTS.languages.iter().position(|known| *known == language).map(|place| self.0[place])
    }

    /// The language with the most small words, how many, and how many more than the next has.
    pub fn most(&self) -> (&'static str, usize, usize) {
        let best = (0..self.0.len()).max_by_key(|place| (self.0[*place], std::cmp::Reverse(*place))).unwrap_or(0);
        let next = self.0.iter().enumerate().filter(|(place, _)| *place != best).map(|(_, count)| *count).max();
        (LISTS.languages[best], self.0[best], self.0[best].saturating_sub(next.unwrap_or(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    #[test]
    fn the_small_words_of_a_short_post_are_counted_by_language() {
        let counts = Counts::new(&Reading::new("wo ist denn der Zug und warum nicht").words);
        assert_eq!(counts.most().0, "de");
        assert_eq!(counts.of("de"), Some(5));
        assert_eq!(counts.of("fi"), None);
    }

    #[test]
    fn every_list_is_read_and_no_word_stands_twice_in_one() {
        assert_eq!(LISTS.languages, ["en", "de", "nl", "fr", "es", "it", "pt", "da", "nb", "sv"]);
        for (word, places) in &LISTS.of {
            let mut once = places.clone();
            once.dedup();
            assert_eq!(&once, places, "{word}");
        }
    }
}
