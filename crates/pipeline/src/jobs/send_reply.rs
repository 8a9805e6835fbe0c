//! Carries a reply to the network: at most one post per intent, whatever happens on the way.
//!
//! ```text
//! queued ── prepare ──▶ sending (record and key on disk for good) ── send ──▶ sent ──▶ confirmed later
//!                          ▲                                           │
//!                          └── after a crash or a lost answer: ask the network first
//! ```

use std::time::Duration;

use channels::{
    Answered, Channel, ChannelError, Fate, OutgoingPicture, OutgoingReply, PreparedReply, Remedy, SentReply,
};
use inbox::{Outcome, begin_sending, finish_sending, is_held, may_still_go, reader_of, waits_for_private};
use model::{Actor, ChannelState, ReplyId, ReplyState};
use serde::Deserialize;
use serde_json::json;
use store::job::{self, Job};
use store::media::{self, Media};
use store::reply::{self, Reply};
use store::{Tx, channel, correction, post, reply_picture};

use crate::crash_point::crash_point;
use crate::handle::Handle;
use crate::jobs::CONFIRM_REPLY;
use crate::queue::Done;
use crate::{Result, backoff};

/// Attempts by itself before a person is asked.
const ATTEMPTS_MAX: i64 = 8;
/// How soon to look whether what was sent stands.
const CONFIRM_AFTER: Duration = Duration::from_secs(2);

#[derive(Deserialize)]
pub(super) struct Payload {
    reply: ReplyId,
}

pub(super) async fn run(handle: &Handle, holder: &str, job: &Job, payload: Payload) -> Result<Done> {
    let Some((reply, network)) = open(handle, payload.reply).await? else {
        return Ok(Done::Finished);
    };
    let Some(network) = network else {
        return Ok(later(job, "the channel is not running"));
    };
    match reply.state {
        // Whoever lets go of it has it sent.
        ReplyState::Queued if reply.held.is_some() => return Ok(Done::Finished),
        // It tells of a private message: whoever learns that this one is out has it sent.
        ReplyState::Queued if waits(handle, &reply).await? => return Ok(Done::Finished),
        ReplyState::Queued => {}
        // A former attempt ended without a word: ask before anything is sent again.
        ReplyState::Sending => match settle(handle, network.as_ref(), &reply, job).await? {
            Settled::Over(done) => return Ok(done),
            Settled::Absent => {
                crash_point("send.found_absent");
                note(handle, reply.id, Outcome::TryAgain { why: "it did not arrive; sending again".into() }).await?;
            }
        },
        _ => return Ok(Done::Finished),
    }
    let Some(pictures) = pictures(handle, reply.id).await? else {
        return failed(handle, reply.id, ChannelError::give_up("a picture of this answer is gone"), job).await;
    };
    let prepared = match prepare(handle, network.as_ref(), &reply, &pictures).await? {
        Ok(prepared) => prepared,
        Err(failure) => return failed(handle, reply.id, failure, job).await,
    };
    if !begin(handle, holder, job, reply.id, &prepared).await? {
        // Looked at anew rather than forgotten, whatever it became meanwhile.
        return Ok(Done::Again { after: Duration::from_secs(1), why: "it changed meanwhile".into() });
    }
    crash_point("send.intent_committed");
    let sent = network.send(&prepared, &pictures).await;
    crash_point("send.answered");
    match sent {
        Ok(sent) => succeed(handle, reply.id, sent).await,
        Err(failure) if failure.may_have_arrived => {
            let Some((reply, _)) = open(handle, reply.id).await? else {
                return Ok(Done::Finished);
            };
            match settle(handle, network.as_ref(), &reply, job).await? {
                Settled::Over(done) => Ok(done),
                Settled::Absent => failed(handle, reply.id, failure, job).await,
            }
        }
        Err(failure) => failed(handle, reply.id, failure, job).await,
    }
}

/// The reply, and its channel if that is running.
async fn open(handle: &Handle, id: ReplyId) -> Result<Option<(Reply, Option<std::sync::Arc<dyn Channel>>)>> {
    let mut tx = handle.store().read().await?;
    let Some(reply) = reply::find(&mut tx, id).await? else {
        return Ok(None);
    };
    // Not that of the conversation: it may hold threads of several channels.
    let Some(answered) = post::find(&mut tx, reply.post).await? else {
        return Ok(None);
    };
    Ok(Some((reply, handle.channel(answered.channel))))
}

