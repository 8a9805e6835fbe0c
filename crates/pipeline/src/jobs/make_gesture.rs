//! Makes a gesture on its network, at most one per intent, and takes it back when that is wanted.
//!
//! ```text
//! queued ── prepare ──▶ making (record and key on disk for good) ── make ──▶ stands ──▶ taking back ──▶ taken back
//!                          ▲                                          │
//!                          └── after a crash or a lost answer: ask the network first
//! ```

use std::sync::Arc;

use channels::{Channel, ChannelError, GestureFate, GestureSubject, OutgoingGesture, PreparedGesture, Remedy};
use inbox::{GestureOutcome, begin_gesture, finish_gesture, gesture_is_held};
use model::{Actor, ChannelState, GestureId, GestureState};
use serde::Deserialize;
use store::gesture::{self, Gesture};
use store::job::{self, Job};
use store::{author, channel, post};

use crate::crash_point::crash_point;
use crate::handle::Handle;
use crate::queue::Done;
use crate::{Result, backoff};

/// Attempts by itself before a person is asked.
const ATTEMPTS_MAX: i64 = 8;

#[derive(Deserialize)]
pub(super) struct Payload {
    gesture: GestureId,
}

pub(super) async fn run(handle: &Handle, holder: &str, job: &Job, payload: Payload) -> Result<Done> {
    let Some((one, network)) = open(handle, payload.gesture).await? else {
        return Ok(Done::Finished);
    };
    let Some(network) = network else {
        return Ok(later(job, "the channel is not running"));
    };
    match one.state {
        GestureState::TakingBack => return take_back(handle, network.as_ref(), &one, job).await,
        // Whoever lets go of it has it made.
        GestureState::Queued if one.held.is_some() => return Ok(Done::Finished),
        GestureState::Queued => {}
        // A former attempt ended without a word: ask before anything is made again.
        GestureState::Making => match settle(handle, network.as_ref(), &one, job).await? {
            Settled::Over(done) => return Ok(done),
            Settled::Absent => {
                crash_point("gesture.found_absent");
                let why = "it did not arrive; trying again".into();
                note(handle, one.id, GestureOutcome::TryAgain { why }).await?;
            }
        },
        _ => return Ok(Done::Finished),
    }
    let prepared = match prepare(handle, network.as_ref(), &one).await? {
        Ok(prepared) => prepared,
        Err(failure) => return failed(handle, one.id, failure, job).await,
    };
    if !begin(handle, holder, job, one.id, &prepared).await? {
        // Looked at anew rather than forgotten, whatever it became meanwhile.
        return Ok(Done::Again { after: std::time::Duration::from_secs(1), why: "it changed meanwhile".into() });
    }
    crash_point("gesture.intent_committed");
    let made = network.make_gesture(&prepared).await;
    crash_point("gesture.answered");
    match made {
        Ok(()) => note(handle, one.id, GestureOutcome::Made).await,
        Err(failure) if failure.may_have_arrived => {
            let Some((one, _)) = open(handle, one.id).await? else {
                return Ok(Done::Finished);
            };
            match settle(handle, network.as_ref(), &one, job).await? {
                Settled::Over(done) => Ok(done),
                Settled::Absent => failed(handle, one.id, failure, job).await,
            }
        }
        Err(failure) => failed(handle, one.id, failure, job).await,
    }
}

/// The gesture, and its channel if that is running.
async fn open(handle: &Handle, id: GestureId) -> Result<Option<(Gesture, Option<Arc<dyn Channel>>)>> {
    let one = gesture::find(&mut handle.store().read().await?, id).await?;
    Ok(one.map(|one| {
        let network = handle.channel(one.channel);
        (one, network)
    }))
}

enum Settled {
    /// Nothing is left to do in this run.
    Over(Done),
    /// It does not stand there.
    Absent,
}

/// Asks the network what became of an attempt that gave no answer, and notes what it says, unless that is "absent".
async fn settle(handle: &Handle, network: &dyn Channel, one: &Gesture, job: &Job) -> Result<Settled> {
    // The record is written with the state, so there is one; without it nothing can have been made.
    let Some(prepared) = stored(one)? else {
        return Ok(Settled::Absent);
    };
    let done = match network.gesture_fate(&prepared).await {
        Ok(GestureFate::Absent) => return Ok(Settled::Absent),
        Ok(GestureFate::Stands) => note(handle, one.id, GestureOutcome::Made).await?,
        Ok(GestureFate::CannotTell) => {
            let why = "the network may have taken it without answering, and it cannot be asked".into();
            note(handle, one.id, GestureOutcome::FateUnknown { why }).await?
        }
        Err(failure) => {
            if failure.remedy == Remedy::Reconnect {
                block_channel(handle, one, &failure.what).await?;
            }
            later(job, &failure.what)
        }
    };
    Ok(Settled::Over(done))
}

/// The record of the first attempt, once there was one.
fn stored(one: &Gesture) -> Result<Option<PreparedGesture>> {
    Ok(one.prepared.as_deref().map(serde_json::from_str).transpose()?)
}

