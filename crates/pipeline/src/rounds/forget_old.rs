//! Forgets what serves nothing any more: what programs were answered on former days (such answers hold words), how
//! conversations began that nothing new can be near to, judgements about people that hold no more,
//! views that were removed weeks ago, what members and other programs were told months ago,
//! and how conversations stood before what can no longer be undone.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::Result;
use crate::handle::Handle;

pub(super) const EVERY: Duration = Duration::from_secs(600);
/// How long deletions are kept for servers that are away, or longer where this server remembers longer: after that a
/// memory of the usual length holds nothing any more that they name.
const DELETIONS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Rows of a kind in one transaction: few enough for the writer's turn to stay short.
const CHUNK: i64 = 1_000;

pub(super) async fn go(handle: &Handle) -> Result<()> {
    loop {
        let mut tx = handle.store().write().await?;
        let answers = store::answered::forget(&mut tx).await?;
        let beginnings = store::near::forget_old(&mut tx, CHUNK).await?;
        let regards = store::regard::forget_expired(&mut tx, CHUNK).await?;
        let oldest = oldest_remembered(handle, tx.now());
        let deletions = store::deletion::forget(&mut tx, oldest, CHUNK).await?;
        let views = store::saved_view::forget_removed(&mut tx).await?;
        let deeds = store::deed::forget_old(&mut tx, CHUNK).await?;
        let notices = store::notice::forget_old(&mut tx, CHUNK).await?;
        let calls = store::webhook::forget_old(&mut tx, CHUNK).await?;
        let letters = store::letter::forget_old(&mut tx, CHUNK).await?;
        if answers + beginnings + regards + deletions + views + deeds + notices + calls + letters == 0 {
            return Ok(());
        }
        tx.commit().await?;
    }
}

fn oldest_remembered(handle: &Handle, now: Timestamp) -> Timestamp {
    let usual = now.saturating_sub(DELETIONS).unwrap_or(Timestamp::MIN);
    handle.remembering().memory().oldest().map_or(usual, |oldest| oldest.min(usual))
}
