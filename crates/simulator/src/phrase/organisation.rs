//! What organisations say: suppliers, partners, competitors, neighbours, the regulator.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const SUPPLIER: &[Line] = &[
    plain(De, "{us} Das bestellte Teil für {station} hat heute unser Werk verlassen. Wer nimmt es am Freitag in Empfang?"),
    torn(De, "Wir lesen hier seit {days} Tagen, in {station} warte man auf uns. {us}, diese Bestellung ist bei uns nie angekommen."),
    glad(De, "Eine Nacht in {station}, zwölf Leute, um fünf rollte wieder alles. Danke an die Kolleginnen der Vellenbahn für den Kaffee."),
    plain(De, "Wir suchen für Arbeiten an der Strecke der Vellenbahn zwei Leute mit ruhiger Hand. Ein Anruf genügt."),
    bad(De, "{us} Unsere Rechnung vom September ist offen. Wir fragen hier, weil am Telefon niemand mehr abnimmt."),
    plain(En, "{us} the part ordered for {station} left our works today. Who signs for it on Friday?"),
];

#[rustfmt::skip]
pub(crate) const PARTNER: &[Line] = &[
    plain(De, "{us} Die letzte Fähre wartet heute bis {time}. Kommt euer Zug bis dahin in {station} an?"),
    torn(De, "Für die Vellenbahn fahren ab {station} gerade Busse, so gut es geht. Zwei Fahrer sind krank, bitte habt Geduld mit ihnen."),
    glad(De, "Gemeinsame Fahrkarte mit der Vellenbahn: im ersten Monat 4.100 Mal verkauft. Danke an alle, die umsteigen."),
    plain(De, "Ab Montag stehen am Bahnhof {station} Leihräder, mit der Karte der Vellenbahn zum halben Preis."),
    bad(De, "{us} Der Anschluss um {time} in {station} steht in eurem Fahrplan anders als in unserem. Welcher gilt?"),
    plain(En, "Note for guests of the Vellenbahn: the {time} ferry waits for the train today, up to ten minutes."),
    glad(En, "One ticket for train, bus and ferry, with the Vellenbahn: 4,100 sold in the first month. Thank you for changing trains."),
];

#[rustfmt::skip]
pub(crate) const COMPETITOR: &[Line] = &[
    bad(De, "Stehen Sie auch gerade in {station}? Unser Bus nach {other} fährt um {time}. Signalstörungen hat er keine. 😉"),
    plain(De, "Neue Linie {station} – {other}, stündlich, mit Steckdose. Auch die Leute von der Vellenbahn dürfen mitfahren."),
    bad(De, "Unsere Pünktlichkeit im Oktober: 94 Prozent. Die der Vellenbahn: fragen Sie die Vellenbahn."),
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
    bad(De, "Wir haben einstimmig beschlossen: Der Halt {station} darf nicht fallen. {us}, wir erwarten ein Gespräch."),
    plain(De, "{us} Dürfen wir zum Lichterfest am Samstag einen Sonderhalt in {station} haben? Letztes Jahr kamen 2.000 Leute."),
    glad(De, "Der Bahnhof {station} hat seit heute Blumenkästen, von der Grundschule bepflanzt und von der Vellenbahn bezahlt. Danke!"),
    bad(De, "{us} Nachtarbeiten bis zwei Uhr früh, angekündigt durch einen Zettel im Regen. Die Leute in {station} haben Kinder."),
    plain(De, "Unser Kirchenchor fährt am Sonntag mit 40 Leuten ab {station}. Vellenbahn, singen im Zug ist erlaubt?"),
    plain(En, "Residents of {station}: the Vellenbahn explains the night works on Thursday at seven in the school hall. Bring questions."),
    bad(En, "{us} night works until two in the morning, announced by a note in the rain. People in {station} have children."),
    plain(En, "{us} our choir travels from {station} on Sunday, 40 of us. Is singing on the train allowed?"),
    glad(En, "The station at {station} has flower boxes since today, planted by the school, paid for by the Vellenbahn. Lovely."),
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
