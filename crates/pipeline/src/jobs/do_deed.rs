//! Goes on with what a member does to many conversations, or undoes: a few in each transaction, so that nobody waits long
//! for the writer, and so that it goes on where it stood when the process ends in the middle.

use std::time::Duration;

use model::DeedId;
use serde::Deserialize;

use crate::Result;
use crate::crash_point::crash_point;
use crate::handle::Handle;
use crate::queue::Done;

/// Steps before others may have the worker.
const STEPS: usize = 100;

#[derive(Deserialize)]
pub(super) struct Payload {
    deed: DeedId,
}

pub(super) async fn run(handle: &Handle, payload: Payload) -> Result<Done> {
    for _ in 0..STEPS {
        let is_going_on = inbox::go_on(handle.store(), payload.deed).await?;
        crash_point("deed.step_committed");
        if !is_going_on {
            return Ok(Done::Finished);
        }
        // Whoever waits for the writer is let in between two steps.
        tokio::task::yield_now().await;
    }
    Ok(Done::Again { after: Duration::ZERO, why: "more to do".into() })
}
