//! Wakes snoozed conversations whose time has come.

use std::time::Duration;

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(1);
const AT_ONCE: i64 = 100;

pub(super) async fn go(handle: &Handle) -> Result<()> {
    let mut tx = handle.store().read().await?;
    let due = store::conversation::due_to_wake(&mut tx, AT_ONCE).await?;
    drop(tx);
    if due.is_empty() {
        return Ok(());
    }
    let mut tx = handle.store().write().await?;
    // Asked again: a member may have acted since.
    for mut conversation in store::conversation::due_to_wake(&mut tx, AT_ONCE).await? {
        inbox::wake(&mut tx, &mut conversation).await?;
    }
    tx.commit().await?;
    Ok(())
}
