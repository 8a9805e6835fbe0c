//! What a native reader expects to be the same word, by script and by kind of sign.

mod arabic;
mod chinese_japanese;
mod emoji;
mod hebrew;
mod indic;
mod invisible;
mod korean;
mod latin;
mod links;
mod slavic_greek;
mod southeast_asia;
mod tags;

use listening::{AnalysedPost, Analysis, Context, FieldContext, Post, Query};
use unicode_normalization::UnicodeNormalization;

fn finds_as_it_is(query: &str, text: &str) -> bool {
    let analysis = Analysis::social();
    let parsed = Query::parse(query, FieldContext::Topic).unwrap_or_else(|errors| panic!("{query}: {errors}"));
    let post = Post { text, ..Post::default() };
    parsed.compile(&analysis).matches(&AnalysedPost::new(&post, &analysis), &Context::unknown()).is_true()
}

/// Asserts what a query finds and what not, however query and post are composed.
#[track_caller]
fn assert_finds(query: &str, found: &[&str], not_found: &[&str]) {
    let forms = |text: &str| [text.to_owned(), text.nfc().collect(), text.nfd().collect()];
    for query in forms(query) {
        for text in found.iter().flat_map(|text| forms(text)) {
            assert!(finds_as_it_is(&query, &text), "{query} finds {text:?}");
        }
        for text in not_found.iter().flat_map(|text| forms(text)) {
            assert!(!finds_as_it_is(&query, &text), "{query} does not find {text:?}");
        }
    }
}
