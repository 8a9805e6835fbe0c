//! What a member takes and when they are there: said by themselves, or by who manages members.

use jiff::{SignedDuration, Timestamp};
use model::{Actor, EventKind, LeaveId, MemberId, Right, Skills, primary_language};
use serde_json::json;
use store::event::append;
use store::leave::{self, Handing, Leave};
use store::member::{self, Member};
use store::workload::{self, Workload};
use store::{Tx, channel, turn};
use wording::t;

use crate::acts::{may_be_given, require};
use crate::giving::{give_out_later, hand_over};
use crate::{InboxError, Result};

/// The most conversations that somebody says to take at once.
pub const CAPACITY_MAX: i64 = 1_000;
/// The longest leave.
pub const LEAVE_MAX: SignedDuration = SignedDuration::from_hours(24 * 731);
const LANGUAGES_MAX: usize = 50;

/// Why what a member takes, or a leave, is not kept as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeatFault {
    /// A number that means nothing.
    #[error("{}", t!("a number from 0 to {max} is needed, or none for any number", max = CAPACITY_MAX))]
    Capacity,
    /// Something that is no language.
    #[error("{}", t!("“{written}” is no language: write its code, such as de or pt", written = .0))]
    Language(String),
    /// Too many languages.
    #[error("{}", t!("at most {max} languages can be named", max = LANGUAGES_MAX))]
    TooManyLanguages,
    /// A channel that is not there.
    #[error("{}", t!("one of the channels does not exist"))]
    NoChannel,
    /// A leave that ends before it begins, or is over already.
    #[error("{}", t!("a leave ends after it begins, and not in the past"))]
    LeaveOver,
    /// A leave without a sensible end.
    #[error("{}", t!("a leave is at most two years long; shut out who does not come back"))]
    LeaveTooLong,
    /// Whoever goes cannot take over.
    #[error("{}", t!("what somebody has goes to somebody else, or back to its teams"))]
    Successor,
    /// Another leave is in the way.
    #[error("{}", t!("there is another leave in that time; end that one first"))]
    LeaveTwice,
}

/// Refuses who may not say how a member works.
async fn seat(tx: &mut Tx, who: &Member, id: MemberId) -> Result<Member> {
    match who.id == id {
        true => require(who, Right::WorkInbox)?,
        false => require(who, Right::ManageMembers)?,
    }
    member::find(tx, id).await?.ok_or(InboxError::Missing("this member"))
}

/// Keeps what a member takes; whether that is another now.
///
/// # Errors
/// `Forbidden` but for oneself and who manages members; `Missing`; `Seat` says what is wrong with it.
pub async fn keep_workload(tx: &mut Tx, who: &Member, id: MemberId, wanted: Workload) -> Result<bool> {
    let member = seat(tx, who, id).await?;
    let Workload { capacity, skills: Skills { languages, mut networks, mut channels, mut relations } } = wanted;
    if capacity.is_some_and(|capacity| !(0..=CAPACITY_MAX).contains(&capacity)) {
        return Err(SeatFault::Capacity.into());
    }
    let read = |tag: String| primary_language(tag.trim()).ok_or(SeatFault::Language(tag));
    let mut languages = languages.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    if languages.len() > LANGUAGES_MAX {
        return Err(SeatFault::TooManyLanguages.into());
    }
    for channel in &channels {
        if channel::find(tx, *channel).await?.is_none() {
            return Err(SeatFault::NoChannel.into());
        }
    }
    languages.sort_unstable();
    languages.dedup();
    networks.sort_unstable();
    networks.dedup();
    channels.sort_unstable();
    channels.dedup();
    relations.sort_unstable();
    relations.dedup();
    let workload = Workload { capacity, skills: Skills { languages, networks, channels, relations } };
    if workload::of(tx, &[member.id]).await?.remove(&id).unwrap_or_default() == workload {
        return Ok(false);
    }
    workload::keep(tx, id, &workload).await?;
    let data = json!({ "member": id, "capacity": workload.capacity, "skills": workload.skills });
    append(tx, EventKind::MemberWorkloadChanged, Actor::Member(who.id), None, data).await?;
    give_out_later(tx).await?;
    Ok(true)
}

