//! Answers of ours and what is known of them.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use model::{AuthorId, ChannelId, ConversationId, MemberId, PostId, ReplyId, ReplyState, StopId};

use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::vault::random_bytes;
use crate::{Result, Tx, conversation, word_index};

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// Our id; record keys on networks are derived from it.
    pub id: ReplyId,
    /// Where it is said.
    pub conversation: ConversationId,
    /// Where it is said when nothing is merged, where that is another.
    pub home: Option<ConversationId>,
    /// The post that it answers.
    pub post: PostId,
    /// Who of us wrote it.
    pub member: MemberId,
    /// The conversation's version that it brought.
    pub thread_version: i64,
    /// The version that its author saw.
    pub version_seen: i64,
    /// The words.
    pub text: String,
    /// The end of them that is a signature.
    pub signature: Option<String>,
    /// Salt of the digest by which events name the words.
    pub salt: Vec<u8>,
    /// What is known of it.
    pub state: ReplyState,
    /// Why, in plain words.
    pub state_reason: Option<String>,
    /// The exact record to send, once it was made.
    pub prepared: Option<String>,
    /// Its id on the network.
    pub remote_id: Option<String>,
    /// Where people read it.
    pub url: Option<String>,
    /// How often sending began.
    pub attempts: i64,
    /// When it was decided.
    pub created_at: Timestamp,
    /// Not to be sent before; until then it can be taken back.
    pub send_at: Timestamp,
    /// Whether its author chose that moment.
    pub is_later: bool,
    /// Since when a stop holds it, and which.
    pub held: Option<(Timestamp, StopId)>,
    /// When a member let it go although it was held.
    pub released_at: Option<Timestamp>,
    /// When the network took it.
    pub sent_at: Option<Timestamp>,
    /// Whether only the person reads it.
    pub is_private: bool,
    /// The private message that has to be out before it goes, where it is the public line that says so.
    pub closes: Option<ReplyId>,
}

impl FromRow for Reply {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let held_since: Option<Timestamp> = row.get("held_since")?;
        Ok(Self {
            id: row.get("id")?,
            conversation: row.get("conversation_id")?,
            home: row.get("home_id")?,
            post: row.get("post_id")?,
            member: row.get("member_id")?,
            thread_version: row.get("thread_version")?,
            version_seen: row.get("version_seen")?,
            text: row.get("text")?,
            signature: row.get("signature")?,
            salt: row.get("salt")?,
            state: row.get("state")?,
            state_reason: row.get("state_reason")?,
            prepared: row.get("prepared")?,
            remote_id: row.get("remote_id")?,
            url: row.get("url")?,
            attempts: row.get("attempts")?,
            created_at: row.get("created_at")?,
            send_at: row.get("send_at")?,
            is_later: row.get("is_later")?,
            held: held_since.zip(row.get("held_by")?),
            released_at: row.get("released_at")?,
            sent_at: row.get("sent_at")?,
            is_private: row.get("is_private")?,
            closes: row.get("closes_id")?,
        })
    }
}

/// An answer to be queued.
#[derive(Clone, Debug)]
pub struct NewReply<'a> {
    /// Where it is said.
    pub conversation: ConversationId,
    /// Where it is said when nothing is merged, where that is another.
    pub home: Option<ConversationId>,
    /// The post that it answers.
    pub post: PostId,
    /// Who of us wrote it.
    pub member: MemberId,
    /// The conversation's version that it brings.
    pub thread_version: i64,
    /// The version that its author saw.
    pub version_seen: i64,
    /// The words.
    pub text: &'a str,
    /// The end of them that is a signature.
    pub signature: Option<&'a str>,
    /// Not to be sent before.
    pub send_at: Timestamp,
    /// Whether its author chose that moment.
    pub is_later: bool,
}

