//! What was promised to people outside: saying so, keeping it with what shows it, moving its date, breaking or withdrawing it
//! with the reason, and being told in time.

use model::{
    Actor, Change, CommitmentAct, CommitmentId, CommitmentStand, CommitmentState, CommitmentStep, ConversationId,
    DeedId, EventKind, MemberId, NoticeKind, Promising, Proof, Right,
};
use serde_json::json;
use store::commitment::{self, Commitment, NewCommitment};
use store::event::append;
use store::member::Member;
use store::{Tx, conversation, notice};

use crate::acts::{known, may_be_given, require};
use crate::deed::{self, By};
use crate::obligation::ours;
use crate::{InboxError, Result};

const MISSING: InboxError = InboxError::Missing("this promise");

/// Says that something is promised in a conversation. The deed by which it can be undone, unless the same is promised already.
///
/// # Errors
/// `Forbidden`; `Missing`, also for a message that is not of ours in it; `Commitment` with what is wrong with it.
pub async fn commit(tx: &mut Tx, member: &Member, id: ConversationId, promising: Promising) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Commit { promising }).await
}

/// Does something about what was promised; `seen` is the version that was looked at. The deed by which it can be undone, when
/// it did not stand so already.
///
/// # Errors
/// `Forbidden`; `Missing`; `CommitmentChanged` where somebody changed it since; `Commitment` with what is wrong.
pub async fn step_commitment(
    tx: &mut Tx,
    member: &Member,
    id: CommitmentId,
    seen: Option<i64>,
    step: CommitmentStep,
) -> Result<Option<DeedId>> {
    require(member, Right::WorkInbox)?;
    let found = commitment::find(tx, id).await?.ok_or(MISSING)?;
    if seen.is_some_and(|seen| seen != found.version) {
        return Err(InboxError::CommitmentChanged { version: found.version });
    }
    deed::do_one(tx, member, found.conversation, Change::Commitment { commitment: id, step }).await
}