/// Sets a leave of a member: nothing is given to them by itself then. What they have stays with them, or is handed over when
/// the leave begins.
///
/// # Errors
/// `Forbidden` but for oneself and who manages members; `Missing`, also for a colleague who is not there; `Seat` says what is wrong with it.
pub async fn set_leave(
    tx: &mut Tx,
    who: &Member,
    id: MemberId,
    (from, until): (Timestamp, Timestamp),
    handing: Handing,
) -> Result<LeaveId> {
    seat(tx, who, id).await?;
    if let Handing::To(to) = handing {
        if to == id {
            return Err(SeatFault::Successor.into());
        }
        may_be_given(tx, to).await?;
    }
    if until <= from || until <= tx.now() {
        return Err(SeatFault::LeaveOver.into());
    }
    if until.duration_since(from) > LEAVE_MAX {
        return Err(SeatFault::LeaveTooLong.into());
    }
    let overlaps = |other: &Leave| other.from < until && from < other.until;
    if leave::ahead(tx, Some(id)).await?.iter().any(overlaps) {
        return Err(SeatFault::LeaveTwice.into());
    }
    let set = leave::set(tx, id, (from, until), handing).await?;
    let (hands_over, to) = match handing {
        Handing::Stays => (false, None),
        Handing::ToTeams => (true, None),
        Handing::To(to) => (true, Some(to)),
    };
    let data = json!({ "member": id, "leave": set, "from": from, "until": until, "hands_over": hands_over, "to": to });
    append(tx, EventKind::MemberLeaveSet, Actor::Member(who.id), None, data).await?;
    Ok(set)
}

/// Ends a leave of a member before its time, or calls it off.
///
/// # Errors
/// `Forbidden` but for oneself and who manages members; `Missing` for one that is over already.
pub async fn end_leave(tx: &mut Tx, who: &Member, id: MemberId, leave: LeaveId) -> Result<()> {
    seat(tx, who, id).await?;
    let ahead = leave::ahead(tx, Some(id)).await?;
    ahead.iter().find(|one| one.id == leave).ok_or(InboxError::Missing("this leave"))?;
    leave::end(tx, leave).await?;
    let data = json!({ "member": id, "leave": leave });
    append(tx, EventKind::MemberLeaveEnded, Actor::Member(who.id), None, data).await?;
    give_out_later(tx).await
}

/// Hands over what the member has whose leave began next, where it is to be handed over; whether there was one. A deed of theirs. Where
/// the colleague left meanwhile, or is on leave too, it goes back to the teams.
///
/// # Errors
/// When the database fails; nothing of it happened then.
pub async fn begin_leave(tx: &mut Tx) -> Result<bool> {
    // Before anything is locked: what is handed over may be given out.
    turn::of_giving(tx).await?;
    let Some(begun) = leave::to_hand_over(tx).await? else { return Ok(false) };
    leave::handed_over(tx, begun.id).await?;
    let Some(who) = member::find(tx, begun.member).await? else { return Ok(true) };
    let to = match begun.handing {
        Handing::To(to) if may_be_given(tx, to).await.is_ok() && !leave::away(tx).await?.contains(&to) => Some(to),
        _ => None,
    };
    // Who may no longer work has left, and what they have is taken back by that.
    let deed = match require(&who, Right::WorkInbox) {
        Ok(()) if who.disabled_at.is_none() => hand_over(tx, &who, who.id, to).await?,
        _ => None,
    };
    let data = json!({ "member": who.id, "leave": begun.id, "to": to, "bulk": deed.map(|deed| deed.id) });
    append(tx, EventKind::MemberLeaveBegun, Actor::System, None, data).await?;
    Ok(true)
}
