//! Conversations that belong together without being one.
//!
//! A pair is kept as it was said. Where one of both stands in another by now, so does what it belongs with; taken apart
//! again, each has its own.

use model::ConversationId;

use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx};

/// Two conversations that belong together; which of them was named first makes no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    first: ConversationId,
    second: ConversationId,
}

impl Link {
    /// The link between two; `None` when they are the same.
    pub fn between(one: ConversationId, other: ConversationId) -> Option<Self> {
        (one != other).then(|| Self { first: one.min(other), second: one.max(other) })
    }

    /// Both ends, the smaller id first.
    pub const fn ends(self) -> (ConversationId, ConversationId) {
        (self.first, self.second)
    }
}

impl FromRow for Link {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { first: row.get("first_id")?, second: row.get("second_id")? })
    }
}

/// Says that two belong together; `false` when that was said already.
pub async fn add(tx: &mut Tx, link: Link) -> Result<bool> {
    let text = "INSERT INTO conversation_link (first_id, second_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    Ok(sql(text).bind(link.first).bind(link.second).run(tx).await? == 1)
}

/// Says so no more; `false` when it was not said.
pub async fn remove(tx: &mut Tx, link: Link) -> Result<bool> {
    let text = "DELETE FROM conversation_link WHERE first_id = $1 AND second_id = $2";
    Ok(sql(text).bind(link.first).bind(link.second).run(tx).await? == 1)
}

/// The links of which one end is among these, and the other among those, in order.
pub async fn across(tx: &mut Tx, these: &[ConversationId], those: &[ConversationId]) -> Result<Vec<Link>> {
    let mut found: Vec<Link> = Vec::new();
    for piece in pieces(these) {
        let places = places(1, piece.len());
        let text = format!(
            "SELECT first_id, second_id FROM conversation_link WHERE first_id IN ({places}) \
             UNION SELECT first_id, second_id FROM conversation_link WHERE second_id IN ({places})"
        );
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Link>(tx).await?);
    }
    found.retain(|link| {
        let goes = |from: ConversationId, to: ConversationId| these.contains(&from) && those.contains(&to);
        goes(link.first, link.second) || goes(link.second, link.first)
    });
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The conversations that belong with one that stands for itself: whatever was said of it and of those that stand in it,
/// each other where it stands now.
pub async fn of(tx: &mut Tx, id: ConversationId) -> Result<Vec<ConversationId>> {
    sql("WITH RECURSIVE part (id) AS (SELECT id FROM conversation WHERE id = $1 UNION ALL \
         SELECT conversation.id FROM conversation JOIN part ON conversation.merged_into = part.id), \
         other (id, merged_into) AS (SELECT conversation.id, conversation.merged_into FROM conversation \
         WHERE conversation.id IN (\
         SELECT second_id FROM conversation_link WHERE first_id IN (SELECT id FROM part) UNION \
         SELECT first_id FROM conversation_link WHERE second_id IN (SELECT id FROM part)) \
         UNION SELECT conversation.id, conversation.merged_into FROM conversation \
         JOIN other ON conversation.id = other.merged_into) \
         SELECT DISTINCT id FROM other WHERE merged_into IS NULL AND id <> $1 ORDER BY id")
    .bind(id)
    .all(tx)
    .await
}
