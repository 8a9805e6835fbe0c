//! Gives out what waits with teams, since somebody may have room: in short transactions, so that nobody waits long for the
//! writer. Giving out twice changes nothing.

use store::Store;

use crate::Result;
use crate::handle::Handle;
use crate::queue::Done;

pub(super) async fn run(handle: &Handle) -> Result<Done> {
    go_through(handle.store()).await?;
    Ok(Done::Finished)
}

/// Weighs everything that waits, once; writes where something comes of it.
pub(crate) async fn go_through(store: &Store) -> Result<()> {
    let mut after = None;
    loop {
        let (gives, next) = inbox::would_give(&mut store.read().await?, after).await?;
        if gives {
            let mut tx = store.write().await?;
            inbox::give_waiting(&mut tx, after).await?;
            tx.commit().await?;
        }
        match next {
            Some(last) => after = Some(last),
            None => return Ok(()),
        }
        tokio::task::yield_now().await;
    }
}
