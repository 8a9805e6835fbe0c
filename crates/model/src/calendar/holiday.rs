//! Days that are unlike their weekday.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wording::t;

use super::hours::{HoursFault, OpenHours};

/// A day with hours of its own, once or every year. Written `2026-12-24 09:00-12:00 Christmas Eve`, or `12-25 Christmas Day`:
/// the date, with a year when it is one day alone; the hours, when it is not closed; and what members call it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Holiday {
    /// The year; `None` for every year.
    pub year: Option<i16>,
    /// From 1.
    pub month: i8,
    /// From 1.
    pub day: i8,
    /// Its open hours, in place of those of its weekday.
    pub hours: OpenHours,
    /// What members call it; may be empty.
    pub name: String,
}

/// What is wrong with a holiday as it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HolidayFault {
    /// It does not begin with a day that exists.
    #[error("{}", t!("“{written}” is no day: write it like 2026-12-25, or 12-25 for every year", written = .0))]
    NoDay(String),
    /// Its hours cannot be read.
    #[error(transparent)]
    Hours(#[from] HoursFault),
    /// Its name is very long.
    #[error("{}", t!("the name of {day} has more than 60 characters", day = .0))]
    Name(String),
}

impl Holiday {
    /// Whether it is that day.
    pub fn is_on(&self, date: Date) -> bool {
        self.year.is_none_or(|year| year == date.year()) && (self.month, self.day) == (date.month(), date.day())
    }

    /// Its date as it is written.
    pub fn date(&self) -> String {
        match self.year {
            Some(year) => format!("{year:04}-{:02}-{:02}", self.month, self.day),
            None => format!("{:02}-{:02}", self.month, self.day),
        }
    }
}

impl FromStr for Holiday {
    type Err = HolidayFault;

    fn from_str(line: &str) -> Result<Self, HolidayFault> {
        let line = line.trim();
        let (date, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let no_day = || HolidayFault::NoDay(date.chars().take(40).collect());
        let is_written = |text: &str| matches!(text.len(), 5 | 10) && text.is_ascii();
        // A leap year stands for every year: 02-29 is a day of some.
        let whole = if date.len() == 5 { format!("2024-{date}") } else { date.to_owned() };
        let day: Date = if is_written(date) { whole.parse().map_err(|_| no_day())? } else { return Err(no_day()) };
        // Hours come as one word, or as several with commas between; the name begins where they end.
        let (mut hours, mut name) = (String::new(), rest.trim());
        while name.starts_with(|first: char| first.is_ascii_digit()) && name.contains(':') {
            let end = name.find(char::is_whitespace).unwrap_or(name.len());
            hours.push_str(&name[..end]);
            name = name[end..].trim_start();
            if !hours.ends_with(',') {
                break;
            }
        }
        if let Some(rest) = name.strip_prefix("closed").filter(|_| hours.is_empty()) {
            name = rest.trim_start();
        }
        if name.chars().count() > 60 {
            return Err(HolidayFault::Name(date.to_owned()));
        }
        let year = (date.len() == 10).then(|| day.year());
        Ok(Self { year, month: day.month(), day: day.day(), hours: hours.parse()?, name: name.to_owned() })
    }
}

impl fmt::Display for Holiday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.date())?;
        match self.hours.is_closed() {
            // Said, so that no name is read as hours.
            true => f.write_str(" closed")?,
            false => write!(f, " {}", self.hours)?,
        }
        if self.name.is_empty() { Ok(()) } else { write!(f, " {}", self.name) }
    }
}

impl TryFrom<String> for Holiday {
    type Error = HolidayFault;

    fn try_from(line: String) -> Result<Self, HolidayFault> {
        line.parse()
    }
}

impl From<Holiday> for String {
    fn from(holiday: Holiday) -> Self {
        holiday.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(line: &str) -> Holiday {
        line.parse().unwrap()
    }

    #[test]
    fn a_line_has_a_day_hours_and_a_name() {
        let eve = read(" 2026-12-24  9:00-12:00, 13:00-14:00 Christmas Eve ");
        assert_eq!((eve.year, eve.month, eve.day), (Some(2026), 12, 24));
        assert_eq!((eve.hours.to_string().as_str(), eve.name.as_str()), ("09:00-12:00, 13:00-14:00", "Christmas Eve"));
        let day = read("12-25 Christmas Day");
        assert!((day.year.is_none(), day.hours.is_closed(), day.name.as_str()) == (true, true, "Christmas Day"));
        assert_eq!(read("2026-05-01 closed 1 May").name, "1 May");
        assert_eq!(read("2026-05-01 1 May").name, "1 May");
        assert!(read("02-29").is_on(jiff::civil::date(2028, 2, 29)));
    }

    #[test]
    fn what_is_no_day_says_how_to_write_one() {
        for line in ["", "Christmas", "25.12.2026", "2026-02-30", "13-01", "2026-12-25Christmas", "–12-25"] {
            assert!(matches!(line.parse::<Holiday>(), Err(HolidayFault::NoDay(_))), "{line}");
        }
        assert!(matches!("12-24 18:00-02:00 Eve".parse::<Holiday>(), Err(HolidayFault::Hours(_))));
        assert!(matches!(format!("12-24 {}", "x".repeat(61)).parse::<Holiday>(), Err(HolidayFault::Name(_))));
    }

    proptest! {
        #[test]
        fn a_holiday_is_read_as_it_is_written(
            year in prop::option::of(1990i16..2100), month in 1i8..=12, day in 1i8..=28,
            hours in prop::sample::select(vec!["", "09:00-12:00", "00:00-01:00, 22:00-24:00"]), name in "[A-Za-z][a-z ]{0,20}[a-z]",
        ) {
            prop_assume!(!name.starts_with("closed"));
            let holiday = Holiday { year, month, day, hours: hours.parse().unwrap(), name };
            prop_assert_eq!(holiday.to_string().parse(), Ok(holiday));
        }

        #[test]
        fn no_line_breaks_the_reading(line in "\\PC{0,30}|[0-9:, –-]{0,24}") {
            let _ = line.parse::<Holiday>();
        }
    }
}
