//! The names of languages: ISO 639-1 codes, as posts declare them.

use whatlang::Script;

/// The tag of one of whatlang's languages.
pub(super) fn of_whatlang(language: whatlang::Lang) -> &'static str {
    use whatlang::Lang as L;
    match language {
        L::Afr => "af",
        L::Aka => "ak",
        L::Amh => "am",
        L::Ara => "ar",
        L::Aze => "az",
        L::Bel => "be",
        L::Ben => "bn",
        L::Bul => "bg",
        L::Cat => "ca",
        L::Ces => "cs",
        L::Cmn => "zh",
        L::Cym => "cy",
        L::Dan => "da",
        L::Deu => "de",
        L::Ell => "el",
        L::Eng => "en",
        L::Epo => "eo",
        L::Est => "et",
        L::Fin => "fi",
        L::Fra => "fr",
        L::Guj => "gu",
        L::Heb => "he",
        L::Hin => "hi",
        L::Hrv => "hr",
        L::Hun => "hu",
        L::Hye => "hy",
        L::Ind => "id",
        L::Ita => "it",
        L::Jav => "jv",
        L::Jpn => "ja",
        L::Kan => "kn",
        L::Kat => "ka",
        L::Khm => "km",
        L::Kor => "ko",
        L::Lat => "la",
        L::Lav => "lv",
        L::Lit => "lt",
        L::Mal => "ml",
        L::Mar => "mr",
        L::Mkd => "mk",
        L::Mya => "my",
        L::Nep => "ne",
        L::Nld => "nl",
        L::Nob => "nb",
        L::Ori => "or",
        L::Pan => "pa",
        L::Pes => "fa",
        L::Pol => "pl",
        L::Por => "pt",
        L::Ron => "ro",
        L::Rus => "ru",
        L::Sin => "si",
        L::Slk => "sk",
        L::Slv => "sl",
        L::Sna => "sn",
        L::Spa => "es",
        L::Srp => "sr",
        L::Swe => "sv",
        L::Tam => "ta",
        L::Tel => "te",
        L::Tgl => "tl",
        L::Tha => "th",
        L::Tuk => "tk",
        L::Tur => "tr",
        L::Ukr => "uk",
        L::Urd => "ur",
        L::Uzb => "uz",
        L::Vie => "vi",
        L::Yid => "yi",
        L::Zul => "zu",
    }
}

/// The tag of one of whichlang's languages.
pub(super) fn of_whichlang(language: whichlang::Lang) -> &'static str {
    use whichlang::Lang as L;
    match language {
        L::Ara => "ar",
        L::Cmn => "zh",
        L::Deu => "de",
        L::Eng => "en",
        L::Fra => "fr",
        L::Hin => "hi",
        L::Ita => "it",
        L::Jpn => "ja",
        L::Kor => "ko",
        L::Nld => "nl",
        L::Por => "pt",
        L::Rus => "ru",
        L::Spa => "es",
        L::Swe => "sv",
        L::Tur => "tr",
        L::Vie => "vi",
    }
}

/// Whether whichlang knows the language.
pub(super) fn is_of_whichlang(tag: &str) -> bool {
    whichlang::LANGUAGES.iter().any(|language| of_whichlang(*language) == tag)
}

/// Whether whatever is written in this script is, for us, in one language.
pub(super) fn is_sole_language_of_script(script: Script) -> bool {
    !matches!(
        script,
        Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari | Script::Hebrew | Script::Mandarin
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whichlangs_languages_are_those_that_whatlang_knows_too() {
        let known: Vec<_> = whatlang::Lang::all().iter().map(|language| of_whatlang(*language)).collect();
        assert!(whichlang::LANGUAGES.iter().all(|language| known.contains(&of_whichlang(*language))));
        assert!(is_of_whichlang("vi") && !is_of_whichlang("da"));
    }
}
