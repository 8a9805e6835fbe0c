//! When somebody is there: working hours, and time counted in them.

mod holiday;
mod hours;
mod walk;
#[cfg(test)]
mod walk_tests;

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use wording::t;

pub use self::holiday::{Holiday, HolidayFault};
pub(crate) use self::hours::minute;
pub use self::hours::{HoursFault, OpenHours};

/// Holidays of a calendar at most.
pub const HOLIDAYS_MAX: usize = 400;

/// When somebody is there, from some moment on: the hours of each weekday, days that are unlike theirs, and the place whose
/// clock they are read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The IANA name of the time zone, such as `Europe/Amsterdam`.
    pub zone: String,
    /// The hours of each weekday, Monday first.
    pub week: [OpenHours; 7],
    /// Days with hours of their own. One of a year goes before one of every year.
    pub holidays: Vec<Holiday>,
}

/// What is wrong with an opening.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpeningFault {
    /// Nobody knows the zone.
    #[error("{}", t!("there is no time zone “{zone}”: write it like Europe/Amsterdam", zone = .0))]
    Zone(String),
    /// One day has two entries.
    #[error("{}", t!("{day} is written twice", day = .0))]
    HolidayTwice(String),
    /// There are too many holidays.
    #[error("{}", t!("at most {max} holidays", max = HOLIDAYS_MAX))]
    TooManyHolidays,
}

impl Opening {
    /// Open day and night, every day.
    pub fn always() -> Self {
        Self { zone: "UTC".into(), week: std::array::from_fn(|_| OpenHours::all_day()), holidays: Vec::new() }
    }

    /// Refuses what means nothing, or two things.
    ///
    /// # Errors
    /// Says which zone or day.
    pub fn check(&self) -> Result<(), OpeningFault> {
        if TimeZone::get(&self.zone).is_err() {
            return Err(OpeningFault::Zone(self.zone.clone()));
        }
        if self.holidays.len() > HOLIDAYS_MAX {
            return Err(OpeningFault::TooManyHolidays);
        }
        let mut days: Vec<_> = self.holidays.iter().map(|one| (one.year, one.month, one.day)).collect();
        days.sort_unstable();
        match days.windows(2).find(|two| two[0] == two[1]) {
            Some(two) => {
                let twice = self.holidays.iter().find(|one| (one.year, one.month, one.day) == two[0]);
                Err(OpeningFault::HolidayTwice(twice.map(Holiday::date).unwrap_or_default()))
            }
            None => Ok(()),
        }
    }

    /// The hours of a date.
    pub fn hours(&self, date: Date) -> &OpenHours {
        let unlike = self.holidays.iter().filter(|holiday| holiday.is_on(date)).max_by_key(|one| one.year.is_some());
        unlike.map_or_else(|| self.of_weekday(date.weekday()), |holiday| &holiday.hours)
    }

    /// The hours of a weekday.
    pub fn of_weekday(&self, weekday: Weekday) -> &OpenHours {
        &self.week[usize::from(weekday.to_monday_zero_offset().unsigned_abs())]
    }

    /// Whether nobody is ever there.
    pub fn is_never(&self) -> bool {
        self.week.iter().all(OpenHours::is_closed) && self.holidays.iter().all(|one| one.hours.is_closed())
    }
}

/// A version of a calendar, and from when it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarVersion {
    /// The moment from which it holds, until that of the next.
    pub from: Timestamp,
    /// When somebody is there.
    pub opening: Opening,
}

/// When somebody is there, at every moment there was and will be: versions, each of which holds from a moment on, so that a
/// change rewrites nothing. Before the first, the first holds too.
///
/// ```
/// use model::{Calendar, Opening};
/// let weekdays = ["09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00", "09:00-17:00", "", ""];
/// let opening = Opening {
///     zone: "Europe/Amsterdam".into(),
///     week: weekdays.map(|hours| hours.parse().unwrap()),
///     holidays: vec!["12-25 Christmas Day".parse().unwrap()],
/// };
/// let calendar = Calendar::of(opening);
/// let thursday_evening = "2026-12-24T15:30:00Z".parse().unwrap(); // 16:30 in Amsterdam
/// let due = calendar.after(thursday_evening, jiff::SignedDuration::from_hours(1)).unwrap();
/// assert_eq!(due.to_string(), "2026-12-28T08:30:00Z"); // Monday, 09:30
/// assert_eq!(calendar.between(thursday_evening, due), jiff::SignedDuration::from_hours(1));
/// ```
#[derive(Clone, Debug)]
pub struct Calendar {
    /// In order of time, at least one.
    versions: Vec<(Timestamp, Opening, TimeZone)>,
}

impl Calendar {
    /// A calendar of one version.
    pub fn of(opening: Opening) -> Self {
        Self::new(vec![CalendarVersion { from: Timestamp::MIN, opening }])
    }

    /// A calendar of these versions. Of two from one moment the latter holds. A zone that this machine does not know counts
    /// as UTC: a deadline that is some hours off is better than none.
    pub fn new(mut versions: Vec<CalendarVersion>) -> Self {
        versions.sort_by_key(|version| version.from);
        if versions.is_empty() {
            versions.push(CalendarVersion { from: Timestamp::MIN, opening: Opening::always() });
        }
        let zoned = |version: CalendarVersion| {
            let zone = TimeZone::get(&version.opening.zone).unwrap_or(TimeZone::UTC);
            (version.from, version.opening, zone)
        };
        Self { versions: versions.into_iter().map(zoned).collect() }
    }

    /// Which version holds at a moment, counted from 0, and until when.
    fn version_at(&self, at: Timestamp) -> (usize, Timestamp) {
        let later = self.versions.partition_point(|(from, ..)| *from <= at);
        let until = self.versions[later.max(1)..].first().map_or(Timestamp::MAX, |(from, ..)| *from);
        (later.saturating_sub(1), until)
    }

    /// When somebody is there, as it holds at a moment.
    pub fn opening_at(&self, at: Timestamp) -> &Opening {
        &self.versions[self.version_at(at).0].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opening_that_means_nothing_or_two_things_is_refused() {
        let always = Opening::always();
        assert_eq!(always.check(), Ok(()));
        let elsewhere = Opening { zone: "Europe/Vellen".into(), ..always.clone() };
        assert_eq!(elsewhere.check(), Err(OpeningFault::Zone("Europe/Vellen".into())));
        let holidays = |lines: &[&str]| lines.iter().map(|line| line.parse().unwrap()).collect();
        let twice =
            Opening { holidays: holidays(&["12-25", "2026-12-25", "12-25 10:00-12:00 Brunch"]), ..always.clone() };
        assert_eq!(twice.check(), Err(OpeningFault::HolidayTwice("12-25".into())));
        let many = Opening { holidays: vec!["12-25".parse().unwrap(); HOLIDAYS_MAX + 1], ..always };
        assert_eq!(many.check(), Err(OpeningFault::TooManyHolidays));
    }

    #[test]
    fn a_day_of_one_year_goes_before_the_same_of_every_year() {
        let lines = ["2026-12-24 09:00-12:00", "12-24"];
        let opening = Opening { holidays: lines.map(|line| line.parse().unwrap()).to_vec(), ..Opening::always() };
        assert_eq!(opening.hours(jiff::civil::date(2026, 12, 24)).minutes(), 180);
        assert!(opening.hours(jiff::civil::date(2027, 12, 24)).is_closed());
        assert_eq!(opening.hours(jiff::civil::date(2027, 12, 23)), &OpenHours::all_day());
    }
}
