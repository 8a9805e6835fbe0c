//! Does what policies say to answers about which nobody decided in time. Each server looks; whoever comes first to an answer
//! keeps its conversation until it is done, so that it is done once.

use std::time::Duration;

use store::approval;

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(1);

pub(super) async fn go(handle: &Handle) -> Result<()> {
    loop {
        let due = approval::overdue(&mut handle.store().read().await?, 1).await?;
        let Some(id) = due.first() else { return Ok(()) };
        // What its policy says may be to send it.
        let mut tx = handle.store().write_durable().await?;
        let has_lapsed = inbox::lapse_approval(&mut tx, *id).await?;
        tx.commit().await?;
        if !has_lapsed {
            // Somebody was quicker; what is left is seen the next time.
            return Ok(());
        }
        handle.nudge_work();
        tokio::task::yield_now().await;
    }
}
