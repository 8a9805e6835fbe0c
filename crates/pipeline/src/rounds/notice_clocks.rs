//! Notices clocks that are near their deadline or passed it. Each server looks; whoever comes first to a conversation keeps it
//! until it is told, so that it is told once.

use std::time::Duration;

use crate::Result;
use crate::crash_point::crash_point;
use crate::handle::Handle;

/// A deadline is told of within two seconds; the sealer and the way to the browser need some of them.
pub(super) const EVERY: Duration = Duration::from_millis(500);
/// Clocks looked at in one transaction: after a standstill there may be many.
const AT_ONCE: i64 = 20;

pub(super) async fn go(handle: &Handle) -> Result<()> {
    loop {
        let mut tx = handle.store().read().await?;
        let due = store::sla_clock::to_notice(&mut tx, 1).await?;
        drop(tx);
        if due.is_empty() {
            return Ok(());
        }
        let mut tx = handle.store().write().await?;
        inbox::notice(&mut tx, AT_ONCE).await?;
        crash_point("clocks.noticed");
        tx.commit().await?;
        crash_point("clocks.told");
        tokio::task::yield_now().await;
    }
}
