//! The pilot of a night train.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    glad(De, "Probefahrt im Nachtzug der Vellenbahn: geschlafen wie ein Stein, geweckt mit Tee. Ich möchte nie wieder fliegen."),
    plain(De, "Wird der Nachtzug der Vellenbahn auch Schlafabteile nur für Frauen haben?"),
    glad(En, "Test ride on the Vellenbahn night train: slept like a stone, woken with tea. I never want to fly again."),
    plain(En, "{us} is the night train pilot also coming to {station}? My whole street is asking, and it’s a long street."),
    glad(De, "Ein Nachtzug ab {station}! Ich habe kurz geprüft, ob der 1. April ist. {us}, ich bin dabei."),
    plain(De, "{us} Hält der Nachtzug auch in {station}, oder rauscht der nachts durch?"),
    torn(De, "Nachtzug der Vellenbahn: schöne Idee. Aber {price} für einen Sitz, der „Liege“ heißt?"),
    bad(De, "Ein Nachtzug als Versuch, und tags fällt die Linie {line} aus. Vielleicht erst das eine können, {us}."),
    plain(De, "Darf mein Hund mit in den Nachtzug, {us}? Er schnarcht weniger als mein Mann."),
    glad(En, "A night train from Port Velle? I have waited twenty years for this. When do sales open, {us}?"),
    plain(En, "{us} will the night train have a coach for wheelchairs? Nothing about it on your page."),
    torn(En, "Love the Vellenbahn night train idea, hate that it leaves {station} at 22:58 when the last bus gets there at 23:05."),
    glad(En, "Booked! Night train, bottom bunk, window seat for breakfast. {us} I am unreasonably giddy."),
    bad(En, "So the Vellenbahn finds money for a sleeper but not for a toilet that works on line {line}. Noted."),
    glad(Nl, "Een nachttrein vanaf {station}! {us}, waar kan ik boeken?"),
    plain(Nl, "{us} mag de fiets mee in de nachttrein?"),
    glad(Fr, "Un train de nuit depuis Port Velle ? J’attends ça depuis vingt ans. Quand ouvrent les ventes, {us} ?"),
    plain(Fr, "{us} le train de nuit aura-t-il des compartiments pour dames ?"),
    plain(Pl, "{us} czy nocny pociąg zatrzyma się na stacji {station}? Chętnie pojadę z dziećmi."),
    glad(Tr, "Port Velle’den gece treni mi? Yirmi yıldır bekliyorum. {us} biletler ne zaman satışa çıkıyor?"),
    glad(Es, "¡Un tren nocturno desde Port Velle! {us}, ¿cuándo salen los billetes?"),
    glad(It, "Un treno notturno da Port Velle, finalmente. {us}, quando si può prenotare?"),
    glad(Ar, "قطار الليل من Port Velle فكرة جميلة. {us} متى يبدأ بيع التذاكر؟"),
    glad(Ja, "{us} 夜行列車、とても楽しみです。予約はいつからですか?"),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    glad(De, "Wunderbar! Gibt es auch Frühstück?"),
    plain(De, "Und was kostet ein Bett für vier?"),
    glad(En, "Wonderful. And is there coffee in the morning? This matters."),
    plain(En, "What does a compartment for four cost?"),
    plain(Nl, "Leuk! Is er ook ontbijt?"),
    plain(Fr, "Merveilleux ! Et le petit déjeuner ?"),
    plain(Pl, "Wspaniale. A ile kosztuje przedział dla czterech osób?"),
    plain(Tr, "Harika. Kahvaltı da var mı?"),
    plain(Es, "¡Qué bien! ¿Y habrá desayuno?"),
    plain(It, "Che bello! E la colazione è compresa?"),
    plain(Ar, "رائع. وهل يوجد فطور؟"),
    plain(Ja, "朝食はありますか?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Wie schön, dass Sie mitfahren wollen! Der Verkauf beginnt am 1. Dezember um neun Uhr. Der Versuch läuft bis Ostern, danach entscheiden wir mit Ihren Erfahrungen."),
    Said(De, "Gute Frage, und noch ist nicht alles entschieden: die Halte stehen bis Freitag fest. Wir schreiben es Ihnen dann hier."),
    Said(En, "You make us happy. Sales open on 1 December at nine. The pilot runs until Easter, and what you tell us decides how it goes on."),
    Said(En, "Good question, and not everything is settled: the stops are fixed by Friday. We will tell you here."),
    Said(Nl, "Wat leuk! De verkoop begint op 1 december om negen uur. De proef loopt tot Pasen."),
    Said(Fr, "Vous nous faites plaisir ! La vente ouvre le 1er décembre à neuf heures. L’essai dure jusqu’à Pâques."),
    Said(Pl, "Bardzo się cieszymy! Sprzedaż rusza 1 grudnia o dziewiątej. Próba potrwa do Wielkanocy."),
    Said(Tr, "Ne güzel! Satışlar 1 Aralık saat dokuzda başlıyor. Deneme Paskalya’ya kadar sürecek."),
    Said(Es, "¡Qué alegría! La venta empieza el 1 de diciembre a las nueve. La prueba dura hasta Pascua."),
    Said(It, "Che bello! La vendita apre il 1º dicembre alle nove. La prova dura fino a Pasqua."),
    Said(Ar, "يسعدنا ذلك! يبدأ البيع في 1 ديسمبر الساعة التاسعة، وتستمر التجربة حتى الربيع."),
    Said(Ja, "ありがとうございます。発売は12月1日の9時からです。試験運行は春まで続きます。"),
];
