//! What members do, kept so that it can be undone: to one conversation, or to many at once.
//!
//! A deed on one conversation is done where it is asked for. One on many goes on in steps ([`go_on`]), each a short
//! transaction that notes what became of a few: it survives the end of the process, and can be stopped. Each conversation
//! is changed by the very functions that change one alone, with the right of whoever began it as it is by then.

pub(crate) mod gather;
mod several;
mod stood;

use futures::future::BoxFuture;
use jiff::Timestamp;
use model::{
    Actor, Change, ConversationId, DeedId, DeedItemState, DeedState, EventId, EventKind, MemberId, Right, RuleRunId,
    Status, TeamId,
};
use serde_json::{Value, json};
use store::deed::{self, Deed, DeedItem, NewDeed, UNDONE_WITHIN};
use store::event::append;
use store::member::Member;
use store::rule_run::{self, RuleRun};
use store::{Store, Tx, job, macros, turn};

use self::stood::Stood;
use crate::acts::{
    assign_in, choose_sla_policy_in, label_in, may_be_given, prioritise_in, require, set_status_in, sla_policy_in_use,
    team_in, team_in_use,
};
use crate::commitment::{check_promising, commit_in, step_commitment_in};
use crate::correction::{own_up_in, step_correction_in};
use crate::elsewhere::hear_elsewhere_in;
use crate::giving::hand_over_in;
use crate::judging::correct_in;
use crate::linking::{link_in, unlink_in};
use crate::merging::{merge_in, split_in};
use crate::obligation::{check_owing, owe_in, step_in};
use crate::pinning::{pin_in, unpin_in};
use crate::triage::triage_in;
use crate::{Decision, InboxError, Listing, Result, spam};

/// The job that goes on with a deed.
pub const DO_DEED: &str = "do_deed";
/// Conversations changed in one transaction: some milliseconds of the writer's turn.
const STEP: i64 = 10;

const MISSING: InboxError = InboxError::Missing("this deed");

/// By whom something is done, and as a part of what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct By {
    pub(crate) actor: Actor,
    pub(crate) part: Option<Part>,
}

/// How something belongs to a deed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// It is one of many that are changed together.
    Of(DeedId),
    /// It puts back what was changed.
    Undoing(DeedId),
    /// A rule does it, because of the event with which it began.
    Ruled(RuleRunId, EventId),
}

impl By {
    fn member(member: &Member, part: Option<Part>) -> Self {
        Self { actor: Actor::Member(member.id), part }
    }

    /// What an event tells, with the deed to which it belongs.
    pub(crate) fn told(self, mut data: Value) -> Value {
        match self.part {
            Some(Part::Of(deed)) => data["deed"] = json!(deed),
            Some(Part::Undoing(deed)) => data["undoes"] = json!(deed),
            Some(Part::Ruled(run, chain)) => (data["run"], data["chain"]) = (json!(run), json!(chain)),
            None => {}
        }
        data
    }
}

