//! What the organisation listens for, and what people talk about.

use std::sync::LazyLock;

use crate::phrase::{self, Line, Said};

/// Something people talk about; what is listened for is derived from it.
pub(crate) struct Topic {
    pub(crate) name: &'static str,
    /// The label that the team puts on such conversations.
    pub(crate) label: &'static str,
    /// How many of a hundred conversations are about it.
    pub(crate) share: usize,
    /// Whether its answers suit the happy; otherwise they suit those who ask or complain.
    pub(crate) is_cheerful: bool,
    /// A post matches when it holds a term of every group.
    pub(crate) terms: &'static [&'static [&'static str]],
    /// How people begin.
    pub(crate) openings: &'static [Line],
    /// What they ask when they were answered.
    pub(crate) follow_ups: &'static [Line],
    /// What the team answers.
    pub(crate) answers: &'static [Said],
}

/// Words that tell that the railway or one of its stations is meant.
const HERE: &[&str] = &[
    "Velle*",
    "Hallgrund",
    "Moorkamp",
    "Birkenmoor",
    "Ostervelle",
    "Ahrenfurt",
    "Tiefenrode",
    "Eskenfeld",
    "Grauholm",
    "Wolmersiel",
    "Sandwerder",
    "Kaldern",
];

/// The organisation by its name and by its handle.
const US: &[&str] = &["Vellenbahn*", "@vellenbahn.example"];

pub(crate) const BY_NAME: &str = "Vellenbahn";

#[rustfmt::skip] // terms read better side by side
pub(crate) static TOPICS: &[Topic] = &[
    Topic {
        name: "Signal failure", label: "disruption", share: 12, is_cheerful: false,
        terms: &[&[
            "signal failure", "signalling fault", "Signalstörung", "Stellwerksstörung", "seinstoring", "panne de signalisation",
            "awaria sygnalizacji", "sinyal arızası", "avería de señales", "guasto ai segnali", "عطل الإشارات",
        ]],
        openings: phrase::signal::OPENINGS, follow_ups: phrase::signal::FOLLOW_UPS, answers: phrase::signal::ANSWERS,
    },
    Topic {
        name: "Lifts and step-free", label: "accessibility", share: 10, is_cheerful: false,
        terms: &[
            &["lift", "lifts", "elevator", "Aufzug*", "Fahrstuhl", "Rollstuhl*", "wheelchair", "step-free", "barrierefrei*",
              "rolstoel", "ascenseur*", "winda", "windy", "asansör*", "ascensor*", "المصعد", "Rampe", "ramp"],
            HERE,
        ],
        openings: phrase::lift::OPENINGS, follow_ups: phrase::lift::FOLLOW_UPS, answers: phrase::lift::ANSWERS,
    },
    Topic {
        name: "Line 4 delays", label: "delay", share: 15, is_cheerful: false,
        terms: &[&["line 4", "Linie 4", "L4", "lijn 4", "ligne 4", "linia 4", "4 numaralı hat", "línea 4", "linea 4", "الخط 4"]],
        openings: phrase::line_four::OPENINGS, follow_ups: phrase::line_four::FOLLOW_UPS, answers: phrase::line_four::ANSWERS,
    },
    Topic {
        name: "Ticket app", label: "app", share: 13, is_cheerful: false,
        terms: &[&["VelleTicket*"]],
        openings: phrase::app::OPENINGS, follow_ups: phrase::app::FOLLOW_UPS, answers: phrase::app::ANSWERS,
    },
    Topic {
        name: "Night train pilot", label: "idea", share: 8, is_cheerful: true,
        terms: &[
            &["night train*", "Nachtzug*", "nachttrein*", "train de nuit", "nocny pociąg", "gece treni", "tren nocturno",
              "treno notturno", "قطار الليل", "sleeper"],
            HERE,
        ],
        openings: phrase::night_train::OPENINGS, follow_ups: phrase::night_train::FOLLOW_UPS, answers: phrase::night_train::ANSWERS,
    },
    Topic {
        name: "Bikes on board", label: "bikes", share: 8, is_cheerful: false,
        terms: &[
            &["bike*", "bicycle*", "Fahrrad*", "Fahrräder*", "Rad", "Räder", "fiets*", "vélo*", "rower*", "bisiklet*", "bici*", "دراجة"],
            HERE,
        ],
        openings: phrase::bike::OPENINGS, follow_ups: phrase::bike::FOLLOW_UPS, answers: phrase::bike::ANSWERS,
    },
    Topic {
        name: "Refunds", label: "refund", share: 9, is_cheerful: false,
        terms: &[
            &["refund*", "compensation", "Erstattung*", "Entschädigung", "terugbetaling", "rembours*", "zwrot*", "iade*",
              "reembolso*", "rimborso", "استرداد"],
            HERE,
        ],
        openings: phrase::refund::OPENINGS, follow_ups: phrase::refund::FOLLOW_UPS, answers: phrase::refund::ANSWERS,
    },
    Topic {
        name: "Heating", label: "comfort", share: 6, is_cheerful: false,
        terms: &[
            &["heating", "freezing", "Heizung*", "verwarming", "chauffage", "ogrzewanie", "kalorifer*", "calefacción",
              "riscaldamento", "التدفئة"],
            HERE,
        ],
        openings: phrase::heating::OPENINGS, follow_ups: phrase::heating::FOLLOW_UPS, answers: phrase::heating::ANSWERS,
    },
    Topic {
        name: "Praise for crew", label: "praise", share: 7, is_cheerful: true,
        terms: &[
            &["conductor", "driver", "crew", "Zugbegleiter*", "Schaffner*", "Lokführer*", "conducteur", "contrôleu*",
              "konduktor*", "kondüktör*", "revisor*", "capotreno", "machinist*", "السائق"],
            HERE,
        ],
        openings: phrase::crew::OPENINGS, follow_ups: phrase::crew::FOLLOW_UPS, answers: phrase::crew::ANSWERS,
    },
    Topic {
        name: "School trips", label: "groups", share: 4, is_cheerful: false,
        terms: &[
            &["school trip*", "Klassenfahrt*", "Schulklasse*", "schoolreis*", "sortie scolaire", "wycieczka", "okul gezisi",
              "excursión", "gita scolastica", "pupils"],
            HERE,
        ],
        openings: phrase::school::OPENINGS, follow_ups: phrase::school::FOLLOW_UPS, answers: phrase::school::ANSWERS,
    },
    Topic {
        name: "Lost and found", label: "lost property", share: 5, is_cheerful: false,
        terms: &[
            &["lost", "Fundbüro", "liegen lassen", "liegengelassen", "verloren", "perdu", "oublié", "zgubił*", "zostawił*",
              "unuttum", "perdido", "olvidado", "dimenticato", "فقدت"],
            HERE,
        ],
        openings: phrase::lost::OPENINGS, follow_ups: phrase::lost::FOLLOW_UPS, answers: phrase::lost::ANSWERS,
    },
    Topic {
        name: "Winter timetable", label: "timetable", share: 6, is_cheerful: false,
        terms: &[
            &["timetable", "Fahrplan*", "dienstregeling", "horaire*", "rozkład*", "tarife*", "horario*", "orario", "جدول"],
            HERE,
        ],
        openings: phrase::timetable::OPENINGS, follow_ups: phrase::timetable::FOLLOW_UPS, answers: phrase::timetable::ANSWERS,
    },
];

/// A kind of talk that is found by our name only.
const fn by_name(name: &'static str, label: &'static str, openings: &'static [Line]) -> Topic {
    Topic {
        name,
        label,
        share: 0,
        is_cheerful: false,
        terms: &[],
        openings,
        follow_ups: phrase::organisation::FOLLOW_UPS,
        answers: phrase::organisation::ANSWERS,
    }
}

/// What staff write in the open.
pub(crate) static STAFF: Topic = Topic {
    follow_ups: phrase::staff::FOLLOW_UPS,
    answers: phrase::staff::ANSWERS,
    ..by_name("Staff", "staff", phrase::staff::OPENINGS)
};
/// What journalists ask.
pub(crate) static PRESS: Topic = Topic {
    follow_ups: phrase::press::FOLLOW_UPS,
    answers: phrase::press::ANSWERS,
    ..by_name("Press", "press", phrase::press::OPENINGS)
};
/// What other organisations say, by what they are to us.
pub(crate) static SUPPLIER: Topic = by_name("Supplier", "supplier", phrase::organisation::SUPPLIER);
pub(crate) static PARTNER: Topic = by_name("Partner", "partner", phrase::organisation::PARTNER);
pub(crate) static COMPETITOR: Topic = by_name("Competitor", "competitor", phrase::organisation::COMPETITOR);
pub(crate) static COMMUNITY: Topic = by_name("Neighbours", "neighbours", phrase::organisation::COMMUNITY);
pub(crate) static REGULATOR: Topic = by_name("Regulator", "regulator", phrase::organisation::REGULATOR);

pub(crate) fn named(name: &str) -> &'static Topic {
    TOPICS.iter().find(|topic| topic.name == name).expect("the name of a topic in the table")
}

