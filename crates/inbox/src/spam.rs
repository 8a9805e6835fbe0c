//! Spam is kept out of the lists and never deleted: it stands in a view of its own, until somebody says that it is none.

use model::{Actor, ConversationId, EventKind, Status};
use serde_json::{Value, json};
use store::conversation::{self, Conversation};
use store::event::append;
use store::{Tx, spam};

use crate::acts::known;
use crate::clocks::{Happened, keep_time};
use crate::deed::By;
use crate::{Result, alike};

/// Sets a conversation aside, or brings it back.
pub(crate) async fn set(tx: &mut Tx, actor: Actor, conversation: &mut Conversation, is_spam: bool) -> Result<()> {
    set_told(tx, actor, conversation, is_spam, json!({})).await
}

async fn set_told(
    tx: &mut Tx,
    actor: Actor,
    conversation: &mut Conversation,
    is_spam: bool,
    told: Value,
) -> Result<()> {
    if conversation.is_spam == is_spam {
        return Ok(());
    }
    spam::set(tx, conversation.id, is_spam).await?;
    conversation.is_spam = is_spam;
    let kind = if is_spam { EventKind::ConversationSetAside } else { EventKind::ConversationBroughtBack };
    append(tx, kind, actor, Some(conversation.id), told).await?;
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
    set(tx, actor, conversation, conversation.is_kept_aside || (is_all_spam && is_left)).await
}

/// Sets a conversation aside whatever is judged about it. A rule leaves alone what a member took up, or called no spam.
pub(crate) async fn set_aside_in(tx: &mut Tx, by: By, id: ConversationId) -> Result<()> {
    let mut found = known(tx, id).await?;
    if matches!(by.actor, Actor::Rule(_)) && (is_taken_up(&found) || spam::tally(tx, id).await?.cleared > 0) {
        return Ok(());
    }
    keep_aside(tx, by, &mut found, (true, true)).await
}

/// Keeps a conversation aside or not, and sets it aside or brings it back.
pub(crate) async fn keep_aside(
    tx: &mut Tx,
    by: By,
    conversation: &mut Conversation,
    (is_kept_aside, is_spam): (bool, bool),
) -> Result<()> {
    let was_kept_aside = std::mem::replace(&mut conversation.is_kept_aside, is_kept_aside);
    if was_kept_aside != is_kept_aside {
        conversation::save(tx, conversation).await?;
    }
    if is_kept_aside && !was_kept_aside && conversation.is_spam && is_spam {
        // It stands there already, and comes back no more by itself.
        let told = by.told(json!({}));
        append(tx, EventKind::ConversationSetAside, by.actor, Some(conversation.id), told).await?;
    }
    set_told(tx, by.actor, conversation, is_spam, by.told(json!({}))).await
}

fn is_taken_up(conversation: &Conversation) -> bool {
    matches!(conversation.status, Status::Open | Status::Waiting | Status::Snoozed)
}

/// What a rule or a macro said of a conversation holds no longer: a member looked at it since.
pub(crate) async fn no_longer_aside(tx: &mut Tx, conversation: &mut Conversation) -> Result<()> {
    if std::mem::take(&mut conversation.is_kept_aside) {
        conversation::save(tx, conversation).await?;
    }
    Ok(())
}

/// After a member gave it another status: whoever takes up what only a judge called spam brings it back. To put it away
/// is not to take it up.
pub(crate) async fn status_changed(tx: &mut Tx, actor: Actor, conversation: &mut Conversation) -> Result<()> {
    if conversation.is_spam && is_taken_up(conversation) && matches!(actor, Actor::Member(_)) {
        no_longer_aside(tx, conversation).await?;
        weigh(tx, actor, conversation).await?;
    }
    Ok(())
}
