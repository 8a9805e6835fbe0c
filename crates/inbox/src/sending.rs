//! Carrying a reply out: each step is on disk before the next is taken.

use model::{Actor, EventKind, ReplyState};
use serde_json::json;
use store::Tx;
use store::conversation;
use store::event::append;
use store::reply::{self, Reply};

use crate::answer::reopen;
use crate::clocks::{Happened, keep_time};
use crate::{Result, approval, introducing, private};

/// What an attempt to send came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The network took it.
    Sent {
        /// Where people read it.
        url: Option<String>,
    },
    /// It does not stand there; it will be tried again by itself.
    TryAgain {
        /// Why, in plain words.
        why: String,
    },
    /// It does not stand there; a member may have it tried again.
    Failed {
        /// Why, in plain words.
        why: String,
    },
    /// It does not stand there, and the same words would be refused again.
    Refused {
        /// Why, in plain words.
        why: String,
    },
    /// Whether it stands there cannot be known.
    FateUnknown {
        /// Why, in plain words.
        why: String,
    },
}

/// Notes that bytes are about to leave: the exact record, its id on the network, the attempt. Commit it durably
/// before the first byte.
pub async fn begin_sending(tx: &mut Tx, reply: &mut Reply, prepared: String, remote_id: Option<String>) -> Result<()> {
    reply.state = reply.state.become_state(ReplyState::Sending)?;
    reply.prepared = Some(prepared);
    reply.remote_id = remote_id.or(reply.remote_id.take());
    reply.attempts += 1;
    reply::save(tx, reply).await?;
    if let Some(remote_id) = &reply.remote_id {
        // A database that forgot an attempt may have heard its trace as an answer written elsewhere: it is this one.
        store::post::take_out(tx, reply.conversation, remote_id).await?;
    }
    let data = json!({ "reply": reply.id, "attempt": reply.attempts });
    append(tx, EventKind::ReplySending, Actor::System, Some(reply.conversation), data).await?;
    Ok(())
}

/// Notes what an attempt came to.
pub async fn finish_sending(tx: &mut Tx, reply: &mut Reply, outcome: Outcome) -> Result<()> {
    let (state, kind, why) = match outcome {
        Outcome::Sent { url } => {
            reply.url = url;
            reply.sent_at = Some(tx.now());
            if let Some(remote_id) = reply.remote_id.as_ref().filter(|_| reply.is_private) {
                // The network names it only now, and its stream may have brought it before as something written there.
                store::post::take_out(tx, reply.conversation, remote_id).await?;
            }
            (ReplyState::Sent, EventKind::ReplySent, None)
        }
        Outcome::TryAgain { why } => (ReplyState::Queued, EventKind::ReplyFailed, Some(why)),
        Outcome::Failed { why } => (ReplyState::FailedRetryable, EventKind::ReplyFailed, Some(why)),
        Outcome::Refused { why } => (ReplyState::FailedFinal, EventKind::ReplyFailed, Some(why)),
        Outcome::FateUnknown { why } => (ReplyState::Unknown, EventKind::ReplyFateUnknown, Some(why)),
    };
    // An attempt that failed before anything was sent leaves it queued, with the reason.
    if reply.state != state {
        reply.state = reply.state.become_state(state)?;
    }
    reply.state_reason = why;
    reply::save(tx, reply).await?;
    let data = json!({ "reply": reply.id, "state": state, "attempt": reply.attempts });
    append(tx, kind, Actor::System, Some(reply.conversation), data).await?;
    if state == ReplyState::Sent {
        is_out(tx, reply).await?;
    }
    if state == ReplyState::FailedFinal {
        private::drop_closing(tx, Actor::System, reply).await?;
    }
    if matches!(state, ReplyState::FailedRetryable | ReplyState::FailedFinal) {
        reopen(tx, Actor::System, reply).await?;
    }
    Ok(())
}

/// Stops the clocks that time an answer, lets the line go that waits for it, and keeps whom it introduces: it is out.
pub(crate) async fn is_out(tx: &mut Tx, reply: &Reply) -> Result<()> {
    private::let_line_go(tx, reply).await?;
    introducing::keep(tx, reply).await?;
    let Some(conversation) = conversation::find(tx, reply.conversation).await? else { return Ok(()) };
    let at = reply.sent_at.unwrap_or(tx.now());
    keep_time(tx, &conversation, Happened::Answered(at)).await
}

/// Holds every answer that would go out by itself, until a person decides: after a restore nobody knows whether it was sent
/// or taken back since. One that waited may be sent again or taken back; of one that was on its way a member says whether it
/// arrived. One that waited for approval is its author's draft again. How many.
pub async fn hold_moving(tx: &mut Tx) -> Result<usize> {
    let moving = reply::moving(tx).await?;
    let mut count = moving.len();
    for mut reply in moving {
        let outcome = match reply.state {
            ReplyState::Sending => {
                let why = "it was on its way when the back-up was made from which this was restored";
                Outcome::FateUnknown { why: why.into() }
            }
            _ => {
                let why = "this was restored from a back-up, and it may have been sent or taken back since";
                Outcome::Failed { why: why.into() }
            }
        };
        finish_sending(tx, &mut reply, outcome).await?;
    }
    let waiting = store::approval::waiting(tx, i64::MAX).await?;
    count += waiting.len();
    for (_, mut reply) in waiting {
        let why = "this was restored from a back-up, and it may have been approved and sent since";
        approval::give_back(tx, &mut reply, why.into()).await?;
    }
    Ok(count)
}

/// Notes that a reply was seen standing on the network, from whatever state a lost answer left it in.
pub async fn seen_standing(tx: &mut Tx, mut reply: Reply, url: Option<String>) -> Result<()> {
    if !reply.state.may_become(ReplyState::Delivered) {
        return Ok(());
    }
    let was_out = reply.state.is_out();
    reply.state = ReplyState::Delivered;
    reply.state_reason = None;
    reply.url = reply.url.or(url);
    reply.sent_at = reply.sent_at.or(Some(tx.now()));
    reply::save(tx, &reply).await?;
    append(tx, EventKind::ReplyDelivered, Actor::System, Some(reply.conversation), json!({ "reply": reply.id }))
        .await?;
    if was_out { Ok(()) } else { is_out(tx, &reply).await }
}
