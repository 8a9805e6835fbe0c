//! The hours of a day in which somebody is there.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use wording::t;

/// Minutes of a day; the clock on the wall counts them, whatever daylight saving does.
pub(super) const DAY_MINUTES: u16 = 24 * 60;

/// A part of a day, in minutes since midnight: its first, and the one after its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) from: u16,
    pub(super) to: u16,
}

/// The open hours of a day: any number of parts, in order, none touching another. Written `09:00-12:30, 13:30-18:00`; without
/// any the day is closed.
///
/// ```
/// let hours: model::OpenHours = "9:00-12:30, 13:30-18:00".parse().unwrap();
/// assert_eq!(hours.to_string(), "09:00-12:30, 13:30-18:00");
/// assert!("closed".parse::<model::OpenHours>().unwrap().is_closed());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OpenHours(Vec<Part>);

/// What is wrong with hours as they were written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursFault {
    /// A part is no span of two times.
    #[error("{}", t!("“{written}” is no span of hours: write it like 09:00-12:30", written = .0))]
    NotASpan(String),
    /// A part ends before it begins.
    #[error("{}", t!("“{written}” ends before it begins: hours past midnight are written as two days, to 24:00 and from 00:00", written = .0))]
    PastMidnight(String),
    /// Two parts share time.
    #[error("{}", t!("“{one}” and “{other}” overlap", one = .0, other = .1))]
    Overlap(String, String),
}

impl OpenHours {
    /// Open all day.
    pub fn all_day() -> Self {
        Self(vec![Part { from: 0, to: DAY_MINUTES }])
    }

    /// Whether the day is closed.
    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the clock on the wall shows an open minute, counted from midnight.
    pub fn is_open_at(&self, minute: u16) -> bool {
        self.0.iter().any(|part| (part.from..part.to).contains(&minute))
    }

    /// Open minutes of a day without daylight saving.
    pub fn minutes(&self) -> u32 {
        self.0.iter().map(|part| u32::from(part.to - part.from)).sum()
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.0
    }
}

impl FromStr for OpenHours {
    type Err = HoursFault;

    fn from_str(text: &str) -> Result<Self, HoursFault> {
        match text.trim() {
            "" | "closed" => return Ok(Self::default()),
            "all day" => return Ok(Self::all_day()),
            _ => {}
        }
        let mut parts = text.split(',').map(|part| part.trim().parse()).collect::<Result<Vec<Part>, _>>()?;
        parts.sort_unstable();
        if let Some([former, latter]) = parts.windows(2).map(|two| [two[0], two[1]]).find(|[a, b]| b.from < a.to) {
            return Err(HoursFault::Overlap(former.to_string(), latter.to_string()));
        }
        let mut joined: Vec<Part> = Vec::with_capacity(parts.len());
        for part in parts {
            match joined.last_mut().filter(|last| last.to == part.from) {
                Some(last) => last.to = part.to,
                None => joined.push(part),
            }
        }
        Ok(Self(joined))
    }
}

impl FromStr for Part {
    type Err = HoursFault;

    fn from_str(text: &str) -> Result<Self, HoursFault> {
        let ends = text.split_once(['-', '–']);
        let minutes = ends.and_then(|(from, to)| Some((minute(from.trim())?, minute(to.trim())?)));
        let (from, to) = minutes.ok_or_else(|| HoursFault::NotASpan(text.to_owned()))?;
        match from < to {
            true => Ok(Self { from, to }),
            false => Err(HoursFault::PastMidnight(text.to_owned())),
        }
    }
}

/// The minute of `9:00`, `09:30`, `24:00`; `None` for anything else.
pub(crate) fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let is_number =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(hour, 2) || !is_number(minute, 2) || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= DAY_MINUTES).then_some(total)
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}-{:02}:{:02}", self.from / 60, self.from % 60, self.to / 60, self.to % 60)
    }
}

impl fmt::Display for OpenHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.0.iter().enumerate() {
            write!(f, "{}{part}", if i > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}

impl TryFrom<String> for OpenHours {
    type Error = HoursFault;

    fn try_from(text: String) -> Result<Self, HoursFault> {
        text.parse()
    }
}

impl From<OpenHours> for String {
    fn from(hours: OpenHours) -> Self {
        hours.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_hours_says_how_to_write_it() {
        let fault = |text: &str| text.parse::<OpenHours>().unwrap_err();
        assert_eq!(fault("nine to five"), HoursFault::NotASpan("nine to five".into()));
        assert_eq!(fault("09:00-25:00"), HoursFault::NotASpan("09:00-25:00".into()));
        assert_eq!(fault("9:0-10:00"), HoursFault::NotASpan("9:0-10:00".into()));
        assert_eq!(fault("22:00-06:00"), HoursFault::PastMidnight("22:00-06:00".into()));
        assert_eq!(fault("09:00-09:00"), HoursFault::PastMidnight("09:00-09:00".into()));
        assert_eq!(fault("13:00-18:00, 9:00-13:30"), HoursFault::Overlap("09:00-13:30".into(), "13:00-18:00".into()));
    }

    #[test]
    fn parts_that_touch_are_one_and_a_day_may_be_whole() {
        let hours: OpenHours = "12:00–24:00, 0:00-12:00".parse().unwrap();
        assert_eq!(hours, OpenHours::all_day());
        assert_eq!(hours.minutes(), 1_440);
        assert_eq!("all day".parse(), Ok(OpenHours::all_day()));
    }

    proptest! {
        #[test]
        fn hours_are_read_as_they_are_written(cuts in prop::collection::btree_set(0u16..=1_440, 0..8)) {
            let cuts: Vec<u16> = cuts.into_iter().collect();
            let hours = OpenHours(cuts.chunks_exact(2).map(|two| Part { from: two[0], to: two[1] }).collect());
            prop_assert_eq!(hours.to_string().parse(), Ok(hours));
        }

        #[test]
        fn no_text_breaks_the_reading(text in "\\PC{0,20}|[0-9:, –-]{0,24}") {
            let _ = text.parse::<OpenHours>();
        }
    }
}
