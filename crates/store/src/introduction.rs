//! Whom our answers introduced to those who asked: people outside who know the matter.

use jiff::Timestamp;
use model::{AuthorId, ConversationId, ReplyId};

use crate::post::Helper;
use crate::row::{FromRow, Row, shown_name};
use crate::sql::sql;
use crate::{Result, Tx};

/// Conversations in which those who could help are looked for: the newest that share a topic.
const HELPED_IN: i64 = 500;

/// Somebody whom an answer of ours named, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// The answer.
    pub reply: ReplyId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Who was named.
    pub author: AuthorId,
    /// Their name, or handle.
    pub name: String,
    /// Whoever asked: their name, or handle.
    pub asker: String,
    /// When the answer went out.
    pub made_at: Timestamp,
    /// When they spoke in the conversation for the first time afterwards.
    pub spoke_at: Option<Timestamp>,
}

struct Asker(String);

impl FromRow for Asker {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        shown_name(row).map(Self)
    }
}

impl FromRow for Introduction {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            reply: row.get("reply_id")?,
            conversation: row.get("conversation_id")?,
            author: row.get("author_id")?,
            name: shown_name(row)?,
            asker: String::new(),
            made_at: row.get("made_at")?,
            spoke_at: row.get("spoke_at")?,
        })
    }
}

/// Keeps whom an answer names that is out; what is kept already stays.
pub async fn keep(tx: &mut Tx, reply: ReplyId, authors: &[AuthorId]) -> Result<()> {
    let now = tx.now();
    for author in authors {
        sql("INSERT INTO introduction (reply_id, author_id, made_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(reply)
            .bind(*author)
            .bind(now)
            .run(tx)
            .await?;
    }
    Ok(())
}

/// Introductions made since a moment, the newest first.
pub async fn list(tx: &mut Tx, since: Timestamp, limit: i64) -> Result<Vec<Introduction>> {
    let mut found: Vec<Introduction> = sql("SELECT introduction.reply_id, introduction.author_id, introduction.made_at, \
         reply.conversation_id, author.display_name, author.handle, author.remote_id AS author_remote_id, \
         (SELECT MIN(post.posted_at) FROM post JOIN author speaker ON speaker.id = post.author_id \
         WHERE post.conversation_id = reply.conversation_id AND post.posted_at >= introduction.made_at \
         AND post.deleted_at IS NULL AND post.is_private = 0 \
         AND (speaker.id = author.id OR speaker.person_id = author.person_id)) AS spoke_at \
         FROM introduction JOIN reply ON reply.id = introduction.reply_id \
         JOIN author ON author.id = introduction.author_id \
         WHERE introduction.made_at >= $1 ORDER BY introduction.made_at DESC, introduction.reply_id DESC, author.id LIMIT $2")
    .bind(since)
    .bind(limit)
    .all(tx)
    .await?;
    for one in &mut found {
        let asker: Option<Asker> =
            sql("SELECT author.display_name, author.handle, author.remote_id AS author_remote_id FROM reply \
             JOIN post ON post.id = reply.post_id JOIN author ON author.id = post.author_id WHERE reply.id = $1")
            .bind(one.reply)
            .maybe(tx)
            .await?;
        one.asker = asker.map(|asker| asker.0).unwrap_or_default();
    }
    Ok(found)
}

/// Who outside wrote since a moment in conversations of others that share a topic with this one, on its network, and has no
/// part in it; those first who did in most. Only who has a handle: by it they are named.
pub async fn could_help(
    tx: &mut Tx,
    conversation: ConversationId,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<(Helper, String)>> {
    sql("SELECT author.id, author.display_name, author.handle, author.remote_id AS author_remote_id, \
         COUNT(DISTINCT post.conversation_id) AS n, MAX(post.conversation_id) AS last_id \
         FROM (SELECT DISTINCT other.id, other.active_at FROM conversation_topic mine \
         JOIN conversation_topic theirs ON theirs.topic_id = mine.topic_id \
         JOIN conversation other ON other.id = theirs.conversation_id \
         WHERE mine.conversation_id = $1 AND other.id <> $1 AND other.active_at >= $2 AND other.is_spam = 0 \
         AND other.merged_into IS NULL ORDER BY other.active_at DESC, other.id DESC LIMIT $3) AS lately \
         JOIN post ON post.conversation_id = lately.id JOIN author ON author.id = post.author_id \
         JOIN conversation home ON home.id = COALESCE(post.home_id, post.conversation_id) \
         JOIN author asker ON asker.id = home.author_id \
         JOIN conversation here ON here.id = $1 JOIN author begun_by ON begun_by.id = here.author_id \
         WHERE post.posted_at >= $2 AND post.deleted_at IS NULL AND post.is_private = 0 AND author.is_ours = 0 \
         AND author.handle IS NOT NULL AND author.network = begun_by.network AND author.id <> asker.id \
         AND (author.person_id IS NULL OR asker.person_id IS NULL OR author.person_id <> asker.person_id) \
         AND NOT EXISTS (SELECT 1 FROM post part WHERE part.conversation_id = $1 AND part.author_id = author.id) \
         GROUP BY author.id, author.display_name, author.handle, author.remote_id ORDER BY n DESC, author.id LIMIT $4")
    .bind(conversation)
    .bind(since)
    .bind(HELPED_IN)
    .bind(limit)
    .all::<Named>(tx)
    .await
    .map(|found| found.into_iter().map(|named| (named.helper, named.handle)).collect())
}

struct Named {
    helper: Helper,
    handle: String,
}

impl FromRow for Named {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { helper: Helper::from_row(row)?, handle: row.get("handle")? })
    }
}