/// What to listen for: name and query, in the query language.
///
/// ```
/// let topics = simulator::topics();
/// assert_eq!(topics[0], ("Vellenbahn".to_owned(), "Vellenbahn* OR @vellenbahn.example".to_owned()));
/// ```
pub fn topics() -> Vec<(String, String)> {
    let by_name = (BY_NAME.to_owned(), query(&[US]));
    let others = TOPICS.iter().map(|topic| (topic.name.to_owned(), query(topic.terms)));
    std::iter::once(by_name).chain(others).collect()
}

fn query(groups: &[&[&str]]) -> String {
    let group = |terms: &&[&str]| terms.iter().map(|term| quoted(term)).collect::<Vec<_>>().join(" OR ");
    match groups {
        [only] => group(only),
        several => several.iter().map(|terms| format!("({})", group(terms))).collect::<Vec<_>>().join(" AND "),
    }
}

/// A term as the language writes it: several words in quotation marks. A prefix inside quotation marks is not in the
/// language, so several words drop their star.
fn quoted(term: &str) -> String {
    match term.contains([' ', '-']) {
        true => format!("\"{}\"", term.trim_end_matches('*')),
        false => term.to_owned(),
    }
}

/// The names of the topics that a text meets, by a plain reading of their terms. Not the engine: an independent
/// second opinion for tests, good for the texts of this crate.
pub(crate) fn matching(text: &str) -> Vec<&'static str> {
    let words = words(text);
    let is_met = |(name, groups): &Read| {
        let holds = |terms: &Vec<Term>| terms.iter().any(|term| term.stands_in(text, &words));
        groups.iter().all(holds).then_some(*name)
    };
    READ.iter().filter_map(is_met).collect()
}

