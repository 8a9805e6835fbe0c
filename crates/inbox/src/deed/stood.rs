//! How a conversation stood, as far as a change touches it, and putting it back.

use jiff::Timestamp;
use model::{
    Change, CommitmentId, CommitmentStand, ConversationId, Correcting, Disposition, EventId, EventKind, Ground,
    HeardElsewhere, JudgementTask, LabelId, MemberId, ObligationId, ObligationStand, Outcome, PostId, Priority,
    SilenceReason, SlaPolicyId, Status, TeamId,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::conversation::Conversation;
use store::deed::{DeedItem, happened_since};
use store::event::append;
use store::judgement::{self, Judgement};
use store::link::Link;
use store::{Tx, commitment, conversation, correction, label, merge, obligation, post};

use super::{By, several};
use crate::acts::{
    choose_sla_policy_in, may_be_given, prioritise_in, set_assignee, set_team, sla_policy_in_use, team_in_use,
};
use crate::clocks::{Happened, keep_time};
use crate::commitment::{self as promises, promised_alike};
use crate::conversation::{change_status_in, set_outcome};
use crate::correction as corrections;
use crate::elsewhere;
use crate::judging::{mark_spam, unmark_spam};
use crate::linking::{links_between, relink};
use crate::merging::{Shape, Undone, unmerge, unsplit};
use crate::obligation::{owed_alike, take_back_owing, take_back_step};
use crate::pinning::{is_pinned, set_pinned};
use crate::regarding::judge_anew;
use crate::triage::told;
use crate::{InboxError, Result, spam};

/// What a change touches of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Stood {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snoozed_until: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disposition: Option<Disposition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    silence_reason: Option<SilenceReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignee: Option<MemberId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<TeamId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_spam: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_kept_aside: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sla_policy: Option<SlaPolicyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_label: Option<bool>,
    /// Whether the label is on it that is exchanged for another.
    #[serde(skip_serializing_if = "Option::is_none")]
    has_former: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_pinned: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<Priority>,
    #[serde(skip_serializing_if = "Option::is_none")]
    judged: Option<Judged>,
    /// Where it stands that is merged, or the message that is split off.
    #[serde(skip_serializing_if = "Option::is_none")]
    stands_in: Option<ConversationId>,
    /// The conversation that gains or loses messages by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    shape: Option<Shape>,
    /// What was said of it, or of what stands in it, and the other belonging together.
    #[serde(skip_serializing_if = "Option::is_none")]
    linked: Option<Vec<(ConversationId, ConversationId)>>,
    /// What is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    owed: Option<(ObligationId, ObligationStand)>,
    /// What was promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    promised: Option<(CommitmentId, CommitmentStand)>,
    /// Where the house had heard of it before.
    #[serde(skip_serializing_if = "Option::is_none")]
    heard: Option<HeardElsewhere>,
    /// What an answer of ours puts right, and whether that stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<(Correcting, bool)>,
    /// How it stood at each of several changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) each: Vec<Stood>,
}

/// What was judged on the question that is corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Judged {
    value: Option<String>,
    confidence_percent: i64,
    ground: Ground,
    member: Option<MemberId>,
}

