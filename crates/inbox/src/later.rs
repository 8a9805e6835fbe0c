//! Answers that go out at a moment which their author chose, and what stops them: somebody writes before, or whoever wrote
//! it may no longer answer. A stopped answer is a draft again, and its author is told.

use jiff::{SignedDuration, Timestamp};
use model::{Actor, ConversationId, EventKind, NoticeKind, ReplyId, ReplyState, ReplyStateError, Right};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::reply::{self, Reply};
use store::{Tx, conversation, notice, post};

use crate::acts::require;
use crate::answer::{enqueue, newer_messages, take_back};
use crate::{InboxError, Result};

/// How far ahead an answer may be put.
pub const LATER_DAYS_MAX: i64 = 365;

/// Refuses a moment at which nothing can go out later.
pub(crate) fn check_later(at: Timestamp, now: Timestamp) -> Result<()> {
    let last = now.saturating_add(SignedDuration::from_hours(LATER_DAYS_MAX * 24)).unwrap_or(Timestamp::MAX);
    if at <= now {
        return Err(InboxError::LaterIsPast);
    }
    if at > last { Err(InboxError::LaterIsFar) } else { Ok(()) }
}

/// Sends an answer now that was to go out later.
///
/// # Errors
/// `Forbidden`; `Missing`; `ReplyState` when it does not wait any more.
pub async fn send_now(tx: &mut Tx, member: &Member, id: ReplyId) -> Result<Reply> {
    require(member, Right::WorkInbox)?;
    let mut reply = reply::find(tx, id).await?.ok_or(InboxError::Missing("this answer"))?;
    if !reply.is_later || reply.state != ReplyState::Queued {
        return Err(ReplyStateError { from: reply.state, to: ReplyState::Queued }.into());
    }
    reply.send_at = tx.now();
    reply::save(tx, &reply).await?;
    let data = json!({ "reply": id, "send_at": reply.send_at });
    append(tx, EventKind::ReplyMoved, Actor::Member(member.id), Some(reply.conversation), data).await?;
    enqueue(tx, id, reply.send_at).await?;
    Ok(reply)
}

/// Whether an answer that was put off may go out as it is; one that may not is stopped. Asked in the transaction that sends
/// it off.
///
/// # Errors
/// When the database fails.
pub async fn may_still_go(tx: &mut Tx, reply: &mut Reply) -> Result<bool> {
    let is_put_off = reply.is_later || reply.held.is_some() || reply.released_at.is_some();
    // What was tried already may stand on the network: stopping it here would tell less than is known.
    if !is_put_off || reply.attempts > 0 {
        return Ok(true);
    }
    let Some(why) = no_longer_goes(tx, reply).await? else { return Ok(true) };
    stop(tx, reply, why).await?;
    Ok(false)
}

/// Why an answer that was decided some time ago may not go out by itself any more, if something is in its way.
pub(crate) async fn no_longer_goes(tx: &mut Tx, reply: &Reply) -> Result<Option<String>> {
    let Some(author) = store::member::find(tx, reply.member).await? else { return Ok(None) };
    if author.disabled_at.is_some() || require(&author, Right::WorkInbox).is_err() {
        return Ok(Some(format!("{} may no longer answer", author.name)));
    }
    let Some(conversation) = conversation::find(tx, reply.conversation).await? else { return Ok(None) };
    let thread = post::of_conversation(tx, reply.conversation).await?;
    let newer = newer_messages(tx, &conversation, &thread, &author, reply.thread_version).await?;
    Ok(newer.last().map(|newest| format!("there was something new from {} before it went out", newest.author)))
}

/// Stops what is put off in conversations in which somebody wrote just now, so that its author knows at once.
pub(crate) async fn stop_put_off(tx: &mut Tx, spoke: &[ConversationId]) -> Result<()> {
    for found in reply::put_off_in(tx, spoke).await? {
        // For a writer: it may be on its way by now.
        if let Some(mut reply) = reply::find(tx, found.id).await?.filter(|reply| reply.state == ReplyState::Queued) {
            may_still_go(tx, &mut reply).await?;
        }
    }
    Ok(())
}

async fn stop(tx: &mut Tx, reply: &mut Reply, why: String) -> Result<()> {
    take_back(tx, Actor::System, reply, Some(why), EventKind::ReplyCancelled).await?;
    notice::tell(tx, reply.member, NoticeKind::ReplyStopped, reply.conversation).await?;
    Ok(())
}
