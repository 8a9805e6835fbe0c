//! How long a server asks us to wait.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::HeaderMap;

/// The longest wait that is believed: limits are counted by the day at most.
const WAIT_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// How long the server asked us to wait: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), else, once the
/// limit is reached, `RateLimit-Reset` in seconds since 1970.
pub fn asked_wait(headers: &HeaderMap, status: u16, now: Timestamp) -> Option<Duration> {
    let text = |name: &str| Some(headers.get(name)?.to_str().ok()?.trim());
    let until = |at: Timestamp| Duration::try_from(at.duration_since(now)).ok();
    let retry_after = text("retry-after").and_then(|text| match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => until(rfc2822::parse(text).ok()?.timestamp()),
    });
    let reset = || {
        let seconds = text("ratelimit-reset").filter(|_| status == 429)?;
        until(Timestamp::from_second(seconds.parse().ok()?).ok()?)
    };
    let asked = retry_after.or_else(reset)?;
    Some(asked.clamp(Duration::from_secs(1), WAIT_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                let name = reqwest::header::HeaderName::from_static(name);
                (name, value.parse().unwrap())
            })
            .collect()
    }

    #[test]
    fn the_wait_is_read_in_each_of_its_forms() {
        let now = Timestamp::from_second(1_795_423_400).unwrap();
        let read = |pairs: &[(&'static str, &str)], status| {
            asked_wait(&headers(pairs), status, now).map(|wait| wait.as_secs())
        };
        assert_eq!(read(&[("retry-after", "7")], 503), Some(7));
        assert_eq!(read(&[("retry-after", "Mon, 23 Nov 2026 08:44:00 GMT")], 429), Some(40));
        let reset = [("ratelimit-reset", "1795423452")];
        assert_eq!(read(&reset, 429), Some(52));
        assert_eq!(read(&reset, 500), None, "a limit that was not reached");
        assert_eq!(read(&[("ratelimit-reset", "1")], 429), None, "in the past");
        assert_eq!(read(&[("retry-after", "soon")], 429), None);
        assert_eq!(read(&[("retry-after", "999999999")], 429), Some(86_400));
    }
}