impl Stood {
    /// How it stands now.
    pub(super) async fn of(tx: &mut Tx, id: ConversationId, change: &Change) -> Result<Self> {
        let found = conversation::find(tx, id).await?.ok_or(InboxError::Missing("this conversation"))?;
        Ok(match change {
            Change::Assign { .. } | Change::Status { .. } | Change::Decide { .. } => Self {
                status: Some(found.status),
                snoozed_until: found.snoozed_until,
                disposition: found.disposition,
                silence_reason: found.silence_reason,
                outcome: found.outcome,
                assignee: found.assignee,
                is_spam: Some(found.is_spam),
                is_kept_aside: Some(found.is_kept_aside),
                ..Self::default()
            },
            Change::Team { .. } | Change::HandOver { .. } => {
                Self { status: Some(found.status), assignee: found.assignee, team: found.team, ..Self::default() }
            }
            Change::Prioritise { .. } => Self { priority: found.priority, ..Self::default() },
            Change::SlaPolicy { .. } => Self { sla_policy: found.sla_policy, ..Self::default() },
            Change::SetAside => {
                Self { is_spam: Some(found.is_spam), is_kept_aside: Some(found.is_kept_aside), ..Self::default() }
            }
            Change::Label { label } | Change::Unlabel { label } => {
                Self { has_label: Some(label::is_on(tx, id, *label).await?), ..Self::default() }
            }
            Change::Relabel { from, to } => Self {
                has_former: Some(label::is_on(tx, id, *from).await?),
                has_label: Some(label::is_on(tx, id, *to).await?),
                ..Self::default()
            },
            Change::Merge { into } => {
                let into = merge::standing(tx, *into).await?.ok_or(InboxError::Missing("this conversation"))?;
                let shape = Some(Shape::of(tx, &into).await?);
                Self { stands_in: Some(found.merged_into.unwrap_or(id)), shape, ..Self::default() }
            }
            Change::Split { post } => {
                let post = post::find(tx, *post).await?.ok_or(InboxError::Missing("this message"))?;
                let shape = Some(Shape::of(tx, &found).await?);
                Self { stands_in: post.conversation, shape, ..Self::default() }
            }
            Change::Pin { member } | Change::Unpin { member } => {
                Self { is_pinned: Some(is_pinned(tx, id, *member).await?), ..Self::default() }
            }
            Change::Link { with } | Change::Unlink { with } => {
                let linked = links_between(tx, id, *with).await?.into_iter().map(Link::ends).collect();
                Self { linked: Some(linked), ..Self::default() }
            }
            Change::Owe { owing } => {
                let owed = owed_alike(tx, id, owing).await?.map(|one| (one.id, one.stand));
                Self { owed, ..Self::default() }
            }
            Change::Obligation { obligation, .. } => {
                let found = obligation::find(tx, *obligation).await?;
                let found = found.ok_or(InboxError::Missing("this obligation"))?;
                Self { owed: Some((found.id, found.stand)), ..Self::default() }
            }
            Change::Commit { promising } => {
                let promised = promised_alike(tx, id, promising).await?.map(|one| (one.id, one.stand));
                Self { promised, ..Self::default() }
            }
            Change::Commitment { commitment, .. } => {
                let found = commitment::find(tx, *commitment).await?;
                let found = found.ok_or(InboxError::Missing("this promise"))?;
                Self { promised: Some((found.id, found.stand)), ..Self::default() }
            }
            Change::HeardElsewhere { .. } => Self { heard: store::elsewhere::find(tx, id).await?, ..Self::default() },
            Change::OwnUp { reply, .. } | Change::Correction { reply, .. } => {
                let found = correction::of_reply(tx, *reply).await?;
                let corrected = found.map(|one| (one.correcting, one.withdrawn.is_none()));
                Self { corrected, ..Self::default() }
            }
            Change::Correct { post, task, .. } => {
                let judged = judged(tx, *post, *task).await?;
                let (is_spam, is_kept_aside) = (Some(found.is_spam), Some(found.is_kept_aside));
                Self { judged, is_spam, is_kept_aside, ..Self::default() }
            }
            // Each is looked at when its turn comes: the former makes what the next finds.
            Change::Macro { .. } => Self::default(),
        })
    }

    pub(super) fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    fn from_json(value: Option<&Value>) -> Option<Self> {
        serde_json::from_value(value?.clone()).ok()
    }

    /// Whether what the change was about stands as in another.
    fn is_as(&self, other: &Self, change: &Change) -> bool {
        match change {
            Change::Assign { .. } | Change::HandOver { .. } => self.assignee == other.assignee,
            Change::Team { .. } => self.team == other.team,
            Change::Status { .. } => {
                (self.status, self.snoozed_until, self.outcome) == (other.status, other.snoozed_until, other.outcome)
            }
            Change::Decide { .. } => {
                (self.status, self.snoozed_until, self.disposition, self.silence_reason, self.outcome)
                    == (other.status, other.snoozed_until, other.disposition, other.silence_reason, other.outcome)
            }
            Change::Prioritise { .. } => self.priority == other.priority,
            Change::SlaPolicy { .. } => self.sla_policy == other.sla_policy,
            Change::SetAside => (self.is_spam, self.is_kept_aside) == (other.is_spam, other.is_kept_aside),
            Change::Label { .. } | Change::Unlabel { .. } => self.has_label == other.has_label,
            Change::Relabel { .. } => (self.has_former, self.has_label) == (other.has_former, other.has_label),
            Change::Merge { .. } | Change::Split { .. } => self.stands_in == other.stands_in,
            Change::Pin { .. } | Change::Unpin { .. } => self.is_pinned == other.is_pinned,
            Change::Link { .. } | Change::Unlink { .. } => self.linked == other.linked,
            Change::Owe { .. } | Change::Obligation { .. } => self.owed == other.owed,
            Change::Commit { .. } | Change::Commitment { .. } => self.promised == other.promised,
            Change::HeardElsewhere { .. } => self.heard == other.heard,
            Change::OwnUp { .. } | Change::Correction { .. } => self.corrected == other.corrected,
            Change::Correct { .. } => self.judged == other.judged,
            Change::Macro { .. } => self.each == other.each,
        }
    }
}

