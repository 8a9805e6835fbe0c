//! Triage: what is to become of a conversation, decided in one stroke.
//!
//! A decision is about what was said until then: when the person writes again, or the time of a watched one is up, a new one
//! is due, and the event tells that the former ended.

use jiff::{SignedDuration, Timestamp};
use model::{Actor, Change, ConversationId, DeedId, Disposition, EventKind, SilenceReason, Status};
use serde_json::{Value, json};
use store::Tx;
use store::conversation::Conversation;
use store::event::append;
use store::member::Member;

use crate::acts::known;
use crate::conversation::change_status_in;
use crate::deed::{self, By};
use crate::{InboxError, Result};

/// How long a conversation is watched when nobody says how long.
pub const WATCHED: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What a member decides about a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is to become of it; `None` takes the former decision back.
    pub disposition: Option<Disposition>,
    /// Why nothing is said: needed to let it stand, possible when watching.
    pub reason: Option<SilenceReason>,
    /// Until when it is watched; [`WATCHED`] from now when absent.
    pub until: Option<Timestamp>,
}

impl Decision {
    /// The decision for this, without more.
    pub const fn of(disposition: Disposition) -> Self {
        Self { disposition: Some(disposition), reason: None, until: None }
    }

    /// Refuses what can be decided about no conversation at all.
    pub(crate) fn check(self, now: Timestamp) -> Result<()> {
        match self.disposition {
            Some(Disposition::LetStand) if self.reason.is_none() => Err(InboxError::SilenceNeedsReason),
            Some(Disposition::Watch) if self.until.is_some_and(|until| until <= now) => {
                Err(InboxError::WatchedUntilPast)
            }
            _ => Ok(()),
        }
    }
}

/// Decides what is to become of a conversation. To watch it puts it away until then, to let it stand resolves it, and
/// everything else keeps it open or opens it. The deed by which it can be undone, when it was not so already.
///
/// # Errors
/// `Forbidden`; `Missing`; `SilenceNeedsReason` when it is to stand without one; `WatchedUntilPast`.
pub async fn triage(tx: &mut Tx, member: &Member, id: ConversationId, decision: Decision) -> Result<Option<DeedId>> {
    let Decision { disposition, reason, until } = decision;
    deed::do_one(tx, member, id, Change::Decide { disposition, reason, until }).await
}

pub(crate) async fn triage_in(tx: &mut Tx, by: By, id: ConversationId, decision: Decision) -> Result<()> {
    let mut conversation = known(tx, id).await?;
    decision.check(tx.now())?;
    let Decision { disposition, reason, until } = decision;
    let reason = reason.filter(|_| disposition.is_some_and(Disposition::is_silence));
    let (status, until) = match disposition {
        Some(Disposition::Watch) => {
            let until = until.unwrap_or_else(|| tx.now().saturating_add(WATCHED).unwrap_or(Timestamp::MAX));
            (Status::Snoozed, Some(until))
        }
        Some(Disposition::LetStand) => (Status::Resolved, None),
        // What was answered stays so.
        _ if conversation.status == Status::Waiting => (Status::Waiting, None),
        _ => (Status::Open, None),
    };
    let stood = (conversation.disposition, conversation.silence_reason, conversation.snoozed_until);
    let told = told(&conversation, disposition, reason, until);
    (conversation.disposition, conversation.silence_reason) = (disposition, reason);
    conversation.snoozed_until = until;
    if stood != (disposition, reason, until) {
        append(tx, EventKind::ConversationTriaged, by.actor, Some(id), by.told(told)).await?;
    }
    change_status_in(tx, by, &mut conversation, status).await
}

/// Whether a decision holds in a conversation of this status: what is brought back from silence is to be decided anew.
pub(crate) const fn holds_with(disposition: Option<Disposition>, status: Status) -> bool {
    match disposition {
        Some(Disposition::Watch) => matches!(status, Status::Snoozed),
        Some(Disposition::LetStand) => matches!(status, Status::Resolved | Status::Archived),
        _ => true,
    }
}

/// Ends the decision that stands about a conversation, if any; whoever calls saves the conversation. What the event tells.
pub(crate) fn end_decision(conversation: &mut Conversation) -> Option<Value> {
    conversation.disposition?;
    let told = told(conversation, None, None, None);
    (conversation.disposition, conversation.silence_reason) = (None, None);
    Some(told)
}

/// Says that a conversation is answered where silence was decided before; whoever calls saves the conversation.
pub(crate) async fn answered(tx: &mut Tx, actor: Actor, conversation: &mut Conversation) -> Result<()> {
    if conversation.disposition.is_some_and(Disposition::is_silence) {
        let told = told(conversation, Some(Disposition::Respond), None, None);
        (conversation.disposition, conversation.silence_reason) = (Some(Disposition::Respond), None);
        append(tx, EventKind::ConversationTriaged, actor, Some(conversation.id), told).await?;
    }
    Ok(())
}

pub(crate) fn told(
    before: &Conversation,
    after: Option<Disposition>,
    reason: Option<SilenceReason>,
    until: Option<Timestamp>,
) -> Value {
    json!({ "before": before.disposition, "after": after, "reason": reason, "until": until })
}
