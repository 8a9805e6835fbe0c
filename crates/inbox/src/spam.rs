//! Spam is kept out of the lists and never deleted: it stands in a view of its own, until somebody says that it is none.

use model::{Actor, EventKind, Status};
use serde_json::json;
use store::conversation::Conversation;
use store::event::append;
use store::{Tx, spam};

use crate::clocks::{Happened, keep_time};
use crate::{Result, alike};

/// Sets a conversation aside, or brings it back.
pub(crate) async fn set(tx: &mut Tx, actor: Actor, conversation: &mut Conversation, is_spam: bool) -> Result<()> {
    if conversation.is_spam == is_spam {
        return Ok(());
    }
    spam::set(tx, conversation.id, is_spam).await?;
    conversation.is_spam = is_spam;
    let kind = if is_spam { EventKind::ConversationSetAside } else { EventKind::ConversationBroughtBack };
    append(tx, kind, actor, Some(conversation.id), json!({})).await?;
    alike::part(tx, actor, conversation).await?;
    keep_time(tx, conversation, Happened::Nothing).await
}

/// Weighs a conversation anew whose judgements changed. It is set aside when every mention in it is spam, and nobody took
/// it up or a member said so.
pub(crate) async fn weigh(tx: &mut Tx, actor: Actor, conversation: &mut Conversation) -> Result<()> {
    let tally = spam::tally(tx, conversation.id).await?;
    let is_all_spam = tally.mentions > 0 && tally.spam == tally.mentions;
    // To put spam away is not to take it up.
    let is_put_away = conversation.is_spam && matches!(conversation.status, Status::Resolved | Status::Archived);
    let is_left = conversation.status == Status::New || is_put_away || tally.by_members > 0;
    set(tx, actor, conversation, is_all_spam && is_left).await
}

/// After a member gave it another status: whoever takes up what only a judge called spam brings it back. To put it away
/// is not to take it up.
pub(crate) async fn status_changed(tx: &mut Tx, actor: Actor, conversation: &mut Conversation) -> Result<()> {
    let is_taken_up = matches!(conversation.status, Status::Open | Status::Waiting | Status::Snoozed);
    if conversation.is_spam && is_taken_up && matches!(actor, Actor::Member(_)) {
        weigh(tx, actor, conversation).await?;
    }
    Ok(())
}
