//! Statements on channels: posts of our own accord, and what is known of them.

use jiff::Timestamp;
use model::{ChannelId, MemberId, PostingId, ReplyState, StatementId, StopId};

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::variant::Variant;
use crate::{Result, Tx};

/// A statement on one channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Our id; the record's key on the network is derived from it.
    pub id: PostingId,
    /// Which statement.
    pub statement: StatementId,
    /// On which channel.
    pub channel: ChannelId,
    /// Who has it go out.
    pub member: MemberId,
    /// Its words as they go out.
    pub said: Variant,
    /// What is known of it.
    pub state: ReplyState,
    /// Why, in plain words.
    pub state_reason: Option<String>,
    /// The exact record to send, once there is one.
    pub prepared: Option<String>,
    /// Its id on the network.
    pub remote_id: Option<String>,
    /// Where people read it.
    pub url: Option<String>,
    /// How often sending began.
    pub attempts: i64,
    /// When it was decided.
    pub created_at: Timestamp,
    /// Not to be sent before; until then it is taken back for nothing.
    pub send_at: Timestamp,
    /// Since when a stop holds it, and which.
    pub held: Option<(Timestamp, StopId)>,
    /// When a member let it go although it was held.
    pub released_at: Option<Timestamp>,
    /// When the network took it.
    pub sent_at: Option<Timestamp>,
}

impl FromRow for Posting {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let held_since: Option<Timestamp> = row.get("held_since")?;
        Ok(Self {
            id: row.get("id")?,
            statement: row.get("statement_id")?,
            channel: row.get("channel_id")?,
            member: row.get("member_id")?,
            said: Variant { language: row.get("language")?, text: row.get("text")? },
            state: row.get("state")?,
            state_reason: row.get("state_reason")?,
            prepared: row.get("prepared")?,
            remote_id: row.get("remote_id")?,
            url: row.get("url")?,
            attempts: row.get("attempts")?,
            created_at: row.get("created_at")?,
            send_at: row.get("send_at")?,
            held: held_since.zip(row.get("held_by")?),
            released_at: row.get("released_at")?,
            sent_at: row.get("sent_at")?,
        })
    }
}

/// A statement to be put on a channel.
#[derive(Clone, Copy, Debug)]
pub struct NewPosting<'a> {
    /// Which statement.
    pub statement: StatementId,
    /// On which channel.
    pub channel: ChannelId,
    /// Who has it go out.
    pub member: MemberId,
    /// Its words as they go out.
    pub said: &'a Variant,
    /// Not to be sent before.
    pub send_at: Timestamp,
}

/// Keeps a posting, queued; `None` where the statement is on that channel already, or is to be.
pub async fn queue(tx: &mut Tx, new: NewPosting<'_>) -> Result<Option<Posting>> {
    let (id, now) = (tx.next_id::<PostingId>(), tx.now());
    sql("INSERT INTO posting (id, statement_id, channel_id, member_id, language, text, state, created_at, send_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING")
    .bind(id)
    .bind(new.statement)
    .bind(new.channel)
    .bind(new.member)
    .bind(&new.said.language)
    .bind(&new.said.text)
    .bind(ReplyState::Queued)
    .bind(now)
    .bind(new.send_at)
    .run(tx)
    .await?;
    find(tx, id).await
}

/// Writes back what may change of a posting.
pub async fn save(tx: &mut Tx, one: &Posting) -> Result<()> {
    sql("UPDATE posting SET state = $2, state_reason = $3, prepared = $4, remote_id = $5, url = $6, attempts = $7, \
         send_at = $8, held_since = $9, held_by = $10, released_at = $11, sent_at = $12 WHERE id = $1")
    .bind(one.id)
    .bind(one.state)
    .bind(one.state_reason.as_ref())
    .bind(one.prepared.as_ref())
    .bind(one.remote_id.as_ref())
    .bind(one.url.as_ref())
    .bind(one.attempts)
    .bind(one.send_at)
    .bind(one.held.map(|(since, _)| since))
    .bind(one.held.map(|(_, stop)| stop))
    .bind(one.released_at)
    .bind(one.sent_at)
    .run(tx)
    .await?;
    Ok(())
}

/// The posting with this id; for a writer, nobody else changes it from now on.
pub async fn find(tx: &mut Tx, id: PostingId) -> Result<Option<Posting>> {
    sql(format!("SELECT * FROM posting WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// The posting with this id as it is, also for a writer who is to keep its statement first.
pub async fn find_only(tx: &mut Tx, id: PostingId) -> Result<Option<Posting>> {
    sql("SELECT * FROM posting WHERE id = $1").bind(id).maybe(tx).await
}

/// Where a statement is, was to be or is to be, in the order in which that was decided.
pub async fn of_statement(tx: &mut Tx, id: StatementId) -> Result<Vec<Posting>> {
    sql(format!("SELECT * FROM posting WHERE statement_id = $1 ORDER BY id{}", tx.to_change())).bind(id).all(tx).await
}

/// The postings that a stop holds, in the order in which they were to go out.
pub async fn held(tx: &mut Tx, limit: i64) -> Result<Vec<Posting>> {
    sql("SELECT * FROM posting WHERE state = 'queued' AND held_since IS NOT NULL ORDER BY send_at, id LIMIT $1")
        .bind(limit)
        .all(tx)
        .await
}

/// The postings that change by themselves.
pub async fn moving(tx: &mut Tx) -> Result<Vec<Posting>> {
    sql("SELECT * FROM posting WHERE state IN ('queued', 'sending') ORDER BY id").all(tx).await
}
