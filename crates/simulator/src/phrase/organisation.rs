//! What organisations say: suppliers, partners, competitors, neighbours, the regulator.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const SUPPLIER: &[Line] = &[
    plain(De, "{us} Das Ersatzteil für den Aufzug in {station} hat heute unser Werk verlassen. Wer nimmt es in Empfang?"),
    torn(De, "Wir lesen hier seit {days} Tagen, der Aufzug in {station} warte auf uns. {us}, die Bestellung ist bei uns nie angekommen."),
    glad(De, "Neue Weichen für {station}, in einer Nacht eingebaut, zusammen mit den Kolleginnen der Vellenbahn. So macht Arbeit Freude."),
    plain(De, "Die Vellenbahn bekommt im Frühjahr neue Sitze. Wer mag, sitzt bei uns am Samstag in {other} Probe."),
];

#[rustfmt::skip]
pub(crate) const PARTNER: &[Line] = &[
    plain(De, "{us} Unsere letzte Fähre wartet heute bis {time}. Kommt euer Zug bis dahin in {station} an?"),
    torn(De, "Unsere Busse fahren für die Vellenbahn ab {station}, so gut es geht. Zwei Fahrer sind krank, bitte habt Geduld mit ihnen."),
    glad(De, "Gemeinsame Fahrkarte mit der Vellenbahn: im ersten Monat 4.100 Mal verkauft. Danke an alle, die umsteigen."),
    plain(De, "Radfahren und Bahnfahren: ab Montag verleihen wir Räder am Bahnhof {station}, mit der Karte der Vellenbahn zum halben Preis."),
    plain(En, "Ferry note for guests of the Vellenbahn: the {time} to the island waits for the train today, up to ten minutes."),
];

#[rustfmt::skip]
pub(crate) const COMPETITOR: &[Line] = &[
    bad(De, "Stehen Sie auch gerade in {station}? Unser Bus nach {other} fährt um {time}. Signalstörungen hat er keine. 😉"),
    plain(De, "Neue Buslinie {station} – {other}, stündlich, mit Steckdose. Die Vellenbahn ist herzlich eingeladen, mitzufahren."),
    torn(En, "Credit to the Vellenbahn for the night train. Our coach to {other} leaves at {time} and costs {price}. May the better bed win."),
    plain(En, "Waiting for line 4? We have 12 seats left on the {time} coach from {station}."),
];

#[rustfmt::skip]
pub(crate) const REGULATOR: &[Line] = &[
    plain(De, "{us} Uns liegen {n} Meldungen zur Signalanlage {station} vor. Wir bitten um den Bericht bis Freitag; das Aktenzeichen steht im Schreiben von heute."),
    plain(De, "Hinweis für Fahrgäste der Vellenbahn: Wer wegen eines defekten Aufzugs nicht reisen kann, hat Anspruch auf Hilfe oder Ersatz. Beschwerden bitte erst an das Unternehmen, dann an uns."),
];

#[rustfmt::skip]
pub(crate) const COMMUNITY: &[Line] = &[
    torn(De, "Wir bitten um eine Antwort zum letzten Bus nach dem Spätzug, {us}. {station} liegt sechs Kilometer vom Bahnhof, und es ist dunkel."),
    bad(De, "Der Ortsrat hat einstimmig beschlossen: Der Halt {station} darf nicht fallen. {us}, wir erwarten ein Gespräch."),
    plain(De, "{us} Dürfen wir zum Lichterfest am Samstag einen Sonderhalt in {station} haben? Letztes Jahr kamen 2.000 Leute."),
    glad(De, "Der Bahnhof {station} hat seit heute Blumenkästen, von der Grundschule bepflanzt und von der Vellenbahn bezahlt. Danke!"),
    plain(En, "Residents of {station}: the Vellenbahn explains the night works on Thursday at seven in the school hall. Bring questions."),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(De, "Danke für die Rückmeldung. Wer ist bei Ihnen der Ansprechpartner?"),
    plain(De, "Gut, dann halten wir Freitag fest. Können Sie das schriftlich bestätigen?"),
    plain(En, "Thank you. Who is the right person to call?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Danke, dass Sie sich melden. Ewa Brandt kümmert sich darum und ruft heute noch an; was dabei herauskommt, schreiben wir auch hier."),
    Said(En, "Thank you for writing. Ewa Brandt takes care of it and calls today; what comes of it we will write here too."),
];
