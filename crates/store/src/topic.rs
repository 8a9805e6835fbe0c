//! What we listen for. Queries are versioned: a trend never mixes two definitions.

use jiff::{SignedDuration, Timestamp};
use model::{Actor, EventKind, MemberId, TopicId, first_id_at};
use serde_json::json;

use crate::event::append;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// A topic in its present version.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// Our id.
    pub id: TopicId,
    /// The name that members read.
    pub name: String,
    /// The query, as it was typed.
    pub query: String,
    /// Which version of the query this is, from 1.
    pub version: i64,
    /// Since when it listens no more.
    pub archived_at: Option<Timestamp>,
}

impl FromRow for Topic {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            query: row.get("query")?,
            version: row.get("version")?,
            archived_at: row.get("archived_at")?,
        })
    }
}

/// Makes a topic.
pub async fn create(tx: &mut Tx, by: MemberId, name: &str, query: &str) -> Result<TopicId> {
    let (id, now) = (tx.next_id::<TopicId>(), tx.now());
    sql("INSERT INTO topic (id, name, query, version, created_at) VALUES ($1, $2, $3, 1, $4)")
        .bind(id)
        .bind(name)
        .bind(query)
        .bind(now)
        .run(tx)
        .await?;
    keep_version(tx, by, id, 1, query).await?;
    append(tx, EventKind::TopicCreated, Actor::Member(by), None, json!({ "topic": id, "version": 1 })).await?;
    Ok(id)
}

async fn keep_version(tx: &mut Tx, by: MemberId, id: TopicId, version: i64, query: &str) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO topic_version (topic_id, version, query, created_at, created_by) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(version)
        .bind(query)
        .bind(now)
        .bind(by)
        .run(tx)
        .await?;
    Ok(())
}

/// Renames a topic and, when the query differs, makes that its next version.
pub async fn change(tx: &mut Tx, by: MemberId, topic: &Topic, name: &str, query: &str) -> Result<()> {
    let version = if query == topic.query { topic.version } else { topic.version + 1 };
    sql("UPDATE topic SET name = $2, query = $3, version = $4 WHERE id = $1")
        .bind(topic.id)
        .bind(name)
        .bind(query)
        .bind(version)
        .run(tx)
        .await?;
    if version != topic.version {
        keep_version(tx, by, topic.id, version, query).await?;
    }
    append(tx, EventKind::TopicChanged, Actor::Member(by), None, json!({ "topic": topic.id, "version": version }))
        .await?;
    Ok(())
}

/// Puts a topic away: it listens no more, what it heard stays.
pub async fn archive(tx: &mut Tx, by: MemberId, id: TopicId) -> Result<()> {
    let now = tx.now();
    sql("UPDATE topic SET archived_at = $2 WHERE id = $1 AND archived_at IS NULL").bind(id).bind(now).run(tx).await?;
    append(tx, EventKind::TopicArchived, Actor::Member(by), None, json!({ "topic": id })).await?;
    Ok(())
}

/// The topic with this id.
pub async fn find(tx: &mut Tx, id: TopicId) -> Result<Option<Topic>> {
    sql(format!("SELECT * FROM topic WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// Every topic, also those put away, in the order they were made.
pub async fn all(tx: &mut Tx) -> Result<Vec<Topic>> {
    sql("SELECT * FROM topic ORDER BY id").all(tx).await
}

/// The topics that listen, by name.
pub async fn listening(tx: &mut Tx) -> Result<Vec<Topic>> {
    sql("SELECT * FROM topic WHERE archived_at IS NULL ORDER BY name, id").all(tx).await
}

/// Topics after an id, oldest first, those put away among them when asked for.
pub async fn after(tx: &mut Tx, id: TopicId, with_archived: bool, limit: i64) -> Result<Vec<Topic>> {
    let which = if with_archived { "" } else { "AND archived_at IS NULL" };
    sql(format!("SELECT * FROM topic WHERE id > $1 {which} ORDER BY id LIMIT $2")).bind(id).bind(limit).all(tx).await
}

/// A topic with what it heard lately.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    /// The topic.
    pub topic: Topic,
    /// Mentions written since the moment that was asked for.
    pub mention_count: i64,
    /// When the mention that came last was written.
    pub last_mention_at: Option<Timestamp>,
}

impl FromRow for Overview {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            topic: Topic::from_row(row)?,
            mention_count: row.get("mention_count")?,
            last_mention_at: row.get("last_mention_at")?,
        })
    }
}

/// How far clocks of others may run ahead of ours: what is written is heard at most so much earlier.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// Every topic, those that listen first, then by name, with its mentions written since then. O(mentions heard since).
pub async fn overview(tx: &mut Tx, since: Timestamp) -> Result<Vec<Overview>> {
    let heard_since = since.saturating_sub(AHEAD).unwrap_or(Timestamp::MIN);
    sql("SELECT topic.*, (SELECT COUNT(*) FROM topic_match JOIN post ON post.id = topic_match.post_id \
           WHERE topic_match.topic_id = topic.id AND topic_match.post_id >= $2 AND post.posted_at >= $1) AS mention_count, \
         (SELECT post.posted_at FROM topic_match JOIN post ON post.id = topic_match.post_id \
           WHERE topic_match.topic_id = topic.id ORDER BY topic_match.post_id DESC LIMIT 1) AS last_mention_at \
         FROM topic ORDER BY topic.archived_at IS NOT NULL, topic.name, topic.id")
    .bind(since)
    .bind(first_id_at(heard_since))
    .all(tx)
    .await
}

/// How many mentions a topic has.
pub async fn mention_count(tx: &mut Tx, id: TopicId) -> Result<i64> {
    let count = sql("SELECT COUNT(*) AS n FROM topic_match WHERE topic_id = $1").bind(id).maybe(tx).await?;
    Ok(count.unwrap_or(0))
}
