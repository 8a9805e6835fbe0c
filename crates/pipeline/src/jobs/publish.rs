//! Carries a statement to a channel: at most one post per intent, by the steps of an answer (`send_reply.rs`).

use std::sync::Arc;
use std::time::Duration;

use channels::{Channel, ChannelError, Fate, OutgoingReply, PreparedReply, Remedy};
use inbox::{Outcome, begin_posting, finish_posting};
use model::{Actor, ChannelId, ChannelState, PostingId, ReplyState};
use serde::Deserialize;
use store::channel;
use store::job::{self, Job};
use store::posting::{self, Posting};

use crate::crash_point::crash_point;
use crate::handle::Handle;
use crate::queue::Done;
use crate::{Result, backoff};

/// Attempts by itself before a person is asked.
const ATTEMPTS_MAX: i64 = 8;

#[derive(Deserialize)]
pub(super) struct Payload {
    posting: PostingId,
}

pub(super) async fn run(handle: &Handle, holder: &str, job: &Job, payload: Payload) -> Result<Done> {
    let Some((one, network)) = open(handle, payload.posting).await? else {
        return Ok(Done::Finished);
    };
    let Some(network) = network else {
        return Ok(later(job, "the channel is not running"));
    };
    match one.state {
        // Whoever lets go of it has it sent.
        ReplyState::Queued if one.held.is_some() => return Ok(Done::Finished),
        // After an attempt whose fate nobody knew, a person has it sent again: it may stand there all the same.
        ReplyState::Queued if one.prepared.is_some() => {
            if let Settled::Over(done) = settle(handle, network.as_ref(), &one, job).await? {
                return Ok(done);
            }
        }
        ReplyState::Queued => {}
        // A former attempt ended without a word: ask before anything is sent again.
        ReplyState::Sending => match settle(handle, network.as_ref(), &one, job).await? {
            Settled::Over(done) => return Ok(done),
            Settled::Absent => {
                crash_point("publish.found_absent");
                note(handle, one.id, Outcome::TryAgain { why: "it did not arrive; sending again".into() }).await?;
            }
        },
        _ => return Ok(Done::Finished),
    }
    let prepared = match prepare(network.as_ref(), &one).await? {
        Ok(prepared) => prepared,
        Err(failure) => return failed(handle, &one, failure, job).await,
    };
    if !begin(handle, holder, job, one.id, &prepared).await? {
        // Looked at anew rather than forgotten, whatever it became meanwhile.
        return Ok(Done::Again { after: Duration::from_secs(1), why: "it changed meanwhile".into() });
    }
    crash_point("publish.intent_committed");
    let sent = network.send(&prepared, &[]).await;
    crash_point("publish.answered");
    match sent {
        Ok(sent) => note(handle, one.id, Outcome::Sent { url: sent.url }).await,
        Err(failure) if failure.may_have_arrived => {
            let Some((one, _)) = open(handle, one.id).await? else {
                return Ok(Done::Finished);
            };
            match settle(handle, network.as_ref(), &one, job).await? {
                Settled::Over(done) => Ok(done),
                Settled::Absent => failed(handle, &one, failure, job).await,
            }
        }
        Err(failure) => failed(handle, &one, failure, job).await,
    }
}

