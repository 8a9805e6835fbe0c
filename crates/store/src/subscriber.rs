//! Members who are told what happens in a conversation.

use model::{ConversationId, MemberId};

use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx};

/// Tells a member from now on; `false` when they were told.
pub async fn add(tx: &mut Tx, conversation: ConversationId, member: MemberId) -> Result<bool> {
    let text = "INSERT INTO subscriber (conversation_id, member_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    Ok(sql(text).bind(conversation).bind(member).run(tx).await? == 1)
}

/// Tells them no more; `false` when they were not told.
pub async fn remove(tx: &mut Tx, conversation: ConversationId, member: MemberId) -> Result<bool> {
    let text = "DELETE FROM subscriber WHERE conversation_id = $1 AND member_id = $2";
    Ok(sql(text).bind(conversation).bind(member).run(tx).await? == 1)
}

struct Subscriber(ConversationId, MemberId);

impl FromRow for Subscriber {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("conversation_id")?, row.get("member_id")?))
    }
}

/// Who is told of which of these conversations.
pub async fn of_conversations(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<(ConversationId, MemberId)>> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT conversation_id, member_id FROM subscriber WHERE conversation_id IN ({}) \
             ORDER BY conversation_id, member_id",
            places(1, piece.len())
        );
        let query = piece.iter().fold(sql(text), |query, id| query.bind(*id));
        found.extend(query.all::<Subscriber>(tx).await?.into_iter().map(|Subscriber(id, member)| (id, member)));
    }
    Ok(found)
}