async fn waits(handle: &Handle, reply: &Reply) -> Result<bool> {
    Ok(waits_for_private(&mut handle.store().read().await?, reply).await?)
}

enum Settled {
    /// Nothing is left to do in this run.
    Over(Done),
    /// It does not stand there.
    Absent,
}

/// Asks the network what became of an attempt that gave no answer, and notes what it says, unless that is "absent".
async fn settle(handle: &Handle, network: &dyn Channel, reply: &Reply, job: &Job) -> Result<Settled> {
    // The record is written with the state, so there is one; without it nothing can have been sent.
    let Some(prepared) = stored_record(reply)? else {
        return Ok(Settled::Absent);
    };
    let done = match network.fate(&prepared).await {
        Ok(Fate::Absent) => return Ok(Settled::Absent),
        Ok(Fate::Stands(sent)) => succeed(handle, reply.id, sent).await?,
        Ok(Fate::CannotTell) => {
            let why = "the network may have taken it without answering, and it cannot be asked".into();
            note(handle, reply.id, Outcome::FateUnknown { why }).await?;
            Done::Finished
        }
        Err(failure) => {
            if failure.remedy == Remedy::Reconnect {
                block_channel(handle, reply.id, &failure.what).await?;
            }
            later(job, &failure.what)
        }
    };
    Ok(Settled::Over(done))
}

fn stored_record(reply: &Reply) -> Result<Option<PreparedReply>> {
    Ok(reply.prepared.as_deref().map(serde_json::from_str).transpose()?)
}

/// The pictures of an answer with their bytes, in their order; `None` when one is gone.
async fn pictures(handle: &Handle, id: ReplyId) -> Result<Option<Vec<OutgoingPicture>>> {
    let mut tx = handle.store().read().await?;
    let mut pictures = Vec::new();
    for one in reply_picture::of_replies(&mut tx, &[id]).await?.remove(&id).unwrap_or_default() {
        let Some((full, _)) = one.kept else { return Ok(None) };
        let Some(media) = media::find(&mut tx, &full.digest).await? else { return Ok(None) };
        let Media { media_type, width, height, bytes } = media;
        pictures.push(OutgoingPicture { alt: one.alt, media_type, width, height, bytes });
    }
    Ok(Some(pictures))
}

/// The record to send: the one of the first attempt when there was one.
async fn prepare(
    handle: &Handle,
    network: &dyn Channel,
    reply: &Reply,
    pictures: &[OutgoingPicture],
) -> Result<std::result::Result<PreparedReply, ChannelError>> {
    if let Some(prepared) = stored_record(reply)? {
        return Ok(Ok(prepared));
    }
    let capabilities = network.capabilities();
    if !capabilities.can_reply {
        return Ok(Err(ChannelError::give_up("this channel only listens")));
    }
    if pictures.len() > capabilities.pictures.count_max {
        return Ok(Err(ChannelError::give_up("this channel does not take so many pictures")));
    }
    let mut tx = handle.store().read().await?;
    let Some(answered) = post::find(&mut tx, reply.post).await? else {
        return Ok(Err(ChannelError::give_up("what it answers is gone")));
    };
    // What puts a message of ours right stands where that stands.
    let corrected = correction::corrected_message(&mut tx, reply.id).await?;
    let private_to = if reply.is_private { reader_of(&mut tx, reply).await? } else { None };
    drop(tx);
    if reply.is_private && capabilities.private.is_none() {
        return Ok(Err(ChannelError::give_up("there are no private messages from this account on its network")));
    }
    if reply.is_private && private_to.is_none() {
        return Ok(Err(ChannelError::give_up("whoever was to read it is gone")));
    }
    let outgoing = OutgoingReply {
        text: reply.text.clone(),
        answers: Some(Answered { parent: corrected.unwrap_or(answered.remote), root: answered.root }),
        language: None,
        created_at: reply.created_at,
        intent: reply.id.0,
        pictures: pictures.to_vec(),
        private_to,
    };
    Ok(network.prepare(&outgoing).await)
}

