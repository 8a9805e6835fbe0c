//! Journalists ask.

use super::{Line, Said, plain};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    plain(En, "{us} How many passengers were on the trains held at {station}, and since when did you know? We publish at {time}."),
    plain(En, "{us} We have three people telling us the relay at {station} was reported in August. Is that right? Deadline {time}."),
    plain(De, "{us} Für unsere Sendung um {time}: Wie viele Züge der Linie {line} sind diese Woche ausgefallen, und warum?"),
    plain(De, "Anfrage an {us}: Wann fährt der Aufzug in {station} wieder, und wie viele Menschen kommen so lange nicht zum Zug? Redaktionsschluss {time}."),
    plain(En, "{us} would the night train pilot go on if it loses money? Writing a long piece, happy to talk."),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(En, "Thank you. May I quote that with a name?"),
    plain(De, "Danke. Darf ich das mit Namen zitieren?"),
    plain(En, "Noted. And is there a written record of the report?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Danke für die Frage. Ewa Brandt aus der Kommunikation hat die Zahlen und ruft Sie in einer halben Stunde an; die Antwort steht danach auch hier."),
    Said(En, "Thank you for asking first. Ewa Brandt has the figures and calls you within half an hour; the answer will then stand here too."),
];

#[rustfmt::skip]
pub(crate) const IGNORED: &[Said] = &[
    Said(En, "No answer from @vellenbahn.example by the deadline. The piece goes out without one."),
    Said(De, "Von @vellenbahn.example bis Redaktionsschluss keine Antwort. Wir senden es so."),
];