/// Changes one conversation, for somebody who may; how it stood before and after. Boxed, or every
/// unit that has an act done would compile all the acts once more.
fn make<'t>(tx: &'t mut Tx, by: By, id: ConversationId, change: &'t Change) -> BoxFuture<'t, Result<(Stood, Stood)>> {
    Box::pin(async move {
        let before = Stood::of(tx, id, change).await?;
        match change {
            Change::Assign { to } => assign_in(tx, by, id, *to).await?,
            Change::Team { to } => team_in(tx, by, id, *to).await?,
            Change::HandOver { from, to } => hand_over_in(tx, by, id, (*from, *to)).await?,
            Change::Status { status, until, outcome } => {
                set_status_in(tx, by, id, (*status, *until), *outcome).await?;
            }
            Change::Decide { disposition, reason, until } => {
                let decision = Decision { disposition: *disposition, reason: *reason, until: *until };
                triage_in(tx, by, id, decision).await?;
            }
            Change::Merge { into } => merge_in(tx, by, id, *into).await?,
            Change::Split { post } => split_in(tx, by, id, *post).await?,
            Change::Pin { member } => pin_in(tx, by, id, *member).await?,
            Change::Unpin { member } => unpin_in(tx, by, id, *member).await?,
            Change::Link { with } => link_in(tx, by, id, *with).await?,
            Change::Unlink { with } => unlink_in(tx, by, id, *with).await?,
            Change::Prioritise { priority } => prioritise_in(tx, by, id, *priority).await?,
            Change::SlaPolicy { policy } => choose_sla_policy_in(tx, by, id, *policy).await?,
            Change::SetAside => spam::set_aside_in(tx, by, id).await?,
            Change::Relabel { from, to } => {
                label_in(tx, by, id, (*to, true)).await?;
                label_in(tx, by, id, (*from, false)).await?;
            }
            Change::Label { label } => label_in(tx, by, id, (*label, true)).await?,
            Change::Unlabel { label } => label_in(tx, by, id, (*label, false)).await?,
            Change::Owe { owing } => owe_in(tx, by, id, owing).await?,
            Change::Obligation { obligation, step } => step_in(tx, by, id, *obligation, step).await?,
            Change::Commit { promising } => commit_in(tx, by, id, promising).await?,
            Change::Commitment { commitment, step } => step_commitment_in(tx, by, id, *commitment, step).await?,
            Change::HeardElsewhere { heard } => hear_elsewhere_in(tx, by, id, heard.as_ref()).await?,
            Change::OwnUp { reply, correcting } => own_up_in(tx, by, id, *reply, correcting).await?,
            Change::Correction { reply, step } => step_correction_in(tx, by, id, *reply, *step).await?,
            Change::Correct { post, task, value } => correct_in(tx, by, id, (*post, *task, value)).await?,
            Change::Macro { changes, .. } => return several::make_each(tx, by, id, changes).await,
        }
        Ok((before, Stood::of(tx, id, change).await?))
    })
}

/// Changes one conversation and keeps that as a deed; `None` when it was so already.
pub(crate) async fn do_one(tx: &mut Tx, member: &Member, id: ConversationId, change: Change) -> Result<Option<DeedId>> {
    require(member, Right::WorkInbox)?;
    keep_one(tx, member.id, By::member(member, None), id, &change).await
}

/// As [`do_one`], by a rule.
pub(crate) async fn do_ruled(tx: &mut Tx, run: &RuleRun, made_by: MemberId, change: &Change) -> Result<Option<DeedId>> {
    let by = By { actor: Actor::Rule(run.rule), part: Some(Part::Ruled(run.id, run.chain)) };
    let deed = keep_one(tx, made_by, by, run.conversation, change).await?;
    if let Some(deed) = deed {
        rule_run::add_deed(tx, run.id, deed).await?;
    }
    Ok(deed)
}

async fn keep_one(
    tx: &mut Tx,
    member: MemberId,
    by: By,
    id: ConversationId,
    change: &Change,
) -> Result<Option<DeedId>> {
    take_turn(tx, change).await?;
    let (before, after) = make(tx, by, id, change).await?;
    if before == after {
        return Ok(None);
    }
    let new = NewDeed { member, change, list: None, state: DeedState::Done };
    let deed = deed::begin(tx, new).await?;
    count_use(tx, &deed).await?;
    end_one(tx, deed, id, (&before, &after)).await.map(Some)
}

/// Ends a deed on one conversation, which was changed.
async fn end_one(tx: &mut Tx, mut deed: Deed, id: ConversationId, (before, after): (&Stood, &Stood)) -> Result<DeedId> {
    deed.tally.total = deed::add(tx, deed.id, &[id]).await?;
    deed.tally.changed = 1;
    changed(tx, deed.id, id, before, after).await?;
    deed::save(tx, &deed).await?;
    Ok(deed.id)
}

