//! What members do to a conversation besides answering.

use jiff::Timestamp;
use model::{
    Actor, Change, ChannelId, ConversationId, DeedId, Disposition, EventKind, LabelId, MemberId, NoticeKind, Outcome,
    Priority, Right, SlaPolicyId, Status, TeamId, text_digest,
};
use serde_json::json;
use store::conversation::{self, Conversation};
use store::event::append;
use store::member::Member;
use store::note::{self, Note};
use store::team::{self, Team};
use store::{Tx, giving, label as labels, merge, notice, policy};

use crate::clocks::{Happened, keep_time};
use crate::conversation::{change_status, change_status_in, set_outcome};
use crate::deed::{self, By, Part};
use crate::giving::{give_out, give_out_later};
use crate::nudging;
use crate::subscribing::tell_subscribers;
use crate::triage::{end_decision, holds_with};
use crate::{InboxError, Result};

/// Refuses an act that the member's role does not allow.
pub(crate) fn require(member: &Member, right: Right) -> Result<()> {
    if member.role.may(right) { Ok(()) } else { Err(InboxError::Forbidden(right)) }
}

pub(crate) async fn begin(tx: &mut Tx, member: &Member, id: ConversationId) -> Result<Conversation> {
    require(member, Right::WorkInbox)?;
    known(tx, id).await
}

/// The conversation with this id, which stands for itself.
pub(crate) async fn known(tx: &mut Tx, id: ConversationId) -> Result<Conversation> {
    let standing = merge::standing(tx, id).await?.ok_or(InboxError::Missing("this conversation"))?;
    if standing.id == id { Ok(standing) } else { Err(InboxError::Merged { into: standing.id }) }
}

/// Writes a note for the team, and tells whom it calls by `@` and their name.
pub async fn write_note(tx: &mut Tx, member: &Member, id: ConversationId, text: &str) -> Result<Note> {
    let mut conversation = begin(tx, member, id).await?;
    let text = text.trim();
    if text.is_empty() {
        return Err(InboxError::Empty);
    }
    let note = note::write(tx, id, member.id, text).await?;
    let actor = Actor::Member(member.id);
    let nudged = nudging::nudge(tx, member, id, text).await?;
    let data = json!({ "note": note.id, "text_digest": text_digest(&note.salt, text), "nudged": nudged });
    append(tx, EventKind::NoteWritten, actor, Some(id), data).await?;
    let status = conversation.status.after_touch();
    change_status(tx, actor, &mut conversation, status).await?;
    tell_subscribers(tx, &[id], Some(member.id)).await?;
    Ok(note)
}

/// Gives a conversation to a member, or to nobody. The deed by which it can be undone, when it was not so already.
pub async fn assign(tx: &mut Tx, member: &Member, id: ConversationId, to: Option<MemberId>) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Assign { to }).await
}

pub(crate) async fn assign_in(tx: &mut Tx, by: By, id: ConversationId, to: Option<MemberId>) -> Result<()> {
    let mut conversation = known(tx, id).await?;
    if let Some(to) = to {
        may_be_given(tx, to).await?;
    }
    set_assignee(tx, by, &mut conversation, to).await?;
    let status = status_touched(by, &conversation);
    change_status_in(tx, by, &mut conversation, status).await
}

/// Gives a conversation to a team, or to none. Whoever has it and is not of that team has it no more; where nobody has it, a
/// team that gives out by itself does so. The deed by which it can be undone, when it was not so already.
///
/// # Errors
/// `Forbidden`; `Missing`, also for a team that is put away; `Merged`.
pub async fn give_to_team(
    tx: &mut Tx,
    member: &Member,
    id: ConversationId,
    to: Option<TeamId>,
) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Team { to }).await
}

pub(crate) async fn team_in(tx: &mut Tx, by: By, id: ConversationId, to: Option<TeamId>) -> Result<()> {
    let mut conversation = known(tx, id).await?;
    let members = match to {
        Some(to) => team_in_use(tx, to).await?.terms.members,
        None => Vec::new(),
    };
    if conversation.team == to {
        return Ok(());
    }
    set_team(tx, by, &mut conversation, to).await?;
    if to.is_some() && conversation.assignee.is_some_and(|assignee| !members.contains(&assignee)) {
        set_assignee(tx, by, &mut conversation, None).await?;
    }
    let status = status_touched(by, &conversation);
    change_status_in(tx, by, &mut conversation, status).await?;
    give_out(tx, by, &mut conversation, None).await
}

/// The team with this id, to which something can be given.
pub(crate) async fn team_in_use(tx: &mut Tx, id: TeamId) -> Result<Team> {
    let found = team::find(tx, id).await?.filter(|team| team.archived_at.is_none());
    found.ok_or(InboxError::Missing("this team"))
}

/// Lets a conversation belong to a team, and tells of it; whoever calls saves it.
pub(crate) async fn set_team(tx: &mut Tx, by: By, one: &mut Conversation, to: Option<TeamId>) -> Result<()> {
    let before = std::mem::replace(&mut one.team, to);
    if before != to {
        let data = by.told(json!({ "before": before, "after": to }));
        append(tx, EventKind::ConversationTeamChanged, by.actor, Some(one.id), data).await?;
        giving::wait_no_more(tx, one.id).await?;
    }
    Ok(())
}

