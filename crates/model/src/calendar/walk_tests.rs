//! Open time against a walk minute by minute that knows nothing of days, spans and offsets: it asks of each minute what the
//! clock on the wall shows.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;

use super::{Calendar, CalendarVersion, Holiday, OpenHours, Opening};

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

fn opening(zone: &str, hours: &str, holidays: &[&str]) -> Opening {
    Opening {
        zone: zone.into(),
        week: std::array::from_fn(|_| hours.parse().unwrap()),
        holidays: holidays.iter().map(|line| line.parse().unwrap()).collect(),
    }
}

fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

/// Whether a moment is open, by a version and a zone looked up anew for it.
fn is_open(versions: &[CalendarVersion], moment: Timestamp) -> bool {
    let holds = versions.iter().rev().find(|version| version.from <= moment).unwrap_or(&versions[0]);
    let wall = moment.to_zoned(TimeZone::get(&holds.opening.zone).unwrap());
    let (date, time) = (wall.date(), wall.time());
    let unlike = |of_year: bool| {
        let is_it = move |one: &&Holiday| {
            one.year.is_some() == of_year
                && one.year.unwrap_or(date.year()) == date.year()
                && (one.month, one.day) == (date.month(), date.day())
        };
        holds.opening.holidays.iter().find(is_it).map(|one| one.hours.clone())
    };
    let of_weekday = || holds.opening.week[(date.weekday().to_monday_one_offset() - 1) as usize].clone();
    let hours = unlike(true).or_else(|| unlike(false)).unwrap_or_else(of_weekday);
    hours.is_open_at(time.hour() as u16 * 60 + time.minute() as u16)
}

/// Open minutes between two whole minutes.
fn walked(versions: &[CalendarVersion], from: Timestamp, to: Timestamp) -> i64 {
    let mut open = 0;
    let mut moment = from;
    while moment < to {
        open += i64::from(is_open(versions, moment));
        moment = moment.checked_add(1.minute()).unwrap();
    }
    open
}

/// The first whole minute by which so many were open.
fn walked_until(versions: &[CalendarVersion], from: Timestamp, minutes: i64, most: i64) -> Option<Timestamp> {
    let (mut left, mut moment) = (minutes, from);
    for _ in 0..most {
        if left == 0 {
            return Some(moment);
        }
        left -= i64::from(is_open(versions, moment));
        moment = moment.checked_add(1.minute()).unwrap();
    }
    None
}

