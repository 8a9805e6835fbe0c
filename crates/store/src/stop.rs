//! Stops: from a moment on nothing goes out, wholly or where a label is on, until the stop is lifted.

use jiff::Timestamp;
use model::{ConversationId, LabelId, MemberId, StopId};

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// A stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Our id.
    pub id: StopId,
    /// What is stopped: conversations with this label, or everything.
    pub label: Option<LabelId>,
    /// Why, in a member's words.
    pub reason: String,
    /// Who began it.
    pub begun_by: MemberId,
    /// When.
    pub begun_at: Timestamp,
    /// Who lifted it.
    pub lifted_by: Option<MemberId>,
    /// When.
    pub lifted_at: Option<Timestamp>,
}

impl FromRow for Stop {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            label: row.get("label_id")?,
            reason: row.get("reason")?,
            begun_by: row.get("begun_by")?,
            begun_at: row.get("begun_at")?,
            lifted_by: row.get("lifted_by")?,
            lifted_at: row.get("lifted_at")?,
        })
    }
}

/// Begins a stop.
pub async fn begin(tx: &mut Tx, by: MemberId, label: Option<LabelId>, reason: &str) -> Result<StopId> {
    let (id, now) = (tx.next_id::<StopId>(), tx.now());
    sql("INSERT INTO stop (id, label_id, reason, begun_by, begun_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(label)
        .bind(reason)
        .bind(by)
        .bind(now)
        .run(tx)
        .await?;
    Ok(id)
}

/// The stop with this id.
pub async fn find(tx: &mut Tx, id: StopId) -> Result<Option<Stop>> {
    sql("SELECT * FROM stop WHERE id = $1").bind(id).maybe(tx).await
}

/// The stops that are not lifted, oldest first.
pub async fn in_force(tx: &mut Tx) -> Result<Vec<Stop>> {
    sql("SELECT * FROM stop WHERE lifted_at IS NULL ORDER BY begun_at, id").all(tx).await
}

/// The stops that were lifted, the latest first.
pub async fn lifted(tx: &mut Tx, limit: i64) -> Result<Vec<Stop>> {
    sql("SELECT * FROM stop WHERE lifted_at IS NOT NULL ORDER BY lifted_at DESC, id DESC LIMIT $1")
        .bind(limit)
        .all(tx)
        .await
}

/// Lifts a stop; `false` when it was lifted already.
pub async fn lift(tx: &mut Tx, id: StopId, by: MemberId) -> Result<bool> {
    let now = tx.now();
    let lifted = sql("UPDATE stop SET lifted_by = $2, lifted_at = $3 WHERE id = $1 AND lifted_at IS NULL")
        .bind(id)
        .bind(by)
        .bind(now)
        .run(tx)
        .await?;
    Ok(lifted > 0)
}

/// The oldest stop that holds what goes out in a conversation, or in none, of those that began after a moment.
pub async fn holding(
    tx: &mut Tx,
    conversation: impl Into<Option<ConversationId>>,
    after: Option<Timestamp>,
) -> Result<Option<Stop>> {
    sql("SELECT * FROM stop WHERE lifted_at IS NULL AND begun_at > $2 AND (label_id IS NULL OR label_id IN \
         (SELECT label_id FROM conversation_label WHERE conversation_id = $1)) ORDER BY begun_at, id LIMIT 1")
    .bind(conversation.into())
    .bind(after.unwrap_or(Timestamp::UNIX_EPOCH))
    .maybe(tx)
    .await
}
