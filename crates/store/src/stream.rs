//! Where each stream of a channel stands, and the ledger of what it could not hear.

use jiff::{SignedDuration, Timestamp};
use model::{Actor, ChannelId, EventKind, GapId, Quota, timestamp};
use serde_json::json;

use crate::event::append;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// One stream of a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Its name within the channel.
    pub name: String,
    /// The channel's own mark of where to go on.
    pub cursor: Option<String>,
    /// The source's time of the newest thing heard.
    pub heard_until: Option<Timestamp>,
    /// When the last batch was committed.
    pub batch_at: Option<Timestamp>,
    /// Since when it fails.
    pub failing_since: Option<Timestamp>,
    /// Why, in plain words.
    pub failure: Option<String>,
    /// How much its network still lets it ask for, where it said so.
    pub quota: Option<Quota>,
}

impl FromRow for Stream {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (limit, left): (Option<i64>, Option<i64>) = (row.get("quota_limit")?, row.get("quota_left")?);
        let resets_at = row.get("quota_resets_at")?;
        Ok(Self {
            name: row.get("name")?,
            cursor: row.get("cursor")?,
            heard_until: row.get("heard_until")?,
            batch_at: row.get("batch_at")?,
            failing_since: row.get("failing_since")?,
            failure: row.get("failure")?,
            quota: limit.zip(left).map(|(limit, left)| Quota { limit, left, resets_at }),
        })
    }
}

/// A stretch of time that a stream did not hear when it happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Our id.
    pub id: GapId,
    /// Which stream.
    pub stream: String,
    /// From when.
    pub from: Timestamp,
    /// Until when; `None` while it goes on.
    pub to: Option<Timestamp>,
    /// Why, in plain words.
    pub cause: String,
    /// `open`, `closed` (back-fill heard it all) or `lost` (the source gives it no more).
    pub state: String,
    /// When back-fill had heard it all.
    pub closed_at: Option<Timestamp>,
}

impl FromRow for Gap {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            stream: row.get("stream")?,
            from: row.get("from_at")?,
            to: row.get("to_at")?,
            cause: row.get("cause")?,
            state: row.get("state")?,
            closed_at: row.get("closed_at")?,
        })
    }
}

/// The streams of a channel that have reported.
pub async fn of_channel(tx: &mut Tx, channel: ChannelId) -> Result<Vec<Stream>> {
    sql("SELECT * FROM stream WHERE channel_id = $1 ORDER BY name").bind(channel).all(tx).await
}

/// One stream of a channel.
pub async fn find(tx: &mut Tx, channel: ChannelId, name: &str) -> Result<Option<Stream>> {
    sql(format!("SELECT * FROM stream WHERE channel_id = $1 AND name = $2{}", tx.to_change()))
        .bind(channel)
        .bind(name)
        .maybe(tx)
        .await
}