async fn judged(tx: &mut Tx, post: PostId, task: JudgementTask) -> Result<Option<Judged>> {
    let judged = judgement::of_posts(tx, &[post]).await?.remove(&post).unwrap_or_default();
    let judged = judged.into_iter().find(|one| one.task == task);
    Ok(judged.map(|Judgement { value, confidence_percent, ground, member, .. }| Judged {
        value,
        confidence_percent,
        ground,
        member,
    }))
}

/// What tells that somebody else changed something since.
#[derive(Debug)]
pub(super) struct Since {
    /// Events of the conversation with a greater id happened since.
    marked: EventId,
    /// What happened.
    happened: Vec<EventKind>,
}

impl Since {
    /// What happened until now: before anything is put back, which is told of by events as well.
    async fn read(tx: &mut Tx, id: ConversationId, change: &Change, marked: EventId) -> Result<Self> {
        let mut asked: Vec<EventKind> = several::each(change).iter().flat_map(kinds).copied().collect();
        // Whoever had what was given to a team.
        asked.push(EventKind::ConversationAssigned);
        Ok(Self { marked, happened: happened_since(tx, id, &asked, marked).await? })
    }

    /// Nobody else did anything: it is put back in the transaction in which it was changed.
    pub(super) fn nothing(tx: &mut Tx) -> Self {
        Self { marked: tx.next_id(), happened: Vec::new() }
    }

    fn has(&self, kinds: &[EventKind]) -> bool {
        kinds.iter().any(|kind| self.happened.contains(kind))
    }
}

/// The events that tell of a change by somebody else. Where there are none, how it stands says enough.
const fn kinds(change: &Change) -> &'static [EventKind] {
    match change {
        Change::Assign { .. } | Change::HandOver { .. } => &[EventKind::ConversationAssigned],
        Change::Team { .. } => &[EventKind::ConversationTeamChanged],
        Change::Status { .. } | Change::Decide { .. } => {
            &[EventKind::ConversationStatusChanged, EventKind::ConversationTriaged]
        }
        Change::Prioritise { .. } => &[EventKind::ConversationPrioritised],
        Change::SlaPolicy { .. } => &[EventKind::ConversationSlaPolicyChosen],
        Change::SetAside => &[EventKind::ConversationBroughtBack, EventKind::ConversationStatusChanged],
        Change::Merge { .. } => &[EventKind::ConversationMerged, EventKind::ConversationUnmerged],
        Change::Split { .. }
        | Change::Pin { .. }
        | Change::Unpin { .. }
        | Change::Link { .. }
        | Change::Unlink { .. }
        | Change::Relabel { .. }
        | Change::Label { .. }
        | Change::Unlabel { .. }
        | Change::Owe { .. }
        | Change::Obligation { .. }
        | Change::Commit { .. }
        | Change::Commitment { .. }
        | Change::HeardElsewhere { .. }
        | Change::OwnUp { .. }
        | Change::Correction { .. }
        | Change::Correct { .. }
        | Change::Macro { .. } => &[],
    }
}

/// Puts one conversation back as it was before; `false` when somebody changed it since, and it is left to them.
pub(super) async fn put_back(tx: &mut Tx, by: By, change: &Change, item: &DeedItem) -> Result<bool> {
    let (before, after) = (Stood::from_json(item.before.as_ref()), Stood::from_json(item.after.as_ref()));
    let (Some(before), Some(after), Some(marked)) = (before, after, item.marked) else { return Ok(false) };
    let id = item.conversation;
    let since = Since::read(tx, id, change, marked).await?;
    match change {
        Change::Macro { changes, .. } => several::put_back_each(tx, by, id, changes, (before, after), &since).await,
        _ => put_back_one(tx, by, id, change, (before, after), &since).await,
    }
}

