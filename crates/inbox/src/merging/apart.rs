//! Taking back what was merged or split: everything is where it was, and what came since is where it belongs.

use jiff::Timestamp;
use model::{ConversationId, Disposition, EventId, EventKind, Status};
use serde_json::json;
use store::conversation::{self, Conversation};
use store::event::append;
use store::{Tx, label, merge as rows, post, reply, subscriber};

use super::shape::Shape;
use super::waiting::{counts, weigh};
use super::{carry_drafts, carry_drafts_back, carry_pins, set_priority};
use crate::acts::{set_assignee, set_sla_policy, set_team};
use crate::clocks::{Happened, keep_time_of_both};
use crate::conversation::{change_status_in, set_outcome};
use crate::deed::By;
use crate::pinning::set_pinned;
use crate::subscribing::carry_subscribers;
use crate::triage::{end_decision, told};
use crate::{Result, elsewhere, spam};

/// What by its deed was merged or split.
pub(crate) struct Undone<'a> {
    /// How the other conversation stood before.
    pub(crate) before: &'a Shape,
    /// How it stood after.
    pub(crate) after: &'a Shape,
    /// Messages with a greater id came since.
    pub(crate) marked: EventId,
}

/// Lets a conversation stand for itself again that was merged; `false` when it does already, or one of both would be empty.
pub(crate) async fn unmerge(tx: &mut Tx, by: By, id: ConversationId, undone: Undone<'_>) -> Result<bool> {
    let Some(mut from) = conversation::find(tx, id).await? else { return Ok(false) };
    let Some(parent) = from.merged_into else { return Ok(false) };
    let Some(mut root) = rows::standing(tx, parent).await? else { return Ok(false) };
    let homes = rows::within(tx, id).await?;
    let (own, others): (Vec<_>, Vec<_>) =
        rows::homes(tx, root.id).await?.into_iter().partition(|(home, _)| homes.contains(home));
    if own.is_empty() || others.is_empty() {
        // What was said in one of them was split off: an empty conversation is nobody's.
        return Ok(false);
    }
    append(tx, EventKind::ConversationUnmerged, by.actor, Some(id), by.told(json!({ "from": root.id }))).await?;
    append(tx, EventKind::ConversationUnmerged, by.actor, Some(root.id), by.told(json!({ "of": id }))).await?;
    let is_left = Shape::of(tx, &root).await?.is_decided_as(undone.after);

    rows::set_merged(tx, id, None).await?;
    from.merged_into = None;
    root.version += 1;
    from.version = root.version;
    rows::move_messages(tx, &homes, id, from.version).await?;
    for one in [&mut from, &mut root] {
        rows::set_reshaped(tx, one).await?;
        rows::settle_topics(tx, one.id).await?;
    }
    carry_drafts_back(tx, id, root.id).await?;
    if root.id == parent {
        for label in undone.after.labels.iter().filter(|label| !undone.before.labels.contains(label)) {
            if label::take_off(tx, root.id, *label).await? {
                let data = by.told(json!({ "label": label }));
                append(tx, EventKind::ConversationUnlabelled, by.actor, Some(root.id), data).await?;
            }
        }
    }
    if root.id == parent {
        for member in undone.after.pinned_by.iter().filter(|one| !undone.before.pinned_by.contains(one)) {
            set_pinned(tx, by, root.id, (*member, false)).await?;
        }
        // Whom the other brought is told of that one alone again.
        for member in undone.after.told.iter().filter(|one| !undone.before.told.contains(one)) {
            subscriber::remove(tx, root.id, *member).await?;
        }
    }
    if root.id == parent && undone.before.heard != undone.after.heard {
        // What somebody said otherwise meanwhile is as they have it.
        if store::elsewhere::find(tx, root.id).await? == undone.after.heard {
            elsewhere::stand_so(tx, by, root.id, undone.before.heard.as_ref()).await?;
        }
    }
    follow_what_came(tx, by, &mut from, undone.marked).await?;
    if stand_anew(tx, &mut root, undone.before).await? && is_left {
        restore(tx, by, &mut root, undone.before).await?;
    } else {
        conversation::save(tx, &root).await?;
    }
    keep_time_of_both(tx, [id, root.id], Happened::ShapedBack).await?;
    Ok(true)
}

