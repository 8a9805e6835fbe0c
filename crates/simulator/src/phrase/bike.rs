//! Bicycles on trains.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    torn(De, "Fahrradwagen der Vellenbahn: Platz für zwölf. Schild für acht. Diskussion für alle. War aber nett."),
    bad(De, "Der Fahrradwagen hält in {station} seit Montag an der Treppe statt an der Rampe. {us}, mit 30 Kilo am Rad ist das kein Spaß."),
    plain(En, "{us} do you have a list of trains with a bike coach between {station} and {other}? The search only says “maybe”."),
    bad(En, "The Vellenbahn bike coach now stops at the stairs of {station} instead of at the ramp. Thirty kilos of bike say hello."),
    bad(De, "Mit Fahrradkarte abgewiesen in {station}, „Abteil voll“. Drin standen {n} Koffer und kein einziges Rad. {us}, so nicht."),
    plain(De, "{us} Brauche ich für ein Faltrad eine Fahrradkarte? Gefaltet, in der Tasche, sehr brav."),
    torn(De, "Mehr Platz für Fahrräder auf der Linie {line}, gut. Die Haken hängen auf 2,10 m, weniger gut. Danke trotzdem, {us}."),
    glad(De, "Fahrradplätze jetzt in der App der Vellenbahn zu sehen, mit Zahl. Genau so!"),
    plain(De, "Wie viele Fahrräder nimmt der Zug um {time} ab {station} mit, {us}? Wir sind {n} Leute."),
    bad(En, "Turned away at {station} with a bike AND a bike ticket. {us} what did I pay {price} for?"),
    plain(En, "{us} can I take a cargo bike from {station} to {other}? It is long. It has a child in it."),
    glad(En, "Bike spaces of the Vellenbahn now show in the app, with numbers. Whoever fought for this: thank you."),
    torn(En, "Vellenbahn bike coach: lovely. Vellenbahn bike coach at the other end of the platform every single day: character-building."),
    plain(Nl, "{us} mag mijn fiets mee in de trein van {time} naar {other}?"),
    bad(Nl, "Geweigerd in {station} met een fietskaartje van de Vellenbahn. Waarom verkopen jullie die dan?"),
    plain(Fr, "{us} faut-il réserver pour un vélo entre {station} et {other} ?"),
    bad(Fr, "Refusé avec mon vélo à {station}, alors que le wagon était vide. {us} ?"),
    plain(Pl, "{us} czy w pociągu o {time} jest jeszcze miejsce na dwa rowery?"),
    plain(Tr, "{us} bisikletle binmek için ayrı bilet gerekiyor mu?"),
    plain(Es, "{us} ¿puedo llevar la bici en el tren de las {time} desde {station}?"),
    plain(It, "{us} si può portare la bici sul treno delle {time} per {other}?"),
    plain(Ar, "{us} هل أحتاج تذكرة خاصة إذا كانت معي دراجة؟"),
    plain(Ja, "{us} 自転車をそのまま載せられる列車はありますか?"),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(De, "Und auf dem Rückweg von {other}? Da ist doch immer alles voll."),
    plain(De, "Gilt das auch für Anhänger?"),
    plain(En, "And on the way back from {other}? It is always full."),
    plain(En, "Does that include trailers?"),
    plain(Nl, "Geldt dat ook voor een bakfiets?"),
    plain(Fr, "Et au retour de {other} ?"),
    plain(Pl, "A w drodze powrotnej z przyczepką?"),
    plain(Tr, "Dönüşte de aynı mı?"),
    plain(Es, "¿Y a la vuelta?"),
    plain(It, "E al ritorno?"),
    plain(Ar, "وهل ينطبق هذا على العودة أيضا؟"),
    plain(Ja, "帰りも同じですか?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Wer eine Fahrradkarte hat, wird mitgenommen, so soll es sein. Wir klären, was in {station} los war, und erstatten Ihnen die Karte. Schreiben Sie uns die Zugnummer?"),
    Said(De, "Ein gefaltetes Rad fährt umsonst mit. Für alle anderen sind im Zug um {time} zwölf Plätze, Wagen {coach}."),
    Said(En, "Whoever has a bike ticket is taken along; that is the rule. We will find out what happened at {station} and refund the ticket. Which train was it?"),
    Said(En, "A folded bike travels free. For all others the {time} has twelve spaces, in coach {coach}."),
    Said(Nl, "Ja, dat kan: er zijn twaalf plaatsen in rijtuig {coach}. Wie een fietskaartje heeft, gaat mee; waar ging het mis?"),
    Said(Fr, "Pas besoin de réserver : douze places en voiture {coach}, avec un billet vélo. Et si l’on vous refuse, dites-le-nous ici."),
    Said(Pl, "Tak, w wagonie {coach} jest dwanaście miejsc na rowery. Wystarczy bilet rowerowy."),
    Said(Tr, "Evet, bisiklet bileti gerekiyor; {coach}. vagonda on iki yer var. Katlanır bisikletler ücretsiz."),
    Said(Es, "Sí: hay doce plazas en el coche {coach}, con billete para bicicleta. Las plegadas viajan gratis."),
    Said(It, "Sì: ci sono dodici posti nella carrozza {coach}, con il biglietto bici. Le pieghevoli viaggiano gratis."),
    Said(Ar, "نعم، تحتاجون تذكرة دراجة، وفي العربة رقم {coach} اثنا عشر مكانا. الدراجات القابلة للطي مجانا."),
    Said(Ja, "はい、{coach}号車に12台分の場所があります。自転車用のきっぷをお求めください。"),
];