/// A topic's name and terms, read once.
type Read = (&'static str, Vec<Vec<Term>>);

static READ: LazyLock<Vec<Read>> = LazyLock::new(|| {
    let group = |terms: &&[&'static str]| terms.iter().copied().map(Term::read).collect();
    let read = |name, groups: &[&[&'static str]]| (name, groups.iter().map(group).collect());
    let others = TOPICS.iter().map(|topic| read(topic.name, topic.terms));
    std::iter::once(read(BY_NAME, &[US])).chain(others).collect()
});

enum Term {
    Handle(&'static str),
    Words(Vec<String>),
    Prefix(String),
}

impl Term {
    fn read(term: &'static str) -> Self {
        let words = words(term);
        match term.strip_suffix('*') {
            _ if term.starts_with('@') => Self::Handle(term),
            Some(_) if words.len() == 1 => Self::Prefix(words.concat()),
            _ => Self::Words(words),
        }
    }

    fn stands_in(&self, text: &str, words: &[String]) -> bool {
        match self {
            Self::Handle(handle) => text.to_lowercase().contains(handle),
            Self::Words(wanted) => words.windows(wanted.len()).any(|window| window == wanted),
            Self::Prefix(stem) => words.iter().any(|word| word.starts_with(stem)),
        }
    }
}

/// Words as UAX #29 has them, near enough: full stops between letters do not part, nor do apostrophes but those of
/// articles (*l’orario*). Addresses have none.
fn words(text: &str) -> Vec<String> {
    let is_address = |part: &&str| part.contains("://");
    text.split_whitespace().filter(|part| !is_address(part)).flat_map(words_of_part).collect()
}

fn words_of_part(part: &str) -> Vec<String> {
    // Marks over and under letters are no letters.
    let is_letter = |letter: &char| !('\u{300}'..='\u{36f}').contains(letter);
    let letters: Vec<char> = part.to_lowercase().chars().filter(is_letter).collect();
    let is_inner = |at: usize| {
        let beside = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|l: &char| l.is_alphanumeric());
        let is_joint = match letters[at] {
            '.' => true,
            '\'' | '’' => beside(at.checked_sub(2)),
            _ => false,
        };
        is_joint && beside(at.checked_sub(1)) && beside(Some(at + 1))
    };
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        match letter.is_alphanumeric() || *letter == '_' || is_inner(at) {
            true => words.last_mut().expect("never empty").push(*letter),
            false => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_quotes_phrases_and_parts_and_from_or_by_parentheses() {
        let text = query(&[&["night train", "Nachtzug*"], &["Velle*"]]);
        assert_eq!(text, "(\"night train\" OR Nachtzug*) AND (Velle*)");
    }

    #[test]
    fn most_openings_are_found_by_the_terms_of_their_own_topic() {
        for topic in TOPICS {
            let is_found = |line: &&Line| {
                let named = line.text.replace("{us}", BY_NAME).replace("{station}", "Moorkamp");
                matching(&named).contains(&topic.name)
            };
            let found = topic.openings.iter().filter(is_found).count();
            assert!(found * 10 >= topic.openings.len() * 6, "{}: {found}", topic.name);
        }
    }
}
