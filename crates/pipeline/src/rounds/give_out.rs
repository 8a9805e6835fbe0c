//! Gives out what waits with teams, as time goes by: hours begin, leaves begin and end. And takes back what members have
//! who left.

use std::time::Duration;

use store::leave;

use crate::Result;
use crate::handle::Handle;
use crate::jobs::give_out::go_through;

/// What happens is followed at once, by a job; hours and leaves begin and end on a minute.
pub(super) const EVERY: Duration = Duration::from_secs(10);
/// Conversations taken back in one transaction.
const AT_ONCE: i64 = 10;

pub(super) async fn go(handle: &Handle) -> Result<()> {
    while leave::to_hand_over(&mut handle.store().read().await?).await?.is_some() {
        let mut tx = handle.store().write().await?;
        inbox::begin_leave(&mut tx).await?;
        tx.commit().await?;
    }
    while inbox::has_left_behind(&mut handle.store().read().await?).await? {
        let mut tx = handle.store().write().await?;
        let taken = inbox::take_from_who_left(&mut tx, AT_ONCE).await?;
        tx.commit().await?;
        if taken == 0 {
            break;
        }
    }
    go_through(handle.store()).await
}
