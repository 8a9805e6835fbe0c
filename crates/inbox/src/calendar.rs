//! Calendars: made, changed from a moment on, put away.

use jiff::Timestamp;
use model::{
    Actor, ApprovalPolicyId, Calendar as Hours, CalendarId, EventKind, Opening, OpeningFault, Right, SlaPolicyId,
};
use serde_json::json;
use store::calendar::{self, Calendar};
use store::event::append;
use store::member::Member;
use store::{Tx, policy, team};
use wording::t;

use crate::acts::require;
use crate::clocks::set_all_anew;
use crate::{InboxError, Result};

const NAME_CHARS_MAX: usize = 60;
const MISSING: InboxError = InboxError::Missing("this calendar");

/// What a calendar is to be.
#[derive(Clone, Debug)]
pub struct WantedCalendar {
    /// The name that members read.
    pub name: String,
    /// The hours.
    pub opening: Opening,
    /// From when they hold; at once when absent.
    pub from: Option<Timestamp>,
}

/// Why a calendar is not kept as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFault {
    /// It has no name, or a long one.
    #[error("{}", t!("a name of 1 to {max} characters is needed", max = NAME_CHARS_MAX))]
    Name,
    /// Another one has this name.
    #[error("{}", t!("another calendar has this name"))]
    NameTaken,
    /// Its hours mean nothing.
    #[error(transparent)]
    Opening(#[from] OpeningFault),
    /// It would change what is counted already.
    #[error("{}", t!("hours cannot change in the past: what was counted stays as it was"))]
    FromPast,
    /// Policies count in the usual one.
    #[error("{}", t!("the usual calendar cannot be put away; make another one the usual first"))]
    IsDefault,
    /// A policy counts in it.
    #[error("{}", t!("the policy “{policy}” counts in these hours; give it another calendar first", policy = .0))]
    InUse(String),
    /// A team works in it.
    #[error("{}", t!("the team “{team}” works in these hours; give it another calendar first", team = .0))]
    InUseByTeam(String),
    /// It is put away.
    #[error("{}", t!("this calendar is put away; take it out first"))]
    PutAway,
}

/// Makes a calendar, or changes the one with this id: other hours are a new version, which holds from a moment on. The first
/// that is made is the usual one.
///
/// # Errors
/// `Forbidden`; `Missing`; `Calendar` says what is wrong with it.
pub async fn keep_calendar(
    tx: &mut Tx,
    member: &Member,
    id: Option<CalendarId>,
    wanted: WantedCalendar,
) -> Result<CalendarId> {
    require(member, Right::ManageSla)?;
    let name = wanted.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) {
        return Err(CalendarFault::Name.into());
    }
    wanted.opening.check().map_err(CalendarFault::from)?;
    if calendar::named(tx, &name).await?.is_some_and(|other| Some(other) != id) {
        return Err(CalendarFault::NameTaken.into());
    }
    let actor = Actor::Member(member.id);
    let Some(id) = id else {
        let id = calendar::create(tx, member.id, &name, &wanted.opening).await?;
        append(tx, EventKind::CalendarCreated, actor, None, json!({ "calendar": id, "version": 1 })).await?;
        if calendar::default(tx).await?.is_none() {
            default(tx, member, id).await?;
        }
        return Ok(id);
    };
    let former = calendar::find(tx, id).await?.ok_or(MISSING)?;
    if former.archived_at.is_some() {
        return Err(CalendarFault::PutAway.into());
    }
    let from = wanted.from.unwrap_or(tx.now());
    if from < tx.now() {
        return Err(CalendarFault::FromPast.into());
    }
    let is_renamed = former.name != name;
    if is_renamed {
        calendar::rename(tx, id, &name).await?;
    }
    let is_same = former.version_at(from).is_some_and(|holds| holds.opening == wanted.opening);
    let version = match is_same {
        true => None,
        false => Some(calendar::add_version(tx, member.id, id, &wanted.opening, from).await?),
    };
    if is_renamed || version.is_some() {
        let data = json!({ "calendar": id, "version": version, "from": version.map(|_| from) });
        append(tx, EventKind::CalendarChanged, actor, None, data).await?;
        set_all_anew(tx).await?;
    }
    Ok(id)
}

/// Makes a calendar the usual one.
///
/// # Errors
/// `Forbidden`; `Missing`; `Calendar` for one that is put away.
pub async fn make_calendar_default(tx: &mut Tx, member: &Member, id: CalendarId) -> Result<()> {
    require(member, Right::ManageSla)?;
    let Calendar { is_default, archived_at, .. } = calendar::find(tx, id).await?.ok_or(MISSING)?;
    match archived_at {
        Some(_) => Err(CalendarFault::PutAway.into()),
        None if is_default => Ok(()),
        None => default(tx, member, id).await,
    }
}

async fn default(tx: &mut Tx, member: &Member, id: CalendarId) -> Result<()> {
    calendar::make_default(tx, id).await?;
    append(tx, EventKind::CalendarMadeDefault, Actor::Member(member.id), None, json!({ "calendar": id })).await?;
    set_all_anew(tx).await
}

/// Puts a calendar away, or takes it out again.
///
/// # Errors
/// `Forbidden`; `Missing`; `Calendar` when something counts in it, or another one has its name by now.
pub async fn put_calendar_away(tx: &mut Tx, member: &Member, id: CalendarId, is_away: bool) -> Result<()> {
    require(member, Right::ManageSla)?;
    let found = calendar::find(tx, id).await?.ok_or(MISSING)?;
    if found.archived_at.is_some() == is_away {
        return Ok(());
    }
    if is_away {
        if found.is_default {
            return Err(CalendarFault::IsDefault.into());
        }
        let counts = |policy: &policy::SlaPolicy| policy.terms.calendar == Some(id);
        if let Some(policy) = policy::in_use::<SlaPolicyId>(tx).await?.into_iter().find(counts) {
            return Err(CalendarFault::InUse(policy.name).into());
        }
        let counts = |policy: &policy::ApprovalPolicy| policy.terms.calendar == Some(id);
        if let Some(policy) = policy::in_use::<ApprovalPolicyId>(tx).await?.into_iter().find(counts) {
            return Err(CalendarFault::InUse(policy.name).into());
        }
        if let Some(team) = team::in_use(tx).await?.into_iter().find(|team| team.terms.calendar == Some(id)) {
            return Err(CalendarFault::InUseByTeam(team.terms.name).into());
        }
    } else if calendar::named(tx, &found.name).await?.is_some() {
        return Err(CalendarFault::NameTaken.into());
    }
    calendar::put_away(tx, id, is_away).await?;
    let kind = if is_away { EventKind::CalendarArchived } else { EventKind::CalendarRestored };
    append(tx, kind, Actor::Member(member.id), None, json!({ "calendar": id })).await?;
    Ok(())
}

/// The hours of a calendar, or of the usual one; day and night where there is none.
pub(crate) async fn hours_of(tx: &mut Tx, id: Option<CalendarId>) -> Result<Hours> {
    let found = match id {
        Some(id) => calendar::find(tx, id).await?,
        None => calendar::default(tx).await?,
    };
    Ok(found.map_or_else(|| Hours::of(Opening::always()), |calendar| calendar.hours()))
}

/// Whether a calendar can be chosen.
pub(crate) async fn is_calendar_in_use(tx: &mut Tx, id: CalendarId) -> Result<bool> {
    Ok(calendar::find(tx, id).await?.is_some_and(|calendar| calendar.archived_at.is_none()))
}
