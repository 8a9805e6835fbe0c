//! Several changes that are made in order and put back together, each of which stands for itself.

use model::{Change, ConversationId};
use store::Tx;

use super::stood::{Since, Stood, put_back_one};
use super::{By, make};
use crate::{InboxError, Result};

/// The changes that one is made of: those of a macro, or itself.
pub(super) fn each(change: &Change) -> &[Change] {
    match change {
        Change::Macro { changes, .. } => changes,
        one => std::slice::from_ref(one),
    }
}

/// Makes each of these changes, or none; how the conversation stood before and after each. Where one is refused, those
/// before it are put back.
pub(super) async fn make_each(tx: &mut Tx, by: By, id: ConversationId, changes: &[Change]) -> Result<(Stood, Stood)> {
    let (mut before, mut after) = (Stood::default(), Stood::default());
    for change in changes {
        let (was, became) = match Box::pin(make(tx, by, id, change)).await {
            Ok(stood) => stood,
            Err(error @ InboxError::Store(_)) => return Err(error),
            Err(error) => {
                let since = Since::nothing(tx);
                put_back_each(tx, by, id, changes, (before, after), &since).await?;
                return Err(error);
            }
        };
        before.each.push(was);
        after.each.push(became);
    }
    Ok((before, after))
}

/// Puts each of these changes back, the last first; `false` when somebody changed something of it since, which is left to
/// them.
pub(super) async fn put_back_each(
    tx: &mut Tx,
    by: By,
    id: ConversationId,
    changes: &[Change],
    (before, after): (Stood, Stood),
    since: &Since,
) -> Result<bool> {
    let stood = before.each.into_iter().zip(after.each);
    let mut made: Vec<_> = changes.iter().zip(stood).filter(|(_, (was, became))| was != became).collect();
    let mut is_whole = true;
    while let Some((change, stood)) = made.pop() {
        is_whole &= Box::pin(put_back_one(tx, by, id, change, stood, since)).await?;
    }
    Ok(is_whole)
}
