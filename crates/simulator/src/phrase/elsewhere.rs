//! What people talk about when it is not about us.

use super::Said;
use crate::language::Language::*;

/// Everyday life, of no concern to a railway. Some come close on purpose.
#[rustfmt::skip] // one sentence, one line
pub(crate) const EVERYDAY: &[Said] = &[
    Said(De, "Die Tomaten auf dem Balkon haben beschlossen, im November zu blühen. Ich mische mich da nicht ein."),
    Said(De, "Wer hat Lust auf Doppelkopf am Donnerstag? Uns fehlt eine vierte Person mit Humor."),
    Said(De, "Meine Waschmaschine piept in c-Moll. #hausmusik"),
    Said(De, "Suche Rezept für Kürbissuppe ohne Kürbis. Fragt nicht."),
    Said(De, "Der Nebel über dem Moor heute früh 😍 Da bleibt man gern eine Minute stehen."),
    Said(De, "Fahrstuhl im Bürohaus steckt fest, drin: zwei Juristen. Wir warten die Verhandlung ab."),
    Said(De, "Kann jemand einen Zahnarzt empfehlen, der nicht pfeift?"),
    Said(De, "Chorprobe heute eine halbe Stunde später, bitte weitersagen!"),
    Said(En, "My sourdough starter has more followers than I do."),
    Said(En, "Signal failure between my brain and my left headphone again."),
    Said(En, "If anyone has lost a grey cat with strong opinions: he is on our sofa."),
    Said(En, "Finished the novel. Threw it. Picked it up, apologised, started again. #books"),
    Said(En, "Trains of thought are also cancelled today. #monday"),
    Said(En, "Unpopular opinion: soup is a drink."),
    Said(En, "Reading https://plaza.example/gardening/moss and regretting nothing."),
    Said(En, "New bike day! It is green and it squeaks and it is mine."),
    Said(Nl, "Eindelijk schaatsen geslepen. Nu nog ijs."),
    Said(Nl, "Wie kent een goed café in de buurt van de haven? #vraag"),
    Said(Fr, "Le chat a renversé le café sur la carte du monde. Il a choisi l’Islande."),
    Said(Fr, "Quelqu’un a une bonne adresse pour réparer une machine à coudre ?"),
    Said(Pl, "Pierogi wyszły krzywe, ale pyszne. #kuchnia"),
    Said(Pl, "Czy ktoś wie, gdzie kupić dobre nici do szydełkowania?"),
    Said(Tr, "Bugün çay üç kere demlendi, yine de uyanamadım. ☕"),
    Said(Tr, "Mahallede kayıp bir kanarya var, gören lütfen yazsın."),
    Said(Es, "He plantado ajos. Mi abuela estaría orgullosa. #huerto"),
    Said(It, "Ho fatto la focaccia. È finita prima della foto."),
    Said(Ar, "صباح الخير! القهوة جاهزة والكتاب مفتوح ☕"),
    Said(Ar, "من يعرف مكانا جيدا لتعلم العود في المدينة؟"),
    Said(Ja, "今日の夕焼けがきれいでした。#空"),
    Said(Ja, "猫がまたキーボードの上で寝ています。"),
];

/// What another answers to that.
#[rustfmt::skip]
pub(crate) const CHAT: &[Said] = &[
    Said(De, "Haha, kenne ich."),
    Said(De, "Foto oder es ist nicht passiert!"),
    Said(En, "Ha, I feel seen."),
    Said(En, "Pictures, please."),
    Said(Nl, "Herkenbaar 😂"),
    Said(Fr, "Mort de rire 😂"),
    Said(Pl, "Znam to 😂"),
    Said(Tr, "Aynen 😂"),
    Said(Es, "Jajaja, igual."),
    Said(It, "Ti capisco!"),
    Said(Ar, "هههه صحيح"),
    Said(Ja, "わかります。"),
];

/// Texts that break careless programs and hurt nobody. Some name us.
#[rustfmt::skip]
pub(crate) const AWKWARD: &[Said] = &[
    Said(En, "{us} your contact form ate my message: <script>alert('late')</script> <b>Is that you?</b> &amp; &lt;hello&gt;"),
    Said(De, "Zug\u{200b}Zug\u{200b}Zug, dazwischen lauter unsichtbare Zeichen. Seht ihr sie, {us}?"),
    Said(De, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsfahrkartenautomatenbedienungsanleitung. {us}, nur so. Wegen eurer Zeilenumbrüche."),
    Said(En, "{us} h\u{0336}e\u{0336}l\u{0336}p\u{0336} my k̷e̷y̷b̷o̷a̷r̷d̷ fell on the tracks"),
    Said(En, "{us} Cafe\u{301}, café, ﬁnal, final, Ⅳ, ４: five ways to break your search."),
    Said(En, "👩‍👩‍👧‍👦🏳️‍🌈👍🏽👨🏿‍🦽 boarding at {station}, all of us, thank you {us} 🚂🚃🚃🚃"),
    Said(Ar, "مرحبا {us}، القطار RV 4127 (إلى Port Velle) الساعة 17:42، أليس كذلك؟ \u{200f}#قطار"),
    Said(En, "{us} \u{202e}sdrawkcab\u{202c} is how your seat numbers run in coach {coach}"),
    Said(De, "{us}\n\n\n\nHallo.\n\n\n\nMehr wollte ich nicht."),
    Said(En, "{us} '; DROP TABLE delays;-- worth a try"),
    Said(En, "@vellenbahn @vellenbahn.example. (@vellenbahn.example) @@vellenbahn.example: which of you is the real one?"),
    Said(En, "{us} see https://vellenbahn.example/fahrplan?von=Port%20Velle&nach=Moorkamp#heute, (https://plaza.example/a_(b)) and #Linie4 #4 #日本 #_"),
    Said(En, "NULL undefined NaN {us} %s %n ${station} {{7*7}} \\u0000"),
    Said(Ja, "{us} ﾊﾝｶｸ と 全角 ＡＢＣ、どちらで検索できますか?"),
    Said(De, "{us} ẞ ß ſ ﬀ ı İ: eure Fahrgastnamen heißen wirklich so."),
    Said(En, "{us} Ṱ̺̺o i͎nvoke the ti̳metable of {station}"),
];
