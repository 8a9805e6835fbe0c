//! Merging two conversations into one, and splitting a message out of one: what is said later goes where it belongs by
//! then, and both can be taken back.
//!
//! What was merged keeps its row, its thread and how it stood; its messages stand in the other and know where they are at
//! home. So nothing is copied, and nothing is lost by taking it back.

mod apart;
mod shape;
mod split;
mod waiting;

use model::{Change, ConversationId, DeedId, Disposition, EventKind, PostId, Priority, Status};
use serde_json::json;
use store::conversation::{self, Conversation};
use store::draft::{self, Draft, DraftKind};
use store::event::append;
use store::member::Member;
use store::{Tx, draft_picture, label, merge as rows, pin};

use crate::acts::{set_assignee, set_sla_policy, set_team};
use crate::clocks::{Happened, keep_time_of_both};
use crate::conversation::{change_status_in, set_outcome};
use crate::deed::{self, By};
use crate::giving::wait_like;
use crate::pinning::set_pinned;
use crate::subscribing::carry_subscribers;
use crate::triage::{holds_with, told};
use crate::{InboxError, Result, alike, drafting, elsewhere, spam};

pub(crate) use apart::{Undone, unmerge, unsplit};
pub(crate) use shape::Shape;
pub(crate) use split::split_in;

const MISSING: InboxError = InboxError::Missing("this conversation");

/// Merges a conversation into another, in which everything of both stands from now on. The deed by which it can be undone,
/// when they were not one already.
///
/// The other keeps its assignee and its team, or gets them; it has the labels of both, and is as urgent as the more urgent of them.
///
/// # Errors
/// `Forbidden`; `Missing`; `Merged` when it stands in a third one; `WithItself`.
pub async fn merge(tx: &mut Tx, member: &Member, id: ConversationId, into: ConversationId) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Merge { into }).await
}

/// Splits a message, and what follows it, out of a conversation into one of its own, where later answers to it go too.
/// The deed by which it can be undone.
///
/// # Errors
/// `Forbidden`; `Missing`, also for a message that is not of somebody else in it; `Merged`; `NothingLeft` when nothing that
/// somebody said would be left.
pub async fn split(tx: &mut Tx, member: &Member, id: ConversationId, post: PostId) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Split { post }).await
}

pub(crate) async fn merge_in(tx: &mut Tx, by: By, id: ConversationId, into: ConversationId) -> Result<()> {
    if id == into {
        return Err(InboxError::WithItself);
    }
    // In the order of their ids, as everywhere: who changes conversations waits in one order.
    conversation::of_ids(tx, &[id, into]).await?;
    let mut from = conversation::find(tx, id).await?.ok_or(MISSING)?;
    let mut to = rows::standing(tx, into).await?.ok_or(MISSING)?;
    let now_in = rows::standing(tx, id).await?.ok_or(MISSING)?;
    if now_in.id == to.id {
        // They are one already; whichever of both it is called by.
        return Ok(());
    }
    if from.merged_into.is_some() {
        return Err(InboxError::Merged { into: now_in.id });
    }
    append(tx, EventKind::ConversationMerged, by.actor, Some(id), by.told(json!({ "into": to.id }))).await?;
    append(tx, EventKind::ConversationMerged, by.actor, Some(to.id), by.told(json!({ "from": id }))).await?;
    alike::part(tx, by.actor, &mut from).await?;
    alike::part(tx, by.actor, &mut to).await?;

    let homes = rows::within(tx, id).await?;
    to.version = to.version.max(from.version) + 1;
    from.version = to.version;
    rows::set_merged(tx, id, Some(to.id)).await?;
    rows::move_messages(tx, &homes, to.id, to.version).await?;
    rows::set_reshaped(tx, &mut from).await?;
    rows::set_reshaped(tx, &mut to).await?;
    rows::settle_topics(tx, to.id).await?;
    for label in label::of(tx, id).await? {
        if label::put_on(tx, to.id, label).await? {
            let data = by.told(json!({ "label": label }));
            append(tx, EventKind::ConversationLabelled, by.actor, Some(to.id), data).await?;
        }
    }
    carry_pins(tx, by, id, to.id).await?;
    elsewhere::carry(tx, by, id, to.id).await?;
    carry_drafts(tx, id, to.id).await?;
    carry_subscribers(tx, id, to.id).await?;
    if !from.is_spam {
        spam::keep_aside(tx, by, &mut to, (false, false)).await?;
    }
    join(tx, by, &from, &mut to).await?;
    wait_like(tx, id, &to).await?;
    keep_time_of_both(tx, [id, to.id], Happened::Reshaped).await
}

/// Whoever keeps one at the top of their lists has the other there.
async fn carry_pins(tx: &mut Tx, by: By, from: ConversationId, to: ConversationId) -> Result<()> {
    for member in pin::holders(tx, from).await? {
        set_pinned(tx, by, to, (member, true)).await?;
    }
    Ok(())
}

