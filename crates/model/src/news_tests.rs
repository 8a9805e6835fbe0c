//! When news comes, against the clock on the wall looked at minute by minute.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::news::{Day, MailPace, NewsFault, NewsTerms, NewsWay, Quiet, TimeOfDay};

const ZONES: [&str; 6] =
    ["UTC", "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"];

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn quiet(days: &[Day], from: &str, to: &str) -> Quiet {
    Quiet { days: days.to_vec(), from: from.parse().unwrap(), to: to.parse().unwrap() }
}

/// The minute that begins then or is the next to begin.
fn full(at: Timestamp) -> Timestamp {
    let over = at.as_second().rem_euclid(60);
    let whole = over == 0 && at.subsec_nanosecond() == 0;
    Timestamp::from_second(at.as_second() - over + if whole { 0 } else { 60 }).unwrap()
}

fn minutes_from(from: Timestamp) -> impl Iterator<Item = Timestamp> {
    let first = full(from);
    (0..12 * 1_440).map(move |minute| first + SignedDuration::from_mins(minute))
}

fn any_quiet() -> impl Strategy<Value = Quiet> {
    let days = prop::sample::subsequence(Day::ALL.to_vec(), 1..=7);
    let time = || (0u16..96).prop_map(|quarter| TimeOfDay::from_minutes(quarter * 15));
    (days, time(), time()).prop_map(|(days, from, to)| Quiet { days, from, to })
}

