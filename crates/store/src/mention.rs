//! Posts that concern us, and which topics they met.

use model::{PostId, Reasons, TopicId};

use crate::row::{FromRow, Row};
use crate::sql::{insert, sql};
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
    keep_all(tx, &[(post, reasons)]).await
}

/// Makes posts mentions, or sets the reasons of those that are; no two are the same.
pub async fn keep_all(tx: &mut Tx, mentions: &[(PostId, Reasons)]) -> Result<()> {
    let now = tx.now();
    let rows = mentions.iter().map(|(post, reasons)| vec![(*post).into(), reasons.bits().into(), now.into()]);
    let tail = " ON CONFLICT (post_id) DO UPDATE SET reasons = excluded.reasons";
    insert(tx, "INSERT INTO mention (post_id, reasons, filed_at)", tail, rows).await
}

/// Keeps which topics posts met; met again (after an edit), the newer proof replaces the older.
pub async fn keep_matches(tx: &mut Tx, matches: &[(PostId, &TopicMatch)]) -> Result<()> {
    let mut rows = Vec::with_capacity(matches.len());
    for (post, one) in matches {
        let spans = serde_json::to_string(&one.spans)?;
        rows.push(vec![(*post).into(), one.topic.into(), one.version.into(), spans.into()]);
    }
    let tail = " ON CONFLICT (post_id, topic_id) DO UPDATE SET version = excluded.version, spans = excluded.spans";
    insert(tx, "INSERT INTO topic_match (post_id, topic_id, version, spans)", tail, rows.into_iter()).await
}

/// The topics that a post met.
pub async fn matches(tx: &mut Tx, post: PostId) -> Result<Vec<TopicMatch>> {
    sql("SELECT * FROM topic_match WHERE post_id = $1 ORDER BY topic_id").bind(post).all(tx).await
}
