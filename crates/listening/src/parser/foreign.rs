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
    if let Some((bare, weight)) = word.split_once('^')
        && !weight.is_empty()
        && weight.bytes().all(|b| b.is_ascii_digit())
    {
        let text = "matches are not ordered by weight; take it out";
        return foreign(Suggestion::change(text, span.clone(), bare));
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

/// A field that is not ours, as it stands in the query.
pub(super) struct Stranger<'q> {
    pub(super) name: &'q str,
    pub(super) name_span: Range<usize>,
    /// What stands behind the colon.
    pub(super) value: Value<'q>,
    /// The whole clause.
    pub(super) span: Range<usize>,
    pub(super) context: FieldContext,
}

/// What stands behind the colon of a field.
pub(super) enum Value<'q> {
    Nothing,
    One(String),
    /// A group, cut so that its members can be written anew: each member, or what stands between them.
    Group(Vec<Piece<'q>>),
}

/// A piece of a group of values.
pub(super) enum Piece<'q> {
    Member(String),
    Between(&'q str),
}

impl Value<'_> {
    /// Returns what `each` makes of a value, or of every member of a group.
    pub(super) fn write(&self, each: impl Fn(&str) -> String) -> String {
        match self {
            Self::Nothing => each(""),
            Self::One(value) => each(value),
            Self::Group(pieces) => pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Member(value) => each(value),
                    Piece::Between(text) => (*text).to_owned(),
                })
                .collect(),
        }
    }
}

/// Answers a field that is not ours.
pub(super) fn field(stranger: &Stranger<'_>, borrowed: Option<Borrowed>) -> Answer {
    let Stranger { name, name_span, value, span, context } = stranger;
    let shown = format!("{name}:");
    if let Some(answer) = flag(name, value, span) {
        return answer;
    }
    match borrowed {
        Some(Borrowed::Write(pattern)) => {
            let filled = value.write(|value| fill(pattern, value));
            (Reason::NotOffered(shown), Suggestion::write(span.clone(), filled))
        }
        Some(Borrowed::Not(why)) => (Reason::NotOffered(shown), Suggestion::say(why)),
        Some(Borrowed::Same(ours)) => {
            (Reason::NotOffered(shown), Suggestion::write(name_span.clone(), format!("{ours}:")))
        }
        None => {
            let reason = Reason::UnknownField((*name).into());
            if let Some(near) = nearest_field(name, *context) {
                return (reason, Suggestion::write(name_span.clone(), format!("{near}:")));
            }
            let Value::One(value) = value else {
                let text = format!("to search for {name} as a word, leave the colon out");
                return (reason, Suggestion::change(text, name_span.clone(), format!("{name} ")));
            };
            let words = format!("\"{name}:{}\"", value.trim_matches('"'));
            let text = format!("to search for it as words, write {words}");
            (reason, Suggestion::change(text, span.clone(), words))
        }
    }
}

/// Puts a value into a pattern of ours.
pub(super) fn fill(pattern: &str, value: &str) -> String {
    let bare = value.trim_matches('"');
    let is_one_word = !bare.contains(char::is_whitespace);
    match pattern {
        // exact: keeps every sign only between quotes.
        "exact:{}" => format!("exact:\"{bare}\""),
        "\"{}\"" => format!("\"{bare}\""),
        "#{}" | "@{}" if is_one_word => pattern.replace("{}", bare.trim_start_matches(['#', '@'])),
        "site:.{}" => pattern.replace("{}", bare.trim_start_matches('.')),
        pattern => pattern.replace("{}", value),
    }
}

/// `is:reply`, `filter:links`, `exclude:retweets`, `followers_count:500..1000`: what means one thing or another by its value.
fn flag(name: &str, value: &Value<'_>, span: &Range<usize>) -> Option<Answer> {
    let Value::One(value) = value else { return None };
    let value = value.trim_matches('"').to_ascii_lowercase();
    let reason = || Reason::NotOffered(format!("{name}:{value}"));
    let write = |text: &str| Some((reason(), Suggestion::write(span.clone(), text)));
    let kind = match value.as_str() {
        "retweet" | "retweets" | "nativeretweets" | "repost" | "reposts" => Some("repost"),
        "reply" | "replies" => Some("reply"),
        "quote" | "quotes" => Some("quote"),
        _ => None,
    };
    match (name.to_ascii_lowercase().as_str(), kind) {
        ("is" | "filter" | "include", Some(kind)) => write(&format!("kind:{kind}")),
        ("exclude", Some(kind)) => write(&format!("-kind:{kind}")),
        ("is" | "filter", None) if matches!(value.as_str(), "verified" | "blue_verified" | "nullcast") => {
            Some((reason(), Suggestion::say("take it out; nothing here depends on it")))
        }
        ("filter", None) => match value.as_str() {
            "safe" => write("-has:warning"),
            "native_video" | "videos" => write("has:video"),
            "twimg" | "images" => write("has:image"),
            _ => write(&format!("has:{value}")),
        },
        ("publishersubtype", None) => write(&format!("has:{value}")),
        ("sensitivecontent", None) => write(if value == "false" { "-has:warning" } else { "has:warning" }),
        // One number means so many or more there, exactly so many here.
        ("followers_count", None) => match value.split_once("..") {
            Some((low, high)) => write(&format!("followers:[{low} TO {high}]")),
            None => write(&format!("followers:>={value}")),
        },
        _ => None,
    }
}