/// Moments around those at which clocks are set in these zones, to the second.
fn any_moment() -> impl Strategy<Value = Timestamp> {
    let around = ["2026-03-08T07:00:00Z", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-04-04T15:00:00Z"];
    let around = prop::sample::select(around.map(at).to_vec());
    (around, -4 * 86_400i64..2 * 86_400).prop_map(|(at, seconds)| at + SignedDuration::from_secs(seconds))
}

fn any_terms() -> impl Strategy<Value = NewsTerms> {
    let pace = prop::sample::select(MailPace::ALL.to_vec());
    let zone = prop::sample::select(ZONES.to_vec());
    (prop::collection::vec(any_quiet(), 0..3), pace, 0u16..1_440, zone).prop_map(|(quiet, pace, minutes, zone)| {
        let daily_at = TimeOfDay::from_minutes(minutes);
        NewsTerms { quiet, pace, daily_at, zone: Some(zone.to_owned()), ..NewsTerms::default() }
    })
}

proptest! {
    #[test]
    fn what_is_told_comes_at_the_first_moment_that_is_not_quiet(terms in any_terms(), told in any_moment()) {
        prop_assume!(terms.check().is_ok());
        let zone = terms.zone(&TimeZone::UTC);
        let expected = match terms.is_quiet(told, &zone) {
            false => told,
            true => minutes_from(told).find(|minute| !terms.is_quiet(*minute, &zone)).unwrap(),
        };
        prop_assert_eq!(terms.comes_at(NewsWay::Browser, told, &TimeZone::UTC), expected);
    }

    #[test]
    fn mail_comes_after_its_pace_and_never_while_it_is_quiet(terms in any_terms(), told in any_moment()) {
        prop_assume!(terms.check().is_ok());
        let zone = terms.zone(&TimeZone::UTC);
        let comes = terms.comes_at(NewsWay::Mail, told, &TimeZone::UTC);
        prop_assert!(comes > told && !terms.is_quiet(comes, &zone));
        let loud = NewsTerms { quiet: vec![], ..terms.clone() };
        let wanted = loud.comes_at(NewsWay::Mail, told, &TimeZone::UTC);
        prop_assert!(comes >= wanted);
        match terms.pace {
            MailPace::AtOnce => prop_assert_eq!(wanted.duration_since(told), SignedDuration::from_secs(60)),
            MailPace::Hourly => prop_assert!(wanted.duration_since(told) <= SignedDuration::from_hours(1)),
            MailPace::Daily => prop_assert_eq!(wanted, daily(&terms, told, &zone)),
        }
    }

    #[test]
    fn what_is_told_later_never_comes_before(terms in any_terms(), told in any_moment(), seconds in 0i64..200_000) {
        prop_assume!(terms.check().is_ok());
        for way in NewsWay::ALL {
            let later = told + SignedDuration::from_secs(seconds);
            let [one, other] = [told, later].map(|told| terms.comes_at(*way, told, &TimeZone::UTC));
            prop_assert!(one <= other);
        }
    }

    #[test]
    fn no_text_breaks_the_reading_of_a_time(text in "\\PC{0,8}|[0-9:]{0,6}") {
        if let Ok(time) = text.parse::<TimeOfDay>() {
            prop_assert_eq!(time.to_string().parse(), Ok(time));
        }
    }
}

/// The first minute after a moment at which the wall shows the time for the first time on its date; where a date leaves it out, as
/// long after the clock was set as it would have been after the moment at which that happened.
fn daily(terms: &NewsTerms, told: Timestamp, zone: &TimeZone) -> Timestamp {
    let wall = |at: Timestamp| zone.to_datetime(at);
    let shows = |at: Timestamp| {
        let shown = wall(at);
        format!("{:02}:{:02}", shown.hour(), shown.minute()) == terms.daily_at.to_string()
    };
    let is_first = |at: Timestamp| (1..=180).all(|minutes| wall(at - SignedDuration::from_mins(minutes)) != wall(at));
    // What the wall would show had its clock not been set within the last hours.
    let unset = |at: Timestamp| {
        let before = zone.to_offset(at - SignedDuration::from_hours(3));
        before.to_datetime(at)
    };
    let is_left_out = |at: Timestamp| {
        let shown = unset(at);
        shown != wall(at)
            && format!("{:02}:{:02}", shown.hour(), shown.minute()) == terms.daily_at.to_string()
            && zone.to_ambiguous_timestamp(shown).is_ambiguous()
            && zone.to_offset(at) > zone.to_offset(at - SignedDuration::from_hours(3))
    };
    let next = told + SignedDuration::from_nanos(1);
    minutes_from(next).find(|minute| (shows(*minute) && is_first(*minute)) || is_left_out(*minute)).unwrap()
}

#[test]
fn a_night_goes_past_midnight_and_belongs_to_its_evening() {
    let terms = NewsTerms { quiet: vec![quiet(&[Day::Friday], "22:00", "07:00")], ..NewsTerms::default() };
    let zone = zone("Europe/Amsterdam");
    let comes = |told: &str| terms.comes_at(NewsWay::Browser, at(told), &zone).to_string();
    assert_eq!(comes("2026-11-27T20:59:59Z"), "2026-11-27T20:59:59Z");
    assert_eq!(comes("2026-11-27T21:00:00Z"), "2026-11-28T06:00:00Z");
    assert_eq!(comes("2026-11-28T05:00:00Z"), "2026-11-28T06:00:00Z");
    assert_eq!(comes("2026-11-28T22:00:00Z"), "2026-11-28T22:00:00Z", "the night after is another");
}

#[test]
fn a_weekend_of_whole_days_ends_on_monday() {
    let terms =
        NewsTerms { quiet: vec![quiet(&[Day::Saturday, Day::Sunday], "00:00", "00:00")], ..NewsTerms::default() };
    let comes = terms.comes_at(NewsWay::Mail, at("2026-11-28T03:00:00Z"), &zone("Europe/Amsterdam"));
    assert_eq!(comes.to_string(), "2026-11-29T23:00:00Z", "it would have come on Saturday, and waited");
}

#[test]
fn daily_mail_comes_at_its_hour_when_the_clock_was_set() {
    let terms = NewsTerms { daily_at: "02:30".parse().unwrap(), ..NewsTerms::default() };
    let zone = zone("Europe/Amsterdam");
    let comes = |told: &str| terms.comes_at(NewsWay::Mail, at(told), &zone).to_string();
    assert_eq!(comes("2026-03-28T12:00:00Z"), "2026-03-29T01:30:00Z", "half past two is left out");
    assert_eq!(comes("2026-10-24T12:00:00Z"), "2026-10-25T00:30:00Z", "half past two comes twice");
    assert_eq!(comes("2026-10-25T01:00:00Z"), "2026-10-26T01:30:00Z", "mail comes once");
}

#[test]
fn what_cannot_be_chosen_says_why() {
    let with = |quiet: Vec<Quiet>| NewsTerms { quiet, ..NewsTerms::default() }.check();
    assert_eq!(with(vec![]), Ok(()));
    assert_eq!(with(vec![quiet(&[], "22:00", "07:00")]), Err(NewsFault::QuietNever));
    assert_eq!(with(vec![quiet(&[Day::Monday], "22:00", "07:00"); 5]), Err(NewsFault::ManyQuiet));
    assert_eq!(with(vec![quiet(Day::ALL, "07:00", "07:00")]), Err(NewsFault::QuietAlways));
    let halves = [quiet(Day::ALL, "07:00", "19:00"), quiet(Day::ALL, "19:00", "07:00")];
    assert_eq!(with(halves.to_vec()), Err(NewsFault::QuietAlways));
    let nowhere = NewsTerms { zone: Some("Atlantis/Centre".into()), ..NewsTerms::default() };
    assert_eq!(nowhere.check(), Err(NewsFault::Zone("Atlantis/Centre".into())));
    assert!("24:00".parse::<TimeOfDay>().is_err());
}
