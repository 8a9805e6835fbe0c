//! Answers that wait until a second person has looked at them: whether one has to, and who may look.
//!
//! A policy is asked in the transaction in which an answer is given, whatever way it comes. What needs approval has no job;
//! approving makes one. Nobody approves what they wrote themselves.

mod deciding;
mod lapsing;

use model::{
    Actor, ApprovalGround, ApprovalPolicyId, EventKind, MemberId, NoticeKind, ReplyState, Right, TeamId, text_digest,
};
use serde_json::json;
use store::approval::{self, Approval};
use store::event::append;
use store::member::{self, Member};
use store::policy::{self, ApprovalPolicy};
use store::reply::{self, Reply};
use store::{Tx, notice, team};

pub use self::deciding::{Approving, RETURN_REASON_CHARS_MAX, approve, return_reply};
pub(crate) use self::lapsing::give_back;
pub use self::lapsing::lapse_approval;
use crate::calendar::hours_of;
use crate::condition::Condition;
use crate::{Result, own_picture};

/// That an answer needs approval.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The policy that asks for it: the first in their order that is for the answer.
    pub policy: ApprovalPolicy,
    /// Why it is for the answer.
    pub grounds: Vec<ApprovalGround>,
}

/// Whether what a member answers in a conversation needs approval, by what is said in it so far.
///
/// # Errors
/// When the database fails.
pub async fn needs_approval(tx: &mut Tx, who: &Member, conversation: model::ConversationId) -> Result<Option<Asking>> {
    for policy in policy::in_use::<ApprovalPolicyId>(tx).await? {
        if !policy.terms.is_for(who.id, who.role, tx.now()) {
            continue;
        }
        let condition = Condition::of(&policy.terms.query);
        // What nobody can read is not known to be harmless.
        let is_readable = !matches!(condition, Condition::Unreadable);
        if !is_readable || condition.holds(tx, conversation, None).await? {
            let grounds = policy.terms.grounds(is_readable);
            return Ok(Some(Asking { policy, grounds }));
        }
    }
    Ok(None)
}

/// Has an answer wait where a policy asks for it, and tells whoever may approve; whether it waits. What was decided once is not
/// asked again.
pub(crate) async fn ask(tx: &mut Tx, actor: Actor, author: &Member, reply: &mut Reply) -> Result<bool> {
    if approval::find(tx, reply.id).await?.is_some() {
        return Ok(false);
    }
    // The answer is kept already, so its own words are asked too.
    let Some(Asking { policy, grounds }) = needs_approval(tx, author, reply.conversation).await? else {
        return Ok(false);
    };
    let now = tx.now();
    let due_at = match policy.terms.deadline() {
        Some(length) => hours_of(tx, policy.terms.calendar).await?.after(now, length),
        None => None,
    };
    reply.state = reply.state.become_state(ReplyState::NeedsApproval)?;
    reply.state_reason = Some(format!("“{}” asks for approval", policy.name));
    reply::save(tx, reply).await?;
    let asked = Approval {
        reply: reply.id,
        policy: (policy.id, policy.version),
        grounds,
        team: policy.terms.team,
        fallback: policy.terms.fallback,
        written: reply.text.clone(),
        asked_at: now,
        due_at,
        lapsed_at: None,
        decided: None,
    };
    approval::ask(tx, &asked).await?;
    let mut data = json!({
        "reply": reply.id,
        "post": reply.post,
        "version_seen": reply.version_seen,
        "text_digest": text_digest(&reply.salt, &reply.text),
        "policy": policy.id,
        "version": policy.version,
        "grounds": asked.grounds,
        "due_at": due_at,
    });
    own_picture::tell(tx, reply, &mut data).await?;
    append(tx, EventKind::ReplyNeedsApproval, actor, Some(reply.conversation), data).await?;
    for approver in approvers(tx, reply, asked.team).await? {
        notice::tell(tx, approver, NoticeKind::ApprovalAsked, reply.conversation).await?;
    }
    Ok(true)
}

/// Who may approve an answer: of a team those who may approve at all; everybody who may, where nobody of the team does.
async fn approvers(tx: &mut Tx, reply: &Reply, team: Option<TeamId>) -> Result<Vec<MemberId>> {
    let may = |one: &Member| one.id != reply.member && one.disabled_at.is_none() && one.role.may(Right::ApproveReplies);
    let all: Vec<MemberId> = member::all(tx).await?.iter().filter(|one| may(one)).map(|one| one.id).collect();
    let Some(team) = team else { return Ok(all) };
    let found = team::find(tx, team).await?.filter(|team| team.archived_at.is_none());
    let members = found.map(|team| team.terms.members).unwrap_or_default();
    let of_team: Vec<MemberId> = all.iter().copied().filter(|id| members.contains(id)).collect();
    Ok(if of_team.is_empty() { all } else { of_team })
}

/// Whether a member may decide about an answer that waits.
///
/// # Errors
/// When the database fails.
pub async fn may_approve(tx: &mut Tx, who: &Member, reply: &Reply, asked: &Approval) -> Result<bool> {
    if !who.role.may(Right::ApproveReplies) || who.id == reply.member {
        return Ok(false);
    }
    // What nobody of the team decided in time is everybody's.
    let team = asked.team.filter(|_| asked.lapsed_at.is_none());
    if team.is_none() {
        return Ok(true);
    }
    Ok(approvers(tx, reply, team).await?.contains(&who.id))
}
