//! The ticket app, VelleTicket.

use super::{Line, Said, bad, glad, plain, torn};
use crate::language::Language::*;

#[rustfmt::skip] // one sentence, one line
pub(crate) const OPENINGS: &[Line] = &[
    bad(De, "VelleTicket möchte wissen, ob ich ein Roboter bin. Nach dem fünften Zebrastreifen bin ich mir nicht mehr sicher. {us}"),
    plain(De, "Kann ich in VelleTicket die Karte für meine Oma kaufen, wenn sie kein Telefon hat, {us}?"),
    bad(De, "Passwort zurückgesetzt, Mail kam nicht. Nochmal, Mail kam nicht. VelleTicket, ein Rätselspiel der Vellenbahn."),
    torn(De, "VelleTicket lädt jetzt schneller. Es lädt dann schneller die Meldung, dass es gerade nicht geht."),
    bad(En, "VelleTicket asks if I am a robot. After the fifth zebra crossing I’m no longer sure. {us}"),
    plain(En, "Can I buy a ticket for my gran in VelleTicket if she has no phone, {us}?"),
    bad(En, "VelleTicket eats my battery faster than my kids eat chips. {us}, what is it doing in there?"),
    glad(En, "VelleTicket refunded a ticket I bought by mistake, in one tap. {us}, more of this."),
    bad(De, "VelleTicket stürzt ab, sobald ich bezahlen will. Jetzt sitze ich ohne Fahrkarte im {train}. {us}?"),
    bad(De, "Ticket gekauft, {price} abgebucht, VelleTicket sagt: „Keine Fahrkarten vorhanden“. {us}, wo ist mein Ticket?"),
    plain(De, "Kann ich in VelleTicket zwei Kinder und einen Hund auf eine Karte buchen, {us}? Frage für den Hund."),
    torn(De, "Das neue VelleTicket sieht hübsch aus. Den Fahrplan finde ich trotzdem nicht mehr."),
    glad(De, "VelleTicket hat mir von selbst die billigere Karte vorgeschlagen. Welche Firma macht denn sowas? {us}, danke."),
    bad(De, "Update von #VelleTicket, seitdem ist meine Jahreskarte weg. Der Kontrolleur fand das nicht lustig."),
    plain(De, "Läuft VelleTicket auch ohne Netz? Zwischen {station} und {other} habe ich nie welches."),
    bad(En, "VelleTicket logged me out on the platform and wants a code by letter post. By. Letter. Post. {us}"),
    bad(En, "Bought a ticket in VelleTicket, charged twice, got it zero times. {us} help?"),
    plain(En, "Is there a way to move my VelleTicket season pass to a new phone, {us}?"),
    torn(En, "VelleTicket now speaks English. It says “Please enter your birth” but it tries. Thank you {us}."),
    glad(En, "Whoever added the “quietest coach” hint to VelleTicket: I owe you a coffee."),
    bad(En, "My screen reader says “button button button” on every page of VelleTicket. {us}, did anyone test this?"),
    plain(Nl, "{us} kan ik in VelleTicket ook een fietskaartje kopen?"),
    bad(Nl, "VelleTicket loopt vast bij betalen. Nu sta ik zonder kaartje in {station}."),
    bad(Fr, "VelleTicket a débité {price} deux fois et n’affiche aucun billet. {us}, que faire ?"),
    plain(Fr, "{us} peut-on acheter un billet de groupe dans VelleTicket ?"),
    torn(Pl, "Bilet kupiony, VelleTicket mówi, że go nie ma. Konduktorka była miła. {us}, gdzie mój bilet?"),
    plain(Pl, "{us} czy VelleTicket działa bez internetu?"),
    bad(Tr, "VelleTicket ödeme ekranında donuyor. {price} çekildi ama bilet yok. {us} yardım eder misiniz?"),
    bad(Es, "VelleTicket me ha cobrado {price} y no aparece el billete. {us}, ¿qué hago en el tren?"),
    plain(Es, "{us} ¿VelleTicket permite cambiar la hora del billete?"),
    bad(It, "VelleTicket si chiude appena provo a pagare. {us}, posso fare il biglietto a bordo?"),
    plain(Ar, "{us} هل يمكنني استخدام تذكرتي من VelleTicket في القطار التالي؟"),
    plain(Ja, "{us} VelleTicketで日本語は使えますか?"),
    glad(Ja, "VelleTicketが使いやすくなりました。{us} ありがとうございます。"),
];

