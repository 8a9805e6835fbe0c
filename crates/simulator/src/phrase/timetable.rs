//! The winter timetable.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    bad(De, "Im neuen Fahrplan der Vellenbahn braucht man von {station} nach {other} jetzt {min} Minuten länger. Fortschritt?"),
    plain(De, "{us} Warum stehen im Fahrplan zwei Züge um {time}, und warum kommt dann keiner?"),
    bad(En, "The new Vellenbahn timetable makes {station} to {other} {min} minutes longer. Progress?"),
    plain(En, "{us} why does the timetable list two trains at {time}? And which of them is the real one?"),
    bad(De, "Neuer Fahrplan: der Zug um {time} ab {station} ist weg. Genau der mit den Schulkindern drin. {us}, wer hat das entschieden?"),
    plain(De, "{us} Ab wann gilt der Fahrplan für den Winter, und gibt es ihn auch auf Papier? Mein Vater fragt."),
    torn(De, "Fahrplan der Vellenbahn: endlich stündlich nach {other}. Dafür sonntags nur bis 20 Uhr. Halb gefreut."),
    glad(De, "Der Winterfahrplan der Vellenbahn hat den Frühzug, um den wir drei Jahre gebeten haben. Es geht doch!"),
    bad(En, "New timetable, {us}: my {time} now leaves four minutes before my bus arrives. Was this tested on people?"),
    plain(En, "{us} is the winter timetable out as a file somewhere? My calendar would like to eat it."),
    torn(En, "Winter timetable of the Vellenbahn: hourly to {other} at last, but nothing after eight on Sundays. Half a cheer."),
    plain(Nl, "{us} wanneer begint de nieuwe dienstregeling?"),
    bad(Fr, "Nouvel horaire : le train de {time} à {station} disparaît. {us}, et les lycéens ?"),
    plain(Pl, "{us} od kiedy obowiązuje nowy rozkład jazdy? Na stacji {station} wisi jeszcze stary."),
    plain(Tr, "{us} kış tarifesi ne zaman başlıyor?"),
    plain(Es, "{us} ¿desde cuándo vale el horario de invierno?"),
    plain(It, "{us} da quando vale l’orario invernale?"),
    plain(Ar, "{us} متى يبدأ جدول الشتاء؟"),
    plain(Ja, "{us} 冬の時刻表はいつからですか?"),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(De, "Und bleibt der späte Zug am Freitag?"),
    bad(De, "Haben Sie mit einer einzigen Schule gesprochen, bevor Sie das geändert haben?"),
    plain(En, "And does the late train on Fridays stay?"),
    plain(Nl, "En blijft de late trein op vrijdag?"),
    plain(Fr, "Et le dernier train du vendredi, il reste ?"),
    plain(Pl, "A późny pociąg w piątek zostaje?"),
    plain(Tr, "Cuma gecesi son tren kalıyor mu?"),
    plain(Es, "¿Y se mantiene el último del viernes?"),
    plain(It, "E l’ultimo del venerdì resta?"),
    plain(Ar, "وهل يبقى القطار المتأخر يوم الجمعة؟"),
    plain(Ja, "金曜日の最終列車は残りますか?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Er gilt ab 13. Dezember; auf Papier liegt er ab Montag in {station} aus. Den Hinweis zum Zug um {time} haben wir der Planung gegeben, Antwort bis Freitag, hier."),
    Said(En, "It starts on 13 December; the file is on our page under “Plan”. We have put the {time} to the planners, and you will read their answer here by Friday."),
    Said(Nl, "De nieuwe dienstregeling begint op 13 december en ligt vanaf maandag in {station}."),
    Said(Fr, "Il vaut à partir du 13 décembre. Votre remarque sur le train de {time} est chez les planificateurs ; réponse ici d’ici vendredi."),
    Said(Pl, "Rozkład obowiązuje od 13 grudnia. Na stacji {station} wymienimy go w poniedziałek, dziękujemy za uwagę."),
    Said(Tr, "Kış tarifesi 13 Aralık’ta başlıyor, pazartesiden itibaren {station} istasyonunda da var."),
    Said(Es, "Desde el 13 de diciembre. En papel estará el lunes en {station}."),
    Said(It, "Dal 13 dicembre. Su carta lo trova da lunedì a {station}."),
    Said(Ar, "يبدأ في 13 ديسمبر، وستجدونه مطبوعا في {station} ابتداء من الاثنين."),
    Said(Ja, "12月13日からです。{station}駅では月曜日から配布します。"),
];
