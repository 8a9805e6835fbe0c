//! How the dials are made: members who set targets change it, say why, and every version stays.

use model::{Actor, DialFault, DialTargets, EventKind, Right};
use serde_json::json;
use store::Tx;
use store::dial::{self, DialVersion};
use store::event::append;
use store::member::Member;

use crate::acts::require;
use crate::{InboxError, Result};

/// The longest reason, in characters.
pub const DIAL_REASON_CHARS_MAX: usize = 500;

/// Makes the next version of the dials, after the one that was `seen` (0 for the usual targets). Nothing that was read before
/// changes.
///
/// # Errors
/// `Forbidden`; `DialsChanged` where somebody made another version since; `Dials` with what is wrong with it.
pub async fn change_dials(
    tx: &mut Tx,
    member: &Member,
    seen: i64,
    targets: &DialTargets,
    reason: &str,
) -> Result<DialVersion> {
    require(member, Right::ManageSla)?;
    let reason = reason.trim();
    if !(1..=DIAL_REASON_CHARS_MAX).contains(&reason.chars().count()) {
        return Err(DialFault::Reason { max: DIAL_REASON_CHARS_MAX }.into());
    }
    let newest = dial::all(tx).await?.first().map_or(0, |newest| newest.number);
    if newest != seen {
        return Err(InboxError::DialsChanged { version: newest });
    }
    let made = dial::make(tx, seen + 1, member.id, reason, targets).await?;
    let made = made.ok_or(InboxError::DialsChanged { version: seen + 1 })?;
    let data = json!({ "version": made.number });
    append(tx, EventKind::DialsChanged, Actor::Member(member.id), None, data).await?;
    Ok(made)
}
