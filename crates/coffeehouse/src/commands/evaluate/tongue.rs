//! Language: sentences and short pieces of 29 languages, and posts of eight.

use std::path::Path;

use enrichment::{Subject, judge};
use model::Reasons;

use super::collection::{self, Case, Row};
use super::mood;
use super::score::Score;
use super::table::Table;

/// A language with fewer posts is in the sum only.
const POSTS_MIN: usize = 100;

pub fn run(folder: &Path, table: &mut Table) -> anyhow::Result<()> {
    table.part("Language", "nothing declared by the author. `covered` and `right` matter most here.");
    for kind in ["sentence", "word-pair", "single-word"] {
        let read = |row: &Row| (row.get("kind")? == kind).then(|| lingua(row)).flatten();
        if let Some(cases) = collection::cases(folder, "langid_lingua/texts.csv", read)? {
            measure(&format!("lingua, {kind}"), &cases, kind == "sentence", table);
        }
    }
    if let Some(cases) = collection::cases(folder, "sentiment_multilingual_umsab/tweets.csv", umsab)? {
        measure("umsab", &cases, true, table);
    }
    Ok(())
}

fn measure(name: &str, cases: &[Case], by_language: bool, table: &mut Table) {
    let mut languages: Vec<&'static str> = cases.iter().map(|case| case.label).collect();
    languages.sort_unstable();
    languages.dedup();
    let mut all = Score::default();
    let mut each: Vec<Score> = languages.iter().map(|_| Score::default()).collect();
    for case in cases {
        let found = judge(&Subject { text: &case.text, declared: &[], reasons: Reasons::NONE }).language.value;
        // A language outside the collection is as wrong as any other.
        let said = found.map(|found| languages.iter().find(|known| **known == found).copied().unwrap_or("other"));
        all.count(case.label, said);
        if let Ok(place) = languages.binary_search(&case.label) {
            each[place].count(case.label, said);
        }
    }
    table.row(name, "all", "ours", &all);
    let shown = languages.iter().zip(&each).filter(|(_, score)| by_language && score.posts() >= POSTS_MIN);
    shown.for_each(|(language, score)| table.row(name, language, "ours", score));
}

/// The codes of the languages, which live as long as the program.
fn code(tag: &str) -> Option<&'static str> {
    const CODES: [&str; 29] = [
        "ar", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nb",
        "nl", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh",
    ];
    CODES.iter().find(|code| **code == tag).copied()
}

fn lingua(row: &Row) -> Option<Case> {
    let label = code(row.get("iso639_1")?)?;
    Some(Case { text: row.get("text")?.clone(), label, language: label.into() })
}

fn umsab(row: &Row) -> Option<Case> {
    let case = mood::umsab(row)?;
    Some(Case { label: code(&case.language)?, ..case })
}
