//! Finding the conversations of a list, step by step, and how many of them are as they are to become already.

use std::collections::HashSet;

use model::{Change, ConversationId, DeedId, DeedState, Disposition, LabelId};
use store::conversation::{Conversation, Place};
use store::deed::{self, Deed};
use store::{Store, Tx, label, pin, sought};

use super::several::each;
use crate::{Listing, Result, Want};

/// Conversations found in one step.
const FOUND: usize = 200;
/// Conversations looked at in one step.
const LOOKED: usize = 2_000;

/// Finds the next ones; whether there are more to find. What something happens to after the beginning moves to the front
/// of the list and is left out: nobody is acted upon who spoke after the member looked.
pub(super) async fn step(store: &Store, id: DeedId) -> Result<bool> {
    let mut tx = store.read().await?;
    let Some(deed) = deed::find(&mut tx, id).await?.filter(|deed| deed.state == DeedState::Gathering) else {
        return Ok(false);
    };
    drop(tx);
    let (found, next) = look(store, &deed).await?;
    let ids: Vec<ConversationId> = found.iter().map(|one| one.id).collect();

    let mut tx = store.write().await?;
    let already = count_already(&mut tx, &deed.change, &found).await?;
    let Some(mut now) = deed::find(&mut tx, id).await? else { return Ok(false) };
    if now.state != DeedState::Gathering || now.gathered != deed.gathered {
        // Stopped, or another worker was here meanwhile.
        return Ok(now.state.is_moving());
    }
    now.tally.total += deed::add(&mut tx, id, &ids).await?;
    now.tally.already += already;
    match next {
        Some(place) => now.gathered = Some(place),
        None => now.state = DeedState::Ready,
    }
    deed::save(&mut tx, &now).await?;
    tx.commit().await?;
    Ok(now.state.is_moving())
}

/// The next conversations, and after which place it goes on; `None` when these are the last.
async fn look(store: &Store, deed: &Deed) -> Result<(Vec<Conversation>, Option<Place>)> {
    let after = deed.gathered.unwrap_or((deed.begun_at, ConversationId(i64::MAX)));
    let Some((cut, query)) = &deed.list else { return Ok((Vec::new(), None)) };
    let listing = Listing::new(*cut, query);
    match listing.search(deed.member) {
        // The language changed since: what was found is all there is.
        Err(_) => Ok((Vec::new(), None)),
        Ok(Some(search)) => {
            let want = Want { rows: FOUND, found: FOUND, looked: LOOKED };
            let found = search.look(store, Some(after), want).await?;
            let rows = found.rows.into_iter().map(|row| row.conversation).collect();
            Ok((rows, found.next))
        }
        Ok(None) => {
            let mut tx = store.read().await?;
            let found = sought::after(&mut tx, &listing.filter(deed.member), Some(after), FOUND as i64).await?;
            let next = found.last().filter(|_| found.len() == FOUND).map(|last| last.place());
            Ok((found.into_iter().map(|one| one.conversation).collect(), next))
        }
    }
}

/// How many of these are as they are to become already.
async fn count_already(tx: &mut Tx, change: &Change, found: &[Conversation]) -> Result<i64> {
    let ids: Vec<ConversationId> = found.iter().map(|one| one.id).collect();
    let mut labelled: HashSet<(LabelId, ConversationId)> = HashSet::new();
    for one in each(change) {
        if let Change::Label { label } | Change::Unlabel { label } = one {
            let having = label::having(tx, *label, &ids).await?;
            labelled.extend(having.into_iter().map(|id| (*label, id)));
        }
    }
    let pinned: HashSet<ConversationId> = match change {
        Change::Pin { member } | Change::Unpin { member } => pin::among(tx, *member, &ids).await?.into_iter().collect(),
        _ => HashSet::new(),
    };
    let is_already = |one: &&Conversation| match change {
        Change::Pin { .. } => pinned.contains(&one.id),
        Change::Unpin { .. } => !pinned.contains(&one.id),
        _ => is_so(change, one, &|label| labelled.contains(&(label, one.id))),
    };
    Ok(found.iter().filter(is_already).count() as i64)
}

/// Whether a conversation, on which these labels are, is as it is to become already.
pub(crate) fn is_so(change: &Change, one: &Conversation, is_labelled: &dyn Fn(LabelId) -> bool) -> bool {
    match change {
        Change::Assign { to } => one.assignee == *to && one.status.after_touch() == one.status,
        Change::Team { to } => one.team == *to,
        Change::HandOver { from, .. } => one.assignee != Some(*from),
        Change::Status { status, until, outcome } => {
            let is_said = outcome.is_none() || one.outcome == *outcome;
            one.status == *status && one.snoozed_until == *until && is_said
        }
        Change::Decide { disposition, reason, .. } => {
            one.disposition == *disposition
                && one.silence_reason == *reason
                && one.disposition != Some(Disposition::Watch)
        }
        Change::Prioritise { priority } => one.priority == *priority,
        Change::SlaPolicy { policy } => one.sla_policy == *policy,
        Change::SetAside => one.is_kept_aside,
        Change::Label { label } => is_labelled(*label),
        Change::Unlabel { label } => !is_labelled(*label),
        Change::Macro { changes, .. } => changes.iter().all(|change| is_so(change, one, is_labelled)),
        Change::Relabel { .. } => false,
        Change::Merge { into } => one.id == *into,
        Change::Split { .. }
        | Change::Pin { .. }
        | Change::Unpin { .. }
        | Change::Link { .. }
        | Change::Unlink { .. }
        | Change::Correct { .. }
        | Change::Owe { .. }
        | Change::Obligation { .. }
        | Change::Commit { .. }
        | Change::Commitment { .. }
        | Change::HeardElsewhere { .. }
        | Change::OwnUp { .. }
        | Change::Correction { .. } => false,
    }
}
