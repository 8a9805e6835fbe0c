//! Words that members put on conversations.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{ConversationId, LabelId};

use crate::row::{FromRow, Row};
use crate::sql::{places, select_with, sql};
use crate::{Result, Tx};

/// A label.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Our id.
    pub id: LabelId,
    /// As it was last written.
    pub name: String,
    /// Since when it is put away: it stays where it is, and is offered to nobody.
    pub archived_at: Option<Timestamp>,
}

impl FromRow for Label {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { id: row.get("id")?, name: row.get("name")?, archived_at: row.get("archived_at")? })
    }
}

/// A name as labels are told apart by it: without regard to case and spacing.
pub fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A name as a label is written.
fn written(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The label with this name, made when there is none, and in use again when it was put away; case and spacing do not tell
/// labels apart.
pub async fn named(tx: &mut Tx, name: &str) -> Result<Label> {
    if let Some(mut label) = by_name(tx, name).await? {
        if label.archived_at.is_some() {
            set_archived(tx, label.id, false).await?;
            label.archived_at = None;
        }
        return Ok(label);
    }
    let label = Label { id: tx.next_id(), name: written(name), archived_at: None };
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
    sql("SELECT id, name, archived_at FROM label WHERE folded = $1").bind(folded(name)).maybe(tx).await
}

/// Every label, by name; also those that are put away.
pub async fn all(tx: &mut Tx) -> Result<Vec<Label>> {
    sql("SELECT id, name, archived_at FROM label ORDER BY folded").all(tx).await
}

/// The labels that are offered, by name.
pub async fn in_use(tx: &mut Tx) -> Result<Vec<Label>> {
    sql("SELECT id, name, archived_at FROM label WHERE archived_at IS NULL ORDER BY folded").all(tx).await
}

/// Gives a label another name; whoever calls has looked whether another has it.
pub async fn rename(tx: &mut Tx, id: LabelId, name: &str) -> Result<()> {
    sql("UPDATE label SET name = $2, folded = $3 WHERE id = $1")
        .bind(id)
        .bind(written(name))
        .bind(folded(name))
        .run(tx)
        .await?;
    Ok(())
}

/// Puts a label away, or takes it out again.
pub async fn set_archived(tx: &mut Tx, id: LabelId, is_archived: bool) -> Result<()> {
    let at = is_archived.then(|| tx.now());
    sql("UPDATE label SET archived_at = $2 WHERE id = $1").bind(id).bind(at).run(tx).await?;
    Ok(())
}

struct Counted {
    id: LabelId,
    count: i64,
}

impl FromRow for Counted {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { id: row.get("id")?, count: row.get("n")? })
    }
}

/// On how many conversations each label is, those left out that stand in another.
pub async fn counts(tx: &mut Tx) -> Result<HashMap<LabelId, i64>> {
    let text = "SELECT label_id AS id, COUNT(*) AS n FROM conversation_label \
         JOIN conversation ON conversation.id = conversation_id WHERE merged_into IS NULL GROUP BY label_id";
    Ok(sql(text).all::<Counted>(tx).await?.into_iter().map(|one| (one.id, one.count)).collect())
}

/// The conversations that have a label on them, those left out that stand in another.
pub async fn everywhere(tx: &mut Tx, label: LabelId) -> Result<Vec<ConversationId>> {
    let text = "SELECT conversation_id AS id FROM conversation_label \
         JOIN conversation ON conversation.id = conversation_id WHERE label_id = $1 AND merged_into IS NULL \
         ORDER BY conversation_id";
    sql(text).bind(label).all(tx).await
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
    sql("SELECT id, name, archived_at FROM label WHERE id = $1").bind(id).maybe(tx).await
}
