//! What is wrong in the source's texts and in a catalogue.

use std::collections::{BTreeMap, BTreeSet};

use super::NAMED;
use super::catalogue::{Catalogue, Entry};
use super::text::{Said, Text, slots};

/// Signs that end a text and are not to be lost; an ellipsis is not a full stop.
const ENDS: [char; 2] = ['.', '…'];

/// Texts that catalogues could not keep apart: a sentence for each.
pub fn of_source(said: &Said) -> Vec<String> {
    let mut by_words: BTreeMap<&str, Vec<&Text>> = BTreeMap::new();
    for text in said.keys() {
        by_words.entry(&text.one).or_default().push(text);
    }
    let mut faults = Vec::new();
    for (words, texts) in by_words {
        let plain: Vec<&&Text> = texts.iter().filter(|text| text.context.is_empty()).collect();
        if plain.len() > 1 {
            faults.push(format!("“{words}” is said with and without a number, or with two texts of several things"));
        }
    }
    faults
}

/// Sentences about what a catalogue lacks, and what is wrong in it.
pub fn of_catalogue(catalogue: &Catalogue, said: &Said) -> Vec<String> {
    let language = catalogue.language();
    let entries: Vec<Entry> = catalogue.entries().collect();
    let has: BTreeSet<&Text> = entries.iter().map(|entry| &entry.text).collect();
    let missing: Vec<&Text> = said.keys().filter(|text| !has.contains(text)).collect();
    let unsaid: Vec<&Text> = has.iter().copied().filter(|text| !said.contains_key(text)).collect();
    let moved = |entry: &&Entry| said.get(&entry.text).is_some_and(|files| !files.iter().eq(&entry.files));
    let moved: Vec<&Text> = entries.iter().filter(moved).map(|entry| &entry.text).collect();
    let untranslated: Vec<&Text> = entries.iter().filter(|one| !one.is_translated()).map(|one| &one.text).collect();
    let mut faults = Vec::new();
    let all = [
        (missing, "said and not in the catalogue (`cargo xtask words` adds it)"),
        (unsaid, "in the catalogue and said no more (`cargo xtask words` takes it out)"),
        (moved, "said in other files than the catalogue has (`cargo xtask words` mends that)"),
        (untranslated, "not translated"),
    ];
    for (texts, what) in all {
        if !texts.is_empty() {
            faults.push(format!("{language}: {what}: {}", named(&texts)));
        }
    }
    let translated = entries.iter().filter(|entry| entry.is_translated());
    for entry in translated {
        faults.extend(
            of_entry(entry, catalogue.forms()).into_iter().map(|fault| format!("{language}: {} {fault}", entry.text)),
        );
    }
    faults
}

fn named(texts: &[&Text]) -> String {
    let mut named: Vec<String> = texts.iter().take(NAMED).map(ToString::to_string).collect();
    if texts.len() > NAMED {
        named.push(format!("and {} more", texts.len() - NAMED));
    }
    named.join(", ")
}

fn of_entry(entry: &Entry, forms: usize) -> Vec<String> {
    let mut faults = Vec::new();
    if entry.is_fuzzy {
        faults.push("is marked as not sure (fuzzy)".to_owned());
    }
    if entry.text.many.is_some() && entry.forms.len() != forms {
        faults.push(format!("has {} forms, the language has {forms}", entry.forms.len()));
    }
    let wanted = entry.text.slots();
    for (at, told) in entry.forms.iter().enumerate() {
        let has: BTreeSet<&str> = slots(told).collect();
        // "One answer" says its number in words.
        let may_lack = |slot: &str| entry.text.many.is_some() && slot == "count";
        let lost = wanted.difference(&has).filter(|slot| !may_lack(slot));
        faults.extend(lost.map(|slot| format!("has lost {{{slot}}}: “{told}”")));
        faults.extend(has.difference(&wanted).map(|slot| format!("has {{{slot}}}, which nothing fills: “{told}”")));
        faults.extend(at_the_ends(entry.text.form(at), told).map(|fault| format!("{fault}: “{told}”")));
    }
    faults
}

