//! Who was heard lately, for the picture of the floor.

use jiff::Timestamp;
use model::{AuthorId, ConversationId, Intent, PostId, Sentiment, Status, TopicId};

use crate::row::{FromRow, Row, shown_name};
use crate::sql::sql;
use crate::{Result, Tx};

/// What one person said in one conversation since a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Where.
    pub conversation: ConversationId,
    /// Who.
    pub author: AuthorId,
    /// What the conversation is about; of several topics the one that was described last, since the broad ones come
    /// first. `None` when it meets no topic.
    pub topic: Option<TopicId>,
    /// Where the conversation stands.
    pub status: Status,
    /// Since when somebody in it waits for us.
    pub waiting_since: Option<Timestamp>,
    /// Whether the conversation is with this person; else they spoke in the thread of another.
    pub is_theirs: bool,
    /// When we last said something there, and it stands.
    pub answered_at: Option<Timestamp>,
    /// When they first spoke since the moment asked for.
    pub first_at: Timestamp,
    /// When they last spoke; a clock that ran ahead is taken back to when we heard them.
    pub last_at: Timestamp,
    /// How many posts of theirs stand.
    pub posts: i64,
    /// The mood of the last of them, where it was judged.
    pub mood: Option<Sentiment>,
    /// What they were after in it, where it was judged.
    pub intent: Option<Intent>,
}

impl FromRow for Heard {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let author = row.get("author_id")?;
        let word = |column| row.get::<Option<String>>(column);
        let (sent_at, seen_at): (Option<Timestamp>, Option<Timestamp>) = (row.get("sent_at")?, row.get("seen_at")?);
        Ok(Self {
            conversation: row.get("conversation_id")?,
            author,
            topic: row.get("topic_id")?,
            status: row.get("status")?,
            waiting_since: row.get("waiting_since")?,
            is_theirs: row.get::<AuthorId>("person_id")? == author,
            answered_at: sent_at.max(seen_at),
            first_at: row.get("first_at")?,
            last_at: row.get("last_at")?,
            posts: row.get("posts")?,
            mood: word("mood")?.and_then(|word| Sentiment::from_word(&word)),
            intent: word("intent")?.and_then(|word| Intent::from_word(&word)),
        })
    }
}

/// Everybody outside who said something since a moment that concerns us and still stands, once per conversation, in
/// the `conversations` liveliest conversations at most; in order of conversation and author. Whoever says nothing but
/// spam, or nearly the same as another, is told of by [`aside`].
///
/// Cost: a range of `conversation_by_activity` per status, then a range of `post_by_conversation` and a few look-ups
/// for each conversation in it. It grows with what was said since the moment, not with what is kept.
pub async fn heard(tx: &mut Tx, since: Timestamp, conversations: i64) -> Result<Vec<Heard>> {
    // Who spoke since a moment moved the conversation's activity: the range holds all of them.
    // Naming every status lets the index serve, which begins with it.
    sql("WITH lively AS (SELECT id, author_id, status, waiting_since FROM conversation \
           WHERE status IN ('new', 'open', 'waiting', 'snoozed', 'resolved', 'archived') AND active_at >= $1 \
           AND is_spam = 0 AND alike_of IS NULL AND merged_into IS NULL ORDER BY active_at DESC, id DESC LIMIT $2), \
         said AS (SELECT post.id, post.conversation_id, post.author_id, \
           CASE WHEN post.posted_at < post.received_at THEN post.posted_at ELSE post.received_at END AS said_at \
           FROM lively JOIN post ON post.conversation_id = lively.id \
           JOIN mention ON mention.post_id = post.id JOIN author ON author.id = post.author_id \
           WHERE post.posted_at >= $1 AND post.received_at >= $1 AND post.deleted_at IS NULL AND author.is_ours = 0), \
         spoken AS (SELECT conversation_id, author_id, MIN(said_at) AS first_at, MAX(said_at) AS last_at, \
           COUNT(*) AS posts, MAX(id) AS last_id FROM said GROUP BY conversation_id, author_id) \
         SELECT spoken.*, lively.author_id AS person_id, lively.status, lively.waiting_since, \
         (SELECT value FROM judgement WHERE post_id = spoken.last_id AND task = 'sentiment') AS mood, \
         (SELECT value FROM judgement WHERE post_id = spoken.last_id AND task = 'intent') AS intent, \
         (SELECT MAX(topic_id) FROM conversation_topic WHERE conversation_id = lively.id) AS topic_id, \
         (SELECT MAX(sent_at) FROM reply WHERE reply.conversation_id = lively.id \
           AND reply.state IN ('sent', 'delivered')) AS sent_at, \
         (SELECT MAX(own.posted_at) FROM post own JOIN author us ON us.id = own.author_id \
           WHERE own.conversation_id = lively.id AND us.is_ours = 1 AND own.deleted_at IS NULL) AS seen_at \
         FROM spoken JOIN lively ON lively.id = spoken.conversation_id \
         ORDER BY spoken.conversation_id, spoken.author_id")
    .bind(since)
    .bind(conversations)
    .all(tx)
    .await
}

