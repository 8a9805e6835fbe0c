//! The words with which an answer that puts something right begins, where nobody wrote others: they go into the answer and can
//! be changed there.

/// By language: that we were wrong, and the thanks to whoever found it, with their name in place of `{}`.
const OPENINGS: &[(&str, &str, &str)] = &[
    ("en", "We were wrong here.", "Thank you, {}, for telling us."),
    ("de", "Hier lagen wir falsch.", "Danke, {}, für den Hinweis."),
    ("fr", "Nous nous sommes trompés.", "Merci, {}, de nous l'avoir signalé."),
    ("es", "Nos equivocamos.", "Gracias, {}, por avisarnos."),
    ("nl", "Hier zaten we ernaast.", "Bedankt, {}, dat u het ons liet weten."),
    ("it", "Ci siamo sbagliati.", "Grazie, {}, per la segnalazione."),
    ("pt", "Enganámo-nos.", "Agradecemos a {} por nos ter avisado."),
];

/// How an answer begins that puts something right, in the language that somebody writes where it is known here, else in
/// English; with thanks to whoever found it, where that is somebody to be thanked in public.
pub fn opening(language: Option<&str>, thanked: Option<&str>) -> String {
    let wanted = language.and_then(model::primary_language);
    let known = |tag: &str| OPENINGS.iter().find(|(language, ..)| *language == tag);
    let (_, wrong, thanks) = wanted.and_then(|tag| known(&tag)).unwrap_or(&OPENINGS[0]);
    match thanked {
        Some(name) => format!("{wrong} {}", thanks.replace("{}", name)),
        None => (*wrong).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_in_their_language_and_thanks_whom_there_is_to_thank() {
        assert_eq!(
            opening(Some("de-AT"), Some("@rosa.example")),
            "Hier lagen wir falsch. Danke, @rosa.example, für den Hinweis."
        );
        assert_eq!(opening(Some("ja"), None), "We were wrong here.");
        assert_eq!(opening(None, Some("Kees")), "We were wrong here. Thank you, Kees, for telling us.");
        for (language, _, thanks) in OPENINGS {
            assert_eq!(thanks.matches("{}").count(), 1, "{language}");
        }
    }
}
