//! Lifts that stand still, and ways without steps.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    bad(De, "Zum Aufzug in {station}: Die Störung ist laut Aushang „in Kürze“ behoben. Der Aushang hängt seit {days} Tagen, {us}."),
    plain(De, "{us} Ich bin nächste Woche mit Gips und Krücken unterwegs. Wo zwischen {station} und {other} gibt es einen Aufzug, der fährt?"),
    bad(De, "Am Rollstuhlplatz im Zug ab {station} standen heute drei Koffer und ein Weihnachtsbaum. {us}, achtet da jemand drauf?"),
    bad(En, "Lift at {station}: the notice says “shortly”. The notice has been there for {days} days, {us}."),
    plain(En, "{us} I’ll be on crutches next week. Between {station} and {other}, where are there lifts that actually run?"),
    bad(De, "Seit {days} Tagen ist der Aufzug in {station} kaputt. Ich komme mit dem Rollstuhl nicht zum Zug, der Schaffner zuckt mit den Schultern. Ist das euer Ernst, {us}?"),
    bad(De, "Aufzug {station}: außer Betrieb. Gestern auch. Vorgestern auch. Mit Kinderwagen heißt das: {n} Fremde bitten, mit anzufassen."),
    plain(De, "{us} Funktioniert der Aufzug in {station} heute? Ich fahre um {time} mit meiner Mutter, sie geht am Rollator."),
    torn(De, "Die neue Rampe in {station} ist gut. Nur endet sie vor drei Stufen. Wer nimmt so etwas ab, {us}?"),
    glad(De, "Der Aufzug in {station} fährt wieder! Heute zum ersten Mal seit {days} Tagen allein zur Arbeit gekommen. Danke, {us}."),
    bad(De, "„Barrierefreier Bahnhof“ steht auf dem Schild in {station}. Direkt neben der Treppe."),
    plain(De, "Gibt es irgendwo eine Liste, welche Bahnhöfe der Vellenbahn barrierefrei sind, heute, nicht laut Prospekt?"),
    bad(En, "Lift at {station} out of order for {days} days. I use a wheelchair. What exactly do you suggest I do, {us}?"),
    bad(En, "{us} carried my pram up 41 steps at {station} because the lift is “awaiting parts”. Since when? Until when?"),
    plain(En, "Can anyone tell me whether {station} is step-free from platform 2? The website of the Vellenbahn says yes, the photos say no."),
    torn(En, "Staff at {station} could not have been kinder with the ramp. But I should not have to phone a day before to take a train, {us}."),
    glad(En, "Lift at {station} works again, and somebody has even cleaned the buttons. Small things. Thank you {us}."),
    bad(Nl, "De lift in {station} is al {days} dagen stuk. Met een rolstoel kom je hier niet weg. {us}?"),
    plain(Nl, "{us} is er een oprijplaat op station {station}? Ik kom om {time} aan met een rolstoel."),
    bad(Fr, "{days} jours que l’ascenseur de {station} est en panne. Mon père a 81 ans, il ne sort plus. {us}, c’est pour quand ?"),
    plain(Fr, "{us} l’ascenseur de {station} marche-t-il aujourd’hui ? Nous arrivons à {time} avec une poussette double."),
    bad(Pl, "Winda na stacji {station} nie działa od {days} dni. Wózek, trzydzieści stopni i deszcz. {us}, kiedy to naprawicie?"),
    bad(Tr, "{station} istasyonunda asansör {days} gündür bozuk. Bebek arabasıyla merdiven çıkıyorum. {us} ne zaman tamir edilecek?"),
    plain(Tr, "{us} {station} istasyonunda tekerlekli sandalye için rampa var mı?"),
    bad(Es, "El ascensor de {station} lleva {days} días sin funcionar. Voy en silla de ruedas. {us}, ¿qué hago?"),
    bad(It, "L’ascensore di {station} è fermo da {days} giorni. Con la carrozzina non si passa. {us}, quando lo riparate?"),
    bad(Ar, "المصعد في محطة {station} معطل منذ {days} أيام وأمي لا تستطيع صعود الدرج. {us} متى يتم إصلاحه؟"),
    plain(Ja, "{us} {station}駅のエレベーターは今日動いていますか?ベビーカーで{time}ごろ着きます。"),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    bad(De, "Danke. Aber um {time} stehe ich wieder davor. Was mache ich heute?"),
    plain(De, "Gleis 2 hat aber drei Stufen. Reicht die Rampe dafür?"),
    plain(De, "Und wer sagt den anderen Bescheid, die das nicht lesen?"),
    bad(En, "And today? I have to be on the {time}. A part in December does not lift me."),
    plain(En, "Does the ramp reach over the three steps on platform 2?"),
    plain(Nl, "En vandaag? Ik moet om {time} mee."),
    plain(Fr, "Et aujourd’hui, pour le train de {time}, on fait comment ?"),
    plain(Pl, "A dzisiaj? Muszę zdążyć na {time}."),
    plain(Tr, "Peki bugün {time} treni için ne yapacağım?"),
    plain(Es, "¿Y hoy? Tengo que coger el de las {time}."),
    plain(It, "E oggi? Devo prendere quello delle {time}."),
    plain(Ar, "واليوم؟ يجب أن نلحق بقطار الساعة {time}."),
    plain(Ja, "今日の{time}の列車はどうすればいいですか?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Nein, das ist nicht in Ordnung, und es tut uns leid. Das Ersatzteil kommt am 2. Dezember. Bis dahin bringen wir eine mobile Rampe nach {station}. Welchen Zug nehmen Sie?"),
    Said(De, "Sie haben recht. Wir holen Sie am Eingang in {station} ab und begleiten Sie zum Gleis. Sagen Sie uns die Uhrzeit?"),
    Said(En, "No, that is not all right, and we are sorry. The part arrives on 2 December. Until then we bring a mobile ramp to {station}. Which train do you take?"),
    Said(En, "You are right to ask. We will meet you at the entrance of {station} and bring you to the platform. Would you tell us the time?"),
    Said(Nl, "Dat klopt niet, en het spijt ons. Het onderdeel komt op 2 december. Tot dan zetten we in {station} een mobiele oprijplaat neer. Welke trein neemt u?"),
    Said(Fr, "Non, ce n’est pas normal, et nous en sommes désolés. La pièce arrive le 2 décembre. D’ici là, une rampe mobile vous attend à {station}. Quel train prenez-vous ?"),
    Said(Pl, "To nie jest w porządku i bardzo przepraszamy. Część przyjdzie 2 grudnia. Do tego czasu na stacji {station} będzie rampa przenośna. Którym pociągiem Państwo jadą?"),
    Said(Tr, "Haklısınız, özür dileriz. Yedek parça 2 Aralık’ta geliyor. O güne kadar {station} istasyonuna seyyar rampa getiriyoruz. Hangi trene bineceksiniz?"),
    Said(Es, "Tiene razón y lo sentimos. La pieza llega el 2 de diciembre. Hasta entonces llevamos una rampa móvil a {station}. ¿Qué tren toma?"),
    Said(It, "Ha ragione, ci dispiace. Il pezzo arriva il 2 dicembre. Fino ad allora portiamo una rampa mobile a {station}. Quale treno prende?"),
    Said(Ar, "معكم حق ونعتذر. تصل القطعة في 2 ديسمبر، وحتى ذلك الحين نضع منحدرا متنقلا في {station}. أي قطار ستأخذون؟"),
    Said(Ja, "ご不便をおかけして申し訳ありません。部品は12月2日に届きます。それまで{station}に移動式スロープを用意します。どの列車をご利用ですか?"),
];
