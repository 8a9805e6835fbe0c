//! Posts that concern us, and which topics they met.

use model::{PostId, Reasons, TopicId};

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// A topic that a post met, with the words that prove it.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicMatch {
    /// Which topic.
    pub topic: TopicId,
    /// Which version of its query.
    pub version: i64,
    /// Byte ranges of the text, half-open.
    pub spans: Vec<(usize, usize)>,
}

impl FromRow for TopicMatch {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { topic: row.get("topic_id")?, version: row.get("version")?, spans: row.json("spans")? })
    }
}

/// The reasons of a post that is a mention; `None` for one that is not.
pub async fn reasons(tx: &mut Tx, post: PostId) -> Result<Option<Reasons>> {
    let bits: Option<i64> = sql("SELECT reasons AS n FROM mention WHERE post_id = $1").bind(post).maybe(tx).await?;
    Ok(bits.map(|bits| Reasons::from_bits(bits.try_into().unwrap_or_default())))
}

/// Makes a post a mention, or sets its reasons when it is one.
pub async fn keep(tx: &mut Tx, post: PostId, reasons: Reasons) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO mention (post_id, reasons, filed_at) VALUES ($1, $2, $3) \
         ON CONFLICT (post_id) DO UPDATE SET reasons = excluded.reasons")
    .bind(post)
    .bind(reasons.bits())
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Keeps that a post met a topic; met again (after an edit), the newer proof replaces the older.
pub async fn keep_match(tx: &mut Tx, post: PostId, topic_match: &TopicMatch) -> Result<()> {
    sql("INSERT INTO topic_match (post_id, topic_id, version, spans) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (post_id, topic_id) DO UPDATE SET version = excluded.version, spans = excluded.spans")
    .bind(post)
    .bind(topic_match.topic)
    .bind(topic_match.version)
    .bind(serde_json::to_string(&topic_match.spans)?)
    .run(tx)
    .await?;
    Ok(())
}

/// The topics that a post met.
pub async fn matches(tx: &mut Tx, post: PostId) -> Result<Vec<TopicMatch>> {
    sql("SELECT * FROM topic_match WHERE post_id = $1 ORDER BY topic_id").bind(post).all(tx).await
}
