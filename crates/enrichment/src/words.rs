//! Our lists of words, one file per language in `words/`, and what the English lexicon of VADER adds.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use model::Intent;
use unicode_segmentation::UnicodeSegmentation as _;
use vader_sentimental::SentimentIntensityAnalyzer;

use crate::reading::Word;

/// Languages that we have lists for.
const FILES: [(&str, &str); 5] = [
    ("en", include_str!("../words/en.txt")),
    ("de", include_str!("../words/de.txt")),
    ("nl", include_str!("../words/nl.txt")),
    ("fr", include_str!("../words/fr.txt")),
    ("es", include_str!("../words/es.txt")),
];

static LISTS: LazyLock<Vec<(&str, Lists)>> = LazyLock::new(|| {
    let read = |(language, text)| (language, Lists::read(text).expect("the files are in the program, and tested"));
    FILES.map(read).into()
});

static VADER: LazyLock<SentimentIntensityAnalyzer<'static>> = LazyLock::new(SentimentIntensityAnalyzer::new);

/// What a list says about its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// Turns the mood of what follows.
    Not,
    /// Strengthens it.
    More,
    /// Weakens it.
    Less,
    /// What comes after counts more than what came before.
    But,
    /// Begins a question.
    Ask,
    /// Asks, wherever it stands.
    AskAnywhere,
    /// Asks for an act.
    Request,
    /// Thanks.
    Thanks,
    /// Sells.
    Sell,
    /// Betrays an intent.
    Cue(Intent),
}

/// The lists of one language.
#[derive(Default)]
pub(crate) struct Lists {
    moods: Phrases<f64>,
    roles: HashMap<Role, Phrases<()>, FixedState>,
}

impl Lists {
    /// The lists of a language, if we have any.
    pub fn of(language: &str) -> Option<&'static Self> {
        LISTS.iter().find(|(known, _)| *known == language).map(|(_, lists)| lists)
    }

    /// All lists: for words that betray themselves in any language.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        LISTS.iter().map(|(_, lists)| lists)
    }

    /// Mood of what begins at this word, from -4 to 4, and how many words that is.
    pub fn mood_at(&self, words: &[Word], at: usize) -> Option<(f64, usize)> {
        self.moods.at(words, at)
    }

    /// How many words beginning here have the role.
    pub fn role_at(&self, role: Role, words: &[Word], at: usize) -> Option<usize> {
        self.roles.get(&role)?.at(words, at).map(|(_, count)| count)
    }

    /// Whether any words have the role.
    pub fn has(&self, role: Role, words: &[Word]) -> bool {
        (0..words.len()).any(|at| self.role_at(role, words, at).is_some())
    }

    /// Reads a file: lines of `role: phrase, phrase`, where the role may be a number, the mood; `*` ends a stem.
    fn read(text: &str) -> Option<Self> {
        let mut lists = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (role, phrases) = line.split_once(':')?;
            for phrase in phrases.split(',').map(str::trim) {
                match role_of(role) {
                    Some(role) => lists.roles.entry(role).or_default().insert(phrase, ())?,
                    None => lists.moods.insert(phrase, role.parse().ok()?)?,
                }
            }
        }
        Some(lists)
    }
}

fn role_of(word: &str) -> Option<Role> {
    Some(match word {
        "not" => Role::Not,
        "more" => Role::More,
        "less" => Role::Less,
        "but" => Role::But,
        "ask" => Role::Ask,
        "ask anywhere" => Role::AskAnywhere,
        "request" => Role::Request,
        "thanks" => Role::Thanks,
        "sell" => Role::Sell,
        _ => Role::Cue(Intent::from_word(word.strip_prefix("cue ")?)?),
    })
}

/// Phrases and stems, each with a value.
pub(crate) struct Phrases<T> {
    /// By their first word: the other words, longest phrase first.
    whole: HashMap<String, Vec<(Vec<String>, T)>, FixedState>,
    stems: HashMap<String, T, FixedState>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { whole: HashMap::default(), stems: HashMap::default() }
    }
}

