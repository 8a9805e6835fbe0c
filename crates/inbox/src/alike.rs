//! Conversations that began with nearly the same words: in lists the later ones stand under the first, as long as nothing
//! else happens in them and it is our turn in all.

use model::{Actor, EventKind, Status};
use serde_json::json;
use store::conversation::Conversation;
use store::event::append;
use store::{Tx, near};

use crate::Result;

/// Finds the place of a conversation that just began, by the signature of its first words: under another, or where
/// others may come to stand under it. Words too short to be anybody's copy have no signature.
pub(crate) async fn begin(
    tx: &mut Tx,
    actor: Actor,
    conversation: &mut Conversation,
    signature: Option<u64>,
) -> Result<()> {
    let Some(signature) = signature else { return Ok(()) };
    match near::find(tx, signature, conversation.opened_at, conversation.is_spam).await? {
        Some(under) => {
            near::fold(tx, conversation.id, under).await?;
            conversation.alike_of = Some(under);
            let data = json!({ "under": under });
            append(tx, EventKind::ConversationFolded, actor, Some(conversation.id), data).await?;
        }
        None => near::keep(tx, conversation.id, signature, conversation.opened_at).await?,
    }
    Ok(())
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
    if conversation.alike_count > 0
        && !is_our_turn
        && let Some(first) = near::hand_over(tx, conversation).await?
    {
        let data = json!({ "under": conversation.id });
        append(tx, EventKind::ConversationUnfolded, actor, Some(first), data).await?;
    }
    Ok(())
}
