//! Changes of a conversation that several acts share.

use model::{Actor, EventKind, Status};
use serde_json::json;
use store::Tx;
use store::conversation::{Conversation, save};
use store::event::append;

use crate::{Result, alike, spam};

/// Gives a conversation another status and tells of it; keeping the same status tells nothing.
pub(crate) async fn change_status(
    tx: &mut Tx,
    actor: Actor,
    conversation: &mut Conversation,
    status: Status,
) -> Result<()> {
    let before = std::mem::replace(&mut conversation.status, status);
    if status != Status::Snoozed {
        conversation.snoozed_until = None;
    }
    save(tx, conversation).await?;
    if before != status {
        let data = json!({ "before": before, "after": status });
        append(tx, EventKind::ConversationStatusChanged, actor, Some(conversation.id), data).await?;
        spam::status_changed(tx, actor, conversation).await?;
        alike::status_changed(tx, actor, conversation).await?;
    }
    Ok(())
}