/// Puts one change back; as [`put_back`].
pub(super) async fn put_back_one(
    tx: &mut Tx,
    by: By,
    id: ConversationId,
    change: &Change,
    (before, after): (Stood, Stood),
    since: &Since,
) -> Result<bool> {
    let now = match Stood::of(tx, id, change).await {
        Ok(now) => now,
        Err(InboxError::Missing(_)) => return Ok(false),
        Err(error) => return Err(error),
    };
    let is_elsewhere = merge::standing(tx, id).await?.is_none_or(|standing| standing.id != id);
    let goes_along = matches!(
        change,
        Change::Merge { .. }
            | Change::Split { .. }
            | Change::Link { .. }
            | Change::Unlink { .. }
            | Change::Obligation { .. }
            | Change::Commitment { .. }
            | Change::OwnUp { .. }
            | Change::Correction { .. }
    );
    if is_elsewhere && !goes_along {
        // It stands in another, which is another matter. What is owed or promised, and what it
        // belongs with, is the same wherever it stands.
        return Ok(false);
    }
    if !now.is_as(&after, change) || since.has(kinds(change)) {
        return Ok(false);
    }
    match change {
        Change::Merge { .. } | Change::Split { .. } => {
            let (Some(was), Some(became)) = (&before.shape, &after.shape) else { return Ok(false) };
            let undone = Undone { before: was, after: became, marked: since.marked };
            return match (change, after.stands_in) {
                (Change::Split { .. }, Some(own)) => unsplit(tx, by, own, undone).await,
                (Change::Split { .. }, None) => Ok(false),
                _ => unmerge(tx, by, id, undone).await,
            };
        }
        Change::Assign { .. } | Change::HandOver { .. } => {
            if let Some(former) = before.assignee
                && !matches!(may_be_given(tx, former).await, Ok(()))
            {
                return Ok(false);
            }
            let Some(mut found) = conversation::find(tx, id).await? else { return Ok(false) };
            set_assignee(tx, by, &mut found, before.assignee).await?;
            untouch(tx, by, &mut found, (&before, &after)).await?;
            put_aside_as(tx, by, &mut found, (&before, &after)).await?;
        }
        Change::Team { .. } => {
            if let Some(former) = before.team
                && team_in_use(tx, former).await.is_err()
            {
                return Ok(false);
            }
            let Some(mut found) = conversation::find(tx, id).await? else { return Ok(false) };
            set_team(tx, by, &mut found, before.team).await?;
            // Whoever had it has it again, unless somebody gave it away since.
            let is_left = now.assignee == after.assignee && !since.has(&[EventKind::ConversationAssigned]);
            let may_have = match before.assignee {
                Some(former) => may_be_given(tx, former).await.is_ok(),
                None => true,
            };
            if is_left && may_have {
                set_assignee(tx, by, &mut found, before.assignee).await?;
            }
            untouch(tx, by, &mut found, (&before, &after)).await?;
        }
        Change::Status { .. } | Change::Decide { .. } => {
            let Some(mut found) = conversation::find(tx, id).await? else { return Ok(false) };
            if (before.disposition, before.silence_reason) != (after.disposition, after.silence_reason) {
                let until = before.snoozed_until.filter(|_| before.disposition == Some(Disposition::Watch));
                let told = told(&found, before.disposition, before.silence_reason, until);
                append(tx, EventKind::ConversationTriaged, by.actor, Some(id), by.told(told)).await?;
                (found.disposition, found.silence_reason) = (before.disposition, before.silence_reason);
            }
            found.snoozed_until = before.snoozed_until;
            let status = before.status.unwrap_or(found.status);
            set_outcome(tx, by, &mut found, before.outcome).await?;
            change_status_in(tx, by, &mut found, status).await?;
            put_aside_as(tx, by, &mut found, (&before, &after)).await?;
        }
        Change::SetAside => {
            let Some(mut found) = conversation::find(tx, id).await? else { return Ok(false) };
            put_aside_as(tx, by, &mut found, (&before, &after)).await?;
        }
        Change::Prioritise { .. } => prioritise_in(tx, by, id, before.priority).await?,
        Change::SlaPolicy { .. } => {
            if let Some(former) = before.sla_policy
                && sla_policy_in_use(tx, former).await.is_err()
            {
                return Ok(false);
            }
            choose_sla_policy_in(tx, by, id, before.sla_policy).await?;
        }
        Change::Relabel { from, to } => {
            set_label(tx, by, id, *from, before.has_former).await?;
            set_label(tx, by, id, *to, before.has_label).await?;
        }
        Change::Label { label } | Change::Unlabel { label } => set_label(tx, by, id, *label, before.has_label).await?,
        Change::Pin { member } | Change::Unpin { member } => {
            set_pinned(tx, by, id, (*member, before.is_pinned == Some(true))).await?;
        }
        Change::Link { with } | Change::Unlink { with } => {
            let Some(linked) = before.linked else { return Ok(false) };
            let linked: Vec<Link> = linked.into_iter().filter_map(|(one, other)| Link::between(one, other)).collect();
            relink(tx, by, (id, *with), &linked).await?;
        }
        Change::Owe { .. } => {
            let Some((owed, _)) = after.owed else { return Ok(false) };
            take_back_owing(tx, by, owed).await?;
        }
        Change::Obligation { .. } => {
            let Some((owed, stood)) = before.owed else { return Ok(false) };
            take_back_step(tx, by, owed, stood).await?;
        }
        Change::Commit { .. } => {
            let Some((promised, _)) = after.promised else { return Ok(false) };
            promises::take_back_promise(tx, by, promised).await?;
        }
        Change::Commitment { .. } => {
            let Some((promised, stood)) = before.promised else { return Ok(false) };
            promises::take_back_step(tx, by, promised, stood).await?;
        }
        Change::HeardElsewhere { .. } => elsewhere::stand_so(tx, by, id, before.heard.as_ref()).await?,
        Change::OwnUp { reply, .. } => corrections::take_back_own_up(tx, by, *reply).await?,
        Change::Correction { reply, .. } => {
            let Some((_, stood)) = before.corrected else { return Ok(false) };
            corrections::stand_so(tx, by, *reply, stood).await?;
        }
        Change::Correct { post, task, value } => {
            let was_kept_aside = before.is_kept_aside == Some(true);
            let Some(judged) = before.judged else { return Ok(false) };
            take_back(tx, by, id, (*post, *task, value), (judged, was_kept_aside)).await?;
        }
        Change::Macro { .. } => return Ok(false),
    }
    Ok(true)
}

