//! Times in queries, without a clock: absolute ones in UTC, relative ones against the `now` of the evaluation.

use std::fmt::{self, Display, Formatter};

/// Microseconds in a second.
const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;
/// Furthest year, either way, so that sums stay in range.
const YEARS: std::ops::RangeInclusive<i64> = 1..=9999;

/// A time in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// Microseconds since 1970, UTC.
    At(i64),
    /// So many seconds before the time of evaluation.
    Ago {
        /// How long ago.
        seconds: i64,
    },
}

impl Moment {
    /// Returns the time in microseconds since 1970; `None` for a relative one when `now` is not known.
    #[must_use]
    pub fn resolve(self, now: Option<i64>) -> Option<i64> {
        match self {
            Self::At(micros) => Some(micros),
            Self::Ago { seconds } => Some(now?.saturating_sub(seconds.saturating_mul(SECOND))),
        }
    }

    /// Reads `-30d`, `2026`, `2026-05`, `2026-05-01`, `2026-05-01T12:00`, with seconds and `Z` or an offset.
    pub(super) fn read(text: &str) -> Option<Self> {
        if let Some(ago) = text.strip_prefix(['-', '−']) {
            return seconds(ago).map(|seconds| Self::Ago { seconds });
        }
        let (date, time) = text.split_once(['T', 't', ' ']).map_or((text, None), |(date, time)| (date, Some(time)));
        let mut parts = date.split('-').map(|part| whole(part).filter(|_| part.len() <= 4));
        let year = parts.next()?.filter(|year| YEARS.contains(year) && date.len() >= 4)?;
        let month = parts.next().map_or(Some(1), |month| month.filter(|m| (1..=12).contains(m)))?;
        let day = parts.next().map_or(Some(1), |day| day.filter(|d| (1..=month_days(year, month)).contains(d)))?;
        if parts.next().is_some() {
            return None;
        }
        let midnight = days_from_civil(year, month, day) * DAY;
        Some(Self::At(midnight + time.map_or(Some(0), time_of_day)? * SECOND))
    }
}

/// Reads `90m`, `4h`, `30d`, `2w` as seconds.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = whole(&text[..digits]).filter(|_| digits <= 6)?;
    let unit = match text[digits..].to_ascii_lowercase().as_str() {
        "s" | "sec" | "second" | "seconds" => 1,
        "m" | "min" | "minute" | "minutes" => 60,
        "h" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 604_800,
        _ => return None,
    };
    Some(number * unit)
}

/// Writes seconds as [`seconds`] reads them, in the largest unit that fits whole.
pub(super) fn write_seconds(f: &mut Formatter<'_>, seconds: i64) -> fmt::Result {
    let units = [(604_800, "w"), (86_400, "d"), (3_600, "h"), (60, "m")];
    let (unit, name) = units.into_iter().find(|(unit, _)| seconds % unit == 0).unwrap_or((1, "s"));
    write!(f, "{}{name}", seconds / unit)
}

fn whole(digits: &str) -> Option<i64> {
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// Reads `12`, `12:30`, `12:30:05`, then `Z` or `+02:00`; gives seconds after midnight UTC.
fn time_of_day(text: &str) -> Option<i64> {
    let zone_at = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(zone_at);
    let offset = match zone {
        "" | "Z" | "z" => 0,
        zone => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            sign * clock_seconds(&zone[1..])?
        }
    };
    Some(clock_seconds(clock)? - offset)
}

fn clock_seconds(text: &str) -> Option<i64> {
    let mut total = 0;
    let mut count = 0;
    for (part, (unit, limit)) in text.split(':').zip([(3_600, 23), (60, 59), (1, 59)]) {
        total += whole(part).filter(|n| part.len() == 2 && *n <= limit)? * unit;
        count += 1;
    }
    (count == text.split(':').count()).then_some(total)
}

fn month_days(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar; years begin in March, so the leap day comes last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = (shifted + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

impl Display for Moment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ago { seconds } => {
                f.write_str("-")?;
                write_seconds(f, *seconds)
            }
            Self::At(micros) => {
                let (year, month, day) = civil_from_days(micros.div_euclid(DAY));
                write!(f, "{year:04}-{month:02}-{day:02}")?;
                let second = micros.rem_euclid(DAY) / SECOND;
                if second == 0 {
                    return Ok(());
                }
                write!(f, "T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_length_and_zone() {
        let at = |text| Moment::read(text).and_then(|moment| moment.resolve(None));
        assert_eq!(at("1970"), Some(0));
        assert_eq!(at("1970-01-02"), Some(DAY));
        assert_eq!(at("2000-02-29T12:00"), Some(951_825_600 * SECOND));
        assert_eq!(at("2000-02-29T14:00:00+02:00"), Some(951_825_600 * SECOND));
        for wrong in ["", "20", "2001-02-29", "2001-13", "2001-01-01T25:00", "-", "-30x", "2001-01-01-01", "٢٠٠١"] {
            assert_eq!(Moment::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn relative_times_need_a_now() {
        let moment = Moment::read("-30d").unwrap();
        assert_eq!(moment.resolve(Some(40 * DAY)), Some(10 * DAY));
        assert_eq!(moment.resolve(None), None);
    }

    #[test]
    fn printed_times_read_back_the_same() {
        for day in (-700_000..2_900_000).step_by(997) {
            let moment = Moment::At(day * DAY + 3_661 * SECOND);
            assert_eq!(Moment::read(&moment.to_string()), Some(moment), "{moment}");
        }
    }
}
