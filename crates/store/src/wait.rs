//! Who waits, since when and until when, as it was known at each position of the log: made of the log, and nothing else.

use jiff::Timestamp;
use model::{KnownWait, TopicId, Wait, WaitEnd};

use crate::row::{FromRow, Row};
use crate::sql::{insert, sql};
use crate::{Result, Tx, followed, wait_day};

/// Under which name is kept how far the log was read for waits.
pub const FOLLOWER: &str = "waits";

impl FromRow for KnownWait {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let end: Option<WaitEnd> = row.get("ended_by")?;
        let topics: Vec<TopicId> = row.json("topics")?;
        let wait = Wait {
            conversation: row.get("conversation_id")?,
            number: row.get("number")?,
            kind: row.get("kind")?,
            channel: row.get("channel_id")?,
            author: row.get("author_id")?,
            topics,
            language: row.get("language")?,
            sentiment: row.get("sentiment")?,
            needs_reply: row.get("needs_reply")?,
            began_at: row.get("began_at")?,
            heard_at: row.get("heard_at")?,
            held_at: row.get("held_at")?,
            automated_at: row.get("automated_at")?,
            end: end.zip(row.get("ended_at")?),
            team: row.get("team_id")?,
            closed_at: row.get("closed_at")?,
            is_let_stand: row.get("is_let_stand")?,
        };
        Ok(Self { from: row.get("known_from")?, until: row.get("known_until")?, wait })
    }
}

/// Keeps what became known after a position of the waits of conversations, given all that is known of them.
pub async fn keep(tx: &mut Tx, after: i64, known: &[KnownWait]) -> Result<()> {
    for one in known.iter().filter(|one| one.from <= after) {
        let Some(until) = one.until.filter(|until| *until > after) else { continue };
        sql("UPDATE wait SET known_until = $4 WHERE conversation_id = $1 AND number = $2 AND known_from = $3")
            .bind(one.wait.conversation)
            .bind(one.wait.number)
            .bind(one.from)
            .bind(until)
            .run(tx)
            .await?;
    }
    let changed: Vec<&KnownWait> =
        known.iter().filter(|one| one.from > after || one.until.is_some_and(|until| until > after)).collect();
    wait_day::forget(tx, &changed).await?;
    let news = known.iter().filter(|one| one.from > after);
    let rows = news
        .map(|KnownWait { from, until, wait }| {
            let topics = serde_json::to_string(&wait.topics)?;
            Ok(vec![
                wait.conversation.into(),
                wait.number.into(),
                (*from).into(),
                (*until).into(),
                wait.kind.into(),
                wait.channel.into(),
                wait.author.into(),
                topics.into(),
                wait.language.clone().into(),
                wait.sentiment.into(),
                wait.needs_reply.map(i64::from).into(),
                wait.began_at.into(),
                wait.heard_at.into(),
                wait.held_at.into(),
                wait.automated_at.into(),
                wait.end.map(|(_, at)| at).into(),
                wait.end.map(|(end, _)| end).into(),
                wait.team.into(),
                wait.closed_at.into(),
                i64::from(wait.is_let_stand).into(),
            ])
        })
        .collect::<Result<Vec<_>>>()?;
    let head = "INSERT INTO wait (conversation_id, number, known_from, known_until, kind, channel_id, author_id, topics, \
                language, sentiment, needs_reply, began_at, heard_at, held_at, automated_at, ended_at, ended_by, team_id, \
                closed_at, is_let_stand)";
    insert(tx, head, "", rows.into_iter()).await
}

/// The waits that began from a moment until before another, as they were known at a position; in the order in which they
/// began.
pub async fn begun(tx: &mut Tx, from: Timestamp, until: Timestamp, position: i64) -> Result<Vec<Wait>> {
    let found: Vec<KnownWait> = sql("SELECT * FROM wait WHERE began_at >= $1 AND began_at < $2 AND known_from <= $3 \
         AND (known_until IS NULL OR known_until > $3) ORDER BY began_at, conversation_id, number")
    .bind(from)
    .bind(until)
    .bind(position)
    .all(tx)
    .await?;
    Ok(found.into_iter().map(|one| one.wait).collect())
}

/// Those who wait for an answer that is needed, as it was known at a position, whoever has waited longest first.
pub async fn open(tx: &mut Tx, position: i64, limit: i64) -> Result<Vec<Wait>> {
    // Who waits now has an index of their own.
    let known = if position >= followed::position(tx, FOLLOWER).await? {
        "known_until IS NULL"
    } else {
        "(known_until IS NULL OR known_until > $1)"
    };
    let found: Vec<KnownWait> = sql(format!(
        "SELECT * FROM wait WHERE ended_at IS NULL AND needs_reply = 1 AND known_from <= $1 AND {known} \
         ORDER BY began_at, conversation_id, number LIMIT $2"
    ))
    .bind(position)
    .bind(limit)
    .all(tx)
    .await?;
    Ok(found.into_iter().map(|one| one.wait).collect())
}

/// Those who wait now for an answer that is needed, and have waited since a moment from one until before another.
pub async fn open_since(tx: &mut Tx, from: Timestamp, until: Timestamp) -> Result<Vec<Wait>> {
    let found: Vec<KnownWait> = sql("SELECT * FROM wait WHERE ended_at IS NULL AND needs_reply = 1 \
         AND known_until IS NULL AND began_at >= $1 AND began_at < $2 ORDER BY began_at, conversation_id, number")
    .bind(from)
    .bind(until)
    .all(tx)
    .await?;
    Ok(found.into_iter().map(|one| one.wait).collect())
}

/// When the first of all waits began; `None` while there is none.
pub async fn first_began(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let first: Option<KnownWait> = sql("SELECT * FROM wait ORDER BY began_at LIMIT 1").maybe(tx).await?;
    Ok(first.map(|one| one.wait.began_at))
}