/// Keeps an answer, queued.
pub async fn queue(tx: &mut Tx, new: NewReply<'_>) -> Result<Reply> {
    let (id, now) = (tx.next_id::<ReplyId>(), tx.now());
    let salt = random_bytes::<16>().to_vec();
    sql(
        "INSERT INTO reply (id, conversation_id, post_id, member_id, thread_version, version_seen, text, salt, state, \
         created_at, send_at, home_id, is_later, signature) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(id)
    .bind(new.conversation)
    .bind(new.post)
    .bind(new.member)
    .bind(new.thread_version)
    .bind(new.version_seen)
    .bind(new.text)
    .bind(salt.clone())
    .bind(ReplyState::Queued)
    .bind(now)
    .bind(new.send_at)
    .bind(new.home)
    .bind(new.is_later)
    .bind(new.signature)
    .run(tx)
    .await?;
    word_index::keep_reply(tx, id, new.text).await?;
    Ok(Reply {
        id,
        conversation: new.conversation,
        home: new.home,
        post: new.post,
        member: new.member,
        thread_version: new.thread_version,
        version_seen: new.version_seen,
        text: new.text.to_owned(),
        signature: new.signature.map(str::to_owned),
        salt,
        state: ReplyState::Queued,
        state_reason: None,
        prepared: None,
        remote_id: None,
        url: None,
        attempts: 0,
        created_at: now,
        send_at: new.send_at,
        is_later: new.is_later,
        held: None,
        released_at: None,
        sent_at: None,
        is_private: false,
        closes: None,
    })
}

/// Has only the person read an answer that was just queued.
pub async fn make_private(tx: &mut Tx, reply: &mut Reply) -> Result<()> {
    reply.is_private = true;
    sql("UPDATE reply SET is_private = 1 WHERE id = $1").bind(reply.id).run(tx).await?;
    Ok(())
}

/// Has an answer that was just queued wait until a private message is out.
pub async fn make_closing(tx: &mut Tx, reply: &mut Reply, private: ReplyId) -> Result<()> {
    reply.closes = Some(private);
    sql("UPDATE reply SET closes_id = $2 WHERE id = $1").bind(reply.id).bind(private).run(tx).await?;
    Ok(())
}

/// The public line that waits for, or waited for, a private message.
pub async fn closing(tx: &mut Tx, private: ReplyId) -> Result<Option<Reply>> {
    sql("SELECT * FROM reply WHERE closes_id = $1 ORDER BY id LIMIT 1").bind(private).maybe(tx).await
}

/// The conversation to which belongs what somebody writes to an account of ours in private: the one out of which we wrote to
/// them last.
pub async fn private_home(tx: &mut Tx, channel: ChannelId, author: AuthorId) -> Result<Option<ConversationId>> {
    sql("SELECT COALESCE(reply.home_id, reply.conversation_id) AS id FROM reply JOIN post ON post.id = reply.post_id \
         WHERE reply.is_private = 1 AND post.channel_id = $1 AND post.author_id = $2 \
         AND reply.state IN ('sending', 'sent', 'delivered', 'unknown') ORDER BY reply.id DESC LIMIT 1")
    .bind(channel)
    .bind(author)
    .maybe(tx)
    .await
}

/// Which of these conversations go on in private: something was said so, or is to go out so.
pub async fn in_private(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashSet<ConversationId>> {
    let mut found = HashSet::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT id FROM conversation WHERE id IN ({}) AND (EXISTS (SELECT 1 FROM reply \
             WHERE reply.conversation_id = conversation.id AND reply.is_private = 1 \
             AND reply.state NOT IN ('cancelled', 'superseded', 'failed_final')) \
             OR EXISTS (SELECT 1 FROM post WHERE post.conversation_id = conversation.id AND post.is_private = 1))",
            places(1, piece.len())
        );
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<ConversationId>(tx).await?);
    }
    Ok(found)
}

/// Writes back what may change of an answer.
pub async fn save(tx: &mut Tx, reply: &Reply) -> Result<()> {
    sql("UPDATE reply SET state = $2, state_reason = $3, prepared = $4, remote_id = $5, url = $6, attempts = $7, \
         send_at = $8, sent_at = $9, is_later = $10, held_since = $11, held_by = $12, released_at = $13, thread_version = $14, version_seen = $15 \
         WHERE id = $1")
    .bind(reply.id)
    .bind(reply.state)
    .bind(reply.state_reason.as_ref())
    .bind(reply.prepared.as_ref())
    .bind(reply.remote_id.as_ref())
    .bind(reply.url.as_ref())
    .bind(reply.attempts)
    .bind(reply.send_at)
    .bind(reply.sent_at)
    .bind(reply.is_later)
    .bind(reply.held.map(|(since, _)| since))
    .bind(reply.held.map(|(_, stop)| stop))
    .bind(reply.released_at)
    .bind(reply.thread_version)
    .bind(reply.version_seen)
    .run(tx)
    .await?;
    Ok(())
}

/// Gives an answer that has not left the house other words.
pub async fn reword(tx: &mut Tx, reply: &mut Reply, text: &str) -> Result<()> {
    text.clone_into(&mut reply.text);
    sql("UPDATE reply SET text = $2 WHERE id = $1").bind(reply.id).bind(text).run(tx).await?;
    word_index::keep_reply(tx, reply.id, text).await
}

