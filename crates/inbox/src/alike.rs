//! Conversations that began with nearly the same words: in lists the later ones stand under the first, as long as nothing
//! else happens in them and it is our turn in all.

use model::{Actor, EventKind, Status};
use serde_json::json;
use store::conversation::{self, Conversation};
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
    let under = match near::find(tx, signature, conversation.opened_at, conversation.is_spam).await? {
        // Looked at again once nobody else can change it: it may have left the list, or its place, meanwhile.
        Some(under) => conversation::find(tx, under).await?.filter(|under| {
            let is_our_turn = matches!(under.status, Status::New | Status::Open);
            is_our_turn && under.is_spam == conversation.is_spam && under.alike_of.is_none()
        }),
        None => None,
    };
    match under.map(|under| under.id) {
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
