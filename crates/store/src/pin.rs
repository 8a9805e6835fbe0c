//! Conversations that members keep at the top of their own lists.

use model::{ConversationId, MemberId};

use crate::sql::{pieces, places, sql};
use crate::{Result, Tx};

/// Keeps a conversation at the top of a member's lists; `false` when it was there.
pub async fn put_up(tx: &mut Tx, member: MemberId, conversation: ConversationId) -> Result<bool> {
    let text = "INSERT INTO conversation_pin (member_id, conversation_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    Ok(sql(text).bind(member).bind(conversation).run(tx).await? == 1)
}

/// Keeps it there no more; `false` when it was not there.
pub async fn take_down(tx: &mut Tx, member: MemberId, conversation: ConversationId) -> Result<bool> {
    let text = "DELETE FROM conversation_pin WHERE member_id = $1 AND conversation_id = $2";
    Ok(sql(text).bind(member).bind(conversation).run(tx).await? == 1)
}

/// Those of these conversations that a member keeps at the top.
pub async fn among(tx: &mut Tx, member: MemberId, ids: &[ConversationId]) -> Result<Vec<ConversationId>> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT conversation_id AS id FROM conversation_pin WHERE member_id = $1 AND conversation_id IN ({}) \
             ORDER BY conversation_id",
            places(2, piece.len())
        );
        let query = piece.iter().fold(sql(text).bind(member), |query, id| query.bind(*id));
        found.extend(query.all::<ConversationId>(tx).await?);
    }
    Ok(found)
}

/// How many conversations that stand for themselves a member keeps at the top.
pub async fn count(tx: &mut Tx, member: MemberId) -> Result<i64> {
    let text = "SELECT COUNT(*) AS n FROM conversation_pin JOIN conversation ON conversation.id = conversation_id \
         WHERE member_id = $1 AND merged_into IS NULL";
    Ok(sql(text).bind(member).maybe(tx).await?.unwrap_or(0))
}

/// Who keeps a conversation at the top.
pub async fn holders(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<MemberId>> {
    let text = "SELECT member_id AS id FROM conversation_pin WHERE conversation_id = $1 ORDER BY member_id";
    sql(text).bind(conversation).all(tx).await
}
