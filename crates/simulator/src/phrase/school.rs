//! Classes on their way.

use super::{Line, Said, bad, glad, plain};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    plain(De, "Projektwoche: Meine Schulklasse möchte bei der Vellenbahn fragen, wie ein Zug bremst. Wer hat Zeit für 24 Kinder?"),
    bad(En, "{us} our school trip was split over two trains without telling anyone. Half my pupils are at {other}. Half are not."),
    plain(De, "{us} Klassenfahrt nach {other}, 27 Kinder, {n} Erwachsene: muss ich reservieren oder hoffen?"),
    bad(De, "Reservierung für die Schulklasse bestätigt, Wagen {coach} fehlt. 27 Kinder im Gang bis {other}. {us}!"),
    glad(De, "Klassenfahrt mit der Vellenbahn: 27 Kinder, keine Tränen, einmal Nasenbluten. Der Zugbegleiter war ein Held."),
    plain(De, "Gibt es bei der Vellenbahn Führungen fürs Stellwerk? Meine Schulklasse hat 300 Fragen."),
    plain(En, "{us} school trip to {other}: 31 pupils, one with a wheelchair. Whom do I phone?"),
    bad(En, "Booked seats for 31 pupils on the {time}, {us}. There are no seats. There is no coach. There are 31 pupils."),
    glad(En, "School trip with the Vellenbahn went so well that the pupils asked to come back by train, not by coach. A first."),
    plain(Nl, "{us} schoolreis naar {other} met 24 kinderen: kan ik plaatsen reserveren?"),
    plain(Fr, "{us} sortie scolaire, 26 élèves vers {other} : y a-t-il un tarif de groupe ?"),
    plain(Pl, "{us} wycieczka szkolna, 25 dzieci do stacji {other}. Jak zarezerwować miejsca?"),
    plain(Tr, "{us} okul gezisi için 30 öğrenciye grup indirimi var mı?"),
    plain(Es, "{us} excursión con 28 alumnos a {other}: ¿hay tarifa de grupo?"),
    plain(It, "{us} gita scolastica, 26 ragazzi per {other}: come si prenota?"),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(De, "Und wenn zwei Kinder krank werden, verfällt dann alles?"),
    plain(En, "And if two of them fall ill, do we lose the booking?"),
    plain(Nl, "En als er kinderen ziek worden?"),
    plain(Fr, "Et si deux élèves sont malades ?"),
    plain(Pl, "A jeśli dwoje dzieci zachoruje?"),
    plain(Tr, "İki öğrenci hastalanırsa ne olur?"),
    plain(Es, "¿Y si dos se ponen enfermos?"),
    plain(It, "E se due si ammalano?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Reservieren lohnt sich, bis zwei Tage vorher und kostenlos: wir halten Wagen {coach} frei. Sagen Sie uns Tag und Zug?"),
    Said(En, "Do book, it is free until two days before: we keep coach {coach} for you. Tell us the day and the train?"),
    Said(Nl, "Reserveren kan gratis tot twee dagen van tevoren; we houden rijtuig {coach} vrij."),
    Said(Fr, "Oui, réservez gratuitement jusqu’à deux jours avant ; nous gardons la voiture {coach}."),
    Said(Pl, "Rezerwacja jest bezpłatna do dwóch dni wcześniej, zatrzymamy wagon {coach}."),
    Said(Tr, "Evet, iki gün öncesine kadar ücretsiz yer ayırtabilirsiniz; {coach}. vagonu sizin için tutarız."),
    Said(Es, "Sí, la reserva es gratuita hasta dos días antes; guardamos el coche {coach}."),
    Said(It, "La prenotazione è gratuita fino a due giorni prima; teniamo libera la carrozza {coach}."),
];
