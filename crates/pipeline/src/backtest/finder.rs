//! Tries one post after another.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher as _;
use std::time::Duration;

use foldhash::fast::FixedState;
use jiff::tz::TimeZone;
use memory::Key;
use model::{ChannelId, Network, ReceivedPost, timestamp};
use tokio::time::Instant;

use super::report::{Report, SAMPLE, Sample};
use crate::judges::Judges;
use crate::topics::{Compiled, Regards};

/// Posts told apart among those found: what was heard twice counts once. Beyond that a query hears so much that some
/// doubles are the least of its troubles.
const TOLD_APART_MAX: usize = 1_000_000;

/// What the finder knows of a post besides its words.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub(super) heard_at: i64,
    pub(super) channel: ChannelId,
    pub(super) network: Network,
    pub(super) is_filed: bool,
}

/// Tries posts, and keeps count.
pub(super) struct Finder<'a> {
    pub(super) compiled: &'a Compiled,
    pub(super) judges: &'a Judges,
    pub(super) channels: &'a HashMap<ChannelId, String>,
    pub(super) zone: &'a TimeZone,
    pub(super) seen: HashSet<u64>,
    /// Where days begin and end, so that the calendar is asked once a day.
    day: Option<(i64, i64, jiff::civil::Date)>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        compiled: &'a Compiled,
        judges: &'a Judges,
        channels: &'a HashMap<ChannelId, String>,
        zone: &'a TimeZone,
    ) -> Self {
        Self { compiled, judges, channels, zone, seen: HashSet::new(), day: None }
    }

    /// Tries posts and adds what was found to what is given.
    pub(super) fn try_all<'p>(
        &mut self,
        posts: impl IntoIterator<Item = (Origin, &'p ReceivedPost)>,
        found: &mut Report,
    ) {
        let begun = Instant::now();
        for (origin, post) in posts {
            self.try_one(origin, post, found);
        }
        found.matching = found.matching.saturating_add(begun.elapsed()).max(Duration::from_nanos(1));
    }

    fn try_one(&mut self, origin: Origin, post: &ReceivedPost, found: &mut Report) {
        let Origin { heard_at, channel, network, is_filed } = origin;
        let day = self.day(heard_at);
        let of_day = found.days.entry(day).or_default();
        *(if is_filed { &mut found.filed } else { &mut found.remembered }) += 1;
        let name = self.channels.get(&channel).map_or("", String::as_str);
        // How its author stood when it was heard is not kept: each post is asked for itself, as those of newcomers are.
        let nobody = Regards::new();
        let matches = self.compiled.matches(self.judges, post, (network, name), heard_at, &nobody);
        let Some(one) = matches.into_iter().next() else { return };
        if self.seen.len() < TOLD_APART_MAX && !self.seen.insert(key(channel, &post.remote.id)) {
            return;
        }
        *of_day += 1;
        found.found += 1;
        found.found_filed += u64::from(is_filed);
        let at = timestamp(heard_at);
        // The memory is read after what was filed, each from its newest on.
        let place = found.sample.partition_point(|other| other.heard_at >= at);
        if place < SAMPLE {
            found.sample.insert(place, sample(origin, post, one.spans, name));
            found.sample.truncate(SAMPLE);
        }
    }

    fn day(&mut self, heard_at: i64) -> jiff::civil::Date {
        if let Some((from, to, date)) = self.day
            && (from..to).contains(&heard_at)
        {
            return date;
        }
        let zoned = timestamp(heard_at).to_zoned(self.zone.clone());
        let date = zoned.date();
        let begins = zoned.start_of_day().map_or(heard_at, |day| day.timestamp().as_microsecond());
        let ends = zoned.tomorrow().and_then(|next| next.start_of_day());
        let ends = ends.map_or(heard_at, |day| day.timestamp().as_microsecond());
        self.day = Some((begins, ends, date));
        date
    }
}

fn key(channel: ChannelId, remote_id: &str) -> u64 {
    FixedState::default().hash_one((channel.0, remote_id))
}

fn sample(origin: Origin, post: &ReceivedPost, spans: Vec<(usize, usize)>, channel: &str) -> Sample {
    Sample {
        text: post.text.clone(),
        title: post.title.clone(),
        spans,
        language: post.languages.first().cloned(),
        heard_at: timestamp(origin.heard_at),
        posted_at: post.posted_at,
        channel: channel.to_owned(),
        network: origin.network,
        url: post.url.clone(),
        is_filed: origin.is_filed,
        gone_by: [Key::post(origin.channel, &post.remote.id), Key::author(origin.network, &post.author.remote_id)],
    }
}