/// A deed by which a team gives something to a member, as long as it is being done.
pub(crate) struct GivenDeed {
    deed: Deed,
    conversation: ConversationId,
    before: Stood,
}

/// Begins the deed by which a team gives a conversation, which is kept as it stands, to a member.
pub(crate) async fn begin_given(
    tx: &mut Tx,
    conversation: ConversationId,
    (team, member): (TeamId, MemberId),
) -> Result<GivenDeed> {
    let change = Change::Assign { to: Some(member) };
    let before = Stood::of(tx, conversation, &change).await?;
    let deed = deed::begin(tx, NewDeed { member, change: &change, list: None, state: DeedState::Done }).await?;
    deed::set_team(tx, deed.id, team).await?;
    Ok(GivenDeed { deed, conversation, before })
}

impl GivenDeed {
    pub(crate) const fn id(&self) -> DeedId {
        self.deed.id
    }

    /// Keeps the deed, once the member has the conversation.
    pub(crate) async fn end(self, tx: &mut Tx) -> Result<()> {
        let after = Stood::of(tx, self.conversation, &self.deed.change).await?;
        end_one(tx, self.deed, self.conversation, (&self.before, &after)).await.map(drop)
    }
}

/// Changes one conversation of a member, by itself, and keeps that as their deed.
pub(crate) async fn keep_by_itself(tx: &mut Tx, member: MemberId, id: ConversationId, change: &Change) -> Result<()> {
    keep_one(tx, member, By { actor: Actor::System, part: None }, id, change).await.map(drop)
}

/// Takes the turn of those who give out, where a change may: before conversations are locked.
async fn take_turn(tx: &mut Tx, change: &Change) -> Result<()> {
    let gives_out =
        several::each(change).iter().any(|one| matches!(one, Change::Team { .. } | Change::HandOver { .. }));
    if gives_out { Ok(turn::of_giving(tx).await?) } else { Ok(()) }
}

/// Counts that a macro was applied, where a deed is that.
async fn count_use(tx: &mut Tx, deed: &Deed) -> Result<()> {
    match deed.change {
        Change::Macro { applied, .. } => Ok(macros::used(tx, deed.member, applied, Some(deed.id)).await?),
        _ => Ok(()),
    }
}

async fn changed(tx: &mut Tx, deed: DeedId, id: ConversationId, before: &Stood, after: &Stood) -> Result<()> {
    let item = DeedItem {
        conversation: id,
        state: DeedItemState::Changed,
        before: Some(before.to_json()),
        after: Some(after.to_json()),
        marked: Some(tx.next_id()),
    };
    Ok(deed::settle(tx, deed, &item).await?)
}

/// Begins to change conversations that were chosen one by one; the first few at once, the others by the job [`DO_DEED`].
///
/// # Errors
/// `Forbidden`; `NothingChosen`; and what is wrong with the change itself.
pub async fn choose(tx: &mut Tx, member: &Member, change: Change, chosen: &[ConversationId]) -> Result<Deed> {
    check(tx, member, &change).await?;
    let mut chosen = chosen.to_vec();
    chosen.sort_unstable();
    chosen.dedup();
    if let Change::Merge { into } = change {
        // Of all that are to be one, it is the one that stays.
        chosen.retain(|id| *id != into);
    }
    let mut known = Vec::new();
    for id in chosen {
        // What was on a page may be gone by now.
        known.extend(store::conversation::find(tx, id).await?.map(|one| one.id));
    }
    if known.is_empty() {
        return Err(InboxError::NothingChosen);
    }
    begin_on(tx, member, change, &known).await
}

/// Begins to change conversations that are known to be there; as [`choose`].
pub(crate) async fn begin_on(tx: &mut Tx, member: &Member, change: Change, on: &[ConversationId]) -> Result<Deed> {
    let new = NewDeed { member: member.id, change: &change, list: None, state: DeedState::Running };
    let mut deed = deed::begin(tx, new).await?;
    deed.tally.total = deed::add(tx, deed.id, on).await?;
    begun(tx, member, &deed).await?;
    step(tx, member, &mut deed).await?;
    if deed.state.is_moving() {
        enqueue(tx, deed.id).await?;
    }
    Ok(deed)
}

