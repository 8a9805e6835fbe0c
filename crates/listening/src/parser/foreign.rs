//! Operators and fields that people bring from elsewhere, and what to write here.

use std::ops::Range;

use super::leaf::nearest_field;
use crate::error::{Reason, Suggestion};
use crate::field::{Borrowed, FieldContext};

type Answer = (Reason, Suggestion);

/// Recognises an operator of another product that stands where a word would.
pub(super) fn operator(word: &str, span: &Range<usize>) -> Option<Answer> {
    let foreign = |suggestion| Some((Reason::Foreign(word.into()), suggestion));
    let write = |text: String| foreign(Suggestion::write(span.clone(), text));
    match word {
        "&&" | "&" | "+" => return write("AND".into()),
        "||" | "|" => return write("OR".into()),
        "!" | "-" => return write("NOT".into()),
        "SENTENCE" | "PARAGRAPH" => return write("NEAR/15".into()),
        "XOR" => return foreign(Suggestion::say("write (a OR b) NOT (a AND b)")),
        _ => {}
    }
    if let Some(rest) = word.strip_prefix('+').filter(|rest| rest.starts_with(char::is_alphanumeric)) {
        let text = "every word must be there anyway; for the exact spelling";
        let replacement = format!("exact:\"{rest}\"");
        return foreign(Suggestion::change(format!("{text} write {replacement}"), span.clone(), replacement));
    }
    if let Some(rest) = word.strip_prefix('!').filter(|rest| rest.starts_with(char::is_alphanumeric)) {
        let text = format!("write -{rest} to leave the word out, or {{{rest}}} to insist on its capitals");
        return foreign(Suggestion::change(text, span.clone(), format!("-{rest}")));
    }
    if word.contains("://") {
        let address = crate::analysis::strip_scheme(word).trim_end_matches('/');
        return write(format!("link:\"{address}\""));
    }
    // near/3, W/3, WITHIN/3, PRE/3 of library catalogues and legal databases
    let (name, number) = word.split_once('/')?;
    let number = number.strip_suffix('f').unwrap_or(number);
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    match name.to_ascii_uppercase().as_str() {
        "NEAR" | "W" | "WITHIN" | "N" | "NR" if is_number => write(format!("NEAR/{number}")),
        "ONEAR" | "PRE" | "P" | "BEFORE" if is_number => write(format!("ONEAR/{number}")),
        _ => None,
    }
}

/// Answers a field that is not ours.
pub(super) fn field(
    name: &str,
    name_span: &Range<usize>,
    value: Option<&str>,
    span: &Range<usize>,
    borrowed: Option<Borrowed>,
    context: FieldContext,
) -> Answer {
    let shown = format!("{name}:");
    if let Some(answer) = x_flag(name, value, span) {
        return answer;
    }
    match borrowed {
        Some(Borrowed::Write(pattern)) => {
            let bare = value.unwrap_or_default();
            let quoted = format!("\"{}\"", bare.trim_matches('"'));
            let filled = match pattern {
                // exact: keeps every sign only between quotes.
                "exact:{}" => format!("exact:{quoted}"),
                "\"{}\"" => quoted,
                pattern => pattern.replace("{}", bare),
            };
            (Reason::NotOffered(shown), Suggestion::write(span.clone(), filled))
        }
        Some(Borrowed::Not(why)) => (Reason::NotOffered(shown), Suggestion::say(why)),
        Some(Borrowed::Same(ours)) => {
            (Reason::NotOffered(shown), Suggestion::write(name_span.clone(), format!("{ours}:")))
        }
        None => {
            let reason = Reason::UnknownField(name.into());
            if let Some(near) = nearest_field(name, context) {
                return (reason, Suggestion::write(name_span.clone(), format!("{near}:")));
            }
            let words = format!("\"{name}:{}\"", value.unwrap_or_default().trim_matches('"'));
            let text = format!("to search for it as words, write {words}");
            (reason, Suggestion::change(text, span.clone(), words))
        }
    }
}

/// `is:reply`, `url_contains:`: X's flags.
fn x_flag(name: &str, value: Option<&str>, span: &Range<usize>) -> Option<Answer> {
    if !name.eq_ignore_ascii_case("is") {
        return None;
    }
    let replacement = match value?.to_ascii_lowercase().as_str() {
        "retweet" | "repost" => "kind:repost",
        "reply" => "kind:reply",
        "quote" => "kind:quote",
        "verified" | "nullcast" => {
            let suggestion = Suggestion::say("take it out; nothing here depends on it");
            return Some((Reason::NotOffered(format!("is:{}", value?)), suggestion));
        }
        _ => return None,
    };
    Some((Reason::NotOffered(format!("is:{}", value?)), Suggestion::write(span.clone(), replacement)))
}
