//! Goes on taking away what an author said whose account is gone, a few posts in each transaction.

use std::time::Duration;

use inbox::Gone;
use model::{AuthorId, ChannelId, timestamp};
use serde::Deserialize;
use store::turn;

use crate::Result;
use crate::handle::Handle;
use crate::queue::Done;

/// Transactions before others may have the worker.
const STEPS: usize = 50;

#[derive(Deserialize)]
pub(super) struct Payload {
    channel: ChannelId,
    author: AuthorId,
    /// In microseconds.
    until: i64,
}

pub(super) async fn run(handle: &Handle, Payload { channel, author, until }: Payload) -> Result<Done> {
    let gone = Gone { channel, author, until: timestamp(until) };
    for _ in 0..STEPS {
        let mut tx = handle.store().write().await?;
        let Some(network) = store::author::network(&mut tx, author).await? else { return Ok(Done::Finished) };
        turn::of_network(&mut tx, network).await?;
        let is_going_on = inbox::forget_more(&mut tx, gone).await?;
        tx.commit().await?;
        if !is_going_on {
            return Ok(Done::Finished);
        }
    }
    Ok(Done::Again { after: Duration::ZERO, why: "more to forget".into() })
}
