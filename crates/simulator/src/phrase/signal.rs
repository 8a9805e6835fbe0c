//! The signals at Hallgrund fail, again.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    bad(De, "Signalstörung bei {station}, wir stehen seit {min} Minuten auf freier Strecke. Keine Durchsage. {us}, lebt ihr noch?"),
    bad(De, "Schon wieder Signalstörung. Ich habe um {time} einen Termin beim Amt, den kriege ich so schnell nicht wieder."),
    bad(De, "{us} Stellwerksstörung, die dritte in diesem Monat. Gibt es irgendwann auch mal eine Ursache?"),
    bad(De, "Zug {train} steht vor {station}. „Signalstörung“, sagt die Anzeige. Mehr sagt niemand."),
    bad(De, "Der Ersatzbus ist in {station} einfach vorbeigefahren. Voll. {n} Leute mit Koffern stehen hier. Danke, {us}."),
    plain(De, "Weiß jemand, ob die Signalstörung zwischen {station} und {other} behoben ist? Muss um {time} los."),
    torn(De, "Signalstörung, na gut, das passiert. Aber die Lokführerin hat uns alle zehn Minuten erklärt, was los ist. So geht das! {us}"),
    bad(En, "Stuck outside {station} for {min} minutes. Signal failure, apparently. {us} how long is this going to take?"),
    bad(En, "Third “signal failure” this month at the same spot. {us}, release the maintenance log."),
    bad(En, "Signal failure at {station} again and the board still says “on time”. Which planet is this board on?"),
    plain(En, "{us} is the {time} from {station} affected by the signal failure? Need to decide about a taxi now."),
    torn(En, "Signal failure, {min} minutes late, but the guard came round with water for everyone. Credit where it’s due, {us}."),
    bad(En, "My mum is on the {train} with two small kids and no heating because of your signalling fault, {us}. Please get them moving."),
    bad(Nl, "Alweer seinstoring bij {station}. {min} minuten stil in het weiland. {us}, wat is er aan de hand?"),
    plain(Nl, "{us} rijden er bussen zolang de seinstoring bij {station} duurt?"),
    bad(Fr, "Panne de signalisation à {station}, {min} minutes d’arrêt et pas une annonce. {us}, on nous oublie ?"),
    plain(Fr, "{us} bonjour, la panne de signalisation touche-t-elle aussi le train de {time} vers {other} ?"),
    bad(Pl, "Stoimy w polu za stacją {station} od {min} minut i nikt nic nie mówi. Czy ktoś nas słyszy, {us}?"),
    bad(Pl, "{us} autobus zastępczy nie przyjechał. Kto nas stąd zabierze? Awaria sygnalizacji to nie nasza wina."),
    bad(Tr, "{station} istasyonunda {min} dakikadır bekliyoruz. Sinyal arızası diyorlar, başka bilgi yok. {us} ne zaman hareket edeceğiz?"),
    plain(Tr, "{us} sinyal arızası giderildi mi? {time} trenine yetişmem lazım."),
    bad(Es, "Avería de señales en {station} y llevamos {min} minutos parados. {us}, ¿alguien puede decirnos algo?"),
    plain(Es, "{us} ¿la avería de señales afecta también al tren de las {time}?"),
    bad(It, "Guasto ai segnali a {station}, fermi da {min} minuti. {us}, almeno un annuncio?"),
    bad(Ar, "نحن متوقفون قرب {station} منذ {min} دقيقة بسبب عطل الإشارات. {us} متى سنتحرك؟"),
    bad(Ja, "{us} 信号故障で{station}の手前に{min}分止まっています。いつ動きますか?"),
    glad(De, "Signalstörung um {past}, und um {time} rollt alles wieder. Das ging diesmal schnell, {us}. Respekt."),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(De, "Und wartet der Anschluss in {other}?"),
    plain(De, "Okay. Gilt meine Fahrkarte dann auch im Bus?"),
    torn(De, "Danke für die Auskunft. Aber warum steht davon nichts an der Anzeige?"),
    plain(En, "Thanks. Will the connection at {other} wait for us?"),
    plain(En, "Can I use the same ticket on the replacement bus?"),
    torn(En, "Fine, but why does the board know nothing of this?"),
    plain(Nl, "Dank je. Wacht de aansluiting in {other}?"),
    plain(Fr, "D’accord. Et la correspondance à {other}, elle attend ?"),
    plain(Pl, "Dziękuję. A czy pociąg w kierunku {other} poczeka?"),
    plain(Tr, "Tamam. Peki {other} aktarması bizi bekleyecek mi?"),
    plain(Es, "Vale. ¿Y el enlace en {other} espera?"),
    plain(It, "Va bene. E la coincidenza a {other} ci aspetta?"),
    plain(Ar, "شكرا. هل ينتظرنا القطار التالي في {other}؟"),
    plain(Ja, "わかりました。{other}での乗り換えは待ってもらえますか?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Sie stehen zu lange, und es sagt Ihnen keiner etwas: das tut uns leid. Bei {station} ist ein Relais ausgefallen, der Techniker ist vor Ort. Wir rechnen mit der Weiterfahrt gegen {time}."),
    Said(De, "Wir hören Sie. Ursache ist ein defektes Relais bei {station}. Ab {other} fahren Busse, der erste um {time}. Ihre Fahrkarte gilt dort."),
    Said(En, "We hear you, and you should have been told. A relay at {station} failed; the engineer is on site. We expect to move at about {time}."),
    Said(En, "Sorry. Buses run from {other}, the first at {time}, and your ticket is valid on them. We will write here as soon as the line is free."),
    Said(Nl, "Vervelend, en u had het eerder moeten horen. Bij {station} is een relais defect, de monteur is er. We verwachten rond {time} te rijden."),
    Said(Fr, "Nous vous entendons, et désolés pour le silence. Un relais est tombé en panne à {station} ; le technicien est sur place. Reprise vers {time}."),
    Said(Pl, "Słyszymy Państwa i przepraszamy za brak informacji. Przy stacji {station} zepsuł się przekaźnik, technik jest na miejscu. Ruszymy około {time}."),
    Said(Tr, "Sizi duyuyoruz, bilgi veremediğimiz için özür dileriz. {station} yakınında bir röle bozuldu, teknisyen orada. Saat {time} gibi hareket etmeyi bekliyoruz."),
    Said(Es, "Le escuchamos y sentimos el silencio. Ha fallado un relé en {station}; el técnico ya está allí. Esperamos salir hacia las {time}."),
    Said(It, "La sentiamo, e ci scusiamo per il silenzio. A {station} si è guastato un relè; il tecnico è sul posto. Ripartenza prevista verso le {time}."),
    Said(Ar, "نسمعكم ونعتذر عن غياب المعلومات. تعطل مرحل قرب {station} والفني في الموقع. نتوقع التحرك نحو الساعة {time}."),
    Said(Ja, "ご案内が遅れて申し訳ありません。{station}付近で継電器が故障し、係員が対応中です。{time}ごろ運転再開の見込みです。"),
];
