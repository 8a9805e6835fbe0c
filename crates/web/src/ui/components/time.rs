//! Times: short for the eye, exact in `title` and `datetime`.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use crate::ui::layout::Frame;

/// How long ago, kept current by `times.js`: "4 min", "2 h", "3 d", then the date.
pub fn ago(at: Timestamp, frame: &Frame) -> Markup {
    html! { time.clock datetime=(at) title=(exact(at, &frame.zone)) data-ago { (ago_words(at, frame)) } }
}

/// How long ago, in a sentence: "4 min ago", "just now", "4 Nov"; kept current by `times.js`.
pub fn past(at: Timestamp, frame: &Frame) -> Markup {
    let seconds = frame.now.as_second() - at.as_second();
    let has_age = (60..7 * 86_400).contains(&seconds);
    html! { time datetime=(at) title=(exact(at, &frame.zone)) data-ago="ago" {
        (ago_words(at, frame)) @if has_age { " ago" }
    } }
}

/// The time of day.
pub fn clock(at: Timestamp, frame: &Frame) -> Markup {
    html! { time datetime=(at) title=(exact(at, &frame.zone)) { (at.to_zoned(frame.zone.clone()).strftime("%H:%M").to_string()) } }
}

/// A moment to come: "14:00", "tomorrow 09:00", "Mon 09:00", "2 Dec, 09:00".
pub fn until(at: Timestamp, frame: &Frame) -> Markup {
    html! { time datetime=(at) title=(exact(at, &frame.zone)) { (until_words(at, frame)) } }
}

/// A moment past, of another day perhaps: "today 08:31", "yesterday 17:05", "23 Nov, 08:00".
pub fn since(at: Timestamp, frame: &Frame) -> Markup {
    let moment = at.to_zoned(frame.zone.clone());
    let words = match days_between(moment.date(), frame.today()) {
        0 => moment.strftime("%H:%M").to_string(),
        1 => moment.strftime("yesterday %H:%M").to_string(),
        _ => moment.strftime("%-d %b, %H:%M").to_string(),
    };
    html! { time datetime=(at) title=(exact(at, &frame.zone)) { (words) } }
}

/// The day, short: "23 Nov", with the year when it is another one.
pub fn day(at: Timestamp, frame: &Frame) -> Markup {
    html! { time datetime=(at) title=(exact(at, &frame.zone)) { (day_words(at, frame)) } }
}

/// A day of the calendar, short: "23 Nov", with the year when it is another one.
pub fn date(date: Date, frame: &Frame) -> Markup {
    let format = if date.year() == frame.today().year() { "%-d %b" } else { "%-d %b %Y" };
    html! { time datetime=(date) title=(date.strftime("%a %-d %b %Y").to_string()) { (date.strftime(format).to_string()) } }
}

/// A heading between messages of two days.
pub fn day_heading(date: Date, frame: &Frame) -> String {
    match days_between(date, frame.today()) {
        0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        _ if date.year() == frame.today().year() => date.strftime("%A %-d %B").to_string(),
        _ => date.strftime("%A %-d %B %Y").to_string(),
    }
}

/// The exact moment in words, with its zone.
pub fn exact(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%a %-d %b %Y, %H:%M:%S %Z").to_string()
}

/// A length of time: "8 s", "14 min", "3 h", "2 d".
pub fn length(seconds: i64) -> String {
    match seconds.max(0) {
        s @ 0..60 => format!("{s} s"),
        s @ 60..3_600 => format!("{} min", s / 60),
        s @ 3_600..86_400 => format!("{} h", s / 3_600),
        s => format!("{} d", s / 86_400),
    }
}

/// A length of time with its smaller part: "under 1 min", "47 min", "2 h 05 min", "3 d 4 h".
pub fn length_exact(seconds: i64) -> String {
    match seconds.max(0) {
        0..60 => "under 1 min".to_owned(),
        s @ 60..3_600 => format!("{} min", s / 60),
        s @ 3_600..86_400 if s % 3_600 < 60 => format!("{} h", s / 3_600),
        s @ 3_600..86_400 => format!("{} h {:02} min", s / 3_600, s % 3_600 / 60),
        s if s % 86_400 < 3_600 => format!("{} d", s / 86_400),
        s => format!("{} d {} h", s / 86_400, s % 86_400 / 3_600),
    }
}

fn ago_words(at: Timestamp, frame: &Frame) -> String {
    match frame.now.as_second() - at.as_second() {
        ..60 => "just now".to_owned(),
        seconds if seconds < 7 * 86_400 => length(seconds),
        _ => day_words(at, frame),
    }
}

fn until_words(at: Timestamp, frame: &Frame) -> String {
    let moment = at.to_zoned(frame.zone.clone());
    let format = match days_between(frame.today(), moment.date()) {
        0 => "%H:%M",
        1 => "tomorrow %H:%M",
        2..=6 => "%a %H:%M",
        _ => "%-d %b, %H:%M",
    };
    moment.strftime(format).to_string()
}

fn day_words(at: Timestamp, frame: &Frame) -> String {
    let moment = at.to_zoned(frame.zone.clone());
    let format = if moment.year() == frame.today().year() { "%-d %b" } else { "%-d %b %Y" };
    moment.strftime(format).to_string()
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_that_matter_have_their_smaller_part() {
        assert_eq!(length_exact(-5), "under 1 min");
        assert_eq!(length_exact(47 * 60 + 59), "47 min");
        assert_eq!(length_exact(2 * 3_600 + 59), "2 h");
        assert_eq!(length_exact(2 * 3_600 + 5 * 60), "2 h 05 min");
        assert_eq!(length_exact(86_400 + 3_599), "1 d");
        assert_eq!(length_exact(3 * 86_400 + 4 * 3_600), "3 d 4 h");
    }

    #[test]
    fn what_is_old_is_named_by_its_day_and_what_is_fresh_by_its_age() {
        let frame = Frame::sample();
        let ago = |seconds: i64| ago_words(frame.now - jiff::SignedDuration::from_secs(seconds), &frame);
        assert_eq!(ago(5), "just now");
        assert_eq!(ago(-30), "just now", "a clock of another machine may run ahead");
        assert_eq!(ago(240), "4 min");
        assert_eq!(ago(7_300), "2 h");
        assert_eq!(ago(3 * 86_400), "3 d");
        assert_eq!(ago(20 * 86_400), "4 Nov");
        assert_eq!(ago(400 * 86_400), "20 Oct 2025");
    }
}