#[test]
fn an_hour_that_comes_twice_counts_twice_and_one_left_out_for_nothing() {
    // Amsterdam: 25 October 2026, 03:00 becomes 02:00; 28 March 2027, 02:00 becomes 03:00.
    let nights = Calendar::of(opening("Europe/Amsterdam", "02:00-03:00", &[]));
    assert_eq!(nights.between(at("2026-10-24T12:00:00Z"), at("2026-10-25T12:00:00Z")), hours(2));
    assert_eq!(nights.between(at("2027-03-27T12:00:00Z"), at("2027-03-28T12:00:00Z")), hours(0));
    let whole = Calendar::of(opening("Europe/Amsterdam", "all day", &[]));
    assert_eq!(whole.between(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z")), hours(25));
    assert_eq!(whole.between(at("2027-03-27T23:00:00Z"), at("2027-03-28T22:00:00Z")), hours(23));
}

#[test]
fn a_deadline_at_closing_time_is_at_closing_time() {
    let days = Calendar::of(opening("UTC", "09:00-12:00, 13:00-17:00", &["2026-11-26"]));
    assert_eq!(days.after(at("2026-11-25T16:00:00Z"), hours(1)), Some(at("2026-11-25T17:00:00Z")));
    assert_eq!(
        days.after(at("2026-11-25T16:00:00Z"), SignedDuration::from_secs(3_601)),
        Some(at("2026-11-27T09:00:01Z"))
    );
    assert_eq!(days.after(at("2026-11-25T03:00:00Z"), hours(0)), Some(at("2026-11-25T03:00:00Z")));
}

#[test]
fn where_nobody_is_ever_there_no_deadline_comes() {
    let never = Calendar::of(opening("UTC", "", &["12-25", "2026-12-24"]));
    assert!(never.opening_at(Timestamp::UNIX_EPOCH).is_never());
    assert_eq!(never.after(at("2026-11-25T16:00:00Z"), hours(1)), None);
    assert_eq!(never.between(at("2026-11-25T16:00:00Z"), at("2026-12-25T16:00:00Z")), hours(0));
    let once = Calendar::of(opening("UTC", "", &["2026-12-24 09:00-10:00"]));
    assert_eq!(once.after(at("2026-11-25T16:00:00Z"), hours(1)), Some(at("2026-12-24T10:00:00Z")));
    assert_eq!(once.after(at("2026-11-25T16:00:00Z"), hours(2)), None);
    assert_eq!(once.after(Timestamp::MAX, hours(2)), None, "at the end of all time");
}

#[test]
fn a_change_counts_from_its_moment_and_rewrites_nothing_before() {
    let former = opening("UTC", "09:00-17:00", &[]);
    let changed = CalendarVersion { from: at("2026-11-25T12:00:00Z"), opening: opening("UTC", "", &[]) };
    let before = Calendar::of(former.clone());
    let after = Calendar::new(vec![changed, CalendarVersion { from: Timestamp::MIN, opening: former }]);
    let (monday, noon, evening) = (at("2026-11-23T00:00:00Z"), at("2026-11-25T12:00:00Z"), at("2026-11-25T18:00:00Z"));
    assert_eq!(after.between(monday, noon), before.between(monday, noon));
    assert_eq!(after.between(monday, evening), hours(8 + 8 + 3));
}

fn any_hours() -> impl Strategy<Value = OpenHours> {
    let parts = prop::sample::select(vec![
        "",
        "",
        "all day",
        "09:00-17:00",
        "08:30-12:00, 13:15-17:45",
        "00:00-06:00, 22:00-24:00",
        "01:30-02:30",
        "02:00-03:00",
        "00:00-00:30, 23:59-24:00",
    ]);
    parts.prop_map(|text| text.parse().unwrap())
}

fn any_opening() -> impl Strategy<Value = Opening> {
    // The last two set their clocks by half an hour, and were without a day.
    let zone = prop::sample::select(vec![
        "UTC",
        "Europe/Amsterdam",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Pacific/Apia",
    ]);
    let holidays = prop::collection::vec((prop::option::of(Just(())), 1i8..=28, any_hours()), 0..6);
    (zone, prop::array::uniform7(any_hours()), holidays).prop_map(|(zone, week, holidays)| {
        let holiday = |(year, day, hours): (Option<()>, i8, OpenHours)| Holiday {
            year: year.map(|()| if day % 2 == 0 { 2026 } else { 2011 }),
            month: if day % 3 == 0 { 3 } else { 10 },
            day,
            hours,
            name: String::new(),
        };
        let mut holidays: Vec<Holiday> = holidays.into_iter().map(holiday).collect();
        holidays.sort_by_key(|one| (one.year, one.month, one.day));
        holidays.dedup_by_key(|one| (one.year, one.month, one.day));
        Opening { zone: zone.into(), week, holidays }
    })
}

/// Moments near which clocks are set, by days to and fro.
fn any_moment() -> impl Strategy<Value = Timestamp> {
    let near = prop::sample::select(vec![
        "2026-10-25T01:00:00Z",
        "2026-03-29T01:00:00Z",
        "2026-11-01T06:00:00Z",
        "2026-03-08T07:00:00Z",
        "2026-04-04T15:00:00Z",
        "2011-12-30T10:00:00Z",
        "2026-06-15T12:00:00Z",
    ]);
    (near, -4_000i64..4_000).prop_map(|(near, minutes)| at(near).checked_add(minutes.minutes()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn open_time_is_what_a_walk_minute_by_minute_counts(
        openings in prop::collection::vec((any_opening(), any_moment()), 1..4),
        from in any_moment(), minutes in 0i64..9_000, wanted in 1i64..4_000,
    ) {
        let mut versions: Vec<CalendarVersion> =
            openings.into_iter().map(|(opening, from)| CalendarVersion { from, opening }).collect();
        versions.sort_by_key(|version| version.from);
        let calendar = Calendar::new(versions.clone());
        let to = from.checked_add(minutes.minutes()).unwrap();
        prop_assert_eq!(calendar.between(from, to).as_mins(), walked(&versions, from, to));
        prop_assert_eq!(calendar.is_open_at(from), is_open(&versions, from));
        let most = 20_000;
        let due = calendar.after(from, SignedDuration::from_mins(wanted));
        match walked_until(&versions, from, wanted, most) {
            Some(walked) => prop_assert_eq!(due, Some(walked)),
            None => prop_assert!(due.is_none_or(|due| due >= from.checked_add(most.minutes()).unwrap())),
        }
    }

    #[test]
    fn a_deadline_is_reached_after_just_so_much_open_time(
        opening in any_opening(), from in any_moment(), seconds in 0i64..200_000,
    ) {
        let calendar = Calendar::of(opening);
        let open = SignedDuration::from_secs(seconds);
        if let Some(due) = calendar.after(from, open) {
            prop_assert_eq!(calendar.between(from, due), open);
        }
    }
}
