//! Labels as such: another name, out of use, or one for another.

use model::{Actor, Change, EventKind, LabelId, Right, text_digest};
use serde_json::json;
use store::deed::Deed;
use store::event::append;
use store::label::{self, Label};
use store::member::Member;
use store::{Tx, random_bytes};

use crate::acts::{check_label_name, require};
use crate::{InboxError, Result, deed};

async fn begin(tx: &mut Tx, member: &Member, id: LabelId) -> Result<Label> {
    require(member, Right::WorkInbox)?;
    label::find(tx, id).await?.ok_or(InboxError::Missing("this label"))
}

/// Gives a label another name; it stays on everything it is on.
///
/// # Errors
/// `Forbidden`; `Missing`; `LabelName`; `LabelNameTaken`.
pub async fn rename_label(tx: &mut Tx, member: &Member, id: LabelId, name: &str) -> Result<()> {
    let label = begin(tx, member, id).await?;
    check_label_name(name)?;
    if label::by_name(tx, name).await?.is_some_and(|other| other.id != id) {
        return Err(InboxError::LabelNameTaken);
    }
    label::rename(tx, id, name).await?;
    let salt = random_bytes::<16>();
    let data = json!({ "label": id, "before_digest": text_digest(&salt, &label.name) });
    append(tx, EventKind::LabelRenamed, Actor::Member(member.id), None, data).await?;
    Ok(())
}

/// Puts a label away, or takes it out again. It stays on everything it is on, and is found there; it is offered to nobody.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn put_label_away(tx: &mut Tx, member: &Member, id: LabelId, is_away: bool) -> Result<()> {
    let label = begin(tx, member, id).await?;
    if label.archived_at.is_some() == is_away {
        return Ok(());
    }
    label::set_archived(tx, id, is_away).await?;
    let kind = if is_away { EventKind::LabelArchived } else { EventKind::LabelRestored };
    append(tx, kind, Actor::Member(member.id), None, json!({ "label": id })).await?;
    Ok(())
}

/// Puts another label on everything a label is on, takes it off there, and puts it away: one deed, which undoing takes back
/// conversation by conversation. A label that is on nothing is only put away.
///
/// # Errors
/// `Forbidden`; `Missing`; `WithItself`.
pub async fn merge_labels(tx: &mut Tx, member: &Member, from: LabelId, to: LabelId) -> Result<Option<Deed>> {
    begin(tx, member, from).await?;
    begin(tx, member, to).await?;
    if from == to {
        return Err(InboxError::WithItself);
    }
    put_label_away(tx, member, to, false).await?;
    put_label_away(tx, member, from, true).await?;
    let on = label::everywhere(tx, from).await?;
    if on.is_empty() {
        return Ok(None);
    }
    Ok(Some(deed::begin_on(tx, member, Change::Relabel { from, to }, &on).await?))
}
