//! Due dates as forms have them: a day, at whose end the time is over where whoever looks is.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use wording::t;

use crate::failure::{Answer, Failure};
use crate::ui::error::Wrong;

/// The last moment of a day that a form names; `None` where it names none.
///
/// # Errors
/// Unreadable, for what is no day.
pub(crate) fn read(text: &str, zone: &TimeZone) -> Answer<Option<Timestamp>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let unreadable =
        || Failure::Wrong(Wrong::Unreadable(t!("The due date cannot be read; write it like 2026-11-27.").into()));
    let day: Date = text.parse().map_err(|_| unreadable())?;
    // A moment of a day would lose its time.
    if day.to_string() != text {
        return Err(unreadable());
    }
    end_of(day, zone).map(Some).ok_or_else(unreadable)
}

/// The last moment of a day.
pub(crate) fn end_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let last = day.to_datetime(Time::constant(23, 59, 59, 0));
    zone.to_ambiguous_zoned(last).compatible().ok().map(|zoned| zoned.timestamp())
}

/// As [`read`], where a date stood before: the same day is the same moment, also one that ends earlier.
///
/// # Errors
/// As [`read`].
pub(crate) fn changed(text: &str, before: Option<Timestamp>, zone: &TimeZone) -> Answer<Option<Timestamp>> {
    match before {
        Some(before) if day(before, zone) == text.trim() => Ok(Some(before)),
        _ => read(text, zone),
    }
}

/// The day of a moment, as forms have it.
pub(crate) fn day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_where_whoever_looks_is() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let end = |text: &str| read(text, &zone).unwrap().unwrap().to_string();
        assert_eq!(end(" 2026-11-27 "), "2026-11-27T22:59:59Z");
        assert_eq!(end("2026-07-01"), "2026-07-01T21:59:59Z");
        assert_eq!(read("", &zone).unwrap(), None);
        for wrong in ["Friday", "2026-13-01", "2026-11-27T10:00:00+01:00[Mars]"] {
            assert!(read(wrong, &zone).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_date_that_is_left_alone_stays_to_the_second() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let noon: Timestamp = "2026-11-27T11:00:00Z".parse().unwrap();
        assert_eq!(changed("2026-11-27", Some(noon), &zone).unwrap(), Some(noon));
        assert_eq!(changed("2026-11-28", Some(noon), &zone).unwrap().unwrap().to_string(), "2026-11-28T22:59:59Z");
        assert_eq!(changed("", Some(noon), &zone).unwrap(), None);
    }
}
