//! Values of fields: read from what was written, printed so that they read back.

use std::fmt::{self, Display, Formatter};
use std::ops;

use super::{Moment, Shape, Spec, nearest};
use crate::error::{Reason, Suggestion};
use crate::print::quoted;

/// What a field must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// This text; of a closed list, its own spelling.
    Text(String),
    /// Anything that begins with this.
    Prefix(String),
    /// A number in this range.
    Number(Range),
    /// This time.
    Moment(Moment),
    /// A span of time in this range, in seconds.
    Duration(Range),
    /// Yes or no.
    Flag(bool),
}

/// A range of numbers, open where there is no bound.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    /// The lower bound.
    pub low: Option<Bound>,
    /// The upper bound.
    pub high: Option<Bound>,
}

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// The number.
    pub at: f64,
    /// Whether the number itself is inside.
    pub is_inclusive: bool,
}

impl Range {
    /// Says whether a number lies inside.
    #[must_use]
    pub fn contains(&self, number: f64) -> bool {
        self.low.is_none_or(|low| number > low.at || (low.is_inclusive && number == low.at))
            && self.high.is_none_or(|high| number < high.at || (high.is_inclusive && number == high.at))
    }
}

/// A value as it stands in the query.
pub(crate) struct Written<'q> {
    pub(crate) text: &'q str,
    pub(crate) is_quoted: bool,
    pub(crate) span: ops::Range<usize>,
}

/// Reads a field's value.
pub(crate) fn read(spec: &'static Spec, written: &Written<'_>) -> Result<Value, (Reason, Suggestion)> {
    let text = written.text.trim();
    let value = match spec.shape {
        Shape::Text | Shape::Prefixed => return text_value(spec, text, written),
        Shape::OneOf(values) => return one_of(spec, values, text, written),
        Shape::Number => range(text, number).map(Value::Number),
        Shape::Moment => Moment::read(text).map(Value::Moment),
        Shape::Duration => {
            let is_bounded = text.starts_with(['<', '>', '[']);
            let span_of = |text: &str| super::time::seconds(text).map(|seconds| seconds as f64);
            is_bounded.then(|| range(text, span_of)).flatten().map(Value::Duration)
        }
        Shape::YesNo => match text.to_ascii_lowercase().as_str() {
            "yes" | "true" => Some(Value::Flag(true)),
            "no" | "false" => Some(Value::Flag(false)),
            _ => None,
        },
    };
    value.ok_or_else(|| {
        let expected = match spec.shape {
            Shape::Number => "a number, [a TO b], >n or <n",
            Shape::Moment => "a date (2026-05-01), a time (2026-05-01T12:00Z), or a time ago (-30d, -4h)",
            Shape::Duration => "a time with > or <, such as >4h or <30m",
            _ => "yes or no",
        };
        let is_plain_span = matches!(spec.shape, Shape::Duration) && super::time::seconds(text).is_some();
        let meant = match is_plain_span {
            true => Some(format!(">{text}")),
            false => matches!(spec.shape, Shape::Number).then(|| foreign_range(text)).flatten(),
        };
        let suggestion = match meant {
            Some(meant) => Suggestion::write(written.span.clone(), meant),
            None => Suggestion::say(format!("write {expected}, for example {}:{}", spec.name, spec.example)),
        };
        (Reason::Value { field: spec.name, value: text.into() }, suggestion)
    })
}

fn text_value(spec: &'static Spec, text: &str, written: &Written<'_>) -> Result<Value, (Reason, Suggestion)> {
    let bad = |text: &str, suggestion| (Reason::Value { field: spec.name, value: text.into() }, suggestion);
    if text.is_empty() {
        return Err((Reason::NoValue(spec.name.into()), Suggestion::say(example(spec))));
    }
    if written.is_quoted || !text.contains(['*', '?']) {
        return Ok(Value::Text(text.into()));
    }
    match text.strip_suffix('*') {
        Some(prefix) if spec.shape == Shape::Prefixed && !prefix.is_empty() && !prefix.contains('*') => {
            Ok(Value::Prefix(prefix.into()))
        }
        _ if !text.contains('*') => Ok(Value::Text(text.into())),
        _ if spec.shape == Shape::Prefixed => Err(bad(text, Suggestion::say("* may only stand at the end of a value"))),
        _ => match text.replace('*', "") {
            bare if bare.is_empty() => Err(bad(text, Suggestion::say(example(spec)))),
            bare => Err(bad(text, Suggestion::write(written.span.clone(), bare))),
        },
    }
}

