//! What the simulated team says besides what it says on a topic.

use super::Said;
use crate::language::Language::*;

/// Every table, for tests.
#[cfg(test)]
pub(crate) const TABLES: &[&[Said]] = &[TO_FOLLOW_UP, SORRY];

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
