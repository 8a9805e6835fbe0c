//! Times: short for the eye, exact in `title` and `datetime`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use wording::t;

use crate::ui::layout::Frame;

/// How long ago, kept current by `times.js`: "4 min", "2 h", "3 d", then the date.
pub fn ago(at: Timestamp, frame: &Frame) -> Markup {
    html! { time.clock datetime=(at) title=(exact(at, &frame.zone)) data-ago { (ago_words(at, frame)) } }
}

/// How long ago, in a sentence: "4 min ago", "just now", "4 Nov"; kept current by `times.js`.
pub fn past(at: Timestamp, frame: &Frame) -> Markup {
    let seconds = frame.now.as_second() - at.as_second();
    let has_age = (60..7 * 86_400).contains(&seconds);
    let words = if has_age { t!("{age} ago", age = length(seconds)) } else { ago_words(at, frame) };
    html! { time datetime=(at) title=(exact(at, &frame.zone)) data-ago="ago" { (words) } }
}

/// The time of day.
pub fn clock(at: Timestamp, frame: &Frame) -> Markup {
    html! { time datetime=(at) title=(exact(at, &frame.zone)) { (clock_words(local(at, frame))) } }
}

/// A moment to come: "14:00", "tomorrow 09:00", "Mon 09:00", "2 Dec, 09:00".
pub fn until(at: Timestamp, frame: &Frame) -> Markup {
    html! { time datetime=(at) title=(exact(at, &frame.zone)) { (until_words(at, frame)) } }
}

/// A moment past, of another day perhaps: "08:31", "yesterday 17:05", "23 Nov, 08:00".
pub fn since(at: Timestamp, frame: &Frame) -> Markup {
    let moment = local(at, frame);
    let words = match days_between(moment.date(), frame.today()) {
        0 => clock_words(moment),
        1 => t!("yesterday {time}", time = clock_words(moment)),
        _ => day_and_clock(moment),
    };
    html! { time datetime=(at) title=(exact(at, &frame.zone)) { (words) } }
}

/// The day, short: "23 Nov", with the year when it is another one.
pub fn day(at: Timestamp, frame: &Frame) -> Markup {
    html! { time datetime=(at) title=(exact(at, &frame.zone)) { (day_words(local(at, frame).date(), frame)) } }
}

/// A day of the calendar, short: "23 Nov", with the year when it is another one.
pub fn date(date: Date, frame: &Frame) -> Markup {
    let (weekday, day, month, year) = (weekday_short(date.weekday()), date.day(), month_short(date), date.year());
    let title = t!("{weekday} {day} {month} {year}", weekday, day, month, year);
    html! { time datetime=(date) title=(title) { (day_words(date, frame)) } }
}

/// A heading between messages of two days.
pub fn day_heading(date: Date, frame: &Frame) -> String {
    let (weekday, day, month, year) = (weekday(date.weekday()), date.day(), month(date), date.year());
    match days_between(date, frame.today()) {
        0 => t!("Today").to_owned(),
        1 => t!("Yesterday").to_owned(),
        _ if year == frame.today().year() => t!("{weekday} {day} {month}", weekday, day, month),
        _ => t!("{weekday} {day} {month} {year}", weekday, day, month, year),
    }
}

/// A moment of this year in full words: "Tuesday 24 November, 08:52".
pub fn full(moment: DateTime) -> String {
    let (weekday, day, month) = (weekday(moment.weekday()), moment.day(), month(moment.date()));
    t!("{weekday} {day} {month}, {time}", weekday, day, month, time = clock_words(moment))
}

/// A month of the calendar: "November 2026".
pub fn month_and_year(date: Date) -> String {
    t!("{month} {year}", month = month(date), year = date.year())
}

/// A moment of the coming week: "Mon 09:00".
pub fn weekday_and_clock(moment: DateTime) -> String {
    t!("{weekday} {time}", weekday = weekday_short(moment.weekday()), time = clock_words(moment))
}

/// A moment of any day, short: "23 Nov, 08:00".
pub fn day_and_clock(moment: DateTime) -> String {
    t!("{day} {month}, {time}", day = moment.day(), month = month_short(moment.date()), time = clock_words(moment))
}

/// The exact moment in words, with its zone: "Mon 23 Nov 2026, 08:00:00 CET".
pub fn exact(at: Timestamp, zone: &TimeZone) -> String {
    let moment = at.to_zoned(zone.clone());
    t!(
        "{weekday} {day} {month} {year}, {time} {zone}",
        weekday = weekday_short(moment.weekday()),
        day = moment.day(),
        month = month_short(moment.date()),
        year = moment.year(),
        time = moment.strftime("%H:%M:%S"),
        zone = moment.strftime("%Z"),
    )
}

/// A length of time: "8 s", "14 min", "3 h", "2 d".
pub fn length(seconds: i64) -> String {
    match seconds.max(0) {
        s @ 0..60 => t!("{seconds} s", seconds = s),
        s @ 60..3_600 => t!("{minutes} min", minutes = s / 60),
        s @ 3_600..86_400 => t!("{hours} h", hours = s / 3_600),
        s => t!("{days} d", days = s / 86_400),
    }
}

