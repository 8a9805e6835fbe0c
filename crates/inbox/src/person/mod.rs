//! The people who speak to us: who is one and the same, notes about them, what they let us do.
//!
//! Nothing here happens by itself: a member says that two handles are one person, and why, and any member takes that
//! back. A person's conversations, posts and judgements stay with the handle they came by.

mod consent;
mod erasing;

use model::{Actor, AuthorId, EventKind, HANDLES_MAX, PersonMergeId, Right, text_digest};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::person::{self, Handle, PersonMerge, PersonNote};
use store::{Tx, author, erasure};

pub use self::consent::{Consenting, note_consent};
pub use self::erasing::{ERASE_PERSON, confirmation, erase_more, erase_person};
use crate::acts::require;
use crate::{InboxError, Result};

/// The longest ground of a merge, and the longest line that shows a consent, in characters.
pub const GROUND_CHARS_MAX: usize = 200;

/// The handles of whoever has this one, the first heard first.
///
/// # Errors
/// `Missing` when there is no such author, or it is an account of ours.
pub async fn person_handles(tx: &mut Tx, id: AuthorId) -> Result<Vec<Handle>> {
    let authors = person::authors(tx, id).await?;
    let handles = person::handles(tx, &authors).await?;
    let is_ours = |handle: &Handle| handle.author.id == id && handle.author.is_ours;
    if handles.is_empty() || handles.iter().any(is_ours) {
        return Err(InboxError::Missing("this person"));
    }
    Ok(handles)
}

/// The authors who are one person with this one; somebody outside of whom something is known.
pub(crate) async fn known(tx: &mut Tx, id: AuthorId) -> Result<Vec<AuthorId>> {
    let author = author::find(tx, id).await?.filter(|one| !one.is_ours).ok_or(InboxError::Missing("this person"))?;
    let authors = person::authors(tx, author.id).await?;
    if erasure::of_authors(tx, &authors).await?.is_some() {
        return Err(InboxError::Erased);
    }
    Ok(authors)
}

/// Says that two authors are one person, and why. Whoever is one person with either is so with both.
///
/// # Errors
/// `Forbidden`; `Missing`; `MergeGround`; `SamePerson`; `TooManyHandles`; `Erased`.
pub async fn merge_people(
    tx: &mut Tx,
    member: &Member,
    one: AuthorId,
    other: AuthorId,
    ground: &str,
) -> Result<PersonMerge> {
    require(member, Right::WorkInbox)?;
    let ground = line(ground).ok_or(InboxError::MergeGround)?;
    person::turn_of_people(tx).await?;
    let (mut authors, others) = (known(tx, one).await?, known(tx, other).await?);
    if authors.contains(&other) {
        return Err(InboxError::SamePerson);
    }
    authors.extend(others);
    if authors.len() > HANDLES_MAX {
        return Err(InboxError::TooManyHandles);
    }
    let merge = person::merge(tx, (one, other), &ground, member.id).await?;
    person::regroup(tx, &authors).await?;
    let data = json!({ "merge": merge.id, "author": one, "other": other });
    append(tx, EventKind::PersonMerged, Actor::Member(member.id), None, data).await?;
    Ok(merge)
}

/// Takes back that two authors are one person. Since a merge ties only who was apart, this parts one person into two, each
/// as what else was said of them makes them.
///
/// # Errors
/// `Forbidden`; `Missing` when it does not stand; `Erased` also while they are being erased.
pub async fn part_people(tx: &mut Tx, member: &Member, id: PersonMergeId) -> Result<PersonMerge> {
    require(member, Right::WorkInbox)?;
    person::turn_of_people(tx).await?;
    let merge = person::find_merge(tx, id).await?.ok_or(InboxError::Missing("this merge"))?;
    let authors = person::authors(tx, merge.author).await?;
    if erasure::of_authors(tx, &authors).await?.is_some() {
        return Err(InboxError::Erased);
    }
    if !person::part(tx, id, member.id).await? {
        return Err(InboxError::Missing("this merge"));
    }
    person::regroup(tx, &authors).await?;
    let data = json!({ "merge": id, "author": merge.author, "other": merge.other });
    append(tx, EventKind::PersonParted, Actor::Member(member.id), None, data).await?;
    Ok(merge)
}

/// Writes a note about a person for the team; it is about the handle at which it is written.
///
/// # Errors
/// `Forbidden`; `Missing`; `Empty`; `Erased`.
pub async fn write_person_note(tx: &mut Tx, member: &Member, author: AuthorId, text: &str) -> Result<PersonNote> {
    require(member, Right::WorkInbox)?;
    let text = text.trim();
    if text.is_empty() {
        return Err(InboxError::Empty);
    }
    known(tx, author).await?;
    let note = person::write_note(tx, author, member.id, text).await?;
    let data = json!({ "note": note.id, "author": author, "text_digest": text_digest(&note.salt, text) });
    append(tx, EventKind::PersonNoteWritten, Actor::Member(member.id), None, data).await?;
    Ok(note)
}

/// What was typed as one line of a length that is allowed.
fn line(typed: &str) -> Option<String> {
    let line = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    (1..=GROUND_CHARS_MAX).contains(&line.chars().count()).then_some(line)
}
