//! The languages that people speak along the line.

/// A language that somebody writes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// German.
    De,
    /// English.
    En,
    /// Dutch.
    Nl,
    /// French.
    Fr,
    /// Polish.
    Pl,
    /// Turkish.
    Tr,
    /// Spanish.
    Es,
    /// Italian.
    It,
    /// Arabic.
    Ar,
    /// Japanese.
    Ja,
}

impl Language {
    /// Every language, the most spoken first.
    pub const ALL: [Self; 10] =
        [Self::De, Self::En, Self::Nl, Self::Fr, Self::Pl, Self::Tr, Self::Es, Self::It, Self::Ar, Self::Ja];

    /// The code of BCP 47.
    pub const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
            Self::Nl => "nl",
            Self::Fr => "fr",
            Self::Pl => "pl",
            Self::Tr => "tr",
            Self::Es => "es",
            Self::It => "it",
            Self::Ar => "ar",
            Self::Ja => "ja",
        }
    }

    /// The language of a code, of which only the part before a hyphen counts.
    pub fn from_code(code: &str) -> Option<Self> {
        let main = code.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code() == main)
    }
}
