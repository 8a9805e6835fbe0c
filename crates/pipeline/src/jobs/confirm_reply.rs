//! Looks whether a sent reply stands on the network.

use std::time::Duration;

use channels::{Fate, PreparedReply};
use model::{ReplyId, ReplyState};
use serde::Deserialize;
use store::job::Job;
use store::{post, reply};

use crate::Result;
use crate::crash_point::crash_point;
use crate::handle::Handle;
use crate::queue::Done;

/// Networks index what they take a little later; after this many looks we leave it at "sent".
const LOOKS_MAX: i64 = 6;

#[derive(Deserialize)]
pub(super) struct Payload {
    reply: ReplyId,
}

pub(super) async fn run(handle: &Handle, job: &Job, payload: Payload) -> Result<Done> {
    let mut tx = handle.store().read().await?;
    let Some(reply) = reply::find(&mut tx, payload.reply).await? else {
        return Ok(Done::Finished);
    };
    let answered = post::find(&mut tx, reply.post).await?;
    drop(tx);
    let network = answered.and_then(|answered| handle.channel(answered.channel));
    let (ReplyState::Sent, Some(record)) = (reply.state, &reply.prepared) else {
        return Ok(Done::Finished);
    };
    let prepared: PreparedReply = serde_json::from_str(record)?;
    let Some(network) = network else {
        // As it is right after a start.
        return Ok(look_again(job, "the channel is not running".into()));
    };
    match network.fate(&prepared).await {
        Ok(Fate::Stands(sent)) => {
            let mut tx = handle.store().write().await?;
            if let Some(reply) = reply::find(&mut tx, payload.reply).await? {
                inbox::seen_standing(&mut tx, reply, sent.url).await?;
            }
            crash_point("confirm.before_recorded");
            tx.commit().await?;
            Ok(Done::Finished)
        }
        Ok(Fate::CannotTell) => Ok(Done::Finished),
        Ok(Fate::Absent) => Ok(look_again(job, "the network does not show it yet".into())),
        Err(failure) => Ok(look_again(job, failure.what)),
    }
}

fn look_again(job: &Job, why: String) -> Done {
    if job.attempts >= LOOKS_MAX { Done::Finished } else { Done::Again { after: Duration::from_secs(5), why } }
}
