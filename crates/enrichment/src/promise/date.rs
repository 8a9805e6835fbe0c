//! By when: the first date or length of time that a sentence names.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::{SignedDuration, ToSpan as _};

use super::has_any;
use super::words::Speech;

/// The longest length of time that is read, in its unit.
const LONGEST: i64 = 1_000;
/// The last minute of a day.
const DAY_ENDS: Time = Time::constant(23, 59, 0, 0);

/// By when something is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// At a local time.
    At(DateTime),
    /// So long after it was said, whatever clocks are put to meanwhile.
    After(SignedDuration),
}

/// By when a sentence says, that was said at a local moment; none where it does not say.
pub(super) fn due(tokens: &[&str], speech: &Speech, said: DateTime) -> Option<Due> {
    if let Some(due) = length(tokens, speech, said) {
        return Some(due);
    }
    let time = (0..tokens.len()).find_map(|at| time_at(tokens, at));
    match (day(tokens, speech, said.date()), time) {
        (Some(day), time) => Some(Due::At(day.to_datetime(time.unwrap_or(DAY_ENDS)))),
        (None, Some(time)) => Some(said.date().to_datetime(time)).filter(|due| *due > said).map(Due::At),
        (None, None) => None,
    }
}

/// "within 24 hours", "in 3 to 5 working days": the longer one.
fn length(tokens: &[&str], speech: &Speech, said: DateTime) -> Option<Due> {
    for (at, token) in tokens.iter().enumerate() {
        let Some(count) = number(token) else { continue };
        let is_within = speech.within.iter().any(|phrase| ends_with(&tokens[..at], phrase))
            // "in 3 to 5 days", "in 3 bis 5 Tagen": the second number.
            || at >= 2 && number(tokens[at - 2]).is_some();
        let (after, is_working) = match tokens.get(at + 1) {
            Some(word) if speech.working.contains(word) => (at + 2, true),
            _ => (at + 1, false),
        };
        let rest = tokens.get(after..).unwrap_or_default();
        // The longer names first: "jours ouvrés" before "jours".
        let unit =
            [3, 0, 1, 2, 4].into_iter().find(|unit| speech.units[*unit].iter().any(|name| begins_with(rest, name)));
        let (true, Some(unit)) = (is_within, unit) else { continue };
        return match (unit, is_working) {
            (0, _) => Some(Due::After(SignedDuration::from_mins(count))),
            (1, _) => Some(Due::After(SignedDuration::from_hours(count))),
            (2, false) => day_after(said, count).map(Due::At),
            (4, _) => day_after(said, count * 7).map(Due::At),
            _ => working_day_after(said, count).map(Due::At),
        };
    }
    None
}

fn day_after(said: DateTime, days: i64) -> Option<DateTime> {
    Some(said.date().checked_add(days.days()).ok()?.to_datetime(DAY_ENDS))
}

fn working_day_after(said: DateTime, count: i64) -> Option<DateTime> {
    let mut day = said.date();
    let mut left = count;
    while left > 0 {
        day = day.tomorrow().ok()?;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    Some(day.to_datetime(DAY_ENDS))
}

/// A whole number, or the larger of two with a line between.
fn number(token: &str) -> Option<i64> {
    let last = token.rsplit(['-', '–']).next()?;
    last.parse().ok().filter(|count| (1..=LONGEST).contains(count))
}

fn ends_with(tokens: &[&str], phrase: &str) -> bool {
    let count = phrase.split(' ').count();
    tokens.len() >= count && tokens[tokens.len() - count..].iter().copied().eq(phrase.split(' '))
}

fn begins_with(tokens: &[&str], phrase: &str) -> bool {
    let count = phrase.split(' ').count();
    tokens.len() >= count && tokens[..count].iter().copied().eq(phrase.split(' '))
}

fn day(tokens: &[&str], speech: &Speech, said: Date) -> Option<Date> {
    if let Some(day) = tokens.iter().find_map(|token| token.parse::<Date>().ok().filter(|_| token.len() == 10)) {
        return Some(day);
    }
    if let Some(day) = (0..tokens.len()).find_map(|at| calendar_day(tokens, at, speech, said)) {
        return Some(day);
    }
    let is_tomorrow = tokens
        .iter()
        .enumerate()
        .any(|(at, token)| speech.tomorrow.contains(token) && (at == 0 || tokens[at - 1] != speech.greeting));
    if is_tomorrow {
        return said.tomorrow().ok();
    }
    if has_any(tokens, speech.today) {
        return Some(said);
    }
    if let Some(weekday) = speech.weekdays.iter().position(|name| tokens.contains(name)) {
        let weekday = Weekday::from_monday_zero_offset(weekday as i8).ok()?;
        return said.nth_weekday(1, weekday).ok();
    }
    if has_any(tokens, speech.month_end) {
        return Some(said.last_of_month());
    }
    if has_any(tokens, speech.next_week) {
        let monday = said.nth_weekday(1, Weekday::Monday).ok()?;
        return monday.checked_add(4.days()).ok();
    }
    if has_any(tokens, speech.this_week) {
        return match said.weekday() {
            Weekday::Friday => Some(said),
            _ => said.nth_weekday(1, Weekday::Friday).ok(),
        };
    }
    None
}

/// "3 March", "March 3rd", "3. Dezember", "3 de diciembre": this year's, or the next where that is over.
fn calendar_day(tokens: &[&str], at: usize, speech: &Speech, said: Date) -> Option<Date> {
    let month = speech.months.iter().position(|name| *name == tokens[at])? as i8 + 1;
    let day_in = |at: usize| {
        let digits = tokens.get(at)?.trim_end_matches(|sign: char| !sign.is_ascii_digit());
        digits.parse::<i8>().ok().filter(|day| (1..=31).contains(day))
    };
    let before = at.checked_sub(1).and_then(day_in).or_else(|| {
        let is_de = at >= 2 && tokens[at - 1] == "de";
        at.checked_sub(2).filter(|_| is_de).and_then(day_in)
    });
    let day = before.or_else(|| day_in(at + 1))?;
    let this_year = Date::new(said.year(), month, day).ok();
    match this_year {
        Some(date) if date >= said => Some(date),
        _ => Date::new(said.year() + 1, month, day).ok(),
    }
}

/// "5pm", "5 pm", "17:00", "17 Uhr", "17h30".
fn time_at(tokens: &[&str], at: usize) -> Option<Time> {
    let token = tokens[at];
    let next = tokens.get(at + 1).copied().unwrap_or_default();
    if let Some((hour, minute)) = token.split_once([':', 'h']) {
        let minute = if minute.is_empty() { 0 } else { minute.parse().ok()? };
        return Time::new(hour.parse().ok()?, minute, 0, 0).ok();
    }
    let half = |digits: &str, half: &str| {
        let hour: i8 = digits.parse().ok().filter(|hour| (1..=12).contains(hour))?;
        match half {
            "am" | "a.m" => Time::new(hour % 12, 0, 0, 0).ok(),
            "pm" | "p.m" => Time::new(hour % 12 + 12, 0, 0, 0).ok(),
            _ => None,
        }
    };
    let digits = token.trim_end_matches(|sign: char| !sign.is_ascii_digit());
    if let Some(time) = half(digits, &token[digits.len()..]).or_else(|| half(token, next)) {
        return Some(time);
    }
    if next == "uhr" { Time::new(token.parse().ok()?, 0, 0, 0).ok() } else { None }
}
