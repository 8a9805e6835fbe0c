//! Conversations that members keep at the top of their own lists: nobody else's lists change by it.

use model::{Change, ConversationId, DeedId, EventKind, MemberId};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::{Tx, pin as pins};

use crate::acts::known;
use crate::deed::{self, By};
use crate::{InboxError, Result};

/// How many conversations a member keeps at the top at most: more than that are no top.
pub const PINS_MAX: i64 = 30;

/// Keeps a conversation at the top of the member's own lists. The deed by which it can be undone, when it was not there
/// already.
///
/// # Errors
/// `Forbidden`; `Missing`; `Merged`; `TooManyPins`.
pub async fn pin(tx: &mut Tx, member: &Member, id: ConversationId) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Pin { member: member.id }).await
}

/// Keeps it there no more. The deed by which it can be undone, when it was there.
///
/// # Errors
/// `Forbidden`; `Missing`; `Merged`.
pub async fn unpin(tx: &mut Tx, member: &Member, id: ConversationId) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Unpin { member: member.id }).await
}

pub(crate) async fn pin_in(tx: &mut Tx, by: By, id: ConversationId, member: MemberId) -> Result<()> {
    known(tx, id).await?;
    if !is_pinned(tx, id, member).await? && pins::count(tx, member).await? >= PINS_MAX {
        return Err(InboxError::TooManyPins);
    }
    set_pinned(tx, by, id, (member, true)).await
}

pub(crate) async fn unpin_in(tx: &mut Tx, by: By, id: ConversationId, member: MemberId) -> Result<()> {
    known(tx, id).await?;
    set_pinned(tx, by, id, (member, false)).await
}

/// Whether a member keeps a conversation at the top.
pub(crate) async fn is_pinned(tx: &mut Tx, id: ConversationId, member: MemberId) -> Result<bool> {
    Ok(!pins::among(tx, member, &[id]).await?.is_empty())
}

/// Lets a member have a conversation at the top, or not, and tells of it.
pub(crate) async fn set_pinned(
    tx: &mut Tx,
    by: By,
    id: ConversationId,
    (member, is_pinned): (MemberId, bool),
) -> Result<()> {
    let (is_news, kind) = match is_pinned {
        true => (pins::put_up(tx, member, id).await?, EventKind::ConversationPinned),
        false => (pins::take_down(tx, member, id).await?, EventKind::ConversationUnpinned),
    };
    if is_news {
        append(tx, kind, by.actor, Some(id), by.told(json!({ "member": member }))).await?;
    }
    Ok(())
}
