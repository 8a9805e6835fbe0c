//! One back-test, from the newest filed post to the oldest remembered one.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use listening::Analysis;
use memory::{Archive, Key, Remembered, Scan, Span};
use model::{ChannelId, ChannelState, Network, PostId, micros, timestamp};
use store::{Store, author, channel, deletion, post, stream};

use super::Test;
use super::finder::{Finder, Origin};
use super::report::{Phase, Report};
use super::run::Run;
use crate::Result;
use crate::judges::Judges;
use crate::topics::Compiled;

/// Filed posts read at once.
const PAGE: i64 = 500;
/// A stretch that was missed and is shorter than this is taken to hold no deletion of what is remembered: after a few
/// minutes' pause of a network a memory of days would be of no use.
const MISSED_MIN: SignedDuration = SignedDuration::from_hours(1);
/// How far back filed posts are tried where nothing is remembered.
const FILED_SINCE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Tries a query beside a running server, on the same database and the memory in its folder.
///
/// # Errors
/// When the database or the memory cannot be read.
pub async fn search_beside(store: &Store, archive: &Archive, oldest: Timestamp, run: &Run) -> Result<()> {
    let judges = Judges::new(store);
    judges.learn().await?;
    search(store, &judges, Some(archive), Some(oldest), run.test(), run).await
}

/// Tries a query; what was found so far is in `run` at any time.
pub(crate) async fn search(
    store: &Store,
    judges: &Judges,
    archive: Option<&Archive>,
    oldest: Option<Timestamp>,
    test: &Test,
    run: &Run,
) -> Result<()> {
    let compiled = Compiled::alone(&test.query);
    let Known { channels, ours, unsure } = known(store).await?;
    let mut finder = Finder::new(&compiled, judges, &channels, &test.zone);
    let now = store.clock().now();
    let mut report = Report { phase: Phase::Running, ..Report::default() };
    report.cost = test.query.compile(&Analysis::social()).cost();

    let scan = match (archive, oldest) {
        (Some(archive), Some(oldest)) => Some(begin_scan(store, archive, oldest).await?),
        _ => None,
    };
    report.unsure = unsure.keys().filter_map(|id| channels.get(id).cloned()).collect();
    report.unsure.sort_unstable();
    report.has_memory = scan.is_some();
    report.expected = scan.as_ref().map_or(0, Scan::expected);
    let since = scan.as_ref().and_then(Scan::begins_at);
    let since = since.unwrap_or_else(|| now.saturating_sub(FILED_SINCE).unwrap_or(Timestamp::MIN));
    report.covered = Some(Span { from: since, to: now });
    run.tell(&report);

    if filed(store, &mut finder, since, &mut report, run).await?
        && let Some(mut scan) = scan
    {
        remembered(&mut scan, &mut finder, (&ours, &unsure), &mut report, run).await?;
    }
    report.phase = if run.is_stopped() { Phase::Stopped } else { Phase::Done };
    run.tell(&report);
    Ok(())
}

/// What a back-test knows beforehand.
struct Known {
    /// The names of channels.
    channels: HashMap<ChannelId, String>,
    /// Who is us where.
    ours: HashSet<(Network, String)>,
    /// Channels that may have missed deletions of what they heard before a moment, in microseconds.
    unsure: HashMap<ChannelId, i64>,
}

async fn known(store: &Store) -> Result<Known> {
    let mut tx = store.read().await?;
    let mut known = Known { channels: HashMap::new(), ours: HashSet::new(), unsure: HashMap::new() };
    for stored in channel::all(&mut tx).await? {
        for account in author::accounts(&mut tx, stored.network).await? {
            known.ours.insert((stored.network, account.profile.remote_id));
        }
        // Nobody hears deletions on a channel that is switched off; switched on again, it is told of them, unless the
        // network does not reach back so far.
        let before = match stored.state {
            ChannelState::Active => stream::lost_until(&mut tx, stored.id, MISSED_MIN).await?.map(micros),
            ChannelState::Paused | ChannelState::Blocked => Some(i64::MAX),
        };
        known.unsure.extend(before.map(|before| (stored.id, before)));
        known.channels.insert(stored.id, stored.name);
    }
    Ok(known)
}

/// Begins to read the memory, without what other servers heard to be gone and this one is still to learn.
async fn begin_scan(store: &Store, archive: &Archive, oldest: Timestamp) -> Result<Scan> {
    // Before the files: what is learned meanwhile is in them.
    let mut learned = archive.learned();
    let mut scan = archive.scan(oldest)?;
    while store.may_be_shared() {
        let told = deletion::after(&mut store.read().await?, learned, PAGE).await?;
        let Some(last) = told.last() else { break };
        learned = last.position;
        for one in &told {
            Key::all(&one.digests).for_each(|key| scan.leave_out(key, one.heard_at));
        }
    }
    Ok(scan)
}

/// Tries what was filed; whether to go on.
async fn filed(
    store: &Store,
    finder: &mut Finder<'_>,
    since: Timestamp,
    report: &mut Report,
    run: &Run,
) -> Result<bool> {
    let mut before = PostId(i64::MAX);
    loop {
        if run.is_stopped() {
            return Ok(false);
        }
        // A snapshot for each page: a long one would keep the log from being written back.
        let page = post::mentions_before(&mut store.read().await?, before, PAGE).await?;
        let Some(last) = page.last() else { return Ok(true) };
        before = last.said.post.id;
        let is_last = last.said.post.received_at < since || page.len() < PAGE as usize;
        let posts: Vec<_> = page
            .iter()
            .filter(|one| one.said.post.received_at >= since)
            .map(|one| {
                let (heard_at, channel) = (micros(one.said.post.received_at), one.said.post.channel);
                let origin = Origin { heard_at, channel, network: one.network, is_filed: true };
                (origin, one.said.post.as_received(&one.said.author))
            })
            .collect();
        finder.try_all(posts.iter().map(|(origin, post)| (*origin, post)), report);
        run.tell(report);
        if is_last {
            return Ok(true);
        }
        tokio::task::yield_now().await;
    }
}

/// Tries what is remembered.
async fn remembered(
    scan: &mut Scan,
    finder: &mut Finder<'_>,
    (ours, unsure): (&HashSet<(Network, String)>, &HashMap<ChannelId, i64>),
    report: &mut Report,
    run: &Run,
) -> Result<()> {
    while !run.is_stopped() {
        let Some(posts) = scan.next_posts()? else { return Ok(()) };
        let stands = |one: &&Remembered| unsure.get(&one.channel).is_none_or(|before| one.heard_at >= *before);
        let others = posts.iter().filter(stands);
        let others = others.filter(|one| !ours.contains(&(one.network, one.post.author.remote_id.clone())));
        let tried = others.map(|one| {
            let origin = Origin { heard_at: one.heard_at, channel: one.channel, network: one.network, is_filed: false };
            (origin, &one.post)
        });
        finder.try_all(tried, report);
        report.damaged = scan.damaged();
        if run.is_stopped()
            && let (Some(covered), Some(oldest)) = (&mut report.covered, posts.last())
        {
            covered.from = timestamp(oldest.heard_at);
        }
        run.tell(report);
        tokio::task::yield_now().await;
    }
    Ok(())
}
