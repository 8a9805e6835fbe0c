//! Teams: made, changed, put away.

use model::{Actor, EventKind, Right, TeamId};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::team::{self, TeamTerms};
use store::{Tx, calendar};
use wording::t;

use crate::acts::{may_be_given, require};
use crate::giving::give_out_later;
use crate::{InboxError, Result};

const NAME_CHARS_MAX: usize = 60;
const MISSING: InboxError = InboxError::Missing("this team");
/// What the query language means by them: no team can be found by these names.
const RESERVED: [&str; 2] = ["me", "none"];

/// Why a team is not kept as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TeamFault {
    /// It has no name, or a long one.
    #[error("{}", t!("a name of 1 to {max} characters is needed", max = NAME_CHARS_MAX))]
    Name,
    /// Its name means something else in a search.
    #[error("{}", t!("“me” and “none” mean something else in a search; give it another name"))]
    NameReserved,
    /// Another one has this name.
    #[error("{}", t!("another team has this name"))]
    NameTaken,
    /// There is no such calendar, or it is put away.
    #[error("{}", t!("this calendar is not in use"))]
    NoCalendar,
    /// Somebody who cannot be given conversations.
    #[error("{}", t!("one of the members does not work the inbox"))]
    NoMember,
}

/// Name, hours and members as they are kept, where nothing is wrong with them. Whoever belongs to it already and was shut
/// out since may stay.
async fn checked(tx: &mut Tx, id: Option<TeamId>, wanted: TeamTerms, former: &[model::MemberId]) -> Result<TeamTerms> {
    let name = wanted.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) {
        return Err(TeamFault::Name.into());
    }
    if RESERVED.contains(&name.to_lowercase().as_str()) {
        return Err(TeamFault::NameReserved.into());
    }
    if team::named(tx, &name).await?.is_some_and(|other| Some(other) != id) {
        return Err(TeamFault::NameTaken.into());
    }
    if let Some(id) = wanted.calendar {
        let found = calendar::find(tx, id).await?;
        if found.is_none_or(|calendar| calendar.archived_at.is_some()) {
            return Err(TeamFault::NoCalendar.into());
        }
    }
    let mut members = wanted.members;
    members.sort_unstable();
    members.dedup();
    for member in members.iter().filter(|member| !former.contains(member)) {
        match may_be_given(tx, *member).await {
            Err(error @ InboxError::Store(_)) => return Err(error),
            Err(_) => return Err(TeamFault::NoMember.into()),
            Ok(()) => {}
        }
    }
    Ok(TeamTerms { name, members, ..wanted })
}

/// Makes a team, or lets the one with this id be another.
///
/// # Errors
/// `Forbidden`; `Missing`; `Team` says what is wrong with it.
pub async fn keep_team(tx: &mut Tx, member: &Member, id: Option<TeamId>, wanted: TeamTerms) -> Result<TeamId> {
    require(member, Right::ManageTeams)?;
    let former = match id {
        Some(id) => Some(team::find(tx, id).await?.ok_or(MISSING)?.terms),
        None => None,
    };
    let of_before = former.as_ref().map_or(&[][..], |former| former.members.as_slice());
    let terms = checked(tx, id, wanted, of_before).await?;
    let (id, kind) = match id {
        Some(id) if former.as_ref() == Some(&terms) => return Ok(id),
        Some(id) => {
            team::change(tx, id, &terms).await?;
            (id, EventKind::TeamChanged)
        }
        None => (team::create(tx, &terms).await?, EventKind::TeamCreated),
    };
    let TeamTerms { function, calendar, members, giving, keeps_hours, .. } = &terms;
    let data = json!({
        "team": id,
        "function": function,
        "calendar": calendar,
        "members": members,
        "giving": giving,
        "keeps_hours": keeps_hours,
    });
    append(tx, kind, Actor::Member(member.id), None, data).await?;
    give_out_later(tx).await?;
    Ok(id)
}

/// Puts a team away, or takes it out again. What it was given stays with it, and nothing more is given to it.
///
/// # Errors
/// `Forbidden`; `Missing`; `Team` when another one has its name by now, or its calendar is not in use any more.
pub async fn put_team_away(tx: &mut Tx, member: &Member, id: TeamId, is_away: bool) -> Result<()> {
    require(member, Right::ManageTeams)?;
    let found = team::find(tx, id).await?.ok_or(MISSING)?;
    if found.archived_at.is_some() == is_away {
        return Ok(());
    }
    if !is_away {
        let members = found.terms.members.clone();
        checked(tx, Some(id), found.terms, &members).await?;
    }
    team::put_away(tx, id, is_away).await?;
    let kind = if is_away { EventKind::TeamArchived } else { EventKind::TeamRestored };
    append(tx, kind, Actor::Member(member.id), None, json!({ "team": id })).await?;
    give_out_later(tx).await
}