fn one_of(
    spec: &'static Spec,
    values: &'static [&'static str],
    text: &str,
    written: &Written<'_>,
) -> Result<Value, (Reason, Suggestion)> {
    let folded = text.to_ascii_lowercase().replace(['-', ' '], "_");
    let wanted = match folded.as_str() {
        "retweet" | "reblog" | "share" if spec.name == "kind" => "repost",
        "neg" => "negative",
        "pos" => "positive",
        "picture" | "pictures" | "photo" | "photos" => "image",
        "geo" | "place" => "location",
        folded => folded,
    };
    let singular = wanted.strip_suffix('s').unwrap_or(wanted);
    if let Some(value) = values.iter().find(|value| **value == wanted || **value == singular) {
        return Ok(Value::Text((*value).into()));
    }
    let suggestion = match nearest(wanted, values.iter().copied()) {
        Some(value) => Suggestion::write(written.span.clone(), value),
        None => Suggestion::say(format!("write one of {}", values.join(", "))),
    };
    Err((Reason::Value { field: spec.name, value: text.into() }, suggestion))
}

fn example(spec: &Spec) -> String {
    format!("write it right after the colon, for example {}:{}", spec.name, spec.example)
}

fn range(text: &str, read: impl Fn(&str) -> Option<f64>) -> Option<Range> {
    let bound = |at, is_inclusive| Some(Bound { at, is_inclusive });
    if let Some(inner) = text.strip_prefix('[') {
        let inner = inner.strip_suffix(']')?;
        let (low, high) = inner.split_once(" TO ").or_else(|| inner.split_once(" to "))?;
        let end = |text: &str| match text.trim() {
            "*" => Some(None),
            text => read(text).map(|at| bound(at, true)),
        };
        return Some(Range { low: end(low)?, high: end(high)? })
            .filter(|range| range.low.is_some() || range.high.is_some());
    }
    for (sign, is_low, is_inclusive) in
        [(">=", true, true), ("<=", false, true), (">", true, false), ("<", false, false)]
    {
        if let Some(rest) = text.strip_prefix(sign) {
            let end = bound(read(rest.trim())?, is_inclusive);
            return Some(if is_low { Range { low: end, high: None } } else { Range { low: None, high: end } });
        }
    }
    let at = read(text)?;
    Some(Range { low: bound(at, true), high: bound(at, true) })
}

/// Returns a range as it is written here, of one that is written with `..`, a hyphen or a comma between its ends.
fn foreign_range(text: &str) -> Option<String> {
    let inner = text.trim_start_matches(['[', '(']).trim_end_matches([']', ')']);
    let (low, high) = ["..", "-", "–", ","].into_iter().find_map(|between| inner.split_once(between))?;
    let end = |text: &str| match text.trim() {
        "" => Some("*".to_owned()),
        text => number(text).map(|_| text.to_owned()),
    };
    let written = format!("[{} TO {}]", end(low)?, end(high)?);
    range(&written, number).map(|_| written)
}

fn number(text: &str) -> Option<f64> {
    let (digits, factor) = match text.as_bytes().last()? {
        b'k' | b'K' => (&text[..text.len() - 1], 1e3),
        b'm' | b'M' => (&text[..text.len() - 1], 1e6),
        _ => (text, 1.0),
    };
    let is_plain = digits.len() <= 15 && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_plain.then(|| digits.parse::<f64>().ok()).flatten().map(|n| n * factor)
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) if is_bare(text) => f.write_str(text),
            Self::Text(text) => quoted(f, text),
            Self::Prefix(prefix) => write!(f, "{prefix}*"),
            Self::Number(range) => write_range(f, range, |f, n| n.fmt(f)),
            Self::Moment(moment) => moment.fmt(f),
            // Seconds came from whole numbers far below 2^53.
            Self::Duration(range) => write_range(f, range, |f, n| super::time::write_seconds(f, n as i64)),
            Self::Flag(true) => f.write_str("yes"),
            Self::Flag(false) => f.write_str("no"),
        }
    }
}

fn write_range(
    f: &mut Formatter<'_>,
    range: &Range,
    each: impl Fn(&mut Formatter<'_>, f64) -> fmt::Result,
) -> fmt::Result {
    let sign = |bound: &Bound| if bound.is_inclusive { "=" } else { "" };
    match (&range.low, &range.high) {
        (Some(low), Some(high)) => {
            f.write_str("[")?;
            each(f, low.at)?;
            f.write_str(" TO ")?;
            each(f, high.at)?;
            f.write_str("]")
        }
        (Some(low), None) => {
            write!(f, ">{}", sign(low))?;
            each(f, low.at)
        }
        (None, Some(high)) => {
            write!(f, "<{}", sign(high))?;
            each(f, high.at)
        }
        (None, None) => f.write_str("[* TO *]"),
    }
}

/// Says whether a value reads back without quotes.
fn is_bare(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_-.@#/:%+&=".contains(c))
}