/// Puts what was split off back where it came from; `false` when it is there already.
pub(crate) async fn unsplit(tx: &mut Tx, by: By, own: ConversationId, undone: Undone<'_>) -> Result<bool> {
    let Some(mut own) = conversation::find(tx, own).await? else { return Ok(false) };
    let (Some(home), None) = (own.split_from, own.merged_into) else { return Ok(false) };
    let Some(mut root) = rows::standing(tx, home).await?.filter(|root| root.id != own.id) else { return Ok(false) };
    append(tx, EventKind::ConversationRejoined, by.actor, Some(own.id), by.told(json!({ "into": root.id }))).await?;
    append(tx, EventKind::ConversationRejoined, by.actor, Some(root.id), by.told(json!({ "from": own.id }))).await?;

    let homes = rows::within(tx, own.id).await?;
    root.version = root.version.max(own.version) + 1;
    own.version = root.version;
    rows::set_merged(tx, own.id, Some(home)).await?;
    rows::move_messages(tx, &homes, root.id, root.version).await?;
    for one in [&mut own, &mut root] {
        rows::set_reshaped(tx, one).await?;
        rows::settle_topics(tx, one.id).await?;
    }
    // What was put on it meanwhile is not lost.
    for label in label::of(tx, own.id).await? {
        if label::put_on(tx, root.id, label).await? {
            let data = by.told(json!({ "label": label }));
            append(tx, EventKind::ConversationLabelled, by.actor, Some(root.id), data).await?;
        }
    }
    carry_pins(tx, by, own.id, root.id).await?;
    elsewhere::carry(tx, by, own.id, root.id).await?;
    carry_drafts(tx, own.id, root.id).await?;
    carry_subscribers(tx, own.id, root.id).await?;
    let is_quiet = stand_anew(tx, &mut root, undone.before).await?;
    let comes_back = !is_quiet && own.status.is_active() && own.waiting_since.is_some() && !root.status.is_active();
    let status = if comes_back { Status::Open } else { root.status };
    change_status_in(tx, by, &mut root, status).await?;
    keep_time_of_both(tx, [own.id, root.id], Happened::ShapedBack).await?;
    Ok(true)
}

/// Says since when somebody waits; whether that is as before, since the same stands in it as before.
async fn stand_anew(tx: &mut Tx, root: &mut Conversation, before: &Shape) -> Result<bool> {
    if Shape::of(tx, root).await?.said == before.said {
        (root.waiting_since, root.active_at) = (before.waiting_since, before.active_at);
        return Ok(true);
    }
    weigh(tx, root).await?;
    Ok(false)
}

/// Lets what was decided about a conversation stand as it stood.
async fn restore(tx: &mut Tx, by: By, root: &mut Conversation, before: &Shape) -> Result<()> {
    set_assignee(tx, by, root, before.assignee).await?;
    set_team(tx, by, root, before.team).await?;
    set_priority(tx, by, root, before.priority).await?;
    set_sla_policy(tx, by, root, before.sla_policy).await?;
    if (root.disposition, root.silence_reason) != (before.disposition, before.silence_reason) {
        let until: Option<Timestamp> = before.snoozed_until.filter(|_| before.disposition == Some(Disposition::Watch));
        let data = told(root, before.disposition, before.silence_reason, until);
        append(tx, EventKind::ConversationTriaged, by.actor, Some(root.id), by.told(data)).await?;
        (root.disposition, root.silence_reason) = (before.disposition, before.silence_reason);
    }
    root.snoozed_until = before.snoozed_until;
    set_outcome(tx, by, root, before.outcome).await?;
    change_status_in(tx, by, root, before.status).await?;
    spam::keep_aside(tx, by, root, (before.is_kept_aside, before.is_spam)).await
}

/// Lets what was said while it stood in the other do to a conversation what it would have done to it alone.
async fn follow_what_came(tx: &mut Tx, by: By, from: &mut Conversation, marked: EventId) -> Result<()> {
    let thread = post::of_conversation(tx, from.id).await?;
    let replies = reply::of_conversation(tx, from.id).await?;
    let came = || thread.iter().filter(|one| one.post.id.0 > marked.0);
    let is_heard = came().any(|one| !one.author.is_ours && !one.reasons.is_empty());
    let is_answered =
        came().any(|one| one.author.is_ours) || replies.iter().any(|reply| reply.id.0 > marked.0 && counts(reply));
    let mut status = from.status;
    if is_heard || is_answered {
        weigh(tx, from).await?;
    }
    if is_heard {
        status = status.after_person_wrote();
        if let Some(told) = end_decision(from) {
            append(tx, EventKind::ConversationTriaged, by.actor, Some(from.id), by.told(told)).await?;
        }
    }
    if is_answered && from.waiting_since.is_none() {
        status = status.after_answer();
    }
    change_status_in(tx, by, from, status).await
}
