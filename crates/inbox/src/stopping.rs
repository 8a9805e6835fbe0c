//! Stopping what goes out: whoever works the inbox pulls the brake, and whoever may lets go, of what was held one by one.

use model::{Actor, EventKind, LabelId, ReplyId, ReplyState, ReplyStateError, Right, StopId};
use serde_json::json;
use store::event::append;
use store::member::{self, Member};
use store::reply::{self, Reply};
use store::stop::{self, Stop};
use store::{Tx, label};

use crate::acts::require;
use crate::answer::enqueue;
use crate::{InboxError, Result, approval};

/// The longest reason, in characters.
pub const STOP_REASON_CHARS_MAX: usize = 200;

/// Stops what goes out from now on: everything, or in conversations with a label. What left the house before is on its way.
///
/// # Errors
/// `Forbidden`; `StopReason`; `Missing` when there is no such label.
pub async fn stop_sending(tx: &mut Tx, member: &Member, on: Option<LabelId>, reason: &str) -> Result<Stop> {
    require(member, Right::WorkInbox)?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > STOP_REASON_CHARS_MAX {
        return Err(InboxError::StopReason);
    }
    if let Some(id) = on {
        label::find(tx, id).await?.ok_or(InboxError::Missing("this label"))?;
    }
    let id = stop::begin(tx, member.id, on, reason).await?;
    append(tx, EventKind::StopBegun, Actor::Member(member.id), None, json!({ "stop": id, "label": on })).await?;
    stop::find(tx, id).await?.ok_or(InboxError::Missing("this stop"))
}

/// Lifts a stop. What it held stays held until it is let go of, one by one: what was right before may not be now.
///
/// # Errors
/// `Forbidden`; `Missing` when it is not in force.
pub async fn lift_stop(tx: &mut Tx, member: &Member, id: StopId) -> Result<()> {
    require(member, Right::ReleaseReplies)?;
    if !stop::lift(tx, id, member.id).await? {
        return Err(InboxError::Missing("this stop"));
    }
    append(tx, EventKind::StopLifted, Actor::Member(member.id), None, json!({ "stop": id })).await?;
    Ok(())
}

/// Whether an answer is held by a stop, which it may be from now on. Asked in the transaction that sends it off.
///
/// # Errors
/// When the database fails.
pub async fn is_held(tx: &mut Tx, reply: &mut Reply) -> Result<bool> {
    if reply.held.is_some() {
        return Ok(true);
    }
    let Some(stop) = stop::holding(tx, reply.conversation, reply.released_at).await? else { return Ok(false) };
    reply.held = Some((tx.now(), stop.id));
    reply::save(tx, reply).await?;
    let data = json!({ "reply": reply.id, "stop": stop.id });
    append(tx, EventKind::ReplyHeld, Actor::System, Some(reply.conversation), data).await?;
    Ok(true)
}

/// Lets an answer go that a stop holds, also while the stop is in force; a later stop holds it again. Where a policy asks for
/// approval by now, it waits for that.
///
/// # Errors
/// `Forbidden`; `Missing`; `ReplyState` when it is not held.
pub async fn release(tx: &mut Tx, member: &Member, id: ReplyId) -> Result<Reply> {
    require(member, Right::ReleaseReplies)?;
    let mut reply = reply::find(tx, id).await?.ok_or(InboxError::Missing("this answer"))?;
    if reply.held.is_none() || reply.state != ReplyState::Queued {
        return Err(ReplyStateError { from: reply.state, to: ReplyState::Queued }.into());
    }
    (reply.held, reply.released_at) = (None, Some(tx.now()));
    reply.send_at = reply.send_at.max(tx.now());
    reply::save(tx, &reply).await?;
    let actor = Actor::Member(member.id);
    append(tx, EventKind::ReplyReleased, actor, Some(reply.conversation), json!({ "reply": id })).await?;
    // What is said there, or what the policies ask for, may be other than when it was written. What was tried before may stand
    // already, and goes out as it was made then.
    if reply.attempts > 0 {
        enqueue(tx, id, reply.send_at).await?;
        return Ok(reply);
    }
    let author = member::find(tx, reply.member).await?.ok_or(InboxError::Missing("this member"))?;
    if approval::ask(tx, actor, &author, &mut reply).await? {
        return Ok(reply);
    }
    enqueue(tx, id, reply.send_at).await?;
    Ok(reply)
}
