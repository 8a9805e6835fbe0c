//! Going on in private: a message that only the person reads, and behind it a public line that says so. Once it went on so, an
//! answer goes out in public by an explicit choice alone.

mod closing;

use model::{Actor, ApprovalOutcome, ConversationId, EventKind, LengthRule, PostId, ReplyState, Right, Visibility};
use serde_json::json;
use store::draft::{self, DraftKind};
use store::event::append;
use store::member::Member;
use store::post::ThreadPost;
use store::reply::{self, Reply};
use store::{Tx, author};

pub use self::closing::closing_line;
use crate::acts::require;
use crate::answer::{Answer, answer, enqueue, may_be_answered};
use crate::signature::unsigned;
use crate::{InboxError, Result};

/// A talk that is to go on in private.
#[derive(Clone, Debug)]
pub struct Moving<'a> {
    /// The private message.
    pub private: Answer<'a>,
    /// The public line.
    pub line: &'a str,
    /// The network's rule for what everybody can read.
    pub line_length: LengthRule,
}

/// Who reads what is answered in a conversation when nothing else is said: whoever is spoken with in private, else everybody.
pub async fn visibility_of(tx: &mut Tx, id: ConversationId) -> Result<Visibility> {
    let is_private = reply::in_private(tx, &[id]).await?.contains(&id);
    Ok(if is_private { Visibility::Private } else { Visibility::Public })
}

/// The public line for a talk that is to go on in private, in the language of the message whose author is written to.
///
/// # Errors
/// When the database fails.
pub async fn line_for(tx: &mut Tx, id: ConversationId, to: Option<PostId>) -> Result<String> {
    let thread = store::post::of_conversation(tx, id).await?;
    let theirs = || thread.iter().rev().filter(|one| may_be_answered(one));
    let answered = theirs().find(|one| Some(one.post.id) == to).or_else(|| theirs().next());
    let language = answered.and_then(|one| one.post.languages.first().map(String::as_str));
    Ok(closing_line(language).to_owned())
}

/// Has a talk go on in private: decides the private message, and the public line that goes out once the network has that. Commit
/// it durably.
///
/// # Errors
/// As [`answer()`]; `InPrivateAlready` where it goes on in private.
pub async fn move_to_private(tx: &mut Tx, member: &Member, moving: Moving<'_>) -> Result<(Reply, Reply)> {
    require(member, Right::WorkInbox)?;
    if moving.line.trim().is_empty() {
        return Err(InboxError::Empty);
    }
    let measured = moving.line_length.measure(moving.line.trim());
    if !measured.fits {
        return Err(InboxError::TooLong(measured));
    }
    let id = moving.private.conversation;
    if visibility_of(tx, id).await? == Visibility::Private {
        return Err(InboxError::InPrivateAlready);
    }
    let private = Answer { visibility: Some(Visibility::Private), ..moving.private.clone() };
    let private = answer(tx, member, private).await?;
    let line = Answer {
        to: Some(private.post),
        visibility: Some(Visibility::Public),
        text: moving.line,
        is_signed: false,
        version_seen: private.thread_version,
        send_anyway: None,
        length: moving.line_length,
        closes: Some(private.id),
        ..moving.private
    };
    let line = answer(tx, member, line).await?;
    let data = json!({ "private": private.id, "line": line.id });
    append(tx, EventKind::ConversationMovedToPrivate, Actor::Member(member.id), Some(id), data).await?;
    Ok((private, line))
}

/// Who is to read an answer; refused where that has to be said, and where what it brings belongs in public.
pub(crate) async fn checked(tx: &mut Tx, answer: &Answer<'_>) -> Result<Visibility> {
    let usual = visibility_of(tx, answer.conversation).await?;
    let Some(wanted) = answer.visibility else {
        return if usual == Visibility::Private { Err(InboxError::InPrivate) } else { Ok(usual) };
    };
    // A correction stands below what was wrong, for whoever reads that.
    let is_for_all = answer.correcting.is_some() || !answer.pictures.is_empty();
    if wanted == Visibility::Private && is_for_all { Err(InboxError::OnlyInPublic) } else { Ok(wanted) }
}

