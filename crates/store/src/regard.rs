//! How people are judged to stand to the organisation and to a topic, and what members say of it.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{AuthorId, CORRECTED_REGARD_HOLDS, ConversationId, Intent, MemberId, Network, PostId, Sentiment, TopicId};
use serde::{Deserialize, Serialize};

use crate::row::{FromRow, Row};
use crate::sql::{insert, pieces, places, sql};
use crate::{Result, Tx};

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
    for piece in pieces(authors) {
        let text = format!(
            "SELECT * FROM regard WHERE expires_at > $1 AND author_id IN ({}) \
             ORDER BY author_id, topic_id, confidence_percent DESC, value",
            places(2, piece.len())
        );
        let rows: Vec<Regard> =
            piece.iter().fold(sql(text).bind(now), |query, author| query.bind(*author)).all(tx).await?;
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
    for piece in pieces(remote_ids) {
        let places = places(2, piece.len());
        let text = format!("SELECT id, remote_id FROM author WHERE network = $1 AND remote_id IN ({places})");
        let query = piece.iter().fold(sql(text).bind(network), |query, id| query.bind(*id));
        known.extend(query.all::<Known>(tx).await?.into_iter().map(|Known(remote_id, id)| (remote_id, id)));
    }
    Ok(known)
}

/// Keeps what was judged of these people, in place of what was judged of them before. Where a member spoke (of all
/// relations, or of the stance to a topic), the member's word stands as long as it holds.
pub async fn keep(tx: &mut Tx, people: &[AuthorId], regards: &[Regard]) -> Result<()> {
    let now = tx.now();
    for piece in pieces(people) {
        let text = format!(
            "DELETE FROM regard WHERE (member_id IS NULL OR expires_at <= $1) AND author_id IN ({})",
            places(2, piece.len())
        );
        piece.iter().fold(sql(text).bind(now), |query, person| query.bind(*person)).run(tx).await?;
    }
    let mut rows = Vec::with_capacity(regards.len());
    for regard in regards {
        rows.push(vec![
            regard.author.into(),
            regard.topic.unwrap_or(NO_TOPIC).into(),
            (&regard.value).into(),
            regard.confidence_percent.into(),
            serde_json::to_string(&regard.evidence)?.into(),
            now.into(),
            regard.expires_at.into(),
        ]);
    }
    let head = "INSERT INTO regard (author_id, topic_id, value, confidence_percent, evidence, judged_at, expires_at) \
         SELECT judged.* FROM (";
    let tail = ") AS judged WHERE NOT EXISTS (SELECT 1 FROM regard WHERE author_id = judged.column1 \
         AND topic_id = judged.column2 AND member_id IS NOT NULL)";
    insert(tx, head, tail, rows.into_iter()).await
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

struct OfAuthor(AuthorId, Remark);

impl FromRow for OfAuthor {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("author_id")?, Remark::from_row(row)?))
    }
}

/// The last mentions by these people since a moment whose words stand: of each the newest first, at most so many.
pub async fn remarks(
    tx: &mut Tx,
    people: &[AuthorId],
    since: Timestamp,
    limit: usize,
) -> Result<HashMap<AuthorId, Vec<Remark>>> {
    let mut remarks: HashMap<AuthorId, Vec<Remark>> = HashMap::new();
    for piece in pieces(people) {
        // From the moment of the last that counts: whoever speaks all day is not read from the beginning.
        let text = format!(
            "SELECT post.id, post.author_id, post.conversation_id, post.text, post.languages, post.posted_at, \
             language.value AS language, sentiment.value AS sentiment, intent.value AS intent \
             FROM author CROSS JOIN post JOIN mention ON mention.post_id = post.id \
             LEFT JOIN judgement language ON language.post_id = post.id AND language.task = 'language' \
             LEFT JOIN judgement sentiment ON sentiment.post_id = post.id AND sentiment.task = 'sentiment' \
             LEFT JOIN judgement intent ON intent.post_id = post.id AND intent.task = 'intent' \
             WHERE author.id IN ({}) AND post.author_id = author.id AND post.posted_at >= COALESCE((SELECT \
             last.posted_at FROM post AS last JOIN mention ON mention.post_id = last.id WHERE last.author_id = author.id \
             AND last.posted_at >= $1 AND last.deleted_at IS NULL AND last.conversation_id IS NOT NULL \
             ORDER BY last.posted_at DESC LIMIT 1 OFFSET $2), $1) AND post.deleted_at IS NULL \
             AND post.conversation_id IS NOT NULL ORDER BY post.author_id, post.posted_at DESC, post.id DESC",
            places(3, piece.len())
        );
        let query = sql(text).bind(since).bind(limit.saturating_sub(1) as i64);
        let found: Vec<OfAuthor> = piece.iter().fold(query, |query, person| query.bind(*person)).all(tx).await?;
        found.into_iter().for_each(|OfAuthor(person, remark)| remarks.entry(person).or_default().push(remark));
    }
    // More than one may have been said in that moment.
    remarks.values_mut().for_each(|said| said.truncate(limit));
    Ok(remarks)
}
