//! Where and when the house had heard of a matter before it was said in a conversation.

use std::collections::HashMap;

use model::{ConversationId, HeardElsewhere};

use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx};

struct Heard(ConversationId, HeardElsewhere);

impl FromRow for Heard {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let heard = HeardElsewhere {
            place: row.get("place")?,
            words: row.get("words")?,
            at: row.get("at")?,
            is_day: row.get("is_day")?,
        };
        Ok(Self(row.get("conversation_id")?, heard))
    }
}

/// Keeps where and when it was heard before; `None` when it was not.
pub async fn keep(tx: &mut Tx, id: ConversationId, heard: Option<&HeardElsewhere>) -> Result<()> {
    sql("DELETE FROM heard_elsewhere WHERE conversation_id = $1").bind(id).run(tx).await?;
    let Some(heard) = heard else { return Ok(()) };
    sql("INSERT INTO heard_elsewhere (conversation_id, place, words, at, is_day) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(heard.place)
        .bind(heard.words.as_deref())
        .bind(heard.at)
        .bind(heard.is_day)
        .run(tx)
        .await?;
    Ok(())
}

/// Where and when it was heard before.
pub async fn find(tx: &mut Tx, id: ConversationId) -> Result<Option<HeardElsewhere>> {
    Ok(of_conversations(tx, &[id]).await?.remove(&id))
}

/// Where and when each of these was heard before, where that was said.
pub async fn of_conversations(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, HeardElsewhere>> {
    let mut found = HashMap::new();
    for piece in pieces(ids) {
        let text = format!("SELECT * FROM heard_elsewhere WHERE conversation_id IN ({})", places(1, piece.len()));
        let rows: Vec<Heard> = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all(tx).await?;
        found.extend(rows.into_iter().map(|Heard(id, heard)| (id, heard)));
    }
    Ok(found)
}
