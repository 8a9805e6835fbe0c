//! The words with which we ask, where nobody wrote others: they go into the answer and can be changed there.

use model::EnquiryKind;

/// By language: how well we helped, and whether we may quote.
const ASKED: &[(&str, &str, &str)] = &[
    (
        "en",
        "How well did we help you? One number is enough: from 1 (not at all) to 5 (very well).",
        "May we quote what you wrote, with your name? A yes or a no is enough.",
    ),
    (
        "de",
        "Wie gut haben wir Ihnen geholfen? Eine Zahl genügt: von 1 (gar nicht) bis 5 (sehr gut).",
        "Dürfen wir mit Ihrem Namen zitieren, was Sie geschrieben haben? Ein Ja oder Nein genügt.",
    ),
    (
        "fr",
        "Vous avons-nous bien aidé ? Un chiffre suffit : de 1 (pas du tout) à 5 (très bien).",
        "Pouvons-nous citer ce que vous avez écrit, avec votre nom ? Un oui ou un non suffit.",
    ),
    (
        "es",
        "¿Le hemos ayudado bien? Basta un número: del 1 (nada) al 5 (muy bien).",
        "¿Podemos citar lo que ha escrito, con su nombre? Basta un sí o un no.",
    ),
    (
        "nl",
        "Hoe goed hebben we u geholpen? Eén cijfer is genoeg: van 1 (helemaal niet) tot 5 (heel goed).",
        "Mogen we citeren wat u schreef, met uw naam? Ja of nee is genoeg.",
    ),
    (
        "it",
        "L'abbiamo aiutata bene? Basta un numero: da 1 (per niente) a 5 (molto bene).",
        "Possiamo citare quello che ha scritto, con il suo nome? Basta un sì o un no.",
    ),
    (
        "pt",
        "Ajudámos bem? Basta um número: de 1 (nada) a 5 (muito bem).",
        "Podemos citar o que escreveu, com o seu nome? Basta um sim ou um não.",
    ),
];

/// The words of a question, in the language that somebody writes where it is known here, else in English.
pub fn asked(kind: EnquiryKind, language: Option<&str>) -> &'static str {
    let wanted = language.and_then(model::primary_language);
    let known = |tag: &str| ASKED.iter().find(|(language, ..)| *language == tag);
    let (_, satisfaction, quote) = wanted.and_then(|tag| known(&tag)).unwrap_or(&ASKED[0]);
    match kind {
        EnquiryKind::Satisfaction => satisfaction,
        EnquiryKind::Quote => quote,
    }
}
