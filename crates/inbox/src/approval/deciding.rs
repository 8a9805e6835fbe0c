//! What a second person decides about an answer that waits.

use std::time::Duration;

use model::{
    Actor, ApprovalOutcome, EventKind, LengthRule, NoticeKind, PictureRule, ReplyId, ReplyState, Right, text_digest,
};
use serde_json::json;
use store::approval::{self, Approval};
use store::event::append;
use store::member::Member;
use store::reply::{self, Reply};
use store::{Tx, conversation, notice, post, reply_picture};

use super::may_approve;
use crate::acts::require;
use crate::answer::{count_as_answered, enqueue, newer_but, take_back, tell_queued};
use crate::{InboxError, PictureFault, Result, own_picture};

/// The longest reason for returning an answer, in characters.
pub const RETURN_REASON_CHARS_MAX: usize = 500;

/// An answer that a member approves.
#[derive(Clone, Debug)]
pub struct Approving<'a> {
    /// Which.
    pub reply: ReplyId,
    /// Other words than its author's, if it is to go out with others.
    pub text: Option<&'a str>,
    /// What its pictures show, in their order, if they are to be described otherwise than its author did.
    pub alts: Option<&'a [&'a str]>,
    /// The version of the conversation that the member saw.
    pub version_seen: i64,
    /// To approve it although somebody wrote since: up to which version that was shown.
    pub anyway: Option<i64>,
    /// The network's rule for the words.
    pub length: LengthRule,
    /// The network's rule for pictures.
    pub picture_rule: PictureRule,
    /// How long it can be taken back.
    pub undo: Duration,
}

/// An answer that waits, and what is asked about it, for a member who may decide.
async fn open(tx: &mut Tx, who: &Member, id: ReplyId) -> Result<(Reply, Approval)> {
    require(who, Right::ApproveReplies)?;
    let reply = reply::find(tx, id).await?.ok_or(InboxError::Missing("this answer"))?;
    let asked = approval::find(tx, id).await?.ok_or(InboxError::NoApprovalAsked)?;
    if let Some(decided) = &asked.decided {
        return Err(InboxError::ApprovalDecided(decided.outcome));
    }
    if reply.member == who.id {
        return Err(InboxError::OwnReply);
    }
    if !may_approve(tx, who, &reply, &asked).await? {
        return Err(InboxError::NotApprover);
    }
    Ok((reply, asked))
}

