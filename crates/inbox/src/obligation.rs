//! What functions owe on conversations: saying so, taking it on, handing it over, doing it with its proof, saying no.
//!
//! The conversation may be answered and done towards the person meanwhile; what is owed stays on the desk that owes it.

use model::{
    Actor, Change, ConversationId, DeedId, MemberId, NoticeKind, ObligationAct, ObligationId, ObligationStand,
    ObligationStep, Owing, Proof, ReplyId, Right,
};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::obligation::{self, NewObligation, Obligation};
use store::reply::Reply;
use store::{Tx, merge, notice, post, reply};

use crate::acts::{known, may_be_given, require};
use crate::deed::{self, By};
use crate::{InboxError, Result};

const MISSING: InboxError = InboxError::Missing("this obligation");

/// Says that a function owes something on a conversation. The deed by which it can be undone, unless the same is owed already.
///
/// # Errors
/// `Forbidden`; `Missing`, also for a message that is not in it; `Merged`; `Obligation` with what is wrong with it.
pub async fn owe(tx: &mut Tx, member: &Member, id: ConversationId, owing: Owing) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Owe { owing }).await
}

/// Does something about what is owed; `seen` is the version that was looked at. The deed by which it can be undone, when it
/// did not stand so already.
///
/// # Errors
/// `Forbidden`; `Missing`; `ObligationChanged` where somebody changed it since; `Obligation` with what is wrong.
pub async fn step_obligation(
    tx: &mut Tx,
    member: &Member,
    id: ObligationId,
    seen: Option<i64>,
    step: ObligationStep,
) -> Result<Option<DeedId>> {
    require(member, Right::WorkInbox)?;
    let found = obligation::find(tx, id).await?.ok_or(MISSING)?;
    if seen.is_some_and(|seen| seen != found.version) {
        return Err(InboxError::ObligationChanged { version: found.version });
    }
    deed::do_one(tx, member, found.conversation, Change::Obligation { obligation: id, step }).await
}

/// The same that is owed on a conversation already, if it is.
pub async fn owed_alike(tx: &mut Tx, id: ConversationId, owing: &Owing) -> Result<Option<Obligation>> {
    let on = obligation::of_conversations(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let is_alike = |one: &Obligation| {
        let of = &one.stand;
        of.state.is_owed()
            && (one.kind, of.function, of.words.as_str(), one.post)
                == (owing.kind, owing.function, owing.words.trim(), owing.post)
    };
    Ok(on.into_iter().find(is_alike))
}

/// Refuses what can be owed on no conversation.
pub(crate) async fn check_owing(tx: &mut Tx, owing: &Owing) -> Result<()> {
    owing.stand(tx.now())?;
    match owing.member {
        Some(member) => may_be_given(tx, member).await,
        None => Ok(()),
    }
}

pub(crate) async fn owe_in(tx: &mut Tx, by: By, id: ConversationId, owing: &Owing) -> Result<()> {
    known(tx, id).await?;
    check_owing(tx, owing).await?;
    if owed_alike(tx, id, owing).await?.is_some() {
        return Ok(());
    }
    let about = match owing.post {
        None => None,
        Some(id_of_post) => {
            let found = post::find(tx, id_of_post).await?.filter(|post| post.conversation == Some(id));
            let found = found.ok_or(InboxError::Missing("this message"))?;
            Some((id_of_post, found.home))
        }
    };
    let stand = owing.stand(tx.now())?;
    let new = NewObligation { conversation: id, post: about, kind: owing.kind, stand: &stand };
    let made = obligation::make(tx, new).await?;
    tell(tx, by, &made, None, (ObligationAct::Owe, None)).await
}

pub(crate) async fn step_in(
    tx: &mut Tx,
    by: By,
    on: ConversationId,
    id: ObligationId,
    step: &ObligationStep,
) -> Result<()> {
    let mut found = obligation::find(tx, id).await?.filter(|one| one.conversation == on).ok_or(MISSING)?;
    let Actor::Member(member) = by.actor else { return Err(MISSING) };
    let after = found.stand.after(found.kind, step, member, tx.now())?;
    if let Some(asked) = after.member.filter(|asked| Some(*asked) != found.stand.member && *asked != member) {
        may_be_given(tx, asked).await?;
    }
    if let Some(Proof::Message { reply }) = &after.proof
        && found.stand.proof != after.proof
    {
        ours(tx, on, *reply).await?;
    }
    if after == found.stand {
        return Ok(());
    }
    let before = found.stand.clone();
    obligation::save(tx, &mut found, after).await?;
    tell(tx, by, &found, Some(&before), (step.act(), step.why())).await
}

/// A message of ours in a conversation that somebody was sent.
pub(crate) async fn ours(tx: &mut Tx, on: ConversationId, id: ReplyId) -> Result<Reply> {
    let missing = InboxError::Missing("this message of ours");
    let found = reply::find(tx, id).await?.ok_or(missing)?;
    let stands = merge::standing(tx, found.conversation).await?.is_some_and(|standing| standing.id == on);
    if stands && found.state.is_out() { Ok(found) } else { Err(InboxError::Missing("this message of ours")) }
}

/// Keeps what happened to an obligation, appends the event that tells of it, and tells whoever is asked to see to it.
async fn tell(
    tx: &mut Tx,
    by: By,
    one: &Obligation,
    before: Option<&ObligationStand>,
    (act, why): (ObligationAct, Option<&str>),
) -> Result<()> {
    obligation::note(tx, one, act, by.actor, why).await?;
    let stand = &one.stand;
    let data = json!({
        "obligation": one.id,
        "kind": one.kind,
        "function": stand.function,
        "from": before.map(|before| before.function).filter(|from| *from != stand.function),
        "member": stand.member,
        "before": before.map(|before| before.state),
        "after": stand.state,
    });
    append(tx, act.event(), by.actor, Some(one.conversation), by.told(data)).await?;
    let is_asked = |member: &MemberId| {
        stand.state.is_owed()
            && Some(*member) != before.and_then(|before| before.member)
            && by.actor != Actor::Member(*member)
            && act != ObligationAct::TakeBack
    };
    if let Some(asked) = stand.member.filter(is_asked) {
        notice::tell(tx, asked, NoticeKind::Asked, one.conversation).await?;
    }
    Ok(())
}

/// Takes back that something is owed: it never was.
pub(crate) async fn take_back_owing(tx: &mut Tx, by: By, id: ObligationId) -> Result<()> {
    let Some(found) = obligation::find(tx, id).await? else { return Ok(()) };
    let data = json!({ "obligation": id, "kind": found.kind, "function": found.stand.function });
    append(tx, ObligationAct::TakeBack.event(), by.actor, Some(found.conversation), by.told(data)).await?;
    Ok(obligation::remove(tx, id).await?)
}

/// Lets an obligation stand again as it stood before a step.
pub(crate) async fn take_back_step(tx: &mut Tx, by: By, id: ObligationId, stood: ObligationStand) -> Result<()> {
    let Some(mut found) = obligation::find(tx, id).await? else { return Ok(()) };
    let before = std::mem::replace(&mut found.stand, stood.clone());
    obligation::save(tx, &mut found, stood).await?;
    tell(tx, by, &found, Some(&before), (ObligationAct::TakeBack, None)).await
}
