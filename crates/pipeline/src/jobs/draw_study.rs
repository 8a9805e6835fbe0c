//! Goes on drawing the sample of a study: some mentions in each step, so that nobody waits long for the writer, and so that it
//! goes on where it stood when the process ends in the middle.

use std::time::Duration;

use model::StudyId;
use serde::Deserialize;

use crate::Result;
use crate::crash_point::crash_point;
use crate::handle::Handle;
use crate::queue::Done;

/// Mentions looked at in one step.
const MENTIONS: i64 = 250;
/// Steps before others may have the worker.
const STEPS: usize = 40;

#[derive(Deserialize)]
pub(super) struct Payload {
    study: StudyId,
}

pub(super) async fn run(handle: &Handle, payload: Payload) -> Result<Done> {
    for _ in 0..STEPS {
        let is_going_on = inbox::draw_on(handle.store(), payload.study, MENTIONS).await?;
        crash_point("study.step_committed");
        if !is_going_on {
            return Ok(Done::Finished);
        }
        // Whoever waits for the writer is let in between two steps.
        tokio::task::yield_now().await;
    }
    Ok(Done::Again { after: Duration::ZERO, why: "more to look at".into() })
}
