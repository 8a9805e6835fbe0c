//! How a channel is, as its streams and gaps tell.

use channels::atproto::{JETSTREAM, NOTIFICATIONS};
use channels::feed::FEED;
use jiff::{SignedDuration, Timestamp};
use model::{ChannelState, Network};
use store::channel::Channel;
use store::stream::{Gap, Stream};
use wording::t;

use super::view::Health;
use crate::failure::sentence;

/// A stream that is further behind than this is said to be.
const BEHIND_AFTER: SignedDuration = SignedDuration::from_mins(2);

/// What is known of a channel.
pub(super) struct Known<'a> {
    pub(super) channel: &'a Channel,
    /// The names of the streams that it hears.
    pub(super) hears: &'a [&'a str],
    pub(super) streams: &'a [Stream],
    pub(super) gaps: &'a [Gap],
    pub(super) now: Timestamp,
}

/// What a stream brings, in plain words.
pub(super) fn stream_words(name: &str) -> String {
    match name {
        NOTIFICATIONS | "account" => t!("What is said to us").into(),
        JETSTREAM | "public" => t!("What everybody says").into(),
        FEED => t!("What the feed says").into(),
        other => other.into(),
    }
}

/// When the newest thing was heard on any stream.
pub(super) fn heard_at(streams: &[Stream]) -> Option<Timestamp> {
    streams.iter().filter_map(|stream| stream.heard_until).max()
}

impl Known<'_> {
    /// How far we are behind the network: by the stream that is furthest behind.
    pub(super) fn lag(&self) -> Option<SignedDuration> {
        let behind = |stream: &Stream| {
            // A feed is looked at now and then: between two looks nobody is late.
            if stream.name == FEED {
                return None;
            }
            // Notifications may be rare, and each look reads all there are: the last look counts. What everybody says
            // never pauses: the newest thing said counts.
            let until = if stream.name == NOTIFICATIONS { stream.batch_at } else { stream.heard_until };
            until.map(|until| self.now.duration_since(until).max(SignedDuration::ZERO))
        };
        self.streams.iter().filter_map(behind).max()
    }

    pub(super) fn health(&self) -> Health {
        let is_silent = |name: &&str| !self.streams.iter().any(|one| one.name == **name && one.batch_at.is_some());
        match self.channel.state {
            ChannelState::Paused => Health::Paused,
            ChannelState::Blocked => Health::Blocked,
            ChannelState::Active if self.channel.network == Network::Imported => Health::Holds,
            ChannelState::Active if self.failing().is_some() => Health::Silent,
            ChannelState::Active if self.hears.iter().any(is_silent) => Health::Starting,
            ChannelState::Active if self.open_gap().is_some() => Health::Behind,
            ChannelState::Active if self.lag().is_some_and(|lag| lag > BEHIND_AFTER) => Health::Behind,
            ChannelState::Active => Health::Well,
        }
    }

    /// What that means, in a few sentences: why, what is safe, what comes next.
    pub(super) fn summary(&self) -> String {
        let after = t!("What is said meanwhile is fetched afterwards, as far as the network still gives it.");
        match self.health() {
            Health::Well => t!("What can be heard here arrives as it is said.").into(),
            Health::Starting => t!("It begins to listen now; the first posts can take a minute.").into(),
            Health::Behind => match self.open_gap() {
                Some(gap) => t!("{why} What was missed is being read back.", why = sentence(&gap.cause)),
                None => t!("More is said than arrives in time; nothing of it is left out.").into(),
            },
            Health::Silent => {
                let why = self.failing().and_then(|stream| stream.failure.as_deref()).map(sentence).unwrap_or_default();
                t!("{why} It tries again by itself. {after}", why, after)
            }
            Health::Blocked => {
                let why = self.channel.state_reason.as_deref().map(sentence).unwrap_or_default();
                t!("{why} It does not go on until somebody mends that. {after}", why, after)
            }
            Health::Holds => t!("Nothing is heard here by itself: it holds what members imported from files.").into(),
            Health::Paused => {
                t!("A member switched it off: nothing is heard here, and nobody can be answered. {after}", after)
            }
        }
    }

    /// Since when the network does not let us in; the streams do not tell in the case that it never did.
    pub(super) fn refused_since(&self) -> Option<Timestamp> {
        self.streams.iter().filter_map(|stream| stream.failing_since).min()
    }

    fn failing(&self) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.failing_since.is_some())
    }

    fn open_gap(&self) -> Option<&Gap> {
        self.gaps.iter().find(|gap| gap.state == "open")
    }
}

