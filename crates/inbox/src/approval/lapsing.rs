//! What happens to an answer about which nobody decided in time.

use std::time::Duration;

use model::{Actor, ApprovalFallback, ApprovalOutcome, EventKind, NoticeKind, ReplyId, ReplyState};
use serde_json::json;
use store::event::append;
use store::reply::{self, Reply};
use store::{Tx, approval, conversation, notice};

use super::approvers;
use super::deciding::queue;
use crate::Result;
use crate::answer::{count_as_answered, take_back};
use crate::later::no_longer_goes;

/// Does what its policy says to an answer whose time for approval is over; whether it was. Done once, whoever looks.
///
/// # Errors
/// When the database fails; nothing of it happened then.
pub async fn lapse_approval(tx: &mut Tx, id: ReplyId) -> Result<bool> {
    // The answer first: its conversation is ours from then on, and what is asked about it changes with it only.
    let Some(mut reply) = reply::find(tx, id).await?.filter(|reply| reply.state == ReplyState::NeedsApproval) else {
        return Ok(false);
    };
    let Some(asked) = approval::find(tx, id).await? else { return Ok(false) };
    let is_over = asked.due_at.is_some_and(|due| due <= tx.now());
    if !is_over || asked.lapsed_at.is_some() || asked.decided.is_some() {
        return Ok(false);
    }
    approval::lapse(tx, id).await?;
    let data = json!({ "reply": id, "policy": asked.policy.0, "fallback": asked.fallback });
    append(tx, EventKind::ReplyApprovalLapsed, Actor::System, Some(reply.conversation), data).await?;
    match asked.fallback {
        ApprovalFallback::Remind => {
            let mut told = approvers(tx, &reply, None).await?;
            told.push(reply.member);
            for member in told {
                notice::tell(tx, member, NoticeKind::ApprovalLate, reply.conversation).await?;
            }
        }
        ApprovalFallback::Return => give_back(tx, &mut reply, "nobody approved it in time".into()).await?,
        ApprovalFallback::Send => send(tx, &mut reply).await?,
    }
    Ok(true)
}

/// Sends it as it is, unless something happened since that its author would want to know.
async fn send(tx: &mut Tx, reply: &mut Reply) -> Result<()> {
    if let Some(why) = no_longer_goes(tx, reply).await? {
        return give_back(tx, reply, why).await;
    }
    approval::settle(tx, reply.id, ApprovalOutcome::SentLate, None, None).await?;
    queue(tx, Actor::System, reply, Duration::ZERO).await?;
    if let Some(mut conversation) = conversation::find(tx, reply.conversation).await? {
        count_as_answered(tx, Actor::System, &mut conversation).await?;
    }
    notice::tell(tx, reply.member, NoticeKind::ApprovalLate, reply.conversation).await?;
    Ok(())
}

/// Gives an answer that waits for approval back to its author by itself, and says why.
pub(crate) async fn give_back(tx: &mut Tx, reply: &mut Reply, why: String) -> Result<()> {
    approval::settle(tx, reply.id, ApprovalOutcome::ReturnedLate, None, Some(&why)).await?;
    take_back(tx, Actor::System, reply, Some(why), EventKind::ReplyReturned).await?;
    notice::tell(tx, reply.member, NoticeKind::ReplyReturned, reply.conversation).await?;
    Ok(())
}
