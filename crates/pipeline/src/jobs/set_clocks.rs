//! Sets the clocks of conversations anew after a policy or calendar changed: a few in each transaction, so that nobody waits
//! long for the writer. Setting them twice changes nothing.

use model::ConversationId;
use serde::Deserialize;

use crate::Result;
use crate::handle::Handle;
use crate::queue::Done;

/// Steps before others may have the worker.
const STEPS: usize = 100;

#[derive(Deserialize)]
pub(super) struct Payload {
    after: ConversationId,
}

pub(super) async fn run(handle: &Handle, Payload { mut after }: Payload) -> Result<Done> {
    for _ in 0..STEPS {
        let mut tx = handle.store().write().await?;
        let next = inbox::set_clocks(&mut tx, after).await?;
        tx.commit().await?;
        match next {
            Some(last) => after = last,
            None => return Ok(Done::Finished),
        }
        tokio::task::yield_now().await;
    }
    let mut tx = handle.store().write().await?;
    inbox::set_clocks_later(&mut tx, after).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}