/// A length of time with its smaller part: "under 1 min", "47 min", "2 h 05 min", "3 d 4 h".
pub fn length_exact(seconds: i64) -> String {
    match seconds.max(0) {
        0..60 => t!("under 1 min").to_owned(),
        s @ 3_600..86_400 if s % 3_600 >= 60 => {
            t!("{hours} h {minutes} min", hours = s / 3_600, minutes = format!("{:02}", s % 3_600 / 60))
        }
        s @ 86_400.. if s % 86_400 >= 3_600 => t!("{days} d {hours} h", days = s / 86_400, hours = s % 86_400 / 3_600),
        s => length(s),
    }
}

fn ago_words(at: Timestamp, frame: &Frame) -> String {
    match frame.now.as_second() - at.as_second() {
        ..60 => t!("just now").to_owned(),
        seconds if seconds < 7 * 86_400 => length(seconds),
        _ => day_words(local(at, frame).date(), frame),
    }
}

fn until_words(at: Timestamp, frame: &Frame) -> String {
    let moment = local(at, frame);
    match days_between(frame.today(), moment.date()) {
        0 => clock_words(moment),
        1 => t!("tomorrow {time}", time = clock_words(moment)),
        2..=6 => weekday_and_clock(moment),
        _ => day_and_clock(moment),
    }
}

fn day_words(date: Date, frame: &Frame) -> String {
    let (day, month, year) = (date.day(), month_short(date), date.year());
    if year == frame.today().year() {
        t!("{day} {month}", day, month)
    } else {
        t!("{day} {month} {year}", day, month, year)
    }
}

/// A moment as clocks show it here.
pub fn local(at: Timestamp, frame: &Frame) -> DateTime {
    at.to_zoned(frame.zone.clone()).datetime()
}

/// The time of day: all our languages count to 24.
fn clock_words(moment: DateTime) -> String {
    moment.strftime("%H:%M").to_string()
}

/// A month's name, short as it stands in a date.
fn month_short(date: Date) -> &'static str {
    match date.month() {
        1 => t!("Jan"),
        2 => t!("Feb"),
        3 => t!("Mar"),
        4 => t!("Apr"),
        5 => t!("short month": "May"),
        6 => t!("Jun"),
        7 => t!("Jul"),
        8 => t!("Aug"),
        9 => t!("Sep"),
        10 => t!("Oct"),
        11 => t!("Nov"),
        _ => t!("Dec"),
    }
}

/// A month's name.
fn month(date: Date) -> &'static str {
    match date.month() {
        1 => t!("January"),
        2 => t!("February"),
        3 => t!("March"),
        4 => t!("April"),
        5 => t!("month": "May"),
        6 => t!("June"),
        7 => t!("July"),
        8 => t!("August"),
        9 => t!("September"),
        10 => t!("October"),
        11 => t!("November"),
        _ => t!("December"),
    }
}

/// A weekday's name, short.
fn weekday_short(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => t!("Mon"),
        Weekday::Tuesday => t!("Tue"),
        Weekday::Wednesday => t!("Wed"),
        Weekday::Thursday => t!("Thu"),
        Weekday::Friday => t!("Fri"),
        Weekday::Saturday => t!("Sat"),
        Weekday::Sunday => t!("Sun"),
    }
}

/// A weekday's name.
fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => t!("Monday"),
        Weekday::Tuesday => t!("Tuesday"),
        Weekday::Wednesday => t!("Wednesday"),
        Weekday::Thursday => t!("Thursday"),
        Weekday::Friday => t!("Friday"),
        Weekday::Saturday => t!("Saturday"),
        Weekday::Sunday => t!("Sunday"),
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::layout::sample_at;

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

    #[test]
    fn moments_and_days_are_named_as_they_are_spoken_of() {
        let frame = Frame::sample();
        let said = |moment: &str| until_words(sample_at(moment), &frame);
        assert_eq!(said("2026-11-24T13:00:00Z"), "14:00");
        assert_eq!(said("2026-11-25T08:00:00Z"), "tomorrow 09:00");
        assert_eq!(said("2026-11-30T08:00:00Z"), "Mon 09:00");
        assert_eq!(said("2027-05-02T08:05:00Z"), "2 May, 09:05");
        let shown = |markup: Markup| markup.into_string();
        assert!(shown(since(sample_at("2026-11-23T16:05:00Z"), &frame)).contains(">yesterday 17:05<"));
        assert!(shown(past(sample_at("2026-11-24T07:48:00Z"), &frame)).contains(">4 min ago<"));
        let may: Date = "2025-05-03".parse().unwrap();
        assert!(shown(date(may, &frame)).contains("title=\"Sat 3 May 2025\">3 May 2025<"));
        assert_eq!(day_heading(may, &frame), "Saturday 3 May 2025");
        assert_eq!(day_heading(frame.today(), &frame), "Today");
        assert_eq!(month_and_year(may), "May 2025");
        assert_eq!(full(local(frame.now, &frame)), "Tuesday 24 November, 08:52");
        assert_eq!(exact(sample_at("2026-11-23T07:00:09Z"), &TimeZone::UTC), "Mon 23 Nov 2026, 07:00:09 UTC");
    }

    #[test]
    fn names_are_those_of_the_calendar() {
        for at in 1..=12 {
            let day = jiff::civil::date(2026, at, 1);
            assert_eq!(month(day), day.strftime("%B").to_string());
            assert_eq!(month_short(day), day.strftime("%b").to_string());
            let day = jiff::civil::date(2026, 1, at);
            assert_eq!(weekday(day.weekday()), day.strftime("%A").to_string());
            assert_eq!(weekday_short(day.weekday()), day.strftime("%a").to_string());
        }
    }
}