impl<T: Copy> Phrases<T> {
    /// Adds a phrase; `None` for one that is empty.
    pub(crate) fn insert(&mut self, phrase: &str, value: T) -> Option<()> {
        if let Some(stem) = phrase.strip_suffix('*') {
            self.stems.insert(stem.to_owned(), value);
            return (!stem.is_empty()).then_some(());
        }
        let mut words = phrase.unicode_words().map(str::to_owned);
        let known = self.whole.entry(words.next()?).or_default();
        known.push((words.collect(), value));
        known.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        Some(())
    }

    /// The longest phrase that begins at this word, else the longest stem.
    pub(crate) fn at(&self, words: &[Word], at: usize) -> Option<(T, usize)> {
        let word = words.get(at)?.text.as_str();
        if let Some(phrases) = self.whole.get(word) {
            let stands = |rest: &[String]| {
                let following = words[at + 1..].iter().map(|word| word.text.as_str());
                words.len() > at + rest.len() && following.zip(rest).all(|(word, wanted)| word == wanted)
            };
            if let Some((rest, value)) = phrases.iter().find(|(rest, _)| stands(rest)) {
                return Some((*value, rest.len() + 1));
            }
        }
        if self.stems.is_empty() {
            return None;
        }
        let ends = word.char_indices().map(|(start, _)| start).skip(3).chain([word.len()]);
        let stem = ends.filter_map(|end| self.stems.get(&word[..end])).last()?;
        Some((*stem, 1))
    }
}

/// Mood that VADER's lexicon gives an English word or an emoticon, from -4 to 4; 0 for what it does not know.
///
/// The lexicon is asked for one word at a time and the rules of its package are left alone: they depend on the order
/// of a hash map that differs from run to run. compound = v / sqrt(v² + 15) (Hutto, Gilbert, ICWSM 2014) is solved for v.
pub(crate) fn vader_mood(word: &str) -> f64 {
    let compound = VADER.polarity_scores(word).compound;
    if compound == 0.0 { 0.0 } else { compound * (15.0 / (1.0 - compound * compound)).sqrt() }
}

/// VADER's own answer for a text, in [-1, 1]: the baseline to beat.
pub fn vader_compound(text: &str) -> f64 {
    VADER.polarity_scores(text).compound
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    #[test]
    fn every_file_is_understood_and_has_every_list() {
        for (language, text) in FILES {
            let lists = Lists::read(text).unwrap_or_else(|| panic!("words/{language}.txt"));
            for role in [Role::Not, Role::More, Role::Less, Role::But, Role::Ask, Role::Request, Role::Thanks] {
                assert!(lists.roles.contains_key(&role), "{language} {role:?}");
            }
        }
    }

    #[test]
    fn no_phrase_stands_twice_in_a_file_with_two_moods() {
        for (language, text) in FILES {
            let mut seen = HashMap::new();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let Some((role, phrases)) = line.split_once(':') else { continue };
                for phrase in phrases.split(',').map(str::trim).filter(|_| role_of(role).is_none()) {
                    let before = seen.insert(phrase, role);
                    assert!(before.is_none(), "{language}: {phrase} is {before:?} and {role}");
                }
            }
        }
    }

    #[test]
    fn phrases_win_over_words_and_longer_stems_over_shorter() {
        let lists = Lists::read("-1: hold, wait*\n-3: on hold\n-2: waitin*").unwrap();
        let words = Reading::new("on hold waiting").words;
        assert_eq!(lists.mood_at(&words, 0), Some((-3.0, 2)));
        assert_eq!(lists.mood_at(&words, 1), Some((-1.0, 1)));
        assert_eq!(lists.mood_at(&words, 2), Some((-2.0, 1)));
        assert_eq!(lists.mood_at(&words[..1], 0), None, "half a phrase is none");
    }

    #[test]
    fn vaders_numbers_come_back_from_its_compound() {
        assert!((vader_mood("horrible") + 2.5).abs() < 1e-9);
        assert!((vader_mood("great") - 3.1).abs() < 1e-9);
        assert_eq!(vader_mood("railway"), 0.0);
    }
}
