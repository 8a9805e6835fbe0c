//! Follows the log for who waits: what became known of waits is kept with how far the log was read, so that however often
//! this is interrupted it comes to what reading the whole log at once does.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use insights::{counts_for_waits, families, history, relatives};
use model::{ConversationId, KnownWait};
use store::event::Sealed;
use store::{Store, Tx, event, followed, lease, wait};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
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

/// Follows until cancelled.
pub(crate) async fn run(store: Store, mut sealed: Receiver<Arc<live::Sealed>>, stop: CancellationToken) {
    loop {
        match step(&store).await {
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
