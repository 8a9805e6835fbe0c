//! A worker: leases the most overdue job, does it, notes what it came to.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt as _;
use jiff::Timestamp;
use store::job::{self, Job, Lane};
use tokio_util::sync::CancellationToken;

use crate::crash_point::crash_point;
use crate::handle::Handle;
use crate::queue::Done;
use crate::{Result, backoff, jobs};

/// After this time a job whose worker said nothing is anybody's again.
pub(crate) const LEASE: Duration = Duration::from_secs(120);
/// A job that is not done by then is dropped and done again later.
const TIME_LIMIT: Duration = Duration::from_secs(100);
/// How often to look although nobody told.
const LOOK: Duration = Duration::from_millis(500);
/// What a job may still take once we were told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Works on a lane until cancelled; a job begun is finished or left to its lease.
pub(crate) async fn run(handle: Handle, holder: String, lane: Lane<'static>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match work_once(&handle, &holder, lane, &stop).await {
            Ok(true) => {}
            Ok(false) => tokio::select! {
                () = stop.cancelled() => return,
                () = handle.work_nudged() => {}
                () = tokio::time::sleep(LOOK) => {}
            },
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "a worker could not use the queue");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Does one job if one is due; whether there was one.
async fn work_once(handle: &Handle, holder: &str, lane: Lane<'_>, stop: &CancellationToken) -> Result<bool> {
    let store = handle.store();
    if !is_due(handle, lane).await? {
        return Ok(false);
    }
    let mut tx = store.write().await?;
    let leased = job::lease(&mut tx, holder, LEASE, lane).await?;
    tx.commit().await?;
    let Some(leased) = leased else {
        return Ok(false);
    };

    // A panic in one job must not take the worker with it.
    let work = AssertUnwindSafe(jobs::run(handle, holder, &leased)).catch_unwind();
    let worked = tokio::select! {
        worked = work => worked,
        () = time_is_up(stop) => Ok(Ok(again(&leased, "it took too long"))),
    };
    let done = match worked {
        Ok(Ok(done)) => done,
        Ok(Err(error)) => {
            tracing::error!(job.kind = leased.kind, error = &error as &dyn std::error::Error, "a job failed");
            again(&leased, "the database or the inbox failed")
        }
        Err(_) => {
            tracing::error!(job.kind = leased.kind, "a job panicked");
            again(&leased, "it met a fault of ours")
        }
    };
    let mut tx = store.write().await?;
    if job::is_held(&mut tx, leased.id, holder).await? {
        match done {
            Done::Finished => job::done(&mut tx, leased.id).await?,
            Done::Again { after, why } => {
                let run_at = tx.now().saturating_add(after).unwrap_or(Timestamp::MAX);
                job::postpone(&mut tx, leased.id, run_at, &why).await?;
            }
        }
    }
    // Enqueued anew meanwhile: whoever comes next does it again.
    job::release(&mut tx, holder).await?;
    crash_point("work.before_done");
    tx.commit().await?;
    Ok(true)
}

async fn time_is_up(stop: &CancellationToken) {
    tokio::select! {
        () = tokio::time::sleep(TIME_LIMIT) => {}
        () = async { stop.cancelled().await; tokio::time::sleep(GRACE).await } => {}
    }
}

/// Looking costs no turn of the writer.
async fn is_due(handle: &Handle, lane: Lane<'_>) -> Result<bool> {
    let mut tx = handle.store().read().await?;
    Ok(job::is_due(&mut tx, lane).await?)
}

fn again(job: &Job, why: &str) -> Done {
    let attempt = u32::try_from(job.attempts).unwrap_or(u32::MAX);
    Done::Again { after: backoff::wait(attempt, channels::Remedy::Retry { after: None }), why: why.to_owned() }
}
