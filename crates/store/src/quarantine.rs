//! Items that could not be understood, kept as they came.

use jiff::Timestamp;
use model::{Actor, ChannelId, EventKind, QuarantineId, text_digest};
use serde_json::json;

use crate::event::append;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// The most items that are kept of one channel: enough to see what is wrong, and no way to fill a disk.
pub const KEPT_MAX: i64 = 1_000;

/// An item set aside.
#[derive(Clone, Debug, PartialEq)]
pub struct Quarantined {
    /// Our id.
    pub id: QuarantineId,
    /// Which stream brought it.
    pub stream: String,
    /// As it came.
    pub raw: String,
    /// Why it was not understood.
    pub reason: String,
    /// When.
    pub received_at: Timestamp,
}

impl FromRow for Quarantined {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            stream: row.get("stream")?,
            raw: row.get("raw")?,
            reason: row.get("reason")?,
            received_at: row.get("received_at")?,
        })
    }
}

/// Sets an item aside; one that was set aside before, word for word, is kept once.
pub async fn keep(tx: &mut Tx, channel: ChannelId, stream: &str, raw: &str, reason: &str) -> Result<()> {
    let (id, now) = (tx.next_id::<QuarantineId>(), tx.now());
    let kept = sql("INSERT INTO quarantine (id, channel_id, stream, raw, reason, received_at, digest) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (channel_id, stream, digest) DO NOTHING")
    .bind(id)
    .bind(channel)
    .bind(stream)
    .bind(raw)
    .bind(reason)
    .bind(now)
    .bind(text_digest(&[], raw))
    .run(tx)
    .await?;
    if kept == 0 {
        return Ok(());
    }
    let data = json!({ "channel": channel, "item": id });
    append(tx, EventKind::PostQuarantined, Actor::Channel(channel), None, data).await?;
    drop_oldest(tx, channel).await
}

/// Makes room: the oldest items beyond [`KEPT_MAX`] go, and are counted.
async fn drop_oldest(tx: &mut Tx, channel: ChannelId) -> Result<()> {
    let beyond: Option<QuarantineId> =
        sql("SELECT id FROM quarantine WHERE channel_id = $1 ORDER BY id DESC LIMIT 1 OFFSET $2")
            .bind(channel)
            .bind(KEPT_MAX)
            .maybe(tx)
            .await?;
    let Some(beyond) = beyond else { return Ok(()) };
    let count =
        sql("DELETE FROM quarantine WHERE channel_id = $1 AND id <= $2").bind(channel).bind(beyond).run(tx).await?;
    sql("UPDATE channel SET quarantine_dropped = quarantine_dropped + $2 WHERE id = $1")
        .bind(channel)
        .bind(i64::try_from(count).unwrap_or(i64::MAX))
        .run(tx)
        .await?;
    Ok(())
}

/// How many items of a channel had to make room for newer ones.
pub async fn dropped(tx: &mut Tx, channel: ChannelId) -> Result<i64> {
    let count = sql("SELECT quarantine_dropped AS n FROM channel WHERE id = $1").bind(channel).maybe(tx).await?;
    Ok(count.unwrap_or(0))
}

/// The item with this id, when it is one of the channel.
pub async fn find(tx: &mut Tx, channel: ChannelId, id: QuarantineId) -> Result<Option<Quarantined>> {
    sql("SELECT * FROM quarantine WHERE channel_id = $1 AND id = $2").bind(channel).bind(id).maybe(tx).await
}

/// Takes an item out that was read after all; `false` when it is there no more.
pub async fn take_out(tx: &mut Tx, id: QuarantineId) -> Result<bool> {
    Ok(sql("DELETE FROM quarantine WHERE id = $1").bind(id).run(tx).await? > 0)
}

/// Notes why an item is still not understood.
pub async fn set_reason(tx: &mut Tx, id: QuarantineId, reason: &str) -> Result<()> {
    sql("UPDATE quarantine SET reason = $2 WHERE id = $1").bind(id).bind(reason).run(tx).await?;
    Ok(())
}

/// How many items of a channel were set aside.
pub async fn count(tx: &mut Tx, channel: ChannelId) -> Result<i64> {
    let count = sql("SELECT COUNT(*) AS n FROM quarantine WHERE channel_id = $1").bind(channel).maybe(tx).await?;
    Ok(count.unwrap_or(0))
}

/// The newest items of a channel that were set aside.
pub async fn newest(tx: &mut Tx, channel: ChannelId, limit: i64) -> Result<Vec<Quarantined>> {
    sql("SELECT * FROM quarantine WHERE channel_id = $1 ORDER BY id DESC LIMIT $2")
        .bind(channel)
        .bind(limit)
        .all(tx)
        .await
}
