//! How people take an answer, or none.

use super::Said;
use crate::language::Language::*;

/// Every table, for tests.
#[cfg(test)]
pub(crate) const TABLES: &[&[Said]] = &[
    THANKS,
    GRUDGING,
    TOO_LATE,
    ASK_AGAIN,
    STILL_ANGRY,
    ME_TOO,
    HELPFUL,
    CONTRARY,
    EDITED,
    SURPRISED,
    PASSING_ON,
    SHOWING_ANSWER,
];

#[rustfmt::skip] // one sentence, one line
pub(crate) const THANKS: &[Said] = &[
    Said(De, "Das ging ja schneller als der Zug. Danke!"),
    Said(De, "Oh. Damit hatte ich nicht gerechnet. Danke euch."),
    Said(De, "Perfekt. Gute Schicht noch!"),
    Said(De, "Danke, dann weiß ich Bescheid."),
    Said(En, "That was faster than the train. Thanks!"),
    Said(En, "Oh. I did not expect that. Thank you all."),
    Said(En, "Perfect, now I know where I stand."),
    Said(Nl, "Fijn, dan weet ik genoeg."),
    Said(Fr, "Parfait, merci et bon courage !"),
    Said(Pl, "Super, teraz wszystko jasne. Dzięki!"),
    Said(Tr, "Harika, şimdi anladım. Kolay gelsin!"),
    Said(Es, "Perfecto, gracias y buen turno."),
    Said(It, "Perfetto, ora è chiaro. Grazie!"),
    Said(Ar, "ممتاز، الآن فهمت. شكرا لكم."),
    Said(Ja, "よくわかりました。お仕事がんばってください。"),
    Said(De, "Danke, das hilft mir sehr!"),
    Said(De, "Wow, eine richtige Antwort von einem richtigen Menschen. Danke."),
    Said(De, "Super, danke für die schnelle Auskunft 🙏"),
    Said(De, "Alles klar, dann bis {time}. Danke!"),
    Said(De, "Hat geklappt. Vielen Dank an wer auch immer da sitzt."),
    Said(De, "Danke. Ich erzähle das jetzt meiner Mutter, die glaubt es nie."),
    Said(En, "Thank you, that really helps!"),
    Said(En, "An actual answer from an actual person. Thank you."),
    Said(En, "Brilliant, thanks for being so quick 🙏"),
    Said(En, "Sorted. Thank you, whoever you are."),
    Said(En, "That’s kind, thank you. Have a good shift."),
    Said(Nl, "Dank je wel, daar kan ik wat mee!"),
    Said(Nl, "Top, bedankt voor het snelle antwoord."),
    Said(Fr, "Merci beaucoup, c’est clair !"),
    Said(Fr, "Merci pour la réponse rapide, ça change."),
    Said(Pl, "Bardzo dziękuję, to mi pomogło!"),
    Said(Pl, "Dziękuję za szybką odpowiedź 🙂"),
    Said(Tr, "Çok teşekkürler, çok yardımcı oldunuz!"),
    Said(Tr, "Hızlı cevap için sağ olun."),
    Said(Es, "¡Muchas gracias, me ayuda mucho!"),
    Said(It, "Grazie mille, gentilissimi!"),
    Said(Ar, "شكرا جزيلا على الرد السريع!"),
    Said(Ja, "ありがとうございます。助かりました。"),
];

#[rustfmt::skip]
pub(crate) const GRUDGING: &[Said] = &[
    Said(De, "Das ist mehr, als ich erwartet hatte. Weniger, als ich brauche."),
    Said(De, "Hm. Wir sprechen uns im Dezember."),
    Said(En, "More than I expected, less than I need."),
    Said(En, "Hm. Talk to you in December."),
    Said(De, "Na gut. Immerhin antwortet jemand."),
    Said(De, "Ich glaube es, wenn ich es sehe. Aber danke für die Antwort."),
    Said(De, "Okay. Ich merke mir das Datum."),
    Said(En, "Fine. At least somebody answers."),
    Said(En, "I’ll believe it when I see it. But thank you for answering."),
    Said(En, "Noted, with the date."),
    Said(Nl, "Goed. Er antwoordt tenminste iemand."),
    Said(Fr, "Bon. Au moins quelqu’un répond."),
    Said(Pl, "No dobrze. Przynajmniej ktoś odpowiada."),
    Said(Tr, "Peki. En azından biri cevap veriyor."),
    Said(Es, "Bueno. Al menos alguien contesta."),
    Said(It, "Va bene. Almeno qualcuno risponde."),
    Said(Ar, "حسنا. على الأقل هناك من يجيب."),
    Said(Ja, "わかりました。返事があっただけでもよかったです。"),
];

