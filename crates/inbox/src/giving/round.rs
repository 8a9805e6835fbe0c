//! What waits is weighed again: somebody may be back, have room, or have learned to take it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;
use model::{Actor, Change, ConversationId, MemberId, Right, Role, TeamId};
use store::conversation::{self, Conversation};
use store::giving::{self, Wait};
use store::{Tx, team, turn};

use super::crew::{Crew, asks_of};
use super::settle;
use crate::Result;
use crate::deed::{self, By};

/// Conversations weighed in one transaction.
const STEP: i64 = 40;
const BY_ITSELF: By = By { actor: Actor::System, part: None };

/// The last of those that were weighed.
pub type GivePlace = (Timestamp, ConversationId);

fn place(waits: &[Wait]) -> Option<GivePlace> {
    waits.last().filter(|_| waits.len() as i64 == STEP).map(|last| (last.since, last.conversation))
}

async fn crew<'a>(tx: &mut Tx, crews: &'a mut HashMap<TeamId, Crew>, id: TeamId) -> Result<Option<&'a mut Crew>> {
    Ok(match crews.entry(id) {
        Entry::Occupied(known) => Some(known.into_mut()),
        Entry::Vacant(new) => match team::find(tx, id).await? {
            Some(team) => Some(new.insert(Crew::gather(tx, team, None).await?)),
            None => None,
        },
    })
}

/// Whether anything would come of weighing the next of those that wait, after one of them, and after which it goes on. Asks
/// without the writer's turn: most of the time nothing would.
///
/// # Errors
/// When the database fails.
pub async fn would_give(tx: &mut Tx, after: Option<GivePlace>) -> Result<(bool, Option<GivePlace>)> {
    let waits = giving::waiting_after(tx, after, STEP).await?;
    let ids: Vec<ConversationId> = waits.iter().map(|wait| wait.conversation).collect();
    let found = conversation::of_ids(tx, &ids).await?;
    let asks = asks_of(tx, &found.iter().collect::<Vec<_>>()).await?;
    let mut crews = HashMap::new();
    for wait in &waits {
        let Some(asks) = asks.get(&wait.conversation) else { continue };
        let Some(crew) = crew(tx, &mut crews, wait.team).await? else { continue };
        let stays = match crew.choose(asks) {
            _ if crew.team.archived_at.is_some() => true,
            _ if !crew.gives_out() => false,
            Ok(_) => false,
            Err(lack) => lack == wait.lack && crew.detail(lack, asks) == wait.detail,
        };
        if !stays {
            return Ok((true, place(&waits)));
        }
    }
    Ok((false, place(&waits)))
}

/// Gives out the next of those that wait, after one of them, as far as somebody fits now; after which it goes on.
///
/// # Errors
/// When the database fails; nothing is to be kept of the transaction then.
pub async fn give_waiting(tx: &mut Tx, after: Option<GivePlace>) -> Result<Option<GivePlace>> {
    turn::of_giving(tx).await?;
    let waits = giving::waiting_after(tx, after, STEP).await?;
    let mut free: Vec<(Wait, Conversation)> = Vec::new();
    for wait in &waits {
        // What somebody is changing now is weighed the next time.
        if let Some(found) = giving::take_if_free(tx, wait.conversation).await? {
            free.push((wait.clone(), found));
        }
    }
    let asks = asks_of(tx, &free.iter().map(|(_, one)| one).collect::<Vec<_>>()).await?;
    let mut crews = HashMap::new();
    for (wait, mut one) in free {
        let Some(crew) = crew(tx, &mut crews, wait.team).await? else { continue };
        let is_meant = one.assignee.is_none() && one.team == Some(wait.team) && one.merged_into.is_none();
        if !is_meant || (!crew.gives_out() && crew.team.archived_at.is_none()) {
            giving::wait_no_more(tx, one.id).await?;
            continue;
        }
        let Some(asks) = asks.get(&one.id).filter(|_| crew.gives_out() && one.status.is_active()) else { continue };
        let (team, given) = (crew.team.id, settle(tx, BY_ITSELF, &mut one, (crew, asks)).await?);
        // Whoever belongs to several teams has one more in each.
        if let Some(member) = given {
            crews.iter_mut().filter(|(id, _)| **id != team).for_each(|(_, crew)| crew.has_one_more(member));
        }
    }
    Ok(place(&waits))
}

async fn left_behind(tx: &mut Tx, limit: i64) -> Result<Vec<(ConversationId, MemberId)>> {
    let working: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.may(Right::WorkInbox)).collect();
    Ok(giving::left_behind(tx, &working, limit).await?)
}

/// Whether somebody has a conversation that is our turn who was shut out or works the inbox no more.
///
/// # Errors
/// When the database fails.
pub async fn has_left_behind(tx: &mut Tx) -> Result<bool> {
    Ok(!left_behind(tx, 1).await?.is_empty())
}

/// Takes conversations that are our turn from members who were shut out or work the inbox no more, a few at a time: back to
/// their teams, each as a deed. What was done before somebody left may come back long after. How many there were.
///
/// # Errors
/// When the database fails; nothing is to be kept of the transaction then.
pub async fn take_from_who_left(tx: &mut Tx, limit: i64) -> Result<usize> {
    turn::of_giving(tx).await?;
    let mut taken = 0;
    for (id, from) in left_behind(tx, limit).await? {
        // What somebody is changing now is taken the next time.
        if giving::take_if_free(tx, id).await?.is_some() {
            deed::keep_by_itself(tx, from, id, &Change::HandOver { from, to: None }).await?;
            taken += 1;
        }
    }
    Ok(taken)
}
