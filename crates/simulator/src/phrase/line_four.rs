//! Line 4 is late.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    bad(De, "Linie 4 endet heute in {station}. Ich wusste das nicht. Der Fahrer wusste das auch nicht. {us}?"),
    plain(De, "{us} Fährt die Linie 4 am Sonntag mit zwei Wagen oder wieder nur mit einem?"),
    bad(De, "Linie 4: {min} Minuten. Das ist keine Verspätung, das ist eine eigene Abfahrt."),
    torn(De, "Eines muss man der Linie 4 lassen: Man lernt warten. Heute {min} Minuten, dafür mit Sonnenaufgang über {station}."),
    bad(De, "Ich habe die Linie 4 jetzt {days} Tage lang aufgeschrieben. Pünktlich: zwei Mal. Wollen Sie die Liste, {us}?"),
    bad(En, "Line 4 terminated at {station} today. I didn’t know. The driver didn’t know. {us}?"),
    plain(En, "{us} will line 4 have two coaches on Sunday, or one again? Asking for {n} people and a cello."),
    bad(En, "I kept a diary of line 4 for {days} days. On time: twice. Would you like a copy, {us}?"),
    torn(En, "Line 4, {min} minutes late, sunrise over {station}, a stranger shared her thermos. I’m keeping the sunrise."),
    bad(De, "Linie 4, {min} Minuten zu spät. Wie gestern. Wie vorgestern. Wie eigentlich immer."),
    bad(De, "Zweimal umgestiegen, zweimal den Anschluss verpasst. {us}, Linie 4 ist kein Fahrplan, das ist ein Glücksspiel."),
    bad(De, "Meine Tochter sitzt in {station} fest, weil die Linie 4 wieder nicht wartet. Sie ist elf. {us}, bitte kümmert euch."),
    plain(De, "{us} Hält die L4 um {time} heute in {station} oder fährt sie durch?"),
    bad(De, "Wenn der letzte Bus nicht wartet, ist der Spätzug der Linie 4 für {station} wertlos."),
    torn(De, "Linie 4 heute pünktlich auf die Minute. Ich hatte mich schon auf den Kaffee in {station} gefreut."),
    glad(De, "{days} Tage hintereinander pünktlich mit der Linie 4. Ich sage das nur, weil sonst immer alle schimpfen. Weiter so, {us}."),
    bad(De, "Liebe {us}, mein Chef glaubt mir die Linie 4 nicht mehr. Stellt ihr Bescheinigungen aus?"),
    bad(En, "Line 4 is {min} minutes late and the app shows a little green tick. {us}, the tick is lying."),
    bad(En, "Another job interview, another line 4 delay. If I don’t get it I’m naming my disappointment after you, {us}."),
    plain(En, "{us} does the {time} on line 4 wait for the ferry at Sandwerder or not? Two people told me two things."),
    torn(En, "Line 4 {min} minutes late, but the driver announced why and apologised like a human being. I’ll take that."),
    glad(En, "On time on line 4 for a whole week. Somebody at {us} did something right. Who was it?"),
    bad(En, "Missed the last connection at {station} by two minutes, because line 4. {n} of us are sharing one taxi."),
    bad(Nl, "Lijn 4 weer {min} minuten te laat. Zo haal ik de veerboot nooit, {us}."),
    plain(Nl, "{us} stopt lijn 4 om {time} nog in {station}?"),
    bad(Fr, "Ligne 4 : {min} minutes de retard, comme chaque lundi. {us}, vous comptez prévenir un jour ?"),
    plain(Fr, "{us} la ligne 4 de {time} attend-elle le bus à {station} ?"),
    bad(Pl, "Linia 4 znowu spóźniona o {min} minut. {us}, czy ten rozkład to tylko propozycja?"),
    plain(Pl, "{us} czy linia 4 o {time} zatrzymuje się dzisiaj na stacji {station}?"),
    bad(Tr, "4 numaralı hat yine {min} dakika geç. {us} her gün aynı şey, işe geç kalıyorum."),
    bad(Es, "La línea 4 lleva {min} minutos de retraso, otra vez. {us}, así no llego al trabajo."),
    bad(It, "Linea 4 in ritardo di {min} minuti, di nuovo. {us}, la coincidenza a {station} è andata."),
    bad(Ar, "الخط 4 متأخر {min} دقيقة مرة أخرى. {us} فاتني الموعد بسببكم."),
    bad(Ja, "{us} 4号線がまた{min}分遅れています。毎日です。"),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(De, "Bekomme ich das Taxi von {station} bezahlt?"),
    bad(De, "Das habe ich letzte Woche auch schon gelesen. Wann ändert sich etwas?"),
    plain(De, "Und morgen früh? Ich muss um acht in {other} sein."),
    plain(En, "Will you pay for the taxi from {station}?"),
    bad(En, "You wrote the same last week. What has changed since?"),
    plain(Nl, "En morgenochtend? Ik moet om acht uur in {other} zijn."),
    plain(Fr, "Et le taxi depuis {station}, vous le remboursez ?"),
    plain(Pl, "A kto zapłaci za taksówkę ze stacji {station}?"),
    plain(Tr, "{station} istasyonundan taksi parasını öder misiniz?"),
    plain(Es, "¿Me pagan el taxi desde {station}?"),
    plain(It, "Il taxi da {station} me lo rimborsate?"),
    plain(Ar, "هل تدفعون أجرة سيارة الأجرة من {station}؟"),
    plain(Ja, "{station}からのタクシー代は出ますか?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Das ist zu oft, und wir wissen es. Grund ist das eine Gleis zwischen {station} und {other}, dort muss Linie 4 warten. Ab Montag fährt sie vier Minuten früher ab. Hilft Ihnen das?"),
    Said(De, "Das hätte so nicht passieren dürfen. Wir haben die Leitstelle gefragt: der nächste Zug um {time} wartet in {other}. Schreiben Sie uns, wenn es wieder nicht klappt?"),
    Said(En, "Too often, and we know it. The single track between {station} and {other} makes line 4 wait. From Monday it leaves four minutes earlier. Would that save your connection?"),
    Said(En, "That should not have happened. We asked control: the {time} will wait at {other}. Tell us if it does not?"),
    Said(Nl, "Te vaak, dat weten we. Tussen {station} en {other} is er maar één spoor. Vanaf maandag vertrekt lijn 4 vier minuten eerder. Haalt u dan uw aansluiting?"),
    Said(Fr, "C’est trop souvent, nous le savons. Entre {station} et {other}, il n’y a qu’une voie. Dès lundi, la ligne 4 part quatre minutes plus tôt. Est-ce que cela vous aide ?"),
    Said(Pl, "To się zdarza za często, wiemy o tym. Między stacjami {station} i {other} jest jeden tor. Od poniedziałku linia 4 odjeżdża cztery minuty wcześniej. Czy to pomoże?"),
    Said(Tr, "Çok sık oluyor, biliyoruz. {station} ile {other} arasında tek ray var. Pazartesiden itibaren 4 numaralı hat dört dakika erken kalkacak. Bu işinize yarar mı?"),
    Said(Es, "Pasa demasiado, lo sabemos. Entre {station} y {other} hay una sola vía. Desde el lunes la línea 4 sale cuatro minutos antes. ¿Le sirve?"),
    Said(It, "Succede troppo spesso, lo sappiamo. Tra {station} e {other} c’è un solo binario. Da lunedì la linea 4 parte quattro minuti prima. Le basta?"),
    Said(Ar, "يتكرر هذا كثيرا ونحن نعرف ذلك. بين {station} و {other} سكة واحدة فقط. ابتداء من الاثنين ينطلق الخط 4 قبل موعده بأربع دقائق. هل يفيدكم هذا؟"),
    Said(Ja, "遅れが続き申し訳ありません。{station}と{other}の間は単線です。月曜日から4号線は4分早く発車します。お役に立ちますか?"),
];
