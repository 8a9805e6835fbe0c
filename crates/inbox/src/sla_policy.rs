//! SLA policies: made, changed, put in order, put away.

use jiff::SignedDuration;
use model::{Actor, EventKind, Right, SlaKind, SlaPolicyId, SlaTerms};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::{Tx, channel, policy};
use wording::t;

use crate::acts::require;
use crate::calendar::is_calendar_in_use;
use crate::clocks::set_all_anew;
use crate::{InboxError, Result};

const NAME_CHARS_MAX: usize = 60;
/// Nobody is given longer to answer, in working time.
pub const SLA_LENGTH_MAX: SignedDuration = SignedDuration::from_hours(2_000);
const MISSING: InboxError = InboxError::Missing("this policy");

/// What a policy is to be.
#[derive(Clone, Debug)]
pub struct WantedPolicy {
    /// The name that members read.
    pub name: String,
    /// How soon, and to whom.
    pub terms: SlaTerms,
}

/// Why a policy is not kept as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlaPolicyFault {
    /// It has no name, or a long one.
    #[error("{}", t!("a name of 1 to {max} characters is needed", max = NAME_CHARS_MAX))]
    Name,
    /// Another one has this name.
    #[error("{}", t!("another policy has this name"))]
    NameTaken,
    /// It sets no clock.
    #[error("{}", t!("at least one time is needed: for the first answer, for the next, or until it is done"))]
    NoLength,
    /// A length is none, or very long.
    #[error("{}", t!("each time lies between 1 minute and {max} hours", max = SLA_LENGTH_MAX.as_hours()))]
    Length,
    /// It would warn before anything began.
    #[error("{}", t!("the warning comes before the clock begins: make it shorter than the shortest time"))]
    Warning,
    /// There is no such calendar, or it is put away.
    #[error("{}", t!("this calendar is not in use"))]
    NoCalendar,
    /// There is no such channel.
    #[error("{}", t!("one of the channels does not exist"))]
    NoChannel,
}

async fn check(tx: &mut Tx, terms: &SlaTerms) -> Result<()> {
    let targets: Vec<SignedDuration> = SlaKind::ALL.iter().filter_map(|kind| terms.target(*kind)).collect();
    let Some(shortest) = targets.iter().min() else { return Err(SlaPolicyFault::NoLength.into()) };
    if targets.iter().any(|target| !(SignedDuration::from_mins(1)..=SLA_LENGTH_MAX).contains(target)) {
        return Err(SlaPolicyFault::Length.into());
    }
    if !(0..shortest.as_secs()).contains(&terms.warning_seconds) {
        return Err(SlaPolicyFault::Warning.into());
    }
    if let Some(id) = terms.calendar
        && !is_calendar_in_use(tx, id).await?
    {
        return Err(SlaPolicyFault::NoCalendar.into());
    }
    for id in &terms.channels {
        if channel::find(tx, *id).await?.is_none() {
            return Err(SlaPolicyFault::NoChannel.into());
        }
    }
    Ok(())
}

/// Makes a policy, or changes the one with this id.
///
/// # Errors
/// `Forbidden`; `Missing`; `SlaPolicy` says what is wrong with it.
pub async fn keep_sla_policy(
    tx: &mut Tx,
    member: &Member,
    id: Option<SlaPolicyId>,
    wanted: WantedPolicy,
) -> Result<SlaPolicyId> {
    require(member, Right::ManageSla)?;
    let name = wanted.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) {
        return Err(SlaPolicyFault::Name.into());
    }
    check(tx, &wanted.terms).await?;
    if policy::named::<SlaPolicyId>(tx, &name).await?.is_some_and(|other| Some(other) != id) {
        return Err(SlaPolicyFault::NameTaken.into());
    }
    let (id, version, kind) = match id {
        Some(id) => {
            let former = policy::find(tx, id).await?.ok_or(MISSING)?;
            let version = policy::change(tx, &former, &name, &wanted.terms).await?;
            (id, version, EventKind::SlaPolicyChanged)
        }
        None => (policy::create::<SlaPolicyId>(tx, &name, &wanted.terms).await?, 1, EventKind::SlaPolicyCreated),
    };
    append(tx, kind, Actor::Member(member.id), None, json!({ "policy": id, "version": version })).await?;
    set_all_anew(tx).await?;
    Ok(id)
}

/// Has a policy asked before the one that was asked before it, or after the one that was asked after it.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn move_sla_policy(tx: &mut Tx, member: &Member, id: SlaPolicyId, is_up: bool) -> Result<()> {
    require(member, Right::ManageSla)?;
    let mut order: Vec<SlaPolicyId> =
        policy::in_use::<SlaPolicyId>(tx).await?.into_iter().map(|policy| policy.id).collect();
    let at = order.iter().position(|other| *other == id).ok_or(MISSING)?;
    let to = if is_up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < order.len()) };
    let Some(to) = to else { return Ok(()) };
    order.swap(at, to);
    policy::put_in_order(tx, &order).await?;
    let data = json!({ "policy": id, "place": to + 1 });
    append(tx, EventKind::SlaPolicyMoved, Actor::Member(member.id), None, data).await?;
    set_all_anew(tx).await
}

/// Puts a policy away, or takes it out again.
///
/// # Errors
/// `Forbidden`; `Missing`; `SlaPolicy` when another one has its name by now, or its calendar is not in use any more.
pub async fn put_sla_policy_away(tx: &mut Tx, member: &Member, id: SlaPolicyId, is_away: bool) -> Result<()> {
    require(member, Right::ManageSla)?;
    let found = policy::find(tx, id).await?.ok_or(MISSING)?;
    if found.archived_at.is_some() == is_away {
        return Ok(());
    }
    if !is_away {
        check(tx, &found.terms).await?;
        if policy::named::<SlaPolicyId>(tx, &found.name).await?.is_some() {
            return Err(SlaPolicyFault::NameTaken.into());
        }
    }
    policy::put_away(tx, id, is_away).await?;
    let kind = if is_away { EventKind::SlaPolicyArchived } else { EventKind::SlaPolicyRestored };
    append(tx, kind, Actor::Member(member.id), None, json!({ "policy": id })).await?;
    set_all_anew(tx).await
}
