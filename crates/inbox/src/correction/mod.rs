//! Saying that we were wrong. It is said with an answer that stands below the very message that was wrong, so that whoever reads
//! that one reads this; the answer keeps what was wrong, what is right and who found it.

mod opening;

use model::{
    Actor, Change, ConversationId, Correcting, CorrectionFault, CorrectionStep, DeedId, EventKind, FactUse, Finder,
    MemberId, PostId, ReplyId, Right, Said, Wrong, text_digest,
};
use serde_json::{Value, json};
use store::correction;
use store::draft::{self, DraftKind};
use store::event::append;
use store::member::{self, Member};
use store::post::{self, ThreadPost};
use store::reply::Reply;
use store::{Tx, author};

pub use self::opening::opening;
use crate::acts::require;
use crate::answer::may_be_answered;
use crate::deed::{self, By};
use crate::obligation::ours;
use crate::{InboxError, Result};

const MISSING: InboxError = InboxError::Missing("this correction");
const MISSING_OURS: InboxError = InboxError::Missing("this message of ours");

/// Which message of somebody else an answer answers that puts a message of ours right: what that one answered, or the last
/// words of others in its thread.
///
/// # Errors
/// `Missing` for what is no message of ours in the conversation that somebody was sent; `NothingToAnswer` where nobody else
/// spoke in its thread.
pub async fn answered_by_correction(tx: &mut Tx, id: ConversationId, wrong: Wrong) -> Result<PostId> {
    let thread = post::of_conversation(tx, id).await?;
    Ok(answered(tx, id, &thread, wrong).await?.post.id)
}

async fn answered<'a>(
    tx: &mut Tx,
    id: ConversationId,
    thread: &'a [ThreadPost],
    wrong: Wrong,
) -> Result<&'a ThreadPost> {
    match wrong {
        Wrong::Reply(reply) => {
            let said = ours(tx, id, reply).await?;
            if said.is_private {
                return Err(InboxError::OnlyInPublic);
            }
            let is_it = |one: &&ThreadPost| one.post.id == said.post && may_be_answered(one);
            // Where that is gone by now, whoever spoke last below the same post is answered.
            match (thread.iter().find(is_it), thread.iter().find(|one| one.post.id == said.post)) {
                (Some(stands), _) => Ok(stands),
                (None, Some(gone)) => last_beside(thread, gone).ok_or(InboxError::NothingToAnswer),
                (None, None) => Err(InboxError::NothingToAnswer),
            }
        }
        Wrong::Post(post) => {
            let is_it = |one: &&ThreadPost| {
                one.post.id == post && one.author.is_ours && !one.post.is_private && one.post.deleted_at.is_none()
            };
            let ours = thread.iter().find(is_it).ok_or(MISSING_OURS)?;
            last_beside(thread, ours).ok_or(InboxError::NothingToAnswer)
        }
    }
}

/// The last words of somebody else, of those that can still be answered, in the thread in which a message stands.
fn last_beside<'a>(thread: &'a [ThreadPost], one: &ThreadPost) -> Option<&'a ThreadPost> {
    let is_beside = |other: &&ThreadPost| {
        may_be_answered(other)
            && !other.post.is_private
            && (other.post.channel, &other.post.root.id) == (one.post.channel, &one.post.root.id)
    };
    thread.iter().rev().find(is_beside)
}

/// Refuses what an answer cannot put right, as far as that is known before it is given; else which message it answers.
pub(crate) async fn checked<'a>(
    tx: &mut Tx,
    id: ConversationId,
    thread: &'a [ThreadPost],
    correcting: &Correcting,
) -> Result<Option<&'a ThreadPost>> {
    check_finder(tx, correcting.finder).await?;
    answered(tx, id, thread, correcting.wrong).await.map(Some)
}

async fn check_finder(tx: &mut Tx, finder: Finder) -> Result<()> {
    let is_known = match finder {
        Finder::Person(id) => author::find(tx, id).await?.is_some_and(|one| !one.is_ours),
        Finder::Member(id) => member::find(tx, id).await?.is_some(),
        Finder::Somebody | Finder::Nobody => true,
    };
    if is_known { Ok(()) } else { Err(CorrectionFault::Finder.into()) }
}

/// Keeps that an answer, which was just decided, puts something right that was looked at with [`checked`].
pub(crate) async fn made(tx: &mut Tx, member: MemberId, reply: &Reply, correcting: &Correcting) -> Result<()> {
    correction::make(tx, reply.id, member, correcting).await?;
    append(tx, EventKind::CorrectionMade, Actor::Member(member), Some(reply.conversation), told(reply, correcting))
        .await?;
    Ok(())
}

/// What an event tells of it: no words, and nobody's name.
fn told(reply: &Reply, correcting: &Correcting) -> Value {
    json!({
        "reply": reply.id,
        "wrong_reply": correcting.wrong.reply(),
        "wrong_post": correcting.wrong.post(),
        "finder": correcting.finder.kind(),
        "error_digest": text_digest(&reply.salt, &correcting.error),
    })
}

/// What an answer puts right, to be put right again when it is taken back.
pub(crate) async fn take_back(tx: &mut Tx, reply: ReplyId) -> Result<Option<Correcting>> {
    let Some(found) = correction::of_reply(tx, reply).await? else { return Ok(None) };
    correction::remove(tx, reply).await?;
    Ok(Some(found.correcting))
}

