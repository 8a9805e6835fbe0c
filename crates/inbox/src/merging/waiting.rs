//! Since when somebody waits in a conversation whose messages are others than before.

use model::ReplyState;
use store::Tx;
use store::conversation::Conversation;
use store::post::{self, ThreadPost};
use store::reply::{self, Reply};

use crate::Result;

/// Says anew since when somebody outside waits, and when something was last said; whoever calls saves the conversation.
pub(super) async fn weigh(tx: &mut Tx, conversation: &mut Conversation) -> Result<()> {
    let thread = post::of_conversation(tx, conversation.id).await?;
    let replies = reply::of_conversation(tx, conversation.id).await?;
    let answered_at = replies.iter().filter(|reply| counts(reply)).map(|reply| reply.created_at).max();
    let ours_at = thread.iter().filter(|one| one.author.is_ours).map(|one| one.post.posted_at).max();
    let spoke_at = |one: &ThreadPost| one.post.posted_at.min(one.post.received_at);
    let mentions = || thread.iter().filter(|one| !one.author.is_ours && !one.reasons.is_empty());
    let unanswered = mentions().filter(|one| {
        answered_at.is_none_or(|at| one.post.received_at > at) && ours_at.is_none_or(|at| one.post.posted_at > at)
    });
    conversation.waiting_since = unanswered.map(spoke_at).min();
    let last = mentions().map(spoke_at).max().max(answered_at);
    conversation.active_at = last.unwrap_or(conversation.active_at);
    Ok(())
}

/// Whether an answer went out or is to go out by itself.
pub(super) fn counts(reply: &Reply) -> bool {
    reply.state.is_out() || reply.state.is_under_way() || reply.state == ReplyState::Unknown
}
