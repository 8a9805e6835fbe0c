//! What those who work for the railway say in the open.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    bad(En, "{us} Please stop saying “technical reasons”. We reported this relay at {station} in August. In writing."),
    bad(De, "Ich arbeite hier, deshalb ohne Namen: Auf der Linie {line} fährt seit {days} Tagen ein Wagen mit defekter Tür. Gemeldet ist es. {us}, bitte lest eure eigenen Meldungen."),
    torn(De, "Stolz auf meine Kolleginnen heute in {station}. Aber zu dritt gegen 400 Fahrgäste ist kein Konzept, {us}."),
    bad(En, "Night shift at {station} alone again, {us}. The rule says two. The rule is there for a reason."),
    plain(De, "Frage an die Zentrale, weil hier schneller geantwortet wird als im Intranet: Gilt die neue Rampe jetzt in {station} oder nicht, {us}?"),
    glad(De, "Elf Jahre Lokführerin bei der Vellenbahn, und der Nebel über {station} ist immer noch der beste Teil des Tages."),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(De, "Danke. Und wer sagt es den anderen Schichten?"),
    plain(En, "Thank you. Who tells the other shifts?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Danke, dass du es sagst, auch hier. Die Betriebsleitung hat deine Meldung jetzt auf dem Tisch und ruft heute zurück. Niemand bekommt dafür Ärger."),
    Said(En, "Thank you for saying it, here too. The head of operations has your report on the table and calls back today. Nobody will get into trouble for this."),
];

#[rustfmt::skip]
pub(crate) const IGNORED: &[Said] = &[
    Said(De, "Noch immer keine Antwort. Dann eben der Betriebsrat."),
    Said(En, "Still nothing. The works council then."),
];