/// The same that is promised in a conversation already, if it is.
pub async fn promised_alike(tx: &mut Tx, id: ConversationId, promising: &Promising) -> Result<Option<Commitment>> {
    let all = commitment::of_conversations(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let is_alike = |one: &Commitment| {
        one.stand.state == CommitmentState::Open
            && (one.stand.words.as_str(), one.reply) == (promising.words.trim(), promising.reply)
    };
    Ok(all.into_iter().find(is_alike))
}

/// Refuses what can be promised in no conversation.
pub(crate) async fn check_promising(tx: &mut Tx, by: MemberId, promising: &Promising) -> Result<()> {
    promising.stand(by, tx.now())?;
    match promising.member {
        Some(member) => may_be_given(tx, member).await,
        None => Ok(()),
    }
}

pub(crate) async fn commit_in(tx: &mut Tx, by: By, id: ConversationId, promising: &Promising) -> Result<()> {
    known(tx, id).await?;
    let Actor::Member(member) = by.actor else { return Err(MISSING) };
    check_promising(tx, member, promising).await?;
    if promised_alike(tx, id, promising).await?.is_some() {
        return Ok(());
    }
    let reply = match promising.reply {
        Some(reply) => Some((reply, ours(tx, id, reply).await?.home)),
        None => None,
    };
    let now = tx.now();
    let stand = promising.stand(member, now)?;
    let tell_at = Some(stand.remind_at(now));
    let made = commitment::make(tx, NewCommitment { conversation: id, reply, stand: &stand, tell_at }).await?;
    tell(tx, by, &made, None, (CommitmentAct::Commit, None)).await
}

pub(crate) async fn step_commitment_in(
    tx: &mut Tx,
    by: By,
    on: ConversationId,
    id: CommitmentId,
    step: &CommitmentStep,
) -> Result<()> {
    let mut found = commitment::find(tx, id).await?.filter(|one| one.conversation == on).ok_or(MISSING)?;
    let now = tx.now();
    let mut at = now;
    if let CommitmentStep::Keep { proof: Proof::Message { reply } } = step {
        // It was kept when that was said, whenever somebody writes it down.
        at = ours(tx, on, *reply).await?.sent_at.unwrap_or(now);
    }
    let after = found.stand.after(step, at, now)?;
    if after.member != found.stand.member {
        may_be_given(tx, after.member).await?;
    }
    if after == found.stand {
        return Ok(());
    }
    let before = found.stand.clone();
    stand_so(tx, &mut found, after).await?;
    tell(tx, by, &found, Some(&before), (step.act(), step.why())).await
}

/// Keeps how a commitment stands, and when somebody is told of it next.
async fn stand_so(tx: &mut Tx, one: &mut Commitment, stand: CommitmentStand) -> Result<()> {
    let now = tx.now();
    let (is_open, is_ahead) = (stand.state == CommitmentState::Open, stand.due_at > now);
    if is_ahead {
        one.late_at = None;
    }
    one.tell_at = match (is_open, is_ahead, one.late_at) {
        (true, true, _) if one.stand.due_at == stand.due_at && one.stand.state == stand.state => one.tell_at,
        (true, true, _) => Some(stand.remind_at(now)),
        (true, false, None) => Some(stand.due_at),
        _ => None,
    };
    one.stand = stand;
    Ok(commitment::save(tx, one).await?)
}

/// Keeps what happened to a commitment, appends the event that tells of it, and tells whoever answers for it from now on.
async fn tell(
    tx: &mut Tx,
    by: By,
    one: &Commitment,
    before: Option<&CommitmentStand>,
    (act, why): (CommitmentAct, Option<&str>),
) -> Result<()> {
    commitment::note(tx, one, act, by.actor, why).await?;
    let stand = &one.stand;
    let data = json!({
        "commitment": one.id,
        "member": stand.member,
        "due_at": stand.due_at,
        "before": before.map(|before| before.state),
        "after": stand.state,
        "late": (stand.state != CommitmentState::Open).then(|| stand.was_kept_late()),
    });
    append(tx, act.event(), by.actor, Some(one.conversation), by.told(data)).await?;
    let is_news = before.is_none_or(|before| before.member != stand.member);
    if is_news && act != CommitmentAct::TakeBack && by.actor != Actor::Member(stand.member) {
        notice::tell(tx, stand.member, NoticeKind::PromiseGiven, one.conversation).await?;
    }
    Ok(())
}

/// Takes back that something was promised: it never was.
pub(crate) async fn take_back_promise(tx: &mut Tx, by: By, id: CommitmentId) -> Result<()> {
    let Some(found) = commitment::find(tx, id).await? else { return Ok(()) };
    let data = by.told(json!({ "commitment": id }));
    append(tx, CommitmentAct::TakeBack.event(), by.actor, Some(found.conversation), data).await?;
    Ok(commitment::remove(tx, id).await?)
}

/// Lets a commitment stand again as it stood before a step.
pub(crate) async fn take_back_step(tx: &mut Tx, by: By, id: CommitmentId, stood: CommitmentStand) -> Result<()> {
    let Some(mut found) = commitment::find(tx, id).await? else { return Ok(()) };
    let before = found.stand.clone();
    stand_so(tx, &mut found, stood).await?;
    tell(tx, by, &found, Some(&before), (CommitmentAct::TakeBack, None)).await
}

/// Tells of at most so many promises whose date is near, or over; how many there were.
///
/// # Errors
/// When the database fails; nobody was told then.
pub async fn tell_of_promises(tx: &mut Tx, limit: i64) -> Result<usize> {
    let (due, now) = (commitment::to_tell(tx, limit).await?, tx.now());
    let mut told = 0;
    for id in due {
        // Another server may have told of it meanwhile.
        let Some(mut one) = commitment::find(tx, id).await? else { continue };
        if one.tell_at.is_none_or(|at| at >= now) {
            continue;
        }
        let kind = match one.stand.due_at < now {
            true => {
                (one.tell_at, one.late_at) = (None, Some(one.stand.due_at));
                let data = json!({ "commitment": id, "member": one.stand.member, "due_at": one.stand.due_at });
                append(tx, EventKind::CommitmentLate, Actor::System, Some(one.conversation), data).await?;
                NoticeKind::PromiseLate
            }
            false => {
                one.tell_at = Some(one.stand.due_at);
                NoticeKind::PromiseNear
            }
        };
        commitment::told(tx, &one).await?;
        if let Some(member) = answers_for(tx, &one).await? {
            notice::tell(tx, member, kind, one.conversation).await?;
        }
        told += 1;
    }
    Ok(told)
}

/// Who is told of a commitment: whoever answers for it, or has the conversation where they left.
async fn answers_for(tx: &mut Tx, one: &Commitment) -> Result<Option<MemberId>> {
    let assignee = conversation::find(tx, one.conversation).await?.and_then(|found| found.assignee);
    for member in [Some(one.stand.member), assignee].into_iter().flatten() {
        if may_be_given(tx, member).await.is_ok() {
            return Ok(Some(member));
        }
    }
    Ok(None)
}
