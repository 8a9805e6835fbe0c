//! Forgets what programs were answered on former days: such answers hold words.

use std::time::Duration;

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(3_600);

pub(super) async fn go(handle: &Handle) -> Result<()> {
    let mut tx = handle.store().write().await?;
    if store::answered::forget(&mut tx).await? > 0 {
        tx.commit().await?;
    }
    Ok(())
}