/// Says that an answer, which people can read already, puts a message of ours right. The deed by which it can be undone, unless
/// that is noted already.
///
/// # Errors
/// `Forbidden`; `Missing` for what is no message of ours there that somebody was sent; `Correction` with what is wrong with it.
pub async fn own_up(tx: &mut Tx, member: &Member, reply: ReplyId, correcting: Correcting) -> Result<Option<DeedId>> {
    require(member, Right::WorkInbox)?;
    let said = store::reply::find(tx, reply).await?.ok_or(MISSING_OURS)?;
    let correcting = correcting.checked()?;
    deed::do_one(tx, member, said.conversation, Change::OwnUp { reply, correcting }).await
}

/// Withdraws what an answer puts right, or lets it stand again. The deed by which it can be undone, when it did not stand so.
///
/// # Errors
/// `Forbidden`; `Missing`, also while the answer is not out: taking that back takes this back.
pub async fn step_correction(
    tx: &mut Tx,
    member: &Member,
    reply: ReplyId,
    step: CorrectionStep,
) -> Result<Option<DeedId>> {
    require(member, Right::WorkInbox)?;
    let said = store::reply::find(tx, reply).await?.ok_or(MISSING)?;
    deed::do_one(tx, member, said.conversation, Change::Correction { reply, step }).await
}

pub(crate) async fn own_up_in(
    tx: &mut Tx,
    by: By,
    on: ConversationId,
    reply: ReplyId,
    correcting: &Correcting,
) -> Result<()> {
    let Actor::Member(member) = by.actor else { return Err(MISSING_OURS) };
    let said = ours(tx, on, reply).await?;
    let thread = post::of_conversation(tx, on).await?;
    checked(tx, on, &thread, correcting).await?;
    // What was put off is said later than what was decided after it.
    let said_at = |one: &Reply| one.sent_at.unwrap_or(one.created_at);
    let is_before = match correcting.wrong {
        Wrong::Reply(wrong) => (said_at(&ours(tx, on, wrong).await?), wrong) >= (said_at(&said), reply),
        Wrong::Post(wrong) => thread.iter().any(|one| one.post.id == wrong && one.post.posted_at > said_at(&said)),
    };
    if is_before {
        return Err(CorrectionFault::Before.into());
    }
    match correction::of_reply(tx, reply).await? {
        Some(found) if found.correcting == *correcting && found.withdrawn.is_none() => return Ok(()),
        Some(_) => return Err(CorrectionFault::Taken.into()),
        None => {}
    }
    correction::make(tx, reply, member, correcting).await?;
    let data = by.told(told(&said, correcting));
    append(tx, EventKind::CorrectionMade, by.actor, Some(on), data).await?;
    Ok(())
}

pub(crate) async fn step_correction_in(
    tx: &mut Tx,
    by: By,
    on: ConversationId,
    reply: ReplyId,
    step: CorrectionStep,
) -> Result<()> {
    ours(tx, on, reply).await?;
    stand_so(tx, by, reply, step == CorrectionStep::Restore).await
}

/// Lets what an answer puts right stand, or be withdrawn.
pub(crate) async fn stand_so(tx: &mut Tx, by: By, reply: ReplyId, stands: bool) -> Result<()> {
    let Actor::Member(member) = by.actor else { return Err(MISSING) };
    let found = correction::of_reply(tx, reply).await?.ok_or(MISSING)?;
    if found.withdrawn.is_none() == stands {
        return Ok(());
    }
    let step = if stands { CorrectionStep::Restore } else { CorrectionStep::Withdraw };
    correction::withdraw(tx, reply, (!stands).then_some(member)).await?;
    let data = by.told(json!({ "reply": reply }));
    append(tx, step.event(), by.actor, Some(found.conversation), data).await?;
    Ok(())
}

/// Forgets that an answer puts something right: recording it was undone.
pub(crate) async fn take_back_own_up(tx: &mut Tx, by: By, reply: ReplyId) -> Result<()> {
    let Some(found) = correction::of_reply(tx, reply).await? else { return Ok(()) };
    correction::remove(tx, reply).await?;
    let data = by.told(json!({ "reply": reply }));
    append(tx, EventKind::CorrectionTakenBack, by.actor, Some(found.conversation), data).await?;
    Ok(())
}

/// Marks the answer that a member has begun in a conversation, or begins with these words, as one that puts a message of ours
/// right; they are put behind what is written already, and the fact goes along.
///
/// # Errors
/// `Forbidden`; `Missing` for what is no message of ours there that somebody was sent; `NothingToAnswer`; `Correction` with what
/// is wrong with it.
pub async fn begin_correction(
    tx: &mut Tx,
    member: &Member,
    id: ConversationId,
    (correcting, words): (Correcting, &str),
    fact: Option<FactUse>,
) -> Result<()> {
    require(member, Right::WorkInbox)?;
    let correcting = correcting.checked()?;
    let thread = post::of_conversation(tx, id).await?;
    checked(tx, id, &thread, &correcting).await?;
    let text = match draft::find(tx, id, member.id, DraftKind::Reply).await? {
        Some(begun) => format!("{begun}\n{words}"),
        None => words.to_owned(),
    };
    draft::keep(tx, id, member.id, DraftKind::Reply, &text).await?;
    draft::keep_correcting(tx, id, member.id, Some(&correcting)).await?;
    if let Some(fact) = fact {
        let fact = Said::Fact(fact);
        let mut said = draft::said(tx, id, member.id).await?;
        said.retain(|one| !one.is_of(fact));
        said.push(fact);
        draft::keep_said(tx, id, member.id, &said).await?;
    }
    Ok(())
}
