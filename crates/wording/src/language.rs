//! The languages that the product speaks.

use std::fmt;
use std::str::FromStr;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// The language of the source.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
}

/// A word that names no language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoLanguage;

impl fmt::Display for NoLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is no language of the interface")
    }
}

impl std::error::Error for NoLanguage {}

impl Language {
    /// Every language, as a choice shows them.
    pub const ALL: [Self; 3] = [Self::German, Self::English, Self::French];

    /// Its tag (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
        }
    }

    /// Its name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
        }
    }

    /// What a browser asks for (`Accept-Language`, RFC 9110): the first of its languages, by their weights, that we
    /// speak; English for none.
    pub fn asked_for(header: &str) -> Self {
        let mut asked: Vec<(f32, Self)> = header.split(',').filter_map(weighted).collect();
        asked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        asked.first().map(|(_, language)| *language).unwrap_or_default()
    }

    /// Which form a number takes: 0 as for one, 1 as for several (the rules of the catalogues' heads).
    pub(crate) const fn form(self, count: usize) -> usize {
        match self {
            Self::English | Self::German => (count != 1) as usize,
            Self::French => (count > 1) as usize,
        }
    }

    /// What sets thousands apart; a narrow space that does not break in French.
    pub(crate) const fn thousands(self) -> char {
        match self {
            Self::English => ',',
            Self::German => '.',
            Self::French => '\u{202f}',
        }
    }
}

/// A language with its weight; `None` for what we do not speak or what is refused (weight 0).
fn weighted(asked: &str) -> Option<(f32, Language)> {
    let mut parts = asked.split(';').map(str::trim);
    let language = parts.next()?.parse().ok()?;
    let weight = match parts.find_map(|part| part.strip_prefix("q=")) {
        Some(weight) => weight.parse().ok().filter(|weight| (0.0..=1.0).contains(weight))?,
        None => 1.0,
    };
    (weight > 0.0).then_some((weight, language))
}

impl FromStr for Language {
    type Err = NoLanguage;

    /// The language of a tag, whatever its region.
    fn from_str(tag: &str) -> Result<Self, NoLanguage> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|one| one.tag().eq_ignore_ascii_case(primary)).ok_or(NoLanguage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_first_language_that_we_speak() {
        assert_eq!(Language::asked_for("de-CH, de;q=0.9, en;q=0.8"), Language::German);
        assert_eq!(Language::asked_for("nl, en;q=0.5, FR-ca;q=0.7"), Language::French);
        assert_eq!(Language::asked_for("de;q=0, nl"), Language::English);
        for odd in ["", "*", ";;q=,", "de;q=NaN", "fr;q=7", "🚆"] {
            assert_eq!(Language::asked_for(odd), Language::English, "{odd}");
        }
    }

    #[test]
    fn nothing_is_one_thing_in_french_alone() {
        assert_eq!([0, 1, 2].map(|count| Language::French.form(count)), [0, 0, 1]);
        assert_eq!([0, 1, 2].map(|count| Language::German.form(count)), [1, 0, 1]);
    }
}