/// Tells somebody that they have a conversation, unless they took it or had it before. Of many that are given at once they are told
/// by one.
pub(crate) async fn tell_of_giving(tx: &mut Tx, by: By, id: ConversationId, to: MemberId) -> Result<()> {
    let is_known = match by.part {
        Some(Part::Undoing(_)) => true,
        Some(Part::Of(deed)) => match store::deed::find(tx, deed).await? {
            Some(deed) => notice::is_unseen_since(tx, to, NoticeKind::Given, deed.begun_at).await?,
            None => false,
        },
        Some(Part::Ruled(..)) | None => false,
    };
    if !is_known && by.actor != Actor::Member(to) {
        notice::tell(tx, to, NoticeKind::Given, id).await?;
    }
    Ok(())
}

/// Lets somebody have a conversation, and tells of it; whoever calls saves it.
pub(crate) async fn set_assignee(tx: &mut Tx, by: By, one: &mut Conversation, to: Option<MemberId>) -> Result<()> {
    let before = std::mem::replace(&mut one.assignee, to);
    if before != to {
        let data = by.told(json!({ "before": before, "after": to }));
        append(tx, EventKind::ConversationAssigned, by.actor, Some(one.id), data).await?;
        if let Some(to) = to {
            tell_of_giving(tx, by, one.id, to).await?;
        }
        giving::wait_no_more(tx, one.id).await?;
        if before.is_some() {
            give_out_later(tx).await?;
        }
    }
    Ok(())
}

/// The status of a conversation that was given to somebody.
fn status_touched(by: By, conversation: &Conversation) -> Status {
    match by.actor {
        // Nobody of us has looked at it yet.
        Actor::Rule(_) => conversation.status,
        _ => conversation.status.after_touch(),
    }
}

/// Refuses somebody who cannot be given a conversation.
pub(crate) async fn may_be_given(tx: &mut Tx, to: MemberId) -> Result<()> {
    let assignee = store::member::find(tx, to).await?.filter(|assignee| assignee.disabled_at.is_none());
    require(&assignee.ok_or(InboxError::Missing("this member"))?, Right::WorkInbox)
}

/// Gives a conversation a status; `until` is when a snoozed one wakes. The deed by which it can be undone, when it was not
/// so already.
pub async fn set_status(
    tx: &mut Tx,
    member: &Member,
    id: ConversationId,
    status: Status,
    until: Option<Timestamp>,
) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Status { status, until, outcome: None }).await
}

/// Says that a conversation is done, and what came of it. The deed by which it can be undone, when it was not so already.
pub async fn resolve(tx: &mut Tx, member: &Member, id: ConversationId, outcome: Outcome) -> Result<Option<DeedId>> {
    let change = Change::Status { status: Status::Resolved, until: None, outcome: Some(outcome) };
    deed::do_one(tx, member, id, change).await
}

pub(crate) async fn set_status_in(
    tx: &mut Tx,
    by: By,
    id: ConversationId,
    (status, until): (Status, Option<Timestamp>),
    outcome: Option<Outcome>,
) -> Result<()> {
    let mut conversation = known(tx, id).await?;
    let until = until.filter(|until| *until > tx.now());
    let status = conversation.status.set_by_member(status, until.is_some())?;
    if !holds_with(conversation.disposition, status)
        && let Some(told) = end_decision(&mut conversation)
    {
        append(tx, EventKind::ConversationTriaged, by.actor, Some(id), by.told(told)).await?;
    }
    conversation.snoozed_until = until.filter(|_| status == Status::Snoozed);
    if outcome.is_some() {
        set_outcome(tx, by, &mut conversation, outcome).await?;
    }
    change_status_in(tx, by, &mut conversation, status).await
}

/// Wakes a snoozed conversation whose time has come.
pub async fn wake(tx: &mut Tx, conversation: &mut Conversation) -> Result<()> {
    if conversation.disposition == Some(Disposition::Watch)
        && let Some(told) = end_decision(conversation)
    {
        append(tx, EventKind::ConversationTriaged, Actor::System, Some(conversation.id), told).await?;
    }
    change_status(tx, Actor::System, conversation, Status::Open).await
}

/// Says how soon a conversation is to be looked at, or that it has no priority. The deed by which it can be undone, when it
/// was not so already.
pub async fn prioritise(
    tx: &mut Tx,
    member: &Member,
    id: ConversationId,
    priority: Option<Priority>,
) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Prioritise { priority }).await
}

pub(crate) async fn prioritise_in(tx: &mut Tx, by: By, id: ConversationId, priority: Option<Priority>) -> Result<()> {
    let mut conversation = known(tx, id).await?;
    let before = std::mem::replace(&mut conversation.priority, priority);
    if before == priority {
        return Ok(());
    }
    let data = by.told(json!({ "before": before, "after": priority }));
    append(tx, EventKind::ConversationPrioritised, by.actor, Some(id), data).await?;
    conversation::save(tx, &conversation).await?;
    // Another policy may be for it now.
    keep_time(tx, &conversation, Happened::Nothing).await
}

