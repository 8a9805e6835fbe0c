//! Things left behind.

use super::{Line, Said, bad, glad, plain};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    plain(De, "{us} Gestern im {train} einen einzelnen Gummistiefel verloren, Größe 24, mit Dinosaurier. Der andere weint."),
    plain(En, "{us} lost a single wellington boot on the {train}, size 24, dinosaur. The other boot is inconsolable."),
    plain(De, "{us} Habe im {train} eine Geige liegen lassen. Schwarz, Kasten, Aufkleber mit Frosch. Bitte, bitte."),
    glad(De, "Fundbüro {station}: Handschuh abgegeben, Handschuh gefunden, Kaffee bekommen. Warum ist nicht alles so, {us}?"),
    plain(De, "Wer bei der Vellenbahn hat das Fundbüro? Mein Teddy (nicht meiner) fährt seit heute früh allein Linie {line}."),
    bad(De, "Drei Anrufe beim Fundbüro in {station}, dreimal weiterverbunden, dreimal bei mir selbst gelandet. {us}?"),
    plain(En, "{us} lost: one green umbrella, {train}, coach {coach}. It is ugly. It was my grandfather’s."),
    plain(En, "Lost my daughter’s hearing aid on line {line} near {station}. Tiny, blue. Please share. Vellenbahn, can you look?"),
    glad(En, "Lost laptop on the Vellenbahn on Friday, back on Monday, still charged. Somebody had charged it!"),
    plain(Nl, "{us} rugzak verloren in de trein van {past} naar {other}. Rood, met een eend eraan."),
    plain(Fr, "{us} j’ai oublié un dossier bleu dans le train de {past}. C’est ma thèse."),
    plain(Pl, "{us} zostawiłam w pociągu o {past} zielony plecak. Czy ktoś go znalazł?"),
    plain(Tr, "{us} {past} treninde gözlüğümü unuttum, kırmızı bir kutuda. Bulundu mu?"),
    plain(Es, "{us} he perdido una mochila gris en el tren de las {past}."),
    plain(It, "{us} ho dimenticato gli occhiali sul treno delle {past}. Qualcuno li ha trovati?"),
    plain(Ar, "{us} فقدت حقيبة سوداء في قطار الساعة {past}. هل وجدها أحد؟"),
    plain(Ja, "{us} {past}の列車に傘を忘れました。届いていますか?"),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(De, "Wagen {coach}, Fensterplatz. Wann kann ich es abholen?"),
    plain(En, "Coach {coach}, window seat. When can I pick it up?"),
    plain(Nl, "Rijtuig {coach}. Wanneer kan ik het ophalen?"),
    plain(Fr, "Voiture {coach}. Quand puis-je passer ?"),
    plain(Pl, "Wagon {coach}. Kiedy mogę odebrać?"),
    plain(Tr, "{coach}. vagon. Ne zaman alabilirim?"),
    plain(Es, "Coche {coach}. ¿Cuándo puedo recogerlo?"),
    plain(It, "Carrozza {coach}. Quando posso ritirarli?"),
    plain(Ar, "العربة {coach}. متى يمكنني أخذها؟"),
    plain(Ja, "{coach}号車です。いつ取りに行けますか?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Wir haben den Zug gefragt, die Reinigung sieht um {time} nach. In welchem Wagen saßen Sie ungefähr?"),
    Said(En, "We asked the train; the cleaners will look at {time}. Which coach were you in, roughly?"),
    Said(Nl, "We hebben de trein gebeld; om {time} wordt er gezocht. In welk rijtuig zat u?"),
    Said(Fr, "Nous avons prévenu le train, on cherche à {time}. Vous étiez dans quelle voiture ?"),
    Said(Pl, "Zapytaliśmy w pociągu, o {time} sprawdzi ekipa sprzątająca. W którym wagonie Państwo jechali?"),
    Said(Tr, "Trene haber verdik, saat {time} gibi bakılacak. Hangi vagondaydınız?"),
    Said(Es, "Hemos avisado al tren; a las {time} lo buscan. ¿En qué coche iba?"),
    Said(It, "Abbiamo avvisato il treno; alle {time} si cerca. In quale carrozza era?"),
    Said(Ar, "سألنا طاقم القطار وسيبحثون الساعة {time}. في أي عربة كنتم؟"),
    Said(Ja, "列車に確認しています。{time}ごろ清掃の際に探します。何号車でしたか?"),
];
