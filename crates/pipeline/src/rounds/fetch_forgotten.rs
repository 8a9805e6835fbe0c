//! Has pictures fetched that wait while nobody is about to fetch them.

use std::time::Duration;

use jiff::ToSpan as _;

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(600);
/// Whoever noted them has enqueued their work long since.
const WAITED_MINUTES: i64 = 10;
/// Posts in one transaction.
const CHUNK: i64 = 50;

pub(super) async fn go(handle: &Handle) -> Result<()> {
    loop {
        let mut tx = handle.store().write().await?;
        let before = tx.now().saturating_sub(WAITED_MINUTES.minutes()).unwrap_or(jiff::Timestamp::MIN);
        let count = inbox::fetch_forgotten(&mut tx, before, CHUNK).await?;
        if count > 0 {
            tx.commit().await?;
            handle.nudge_work();
        }
        if count < CHUNK as usize {
            return Ok(());
        }
    }
}
