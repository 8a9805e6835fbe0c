//! Words that members put on conversations.

use model::{ConversationId, LabelId};

use crate::row::{FromRow, Row};
use crate::sql::{places, select_with, sql};
use crate::{Result, Tx};

/// A label.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Our id.
    pub id: LabelId,
    /// As it was first written.
    pub name: String,
}

impl FromRow for Label {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { id: row.get("id")?, name: row.get("name")? })
    }
}

/// A name as labels are told apart by it: without regard to case and spacing.
pub fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The label with this name, made when there is none; case and spacing do not tell labels apart.
pub async fn named(tx: &mut Tx, name: &str) -> Result<Label> {
    if let Some(label) = by_name(tx, name).await? {
        return Ok(label);
    }
    let label = Label { id: tx.next_id(), name: name.split_whitespace().collect::<Vec<_>>().join(" ") };
    sql("INSERT INTO label (id, name, folded) VALUES ($1, $2, $3) ON CONFLICT (folded) DO NOTHING")
        .bind(label.id)
        .bind(&label.name)
        .bind(folded(name))
        .run(tx)
        .await?;
    // Somebody may have made it at the same time.
    Ok(by_name(tx, name).await?.unwrap_or(label))
}

/// The label with this name.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<Option<Label>> {
    sql("SELECT id, name FROM label WHERE folded = $1").bind(folded(name)).maybe(tx).await
}

/// Every label, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Label>> {
    sql("SELECT id, name FROM label ORDER BY folded").all(tx).await
}

/// Puts a label on a conversation; `false` when it was there.
pub async fn put_on(tx: &mut Tx, conversation: ConversationId, label: LabelId) -> Result<bool> {
    Ok(!put_on_all(tx, &[conversation], label).await?.is_empty())
}

/// Puts a label on conversations; those on which it was not yet.
pub async fn put_on_all(tx: &mut Tx, conversations: &[ConversationId], label: LabelId) -> Result<Vec<ConversationId>> {
    let rows = conversations.iter().map(|conversation| vec![(*conversation).into(), label.into()]);
    let head = "INSERT INTO conversation_label (conversation_id, label_id)";
    select_with(tx, head, " ON CONFLICT DO NOTHING RETURNING conversation_id AS id", rows).await
}

/// Takes a label off a conversation; `false` when it was not there.
pub async fn take_off(tx: &mut Tx, conversation: ConversationId, label: LabelId) -> Result<bool> {
    let changed = sql("DELETE FROM conversation_label WHERE conversation_id = $1 AND label_id = $2")
        .bind(conversation)
        .bind(label)
        .run(tx)
        .await?;
    Ok(changed == 1)
}

/// Whether a label is on a conversation.
pub async fn is_on(tx: &mut Tx, conversation: ConversationId, label: LabelId) -> Result<bool> {
    Ok(!having(tx, label, &[conversation]).await?.is_empty())
}

/// Those of these conversations that have a label on them.
pub async fn having(tx: &mut Tx, label: LabelId, ids: &[ConversationId]) -> Result<Vec<ConversationId>> {
    let mut having = Vec::new();
    for chunk in ids.chunks(400) {
        let text = format!(
            "SELECT conversation_id AS id FROM conversation_label WHERE label_id = $1 AND conversation_id IN ({})",
            places(2, chunk.len())
        );
        let query = chunk.iter().fold(sql(text).bind(label), |query, id| query.bind(*id));
        having.extend(query.all::<ConversationId>(tx).await?);
    }
    Ok(having)
}

/// The labels on a conversation.
pub async fn of(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<LabelId>> {
    let text = "SELECT label_id AS id FROM conversation_label WHERE conversation_id = $1 ORDER BY label_id";
    sql(text).bind(conversation).all(tx).await
}

/// The label with this id.
pub async fn find(tx: &mut Tx, id: LabelId) -> Result<Option<Label>> {
    sql("SELECT id, name FROM label WHERE id = $1").bind(id).maybe(tx).await
}