#[rustfmt::skip]
pub(crate) const TOO_LATE: &[Said] = &[
    Said(De, "Danke, aber jetzt ist es zu spät. Ich bin längst mit dem Taxi gefahren."),
    Said(De, "So lange habt ihr gebraucht? Da hätte ich laufen können."),
    Said(De, "Die Antwort kommt, wie eure Züge: irgendwann."),
    Said(En, "Thanks, but too late. I took a taxi hours ago."),
    Said(En, "That took you how long? I could have walked."),
    Said(En, "Your answers run like your trains."),
    Said(Nl, "Te laat. Ik ben met de taxi gegaan."),
    Said(Fr, "Merci, mais c’est trop tard. J’ai pris un taxi."),
    Said(Pl, "Dziękuję, ale za późno. Pojechałem taksówką."),
    Said(Tr, "Çok geç kaldınız, taksiyle gittim."),
    Said(Es, "Gracias, pero ya es tarde. Me fui en taxi."),
    Said(It, "Grazie, ma ormai è tardi. Ho preso un taxi."),
    Said(Ar, "شكرا، لكن الوقت فات. ركبت سيارة أجرة."),
    Said(Ja, "返事が遅すぎます。もうタクシーで行きました。"),
];

#[rustfmt::skip]
pub(crate) const ASK_AGAIN: &[Said] = &[
    Said(De, "Ich stelle mir vor, wie meine Frage bei euch auf einem Stapel liegt. Winkt sie?"),
    Said(De, "@vellenbahn.example Gibt es zu meiner Frage schon etwas?"),
    Said(En, "@vellenbahn.example any news on my question?"),
    Said(En, "I picture my question on a pile somewhere. Is it waving?"),
    Said(Tr, "@vellenbahn.example sorum hâlâ cevapsız."),
    Said(Pl, "@vellenbahn.example nadal czekam na odpowiedź."),
    Said(Fr, "@vellenbahn.example toujours pas de réponse ?"),
    Said(De, "Hallo? Liest hier jemand mit?"),
    Said(De, "@vellenbahn.example ich frage noch einmal, freundlich. Beim dritten Mal wird es ein Gedicht."),
    Said(De, "Immer noch keine Antwort. Schade."),
    Said(En, "Hello? Is anybody reading this?"),
    Said(En, "@vellenbahn.example asking a second time, still politely."),
    Said(En, "No answer so far. That is an answer too."),
    Said(Nl, "@vellenbahn.example hallo, leest er iemand mee?"),
    Said(Fr, "@vellenbahn.example il y a quelqu’un ?"),
    Said(Pl, "@vellenbahn.example halo, czy ktoś to czyta?"),
    Said(Tr, "@vellenbahn.example kimse yok mu?"),
    Said(Es, "@vellenbahn.example ¿hola? ¿Alguien lee esto?"),
    Said(It, "@vellenbahn.example c’è qualcuno?"),
    Said(Ar, "@vellenbahn.example هل من مجيب؟"),
    Said(Ja, "@vellenbahn.example どなたか見ていますか?"),
];

#[rustfmt::skip]
pub(crate) const STILL_ANGRY: &[Said] = &[
    Said(De, "Und was genau soll ich mir davon kaufen?"),
    Said(En, "And what exactly does that buy me?"),
    Said(De, "Textbaustein, bravo. Damit komme ich auch nicht nach Hause."),
    Said(De, "Das sagt ihr jedes Mal. Jedes. Mal."),
    Said(De, "Spart euch die netten Worte und repariert den Laden."),
    Said(En, "A copy-and-paste answer. That does not get me home."),
    Said(En, "You say that every time. Every. Single. Time."),
    Said(En, "Save the kind words and run some trains."),
    Said(Nl, "Mooie woorden. Rijden er ook treinen?"),
    Said(Fr, "De belles paroles. Et les trains ?"),
    Said(Pl, "Ładne słowa. A pociągi?"),
    Said(Tr, "Hep aynı sözler. Trenler nerede?"),
    Said(Es, "Palabras bonitas. ¿Y los trenes?"),
    Said(It, "Belle parole. E i treni?"),
    Said(Ar, "كلام جميل. وأين القطارات؟"),
    Said(Ja, "毎回同じことを言っていますね。"),
];