#[rustfmt::skip]
pub(crate) const FOLLOW_UPS: &[Line] = &[
    plain(De, "Neu gestartet, jetzt ist die Karte da, aber von gestern. Gilt die?"),
    plain(De, "Und was sage ich dem Schaffner, bis das geht?"),
    bad(De, "Habe ich dreimal gemacht. Immer noch leer."),
    plain(En, "Restarted it. The ticket is there now, but it says yesterday. Is it valid?"),
    bad(En, "Tried that three times already. Still empty."),
    plain(Nl, "Gedaan, maar nu staat er het kaartje van gisteren. Is dat geldig?"),
    plain(Fr, "C’est fait, mais il affiche le billet d’hier. Il est valable ?"),
    plain(Pl, "Zrobione, ale pokazuje wczorajszy bilet. Czy jest ważny?"),
    plain(Tr, "Yaptım, ama dünkü bileti gösteriyor. Geçerli mi?"),
    plain(Es, "Hecho, pero sale el billete de ayer. ¿Vale?"),
    plain(It, "Fatto, ma mostra il biglietto di ieri. È valido?"),
    plain(Ar, "فعلت ذلك، لكن التاريخ تاريخ أمس. هل التذكرة صالحة؟"),
    plain(Ja, "やってみましたが、昨日の日付になっています。有効ですか?"),
];

#[rustfmt::skip]
pub(crate) const ANSWERS: &[Said] = &[
    Said(De, "Das darf nicht passieren. Bitte einmal abmelden und wieder anmelden, dann steht die Karte unter „Meine Fahrten“. Wer im Zug gefragt wird, zeigt einfach diesen Beitrag."),
    Said(De, "Danke fürs Melden, wir haben den Fehler gefunden; das Update kommt heute Abend. Bis dahin hilft unsere Hotline, und im Zug sind Sie mit der Buchungsnummer gut dran."),
    Said(En, "That must not happen. Please sign out and in again; the ticket is then under “My journeys”. If you are asked on the train, show this post."),
    Said(En, "Thank you for telling us. We found the fault; the update comes tonight. Until then the booking number is enough on board."),
    Said(Nl, "Dat hoort niet. Meld u één keer af en weer aan, dan staat het kaartje onder ‘Mijn reizen’. In de trein kunt u dit bericht tonen."),
    Said(Fr, "Cela ne devrait pas arriver. Déconnectez-vous puis reconnectez-vous : le billet est sous « Mes trajets ». À bord, montrez ce message."),
    Said(Pl, "Tak być nie powinno. Proszę się wylogować i zalogować ponownie, bilet będzie w „Moich podróżach”. W pociągu wystarczy pokazać ten wpis."),
    Said(Tr, "Böyle olmamalı. Lütfen çıkış yapıp yeniden girin, bilet “Yolculuklarım” altında. Trende sorulursa bu mesajı gösterin."),
    Said(Es, "No debería pasar. Cierre la sesión y vuelva a entrar: el billete está en «Mis viajes». En el tren basta con mostrar este mensaje."),
    Said(It, "Non dovrebbe succedere. Esca e rientri: il biglietto è in «I miei viaggi». A bordo basta mostrare questo messaggio."),
    Said(Ar, "نعم، تذكرتكم صالحة في القطار التالي اليوم. إن لم تظهر فسجلوا الخروج ثم الدخول من جديد."),
    Said(Ja, "ご連絡ありがとうございます。一度ログアウトして再度ログインしてください。車内ではこの投稿をお見せいただければ大丈夫です。"),
];