fn at_the_ends(text: &str, told: &str) -> Option<String> {
    // French has spaces of its own before signs, which do not break.
    let before = |text: &str| text.len() - text.trim_start_matches(' ').len();
    let after = |text: &str| text.len() - text.trim_end_matches(' ').len();
    if (before(text), after(text)) != (before(told), after(told)) {
        return Some(format!(
            "has {} and {} blanks at its ends, and not {} and {}",
            before(told),
            after(told),
            before(text),
            after(text)
        ));
    }
    let end = ENDS.into_iter().find(|end| text.trim_end().ends_with(*end))?;
    (!told.trim_end().ends_with(end)).then(|| format!("has lost its “{end}” at the end"))
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::tests::{HEAD, said};
    use super::*;

    /// What is said of a catalogue with this one translation.
    fn of(text: Text, forms: &[&str]) -> Vec<String> {
        let entry = Entry {
            text,
            forms: forms.iter().map(|form| (*form).to_owned()).collect(),
            is_fuzzy: false,
            files: Vec::new(),
        };
        of_entry(&entry, 2)
    }

    #[test]
    fn a_catalogue_has_exactly_what_is_said_where_it_is_said() {
        let written =
            format!("{HEAD}\n#: a.rs\nmsgid \"Save\"\nmsgstr \"Sichern\"\n\n#: a.rs\nmsgid \"Gone\"\nmsgstr \"Weg\"\n");
        let catalogue = Catalogue::parse(&written).unwrap();
        let found = of_catalogue(&catalogue, &said([(Text::plain("Save"), "a.rs b.js"), (Text::plain("New"), "a.rs")]));
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("de: said and not in the catalogue") && found[0].ends_with("“New”"), "{found:?}");
        assert!(found[1].contains("said no more") && found[2].contains("other files"), "{found:?}");
        let right = catalogue.in_step(&said([(Text::plain("Save"), "b.js")]));
        assert_eq!(of_catalogue(&right, &said([(Text::plain("Save"), "b.js")])), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_translated_is_named_up_to_a_number() {
        let texts = said((0..30).map(|at| (Text::plain(&format!("Text {at:02}")), "a.rs")));
        let catalogue = Catalogue::parse(HEAD).unwrap().in_step(&texts);
        let found = of_catalogue(&catalogue, &texts);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].starts_with("de: not translated: “Text 00”") && found[0].ends_with("and 10 more"),
            "{found:?}"
        );
    }

    #[test]
    fn slots_stay_in_any_order_and_a_number_may_be_a_word() {
        assert!(of(Text::plain("{name} of {place}"), &["Aus {place}: {name}"]).is_empty());
        assert!(
            of(
                Text::counted("{count} row of {name}", "{count} rows of {name}"),
                &["Eine Zeile von {name}", "{count} von {name}"]
            )
            .is_empty()
        );
        assert_eq!(of(Text::plain("{name} of {place}"), &["{name} aus {ort}"]).len(), 2);
        assert_eq!(
            of(Text::plain("{count} of ours"), &["einer"]).len(),
            1,
            "without forms the number is a slot as others"
        );
        assert_eq!(of(Text::counted("{count} row", "{count} rows"), &["{n}", "{count}"]).len(), 1);
    }

    #[test]
    fn a_number_has_the_forms_of_its_language() {
        assert_eq!(of(Text::counted("{count} row", "{count} rows"), &["{count} Zeile"]).len(), 1);
    }

    #[test]
    fn ends_are_kept() {
        assert!(of(Text::plain("Adding…"), &["Kommt dazu…"]).is_empty());
        assert!(of(Text::plain("Nov"), &["Nov."]).is_empty(), "an abbreviation may have a full stop of its own");
        for (text, told) in [
            ("Adding…", "Kommt."),
            ("Done.", "Fertig"),
            ("Done.", "Fertig…"),
            (" and more", "und mehr"),
            ("and ", "und"),
        ] {
            assert_eq!(of(Text::plain(text), &[told]).len(), 1, "{text:?} {told:?}");
        }
    }

    #[test]
    fn texts_that_a_catalogue_could_not_keep_apart_are_named() {
        let clash = |texts: [Text; 2]| of_source(&said(texts.map(|text| (text, "a.rs")))).len();
        assert_eq!(clash([Text::plain("{count} row"), Text::counted("{count} row", "{count} rows")]), 1);
        assert_eq!(clash([Text::counted("a", "b"), Text::counted("a", "c")]), 1);
        assert_eq!(clash([Text::plain("Open"), Text::apart("state", "Open")]), 0);
        assert_eq!(clash([Text::apart("act", "Open"), Text::apart("state", "Open")]), 0);
    }
}
