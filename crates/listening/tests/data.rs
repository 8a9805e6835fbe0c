//! Sentences that people wrote, in 28 languages: what a reader calls a word of one finds it.
//!
//! `COFFEEHOUSE_TEST_DATA` names the folder of test data.
#![allow(clippy::unwrap_used, reason = "data that cannot be read fails the test")]

use std::path::PathBuf;

use listening::{AnalysedPost, Analysis, Context, FieldContext, Post, Query};
use unicode_normalization::UnicodeNormalization;

/// Every so many rows one is taken, so that all languages are.
const STEP: usize = 10;
/// The line that draws Arabic letters apart, and is none.
const TATWEEL: char = 'ـ';
const WITHOUT_SPACES: &[&str] = &["ja", "th", "zh"];

/// Language and text of every tenth row.
fn sentences() -> Vec<(String, String)> {
    let folder: PathBuf = std::env::var("COFFEEHOUSE_TEST_DATA").expect("COFFEEHOUSE_TEST_DATA is set").into();
    let mut reader = csv::Reader::from_path(folder.join("langid_lingua/texts.csv")).unwrap();
    let rows = reader.records().map(|row| row.unwrap()).step_by(STEP);
    rows.map(|row| (row[0].to_owned(), row[4].to_owned())).collect()
}

/// What stands between two spaces without the signs around it, cut where a `"` stands.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_around = |c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c);
    text.split(char::is_whitespace)
        .flat_map(|word| word.split(['"', '\\', '*', '?']))
        .map(move |word| word.trim_matches(is_around))
        .filter(|word| word.contains(|c: char| c.is_alphanumeric() && c != TATWEEL))
}

fn finds(word: &str, text: &str) -> bool {
    let analysis = Analysis::social();
    let query = format!("\"{word}\"");
    let query = Query::parse(&query, FieldContext::Topic).unwrap_or_else(|errors| panic!("{query}: {errors}"));
    let post = Post { text, ..Post::default() };
    query.compile(&analysis).matches(&AnalysedPost::new(&post, &analysis), &Context::unknown()).is_true()
}

#[test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
fn every_word_of_a_sentence_finds_it_however_it_is_written() {
    for (language, text) in sentences().iter().filter(|(language, _)| !WITHOUT_SPACES.contains(&language.as_str())) {
        let (apart, capitals): (String, _) = (text.nfd().collect(), text.to_uppercase());
        for word in words(text) {
            for written in [text, &apart, &capitals] {
                assert!(finds(word, written), "{language}: {word} finds {written}");
            }
            let apart: String = word.nfd().collect();
            assert!(finds(&apart, text), "{language}: {apart} finds {text}");
        }
    }
}

const STROKES: &[(char, &str)] = &[
    ('ø', "o"),
    ('Ø', "O"),
    ('ł', "l"),
    ('Ł', "L"),
    ('đ', "d"),
    ('Đ', "D"),
    ('æ', "ae"),
    ('Æ', "AE"),
    ('œ', "oe"),
    ('þ', "th"),
    ('Þ', "TH"),
    ('ð', "d"),
    ('Ð', "D"),
    ('Œ', "OE"),
];

/// Taken apart, without marks, put together again: slow, and all that it knows is that й and ї are letters, and which
/// letters have a stroke.
fn without_accents(word: &str) -> String {
    let mut kept = String::new();
    for c in word.nfd() {
        let is_letter =
            matches!((kept.chars().next_back(), c), (Some('и' | 'И'), '\u{306}') | (Some('і' | 'І'), '\u{308}'));
        match STROKES.iter().find(|(letter, _)| *letter == c) {
            Some((_, plain)) => kept.push_str(plain),
            None if ('\u{300}'..='\u{36F}').contains(&c) && !is_letter => {}
            None => kept.push(c),
        }
    }
    kept.nfc().collect()
}

#[test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
fn every_word_without_its_accents_finds_the_sentence() {
    let mut accented = 0;
    for (language, text) in sentences().iter().filter(|(language, _)| !WITHOUT_SPACES.contains(&language.as_str())) {
        for word in words(text) {
            let bare = without_accents(word);
            if bare != word {
                accented += 1;
                assert!(finds(&bare, text), "{language}: {bare} finds {text}");
            }
        }
    }
    assert!(accented > 5_000, "{accented}");
}

#[test]
#[ignore = "needs COFFEEHOUSE_TEST_DATA"]
fn every_row_of_characters_of_a_text_without_spaces_finds_it() {
    let is_mark = unicode_normalization::char::is_combining_mark;
    let is_letter = |c: &char| c.is_alphabetic() && !c.is_ascii() && !is_mark(*c);
    for (language, text) in sentences().iter().filter(|(language, _)| WITHOUT_SPACES.contains(&language.as_str())) {
        for run in text.split(|c: char| !is_letter(&c) && !is_mark(c)) {
            // A reader's words begin where a letter does that is no vowel of the one before, nor the second half of เเ,
            // and end with the marks on the last one.
            let begins = |(at, c): &(usize, char)| {
                is_letter(c) && !('\u{E30}'..='\u{E33}').contains(c) && !(*c == 'เ' && run[..*at].ends_with('เ'))
            };
            let starts: Vec<usize> = run.char_indices().filter(begins).map(|(at, _)| at).collect();
            for (from, to) in starts.iter().zip(starts.iter().skip(3).chain([&run.len()])) {
                let word = &run[*from..*to];
                assert!(finds(word, text), "{language}: {word} finds {text}");
            }
        }
    }
}