/// Sets a conversation aside, or brings it back, as it was; unless that is another by now.
async fn put_aside_as(tx: &mut Tx, by: By, found: &mut Conversation, (before, after): (&Stood, &Stood)) -> Result<()> {
    let Some(is_spam) = before.is_spam else { return Ok(()) };
    // What was done before this was kept says nothing of it.
    let was_kept_aside = after.is_kept_aside.unwrap_or(found.is_kept_aside);
    if (Some(found.is_spam), found.is_kept_aside) != (after.is_spam, was_kept_aside) {
        return Ok(());
    }
    spam::keep_aside(tx, by, found, (before.is_kept_aside == Some(true), is_spam)).await
}

/// Being given to somebody opens what was new; what became of it since stays.
async fn untouch(tx: &mut Tx, by: By, found: &mut Conversation, (before, after): (&Stood, &Stood)) -> Result<()> {
    let status = match Some(found.status) == after.status {
        true => before.status.unwrap_or(found.status),
        false => found.status,
    };
    change_status_in(tx, by, found, status).await
}

/// Puts a label on or takes it off, as it was.
async fn set_label(tx: &mut Tx, by: By, id: ConversationId, label: LabelId, was_on: Option<bool>) -> Result<()> {
    let (is_news, kind) = match was_on {
        Some(true) => (label::put_on(tx, id, label).await?, EventKind::ConversationLabelled),
        _ => (label::take_off(tx, id, label).await?, EventKind::ConversationUnlabelled),
    };
    if is_news {
        append(tx, kind, by.actor, Some(id), by.told(json!({ "label": label }))).await?;
    }
    Ok(())
}

/// Lets stand again what was judged before a member's word.
async fn take_back(
    tx: &mut Tx,
    by: By,
    id: ConversationId,
    (post, task, value): (PostId, JudgementTask, &str),
    (before, was_kept_aside): (Judged, bool),
) -> Result<()> {
    let Judged { value: former, confidence_percent, ground, member } = before;
    let data = by.told(json!({ "post": post, "task": task, "before": value, "after": former }));
    append(tx, EventKind::JudgementCorrected, by.actor, Some(id), data).await?;
    let is_spam = former.as_deref() == Some("yes");
    judgement::take_back(tx, post, &Judgement { task, value: former, confidence_percent, ground, member }).await?;
    if let Some(stored) = store::post::find(tx, post).await? {
        judge_anew(tx, stored.author).await?;
    }
    if task == JudgementTask::NeedsReply
        && let Some(found) = conversation::find(tx, id).await?
    {
        keep_time(tx, &found, Happened::Nothing).await?;
    }
    if task == JudgementTask::Spam {
        match is_spam {
            true => mark_spam(tx, by.actor, &[id]).await?,
            false => unmark_spam(tx, by.actor, id).await?,
        }
        if let Some(mut found) = conversation::find(tx, id).await? {
            found.is_kept_aside |= was_kept_aside;
            conversation::save(tx, &found).await?;
            spam::weigh(tx, by.actor, &mut found).await?;
        }
    }
    Ok(())
}
