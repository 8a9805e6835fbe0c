//! Money back.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    bad(De, "{us} hat meine Erstattung abgelehnt, weil der Zug laut System pünktlich war. Ich war dabei. Er war es nicht."),
    plain(De, "Gilt die Entschädigung auch für die Schülerkarte, {us}? Drei Kinder, drei Verspätungen, drei Formulare."),
    bad(En, "My Vellenbahn refund was refused because the system says the train was on time. I was on it. It was not."),
    plain(En, "{us} does compensation cover school passes? Three children, three delays, three forms."),
    bad(De, "Erstattung beantragt vor {days} Wochen. Antwort: „Ihr Anliegen ist uns wichtig.“ {us}, mein Geld mir auch."),
    plain(De, "{us} Ab wie vielen Minuten Verspätung gibt es eine Entschädigung? {min} hatte ich heute."),
    bad(De, "Das Formular für die Erstattung der Vellenbahn fragt nach meiner Faxnummer. Meiner FAXNUMMER."),
    glad(De, "Erstattung nach zwei Tagen auf dem Konto, ohne Diskussion. {us}, das war vorbildlich."),
    torn(De, "{us} Die Entschädigung kam, {price}. Leider kam sie als Gutschein für den Zug, der nicht fuhr."),
    bad(En, "Refund claim number four, {us}. Same delay, same form, same silence. Shall I bring cake for its birthday?"),
    plain(En, "{us} how do I claim a refund for the {past} from {station}? It was cancelled, and I walked."),
    bad(En, "The Vellenbahn refund form rejects my street because it has a number in it. Most streets do."),
    glad(En, "Refund arrived in two days, with a handwritten sorry. {us}, whoever you are in that office: bless you."),
    plain(Nl, "{us} hoe vraag ik terugbetaling aan voor de trein van {past}? Die reed niet."),
    bad(Fr, "Trois semaines que j’attends mon remboursement, {price}. {us}, il y a quelqu’un ?"),
    plain(Fr, "{us} à partir de combien de minutes a-t-on droit à un remboursement ?"),
    bad(Pl, "Czekam na zwrot {price} już {days} tygodni. {us}, czy mam napisać jeszcze raz?"),
    plain(Tr, "{us} iptal edilen {past} treni için bilet iadesi nasıl alabilirim?"),
    bad(Es, "Llevo {days} semanas esperando el reembolso de {price}. {us}, ¿hay alguien ahí?"),
    plain(It, "{us} come chiedo il rimborso per il treno delle {past}? È stato cancellato."),
    plain(Ar, "{us} كيف أطلب استرداد ثمن تذكرة القطار الذي ألغي الساعة {past}؟"),
    plain(Ja, "{us} 運休になった{past}の列車の払い戻しはどうすればいいですか?"),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(De, "Und wie lange dauert das diesmal?"),
    bad(De, "Die Nummer habe ich schon zweimal geschickt."),
    plain(En, "And how long will it take this time?"),
    bad(En, "I have sent you that number twice already."),
    plain(Nl, "En hoe lang duurt dat dan?"),
    plain(Fr, "Et cela prendra combien de temps ?"),
    plain(Pl, "A ile to potrwa?"),
    plain(Tr, "Peki bu ne kadar sürer?"),
    plain(Es, "¿Y cuánto tarda?"),
    plain(It, "E quanto ci vuole?"),
    plain(Ar, "وكم يستغرق ذلك؟"),
    plain(Ja, "どのくらいかかりますか?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Ab 30 Minuten gibt es ein Viertel zurück, ab 60 die Hälfte. Schicken Sie uns die Nummer des Antrags als Direktnachricht, wir sehen heute noch nach."),
    Said(De, "So lange darf das nicht dauern. Wir haben Ihren Fall der Kollegin Wiebke gegeben, sie meldet sich bis morgen Mittag."),
    Said(En, "From 30 minutes you get a quarter back, from 60 half. Send us the number of the claim in a direct message and we will look today."),
    Said(En, "It must not take that long. Your claim is now with our colleague Wiebke; you hear from her by noon tomorrow."),
    Said(Nl, "Vanaf 30 minuten krijgt u een kwart terug, vanaf 60 de helft. Stuurt u ons het nummer? Dan kijken we vandaag nog."),
    Said(Fr, "À partir de 30 minutes, un quart ; à partir de 60, la moitié. Envoyez-nous le numéro du dossier, nous regardons aujourd’hui."),
    Said(Pl, "Od 30 minut zwracamy jedną czwartą, od 60 połowę. Proszę przesłać numer wniosku, sprawdzimy jeszcze dziś."),
    Said(Tr, "30 dakikadan itibaren dörtte biri, 60 dakikadan itibaren yarısı iade edilir. Başvuru numaranızı gönderir misiniz, bugün bakalım."),
    Said(Es, "A partir de 30 minutos, un cuarto; a partir de 60, la mitad. Envíenos el número y lo miramos hoy."),
    Said(It, "Da 30 minuti un quarto, da 60 la metà. Ci mandi il numero della pratica, guardiamo oggi stesso."),
    Said(Ar, "من 30 دقيقة نعيد ربع الثمن ومن 60 دقيقة نصفه. أرسلوا لنا رقم الطلب وسننظر فيه اليوم."),
    Said(Ja, "30分以上の遅れで4分の1、60分以上で半額をお返しします。受付番号をお送りいただければ本日中に確認します。"),
];
