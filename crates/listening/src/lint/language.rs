//! What may stand behind `lang:`, and what people write instead.

/// Says whether a value has the shape of a language tag: two or three letters, then perhaps subtags.
pub(super) fn is_tag(value: &str) -> bool {
    let mut subtags = value.split(['-', '_']);
    let primary = subtags.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && !NAMES.iter().any(|(_, code, _)| code.eq_ignore_ascii_case(primary))
        && subtags.all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Returns the tag of a language by its name or its code of three letters.
pub(super) fn tag_of(value: &str) -> Option<&'static str> {
    let is_it = |name: &str| name.eq_ignore_ascii_case(value);
    NAMES.iter().find(|(_, code, name)| is_it(code) || is_it(name)).map(|(tag, ..)| *tag)
}

/// Tag, code of three letters, English name of the languages that most posts are in. Where a language has a tag of two
/// letters, that is its tag (BCP 47, RFC 5646 section 2.2.1).
const NAMES: &[(&str, &str, &str)] = &[
    ("ar", "ara", "arabic"),
    ("bn", "ben", "bengali"),
    ("cs", "ces", "czech"),
    ("da", "dan", "danish"),
    ("de", "deu", "german"),
    ("el", "ell", "greek"),
    ("en", "eng", "english"),
    ("es", "spa", "spanish"),
    ("fa", "fas", "persian"),
    ("fi", "fin", "finnish"),
    ("fr", "fra", "french"),
    ("he", "heb", "hebrew"),
    ("hi", "hin", "hindi"),
    ("hu", "hun", "hungarian"),
    ("id", "ind", "indonesian"),
    ("it", "ita", "italian"),
    ("ja", "jpn", "japanese"),
    ("ko", "kor", "korean"),
    ("nl", "nld", "dutch"),
    ("no", "nor", "norwegian"),
    ("pl", "pol", "polish"),
    ("pt", "por", "portuguese"),
    ("ro", "ron", "romanian"),
    ("ru", "rus", "russian"),
    ("sv", "swe", "swedish"),
    ("th", "tha", "thai"),
    ("tr", "tur", "turkish"),
    ("uk", "ukr", "ukrainian"),
    ("ur", "urd", "urdu"),
    ("vi", "vie", "vietnamese"),
    ("zh", "zho", "chinese"),
];
