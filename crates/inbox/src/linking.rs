//! Conversations that belong together without being one: the same outage, a question that was asked elsewhere too.
//!
//! What belongs together is said of conversations as they are filed, and shown where they stand: whoever merges one of both
//! into a third carries it along, and whoever takes them apart has it back.

use jiff::SignedDuration;
use model::{Change, ConversationId, DeedId, EventKind};
use serde_json::json;
use store::conversation::{self, Conversation, Filter, ListRow};
use store::event::append;
use store::link::{self as links, Link};
use store::member::Member;
use store::{Tx, merge, near, person};

use crate::acts::known;
use crate::deed::{self, By};
use crate::{InboxError, Result};

/// With how many others a conversation belongs at most. What more people say than that is a topic, or a label.
pub const LINKS_MAX: usize = 50;
/// How long ago the same person may have said something for it to be likely the same matter.
const RECENT: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How many of each kind are looked at for what is likely.
const LOOKED: i64 = 10;

const MISSING: InboxError = InboxError::Missing("this conversation");

/// Says that a conversation and another belong together; shown in both. The deed by which it can be undone, when they did
/// not already.
///
/// # Errors
/// `Forbidden`; `Missing`; `Merged`; `LinkedWithItself`, also where both stand in one; `TooManyLinks`.
pub async fn link(tx: &mut Tx, member: &Member, id: ConversationId, with: ConversationId) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Link { with }).await
}

/// Says that a conversation and another do not belong together. The deed by which it can be undone, when they did.
///
/// # Errors
/// `Forbidden`; `Missing`; `Merged`.
pub async fn unlink(tx: &mut Tx, member: &Member, id: ConversationId, with: ConversationId) -> Result<Option<DeedId>> {
    deed::do_one(tx, member, id, Change::Unlink { with }).await
}

/// A conversation that stands for itself, and where another stands, neither of which anybody else changes meanwhile.
async fn both(tx: &mut Tx, id: ConversationId, with: ConversationId) -> Result<(Conversation, Conversation)> {
    let other = merge::standing(tx, with).await?.ok_or(MISSING)?;
    conversation::of_ids(tx, &[id, other.id]).await?;
    let one = known(tx, id).await?;
    let other = merge::standing(tx, other.id).await?.ok_or(MISSING)?;
    Ok((one, other))
}

pub(crate) async fn link_in(tx: &mut Tx, by: By, id: ConversationId, with: ConversationId) -> Result<()> {
    let (one, other) = both(tx, id, with).await?;
    let link = Link::between(one.id, other.id).ok_or(InboxError::LinkedWithItself)?;
    if links::of(tx, one.id).await?.contains(&other.id) {
        return Ok(());
    }
    for end in [one.id, other.id] {
        if links::of(tx, end).await?.len() >= LINKS_MAX {
            return Err(InboxError::TooManyLinks);
        }
    }
    links::add(tx, link).await?;
    tell(tx, by, EventKind::ConversationLinked, link).await
}

pub(crate) async fn unlink_in(tx: &mut Tx, by: By, id: ConversationId, with: ConversationId) -> Result<()> {
    both(tx, id, with).await?;
    relink(tx, by, (id, with), &[]).await
}

/// What was said of these two, or of what stands in them, belonging together.
pub(crate) async fn links_between(tx: &mut Tx, id: ConversationId, with: ConversationId) -> Result<Vec<Link>> {
    let other = merge::standing(tx, with).await?.ok_or(MISSING)?;
    let (these, those) = (merge::within(tx, id).await?, merge::within(tx, other.id).await?);
    Ok(links::across(tx, &these, &those).await?)
}

/// Lets exactly these be the links between two.
pub(crate) async fn relink(
    tx: &mut Tx,
    by: By,
    (id, with): (ConversationId, ConversationId),
    wanted: &[Link],
) -> Result<()> {
    for link in links_between(tx, id, with).await? {
        if !wanted.contains(&link) && links::remove(tx, link).await? {
            tell(tx, by, EventKind::ConversationUnlinked, link).await?;
        }
    }
    for link in wanted {
        if links::add(tx, *link).await? {
            tell(tx, by, EventKind::ConversationLinked, *link).await?;
        }
    }
    Ok(())
}

/// Both ends tell of it.
async fn tell(tx: &mut Tx, by: By, kind: EventKind, link: Link) -> Result<()> {
    let (first, second) = link.ends();
    for (one, other) in [(first, second), (second, first)] {
        append(tx, kind, by.actor, Some(one), by.told(json!({ "with": other }))).await?;
    }
    Ok(())
}

/// Conversations that likely belong with one and are not said to yet, at most so many: what began with nearly the same words,
/// whatever became of it, then what the same person said elsewhere these days.
///
/// # Errors
/// When the database fails.
pub async fn likely_linked(tx: &mut Tx, one: &Conversation, limit: usize) -> Result<Vec<ListRow>> {
    let carrier = one.alike_of.unwrap_or(one.id);
    let mut ids = vec![carrier];
    if let Some(begun) = near::beginning(tx, carrier).await? {
        ids.extend(
            near::like(tx, &[(begun.signature, begun.opened_at)]).await?.iter().rev().map(|one| one.conversation),
        );
    }
    let under = Filter { alike_of: Some(carrier), ..Filter::default() };
    ids.extend(conversation::list(tx, under, None, LOOKED).await?.iter().map(|row| row.conversation.id));
    let handles = person::authors(tx, one.author).await?;
    let since = one.active_at.saturating_sub(RECENT).unwrap_or(jiff::Timestamp::MIN);
    let said = conversation::with_authors(tx, &handles, None, LOOKED).await?;
    ids.extend(said.iter().map(|row| &row.conversation).filter(|said| said.active_at >= since).map(|said| said.id));

    let linked = links::of(tx, one.id).await?;
    let mut likely: Vec<ListRow> = Vec::new();
    for id in ids {
        if likely.len() == limit {
            break;
        }
        let Some(found) = merge::standing(tx, id).await? else { continue };
        let is_known = found.id == one.id
            || found.is_spam != one.is_spam
            || linked.contains(&found.id)
            || likely.iter().any(|row| row.conversation.id == found.id);
        if !is_known {
            likely.extend(conversation::row(tx, found.id).await?);
        }
    }
    Ok(likely)
}
