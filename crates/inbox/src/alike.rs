//! Conversations that began with nearly the same words: in lists the later ones stand under the first, as long as nothing
//! else happens in them and it is our turn in all.

use model::{Actor, EventKind, Status};
use serde_json::json;
use store::conversation::Conversation;
use store::event::append;
use store::{Tx, near};

use crate::Result;

/// Whether others that are spam, or not, may come to stand under a conversation that began like them.
pub(crate) fn may_carry(under: &Conversation, is_spam: bool) -> bool {
    matches!(under.status, Status::New | Status::Open)
        && under.is_spam == is_spam
        && under.alike_of.is_none()
        && under.merged_into.is_none()
}

/// Lets a conversation stand for itself, in which more happened than the words that others said too.
pub(crate) async fn stand_alone(tx: &mut Tx, actor: Actor, conversation: &mut Conversation) -> Result<()> {
    if let Some(under) = conversation.alike_of {
        near::unfold(tx, conversation).await?;
        let data = json!({ "under": under });
        append(tx, EventKind::ConversationUnfolded, actor, Some(conversation.id), data).await?;
    }
    Ok(())
}

/// After a change of status: nobody waits under a conversation that leaves the list.
pub(crate) async fn status_changed(tx: &mut Tx, actor: Actor, conversation: &mut Conversation) -> Result<()> {
    stand_alone(tx, actor, conversation).await?;
    let is_our_turn = matches!(conversation.status, Status::New | Status::Open);
    if is_our_turn { Ok(()) } else { hand_over(tx, actor, conversation).await }
}

/// After it was set aside or brought back, or its first words changed: it stands in another list, or says something else,
/// than those alike.
pub(crate) async fn part(tx: &mut Tx, actor: Actor, conversation: &mut Conversation) -> Result<()> {
    stand_alone(tx, actor, conversation).await?;
    hand_over(tx, actor, conversation).await
}

/// Lets the first of those that stand under a conversation take its place.
async fn hand_over(tx: &mut Tx, actor: Actor, conversation: &mut Conversation) -> Result<()> {
    if conversation.alike_count > 0
        && let Some(first) = near::hand_over(tx, conversation).await?
    {
        let data = json!({ "under": conversation.id });
        append(tx, EventKind::ConversationUnfolded, actor, Some(first), data).await?;
    }
    Ok(())
}