/// Begins to find the conversations of a list. Nothing is changed before a member has seen how many there are, and
/// confirmed it.
///
/// # Errors
/// `Forbidden`; `Query`; and what is wrong with the change itself.
pub async fn prepare(tx: &mut Tx, member: &Member, change: Change, listing: &Listing) -> Result<Deed> {
    check(tx, member, &change).await?;
    listing.search(member.id).map_err(InboxError::Query)?;
    let list = Some((listing.cut, listing.query.as_str()));
    let new = NewDeed { member: member.id, change: &change, list, state: DeedState::Gathering };
    let deed = deed::begin(tx, new).await?;
    enqueue(tx, deed.id).await?;
    Ok(deed)
}

/// Refuses what could be done to no conversation at all.
pub(crate) async fn check(tx: &mut Tx, member: &Member, change: &Change) -> Result<()> {
    require(member, Right::WorkInbox)?;
    match change {
        Change::Assign { to: Some(to) } | Change::HandOver { to: Some(to), .. } => may_be_given(tx, *to).await,
        Change::Team { to: Some(to) } => team_in_use(tx, *to).await.map(drop),
        Change::SlaPolicy { policy: Some(policy) } => sla_policy_in_use(tx, *policy).await,
        Change::Status { status, outcome: Some(_), .. } if *status != Status::Resolved => {
            Err(InboxError::OutcomeOfUndone)
        }
        Change::Status { status, until, .. } => {
            let is_ahead = until.is_some_and(|until| until > tx.now());
            Status::Open.set_by_member(*status, is_ahead)?;
            Ok(())
        }
        Change::Decide { disposition, reason, until } => {
            Decision { disposition: *disposition, reason: *reason, until: *until }.check(tx.now())
        }
        Change::Owe { owing } if owing.post.is_some() => Err(InboxError::Missing("this message")),
        Change::Owe { owing } => check_owing(tx, owing).await,
        // What is owed on one is owed on no other.
        Change::Obligation { .. } => Err(InboxError::Missing("this obligation")),
        // One message of ours stands in one conversation.
        Change::Commit { promising } if promising.reply.is_some() => Err(InboxError::Missing("this message of ours")),
        Change::Commit { promising } => check_promising(tx, member.id, promising).await,
        // What was promised in one was promised in no other.
        Change::Commitment { .. } => Err(InboxError::Missing("this promise")),
        // One answer of ours puts something right in one conversation.
        Change::OwnUp { .. } | Change::Correction { .. } => Err(InboxError::Missing("this message of ours")),
        // What is right about one mention is right about no other.
        Change::Correct { .. } => Err(InboxError::NoSuchAnswer),
        Change::Split { .. } => Err(InboxError::Missing("this message")),
        Change::Pin { member: of } | Change::Unpin { member: of } if *of != member.id => {
            Err(InboxError::Missing("this member"))
        }
        Change::Merge { into: other } | Change::Link { with: other } | Change::Unlink { with: other } => {
            match store::conversation::find(tx, *other).await? {
                Some(_) => Ok(()),
                None => Err(InboxError::Missing("this conversation")),
            }
        }
        Change::Macro { changes, .. } => {
            for one in changes {
                Box::pin(check(tx, member, one)).await?;
            }
            Ok(())
        }
        Change::Assign { to: None }
        | Change::Team { to: None }
        | Change::HandOver { to: None, .. }
        | Change::Prioritise { .. }
        | Change::SlaPolicy { policy: None }
        | Change::SetAside
        | Change::HeardElsewhere { .. }
        | Change::Relabel { .. }
        | Change::Label { .. }
        | Change::Unlabel { .. }
        | Change::Pin { .. }
        | Change::Unpin { .. } => Ok(()),
    }
}