#[cfg(test)]
mod tests {
    use model::{ChannelId, GapId};

    use super::*;

    const NOW: &str = "2026-11-24T08:00:00Z";

    fn at(moment: &str) -> Timestamp {
        moment.parse().unwrap()
    }

    fn channel(state: ChannelState) -> Channel {
        Channel {
            id: ChannelId(1),
            network: Network::Atproto,
            name: "Vellenbahn".into(),
            state,
            state_reason: Some("bsky.social refused the app password".into()),
            config: "{}".into(),
            secret: None,
            author: None,
            connected_at: at("2026-11-01T08:00:00Z"),
        }
    }

    fn stream(name: &str, heard_until: &str, batch_at: &str) -> Stream {
        Stream {
            name: name.into(),
            cursor: None,
            heard_until: Some(at(heard_until)),
            batch_at: Some(at(batch_at)),
            failing_since: None,
            failure: None,
            quota: None,
        }
    }

    fn gap(state: &str) -> Gap {
        Gap {
            id: GapId(1),
            stream: JETSTREAM.into(),
            from: at("2026-11-24T07:00:00Z"),
            to: None,
            cause: "the server did not answer".into(),
            state: state.into(),
            closed_at: None,
        }
    }

    fn health(state: ChannelState, streams: &[Stream], gaps: &[Gap]) -> Health {
        let hears = [NOTIFICATIONS, JETSTREAM];
        Known { channel: &channel(state), hears: &hears, streams, gaps, now: at(NOW) }.health()
    }

    #[test]
    fn a_quiet_account_is_heard_well_however_old_its_newest_mention() {
        let streams = [
            stream(NOTIFICATIONS, "2026-11-20T08:00:00Z", "2026-11-24T07:59:57Z"),
            stream(JETSTREAM, "2026-11-24T07:59:59Z", "2026-11-24T07:59:59Z"),
        ];
        assert_eq!(health(ChannelState::Active, &streams, &[gap("closed"), gap("lost")]), Health::Well);
        let hears = [NOTIFICATIONS, JETSTREAM];
        let channel = channel(ChannelState::Active);
        let known = Known { channel: &channel, hears: &hears, streams: &streams, gaps: &[], now: at(NOW) };
        assert_eq!(known.lag(), Some(SignedDuration::from_secs(3)));
    }

    #[test]
    fn what_is_not_well_is_said() {
        let mut streams = [
            stream(NOTIFICATIONS, "2026-11-24T07:59:00Z", "2026-11-24T07:59:57Z"),
            stream(JETSTREAM, "2026-11-24T07:40:00Z", "2026-11-24T07:59:59Z"),
        ];
        assert_eq!(health(ChannelState::Active, &streams, &[]), Health::Behind, "it hears, but late");
        assert_eq!(health(ChannelState::Active, &streams[..1], &[]), Health::Starting, "one stream said nothing yet");
        streams[1].heard_until = Some(at(NOW));
        assert_eq!(health(ChannelState::Active, &streams, &[gap("open")]), Health::Behind, "a gap is open");
        streams[0].failing_since = Some(at("2026-11-24T07:59:58Z"));
        assert_eq!(health(ChannelState::Active, &streams, &[gap("open")]), Health::Silent);
        assert_eq!(health(ChannelState::Blocked, &streams, &[]), Health::Blocked);
        assert_eq!(health(ChannelState::Paused, &streams, &[]), Health::Paused);
    }

    #[test]
    fn the_reason_stands_in_the_summary() {
        let channel = channel(ChannelState::Blocked);
        let known = Known { channel: &channel, hears: &[], streams: &[], gaps: &[], now: at(NOW) };
        assert!(known.summary().starts_with("Bsky.social refused the app password. "), "{}", known.summary());
    }
}