/// Lets a conversation stand as both together stand.
async fn join(tx: &mut Tx, by: By, from: &Conversation, to: &mut Conversation) -> Result<()> {
    to.waiting_since = [from.waiting_since, to.waiting_since].into_iter().flatten().min();
    to.active_at = to.active_at.max(from.active_at);
    let (assignee, team) = (to.assignee.or(from.assignee), to.team.or(from.team));
    set_assignee(tx, by, to, assignee).await?;
    set_team(tx, by, to, team).await?;
    set_priority(tx, by, to, higher(from.priority, to.priority)).await?;
    set_sla_policy(tx, by, to, to.sla_policy.or(from.sla_policy)).await?;
    let (status, until) = more_urgent((from.status, from.snoozed_until), (to.status, to.snoozed_until));
    let (disposition, reason) = decided(from, to, status);
    if disposition != to.disposition {
        let data = told(to, disposition, reason, until.filter(|_| disposition == Some(Disposition::Watch)));
        append(tx, EventKind::ConversationTriaged, by.actor, Some(to.id), by.told(data)).await?;
    }
    (to.disposition, to.silence_reason) = (disposition, reason);
    to.snoozed_until = until;
    let outcome = to.outcome.or(from.outcome).filter(|_| status.has_outcome());
    set_outcome(tx, by, to, outcome).await?;
    change_status_in(tx, by, to, status).await
}

/// Of two, the priority that comes first; what has none comes in its turn.
fn higher(from: Option<Priority>, to: Option<Priority>) -> Option<Priority> {
    let rank = |one: Option<Priority>| match one {
        Some(Priority::Urgent) => 0,
        Some(Priority::High) => 1,
        Some(Priority::Normal) | None => 2,
        Some(Priority::Low) => 3,
    };
    if rank(from) < rank(to) { from } else { to }
}

/// Gives a conversation this priority; whoever calls saves it.
async fn set_priority(tx: &mut Tx, by: By, to: &mut Conversation, priority: Option<Priority>) -> Result<()> {
    let before = std::mem::replace(&mut to.priority, priority);
    if before != priority {
        let data = by.told(json!({ "before": before, "after": priority }));
        append(tx, EventKind::ConversationPrioritised, by.actor, Some(to.id), data).await?;
    }
    Ok(())
}

type Stands = (Status, Option<jiff::Timestamp>);

/// Of two, what is left to do: it is our turn where it is in one of them, and what wakes first wakes both.
fn more_urgent(one: Stands, other: Stands) -> Stands {
    let has = |status| one.0 == status || other.0 == status;
    if one.0 == Status::New && other.0 == Status::New {
        (Status::New, None)
    } else if has(Status::New) || has(Status::Open) {
        (Status::Open, None)
    } else if has(Status::Waiting) {
        (Status::Waiting, None)
    } else if has(Status::Snoozed) {
        (Status::Snoozed, [one.1, other.1].into_iter().flatten().min())
    } else if has(Status::Resolved) {
        (Status::Resolved, None)
    } else {
        (Status::Archived, None)
    }
}

/// What is decided about both: where it is decided about one that is our turn, or the same about both. Otherwise a decision
/// is due.
fn decided(
    from: &Conversation,
    to: &Conversation,
    status: Status,
) -> (Option<Disposition>, Option<model::SilenceReason>) {
    let of = |one: &Conversation| (one.disposition, one.silence_reason);
    let common = match (from.status.is_active(), to.status.is_active()) {
        (true, false) => of(from),
        (false, true) => of(to),
        _ if of(from) == of(to) => of(to),
        _ => (None, None),
    };
    if holds_with(common.0, status) { common } else { (None, None) }
}

/// Lets drafts stand in the other conversation too, behind what is begun there.
async fn carry_drafts(tx: &mut Tx, from: ConversationId, to: ConversationId) -> Result<()> {
    for Draft { member, kind, text } in draft::of_conversation(tx, from).await? {
        drafting::carry(tx, kind, &text, (from, member), (to, member)).await?;
    }
    for one in draft_picture::of_conversation(tx, from).await? {
        draft_picture::copy(tx, &one, (to, one.member)).await?;
    }
    Ok(())
}

/// Takes drafts that were carried out of the other conversation; one that was changed or sent there is no draft any more.
async fn carry_drafts_back(tx: &mut Tx, from: ConversationId, to: ConversationId) -> Result<()> {
    for Draft { member, kind, text } in draft::of_conversation(tx, from).await? {
        let begun = draft::find(tx, to, member, kind).await?;
        match begun.as_deref().and_then(|begun| begun.strip_suffix(text.as_str())) {
            Some(before) => {
                draft::keep(tx, to, member, kind, before.trim_end()).await?;
                if kind == DraftKind::Reply {
                    let carried = draft::said(tx, from, member).await?;
                    let mut said = draft::said(tx, to, member).await?;
                    said.retain(|one| !carried.contains(one));
                    draft::keep_said(tx, to, member, &said).await?;
                    let enquiring = draft::enquiring(tx, to, member).await?;
                    if enquiring == draft::enquiring(tx, from, member).await? {
                        draft::keep_enquiring(tx, to, member, None).await?;
                    }
                    let correcting = draft::correcting(tx, to, member).await?;
                    if correcting == draft::correcting(tx, from, member).await? {
                        draft::keep_correcting(tx, to, member, None).await?;
                    }
                }
            }
            None => draft::keep(tx, from, member, kind, "").await?,
        }
    }
    for one in draft_picture::of_conversation(tx, from).await? {
        let carried = draft_picture::of_draft(tx, to, one.member).await?;
        // What was described anew there is described so here too.
        match carried.into_iter().rev().find(|other| other.full.digest == one.full.digest) {
            Some(other) => {
                draft_picture::describe(tx, one.id, &other.alt).await?;
                draft_picture::remove(tx, &[other]).await?;
            }
            None => draft_picture::remove(tx, &[one]).await?,
        }
    }
    Ok(())
}