/// Puts the attempt on disk for good; `false` when it was taken back meanwhile, may not go out (any more), or
/// the lease is lost.
async fn begin(handle: &Handle, holder: &str, job: &Job, id: ReplyId, prepared: &PreparedReply) -> Result<bool> {
    let mut tx = handle.store().write_durable().await?;
    let Some(mut reply) = reply::find(&mut tx, id).await? else {
        return Ok(false);
    };
    if reply.state != ReplyState::Queued || !job::is_held(&mut tx, job.id, holder).await? {
        return Ok(false);
    }
    if !may_still_go(&mut tx, &mut reply).await? || is_held(&mut tx, &mut reply).await? {
        tx.commit().await?;
        return Ok(false);
    }
    let record = serde_json::to_string(prepared)?;
    begin_sending(&mut tx, &mut reply, record, prepared.remote_id.clone()).await?;
    crash_point("send.before_intent");
    tx.commit().await?;
    Ok(true)
}

async fn succeed(handle: &Handle, id: ReplyId, sent: SentReply) -> Result<Done> {
    let mut tx = handle.store().write().await?;
    let Some(mut reply) = reply::find(&mut tx, id).await? else {
        return Ok(Done::Finished);
    };
    // The stream may have been quicker and shown it standing.
    if reply.state == ReplyState::Sending {
        reply.remote_id = Some(sent.remote.id);
        finish_sending(&mut tx, &mut reply, Outcome::Sent { url: sent.url }).await?;
        confirm_later(&mut tx, id).await?;
    }
    crash_point("send.before_recorded");
    tx.commit().await?;
    crash_point("send.recorded");
    Ok(Done::Finished)
}

async fn confirm_later(tx: &mut Tx, id: ReplyId) -> Result<()> {
    let run_at = tx.now().saturating_add(CONFIRM_AFTER).unwrap_or(jiff::Timestamp::MAX);
    Ok(job::enqueue(tx, CONFIRM_REPLY, &id.to_string(), &json!({ "reply": id }), run_at).await?)
}

/// The network said no, or the record could not even be made: surely nothing stands there.
async fn failed(handle: &Handle, id: ReplyId, failure: ChannelError, job: &Job) -> Result<Done> {
    let why = failure.what.clone();
    match failure.remedy {
        Remedy::Retry { .. } if job.attempts < ATTEMPTS_MAX => {
            note(handle, id, Outcome::TryAgain { why: why.clone() }).await?;
            let attempt = u32::try_from(job.attempts).unwrap_or(u32::MAX);
            Ok(Done::Again { after: backoff::wait(attempt, failure.remedy), why })
        }
        Remedy::Retry { .. } => {
            note(handle, id, Outcome::Failed { why }).await?;
            Ok(Done::Finished)
        }
        Remedy::Reconnect => {
            note(handle, id, Outcome::Failed { why: why.clone() }).await?;
            block_channel(handle, id, &why).await?;
            Ok(Done::Finished)
        }
        Remedy::GiveUp => {
            note(handle, id, Outcome::Refused { why }).await?;
            Ok(Done::Finished)
        }
    }
}

async fn note(handle: &Handle, id: ReplyId, outcome: Outcome) -> Result<()> {
    let mut tx = handle.store().write().await?;
    if let Some(mut reply) = reply::find(&mut tx, id).await?
        && reply.state.is_moving()
    {
        finish_sending(&mut tx, &mut reply, outcome).await?;
    }
    Ok(tx.commit().await?)
}

async fn block_channel(handle: &Handle, id: ReplyId, why: &str) -> Result<()> {
    let mut tx = handle.store().write().await?;
    let Some(reply) = reply::find(&mut tx, id).await? else {
        return Ok(());
    };
    if let Some(answered) = post::find(&mut tx, reply.post).await? {
        let (id, actor) = (answered.channel, Actor::Channel(answered.channel));
        channel::set_state(&mut tx, actor, id, ChannelState::Blocked, Some(why)).await?;
    }
    Ok(tx.commit().await?)
}

fn later(job: &Job, why: &str) -> Done {
    let attempt = u32::try_from(job.attempts).unwrap_or(u32::MAX);
    Done::Again { after: backoff::wait(attempt, Remedy::Retry { after: None }), why: why.to_owned() }
}
