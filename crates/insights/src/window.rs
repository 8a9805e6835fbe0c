//! How far back the floor looks.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

/// A stretch of time that ends now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Window {
    /// The last sixty minutes.
    Hour,
    /// Since midnight where the organisation is.
    #[default]
    Today,
    /// Today and the six days before it.
    Week,
}

impl Window {
    /// Every window, the shortest first.
    pub const ALL: &'static [Self] = &[Self::Hour, Self::Today, Self::Week];

    /// When it begins. A day begins at midnight in the zone, or at the first moment after it where clocks leap over
    /// midnight; it may have 23 or 25 hours.
    pub fn since(self, now: Timestamp, zone: &TimeZone) -> Timestamp {
        let days_before = match self {
            Self::Hour => return now.saturating_sub(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MIN),
            Self::Today => 0,
            Self::Week => 6,
        };
        let first = now.to_zoned(zone.clone()).date().saturating_sub(days_before.days());
        // Only the very first and last days that a clock can show have no beginning.
        first.to_zoned(zone.clone()).map_or(Timestamp::MIN, |midnight| midnight.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn since(window: Window, now: &str, zone: &str) -> String {
        window.since(now.parse().unwrap(), &TimeZone::get(zone).unwrap()).to_string()
    }

    #[test]
    fn a_day_begins_at_midnight_where_the_organisation_is() {
        assert_eq!(since(Window::Today, "2026-11-24T22:59:59Z", "Europe/Berlin"), "2026-11-23T23:00:00Z");
        assert_eq!(since(Window::Today, "2026-11-24T23:00:00Z", "Europe/Berlin"), "2026-11-24T23:00:00Z");
        assert_eq!(since(Window::Hour, "2026-11-24T23:20:00Z", "Europe/Berlin"), "2026-11-24T22:20:00Z");
    }

    #[test]
    fn days_on_which_clocks_change_have_23_or_25_hours() {
        // Berlin goes from +1 to +2 on 29 March and back on 25 October 2026.
        assert_eq!(since(Window::Today, "2026-03-29T21:30:00Z", "Europe/Berlin"), "2026-03-28T23:00:00Z");
        assert_eq!(since(Window::Today, "2026-10-25T22:30:00Z", "Europe/Berlin"), "2026-10-24T22:00:00Z");
        assert_eq!(since(Window::Week, "2026-03-31T10:00:00Z", "Europe/Berlin"), "2026-03-24T23:00:00Z");
    }

    #[test]
    fn a_day_without_midnight_begins_right_after_the_leap() {
        // Santiago leaps from 24:00 to 01:00 on 6 September 2026.
        assert_eq!(since(Window::Today, "2026-09-06T15:00:00Z", "America/Santiago"), "2026-09-06T04:00:00Z");
    }

    #[test]
    fn the_ends_of_time_have_windows_too() {
        for now in [Timestamp::MIN, Timestamp::MAX] {
            for window in Window::ALL {
                assert!(window.since(now, &TimeZone::get("Pacific/Apia").unwrap()) <= now);
            }
        }
    }
}
