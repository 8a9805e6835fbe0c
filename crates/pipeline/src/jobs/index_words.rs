//! Indexes the words of what was there before the index, or was written by a program that does not know it.

use std::time::Duration;

use store::word_index;

use crate::Result;
use crate::handle::Handle;
use crate::queue::Done;

/// Steps before others may have the worker.
const STEPS: usize = 100;

pub(super) async fn run(handle: &Handle) -> Result<Done> {
    for _ in 0..STEPS {
        let mut tx = handle.store().write().await?;
        let is_going_on = word_index::go_on(&mut tx).await?;
        tx.commit().await?;
        if !is_going_on {
            return Ok(Done::Finished);
        }
    }
    Ok(Done::Again { after: Duration::ZERO, why: "more to index".into() })
}
