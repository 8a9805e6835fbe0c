//! That the house had heard of a matter before it was said in a conversation, elsewhere: said by a member, kept through merging.

use model::{Change, ConversationId, DeedId, EventKind, HeardElsewhere};
use serde_json::{Value, json};
use store::event::append;
use store::member::Member;
use store::{Tx, conversation, elsewhere, post};

use crate::deed::{self, By};
use crate::{InboxError, Result};

/// Says where and when the house had heard of it before, or that it had not. The deed by which it can be undone, when it did
/// not stand so.
///
/// # Errors
/// `Forbidden`; `Missing`; `Elsewhere` with what is wrong with it.
pub async fn hear_elsewhere(
    tx: &mut Tx,
    member: &Member,
    id: ConversationId,
    heard: Option<HeardElsewhere>,
) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::HeardElsewhere { heard }).await
}

pub(crate) async fn hear_elsewhere_in(
    tx: &mut Tx,
    by: By,
    id: ConversationId,
    heard: Option<&HeardElsewhere>,
) -> Result<()> {
    let found = conversation::find(tx, id).await?.ok_or(InboxError::Missing("this conversation"))?;
    // What was filed late was said long before.
    let first = post::of_conversation(tx, id).await?.iter().map(|one| one.post.posted_at).min();
    let begun_at = first.unwrap_or(found.opened_at);
    let heard = heard.cloned().map(|heard| heard.checked(begun_at)).transpose()?;
    stand_so(tx, by, id, heard.as_ref()).await
}

/// Lets it stand so, and tells of it; nothing where it does already.
pub(crate) async fn stand_so(tx: &mut Tx, by: By, id: ConversationId, heard: Option<&HeardElsewhere>) -> Result<()> {
    let before = elsewhere::find(tx, id).await?;
    if before.as_ref() == heard {
        return Ok(());
    }
    elsewhere::keep(tx, id, heard).await?;
    let data = by.told(json!({ "before": told(before.as_ref()), "after": told(heard) }));
    append(tx, EventKind::ConversationHeardElsewhere, by.actor, Some(id), data).await?;
    Ok(())
}

/// What an event tells of it: no words.
fn told(heard: Option<&HeardElsewhere>) -> Value {
    heard.map_or(Value::Null, |one| json!({ "place": one.place, "at": one.at, "is_day": one.is_day }))
}

/// Two become one: what was heard first was heard first.
pub(crate) async fn carry(tx: &mut Tx, by: By, from: ConversationId, to: ConversationId) -> Result<()> {
    let mut heard = elsewhere::of_conversations(tx, &[from, to]).await?;
    let (Some(other), own) = (heard.remove(&from), heard.remove(&to)) else { return Ok(()) };
    let first = own.filter(|own| own.at <= other.at).unwrap_or(other);
    stand_so(tx, by, to, Some(&first)).await
}
