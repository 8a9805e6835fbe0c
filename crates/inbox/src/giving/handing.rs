//! Handing over: whoever goes gives what they have back to its teams, or to a colleague.

use model::{Change, ConversationId, MemberId, Right};
use store::deed::Deed;
use store::member::{self, Member};
use store::{Tx, giving, turn};

use super::give_out;
use crate::acts::{known, may_be_given, require, set_assignee};
use crate::conversation::change_status_in;
use crate::deed::{self, By};
use crate::{InboxError, Result};

pub(crate) async fn hand_over_in(
    tx: &mut Tx,
    by: By,
    id: ConversationId,
    (from, to): (MemberId, Option<MemberId>),
) -> Result<()> {
    let mut conversation = known(tx, id).await?;
    if conversation.assignee != Some(from) {
        return Ok(());
    }
    if let Some(to) = to {
        may_be_given(tx, to).await?;
    }
    set_assignee(tx, by, &mut conversation, to).await?;
    let status = conversation.status;
    change_status_in(tx, by, &mut conversation, status).await?;
    give_out(tx, by, &mut conversation, Some(from)).await
}

/// Hands over every conversation that a member has and that is not over: to a colleague, or back to the teams, which give
/// them out in their way; what belongs to no team is nobody's then. One deed; `None` where they have nothing.
///
/// # Errors
/// `Forbidden` for who hands over what others have and does not manage members; `Missing`.
pub async fn hand_over(tx: &mut Tx, who: &Member, from: MemberId, to: Option<MemberId>) -> Result<Option<Deed>> {
    require(who, Right::WorkInbox)?;
    if who.id != from {
        require(who, Right::ManageMembers)?;
    }
    if let Some(to) = to {
        may_be_given(tx, to).await?;
    }
    turn::of_giving(tx).await?;
    let had = giving::had_by(tx, from).await?;
    if had.is_empty() || to == Some(from) {
        return Ok(None);
    }
    deed::begin_on(tx, who, Change::HandOver { from, to }, &had).await.map(Some)
}

/// Shuts a member out: ends their sessions, and hands over what they have. The deed of it, where they had anything.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn shut_out(tx: &mut Tx, who: &Member, id: MemberId) -> Result<Option<Deed>> {
    require(who, Right::ManageMembers)?;
    member::find(tx, id).await?.ok_or(InboxError::Missing("this member"))?;
    turn::of_giving(tx).await?;
    member::disable(tx, who.id, id).await?;
    hand_over(tx, who, id, None).await
}
