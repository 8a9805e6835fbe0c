//! Members who want to be told what happens in a conversation that is not theirs.

use model::{Actor, ConversationId, EventKind, MemberId, NoticeKind, Right};
use serde_json::json;
use store::event::append;
use store::member::{self, Member};
use store::{Tx, notice, subscriber};

use crate::Result;
use crate::acts::{known, require};

/// Has a member told what happens in a conversation, or told no more. Whether that is news.
///
/// # Errors
/// `Forbidden`; `Missing`; `Merged`.
pub async fn subscribe(tx: &mut Tx, member: &Member, id: ConversationId, is_told: bool) -> Result<bool> {
    require(member, Right::ReadInbox)?;
    known(tx, id).await?;
    let (is_news, kind) = match is_told {
        true => (subscriber::add(tx, id, member.id).await?, EventKind::ConversationSubscribed),
        false => (subscriber::remove(tx, id, member.id).await?, EventKind::ConversationUnsubscribed),
    };
    if is_news {
        append(tx, kind, Actor::Member(member.id), Some(id), json!({ "member": member.id })).await?;
    }
    Ok(is_news)
}

/// Tells whoever wants to know of these conversations, but whoever did it and whoever has not yet seen that something happened.
pub(crate) async fn tell_subscribers(tx: &mut Tx, ids: &[ConversationId], by: Option<MemberId>) -> Result<()> {
    for (conversation, told) in subscriber::of_conversations(tx, ids).await? {
        if by == Some(told) || notice::is_unseen_of(tx, told, NoticeKind::Subscribed, conversation).await? {
            continue;
        }
        let may_read = |one: &Member| one.disabled_at.is_none() && one.role.may(Right::ReadInbox);
        if member::find(tx, told).await?.is_some_and(|one| may_read(&one)) {
            notice::tell(tx, told, NoticeKind::Subscribed, conversation).await?;
        }
    }
    Ok(())
}

/// Whoever is told of one conversation is told of the other.
pub(crate) async fn carry_subscribers(tx: &mut Tx, from: ConversationId, to: ConversationId) -> Result<()> {
    for (_, member) in subscriber::of_conversations(tx, &[from]).await? {
        subscriber::add(tx, to, member).await?;
    }
    Ok(())
}