/// The posting, and its channel if that is running.
async fn open(handle: &Handle, id: PostingId) -> Result<Option<(Posting, Option<Arc<dyn Channel>>)>> {
    let one = posting::find(&mut handle.store().read().await?, id).await?;
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
async fn settle(handle: &Handle, network: &dyn Channel, one: &Posting, job: &Job) -> Result<Settled> {
    // The record is written with the state, so there is one; without it nothing can have been sent.
    let Some(prepared) = stored(one)? else {
        return Ok(Settled::Absent);
    };
    let done = match network.fate(&prepared).await {
        Ok(Fate::Absent) => return Ok(Settled::Absent),
        Ok(Fate::Stands(sent)) => note(handle, one.id, Outcome::Sent { url: sent.url }).await?,
        Ok(Fate::CannotTell) if one.state == ReplyState::Queued => return Ok(Settled::Absent),
        Ok(Fate::CannotTell) => {
            let why = "the network may have taken it without answering, and it cannot be asked".into();
            note(handle, one.id, Outcome::FateUnknown { why }).await?
        }
        Err(failure) => {
            if failure.remedy == Remedy::Reconnect {
                block_channel(handle, one.channel, &failure.what).await?;
            }
            later(job, &failure.what)
        }
    };
    Ok(Settled::Over(done))
}

fn stored(one: &Posting) -> Result<Option<PreparedReply>> {
    Ok(one.prepared.as_deref().map(serde_json::from_str).transpose()?)
}

/// The record to send: the one of the first attempt when there was one.
async fn prepare(network: &dyn Channel, one: &Posting) -> Result<std::result::Result<PreparedReply, ChannelError>> {
    if let Some(prepared) = stored(one)? {
        return Ok(Ok(prepared));
    }
    if !network.capabilities().can_reply {
        return Ok(Err(ChannelError::give_up("this channel only listens")));
    }
    let outgoing = OutgoingReply {
        private_to: None,
        text: one.said.text.clone(),
        answers: None,
        language: Some(one.said.language.clone()).filter(|tag| !tag.is_empty()),
        // What was held, put off or tried again is said when it goes out, not when it was decided.
        created_at: one.send_at,
        intent: one.id.0,
        pictures: Vec::new(),
    };
    Ok(network.prepare(&outgoing).await)
}

/// Puts the attempt on disk for good; `false` when it does not go out any more, a stop holds it, or the lease is lost.
async fn begin(handle: &Handle, holder: &str, job: &Job, id: PostingId, prepared: &PreparedReply) -> Result<bool> {
    let mut tx = handle.store().write_durable().await?;
    if !job::is_held(&mut tx, job.id, holder).await? {
        return Ok(false);
    }
    let record = serde_json::to_string(prepared)?;
    let goes = begin_posting(&mut tx, id, record, prepared.remote_id.clone()).await?;
    crash_point("publish.before_intent");
    tx.commit().await?;
    Ok(goes)
}

/// The network said no, or the record could not even be made: surely nothing stands there.
async fn failed(handle: &Handle, one: &Posting, failure: ChannelError, job: &Job) -> Result<Done> {
    let why = failure.what.clone();
    match failure.remedy {
        Remedy::Retry { .. } if job.attempts < ATTEMPTS_MAX => {
            note(handle, one.id, Outcome::TryAgain { why: why.clone() }).await?;
            Ok(Done::Again { after: backoff::wait(attempt(job), failure.remedy), why })
        }
        Remedy::Retry { .. } => note(handle, one.id, Outcome::Failed { why }).await,
        Remedy::Reconnect => {
            note(handle, one.id, Outcome::Failed { why: why.clone() }).await?;
            block_channel(handle, one.channel, &why).await?;
            Ok(Done::Finished)
        }
        Remedy::GiveUp => note(handle, one.id, Outcome::Refused { why }).await,
    }
}

async fn note(handle: &Handle, id: PostingId, outcome: Outcome) -> Result<Done> {
    let mut tx = handle.store().write().await?;
    finish_posting(&mut tx, id, outcome).await?;
    crash_point("publish.before_recorded");
    tx.commit().await?;
    crash_point("publish.recorded");
    Ok(Done::Finished)
}

async fn block_channel(handle: &Handle, id: ChannelId, why: &str) -> Result<()> {
    let mut tx = handle.store().write().await?;
    channel::set_state(&mut tx, Actor::Channel(id), id, ChannelState::Blocked, Some(why)).await?;
    Ok(tx.commit().await?)
}

fn attempt(job: &Job) -> u32 {
    u32::try_from(job.attempts).unwrap_or(u32::MAX)
}

fn later(job: &Job, why: &str) -> Done {
    Done::Again { after: backoff::wait(attempt(job), Remedy::Retry { after: None }), why: why.to_owned() }
}
