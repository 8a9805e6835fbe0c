//! Saved replies: answers written once, and used again.

use model::{Actor, EventKind, Right, SavedReplyId};
use serde_json::json;
use store::Tx;
use store::event::append;
use store::member::Member;
use store::reply::Reply;
use store::saved_reply;
use store::variant::Variant;
use wording::t;

use crate::acts::require;
use crate::variant::checked;
use crate::{InboxError, Result, VariantFault};

/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 60;

/// What a saved reply is to be.
#[derive(Clone, Debug)]
pub struct WantedReply {
    /// The name by which members find it.
    pub name: String,
    /// Its texts; empty ones are left out.
    pub variants: Vec<Variant>,
}

/// Why a saved reply is not kept as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SavedReplyFault {
    /// It has no name, or a long one.
    #[error("{}", t!("a name of 1 to {max} characters is needed", max = NAME_CHARS_MAX))]
    Name,
    /// Another one has this name.
    #[error("{}", t!("another saved reply has this name"))]
    NameTaken,
    /// There are no words in it.
    #[error("{}", t!("at least one text is needed"))]
    NoText,
    /// Its texts cannot be kept like that.
    #[error(transparent)]
    Texts(#[from] VariantFault),
}

impl WantedReply {
    /// As it is kept, or what is wrong with it.
    fn checked(self) -> Result<(String, Vec<Variant>), SavedReplyFault> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) {
            return Err(SavedReplyFault::Name);
        }
        let variants = checked(self.variants)?;
        if variants.is_empty() { Err(SavedReplyFault::NoText) } else { Ok((name, variants)) }
    }
}

/// Makes a saved reply, or changes the one with this id.
///
/// # Errors
/// `Forbidden`; `Missing`; `SavedReply` says what is wrong with it.
pub async fn keep_saved_reply(
    tx: &mut Tx,
    member: &Member,
    id: Option<SavedReplyId>,
    wanted: WantedReply,
) -> Result<SavedReplyId> {
    require(member, Right::WorkInbox)?;
    let (name, variants) = wanted.checked()?;
    if saved_reply::named(tx, &name).await?.is_some_and(|other| Some(other) != id) {
        return Err(SavedReplyFault::NameTaken.into());
    }
    let (id, kind) = match id {
        Some(id) => {
            saved_reply::find(tx, id).await?.ok_or(InboxError::Missing("this saved reply"))?;
            saved_reply::change(tx, id, &name, &variants).await?;
            (id, EventKind::SavedReplyChanged)
        }
        None => (saved_reply::create(tx, &name, &variants).await?, EventKind::SavedReplyCreated),
    };
    let languages: Vec<&str> = variants.iter().map(|one| one.language.as_str()).collect();
    append(tx, kind, Actor::Member(member.id), None, json!({ "saved_reply": id, "languages": languages })).await?;
    Ok(id)
}

/// Puts a saved reply away, or takes it out again: answers that were made of it keep counting.
///
/// # Errors
/// `Forbidden`; `Missing`; `SavedReply` when another one has its name by now.
pub async fn put_saved_reply_away(tx: &mut Tx, member: &Member, id: SavedReplyId, is_away: bool) -> Result<()> {
    require(member, Right::WorkInbox)?;
    let saved = saved_reply::find(tx, id).await?.ok_or(InboxError::Missing("this saved reply"))?;
    if saved.archived_at.is_some() == is_away {
        return Ok(());
    }
    if !is_away && saved_reply::named(tx, &saved.name).await?.is_some() {
        return Err(SavedReplyFault::NameTaken.into());
    }
    saved_reply::put_away(tx, id, is_away).await?;
    let kind = if is_away { EventKind::SavedReplyArchived } else { EventKind::SavedReplyRestored };
    append(tx, kind, Actor::Member(member.id), None, json!({ "saved_reply": id })).await?;
    Ok(())
}

/// Remembers which saved reply an answer was made of.
pub async fn made_of(tx: &mut Tx, reply: &Reply, saved: SavedReplyId) -> Result<()> {
    // Whoever put it away meanwhile does not keep anybody from sending what is written already.
    if saved_reply::find(tx, saved).await?.is_some() {
        saved_reply::used(tx, saved, reply.id, reply.member).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(name: &str, text: &str) -> WantedReply {
        WantedReply { name: name.into(), variants: vec![Variant { language: String::new(), text: text.into() }] }
    }

    #[test]
    fn what_cannot_be_kept_says_why() {
        use SavedReplyFault as Fault;
        let fault = |wanted: WantedReply| wanted.checked().unwrap_err();
        assert_eq!(fault(wanted("  ", "x")), Fault::Name);
        assert_eq!(fault(wanted(&"n".repeat(61), "x")), Fault::Name);
        assert_eq!(fault(wanted("n", " \n ")), Fault::NoText);
        assert!(matches!(fault(wanted("n", "Hi {{naem}}")), Fault::Texts(VariantFault::Blank { .. })));
    }
}