/// What a private message answers when nothing else is said: their newest private words, the message out of which we wrote to
/// them before, or their newest words.
pub(crate) async fn answered_post<'a>(
    tx: &mut Tx,
    id: ConversationId,
    thread: &'a [ThreadPost],
) -> Result<Option<&'a ThreadPost>> {
    let of_others = || thread.iter().rev().filter(|one| may_be_answered(one));
    if let Some(theirs) = of_others().find(|one| one.post.is_private) {
        return Ok(Some(theirs));
    }
    let before = reply::of_conversation(tx, id).await?;
    let before = before.iter().rev().find(|one| one.is_private).map(|one| one.post);
    let same = before.and_then(|post| of_others().find(|one| one.post.id == post));
    Ok(same.or_else(|| of_others().find(|one| !one.reasons.is_empty())).or_else(|| of_others().next()))
}

/// A private message is out: the line that tells of it goes too.
pub(crate) async fn let_line_go(tx: &mut Tx, private: &Reply) -> Result<()> {
    let Some(mut line) = line_of(tx, private).await? else { return Ok(()) };
    // What waits for approval goes once it has that, and what a stop holds once it is let go.
    if line.state == ReplyState::Queued && line.held.is_none() {
        line.send_at = line.send_at.max(tx.now());
        reply::save(tx, &line).await?;
        enqueue(tx, line.id, line.send_at).await?;
    }
    Ok(())
}

/// Whether an answer waits for a private message that is not out.
///
/// # Errors
/// When the database fails.
pub async fn waits_for_private(tx: &mut Tx, reply: &Reply) -> Result<bool> {
    let Some(private) = reply.closes else { return Ok(false) };
    Ok(reply::find(tx, private).await?.is_none_or(|private| !private.state.is_out()))
}

/// A private message will not go out: neither does the line that would tell of it.
pub(crate) async fn drop_closing(tx: &mut Tx, actor: Actor, private: &Reply) -> Result<()> {
    let Some(mut line) = line_of(tx, private).await? else { return Ok(()) };
    if !matches!(line.state, ReplyState::Queued | ReplyState::NeedsApproval | ReplyState::Approved) {
        return Ok(());
    }
    line.state = line.state.become_state(ReplyState::Cancelled)?;
    line.state_reason = Some("the private message did not go out".into());
    reply::save(tx, &line).await?;
    let by = if let Actor::Member(member) = actor { Some(member) } else { None };
    store::approval::settle(tx, line.id, ApprovalOutcome::Withdrawn, by, None).await?;
    append(tx, EventKind::ReplyCancelled, actor, Some(line.conversation), json!({ "reply": line.id })).await?;
    Ok(())
}

async fn line_of(tx: &mut Tx, private: &Reply) -> Result<Option<Reply>> {
    if !private.is_private {
        return Ok(None);
    }
    match reply::closing(tx, private.id).await? {
        // For a writer: it may be on its way by now.
        Some(line) => Ok(reply::find(tx, line.id).await?),
        None => Ok(None),
    }
}

/// The words of a private message that was taken back are begun again, as a private one.
pub(crate) async fn keep_words(tx: &mut Tx, reply: &Reply) -> Result<()> {
    if draft::find(tx, reply.conversation, reply.member, DraftKind::Private).await?.is_none() {
        let words = unsigned(&reply.text, reply.signature.as_deref());
        draft::keep(tx, reply.conversation, reply.member, DraftKind::Private, words).await?;
    }
    Ok(())
}

/// The network's id of the one who is to read a private message.
///
/// # Errors
/// When the database fails.
pub async fn reader_of(tx: &mut Tx, reply: &Reply) -> Result<Option<String>> {
    let Some(answered) = store::post::find(tx, reply.post).await? else { return Ok(None) };
    let found = author::find(tx, answered.author).await?;
    Ok(found.map(|author| author.profile.remote_id).filter(|id| !model::is_erased_id(id)))
}
