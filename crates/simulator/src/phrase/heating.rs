//! Too cold, too hot.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    bad(De, "Ich tippe mit Handschuhen, deshalb kurz: Heizung. Wagen {coach}. {us}."),
    bad(En, "Typing with gloves on so briefly: heating. Coach {coach}. {us}."),
    bad(De, "Wagen {coach} im {train}: Heizung aus, Atem sichtbar. {us}, verteilt ihr wenigstens Decken?"),
    bad(De, "Die Heizung auf Linie {line} kennt zwei Stufen: Gletscher und Sauna. Heute Gletscher. {us}"),
    torn(De, "Heizung im {train} ausgefallen, aber der Zugbegleiter hat uns in die erste Klasse gesetzt. Mit Keks. Danke, {us}."),
    plain(De, "{us} Lässt sich die Heizung in Wagen {coach} abstellen? 29 Grad, und ich trage Wolle."),
    bad(En, "It is 9 degrees in coach {coach} of the {train}. I have checked twice. {us} is the heating a rumour?"),
    bad(En, "Freezing on the {time} from {station} again. My tea has a skin. {us} please."),
    torn(En, "No heating in our coach, so strangers shared a blanket and are now friends. Still: fix it, {us}."),
    glad(En, "Heating on line {line} works! First warm Monday since October. {us} you lovely people."),
    bad(Nl, "Verwarming kapot in rijtuig {coach} van de {train}. {us}, het is hier 8 graden."),
    bad(Fr, "Pas de chauffage dans la voiture {coach} du {train}. {us}, on voit notre souffle."),
    bad(Pl, "Ogrzewanie w wagonie {coach} nie działa, siedzimy w kurtkach. {us}, da się coś zrobić?"),
    bad(Tr, "{coach}. vagonda kalorifer çalışmıyor, çocuk üşüyor. {us} lütfen ilgilenin."),
    bad(Es, "Sin calefacción en el coche {coach} del {train}. {us}, vamos con abrigo y guantes."),
    bad(It, "Riscaldamento spento nella carrozza {coach}. {us}, si gela."),
    bad(Ar, "التدفئة لا تعمل في العربة رقم {coach}. {us} الأطفال يرتجفون من البرد."),
    bad(Ja, "{us} {coach}号車の暖房が効いていません。とても寒いです。"),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(De, "Wagen {coach}, steht doch oben. Kommt da noch jemand?"),
    plain(En, "Coach {coach}, as I wrote. Is anybody coming?"),
    plain(Nl, "Komt er nog iemand?"),
    plain(Fr, "Quelqu’un va passer ?"),
    plain(Pl, "Czy ktoś przyjdzie?"),
    plain(Tr, "Biri gelecek mi?"),
    plain(Es, "¿Va a venir alguien?"),
    plain(It, "Passa qualcuno?"),
    plain(Ar, "هل سيأتي أحد؟"),
    plain(Ja, "どなたか来てくれますか?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Brr, das tut uns leid. Der Zugbegleiter weiß Bescheid; ein Wagen weiter ist geheizt und Platz. Der Wagen geht heute Nacht in die Werkstatt."),
    Said(En, "Brr, we are sorry. The conductor knows; the next coach is warm and has seats. Yours goes to the workshop tonight."),
    Said(Nl, "Brr, dat spijt ons. De conducteur weet het; het volgende rijtuig is warm en heeft plaats."),
    Said(Fr, "Brr, nous sommes désolés. Le contrôleur est prévenu ; la voiture suivante est chauffée et il y a de la place."),
    Said(Pl, "Przepraszamy. Konduktor już wie; w sąsiednim wagonie jest ciepło i są wolne miejsca."),
    Said(Tr, "Özür dileriz. Kondüktöre haber verdik; yan vagon sıcak ve yer var."),
    Said(Es, "Lo sentimos. El revisor ya lo sabe; el coche de al lado está caliente y hay sitio."),
    Said(It, "Ci dispiace. Il capotreno è avvisato; la carrozza accanto è calda e ci sono posti."),
    Said(Ar, "نعتذر بشدة. أبلغنا المسؤول في القطار، والعربة المجاورة دافئة وفيها أماكن."),
    Said(Ja, "申し訳ありません。車掌に伝えました。隣の車両は暖かく、空席もあります。"),
];
