//! Forgets how conversations began that nothing new can be near to any more.

use std::time::Duration;

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(600);
/// Conversations in one transaction: few enough for the writer's turn to stay short.
const CHUNK: i64 = 1_000;

pub(super) async fn go(handle: &Handle) -> Result<()> {
    loop {
        let mut tx = handle.store().write().await?;
        if store::near::forget_old(&mut tx, CHUNK).await? == 0 {
            return Ok(());
        }
        tx.commit().await?;
    }
}
