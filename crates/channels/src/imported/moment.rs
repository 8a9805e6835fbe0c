//! Times as files write them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::{rfc2822, strtime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Ways in which times with an offset are written: data sets with a space before it, and the first network of short
/// posts.
const WITH_OFFSET: [&str; 3] = ["%Y-%m-%d %H:%M:%S%.f %z", "%a %b %d %H:%M:%S %z %Y", "%d.%m.%Y %H:%M:%S %z"];
/// Ways without an offset. Day and month between slashes are missing on purpose: nobody knows which is which.
const WITHOUT_OFFSET: [&str; 6] = [
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%d %b %Y %H:%M:%S",
];

/// Reads a time: RFC 3339 and what resembles it, RFC 2822, numbers since 1970 (seconds, milliseconds or microseconds by
/// their size), and the ways above. Times without an offset are in `zone`.
///
/// # Errors
/// A sentence that says what helps.
pub(super) fn read(written: &str, format: Option<&str>, zone: &TimeZone) -> Result<Timestamp, String> {
    let written = written.trim();
    if let Some(format) = format {
        return by_format(written, format, zone)
            .ok_or_else(|| format!("the time {written:?} is not written like {format:?}"));
    }
    written
        .parse::<Timestamp>()
        .ok()
        .or_else(|| written.parse::<Zoned>().ok().map(|zoned| zoned.timestamp()))
        .or_else(|| number(written))
        .or_else(|| rfc2822::parse(written).ok().map(|zoned| zoned.timestamp()))
        .or_else(|| WITH_OFFSET.iter().find_map(|format| by_format(written, format, zone)))
        .or_else(|| in_zone(written.parse::<DateTime>().ok()?, zone))
        .or_else(|| WITHOUT_OFFSET.iter().find_map(|format| by_format(written, format, zone)))
        .or_else(|| in_zone(written.parse::<Date>().ok()?.to_datetime(jiff::civil::Time::midnight()), zone))
        .ok_or_else(|| match written {
            "" => "it has no time".to_owned(),
            _ => format!("the time {written:?} is written in no way that we know; say how with --time-format"),
        })
}

fn by_format(written: &str, format: &str, zone: &TimeZone) -> Option<Timestamp> {
    let parts = strtime::parse(format, written).ok()?;
    match parts.offset() {
        Some(_) => parts.to_timestamp().ok(),
        None => in_zone(parts.to_datetime().or_else(|_| Ok::<_, jiff::Error>(parts.to_date()?.into())).ok()?, zone),
    }
}

fn in_zone(civil: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    Some(civil.to_zoned(zone.clone()).ok()?.timestamp())
}

/// Seconds, milliseconds or microseconds since 1970, told apart by their size: all three between 1973 and 5138.
fn number(written: &str) -> Option<Timestamp> {
    let (whole, fraction) = written.split_once('.').unwrap_or((written, "0"));
    fraction.parse::<u64>().ok()?;
    let number: i64 = whole.parse().ok()?;
    match number {
        100_000_000..100_000_000_000 => Timestamp::from_second(number).ok(),
        100_000_000_000..100_000_000_000_000 => Timestamp::from_millisecond(number).ok(),
        100_000_000_000_000.. => Timestamp::from_microsecond(number).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(written: &str) -> String {
        read(written, None, &TimeZone::UTC).map(|at| at.to_string()).unwrap_or_else(|error| error)
    }

    #[test]
    fn times_are_read_as_exports_write_them() {
        for written in [
            "2015-02-24T19:14:33Z",
            "2015-02-24 11:14:33 -0800",
            "2015-02-24T11:14:33-08:00",
            "Tue Feb 24 19:14:33 +0000 2015",
            "Tue, 24 Feb 2015 19:14:33 +0000",
            "2015-02-24 19:14:33",
            "2015-02-24 19:14:33.000",
            "24.02.2015 19:14:33",
            "1424805273",
            "1424805273000",
            "1424805273000000",
        ] {
            assert_eq!(utc(written), "2015-02-24T19:14:33Z", "{written}");
        }
        assert_eq!(utc("2015-02-24"), "2015-02-24T00:00:00Z");
    }

    #[test]
    fn times_without_offset_are_in_the_zone_that_was_named() {
        let zone = TimeZone::get("Europe/Amsterdam").unwrap();
        assert_eq!(read("2015-07-24 12:00:00", None, &zone).unwrap().to_string(), "2015-07-24T10:00:00Z");
        assert_eq!(read("2015-02-24 12:00", None, &zone).unwrap().to_string(), "2015-02-24T11:00:00Z");
        assert_eq!(read("2015-02-24T12:00:00Z", None, &zone).unwrap().to_string(), "2015-02-24T12:00:00Z");
        assert_eq!(read("24/02/15", Some("%d/%m/%y"), &zone).unwrap().to_string(), "2015-02-23T23:00:00Z");
    }

    #[test]
    fn what_could_mean_two_days_is_asked_about() {
        assert!(utc("02/03/2015 10:00").contains("--time-format"));
        assert_eq!(utc(""), "it has no time");
        assert!(read("x", Some("%Y"), &TimeZone::UTC).unwrap_err().contains("not written like"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_time_or_a_reason(written: String) {
            let _ = read(&written, None, &TimeZone::UTC);
        }
    }
}