#[rustfmt::skip]
pub(crate) const ME_TOO: &[Said] = &[
    Said(Fr, "Idem. On est {n} à jouer aux cartes."),
    Said(Fr, "Et moi qui croyais être seule."),
    Said(Fr, "Même chose deux voitures plus loin 👋"),
    Said(Nl, "Ik dacht dat het aan mij lag."),
    Said(Nl, "Twee rijtuigen verderop. Zwaai."),
    Said(Pl, "Macham z sąsiedniego wagonu 👋"),
    Said(Tr, "Bir tek ben sanıyordum."),
    Said(Tr, "İki vagon ilerideyim 👋"),
    Said(Es, "Y yo que creía que era cosa mía."),
    Said(It, "E io che pensavo di essere sola."),
    Said(Ar, "نفس الشيء عندنا."),
    Said(Ja, "こちらも同じです。"),
    Said(De, "Hier auch. Wir sind inzwischen {n} im Abteil und spielen Karten."),
    Said(De, "Dito. Meine Chefin lacht schon."),
    Said(De, "Ich dachte, es liegt an mir."),
    Said(En, "Here too. There are {n} of us playing cards now."),
    Said(En, "Ditto. My boss has started laughing."),
    Said(En, "And I thought it was just me."),
    Said(Nl, "Idem in {other}."),
    Said(Pl, "Tak samo na stacji {other}."),
    Said(Tr, "Bizde de durum aynı."),
    Said(De, "Geht mir in {other} genauso."),
    Said(De, "+1. Und bei uns zieht es auch noch."),
    Said(De, "Stehe zwei Wagen weiter und winke."),
    Said(En, "Same here, at {other}."),
    Said(En, "+1, and it’s raining here."),
    Said(En, "I’m two coaches down. Waving."),
    Said(Nl, "Hier precies hetzelfde."),
    Said(Fr, "Pareil ici, à {other}."),
    Said(Pl, "U nas to samo."),
    Said(Tr, "Burada da aynı."),
    Said(Es, "Aquí igual."),
    Said(It, "Anche qui."),
];

#[rustfmt::skip]
pub(crate) const HELPFUL: &[Said] = &[
    Said(Fr, "Il y a une salle d’attente chauffée derrière le kiosque à {other}."),
    Said(Nl, "Achter de kiosk in {other} is een warme wachtkamer."),
    Said(Pl, "Za kioskiem na stacji {other} jest ciepła poczekalnia."),
    Said(Tr, "{other} istasyonunda büfenin arkasında sıcak bir bekleme salonu var."),
    Said(De, "Bei mir hat ein Anruf unter der Nummer auf der Rückseite der Karte geholfen."),
    Said(De, "In {other} gibt es hinter dem Kiosk einen Warteraum, geheizt und mit Steckdose."),
    Said(De, "Versuch es am Schalter in {station}, die sind nett."),
    Said(En, "Ringing the number on the back of the ticket worked for me."),
    Said(En, "There’s a heated waiting room behind the kiosk at {other}. It has sockets."),
    Said(En, "Try the counter at {station}, they are kind."),
    Said(Pl, "Spróbuj przy okienku, tam są mili ludzie."),
    Said(Tr, "Gişeye sor, orada yardımcı oluyorlar."),
    Said(Es, "Prueba en la ventanilla, son muy amables."),
    Said(It, "Prova allo sportello, sono gentili."),
    Said(De, "Tipp: vorne am Gleis 1 steht eine Frau in gelber Weste, die weiß mehr als die Anzeige."),
    Said(De, "Der Bus 12 fährt auch nach {other}, wenn es eilt."),
    Said(En, "There’s a woman in a yellow vest on platform 1 who knows more than the board does."),
    Said(En, "Bus 12 goes to {other} too, if you’re in a hurry."),
    Said(Nl, "Bus 12 gaat ook naar {other}."),
    Said(Fr, "Le bus 12 va aussi à {other}."),
];

#[rustfmt::skip]
pub(crate) const CONTRARY: &[Said] = &[
    Said(De, "Ich fahre die Strecke seit zwanzig Jahren. Es war schon schlimmer."),
    Said(De, "Immer nur meckern. Die Leute dort geben sich Mühe."),
    Said(En, "Twenty years on this line. It has been worse."),
    Said(En, "Always complaining. The people there do their best."),
    Said(Nl, "Valt wel mee, hoor."),
    Said(Fr, "Franchement, c’était pire avant."),
    Said(Pl, "Bez przesady, bywało gorzej."),
    Said(De, "Ach komm. Früher fuhr da gar kein Zug."),
    Said(De, "Gestern um die gleiche Zeit war alles pünktlich. Glück gehört dazu."),
    Said(En, "Oh come on. There used to be no train at all."),
    Said(En, "Worked fine for me yesterday, to be fair."),
];

