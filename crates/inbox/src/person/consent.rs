//! What people let us do: quote them, write to them where nobody else reads it.

use model::{Actor, AuthorId, ConsentPurpose, ConsentState, EventKind, PostId, Right};
use serde_json::json;
use store::event::append;
use store::member::Member;
use store::person::{self, Consent, NewConsent};
use store::{Tx, post};

use super::{known, line};
use crate::acts::require;
use crate::{InboxError, Result};

/// What a member notes of a consent.
#[derive(Clone, Debug)]
pub struct Consenting {
    /// Under which handle.
    pub author: AuthorId,
    /// What they are asked to let us do.
    pub purpose: ConsentPurpose,
    /// What they said.
    pub state: ConsentState,
    /// The message of theirs by which they said it, or the one about which they were asked.
    pub post: Option<PostId>,
    /// What else shows it; empty for nothing.
    pub words: String,
}

/// Notes what a person said to being quoted or written to. What was noted before stays, as history.
///
/// # Errors
/// `Forbidden`; `Missing` for no such person, or a message that is not theirs; `ConsentWithdrawn` where nothing was given;
/// `ConsentShown` without anything that shows it; `Erased`.
pub async fn note_consent(tx: &mut Tx, member: &Member, consenting: &Consenting) -> Result<Consent> {
    require(member, Right::WorkInbox)?;
    let Consenting { author, purpose, state, post, words } = consenting;
    let authors = known(tx, *author).await?;
    let words = match words.trim() {
        "" => None,
        typed => Some(line(typed).ok_or(InboxError::ConsentShown)?),
    };
    if let Some(id) = post {
        let found = post::find(tx, *id).await?.filter(|post| authors.contains(&post.author));
        found.ok_or(InboxError::Missing("this message"))?;
    }
    if post.is_none() && words.is_none() {
        return Err(InboxError::ConsentShown);
    }
    let last = person::consents(tx, &authors).await?.into_iter().find(|one| one.purpose == *purpose);
    if !state.may_follow(last.map(|one| one.state)) {
        return Err(InboxError::ConsentWithdrawn);
    }
    let new = NewConsent {
        author: *author,
        purpose: *purpose,
        state: *state,
        post: *post,
        words: words.as_deref(),
        member: member.id,
    };
    let noted = person::note_consent(tx, new).await?;
    let data = json!({ "consent": noted.id, "author": author, "purpose": purpose, "state": state, "post": post });
    append(tx, EventKind::ConsentNoted, Actor::Member(member.id), None, data).await?;
    Ok(noted)
}
