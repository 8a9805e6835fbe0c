//! Conversations that are nothing but spam: kept, and left aside by lists.

use model::ConversationId;

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// What is judged about the mentions of a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Mentions in it.
    pub mentions: i64,
    /// Of those, judged to be spam.
    pub spam: i64,
    /// Of those, by the word of a member.
    pub by_members: i64,
}

impl FromRow for Tally {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { mentions: row.get("mentions")?, spam: row.get("spam")?, by_members: row.get("by_members")? })
    }
}

/// How many mentions of a conversation are spam.
pub async fn tally(tx: &mut Tx, conversation: ConversationId) -> Result<Tally> {
    let tally = sql("SELECT COUNT(*) AS mentions, COUNT(judgement.post_id) AS spam, \
         COUNT(judgement.member_id) AS by_members FROM post JOIN mention ON mention.post_id = post.id \
         LEFT JOIN judgement ON judgement.post_id = post.id AND judgement.task = 'spam' AND judgement.value = 'yes' \
         WHERE post.conversation_id = $1")
    .bind(conversation)
    .maybe(tx)
    .await?;
    Ok(tally.unwrap_or_default())
}

/// Sets a conversation aside as spam, or brings it back.
pub async fn set(tx: &mut Tx, conversation: ConversationId, is_spam: bool) -> Result<()> {
    let text = "UPDATE conversation SET is_spam = $2 WHERE id = $1";
    sql(text).bind(conversation).bind(is_spam).run(tx).await?;
    Ok(())
}
