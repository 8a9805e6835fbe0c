//! Keeps the log sealed and tells watchers.

use std::time::Duration;

use store::{Store, StoreError, seal};
use tokio_util::sync::CancellationToken;

use crate::crash_point::crash_point;
use crate::live::{Live, Sealed};

/// Events that come together are sealed together.
const GATHER: Duration = Duration::from_millis(15);
/// How often to look although nobody told: another process may have appended.
const LOOK: Duration = Duration::from_secs(1);

/// Seals until cancelled, and once more at the end.
pub(crate) async fn run(store: Store, live: Live, holder: String, stop: CancellationToken) {
    loop {
        let is_over = tokio::select! {
            () = stop.cancelled() => true,
            () = store.events_appended() => { tokio::time::sleep(GATHER).await; false }
            () = tokio::time::sleep(LOOK) => false,
        };
        if let Err(error) = seal_all(&store, &live, &holder).await {
            tracing::error!(error = &error as &dyn std::error::Error, "sealing the event log failed; trying again");
            tokio::time::sleep(LOOK).await;
        }
        if is_over {
            return;
        }
    }
}

async fn seal_all(store: &Store, live: &Live, holder: &str) -> Result<(), StoreError> {
    // Looking costs no turn of the writer.
    while event_waits(store).await? {
        let mut tx = store.write().await?;
        let sealed = seal::seal_batch(&mut tx, holder).await?;
        crash_point("seal.before_commit");
        tx.commit().await?;
        crash_point("seal.after_commit");
        match Sealed::of(&sealed) {
            Some(batch) => live.tell(batch),
            None => return Ok(()),
        }
    }
    Ok(())
}

async fn event_waits(store: &Store) -> Result<bool, StoreError> {
    let mut tx = store.read().await?;
    Ok(store::event::oldest_unsealed(&mut tx).await?.is_some())
}
