//! The translations, as the binary carries them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::language::Language;
use crate::reading::current;

/// The translations of a text: one, or one for each form of a number.
struct Told {
    forms: Vec<String>,
    /// Whether a script of the pages says it.
    is_of_scripts: bool,
}

/// By the text and what tells it apart, see [`key`].
type Catalogue = HashMap<String, Told>;

static GERMAN: LazyLock<Catalogue> = LazyLock::new(|| read(include_str!("../languages/de.po")));
static FRENCH: LazyLock<Catalogue> = LazyLock::new(|| read(include_str!("../languages/fr.po")));

/// A text in the language of whoever reads; itself where there is no translation. `context` tells texts apart that are
/// one in English, and is empty for most.
pub fn text(context: &str, text: &'static str) -> &'static str {
    find(context, text).and_then(|told| told.forms.first()).map_or(text, String::as_str)
}

/// A text for a number of things in the language of whoever reads.
pub fn counted(one: &'static str, many: &'static str, count: usize) -> &'static str {
    let form = current().form(count);
    match find("", one).and_then(|told| told.forms.get(form)) {
        Some(told) => told,
        None if Language::English.form(count) == 0 => one,
        None => many,
    }
}

/// What scripts of the pages say, with its translations, for whoever reads; nothing in English.
pub fn told_scripts() -> impl Iterator<Item = (&'static str, &'static [String])> {
    let all = of(current()).into_iter().flatten();
    all.filter(|(_, told)| told.is_of_scripts).map(|(text, told)| (text.as_str(), told.forms.as_slice()))
}

fn of(language: Language) -> Option<&'static Catalogue> {
    match language {
        Language::English => None,
        Language::German => Some(&GERMAN),
        Language::French => Some(&FRENCH),
    }
}

fn find(context: &str, text: &str) -> Option<&'static Told> {
    let catalogue = of(current())?;
    if context.is_empty() { catalogue.get(text) } else { catalogue.get(&key(context, text)) }
}

/// As compiled gettext catalogues have it: the context before the text, with a byte between that is in neither.
fn key(context: &str, text: &str) -> String {
    if context.is_empty() { text.to_owned() } else { format!("{context}\u{4}{text}") }
}

fn read(catalogue: &str) -> Catalogue {
    let catalogue = polib::po_file::parse_from_reader(catalogue.as_bytes()).expect("a claim reads the same catalogues");
    let messages = catalogue.messages().filter(|message| message.is_translated());
    messages
        .map(|message| {
            let forms = match (message.msgstr(), message.msgstr_plural()) {
                (Ok(one), _) => vec![one.to_owned()],
                (_, Ok(forms)) => forms.clone(),
                (Err(_), Err(_)) => Vec::new(),
            };
            let is_of_scripts = message.source().split_whitespace().any(|file| file.ends_with(".js"));
            (key(message.msgctxt().unwrap_or_default(), message.msgid()), Told { forms, is_of_scripts })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::reading_now;
    use crate::t;

    #[test]
    fn catalogues_are_read_and_what_they_lack_is_english() {
        for language in Language::ALL {
            reading_now(language, || {
                assert_eq!(t!("This sentence is only said by a claim."), "This sentence is only said by a claim.");
                assert_eq!(t!(1; "{count} claim alone", "{count} claims alone"), "1 claim alone");
                assert!(t!(2_000; "{count} claim alone", "{count} claims alone").contains("claims alone"));
            });
        }
        let name = "Mara";
        assert_eq!(t!("{name} of {place}", name, place = "Velle"), "Mara of Velle");
    }
}
