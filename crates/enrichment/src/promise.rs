//! Whether what we said sounds like a promise, and by when: a hint for whoever may mark it, never a judgement about anybody.
//!
//! Reads English, German, French and Spanish, from lists written here. It would rather miss a promise than call an offer one:
//! a sentence counts when it says that we will do something that can be kept or not, or that something will be so by a date;
//! what hangs on a condition or on the reader does not.

mod date;
mod words;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use self::date::Due;
use self::words::Speech;
use crate::language_of;

/// A sentence that sounds like a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promised<'t> {
    /// The sentence.
    pub words: &'t str,
    /// By when, as far as it says so: the last minute of a day where it names no time.
    pub due_at: Option<Timestamp>,
}

/// The first sentence of a text, said at a moment and read in a zone, that sounds like a promise.
pub fn promised<'t>(text: &'t str, said_at: Timestamp, zone: &TimeZone) -> Option<Promised<'t>> {
    let language = language_of(text);
    Speech::of(language.as_deref()).iter().find_map(|speech| promised_in(text, speech, said_at, zone))
}

fn promised_in<'t>(text: &'t str, speech: &Speech, said_at: Timestamp, zone: &TimeZone) -> Option<Promised<'t>> {
    let said = said_at.to_zoned(zone.clone()).datetime();
    for sentence in sentences(text) {
        let lower = sentence.to_lowercase().replace('’', "'");
        let tokens: Vec<&str> = lower.split_whitespace().map(bare).filter(|token| !token.is_empty()).collect();
        if has_any(&tokens, speech.vetoes) {
            continue;
        }
        let due = date::due(&tokens, speech, said);
        let is_deed =
            has_any(&tokens, speech.said_deeds) || has_any(&tokens, speech.cues) && has_any(&tokens, speech.deeds);
        let is_promise = is_deed || due.is_some() && has_any(&tokens, speech.cues);
        if is_promise {
            let moment = |due| match due {
                Due::At(local) => zone.to_ambiguous_zoned(local).compatible().ok().map(|zoned| zoned.timestamp()),
                Due::After(length) => said_at.checked_add(length).ok(),
            };
            let due_at = due.and_then(moment).filter(|due| *due > said_at);
            return Some(Promised { words: sentence, due_at });
        }
    }
    None
}

/// The sentences of a text. A stop within a number or a short word (3. März) ends none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let end = sentence_end(rest);
        let (sentence, after) = rest.split_at(end);
        rest = after;
        Some(sentence.trim_end())
    })
}

fn sentence_end(text: &str) -> usize {
    let mut before = None;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        let is_stop = match sign {
            '\n' | '!' | '?' | '…' => true,
            '.' => next.is_none_or(char::is_whitespace) && !before.is_some_and(char::is_numeric),
            _ => false,
        };
        if is_stop {
            return at + sign.len_utf8();
        }
        before = Some(sign);
    }
    text.len()
}

/// A word without the signs around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|sign: char| !sign.is_alphanumeric())
}

/// Whether one of these phrases stands among the words.
fn has_any(tokens: &[&str], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        let count = phrase.split(' ').count();
        tokens.windows(count).any(|window| window.iter().copied().eq(phrase.split(' ')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Monday, ten in the morning.
    const SAID: &str = "2026-11-23T09:00:00Z";

    fn due(text: &str) -> Option<Option<String>> {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let found = promised(text, SAID.parse().unwrap(), &zone)?;
        Some(found.due_at.map(|at| at.to_zoned(zone.clone()).strftime("%m-%d %H:%M").to_string()))
    }

    #[test]
    fn what_can_be_kept_or_not_is_a_promise_and_its_date_is_read() {
        for (text, when) in [
            ("Sorry! We'll get back to you by Friday.", "11-27 23:59"),
            ("You will have your refund within 3 working days.", "11-26 23:59"),
            ("We will fix it in 24 hours", "11-24 10:00"),
            ("The lift will be running again tomorrow.", "11-24 23:59"),
            ("I'll call you today by 5pm", "11-23 17:00"),
            ("We'll reply by 3 December.", "12-03 23:59"),
            ("It will be repaired on March 3rd", "03-03 23:59"),
            ("We will let you know by the end of the week.", "11-27 23:59"),
            ("We'll update you next week", "12-04 23:59"),
            ("It will be back by the end of the month.", "11-30 23:59"),
            ("Wir melden uns bis Freitag bei Ihnen.", "11-27 23:59"),
            ("Die Rampe wird bis zum 3. Dezember repariert.", "12-03 23:59"),
            ("Das Geld wird innerhalb von 5 Werktagen erstattet.", "11-30 23:59"),
            ("Der Aufzug wird morgen um 17 Uhr wieder laufen.", "11-24 17:00"),
            ("Nous reviendrons vers vous sous 48 heures.", "11-25 10:00"),
            ("Vous serez remboursé avant vendredi.", "11-27 23:59"),
            ("Le avisaremos mañana por la tarde.", "11-24 23:59"),
            ("Su dinero será devuelto el 3 de diciembre.", "12-03 23:59"),
        ] {
            assert_eq!(due(text), Some(Some(when.to_owned())), "{text}");
        }
        for text in
            ["We'll let you know as soon as it runs.", "Wir melden uns bei Ihnen.", "Nous vous tiendrons au courant."]
        {
            assert_eq!(due(text), Some(None), "{text}");
        }
    }

    #[test]
    fn offers_conditions_and_what_others_are_to_do_are_none() {
        for text in [
            "We'll be here if you need anything else!",
            "If you send us a message, we'll get back to you by Friday.",
            "We will do our best to help you with this.",
            "Could you let us know by tomorrow?",
            "Please call us before Friday.",
            "We can't promise a date.",
            "The shop is closed on Friday.",
            "Wenn Sie uns schreiben, melden wir uns bis morgen.",
            "Guten Morgen, die Rampe liegt.",
            "Si vous nous écrivez, nous reviendrons vers vous demain.",
            "Thanks, we're happy to help.",
            "",
            "???",
        ] {
            assert_eq!(due(text), None, "{text}");
        }
    }

    #[test]
    fn only_the_sentence_is_given_and_a_date_that_is_over_is_no_date() {
        let zone = TimeZone::UTC;
        let text = "Sorry about that. We'll write to you by 2026-11-20! Have a good day.";
        let found = promised(text, SAID.parse().unwrap(), &zone).unwrap();
        assert_eq!((found.words, found.due_at), ("We'll write to you by 2026-11-20!", None));
    }

    #[test]
    fn hours_are_hours_also_where_clocks_are_put_back_meanwhile() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let said: Timestamp = "2026-10-24T20:00:00Z".parse().unwrap();
        let found = promised("We'll reply within 24 hours.", said, &zone).unwrap();
        assert_eq!(found.due_at.unwrap().duration_since(said).as_hours(), 24);
    }

    #[test]
    fn any_text_is_read_without_harm() {
        use proptest::prelude::*;
        let zone = TimeZone::get("America/St_Johns").unwrap();
        const PARTS: &[&str] =
            &["we'll", "by", "in", "99999999999", "days", "31", "february", "at", "25:61", ".", "\n", "ß", "0 hours"];
        proptest!(|(words in prop::collection::vec(prop::sample::select(PARTS), 0..12), noise in ".{0,20}")| {
            let text = format!("{} {noise}", words.join(" "));
            if let Some(found) = promised(&text, SAID.parse().unwrap(), &zone) {
                prop_assert!(text.contains(found.words) && !found.words.is_empty());
            }
        });
    }
}
