//! Indexes the words of what was there before the index, or was written by a program that does not know it. On a shared
//! database everything is looked through again every day: a former version may run beside this one.

use std::time::Duration;

use store::word_index;

use crate::Result;
use crate::handle::Handle;
use crate::queue::Done;

/// How long until a shared database is looked through again.
const AGAIN_AFTER: Duration = Duration::from_secs(24 * 60 * 60);
/// Steps before others may have the worker.
const STEPS: usize = 100;

pub(super) async fn run(handle: &Handle) -> Result<Done> {
    let is_shared = handle.store().may_be_shared();
    if is_shared && !word_index::progress(&mut handle.store().read().await?).await?.is_going_on {
        let mut tx = handle.store().write().await?;
        word_index::begin_round(&mut tx).await?;
        tx.commit().await?;
    }
    for _ in 0..STEPS {
        let mut tx = handle.store().write().await?;
        let is_going_on = word_index::go_on(&mut tx).await?;
        tx.commit().await?;
        if !is_going_on {
            return Ok(match is_shared {
                true => Done::Again { after: AGAIN_AFTER, why: "it is whole; a look once a day".into() },
                false => Done::Finished,
            });
        }
    }
    Ok(Done::Again { after: Duration::ZERO, why: "more to index".into() })
}
