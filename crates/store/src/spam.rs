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
    /// Of the mentions, no spam by the word of a member.
    pub cleared: i64,
}

impl FromRow for Tally {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            mentions: row.get("mentions")?,
            spam: row.get("spam")?,
            by_members: row.get("by_members")?,
            cleared: row.get("cleared")?,
        })
    }
}

/// How many mentions of a conversation are spam.
pub async fn tally(tx: &mut Tx, conversation: ConversationId) -> Result<Tally> {
    let tally = sql("SELECT COUNT(*) AS mentions, COUNT(CASE WHEN judgement.value = 'yes' THEN 1 END) AS spam, \
         COUNT(CASE WHEN judgement.value = 'yes' THEN judgement.member_id END) AS by_members, \
         COUNT(CASE WHEN judgement.value = 'no' THEN judgement.member_id END) AS cleared \
         FROM post JOIN mention ON mention.post_id = post.id \
         LEFT JOIN judgement ON judgement.post_id = post.id AND judgement.task = 'spam' \
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