/// Notes that a batch arrived: the stream works, and goes on from `cursor` next time.
pub async fn advance(
    tx: &mut Tx,
    channel: ChannelId,
    name: &str,
    cursor: Option<&str>,
    heard_until: Option<Timestamp>,
) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO stream (channel_id, name, cursor, heard_until, batch_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (channel_id, name) DO UPDATE SET cursor = COALESCE(excluded.cursor, stream.cursor), \
         heard_until = COALESCE(excluded.heard_until, stream.heard_until), batch_at = excluded.batch_at, \
         failing_since = NULL, failure = NULL")
    .bind(channel)
    .bind(name)
    .bind(cursor)
    .bind(heard_until)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Notes how much its network still lets a stream ask for.
pub async fn note_quota(tx: &mut Tx, channel: ChannelId, name: &str, quota: &Quota) -> Result<()> {
    sql(
        "UPDATE stream SET quota_limit = $3, quota_left = $4, quota_resets_at = $5 WHERE channel_id = $1 AND name = $2",
    )
    .bind(channel)
    .bind(name)
    .bind(quota.limit)
    .bind(quota.left)
    .bind(quota.resets_at)
    .run(tx)
    .await?;
    Ok(())
}

/// Notes that a stream fails, and opens a gap where there is none yet.
pub async fn fail(tx: &mut Tx, channel: ChannelId, name: &str, why: &str) -> Result<()> {
    let now = tx.now();
    let from = find(tx, channel, name).await?.and_then(|stream| stream.batch_at).unwrap_or(now);
    sql("INSERT INTO stream (channel_id, name, failing_since, failure) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (channel_id, name) DO UPDATE SET failure = excluded.failure, \
         failing_since = COALESCE(stream.failing_since, excluded.failing_since)")
    .bind(channel)
    .bind(name)
    .bind(now)
    .bind(why)
    .run(tx)
    .await?;
    if open_gap(tx, channel, name).await?.is_none() {
        insert_gap(tx, channel, name, from, None, why, "open").await?;
    }
    Ok(())
}

async fn open_gap(tx: &mut Tx, channel: ChannelId, stream: &str) -> Result<Option<Gap>> {
    sql("SELECT * FROM gap WHERE channel_id = $1 AND stream = $2 AND state = 'open' ORDER BY id LIMIT 1")
        .bind(channel)
        .bind(stream)
        .maybe(tx)
        .await
}

async fn insert_gap(
    tx: &mut Tx,
    channel: ChannelId,
    stream: &str,
    from: Timestamp,
    to: Option<Timestamp>,
    cause: &str,
    state: &str,
) -> Result<GapId> {
    let id: GapId = tx.next_id();
    sql("INSERT INTO gap (id, channel_id, stream, from_at, to_at, cause, state) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(channel)
        .bind(stream)
        .bind(from)
        .bind(to)
        .bind(cause)
        .bind(state)
        .run(tx)
        .await?;
    let data = json!({ "channel": channel, "gap": id, "stream": stream, "state": state });
    append(tx, EventKind::ChannelGapOpened, Actor::Channel(channel), None, data).await?;
    Ok(id)
}

/// Opens a gap from the last batch until now: a server that starts was not listening meanwhile.
pub async fn note_absence(tx: &mut Tx, channel: ChannelId, name: &str, cause: &str) -> Result<()> {
    let Some(since) = find(tx, channel, name).await?.and_then(|stream| stream.batch_at) else {
        return Ok(());
    };
    if open_gap(tx, channel, name).await?.is_none() {
        insert_gap(tx, channel, name, since, None, cause, "open").await?;
    }
    Ok(())
}

/// Closes the open gap of a stream: everything that was missed has been heard since.
pub async fn close_gap(tx: &mut Tx, channel: ChannelId, stream: &str) -> Result<()> {
    let Some(gap) = open_gap(tx, channel, stream).await? else {
        return Ok(());
    };
    let now = tx.now();
    sql("UPDATE gap SET state = 'closed', to_at = COALESCE(to_at, $2), closed_at = $2 WHERE id = $1")
        .bind(gap.id)
        .bind(now)
        .run(tx)
        .await?;
    let data = json!({ "channel": channel, "gap": gap.id, "stream": stream });
    append(tx, EventKind::ChannelGapClosed, Actor::Channel(channel), None, data).await?;
    Ok(())
}

/// Notes a stretch that the source gives no more; an open gap of the stream is narrowed to it.
pub async fn lose(
    tx: &mut Tx,
    channel: ChannelId,
    stream: &str,
    from: Timestamp,
    to: Timestamp,
    cause: &str,
) -> Result<()> {
    close_gap(tx, channel, stream).await?;
    insert_gap(tx, channel, stream, from, Some(to), cause, "lost").await?;
    Ok(())
}

/// Until when a channel missed a stretch for good that was at least so long; `None` when it missed none.
pub async fn lost_until(tx: &mut Tx, channel: ChannelId, at_least: SignedDuration) -> Result<Option<Timestamp>> {
    let until: Option<i64> = sql("SELECT to_at AS n FROM gap WHERE channel_id = $1 AND state = 'lost' \
         AND to_at - from_at >= $2 ORDER BY to_at DESC LIMIT 1")
    .bind(channel)
    .bind(i64::try_from(at_least.as_micros()).unwrap_or(i64::MAX))
    .maybe(tx)
    .await?;
    Ok(until.map(timestamp))
}

/// The newest gaps of a channel.
pub async fn gaps(tx: &mut Tx, channel: ChannelId, limit: i64) -> Result<Vec<Gap>> {
    sql("SELECT * FROM gap WHERE channel_id = $1 ORDER BY id DESC LIMIT $2").bind(channel).bind(limit).all(tx).await
}
