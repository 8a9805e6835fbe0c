//! How people are judged to stand to the organisation and to a topic, and what members say of it.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{AuthorId, CORRECTED_REGARD_HOLDS, ConversationId, Intent, MemberId, Network, PostId, Sentiment, TopicId};
use serde::{Deserialize, Serialize};

use crate::row::{FromRow, Row};
use crate::sql::{places, sql};
use crate::{Result, Tx};

/// People asked about in one statement.
const CHUNK: usize = 400;
/// Stands for the topic of what is judged of somebody whatever the topic.
const NO_TOPIC: TopicId = TopicId(0);

/// Something that a judgement about a person rests on. Words are named by their place: they go with their post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The name that they show.
    Name,
    /// What people type after `@`.
    Handle,
    /// A post; the bytes of the telling words, an empty range for its mood or intent as a whole.
    Post(PostId, usize, usize),
}

/// How somebody stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Regard {
    /// Who.
    pub author: AuthorId,
    /// The topic of a stance; `None` for a relation.
    pub topic: Option<TopicId>,
    /// The answer, a closed word.
    pub value: String,
    /// How surely, from 0 to 100.
    pub confidence_percent: i64,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// Who said so, when it was a member.
    pub member: Option<MemberId>,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

impl FromRow for Regard {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let topic: TopicId = row.get("topic_id")?;
        Ok(Self {
            author: row.get("author_id")?,
            topic: (topic != NO_TOPIC).then_some(topic),
            value: row.get("value")?,
            confidence_percent: row.get("confidence_percent")?,
            evidence: row.json("evidence")?,
            member: row.get("member_id")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// How each of these people stands, as far as it still holds: relations first, then stances by topic.
pub async fn of_authors(tx: &mut Tx, authors: &[AuthorId]) -> Result<HashMap<AuthorId, Vec<Regard>>> {
    let now = tx.now();
    let mut regards: HashMap<AuthorId, Vec<Regard>> = HashMap::new();
    for chunk in authors.chunks(CHUNK) {
        let text = format!(
            "SELECT * FROM regard WHERE expires_at > $1 AND author_id IN ({}) \
             ORDER BY author_id, topic_id, confidence_percent DESC, value",
            places(2, chunk.len())
        );
        let rows: Vec<Regard> =
            chunk.iter().fold(sql(text).bind(now), |query, author| query.bind(*author)).all(tx).await?;
        rows.into_iter().for_each(|regard| regards.entry(regard.author).or_default().push(regard));
    }
    Ok(regards)
}

/// Those of a network whom we know by these ids.
pub async fn known_authors(tx: &mut Tx, network: Network, remote_ids: &[&str]) -> Result<HashMap<String, AuthorId>> {
    struct Known(String, AuthorId);
    impl FromRow for Known {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.get("remote_id")?, row.get("id")?))
        }
    }
    let mut known = HashMap::new();
    for chunk in remote_ids.chunks(CHUNK) {
        let places = places(2, chunk.len());
        let text = format!("SELECT id, remote_id FROM author WHERE network = $1 AND remote_id IN ({places})");
        let query = chunk.iter().fold(sql(text).bind(network), |query, id| query.bind(*id));
        known.extend(query.all::<Known>(tx).await?.into_iter().map(|Known(remote_id, id)| (remote_id, id)));
    }
    Ok(known)
}

/// Keeps what was judged of a person, in place of what was judged before. Where a member spoke (of all relations, or of
/// the stance to a topic), the member's word stands as long as it holds.
pub async fn keep(tx: &mut Tx, author: AuthorId, regards: &[Regard]) -> Result<()> {
    let now = tx.now();
    sql("DELETE FROM regard WHERE author_id = $1 AND (member_id IS NULL OR expires_at <= $2)")
        .bind(author)
        .bind(now)
        .run(tx)
        .await?;
    for regard in regards {
        sql("INSERT INTO regard (author_id, topic_id, value, confidence_percent, evidence, judged_at, expires_at) \
             SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS \
             (SELECT 1 FROM regard WHERE author_id = $1 AND topic_id = $2 AND member_id IS NOT NULL)")
        .bind(author)
        .bind(regard.topic.unwrap_or(NO_TOPIC))
        .bind(&regard.value)
        .bind(regard.confidence_percent)
        .bind(serde_json::to_string(&regard.evidence)?)
        .bind(now)
        .bind(regard.expires_at)
        .run(tx)
        .await?;
    }
    Ok(())
}

