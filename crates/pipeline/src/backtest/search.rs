//! One back-test, from the newest filed post to the oldest remembered one.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use listening::Analysis;
use memory::{Archive, Scan, Span};
use model::{ChannelId, Network, PostId, micros, timestamp};
use store::{Store, author, channel, post};

use super::Test;
use super::finder::{Finder, Origin};
use super::report::{Phase, Report};
use super::run::Run;
use crate::Result;
use crate::judges::Judges;
use crate::topics::Compiled;

/// Filed posts read at once.
const PAGE: i64 = 500;
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
    let (channels, ours) = known(store).await?;
    let mut finder = Finder::new(&compiled, judges, &channels, &test.zone);
    let now = store.clock().now();
    let mut report = Report { phase: Phase::Running, ..Report::default() };
    report.cost = test.query.compile(&Analysis::social()).cost();

    let scan = match (archive, oldest) {
        (Some(archive), Some(oldest)) => Some(archive.scan(oldest)?),
        _ => None,
    };
    report.has_memory = scan.is_some();
    report.expected = scan.as_ref().map_or(0, Scan::expected);
    let since = scan.as_ref().and_then(Scan::begins_at);
    let since = since.unwrap_or_else(|| now.saturating_sub(FILED_SINCE).unwrap_or(Timestamp::MIN));
    report.covered = Some(Span { from: since, to: now });
    run.tell(&report);

    if filed(store, &mut finder, since, &mut report, run).await?
        && let Some(mut scan) = scan
    {
        remembered(&mut scan, &mut finder, &ours, &mut report, run).await?;
    }
    report.phase = if run.is_stopped() { Phase::Stopped } else { Phase::Done };
    run.tell(&report);
    Ok(())
}

/// The names of channels, and who is us where.
async fn known(store: &Store) -> Result<(HashMap<ChannelId, String>, HashSet<(Network, String)>)> {
    let mut tx = store.read().await?;
    let mut ours = HashSet::new();
    let mut names = HashMap::new();
    for stored in channel::all(&mut tx).await? {
        for account in author::accounts(&mut tx, stored.network).await? {
            ours.insert((stored.network, account.profile.remote_id));
        }
        names.insert(stored.id, stored.name);
    }
    Ok((names, ours))
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
    ours: &HashSet<(Network, String)>,
    report: &mut Report,
    run: &Run,
) -> Result<()> {
    while !run.is_stopped() {
        let Some(posts) = scan.next_posts()? else { return Ok(()) };
        let others = posts.iter().filter(|one| !ours.contains(&(one.network, one.post.author.remote_id.clone())));
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
