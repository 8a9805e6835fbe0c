//! What people add to a sentence, so that it is theirs.

use super::{Mood, Said};
use crate::language::Language::*;

/// Signs that every language understands.
pub(crate) const fn signs(mood: Mood) -> &'static [&'static str] {
    match mood {
        Mood::Negative => &["🙄", "😤", "🥶", "#Vellenbahn", "🤦", "…"],
        Mood::Mixed => &["🤷", "🙃", "#Vellenbahn"],
        Mood::Neutral => &["🤔", "🙏"],
        Mood::Positive => &["❤️", "🎉", "😊", "🚂", "#Vellenbahn"],
    }
}

/// Added when unhappy.
#[rustfmt::skip] // one sentence, one line
pub(crate) const UNHAPPY: &[Said] = &[
    Said(De, "Ernsthaft."),
    Said(De, "Und das im November."),
    Said(De, "Ich habe jetzt wirklich genug."),
    Said(De, "Bitte nicht wieder „wir prüfen das“."),
    Said(De, "Kostet ja auch nur {price} im Monat."),
    Said(En, "Honestly."),
    Said(En, "In November, too."),
    Said(En, "For {price} a month."),
    Said(En, "Please don’t say “we are looking into it”."),
    Said(Nl, "Echt waar."),
    Said(Fr, "Franchement."),
    Said(Pl, "Naprawdę."),
    Said(Tr, "Yeter artık."),
    Said(Es, "De verdad."),
    Said(It, "Davvero."),
];

/// What a picture shows, in the words of whoever posted it.
#[rustfmt::skip]
pub(crate) const PICTURES: &[Said] = &[
    Said(De, "Foto: Anzeigetafel in {station}, alle Zeilen leer."),
    Said(De, "Foto: Bahnsteig in {station} im Nebel, viele Menschen mit Koffern."),
    Said(En, "Photo: the departure board at {station}, every line empty."),
    Said(En, "Photo: a platform in the fog, {n} people with suitcases."),
    Said(Nl, "Foto: leeg perron in {station}."),
    Said(Fr, "Photo : le quai de {station}, vide."),
    Said(Pl, "Zdjęcie: pusty peron na stacji {station}."),
    Said(Tr, "Fotoğraf: {station} istasyonunda boş peron."),
];
