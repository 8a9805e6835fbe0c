//! Tells the owner of a statement that the further word which it promised is due. Each server looks; whoever comes first to a
//! statement keeps it until it is told, so that it is told once.

use std::time::Duration;

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(5);
/// Statements told of in one transaction: after a standstill there may be many.
const AT_ONCE: i64 = 20;

pub(super) async fn go(handle: &Handle) -> Result<()> {
    loop {
        let mut tx = handle.store().read().await?;
        let due = store::statement::to_tell(&mut tx, 1).await?;
        drop(tx);
        if due.is_empty() {
            return Ok(());
        }
        let mut tx = handle.store().write().await?;
        inbox::tell_of_next_words(&mut tx, AT_ONCE).await?;
        tx.commit().await?;
        tokio::task::yield_now().await;
    }
}
