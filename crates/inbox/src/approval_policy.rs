//! Approval policies: made, changed, put in order, put away.

use model::{Actor, ApprovalPolicyId, ApprovalTerms, EventKind, Right};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::{Tx, policy};
use wording::t;

use crate::acts::{require, team_in_use};
use crate::calendar::is_calendar_in_use;
use crate::condition::{self, ConditionFault};
use crate::{InboxError, Result};

const NAME_CHARS_MAX: usize = 60;
/// The most policies in use: each may be asked about every answer.
const POLICIES_MAX: usize = 50;
/// The longest time for which somebody is new, in days.
pub const NEW_MEMBER_DAYS_MAX: u32 = 366;
/// The longest deadline, in minutes of working time.
pub const APPROVAL_DEADLINE_MINUTES_MAX: u32 = 60 * 24 * 31;
const MISSING: InboxError = InboxError::Missing("this policy");

/// Why a policy is not kept as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalPolicyFault {
    /// It has no name, or a long one.
    #[error("{}", t!("a name of 1 to {max} characters is needed", max = NAME_CHARS_MAX))]
    Name,
    /// Another one has this name.
    #[error("{}", t!("another policy has this name"))]
    NameTaken,
    /// There are enough policies.
    #[error("{}", t!("there are no more than {max} policies; put one away first", max = POLICIES_MAX))]
    TooMany,
    /// Nobody asks when a policy is asked.
    #[error("{}", t!("“me” means nobody in a policy; write a member's name"))]
    AsksOfAsker,
    /// Its condition is too long.
    #[error("{}", t!("the condition is longer than it may be"))]
    TooLong,
    /// A number of days that means nothing.
    #[error("{}", t!("somebody is new for 1 to {max} days", max = NEW_MEMBER_DAYS_MAX))]
    Days,
    /// A deadline that means nothing.
    #[error("{}", t!("a deadline lies between 1 minute and {max} hours", max = APPROVAL_DEADLINE_MINUTES_MAX / 60))]
    Deadline,
    /// There is no such calendar, or it is put away.
    #[error("{}", t!("this calendar is not in use"))]
    NoCalendar,
    /// There is no such team, or it is put away.
    #[error("{}", t!("this team is not in use"))]
    NoTeam,
}

async fn checked(tx: &mut Tx, mut terms: ApprovalTerms) -> Result<ApprovalTerms> {
    terms.query = condition::checked(&terms.query).map_err(|fault| match fault {
        ConditionFault::TooLong => ApprovalPolicyFault::TooLong.into(),
        ConditionFault::AsksOfAsker => ApprovalPolicyFault::AsksOfAsker.into(),
        ConditionFault::Unreadable(errors) => InboxError::Query(errors),
    })?;
    terms.roles.sort_unstable();
    terms.roles.dedup();
    if terms.new_member_days.is_some_and(|days| !(1..=NEW_MEMBER_DAYS_MAX).contains(&days)) {
        return Err(ApprovalPolicyFault::Days.into());
    }
    if terms.deadline_minutes.is_some_and(|minutes| !(1..=APPROVAL_DEADLINE_MINUTES_MAX).contains(&minutes)) {
        return Err(ApprovalPolicyFault::Deadline.into());
    }
    if let Some(id) = terms.calendar
        && !is_calendar_in_use(tx, id).await?
    {
        return Err(ApprovalPolicyFault::NoCalendar.into());
    }
    if let Some(id) = terms.team {
        team_in_use(tx, id).await.map_err(|error| match error {
            InboxError::Missing(_) => ApprovalPolicyFault::NoTeam.into(),
            other => other,
        })?;
    }
    Ok(terms)
}

/// Makes a policy, or changes the one with this id. What waits already goes on by the terms by which it was asked for.
///
/// # Errors
/// `Forbidden`; `Missing`; `Query`; `ApprovalPolicy` says what is wrong with it.
pub async fn keep_approval_policy(
    tx: &mut Tx,
    member: &Member,
    id: Option<ApprovalPolicyId>,
    (name, terms): (&str, ApprovalTerms),
) -> Result<ApprovalPolicyId> {
    require(member, Right::ManageRules)?;
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) {
        return Err(ApprovalPolicyFault::Name.into());
    }
    let terms = checked(tx, terms).await?;
    if policy::named::<ApprovalPolicyId>(tx, &name).await?.is_some_and(|other| Some(other) != id) {
        return Err(ApprovalPolicyFault::NameTaken.into());
    }
    let (id, version, kind) = match id {
        Some(id) => {
            let former = policy::find(tx, id).await?.ok_or(MISSING)?;
            let version = policy::change(tx, &former, &name, &terms).await?;
            (id, version, EventKind::ApprovalPolicyChanged)
        }
        None => {
            has_room(tx).await?;
            (policy::create::<ApprovalPolicyId>(tx, &name, &terms).await?, 1, EventKind::ApprovalPolicyCreated)
        }
    };
    append(tx, kind, Actor::Member(member.id), None, json!({ "policy": id, "version": version })).await?;
    Ok(id)
}

async fn has_room(tx: &mut Tx) -> Result<()> {
    if policy::in_use::<ApprovalPolicyId>(tx).await?.len() >= POLICIES_MAX {
        return Err(ApprovalPolicyFault::TooMany.into());
    }
    Ok(())
}

/// Has a policy asked before the one that was asked before it, or after the one that was asked after it.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn move_approval_policy(tx: &mut Tx, member: &Member, id: ApprovalPolicyId, is_up: bool) -> Result<()> {
    require(member, Right::ManageRules)?;
    let in_use = policy::in_use::<ApprovalPolicyId>(tx).await?;
    let mut order: Vec<ApprovalPolicyId> = in_use.into_iter().map(|policy| policy.id).collect();
    let at = order.iter().position(|other| *other == id).ok_or(MISSING)?;
    let to = if is_up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < order.len()) };
    let Some(to) = to else { return Ok(()) };
    order.swap(at, to);
    policy::put_in_order(tx, &order).await?;
    let data = json!({ "policy": id, "place": to + 1 });
    append(tx, EventKind::ApprovalPolicyMoved, Actor::Member(member.id), None, data).await?;
    Ok(())
}

/// Puts a policy away, or takes it out again. What waits because of it goes on waiting.
///
/// # Errors
/// `Forbidden`; `Missing`; `Query`, `ApprovalPolicy` when it cannot be kept like that any more.
pub async fn put_approval_policy_away(tx: &mut Tx, member: &Member, id: ApprovalPolicyId, is_away: bool) -> Result<()> {
    require(member, Right::ManageRules)?;
    let found = policy::find(tx, id).await?.ok_or(MISSING)?;
    if found.archived_at.is_some() == is_away {
        return Ok(());
    }
    if !is_away {
        checked(tx, found.terms).await?;
        has_room(tx).await?;
        if policy::named::<ApprovalPolicyId>(tx, &found.name).await?.is_some() {
            return Err(ApprovalPolicyFault::NameTaken.into());
        }
    }
    policy::put_away(tx, id, is_away).await?;
    let kind = if is_away { EventKind::ApprovalPolicyArchived } else { EventKind::ApprovalPolicyRestored };
    append(tx, kind, Actor::Member(member.id), None, json!({ "policy": id })).await?;
    Ok(())
}
