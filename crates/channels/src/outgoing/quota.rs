//! How much a server still lets us ask for.

use jiff::Timestamp;
use model::Quota;
use reqwest::header::HeaderMap;

/// What the headers of an answer tell: `RateLimit-*` as Bluesky sends them, or `X-RateLimit-*` as Mastodon servers do. The
/// end of the period is seconds since 1970 there, a moment here; some servers send the seconds that are left.
pub fn quota(headers: &HeaderMap, now: Timestamp) -> Option<Quota> {
    let text = |name: &str| Some(headers.get(name)?.to_str().ok()?.trim());
    let either = |name: &str| text(&format!("ratelimit-{name}")).or_else(|| text(&format!("x-ratelimit-{name}")));
    let count = |name| either(name)?.parse().ok().filter(|count: &i64| *count >= 0);
    let resets_at = either("reset").and_then(|reset| match reset.parse::<i64>() {
        // No server counts a period of thirty years.
        Ok(seconds) if seconds > 1_000_000_000 => Timestamp::from_second(seconds).ok(),
        Ok(seconds) => now.checked_add(jiff::SignedDuration::from_secs(seconds)).ok(),
        Err(_) => reset.parse().ok(),
    });
    Some(Quota { limit: count("limit")?, left: count("remaining")?, resets_at })
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderName;

    use super::*;

    #[test]
    fn a_quota_is_read_in_each_of_its_forms() {
        let now: Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
        let read = |pairs: &[(&'static str, &str)]| {
            let headers = pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
            quota(&headers.collect(), now)
        };
        let told = |limit, left, at: &str| Some(Quota { limit, left, resets_at: at.parse().ok() });
        let bluesky = [("ratelimit-limit", "3000"), ("ratelimit-remaining", "2989"), ("ratelimit-reset", "1795507500")];
        assert_eq!(read(&bluesky), told(3_000, 2_989, "2026-11-24T08:05:00Z"));
        let mastodon = [
            ("x-ratelimit-limit", "300"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "2026-11-24T08:05:00.000Z"),
        ];
        assert_eq!(read(&mastodon), told(300, 0, "2026-11-24T08:05:00Z"));
        let left = [("ratelimit-limit", "9"), ("ratelimit-remaining", "1"), ("ratelimit-reset", "60")];
        assert_eq!(read(&left), told(9, 1, "2026-11-24T08:01:00Z"));
        assert_eq!(read(&[("ratelimit-limit", "9")]), None);
        assert_eq!(read(&[("ratelimit-limit", "many"), ("ratelimit-remaining", "-4")]), None);
    }
}