/// Keeps a member's word about a person: these relations, or this stance to the topic, and no other.
pub async fn correct(
    tx: &mut Tx,
    author: AuthorId,
    topic: Option<TopicId>,
    values: &[&str],
    member: MemberId,
) -> Result<()> {
    let now = tx.now();
    let topic = topic.unwrap_or(NO_TOPIC);
    sql("DELETE FROM regard WHERE author_id = $1 AND topic_id = $2").bind(author).bind(topic).run(tx).await?;
    for value in values {
        sql("INSERT INTO regard (author_id, topic_id, value, confidence_percent, evidence, member_id, judged_at, expires_at) \
             VALUES ($1, $2, $3, 100, '[]', $4, $5, $6)")
        .bind(author)
        .bind(topic)
        .bind(*value)
        .bind(member)
        .bind(now)
        .bind(now.saturating_add(CORRECTED_REGARD_HOLDS).unwrap_or(Timestamp::MAX))
        .run(tx)
        .await?;
    }
    Ok(())
}

/// Forgets how a person stands, whoever said it.
pub async fn forget(tx: &mut Tx, author: AuthorId) -> Result<()> {
    sql("DELETE FROM regard WHERE author_id = $1").bind(author).run(tx).await?;
    Ok(())
}

/// Forgets what holds no more, at most so many; how many there were.
pub async fn forget_expired(tx: &mut Tx, limit: i64) -> Result<u64> {
    let now = tx.now();
    // The first that hold no more, and whatever ends in the same moments as the last of them.
    sql("DELETE FROM regard WHERE expires_at <= $1 AND expires_at <= (SELECT COALESCE(MAX(expires_at), $1) FROM \
         (SELECT expires_at FROM regard WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2) AS first)")
    .bind(now)
    .bind(limit)
    .run(tx)
    .await
}

/// Something that a person said, with what was judged about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// The post.
    pub post: PostId,
    /// Where it stands.
    pub conversation: ConversationId,
    /// The words.
    pub text: String,
    /// Languages that the author declared.
    pub languages: Vec<String>,
    /// When it was written.
    pub posted_at: Timestamp,
    /// The language that was judged.
    pub language: Option<String>,
    /// The mood.
    pub sentiment: Option<Sentiment>,
    /// What they were after.
    pub intent: Option<Intent>,
}

impl FromRow for Remark {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let word = |column| row.get::<Option<String>>(column);
        Ok(Self {
            post: row.get("id")?,
            conversation: row.get("conversation_id")?,
            text: row.get("text")?,
            languages: row.json("languages")?,
            posted_at: row.get("posted_at")?,
            language: word("language")?,
            sentiment: word("sentiment")?.and_then(|word| Sentiment::from_word(&word)),
            intent: word("intent")?.and_then(|word| Intent::from_word(&word)),
        })
    }
}

/// The last mentions by a person since a moment whose words stand, newest first.
pub async fn remarks(tx: &mut Tx, author: AuthorId, since: Timestamp, limit: i64) -> Result<Vec<Remark>> {
    sql("SELECT post.id, post.conversation_id, post.text, post.languages, post.posted_at, \
         language.value AS language, sentiment.value AS sentiment, intent.value AS intent \
         FROM post JOIN mention ON mention.post_id = post.id \
         LEFT JOIN judgement language ON language.post_id = post.id AND language.task = 'language' \
         LEFT JOIN judgement sentiment ON sentiment.post_id = post.id AND sentiment.task = 'sentiment' \
         LEFT JOIN judgement intent ON intent.post_id = post.id AND intent.task = 'intent' \
         WHERE post.author_id = $1 AND post.posted_at >= $2 AND post.deleted_at IS NULL \
         AND post.conversation_id IS NOT NULL ORDER BY post.posted_at DESC, post.id DESC LIMIT $3")
    .bind(author)
    .bind(since)
    .bind(limit)
    .all(tx)
    .await
}
