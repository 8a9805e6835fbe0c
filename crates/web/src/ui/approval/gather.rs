//! Gathers what pages show of approvals.

use std::collections::HashMap;

use model::{ApprovalOutcome, ApprovalPolicyId, ConversationId, MemberId, ReplyId, ReplyState, Right};
use store::approval::{self, Approval};
use store::reply::Reply;
use store::{StoreError, Tx, conversation, policy, reply_picture};
use wording::t;

use super::diff;
use super::view::{Standing, Waiting};
use super::words::{Asked, became, because};
use crate::auth::SignedIn;
use crate::failure::Answer;

/// Answers shown that wait: the first due.
const SHOWN: i64 = 200;

/// The names by which answers that need approval are told of.
pub(crate) struct Names<'a> {
    members: &'a HashMap<MemberId, String>,
    policies: HashMap<ApprovalPolicyId, String>,
}

impl<'a> Names<'a> {
    pub(crate) async fn gather(tx: &mut Tx, members: &'a HashMap<MemberId, String>) -> Result<Self, StoreError> {
        let policies = policy::all::<ApprovalPolicyId>(tx).await?;
        Ok(Self { members, policies: policies.into_iter().map(|policy| (policy.id, policy.name)).collect() })
    }

    fn asked(&self, asked: &Approval) -> Asked {
        let name = self.policies.get(&asked.policy.0).cloned().unwrap_or_default();
        Asked { policy: asked.policy.0, name, grounds: asked.grounds.clone() }
    }
}

/// How an answer stands that needed approval, for whoever looks.
pub(crate) async fn standing(
    tx: &mut Tx,
    who: &SignedIn,
    reply: &Reply,
    found: &Approval,
    names: &Names<'_>,
) -> Answer<Standing> {
    let waits = reply.state == ReplyState::NeedsApproval;
    let decided = found.decided.as_ref();
    let by = decided.and_then(|decided| decided.by).and_then(|id| names.members.get(&id));
    Ok(Standing {
        reply: reply.id,
        asked: names.asked(found),
        is_private: reply.is_private,
        due_at: found.due_at.filter(|_| waits && found.lapsed_at.is_none()),
        is_late: waits && found.lapsed_at.is_some(),
        may_decide: waits && inbox::may_approve(tx, &who.member, reply, found).await?,
        became: decided.map(|decided| became(decided.outcome, by.map(String::as_str))),
        // Nobody else changes the words; of whoever was erased they are not kept.
        changed: match decided.map(|decided| decided.outcome) {
            // What its pictures show may have been changed alone.
            Some(ApprovalOutcome::Edited) if !found.written.is_empty() && found.written != reply.text => {
                diff::pieces(&found.written, &reply.text)
            }
            _ => Vec::new(),
        },
    })
}

/// The same of each answer of a conversation that needed approval.
pub(crate) async fn of_conversation(
    tx: &mut Tx,
    who: &SignedIn,
    id: ConversationId,
    (replies, names): (&[Reply], &HashMap<MemberId, String>),
) -> Answer<HashMap<ReplyId, Standing>> {
    let found = approval::of_conversation(tx, id).await?;
    let mut standings = HashMap::new();
    if found.is_empty() {
        return Ok(standings);
    }
    let names = &Names::gather(tx, names).await?;
    for reply in replies {
        if let Some(found) = found.get(&reply.id) {
            standings.insert(reply.id, standing(tx, who, reply, found, names).await?);
        }
    }
    Ok(standings)
}

/// What will happen to an answer of whoever looks, where a policy asks for its approval.
pub(crate) async fn warning(tx: &mut Tx, who: &SignedIn, id: ConversationId) -> Answer<Option<String>> {
    if !who.member.role.may(Right::WorkInbox) {
        return Ok(None);
    }
    let asking = inbox::needs_approval(tx, &who.member, id).await?;
    Ok(asking.map(|asking| {
        let (policy, why) = (asking.policy.name, because(&asking.grounds));
        t!("This will wait for approval: “{policy}” asks for it, since {why}.", policy, why)
    }))
}

/// What waits to be decided.
pub(crate) async fn waiting(tx: &mut Tx, who: &SignedIn, names: &HashMap<MemberId, String>) -> Answer<Vec<Waiting>> {
    let found = approval::waiting(tx, SHOWN).await?;
    let known = Names::gather(tx, names).await?;
    let ids: Vec<ConversationId> = found.iter().map(|(_, reply)| reply.conversation).collect();
    let rows = conversation::rows(tx, &ids).await?;
    let with: HashMap<_, _> = rows.into_iter().map(|row| (row.conversation.id, row.author_name)).collect();
    let ids: Vec<ReplyId> = found.iter().map(|(_, reply)| reply.id).collect();
    let pictures = reply_picture::of_replies(tx, &ids).await?;
    let mut waiting = Vec::new();
    for (approval, reply) in found {
        waiting.push(Waiting {
            standing: standing(tx, who, &reply, &approval, &known).await?,
            conversation: reply.conversation,
            to: with.get(&reply.conversation).cloned().unwrap_or_default(),
            by: names.get(&reply.member).cloned().unwrap_or_default(),
            pictures: pictures.get(&reply.id).map_or(0, Vec::len),
            words: reply.text,
            asked_at: approval.asked_at,
        });
    }
    Ok(waiting)
}