async fn begun(tx: &mut Tx, member: &Member, deed: &Deed) -> Result<()> {
    count_use(tx, deed).await?;
    tell(tx, member, EventKind::DeedBegun, deed).await
}

async fn tell(tx: &mut Tx, member: &Member, kind: EventKind, deed: &Deed) -> Result<()> {
    let data = json!({ "deed": deed.id, "total": deed.tally.total });
    append(tx, kind, Actor::Member(member.id), None, data).await?;
    Ok(())
}

async fn enqueue(tx: &mut Tx, id: DeedId) -> Result<()> {
    let now = tx.now();
    Ok(job::enqueue(tx, DO_DEED, &id.to_string(), &json!({ "deed": id }), now).await?)
}

/// A deed that a member may see: their own, that of a rule or of a team, or any for whoever manages what others do.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn find_deed(tx: &mut Tx, member: &Member, id: DeedId) -> Result<Deed> {
    require(member, Right::WorkInbox)?;
    let found = deed::find(tx, id).await?;
    let may_see = |deed: &Deed| {
        deed.member == member.id || deed.run.is_some() || deed.team.is_some() || member.role.may(Right::ManageViews)
    };
    found.filter(may_see).ok_or(MISSING)
}

/// Has a deed done whose conversations were found.
///
/// # Errors
/// `Forbidden`; `Missing`; `DeedState` when it was confirmed already, or not everything is found yet.
pub async fn confirm(tx: &mut Tx, member: &Member, id: DeedId) -> Result<Deed> {
    let mut deed = find_deed(tx, member, id).await?;
    if deed.state != DeedState::Ready {
        return Err(InboxError::DeedState(deed.state));
    }
    check(tx, member, &deed.change).await?;
    // What was found to be so already is looked at again.
    (deed.state, deed.tally.already) = (DeedState::Running, 0);
    deed::save(tx, &deed).await?;
    begun(tx, member, &deed).await?;
    enqueue(tx, deed.id).await?;
    Ok(deed)
}

/// Stops a deed; what was done by then is done, and can be undone.
///
/// # Errors
/// `Forbidden`; `Missing`; `DeedState` when it does not go on any more.
pub async fn stop(tx: &mut Tx, member: &Member, id: DeedId) -> Result<Deed> {
    let mut deed = find_deed(tx, member, id).await?;
    if !matches!(deed.state, DeedState::Gathering | DeedState::Ready | DeedState::Running) {
        return Err(InboxError::DeedState(deed.state));
    }
    deed.state = DeedState::Stopped;
    deed::save(tx, &deed).await?;
    tell(tx, member, EventKind::DeedStopped, &deed).await?;
    Ok(deed)
}

/// Whether a deed can be undone at a moment.
pub fn may_undo(deed: &Deed, now: Timestamp) -> bool {
    let is_recent = now <= deed.begun_at.saturating_add(UNDONE_WITHIN).unwrap_or(Timestamp::MAX);
    matches!(deed.state, DeedState::Done | DeedState::Stopped) && deed.tally.changed > 0 && is_recent
}

/// Undoes a deed: every conversation that nobody changed since is as it was before. The first few at once, the others by
/// the job [`DO_DEED`]; the tally says how many were restored and how many left.
///
/// # Errors
/// `Forbidden`; `Missing`; `DeedState` when there is nothing (more) to undo.
pub async fn undo(tx: &mut Tx, member: &Member, id: DeedId) -> Result<Deed> {
    let mut deed = find_deed(tx, member, id).await?;
    if !may_undo(&deed, tx.now()) {
        return Err(InboxError::DeedState(deed.state));
    }
    deed.state = DeedState::Undoing;
    step_back(tx, member, &mut deed).await?;
    if deed.state.is_moving() {
        enqueue(tx, deed.id).await?;
    }
    Ok(deed)
}