/// The record to make: that of the first attempt when there was one.
async fn prepare(
    handle: &Handle,
    network: &dyn Channel,
    one: &Gesture,
) -> Result<std::result::Result<PreparedGesture, ChannelError>> {
    if let Some(prepared) = stored(one)? {
        return Ok(Ok(prepared));
    }
    if !network.capabilities().gestures.contains(&one.kind) {
        return Ok(Err(ChannelError::give_up("this channel cannot do that")));
    }
    let mut tx = handle.store().read().await?;
    let about = match one.post {
        Some(id) => post::find(&mut tx, id)
            .await?
            .filter(|post| post.deleted_at.is_none() && !post.is_erased)
            .map(|post| GestureSubject::Post { post: post.remote, root: post.root }),
        None => author::find(&mut tx, one.author)
            .await?
            .filter(|author| !model::is_erased_id(&author.profile.remote_id))
            .map(|author| GestureSubject::Author(author.profile.remote_id)),
    };
    drop(tx);
    let Some(about) = about else {
        return Ok(Err(ChannelError::give_up("what it is about is gone")));
    };
    let reason = one.under.as_ref().map(|under| under.reason.clone()).unwrap_or_default();
    let outgoing = OutgoingGesture {
        kind: one.kind,
        about,
        report: one.ground.map(|ground| (ground, reason)),
        created_at: one.created_at,
        intent: one.id.0,
    };
    Ok(network.prepare_gesture(&outgoing).await)
}

/// Puts the attempt on disk for good; `false` when it was taken back meanwhile, a stop holds it, or the lease is lost.
async fn begin(handle: &Handle, holder: &str, job: &Job, id: GestureId, prepared: &PreparedGesture) -> Result<bool> {
    let mut tx = handle.store().write_durable().await?;
    let Some(mut one) = gesture::find(&mut tx, id).await? else {
        return Ok(false);
    };
    if one.state != GestureState::Queued || !job::is_held(&mut tx, job.id, holder).await? {
        return Ok(false);
    }
    if gesture_is_held(&mut tx, &mut one).await? {
        tx.commit().await?;
        return Ok(false);
    }
    let record = serde_json::to_string(prepared)?;
    begin_gesture(&mut tx, &mut one, record, prepared.remote_id.clone()).await?;
    crash_point("gesture.before_intent");
    tx.commit().await?;
    Ok(true)
}

async fn take_back(handle: &Handle, network: &dyn Channel, one: &Gesture, job: &Job) -> Result<Done> {
    // Of somebody who was erased since, what names them is gone; our own record is known by its id alone.
    let prepared = stored(one)?.unwrap_or_else(|| PreparedGesture {
        kind: one.kind,
        remote_id: one.remote_id.clone(),
        record: String::new(),
    });
    let taken_back = network.take_back_gesture(&prepared).await;
    crash_point("gesture.taken_back");
    let Err(failure) = taken_back else {
        return note(handle, one.id, GestureOutcome::TakenBack).await;
    };
    match failure.remedy {
        Remedy::Retry { .. } if job.attempts < ATTEMPTS_MAX => {
            Ok(Done::Again { after: backoff::wait(attempt(job), failure.remedy), why: failure.what })
        }
        Remedy::Reconnect => {
            note(handle, one.id, GestureOutcome::StillThere { why: failure.what.clone() }).await?;
            block_channel(handle, one, &failure.what).await?;
            Ok(Done::Finished)
        }
        Remedy::Retry { .. } | Remedy::GiveUp => {
            note(handle, one.id, GestureOutcome::StillThere { why: failure.what }).await
        }
    }
}

/// The network said no, or the record could not even be made: surely nothing stands there.
async fn failed(handle: &Handle, id: GestureId, failure: ChannelError, job: &Job) -> Result<Done> {
    let why = failure.what.clone();
    match failure.remedy {
        Remedy::Retry { .. } if job.attempts < ATTEMPTS_MAX => {
            note(handle, id, GestureOutcome::TryAgain { why: why.clone() }).await?;
            Ok(Done::Again { after: backoff::wait(attempt(job), failure.remedy), why })
        }
        Remedy::Reconnect => {
            note(handle, id, GestureOutcome::Failed { why: why.clone() }).await?;
            if let Some((one, _)) = open(handle, id).await? {
                block_channel(handle, &one, &why).await?;
            }
            Ok(Done::Finished)
        }
        Remedy::Retry { .. } | Remedy::GiveUp => note(handle, id, GestureOutcome::Failed { why }).await,
    }
}

async fn note(handle: &Handle, id: GestureId, outcome: GestureOutcome) -> Result<Done> {
    let mut tx = handle.store().write().await?;
    if let Some(mut one) = gesture::find(&mut tx, id).await?
        && one.state.is_moving()
    {
        finish_gesture(&mut tx, &mut one, outcome).await?;
    }
    crash_point("gesture.before_recorded");
    tx.commit().await?;
    crash_point("gesture.recorded");
    Ok(Done::Finished)
}

async fn block_channel(handle: &Handle, one: &Gesture, why: &str) -> Result<()> {
    let mut tx = handle.store().write().await?;
    let actor = Actor::Channel(one.channel);
    channel::set_state(&mut tx, actor, one.channel, ChannelState::Blocked, Some(why)).await?;
    Ok(tx.commit().await?)
}

fn attempt(job: &Job) -> u32 {
    u32::try_from(job.attempts).unwrap_or(u32::MAX)
}

fn later(job: &Job, why: &str) -> Done {
    Done::Again { after: backoff::wait(attempt(job), Remedy::Retry { after: None }), why: why.to_owned() }
}
