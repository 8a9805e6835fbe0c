//! Follows the log for who waits: what became known of waits is kept with how far the log was read, so that however often
//! this is interrupted it comes to what reading the whole log at once does. In between it sums days whose waits stand, so that
//! figures of a year need not read each wait.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use insights::figures::{Span, Terms, first_unsummed, sums};
use insights::{counts_for_waits, families, history, relatives};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use model::{ConversationId, KnownWait};
use store::calendar::Calendar;
use store::event::Sealed;
use store::{Store, Tx, calendar, event, followed, lease, wait, wait_day};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::crash_point::crash_point;
use crate::{Result, live};

/// The lease of the server that follows.
const LEASE: &str = "waits";
const LEASE_TIME: Duration = Duration::from_secs(10);
/// Events that come together are read together.
const GATHER: Duration = Duration::from_millis(200);
/// How often to look although nothing was sealed.
const LOOK: Duration = Duration::from_secs(5);
/// Events read in one step.
const EVENTS: i64 = 300;
/// How often to look whether a day has no sums.
const SUM: Duration = Duration::from_secs(60);
/// Sums of so many days are kept: of two years that are compared.
const DAYS: i32 = 2 * 366;
/// Of the last days more becomes known all the time: they are read wait by wait.
const UNSETTLED: i32 = 2;

/// Follows until cancelled.
pub(crate) async fn run(
    store: Store,
    zone: TimeZone,
    mut sealed: Receiver<Arc<live::Sealed>>,
    stop: CancellationToken,
) {
    let mut sum_at = Instant::now();
    loop {
        let stepped = match step(&store).await {
            Ok(false) if sum_at <= Instant::now() => {
                let summed = sum_a_day(&store, &zone).await;
                if !matches!(summed, Ok(true)) {
                    sum_at = Instant::now() + SUM;
                }
                summed
            }
            stepped => stepped,
        };
        match stepped {
            Ok(true) if !stop.is_cancelled() => continue,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "who waits could not be followed; trying again"
                );
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            batch = sealed.recv() => match batch {
                Ok(_) | Err(RecvError::Lagged(_)) => tokio::time::sleep(GATHER).await,
                Err(RecvError::Closed) => return,
            },
            () = tokio::time::sleep(LOOK) => {}
        }
        // What came meanwhile is read now.
        sealed = sealed.resubscribe();
    }
}

/// Goes on by one step; whether there may be more to read.
async fn step(store: &Store) -> Result<bool> {
    let mut tx = store.read().await?;
    let after = followed::position(&mut tx, wait::FOLLOWER).await?;
    let events = event::after(&mut tx, after, EVENTS).await?;
    let Some(last) = events.last().map(|last| last.position) else { return Ok(false) };
    if !lease::is_free(&mut tx, LEASE, store.server_name()).await? {
        return Ok(false);
    }
    let known = known(&mut tx, &events, last).await?;
    drop(tx);

    let mut tx = store.write().await?;
    let is_ours = lease::take(&mut tx, LEASE, store.server_name(), LEASE_TIME).await?;
    if !is_ours || followed::position(&mut tx, wait::FOLLOWER).await? != after {
        return Ok(false);
    }
    wait::keep(&mut tx, after, &known).await?;
    followed::advance(&mut tx, wait::FOLLOWER, last).await?;
    crash_point("waits.before_commit");
    tx.commit().await?;
    Ok(true)
}

/// Keeps the sums of the newest day that has none; whether there may be another.
async fn sum_a_day(store: &Store, zone: &TimeZone) -> Result<bool> {
    let mut tx = store.read().await?;
    let Some(first) = wait::first_began(&mut tx).await? else { return Ok(false) };
    let calendar = calendar::default(&mut tx).await?;
    let (hours, id) = (calendar.as_ref().map(Calendar::hours), calendar.as_ref().map(|one| one.id));
    let days = settled_days(tx.now(), first, zone);
    let Some((from, until)) = first_unsummed(&mut tx, &days, id).await? else { return Ok(false) };
    if !lease::is_free(&mut tx, LEASE, store.server_name()).await? {
        return Ok(false);
    }
    let position = followed::position(&mut tx, wait::FOLLOWER).await?;
    let terms = Terms { until: tx.now(), hours: hours.as_ref() };
    let sums = sums(&mut tx, Span { from, until, position, terms, calendar: id }).await?;
    drop(tx);

    let mut tx = store.write().await?;
    let is_ours = lease::take(&mut tx, LEASE, store.server_name(), LEASE_TIME).await?;
    // Whatever became known since would not be in them.
    if !is_ours || followed::position(&mut tx, wait::FOLLOWER).await? != position {
        return Ok(false);
    }
    wait_day::keep(&mut tx, sums).await?;
    tx.commit().await?;
    Ok(true)
}

/// The days of which little more becomes known, the newest first, back to that of a moment.
fn settled_days(now: Timestamp, first: Timestamp, zone: &TimeZone) -> Vec<(Timestamp, Timestamp)> {
    let today = now.to_zoned(zone.clone()).date();
    let midnight = |day: Date| day.to_zoned(zone.clone()).map_or(Timestamp::MIN, |midnight| midnight.timestamp());
    let days = (UNSETTLED..DAYS).map(|ago| today.saturating_sub(ago.days()));
    let days = days.map(|day| (midnight(day), midnight(day.saturating_add(1.day()))));
    days.take_while(|(_, until)| *until > first).collect()
}

/// All that is known, up to a position, of the waits of conversations that events are about.
async fn known(tx: &mut Tx, events: &[Sealed], last: i64) -> Result<Vec<KnownWait>> {
    let counting = events.iter().filter(|one| counts_for_waits(one.event.kind));
    let mut wanted: BTreeSet<ConversationId> = counting.filter_map(|one| one.event.conversation).collect();
    let (mut asked, mut all) = (BTreeSet::new(), Vec::new());
    while !wanted.is_empty() {
        let ids: Vec<ConversationId> = wanted.iter().copied().collect();
        let found = event::sealed_of(tx, &ids, last).await?;
        asked.append(&mut wanted);
        wanted.extend(found.iter().flat_map(|one| relatives(&one.event)).filter(|id| !asked.contains(id)));
        all.extend(found);
    }
    Ok(families(all).iter().flat_map(|family| history(family)).collect())
}
