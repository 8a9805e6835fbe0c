//! Keeps the log sealed and tells watchers, whichever server sealed it.

use std::time::Duration;

use store::{Store, StoreError, event, lease, seal};
use tokio_util::sync::CancellationToken;

use crate::crash_point::crash_point;
use crate::live::{Live, Sealed};

/// Events that come together are sealed together.
const GATHER: Duration = Duration::from_millis(15);
/// How often to look although nobody told: another server may have appended or sealed.
const LOOK: Duration = Duration::from_secs(1);
/// Events that watchers are told of at once.
const AT_ONCE: i64 = 400;

/// Seals and tells until cancelled, and once more at the end. Watchers are told of what comes after `told`.
pub(crate) async fn run(store: Store, live: Live, mut told: i64, stop: CancellationToken) {
    loop {
        let is_over = tokio::select! {
            () = stop.cancelled() => true,
            () = store.log_moved() => { tokio::time::sleep(GATHER).await; false }
            () = tokio::time::sleep(LOOK) => false,
        };
        if let Err(error) = seal_and_tell(&store, &live, &mut told).await {
            tracing::error!(error = &error as &dyn std::error::Error, "sealing the event log failed; trying again");
            tokio::time::sleep(LOOK).await;
        }
        if is_over {
            if let Err(error) = give_up(&store).await {
                tracing::debug!(error = &error as &dyn std::error::Error, "the sealer's lease goes by itself");
            }
            return;
        }
    }
}

async fn seal_and_tell(store: &Store, live: &Live, told: &mut i64) -> Result<(), StoreError> {
    seal_all(store, live, told).await?;
    tell_the_rest(store, live, told).await
}

async fn seal_all(store: &Store, live: &Live, told: &mut i64) -> Result<(), StoreError> {
    // Looking costs no turn of the writer.
    while is_due(store).await? {
        let mut tx = store.write_to_show().await?;
        let sealed = seal::seal_batch(&mut tx, store.server_name()).await?;
        crash_point("seal.before_commit");
        tx.commit().await?;
        crash_point("seal.after_commit");
        match Sealed::of(&sealed) {
            Some(batch) if batch.after == *told => {
                *told = batch.position;
                live.tell(batch);
            }
            // Another server sealed before us: that is told first.
            Some(_) => tell_the_rest(store, live, told).await?,
            None => return Ok(()),
        }
    }
    Ok(())
}

async fn is_due(store: &Store) -> Result<bool, StoreError> {
    seal::is_due(&mut store.read().await?, store.server_name()).await
}

/// Tells of what other servers sealed.
async fn tell_the_rest(store: &Store, live: &Live, told: &mut i64) -> Result<(), StoreError> {
    loop {
        let news = event::after(&mut store.read().await?, *told, AT_ONCE).await?;
        let Some(batch) = Sealed::of(&news) else {
            return Ok(());
        };
        *told = batch.position;
        live.tell(batch);
    }
}

async fn give_up(store: &Store) -> Result<(), StoreError> {
    let mut tx = store.write().await?;
    lease::give_up(&mut tx, seal::LEASE, store.server_name()).await?;
    tx.commit().await
}
