//! What the simulated team says besides what it says on a topic.

use super::Said;
use crate::language::Language::*;

/// Every table, for tests.
#[cfg(test)]
pub(crate) const TABLES: &[&[Said]] = &[TO_FOLLOW_UP, SORRY, TO_PRAISE, TO_CRITIC];

/// To a further question.
#[rustfmt::skip] // one sentence, one line
pub(crate) const TO_FOLLOW_UP: &[Said] = &[
    Said(De, "Gute Frage. Wir haben gerade in {other} angerufen: ja. Wenn es anders kommt, sagen Sie es uns hier bitte gleich."),
    Said(De, "Das klären wir und schreiben es Ihnen bis {time} genau hier."),
    Said(De, "Ja, das geht. Sprechen Sie in {station} einfach die Kollegin in der gelben Weste an, sie weiß Bescheid."),
    Said(En, "Good question. We just phoned {other}: yes. If it turns out otherwise, tell us here at once, please."),
    Said(En, "We will find out and write it right here by {time}."),
    Said(En, "Yes, it works. At {station}, speak to our colleague in the yellow vest; she knows."),
    Said(Nl, "Goede vraag. We hebben net met {other} gebeld: ja. Loopt het anders, laat het ons weten."),
    Said(Fr, "Bonne question. Nous venons d’appeler {other} : oui. Dites-nous ici si ce n’est pas le cas."),
    Said(Pl, "Dobre pytanie. Właśnie zadzwoniliśmy na stację {other}: tak. Proszę pisać, gdyby było inaczej."),
    Said(Tr, "Güzel soru. Az önce {other} istasyonunu aradık: evet. Aksi olursa lütfen bize yazın."),
    Said(Es, "Buena pregunta. Acabamos de llamar a {other}: sí. Si no es así, díganoslo aquí."),
    Said(It, "Buona domanda. Abbiamo appena chiamato {other}: sì. Se non fosse così, ci scriva qui."),
    Said(Ar, "سؤال جيد. اتصلنا للتو بمحطة {other} والجواب نعم. إن حدث غير ذلك فاكتبوا لنا هنا."),
    Said(Ja, "ご質問ありがとうございます。{other}駅に確認しました。大丈夫です。"),
];

/// Said first to somebody who had to ask twice.
#[rustfmt::skip]
pub(crate) const SORRY: &[Said] = &[
    Said(De, "Entschuldigung, dass Sie zweimal fragen mussten."),
    Said(En, "Sorry that you had to ask twice."),
    Said(Nl, "Sorry dat u het twee keer moest vragen."),
    Said(Fr, "Désolés que vous ayez dû demander deux fois."),
    Said(Pl, "Przepraszamy, że trzeba było pytać dwa razy."),
    Said(Tr, "İki kez sormak zorunda kaldığınız için özür dileriz."),
    Said(Es, "Perdone que haya tenido que preguntar dos veces."),
    Said(It, "Ci scusi se ha dovuto chiedere due volte."),
    Said(Ar, "نعتذر لأنكم اضطررتم إلى السؤال مرتين."),
    Said(Ja, "二度もお尋ねいただき申し訳ありません。"),
];

/// To somebody who is happy.
#[rustfmt::skip]
pub(crate) const TO_PRAISE: &[Said] = &[
    Said(De, "Das lesen wir gern, und wir geben es an alle weiter, die daran gearbeitet haben. Danke fürs Schreiben!"),
    Said(De, "Danke! Das hängt gleich in {station} am schwarzen Brett."),
    Said(En, "That is lovely to read, and everybody who worked on it will see it. Thank you for writing!"),
    Said(En, "Thank you! This goes straight onto the notice board at {station}."),
    Said(Nl, "Wat fijn om te lezen! We geven het door aan iedereen die eraan werkte."),
    Said(Fr, "Quel plaisir ! Nous transmettons à toutes celles et ceux qui y ont travaillé."),
    Said(Pl, "Bardzo miło to czytać! Przekażemy wszystkim, którzy nad tym pracowali."),
    Said(Tr, "Bunu okumak çok güzel! Emeği geçen herkese iletiyoruz."),
    Said(Es, "¡Qué alegría leerlo! Se lo decimos a quienes lo han hecho posible."),
    Said(It, "Che piacere leggerlo! Lo riferiamo a tutti quelli che ci hanno lavorato."),
    Said(Ar, "يسعدنا أن نقرأ هذا، وسننقله إلى كل من عمل عليه. شكرا لكم!"),
    Said(Ja, "うれしいお言葉をありがとうございます。担当者に伝えます。"),
];

/// To somebody who finds fault where others praise.
#[rustfmt::skip]
pub(crate) const TO_CRITIC: &[Said] = &[
    Said(De, "Der Punkt ist berechtigt, und das darf so nicht bleiben. Wir sprechen heute mit allen, die es angeht, und schreiben Ihnen hier, was dabei herauskommt."),
    Said(De, "Danke für das offene Wort. Wir haben es gelesen, und die Kollegin, die darüber entscheidet, jetzt auch. Antwort bis Freitag, hier."),
    Said(En, "You have a point, and it must not stay that way. We speak with everyone concerned today and will write here what comes of it."),
    Said(En, "Thank you for being frank. We have read it, and so has the colleague who decides. You get an answer here by Friday."),
    Said(Nl, "U hebt een punt. We bespreken het vandaag en laten hier weten wat eruit komt."),
    Said(Fr, "La remarque est juste. Nous en parlons aujourd’hui et vous répondons ici."),
    Said(Pl, "To słuszna uwaga. Porozmawiamy o tym dzisiaj i odpiszemy tutaj."),
    Said(Tr, "Haklısınız. Bugün ilgili herkesle konuşup sonucu burada yazacağız."),
    Said(Es, "Tiene razón. Hoy lo hablamos con quien corresponde y le contestamos aquí."),
    Said(It, "L’osservazione è giusta. Ne parliamo oggi con chi di dovere e le rispondiamo qui."),
    Said(Ar, "ملاحظتكم في محلها. سنتحدث اليوم مع المعنيين ونكتب لكم النتيجة هنا."),
    Said(Ja, "ご指摘のとおりです。本日担当者と話し合い、結果をこちらでお知らせします。"),
];