/// Chooses the policy that says how soon a conversation is answered, or none in particular.
pub(crate) async fn choose_sla_policy_in(
    tx: &mut Tx,
    by: By,
    id: ConversationId,
    policy: Option<SlaPolicyId>,
) -> Result<()> {
    let mut conversation = known(tx, id).await?;
    if let Some(policy) = policy {
        sla_policy_in_use(tx, policy).await?;
    }
    if conversation.sla_policy == policy {
        return Ok(());
    }
    set_sla_policy(tx, by, &mut conversation, policy).await?;
    conversation::save(tx, &conversation).await?;
    keep_time(tx, &conversation, Happened::Nothing).await
}

/// Lets a policy be the one that is chosen for a conversation, and tells of it; whoever calls saves it and keeps the time.
pub(crate) async fn set_sla_policy(
    tx: &mut Tx,
    by: By,
    one: &mut Conversation,
    policy: Option<SlaPolicyId>,
) -> Result<()> {
    let before = std::mem::replace(&mut one.sla_policy, policy);
    if before != policy {
        let data = by.told(json!({ "before": before, "after": policy }));
        append(tx, EventKind::ConversationSlaPolicyChosen, by.actor, Some(one.id), data).await?;
    }
    Ok(())
}

/// Refuses a policy that is not there, or is put away.
pub(crate) async fn sla_policy_in_use(tx: &mut Tx, id: SlaPolicyId) -> Result<()> {
    let found = policy::find(tx, id).await?.filter(|found| found.archived_at.is_none());
    found.map(drop).ok_or(InboxError::Missing("this SLA policy"))
}

/// Puts a label on a conversation, making the label when there is none of that name. The deed by which it can be undone,
/// when it was not so already.
pub async fn label(tx: &mut Tx, member: &Member, id: ConversationId, name: &str) -> Result<Option<DeedId>> {
    begin(tx, member, id).await?;
    let label = label_named(tx, name).await?;
    deed::do_one(tx, member, id, Change::Label { label }).await
}

/// Refuses a name that no label can have.
pub(crate) fn check_label_name(name: &str) -> Result<()> {
    if (1..=40).contains(&name.trim().chars().count()) { Ok(()) } else { Err(InboxError::LabelName) }
}

/// The label of that name, made when there is none.
pub async fn label_named(tx: &mut Tx, name: &str) -> Result<LabelId> {
    check_label_name(name)?;
    Ok(labels::named(tx, name).await?.id)
}

/// Puts a label on a conversation, or takes it off.
pub(crate) async fn label_in(tx: &mut Tx, by: By, id: ConversationId, (label, is_on): (LabelId, bool)) -> Result<()> {
    known(tx, id).await?;
    // What a rule puts on may have gone since the rule was made.
    labels::find(tx, label).await?.ok_or(InboxError::Missing("this label"))?;
    let (is_news, kind) = match is_on {
        true => (labels::put_on(tx, id, label).await?, EventKind::ConversationLabelled),
        false => (labels::take_off(tx, id, label).await?, EventKind::ConversationUnlabelled),
    };
    if is_news {
        append(tx, kind, by.actor, Some(id), by.told(json!({ "label": label }))).await?;
    }
    Ok(())
}

/// Puts these labels on a conversation and takes every other off.
pub async fn set_labels(tx: &mut Tx, member: &Member, id: ConversationId, names: &[String]) -> Result<()> {
    begin(tx, member, id).await?;
    let wanted: Vec<String> = names.iter().map(|name| labels::folded(name)).collect();
    for before in conversation::labels(tx, &[id]).await?.remove(&id).unwrap_or_default() {
        if !wanted.contains(&labels::folded(&before)) {
            unlabel(tx, member, id, &before).await?;
        }
    }
    for name in names {
        label(tx, member, id, name).await?;
    }
    Ok(())
}

/// Takes a label off a conversation. The deed by which it can be undone, when it was on it.
pub async fn unlabel(tx: &mut Tx, member: &Member, id: ConversationId, name: &str) -> Result<Option<DeedId>> {
    begin(tx, member, id).await?;
    match labels::by_name(tx, name).await? {
        Some(label) => deed::do_one(tx, member, id, Change::Unlabel { label: label.id }).await,
        None => Ok(None),
    }
}

/// Puts conversations of a channel away that nobody touched and in which nothing was said since `before`: at most
/// `limit`, oldest first. How many there were.
pub async fn archive_untouched(tx: &mut Tx, channel: ChannelId, before: Timestamp, limit: i64) -> Result<usize> {
    let untouched = conversation::untouched_since(tx, channel, before, limit).await?;
    let count = untouched.len();
    for one in untouched {
        // As it is by now: one before it may have handed over to it those that stood under both.
        if let Some(mut conversation) = conversation::find(tx, one.id).await? {
            change_status(tx, Actor::System, &mut conversation, Status::Archived).await?;
        }
    }
    Ok(count)
}