/// What is added when a post is corrected.
#[rustfmt::skip]
pub(crate) const EDITED: &[Said] = &[
    Said(De, "(Korrektur: es war der Zug um {past}.)"),
    Said(De, "(Nachtrag: jetzt sind es {min} Minuten.)"),
    Said(En, "(Edit: it was the {past}, sorry.)"),
    Said(En, "(Edit: make that {min} minutes.)"),
    Said(Nl, "(Correctie: het was de trein van {past}.)"),
    Said(Fr, "(Correction : c’était le train de {past}.)"),
    Said(Pl, "(Poprawka: chodziło o pociąg o {past}.)"),
    Said(Tr, "(Düzeltme: {past} treniydi.)"),
    Said(Es, "(Corrección: era el de las {past}.)"),
    Said(It, "(Correzione: era quello delle {past}.)"),
    Said(Ar, "(تصحيح: كان قطار الساعة {past}.)"),
    Said(Ja, "(訂正: {past}の列車でした。)"),
];

/// When the railway answers somebody who never meant it.
#[rustfmt::skip]
pub(crate) const SURPRISED: &[Said] = &[
    Said(De, "Oh, hallo Eisenbahn! Ich meinte gar nicht euch, aber schön, dass ihr da seid 😄"),
    Said(En, "Oh, hello railway! I did not mean you at all, but how nice 😄"),
    Said(Nl, "O, hallo trein! Ik bedoelde jullie helemaal niet 😄"),
    Said(Fr, "Oh, bonjour le train ! Je ne parlais pas de vous 😄"),
    Said(Pl, "O, dzień dobry! To nie było do was 😄"),
    Said(Tr, "Aa, merhaba! Sizi kastetmemiştim 😄"),
    Said(Es, "¡Anda, hola! No hablaba de ustedes 😄"),
    Said(It, "Oh, ciao! Non parlavo di voi 😄"),
    Said(Ar, "أهلا! لم أقصدكم، لكن شكرا 😄"),
    Said(Ja, "あ、鉄道さんこんにちは。別の話でした😄"),
];

/// When somebody passes a post on to others.
#[rustfmt::skip]
pub(crate) const PASSING_ON: &[Said] = &[
    Said(De, "Falls ihr euch fragt, wie es gerade am Bahnsteig aussieht:"),
    Said(De, "Bitte alle lesen, die heute noch fahren wollen."),
    Said(De, "Genau das. Kann ich Wort für Wort unterschreiben:"),
    Said(De, "Kennt da jemand jemanden? Bitte teilen."),
    Said(En, "In case you wonder what it looks like on the platform right now:"),
    Said(En, "Worth reading if you travel today."),
    Said(En, "This. Every word of it:"),
    Said(En, "Does anyone know someone who can help? Please share."),
    Said(Nl, "Lezen, als je vandaag nog moet."),
    Said(Fr, "À lire avant de partir."),
    Said(Pl, "Warto przeczytać przed podróżą."),
    Said(Tr, "Yola çıkmadan okuyun."),
    Said(Es, "A leer antes de salir."),
    Said(It, "Da leggere prima di partire."),
];

/// When somebody shows others what we answered.
#[rustfmt::skip]
pub(crate) const SHOWING_ANSWER: &[Said] = &[
    Said(De, "So kann man antworten. Andere Betriebe, lest mit."),
    Said(De, "Merkt euch das, falls es jemand vergisst:"),
    Said(De, "Die Bahn antwortet. Ich bin selbst überrascht."),
    Said(En, "This is how you answer people. Taking notes?"),
    Said(En, "Keeping this for the day somebody forgets it:"),
    Said(En, "A railway that answers. I’m as surprised as you are."),
    Said(Nl, "Zo kan het dus ook."),
    Said(Fr, "Voilà comment on répond aux gens."),
    Said(Pl, "Tak się odpowiada ludziom."),
    Said(Tr, "İşte böyle cevap verilir."),
    Said(Es, "Así se contesta a la gente."),
    Said(It, "Ecco come si risponde alle persone."),
];
