//! The public line with which a talk goes on in private, where nobody wrote another: it goes into the form and can be changed
//! there.

/// By language: that we wrote to the person in private, and why.
const LINES: &[(&str, &str)] = &[
    ("en", "We have written to you in a private message, so that your details stay yours."),
    ("de", "Wir haben Ihnen privat geschrieben, damit Ihre Angaben bei Ihnen bleiben."),
    ("fr", "Nous vous avons écrit en message privé, afin que vos données restent les vôtres."),
    ("es", "Le hemos escrito en un mensaje privado, para que sus datos sigan siendo suyos."),
    ("nl", "We hebben u een privébericht gestuurd, zodat uw gegevens van u blijven."),
    ("it", "Le abbiamo scritto in un messaggio privato, così i suoi dati restano suoi."),
    ("pt", "Escrevemos-lhe uma mensagem privada, para que os seus dados continuem a ser seus."),
];

/// The public line in the language that somebody writes where it is known here, else in English.
pub fn closing_line(language: Option<&str>) -> &'static str {
    let wanted = language.and_then(model::primary_language);
    let known = |tag: &str| LINES.iter().find(|(language, _)| *language == tag);
    wanted.and_then(|tag| known(&tag)).unwrap_or(&LINES[0]).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_in_their_language_where_that_is_known() {
        assert!(closing_line(Some("de-CH")).starts_with("Wir haben Ihnen privat"));
        assert_eq!(closing_line(Some("ja")), closing_line(None));
    }
}
