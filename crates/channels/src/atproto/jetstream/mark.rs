//! Where the stream stands, and how to go on from there.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use super::super::config::Form;
use super::frame::Event;

/// How far one server's time for an event may be from another's; going on elsewhere starts this much earlier.
const SERVERS_SKEW_US: i64 = 5_000_000;

/// Where the stream stands. Numbers and, strictly, times mean something on the server that gave them only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    /// The server's name.
    host: String,
    /// Which life of the server, where it tells: numbers may start anew in the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    boot: Option<String>,
    /// The time of the newest event that was had.
    pub(super) time_us: i64,
    /// Its number, in the second form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seq: Option<i64>,
    /// Without numbers: the events of exactly that time that were had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    had: Vec<String>,
}

/// From where to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// The present.
    Present,
    /// Exactly after the newest event that was had: both forms repeat that one, which is then dropped.
    Exactly(i64),
    /// A time of another server, or of another life of this one: some events come twice.
    About(i64),
}

impl Mark {
    /// A time without an event: about then, and nothing was had.
    pub(super) fn about_time(at: Timestamp, host: &str) -> Self {
        Self { host: host.to_owned(), time_us: model::micros(at), ..Self::default() }
    }

    /// From where to ask a server.
    pub(super) fn start(mark: Option<&Self>, form: Form, host: &str) -> Start {
        let Some(mark) = mark else {
            return Start::Present;
        };
        match (form, mark.seq) {
            (Form::V2, Some(seq)) if mark.host == host => Start::Exactly(seq),
            (Form::V1, None) if mark.host == host => Start::Exactly(mark.time_us),
            _ => mark.about(),
        }
    }

    /// From where to ask when the mark's numbers mean nothing any more.
    pub(super) fn about(&self) -> Start {
        Start::About(self.time_us.saturating_sub(SERVERS_SKEW_US).max(0))
    }

    /// Whether the server is known to live another life than the one that gave this mark.
    pub(super) fn is_of_other_boot(&self, boot: Option<&str>) -> bool {
        matches!((&self.boot, boot), (Some(then), Some(now)) if then != now)
    }

    /// Whether the event was had before this mark was made.
    pub(super) fn has_had(&self, event: &Event) -> bool {
        match (event.seq, self.seq) {
            (Some(seq), Some(had)) => seq <= had,
            _ => event.time_us < self.time_us || (event.time_us == self.time_us && self.had.contains(&event.key)),
        }
    }

    /// The mark after one more event.
    pub(super) fn after(mark: Option<Self>, event: &Event, host: &str, boot: Option<&str>) -> Self {
        let mut had = match mark {
            Some(mark) if event.seq.is_none() && mark.time_us == event.time_us => mark.had,
            _ => vec![],
        };
        if event.seq.is_none() {
            had.push(event.key.clone());
        }
        Self { host: host.to_owned(), boot: boot.map(str::to_owned), time_us: event.time_us, seq: event.seq, had }
    }

    pub(super) fn at(&self) -> Timestamp {
        model::timestamp(self.time_us)
    }

    pub(super) fn age(&self, now: Timestamp) -> SignedDuration {
        now.duration_since(self.at())
    }
}

/// The address to ask, with what we want to hear.
pub(super) fn address(base: &Url, form: Form, start: Start) -> Url {
    let mut url = base.clone();
    if form == Form::V1 {
        url.set_path("/subscribe");
    }
    {
        let mut query = url.query_pairs_mut();
        match form {
            Form::V1 => {
                query.append_pair("wantedCollections", "app.bsky.feed.post");
            }
            Form::V2 => {
                query.append_pair("collections", "app.bsky.feed.post");
                query.extend_pairs(["commit", "identity", "account"].map(|kind| ("kinds", kind)));
            }
        }
        if let Start::Exactly(cursor) | Start::About(cursor) = start {
            query.append_pair("cursor", &cursor.to_string());
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(time_us: i64, seq: Option<i64>, key: &str) -> Event {
        Event { time_us, seq, key: key.to_owned(), item: None }
    }

    #[test]
    fn the_same_server_goes_on_exactly_and_another_about_then() {
        let numbered = Mark::after(None, &event(9_000_000, Some(4), "a"), "one.test", None);
        assert_eq!(Mark::start(Some(&numbered), Form::V2, "one.test"), Start::Exactly(4));
        assert_eq!(Mark::start(Some(&numbered), Form::V2, "two.test"), Start::About(4_000_000));
        assert_eq!(Mark::start(Some(&numbered), Form::V1, "one.test"), Start::About(4_000_000));
        let timed = Mark::after(None, &event(9_000_000, None, "a"), "one.test", None);
        assert_eq!(Mark::start(Some(&timed), Form::V1, "one.test"), Start::Exactly(9_000_000));
        assert_eq!(Mark::start(None, Form::V1, "one.test"), Start::Present);
    }

    #[test]
    fn two_events_of_one_microsecond_are_told_apart() {
        let mark = Mark::after(None, &event(5, None, "a"), "one.test", None);
        assert!(mark.has_had(&event(5, None, "a")));
        assert!(!mark.has_had(&event(5, None, "b")));
        let mark = Mark::after(Some(mark), &event(5, None, "b"), "one.test", None);
        assert!(mark.has_had(&event(5, None, "a")) && mark.has_had(&event(5, None, "b")));
        let mark = Mark::after(Some(mark), &event(6, None, "c"), "one.test", None);
        assert!(mark.has_had(&event(5, None, "x")) && !mark.has_had(&event(6, None, "d")));
    }

    #[test]
    fn a_number_that_was_had_is_dropped_whatever_its_time() {
        let mark = Mark::after(None, &event(5, Some(7), "a"), "one.test", None);
        assert!(mark.has_had(&event(9, Some(7), "a")));
        assert!(!mark.has_had(&event(1, Some(8), "b")));
    }

    #[test]
    fn another_life_of_the_server_is_noticed_only_when_both_are_told() {
        let mark = Mark::after(None, &event(5, Some(7), "a"), "one.test", Some("first"));
        assert!(mark.is_of_other_boot(Some("second")));
        assert!(!mark.is_of_other_boot(Some("first")) && !mark.is_of_other_boot(None));
    }

    #[test]
    fn the_address_asks_for_posts_from_the_cursor_on() {
        let base = Url::parse("wss://jetstream.test").unwrap();
        assert_eq!(
            address(&base, Form::V1, Start::Exactly(12)).as_str(),
            "wss://jetstream.test/subscribe?wantedCollections=app.bsky.feed.post&cursor=12"
        );
        let base = Url::parse("wss://jetstream.test/xrpc/network.bsky.jetstream.subscribeEvents").unwrap();
        assert!(address(&base, Form::V2, Start::Present).query().is_some_and(|query| {
            query == "collections=app.bsky.feed.post&kinds=commit&kinds=identity&kinds=account"
        }));
    }
}