/// Goes on with a deed by one step; whether there is more to do.
///
/// # Errors
/// When the database fails; nothing of the step happened then.
pub async fn go_on(store: &Store, id: DeedId) -> Result<bool> {
    let mut tx = store.read().await?;
    let state = deed::find(&mut tx, id).await?.map(|deed| deed.state);
    drop(tx);
    if state == Some(DeedState::Gathering) {
        return gather::step(store, id).await;
    }
    let mut tx = store.write().await?;
    let Some(mut deed) = deed::find(&mut tx, id).await?.filter(|deed| deed.state.is_moving()) else {
        return Ok(false);
    };
    let Some(member) = store::member::find(&mut tx, deed.member).await? else { return Ok(false) };
    if member.disabled_at.is_some() || require(&member, Right::WorkInbox).is_err() {
        // Whoever may no longer work does nothing more, by no machine either.
        deed.state = DeedState::Stopped;
        deed::save(&mut tx, &deed).await?;
        tell(&mut tx, &member, EventKind::DeedStopped, &deed).await?;
    } else if deed.state == DeedState::Running {
        step(&mut tx, &member, &mut deed).await?;
    } else {
        step_back(&mut tx, &member, &mut deed).await?;
    }
    tx.commit().await?;
    Ok(deed.state.is_moving())
}

/// Changes the next few.
async fn step(tx: &mut Tx, member: &Member, deed: &mut Deed) -> Result<()> {
    take_turn(tx, &deed.change).await?;
    let waiting = deed::items(tx, deed.id, DeedItemState::Waiting, STEP).await?;
    let part = (deed.tally.total > 1).then_some(Part::Of(deed.id));
    for mut item in waiting.iter().cloned() {
        // Of a list nobody is acted upon who spoke after the member looked.
        let spoke_since = match &deed.list {
            Some(_) => {
                store::conversation::find(tx, item.conversation).await?.is_none_or(|one| one.active_at > deed.begun_at)
            }
            None => false,
        };
        if spoke_since {
            item.state = DeedItemState::Refused;
            deed.tally.refused += 1;
            deed::settle(tx, deed.id, &item).await?;
            continue;
        }
        item.state = match make(tx, By::member(member, part), item.conversation, &deed.change).await {
            Ok((before, after)) if before != after => {
                deed.tally.changed += 1;
                changed(tx, deed.id, item.conversation, &before, &after).await?;
                continue;
            }
            Ok(_) => DeedItemState::Already,
            Err(error @ InboxError::Store(_)) => return Err(error),
            Err(_) => DeedItemState::Refused,
        };
        match item.state {
            DeedItemState::Already => deed.tally.already += 1,
            _ => deed.tally.refused += 1,
        }
        deed::settle(tx, deed.id, &item).await?;
    }
    if (waiting.len() as i64) < STEP {
        deed.state = DeedState::Done;
        tell(tx, member, EventKind::DeedDone, deed).await?;
    }
    Ok(deed::save(tx, deed).await?)
}

/// Puts the next few back.
async fn step_back(tx: &mut Tx, member: &Member, deed: &mut Deed) -> Result<()> {
    let by = By::member(member, Some(Part::Undoing(deed.id)));
    let changed = deed::items(tx, deed.id, DeedItemState::Changed, STEP).await?;
    for mut item in changed.iter().cloned() {
        item.state = match stood::put_back(tx, by, &deed.change, &item).await? {
            true => DeedItemState::Restored,
            false => DeedItemState::Left,
        };
        match item.state {
            DeedItemState::Restored => deed.tally.restored += 1,
            _ => deed.tally.left += 1,
        }
        deed::settle(tx, deed.id, &item).await?;
    }
    if (changed.len() as i64) < STEP {
        deed.state = DeedState::Undone;
        // One act alone is told of by what was put back.
        if deed.tally.total > 1 {
            tell(tx, member, EventKind::DeedUndone, deed).await?;
        }
    }
    Ok(deed::save(tx, deed).await?)
}
