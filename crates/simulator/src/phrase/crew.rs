//! Praise for those who run the trains, and now and then the opposite.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    glad(De, "Der Schaffner im {train} hat einem Kind die ganze Strecke bis {other} die Stationen rückwärts aufgesagt. {us}, bitte mehr Lohn."),
    glad(De, "Gestern vor Müdigkeit bis {other} durchgefahren. Die Zugbegleiterin der Vellenbahn hat mich in den Gegenzug gesetzt und dem Kollegen Bescheid gesagt. ❤️"),
    glad(En, "Fell asleep, woke up at {other}. The conductor put me on the train back and told her colleague to wake me. {us}, angels."),
    torn(En, "{us} your conductor is a joy. Your seats are a warning. Please pass on only the first part."),
    glad(De, "Danke an die Zugbegleiterin im {train}, die mit mir bis zum Bus gelaufen ist. {us}, gebt ihr einen Blumenstrauß."),
    glad(De, "Der Lokführer auf der Linie {line} hat eben den Sonnenaufgang angesagt. Alle haben hingeschaut. {us} ❤️"),
    glad(De, "Mein Sohn durfte in {station} dem Schaffner die Kelle halten. Er redet seit drei Stunden von nichts anderem. Danke, Vellenbahn!"),
    bad(De, "Der Schaffner im {train} hat eine alte Frau angeschrien, weil sie ihre Brille suchte. {us}, das geht nicht."),
    torn(De, "Zugbegleiterin: großartig. Zug: kaputt. {us}, behaltet die eine, repariert den anderen."),
    glad(En, "Shout-out to the conductor of the {time} who found my wallet, my hat and my dignity. {us} keep him."),
    glad(En, "The driver of the {train} wished everyone good luck with their exams. I am 46 and I cried. {us}"),
    glad(En, "Vellenbahn crew waited 90 seconds for a blind man and his dog today. Nobody complained. Nobody."),
    plain(En, "{us} where can I send a thank-you card for a conductor? I only know she wore a yellow scarf."),
    bad(En, "Your conductor at {station} laughed at my accent, {us}. I would like to know that you read this."),
    glad(Nl, "De conducteur van de {train} heeft mijn dochter haar knuffel teruggebracht. {us}, dank je wel!"),
    glad(Fr, "Merci à la contrôleuse du train de {time} : elle a calmé tout le wagon avec une blague. {us}, gardez-la."),
    glad(Pl, "Pani konduktor z pociągu {train} pomogła mi z wózkiem i jeszcze się uśmiechała. {us}, dziękuję!"),
    glad(Tr, "{train} kondüktörü yaşlı babama yer buldu, çok teşekkürler {us}."),
    glad(Es, "El revisor del {train} me ayudó con las maletas sin que se lo pidiera. {us}, gracias."),
    glad(It, "Il capotreno del {train} ha aspettato mia nonna. {us}, grazie di cuore."),
    glad(Ar, "السائق انتظر والدي المسن حتى جلس. {us} شكرا جزيلا."),
    glad(Ja, "{us} 車掌さんがとても親切でした。ありがとうございました。"),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    glad(De, "Es war der Zug um {past} ab {station}. Sagt ihr es ihr wirklich?"),
    glad(En, "It was the {past} from {station}. Will you really tell her?"),
    plain(Nl, "Het was de trein van {past}. Geven jullie het door?"),
    plain(Fr, "C’était le train de {past}. Vous lui direz vraiment ?"),
    plain(Pl, "To był pociąg o {past}. Naprawdę jej to przekażecie?"),
    plain(Tr, "Saat {past} treniydi. Gerçekten iletir misiniz?"),
    plain(Es, "Fue el tren de las {past}. ¿Se lo dirán?"),
    plain(It, "Era il treno delle {past}. Glielo dite davvero?"),
    plain(Ar, "كان قطار الساعة {past}. هل ستخبرونه فعلا؟"),
    plain(Ja, "{past}の列車でした。伝えていただけますか?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Das macht uns gerade sehr froh. Wir geben es weiter, mit Namen und Blumen. Welcher Zug war es?"),
    Said(De, "Danke, dass Sie das schreiben. Wir sprechen heute mit allen, die dabei waren, und melden uns hier."),
    Said(En, "You just made a whole depot smile. We pass it on, with flowers. Which train was it?"),
    Said(En, "Thank you for writing this. We will speak with those who were there today and come back to you here."),
    Said(Nl, "Wat fijn om te horen! We geven het door. Welke trein was het?"),
    Said(Fr, "Quel plaisir de vous lire ! Nous transmettons. C’était quel train ?"),
    Said(Pl, "Bardzo miło to czytać! Przekażemy. Który to był pociąg?"),
    Said(Tr, "Bunu okumak çok güzel! İletiyoruz. Hangi trendi?"),
    Said(Es, "¡Qué alegría leerle! Se lo diremos. ¿Qué tren era?"),
    Said(It, "Che bello leggerlo! Lo riferiamo. Che treno era?"),
    Said(Ar, "أسعدتمونا بكلماتكم. سننقلها إليه. أي قطار كان؟"),
    Said(Ja, "うれしいお言葉をありがとうございます。本人に伝えます。どの列車でしたか?"),
];
