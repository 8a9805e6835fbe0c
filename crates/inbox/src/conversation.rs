//! Changes of a conversation that several acts share.

use model::{Actor, EventKind, Outcome, Status};
use serde_json::json;
use store::Tx;
use store::conversation::{Conversation, save};
use store::event::append;

use crate::clocks::{Happened, keep_time};
use crate::deed::{By, Part};
use crate::giving::give_out_later;
use crate::subscribing::tell_subscribers;
use crate::{Result, alike, spam};

/// Gives a conversation another status and tells of it; keeping the same status tells nothing.
pub(crate) async fn change_status(
    tx: &mut Tx,
    actor: Actor,
    conversation: &mut Conversation,
    status: Status,
) -> Result<()> {
    change_status_in(tx, By { actor, part: None }, conversation, status).await
}

/// As [`change_status`], by whoever does or undoes it among others.
pub(crate) async fn change_status_in(
    tx: &mut Tx,
    by: By,
    conversation: &mut Conversation,
    status: Status,
) -> Result<()> {
    let actor = by.actor;
    let before = std::mem::replace(&mut conversation.status, status);
    if status != Status::Snoozed {
        conversation.snoozed_until = None;
    }
    if !status.has_outcome() {
        conversation.outcome = None;
    }
    save(tx, conversation).await?;
    if before != status {
        if before.is_active() && !status.is_active() && conversation.assignee.is_some() {
            // Whoever had it has room for another.
            give_out_later(tx).await?;
        }
        let data = by.told(json!({ "before": before, "after": status }));
        append(tx, EventKind::ConversationStatusChanged, actor, Some(conversation.id), data).await?;
        spam::status_changed(tx, actor, conversation).await?;
        alike::status_changed(tx, actor, conversation).await?;
        let happened = match by.part {
            Some(Part::Undoing(_)) => Happened::TakenBack,
            Some(Part::Of(_) | Part::Ruled(..)) | None => Happened::Nothing,
        };
        keep_time(tx, conversation, happened).await?;
        if before.has_outcome() != status.has_outcome() {
            let by = if let Actor::Member(member) = actor { Some(member) } else { None };
            tell_subscribers(tx, &[conversation.id], by).await?;
        }
    }
    Ok(())
}

/// Says what came of a conversation, and tells of it; whoever calls saves it.
pub(crate) async fn set_outcome(tx: &mut Tx, by: By, one: &mut Conversation, outcome: Option<Outcome>) -> Result<()> {
    let before = std::mem::replace(&mut one.outcome, outcome);
    if before != outcome {
        let data = by.told(json!({ "before": before, "after": outcome }));
        append(tx, EventKind::ConversationOutcomeSaid, by.actor, Some(one.id), data).await?;
    }
    Ok(())
}