/// Approves an answer, with its author's words or with others: it goes out at its time, or at once when that is over. Both
/// texts are kept. Commit it durably.
///
/// # Errors
/// `Forbidden`, `OwnReply`, `NotApprover`; `Missing`, `NoApprovalAsked`; `ApprovalDecided` when somebody was quicker; `Stale`
/// when something was said since the version that was seen; `Empty`, `TooLong`, `Picture`.
pub async fn approve(tx: &mut Tx, who: &Member, approving: Approving<'_>) -> Result<Reply> {
    let (mut reply, asked) = open(tx, who, approving.reply).await?;
    let text = approving.text.map_or(reply.text.as_str(), str::trim).to_owned();
    if text.is_empty() {
        return Err(InboxError::Empty);
    }
    let measured = approving.length.measure(&text);
    if !measured.fits {
        return Err(InboxError::TooLong(measured));
    }
    let others = other_alts(tx, &reply, &approving).await?;
    let missing = InboxError::Missing("this conversation");
    let mut conversation = conversation::find(tx, reply.conversation).await?.ok_or(missing)?;
    if approving.version_seen > conversation.version {
        return Err(InboxError::VersionAhead);
    }
    let thread = post::of_conversation(tx, conversation.id).await?;
    // What its author said since is news to whoever approves.
    let is_known = |one: &Reply| one.member == who.id || one.id == reply.id;
    let newer = newer_but(tx, &conversation, &thread, approving.version_seen, is_known).await?;
    let is_stale = !newer.is_empty() || approving.version_seen < conversation.reshaped_version;
    if is_stale {
        let Some(shown) = approving.anyway else { return Err(InboxError::Stale { newer }) };
        let unseen = newer_but(tx, &conversation, &thread, shown, is_known).await?;
        if !unseen.is_empty() || shown < conversation.reshaped_version {
            return Err(InboxError::Stale { newer: unseen });
        }
    }

    let (actor, is_edited) = (Actor::Member(who.id), text != reply.text || !others.is_empty());
    if is_edited {
        reply::reword(tx, &mut reply, &text).await?;
        for (place, alt) in others {
            reply_picture::describe(tx, reply.id, place, &alt).await?;
        }
        let mut data = json!({ "reply": reply.id, "text_digest": text_digest(&reply.salt, &text) });
        own_picture::tell(tx, &reply, &mut data).await?;
        append(tx, EventKind::ReplyEdited, actor, Some(reply.conversation), data).await?;
    }
    // Whoever approves has seen what was said until now: only what comes later stops an answer that waits for its time.
    conversation.version += 1;
    (reply.thread_version, reply.version_seen) = (conversation.version, approving.version_seen);
    let outcome = if is_edited { ApprovalOutcome::Edited } else { ApprovalOutcome::Approved };
    approval::settle(tx, reply.id, outcome, Some(who.id), None).await?;
    let data = json!({ "reply": reply.id, "policy": asked.policy.0, "version_seen": approving.version_seen });
    append(tx, EventKind::ReplyApproved, actor, Some(reply.conversation), data).await?;
    if is_stale {
        let data = json!({ "reply": reply.id, "newer": newer.len() });
        append(tx, EventKind::ReplySentAnyway, actor, Some(reply.conversation), data).await?;
    }
    queue(tx, actor, &mut reply, approving.undo).await?;
    count_as_answered(tx, actor, &mut conversation).await?;
    notice::tell(tx, reply.member, NoticeKind::ReplyApproved, reply.conversation).await?;
    Ok(reply)
}

/// The descriptions that are other than its author's, each with the place of its picture.
async fn other_alts(tx: &mut Tx, reply: &Reply, approving: &Approving<'_>) -> Result<Vec<(i64, String)>> {
    let Some(alts) = approving.alts else { return Ok(Vec::new()) };
    let pictures = own_picture::of_reply(tx, reply).await?;
    if alts.len() != pictures.len() {
        return Err(PictureFault::Mismatch(pictures.len()).into());
    }
    let changed: Vec<_> = pictures.iter().zip(alts).filter(|(one, alt)| alt.trim() != one.alt).collect();
    if !changed.is_empty() {
        own_picture::check_alts(alts, approving.picture_rule)?;
    }
    Ok(changed.into_iter().map(|(one, alt)| (one.place, alt.trim().to_owned())).collect())
}

/// Has an answer go out at its time, or at the end of a time when that is later.
pub(super) async fn queue(tx: &mut Tx, actor: Actor, reply: &mut Reply, undo: Duration) -> Result<()> {
    reply.state = reply.state.become_state(ReplyState::Approved)?.become_state(ReplyState::Queued)?;
    reply.state_reason = None;
    reply.send_at = reply.send_at.max(tx.now().saturating_add(undo).unwrap_or(jiff::Timestamp::MAX));
    reply::save(tx, reply).await?;
    tell_queued(tx, actor, reply).await?;
    enqueue(tx, reply.id, reply.send_at).await
}

/// Returns an answer to its author, with a reason: its words are a draft again.
///
/// # Errors
/// As [`approve`]; `ReturnReason`.
pub async fn return_reply(tx: &mut Tx, who: &Member, id: ReplyId, reason: &str) -> Result<Reply> {
    let (mut reply, _) = open(tx, who, id).await?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > RETURN_REASON_CHARS_MAX {
        return Err(InboxError::ReturnReason);
    }
    approval::settle(tx, id, ApprovalOutcome::Returned, Some(who.id), Some(reason)).await?;
    let why = format!("{} returned it: {reason}", who.name);
    take_back(tx, Actor::Member(who.id), &mut reply, Some(why), EventKind::ReplyReturned).await?;
    notice::tell(tx, reply.member, NoticeKind::ReplyReturned, reply.conversation).await?;
    Ok(reply)
}
