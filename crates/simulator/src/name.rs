//! Names, by language.

use crate::language::Language;
use crate::seed::Random;

/// Names of one language, and how many of a hundred people speak it.
pub(crate) struct Names {
    pub(crate) language: Language,
    pub(crate) share: usize,
    pub(crate) first: &'static [&'static str],
    pub(crate) last: &'static [&'static str],
}

pub(crate) const NAMES: [Names; 10] = [
    Names {
        language: Language::De,
        share: 42,
        first: &[
            "Anke",
            "Jörg",
            "Wiebke",
            "Holger",
            "Svenja",
            "Malte",
            "Friederike",
            "Uwe",
            "Thea",
            "Bjarne",
            "Käthe",
            "Rüdiger",
            "Merle",
            "Onno",
            "Birte",
            "Hauke",
            "Leonie",
            "Detlef",
            "Silke",
            "Timo",
            "Edda",
            "Volker",
        ],
        last: &[
            "Harmsen",
            "Lüders",
            "Brackmann",
            "Ohlsen",
            "Tiedjen",
            "Kröger",
            "Möhlenkamp",
            "Stahmer",
            "Behnken",
            "Rohwedder",
            "Quast",
            "Wulff",
            "Dierks",
            "Grotjahn",
            "Sievers",
            "Petermann",
            "Voß",
            "Jessen",
        ],
    },
    Names {
        language: Language::En,
        share: 20,
        first: &[
            "Maeve", "Callum", "Priya", "Owen", "Tamsin", "Desmond", "Ailsa", "Reuben", "Nkechi", "Harriet", "Dylan",
            "Imogen", "Kofi", "Beatrix", "Rory", "Anjali",
        ],
        last: &[
            "Thornbury",
            "Oyelaran",
            "Pickersgill",
            "Mistry",
            "Hollowell",
            "Cadwallader",
            "Brightwell",
            "Ferncombe",
            "Adeyinka",
            "Stanhope",
            "Marlowe",
            "Tunnicliffe",
        ],
    },
    Names {
        language: Language::Nl,
        share: 8,
        first: &["Sanne", "Daan", "Fenna", "Bram", "Lotte", "Wouter", "Marijke", "Sjoerd", "Noortje"],
        last: &["Hoekstra", "Verbruggen", "Terpstra", "van Loon", "Bleeker", "Kuipers", "de Wilde", "Zandstra"],
    },
    Names {
        language: Language::Fr,
        share: 7,
        first: &["Clémence", "Bastien", "Maëlle", "Thibault", "Sylvie", "Jérôme", "Anaïs", "Loïc"],
        last: &["Garnier", "Delorme", "Poulain", "Vasseur", "Bonnefoy", "Charpentier", "Lacombe"],
    },
    Names {
        language: Language::Pl,
        share: 6,
        first: &["Agnieszka", "Wojciech", "Małgorzata", "Łukasz", "Halina", "Paweł", "Zofia"],
        last: &["Wróblewska", "Sikora", "Dąbek", "Kuźniar", "Ostrowska", "Żurek", "Bielak"],
    },
    Names {
        language: Language::Tr,
        share: 6,
        first: &["Elif", "Murat", "Gülşen", "Onur", "Şebnem", "Kerem", "Aylin"],
        last: &["Yıldırım", "Çetin", "Özkan", "Korkmaz", "Şahin", "Bulut"],
    },
    Names {
        language: Language::Es,
        share: 4,
        first: &["Marisol", "Íñigo", "Rocío", "Álvaro", "Begoña"],
        last: &["Quiroga", "Peñalver", "Ibáñez", "Carrasco", "Núñez"],
    },
    Names {
        language: Language::It,
        share: 3,
        first: &["Chiara", "Lorenzo", "Ornella", "Niccolò"],
        last: &["Bellandi", "Sartori", "Fabbri", "Monti"],
    },
    Names {
        language: Language::Ar,
        share: 3,
        first: &["ليلى", "يوسف", "هدى", "سامر"],
        last: &["الخطيب", "درويش", "شاهين", "العلي"],
    },
    Names {
        language: Language::Ja, share: 2, first: &["陽子", "大輔", "彩花"], last: &["森下", "川端", "三宅"]
    },
];

/// A name as its owner shows it.
pub(crate) fn shown(first: &str, last: &str, random: &mut Random) -> String {
    match random.below(12) {
        0 => first.into(),
        1 => format!("{first} {}.", last.chars().next().unwrap_or_default()),
        2 => format!("{first} {last} {}", random.pick(&["🚆", "🌻", "☕", "🐈", "🏳️‍🌈", "🌊"])),
        3 => format!("{first} {last} ({})", random.pick(&["she/her", "privat", "he/him", "Pendler", "er/ihm"])),
        _ => format!("{first} {last}"),
    }
}

/// A handle: who and where, on a host that cannot exist.
pub(crate) fn handle(first: &str, last: &str, home: &str, random: &mut Random) -> String {
    let (first, last, home) = (plain(first), plain(last), plain(home));
    let initial = last.get(..1).unwrap_or("x");
    if first.starts_with(NAMELESS) {
        return format!("{first}.{home}.example");
    }
    match random.below(4) {
        0 => format!("{first}-{last}.{home}.example"),
        1 => format!("{first}{}.{home}.example", random.within(61, 99)),
        2 => format!("{first}-{initial}.plaza.example"),
        _ => format!("{first}-{initial}.{home}.example"),
    }
}

/// For names in letters that no host name holds.
const NAMELESS: &str = "reisende";

/// The letters that a host name can hold.
pub(crate) fn plain(name: &str) -> String {
    let letters: String = name
        .to_lowercase()
        .chars()
        .filter_map(|letter| {
            Some(
                match letter {
                    'a'..='z' | '0'..='9' => return Some(letter.to_string()),
                    'ä' => "ae",
                    'ö' => "oe",
                    'ü' => "ue",
                    'ß' => "ss",
                    'é' | 'è' | 'ë' | 'ê' | 'ę' => "e",
                    'á' | 'à' | 'â' | 'ą' => "a",
                    'í' | 'ì' | 'ï' | 'î' | 'ı' => "i",
                    'ó' | 'ò' | 'ô' => "o",
                    'ú' | 'û' => "u",
                    'ñ' | 'ń' => "n",
                    'ç' | 'ć' => "c",
                    'ł' => "l",
                    'ş' | 'ś' => "s",
                    'ğ' => "g",
                    'ź' | 'ż' => "z",
                    _ => return None,
                }
                .to_owned(),
            )
        })
        .collect();
    match letters.is_empty() {
        // Other scripts choose a word; the sum of the letters tells names apart.
        true => format!("reisende{}", name.chars().map(u32::from).sum::<u32>() % 1_000),
        false => letters,
    }
}