/// In how many conversations something happened in public since a moment. Cost: the index alone.
pub async fn lively(tx: &mut Tx, since: Timestamp) -> Result<i64> {
    let count = sql("SELECT COUNT(*) AS n FROM conversation WHERE status IN \
         ('new', 'open', 'waiting', 'snoozed', 'resolved', 'archived') AND active_at >= $1 \
         AND is_spam = 0 AND alike_of IS NULL AND merged_into IS NULL");
    Ok(count.bind(since).maybe(tx).await?.unwrap_or(0))
}

/// Conversations that have no seat on the floor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aside {
    /// Nothing but spam.
    pub spam: i64,
    /// Others that began with nearly the same words as one that has a seat.
    pub alike: i64,
}

impl FromRow for Aside {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { spam: row.get("spam")?, alike: row.get("alike")? })
    }
}

/// What is left aside of all in which something happened since a moment. Cost: the index alone.
pub async fn aside(tx: &mut Tx, since: Timestamp) -> Result<Aside> {
    let aside = sql("SELECT COUNT(CASE WHEN is_spam = 1 THEN 1 END) AS spam, \
         COUNT(CASE WHEN is_spam = 0 THEN 1 END) AS alike FROM conversation WHERE status IN \
         ('new', 'open', 'waiting', 'snoozed', 'resolved', 'archived') AND active_at >= $1 \
         AND (is_spam = 1 OR alike_of IS NOT NULL) AND merged_into IS NULL");
    Ok(aside.bind(since).maybe(tx).await?.unwrap_or_default())
}

/// How many conversations wait for us in which nothing was said since a moment. Cost: one range of
/// `conversation_by_activity` per status, as long as what nobody has answered or put away.
pub async fn waiting_before(tx: &mut Tx, since: Timestamp) -> Result<i64> {
    let count = sql("SELECT COUNT(*) AS n FROM conversation WHERE status IN ('new', 'open', 'snoozed') \
         AND active_at < $1 AND is_spam = 0 AND alike_of IS NULL AND merged_into IS NULL AND waiting_since IS NOT NULL")
    .bind(since)
    .maybe(tx)
    .await?;
    Ok(count.unwrap_or(0))
}

/// Words that somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The post.
    pub post: PostId,
    /// The name of the person.
    pub name: String,
    /// The heading, where the network's posts have one.
    pub title: Option<String>,
    /// The words.
    pub text: String,
    /// Languages that the author declared.
    pub languages: Vec<String>,
}

impl FromRow for Words {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            post: row.get("id")?,
            name: shown_name(row)?,
            title: row.get("title")?,
            text: row.get("text")?,
            languages: row.json("languages")?,
        })
    }
}

/// The last words of a person in a conversation that stand and that concern us.
pub async fn last_words(tx: &mut Tx, conversation: ConversationId, author: AuthorId) -> Result<Option<Words>> {
    sql("SELECT post.id, post.title, post.text, post.languages, author.display_name, author.handle, \
         author.remote_id AS author_remote_id FROM post JOIN mention ON mention.post_id = post.id \
         JOIN author ON author.id = post.author_id \
         WHERE post.conversation_id = $1 AND post.author_id = $2 AND post.deleted_at IS NULL \
         ORDER BY post.posted_at DESC, post.id DESC LIMIT 1")
    .bind(conversation)
    .bind(author)
    .maybe(tx)
    .await
}