/// The answer with this id. For a writer, its conversation is nobody else's from now on, and so is the answer.
pub async fn find(tx: &mut Tx, id: ReplyId) -> Result<Option<Reply>> {
    let found: Option<Reply> = sql("SELECT * FROM reply WHERE id = $1").bind(id).maybe(tx).await?;
    let (Some(reply), true) = (&found, tx.waits_for_others()) else {
        return Ok(found);
    };
    conversation::keep_to_ourselves(tx, reply.conversation).await?;
    // It may have changed while we waited.
    sql("SELECT * FROM reply WHERE id = $1").bind(id).maybe(tx).await
}

/// The answer that stands on a channel's network under this id. For a writer as [`find`].
pub async fn by_remote(tx: &mut Tx, channel: ChannelId, remote_id: &str) -> Result<Option<Reply>> {
    let found: Option<Reply> = sql("SELECT reply.* FROM reply JOIN post ON post.id = reply.post_id \
         WHERE reply.remote_id = $1 AND post.channel_id = $2")
    .bind(remote_id)
    .bind(channel)
    .maybe(tx)
    .await?;
    match found {
        Some(reply) if tx.waits_for_others() => find(tx, reply.id).await,
        found => Ok(found),
    }
}

/// The answers of a conversation, oldest first.
pub async fn of_conversation(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<Reply>> {
    sql("SELECT * FROM reply WHERE conversation_id = $1 ORDER BY id").bind(conversation).all(tx).await
}

/// Of the texts with these ids, those that are answers of ours, by conversation and oldest first.
pub async fn of_texts(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Reply>> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let text = format!("SELECT * FROM reply WHERE id IN ({}) ORDER BY conversation_id, id", places(1, piece.len()));
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Reply>(tx).await?);
    }
    Ok(found)
}

/// The answers of these conversations, by conversation and oldest first.
pub async fn of_conversations(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<Reply>> {
    let mut replies = Vec::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT * FROM reply WHERE conversation_id IN ({}) ORDER BY conversation_id, id",
            places(1, piece.len())
        );
        replies.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Reply>(tx).await?);
    }
    Ok(replies)
}

/// What is put off: it waits for the moment that its author chose, or a stop holds it.
const PUT_OFF: &str = "state = 'queued' AND (is_later = 1 OR held_since IS NOT NULL)";

/// The answers in these conversations that are put off, oldest first.
pub async fn put_off_in(tx: &mut Tx, ids: &[ConversationId]) -> Result<Vec<Reply>> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT * FROM reply WHERE conversation_id IN ({}) AND {PUT_OFF} ORDER BY id",
            places(1, piece.len())
        );
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Reply>(tx).await?);
    }
    Ok(found)
}

/// The answers that are put off, in the order in which they are to go out.
pub async fn put_off(tx: &mut Tx, limit: i64) -> Result<Vec<Reply>> {
    sql(format!("SELECT * FROM reply WHERE {PUT_OFF} ORDER BY send_at, id LIMIT $1")).bind(limit).all(tx).await
}

struct Trouble {
    conversation: ConversationId,
    state: ReplyState,
}

impl FromRow for Trouble {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { conversation: row.get("conversation_id")?, state: row.get("state")? })
    }
}

/// Which of these conversations have an answer that did not go out, or of which nobody knows whether it did.
pub async fn in_trouble(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashMap<ConversationId, ReplyState>> {
    let mut found = HashMap::new();
    for piece in pieces(ids) {
        let query = sql(format!(
            "SELECT conversation_id, state FROM reply WHERE conversation_id IN ({}) \
             AND state IN ('failed_retryable', 'failed_final', 'unknown') \
             AND NOT EXISTS (SELECT 1 FROM reply later WHERE later.conversation_id = reply.conversation_id \
             AND later.id > reply.id AND later.state IN ('sent', 'delivered')) ORDER BY id",
            places(1, piece.len())
        ));
        let query = piece.iter().fold(query, |query, id| query.bind(*id));
        found.extend(query.all::<Trouble>(tx).await?.into_iter().map(|one| (one.conversation, one.state)));
    }
    Ok(found)
}

/// The answers that may change by themselves: those that wait to be sent and those that are on their way.
pub async fn moving(tx: &mut Tx) -> Result<Vec<Reply>> {
    sql("SELECT * FROM reply WHERE state IN ('queued', 'sending') ORDER BY id").all(tx).await
}

/// How many answers have this state.
pub async fn count(tx: &mut Tx, state: ReplyState) -> Result<i64> {
    let count = sql("SELECT COUNT(*) AS n FROM reply WHERE state = $1").bind(state).maybe(tx).await?;
    Ok(count.unwrap_or(0))
}
