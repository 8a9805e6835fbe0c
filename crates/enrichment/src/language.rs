//! Which language a post is written in.

mod small_word;
mod tag;

use model::{Ground, primary_language};

use crate::Judgement;
use crate::reading::Reading;
use small_word::Counts;

/// Letters below which nothing is said, unless the author declared it or the script has one language only.
const LETTERS_MIN: usize = 10;

/// Words below which letters alone are not trusted.
const WORDS_MIN: usize = 2;

/// Words in which a language that we know has a small one.
const SMALL_WORDS_MIN: usize = 8;

/// Small words more than any other language has, which make letters sure.
const SURE_LEAD: usize = 3;

/// Bytes that are looked at: longer texts gain nothing.
const BYTES_MAX: usize = 400;

/// Below it the language stays unknown.
const CONFIDENCE_MIN: f64 = 0.8;

/// Says which language a text is in, of which nobody declared a usable one, as an ISO 639-1 code (639-3 where there is
/// none); `None` where it is too short or too odd to tell. The same as [`Judgements::language`](crate::Judgements) of the
/// text, for less than judging all of it.
pub fn language_of(text: &str) -> Option<String> {
    judge(&Reading::new(text), &[]).value
}

/// Says which language the words are in, as an ISO 639-1 code (639-3 where there is none).
///
/// whichlang knows 16 languages well and always answers; whatlang knows 70 and says how sure it is. Where both agree,
/// or the author's declaration agrees with one, it is that; beyond the 16, whatlang is followed when it is sure. The
/// confidences are shares measured on public texts: `docs/guide/accuracy.md`.
pub(crate) fn judge(reading: &Reading, declared: &[String]) -> Judgement<String> {
    if reading.is_wordless() {
        return Judgement::abstained(Ground::TooLittle);
    }
    let declared: Vec<String> = declared.iter().filter_map(|tag| primary_language(tag)).collect();
    let text = beginning(&reading.plain);
    if whatlang::detect_script(text).is_some_and(tag::is_sole_language_of_script)
        && let Some(language) = whatlang::detect_lang(text)
    {
        return Judgement::new(tag::of_whatlang(language).to_owned(), 0.97, Ground::Script);
    }
    let has_enough = reading.letters >= LETTERS_MIN && reading.words.len() >= WORDS_MIN || has_dense_script(text);
    if !has_enough {
        return match declared.first() {
            Some(language) => Judgement::new(language.clone(), 0.8, Ground::Declared),
            None => Judgement::abstained(Ground::TooLittle),
        };
    }
    let narrow = tag::of_whichlang(whichlang::detect_language(text));
    let counts = Counts::new(&reading.words);
    let is_declared = |guess: &str| declared.iter().any(|language| language == guess);
    // Where two signs agree the third is not asked: whatlang costs as much as all other judgements together.
    if is_declared(narrow) && counts.of(narrow).is_some_and(|count| count > 0) {
        return Judgement::new(narrow.to_owned(), 0.97, Ground::Declared);
    }
    let (guess, confidence) = match counts.most() {
        (most, _, lead) if most == narrow && lead >= SURE_LEAD => (narrow, 0.98),
        _ => {
            let (guess, confidence) = weigh(narrow, whatlang::detect(text).as_ref(), reading.letters);
            by_small_words(&counts, reading.words.len(), guess, confidence)
        }
    };
    if is_declared(guess) {
        return Judgement::new(guess.to_owned(), confidence.max(0.97), Ground::Declared);
    }
    // A declaration against weak signs: people write a second language more rarely than these err.
    if let Some(language) = declared.first().filter(|_| confidence < 0.9) {
        return Judgement::new(language.clone(), 0.8, Ground::Declared);
    }
    Judgement::unless_below(CONFIDENCE_MIN, guess.to_owned(), confidence, Ground::Letters)
}

/// The likelier of two opinions, and how often such a one was right in public texts (29 languages in sentences, pairs
/// and single words; seven in posts), the lower of the two figures where they differ.
fn weigh<'a>(narrow: &'a str, wide: Option<&whatlang::Info>, letters: usize) -> (&'a str, f64) {
    let Some(wide) = wide else {
        return (narrow, 0.5);
    };
    let wide_tag = tag::of_whatlang(wide.lang());
    let sure = wide.confidence();
    let is_latin = wide.script() == whatlang::Script::Latin;
    match (wide_tag == narrow, tag::is_of_whichlang(wide_tag)) {
        (true, _) if sure >= 0.5 => (narrow, 0.99),
        (true, _) if sure >= 0.2 => (narrow, 0.95),
        (true, _) => (narrow, if letters >= 20 { 0.83 } else { 0.7 }),
        // Outside the 16: whichlang cannot know it, and gives the nearest of its own.
        (false, false) if sure >= 0.9 => (wide_tag, 0.98),
        (false, false) if sure >= 0.5 => (wide_tag, 0.94),
        (false, false) if sure >= 0.2 => (wide_tag, if is_latin { 0.73 } else { 0.87 }),
        (false, false) => (narrow, 0.3),
        (false, true) => (narrow, if letters >= 60 && sure < 0.2 { 0.85 } else { 0.6 }),
    }
}

/// Lets the small words confirm, doubt or overrule what the letters say.
fn by_small_words<'a>(counts: &Counts, words: usize, guess: &'a str, confidence: f64) -> (&'a str, f64) {
    let (most, count, lead) = counts.most();
    match counts.of(guess) {
        _ if most == guess && lead >= 2 => (guess, confidence.max(0.97)),
        _ if most == guess && lead == 1 && count * 5 >= words => (guess, confidence.max(0.85)),
        _ if most != guess && lead >= 3 && count * 4 >= words => (most, 0.93),
        // Long enough to have some: it is a language that nobody here knows, or none.
        Some(0) if confidence < 0.99 && words >= SMALL_WORDS_MIN => (guess, confidence.min(0.7)),
        _ => (guess, confidence),
    }
}

/// Scripts of which few letters say much.
fn has_dense_script(text: &str) -> bool {
    text.chars().filter(|c| matches!(u32::from(*c), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7a3)).count() >= 3
}

fn beginning(text: &str) -> &str {
    let mut end = BYTES_MAX.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
