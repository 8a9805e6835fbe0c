//! What answers of ours ask the person besides, and what they said to it.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{AuthorId, ConversationId, Enquiring, EnquiryAnswer, EnquiryKind, MemberId, PostId, ReplyId, ReplyState};

use crate::row::{FromRow, Row};
use crate::sql::{Statement, Value, pieces, places, sql};
use crate::{Result, Tx};

/// A question that went along with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enquiry {
    /// The answer of ours that asks.
    pub reply: ReplyId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// What is asked.
    pub kind: EnquiryKind,
    /// The message that we ask to quote.
    pub post: Option<PostId>,
    /// The salted digest of its words as they were when we asked.
    pub text_digest: Option<String>,
    /// Who is asked.
    pub author: AuthorId,
    /// Who of us asks.
    pub asked_by: MemberId,
    /// What is known of the answer that asks.
    pub state: ReplyState,
    /// When it went out.
    pub asked_at: Option<Timestamp>,
    /// What they said.
    pub answer: Option<EnquiryAnswer>,
    /// By which message.
    pub answer_post: Option<PostId>,
    /// Who of us read it so; nobody where a number spoke for itself.
    pub read_by: Option<MemberId>,
    /// When they said it.
    pub answered_at: Option<Timestamp>,
}

impl FromRow for Enquiry {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            reply: row.get("reply_id")?,
            conversation: row.get("conversation_id")?,
            kind: row.get("kind")?,
            post: row.get("post_id")?,
            text_digest: row.get("text_digest")?,
            author: row.get("author_id")?,
            asked_by: row.get("asked_by")?,
            state: row.get("state")?,
            asked_at: row.get("sent_at")?,
            answer: row.get("answer")?,
            answer_post: row.get("answer_post_id")?,
            read_by: row.get("read_by")?,
            answered_at: row.get("answered_at")?,
        })
    }
}

/// With what stands at the answer that asks.
const SELECT: &str = "SELECT enquiry.*, reply.conversation_id, reply.member_id AS asked_by, reply.state, reply.sent_at, \
     asked.author_id FROM enquiry JOIN reply ON reply.id = enquiry.reply_id JOIN post asked ON asked.id = reply.post_id";
/// Those that somebody could read: the answer is out.
const IS_OUT: &str = "reply.state IN ('sent', 'delivered')";

/// Keeps that an answer asks something besides.
pub async fn make(tx: &mut Tx, reply: ReplyId, enquiring: Enquiring, text_digest: Option<&str>) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO enquiry (reply_id, kind, post_id, text_digest, made_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(reply)
        .bind(enquiring.kind())
        .bind(enquiring.post())
        .bind(text_digest)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Forgets that an answer asks something: it was taken back.
pub async fn remove(tx: &mut Tx, reply: ReplyId) -> Result<()> {
    sql("DELETE FROM enquiry WHERE reply_id = $1").bind(reply).run(tx).await?;
    Ok(())
}

/// What an answer asks besides.
pub async fn of_reply(tx: &mut Tx, reply: ReplyId) -> Result<Option<Enquiry>> {
    sql(format!("{SELECT} WHERE enquiry.reply_id = $1")).bind(reply).maybe(tx).await
}

/// What these answers ask, by answer.
pub async fn of_replies(tx: &mut Tx, ids: &[ReplyId]) -> Result<HashMap<ReplyId, Enquiry>> {
    let mut found = HashMap::new();
    for piece in pieces(ids) {
        let text = format!("{SELECT} WHERE enquiry.reply_id IN ({})", places(1, piece.len()));
        let query = piece.iter().fold(sql(text), |query, id| query.bind(*id));
        found.extend(query.all::<Enquiry>(tx).await?.into_iter().map(|one| (one.reply, one)));
    }
    Ok(found)
}

/// Whatever these authors were asked, or are about to be, in the order in which it was.
pub async fn all_about(tx: &mut Tx, authors: &[AuthorId]) -> Result<Vec<Enquiry>> {
    let mut found = Vec::new();
    for piece in pieces(authors) {
        let list = places(1, piece.len());
        let text = format!("{SELECT} WHERE asked.author_id IN ({list}) ORDER BY enquiry.reply_id");
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Enquiry>(tx).await?);
    }
    Ok(found)
}

/// The newest question in a conversation how well we helped one of these authors that is out since a moment and has no answer.
pub async fn unrated(
    tx: &mut Tx,
    conversation: ConversationId,
    authors: &[AuthorId],
    since: Timestamp,
) -> Result<Option<Enquiry>> {
    for piece in pieces(authors) {
        let text = format!(
            "{SELECT} WHERE reply.conversation_id = $1 AND enquiry.kind = $2 AND enquiry.answer IS NULL AND {IS_OUT} \
             AND reply.sent_at >= $3 AND asked.author_id IN ({}) ORDER BY enquiry.reply_id DESC LIMIT 1",
            places(4, piece.len())
        );
        let query = sql(text).bind(conversation).bind(EnquiryKind::Satisfaction).bind(since);
        let found = piece.iter().fold(query, |query, id| query.bind(*id)).maybe(tx).await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Whether one of these authors was asked how well we helped since a moment, or is about to be.
pub async fn asked_since(tx: &mut Tx, authors: &[AuthorId], since: Timestamp) -> Result<bool> {
    for piece in pieces(authors) {
        let text = format!(
            "SELECT COUNT(*) AS n FROM enquiry JOIN reply ON reply.id = enquiry.reply_id \
             JOIN post asked ON asked.id = reply.post_id WHERE enquiry.kind = $1 \
             AND (reply.state NOT IN ('sent', 'delivered') OR reply.sent_at >= $2) \
             AND reply.state NOT IN ('cancelled', 'superseded', 'failed_final') AND asked.author_id IN ({})",
            places(3, piece.len())
        );
        let query = sql(text).bind(EnquiryKind::Satisfaction).bind(since);
        let count: Option<i64> = piece.iter().fold(query, |query, id| query.bind(*id)).maybe(tx).await?;
        if count.unwrap_or(0) > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The newest question whether we may quote a message, of those that went out or may yet.
pub async fn about(tx: &mut Tx, post: PostId) -> Result<Option<Enquiry>> {
    let text = format!(
        "{SELECT} WHERE enquiry.post_id = $1 AND reply.state NOT IN ('cancelled', 'superseded', 'failed_final') \
         ORDER BY enquiry.reply_id DESC LIMIT 1"
    );
    sql(text).bind(post).maybe(tx).await
}

/// What was answered, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// What they said.
    pub answer: EnquiryAnswer,
    /// By which message.
    pub post: Option<PostId>,
    /// Who of us read it so; nobody where a number spoke for itself.
    pub read_by: Option<MemberId>,
    /// When they said it.
    pub at: Timestamp,
}

/// Keeps what was answered; `None` when nothing was after all.
pub async fn settle(tx: &mut Tx, reply: ReplyId, settled: Option<Settled>) -> Result<()> {
    sql("UPDATE enquiry SET answer = $2, answer_post_id = $3, read_by = $4, answered_at = $5 WHERE reply_id = $1")
        .bind(reply)
        .bind(settled.map(|one| one.answer))
        .bind(settled.and_then(|one| one.post))
        .bind(settled.and_then(|one| one.read_by))
        .bind(settled.map(|one| one.at))
        .run(tx)
        .await?;
    Ok(())
}

/// Which questions are listed, of those that went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnquiryFilter {
    /// What they ask; whatever they ask when there is none.
    pub kind: Option<EnquiryKind>,
    /// What was said to them: this; `Some(None)` for nothing yet; `None` for whatever.
    pub answer: Option<Option<EnquiryAnswer>>,
}

impl EnquiryFilter {
    fn condition(self) -> (String, Vec<Value>) {
        let (mut text, mut values) = (IS_OUT.to_owned(), Vec::new());
        if let Some(kind) = self.kind {
            values.push(Value::from(kind));
            text.push_str(&format!(" AND enquiry.kind = ${}", values.len()));
        }
        match self.answer {
            None => {}
            Some(None) => text.push_str(" AND enquiry.answer IS NULL"),
            Some(Some(answer)) => {
                values.push(answer.into());
                text.push_str(&format!(" AND enquiry.answer = ${}", values.len()));
            }
        }
        (text, values)
    }
}

/// The questions of a list, the newest first, from before one.
pub async fn list(tx: &mut Tx, filter: EnquiryFilter, before: Option<ReplyId>, limit: i64) -> Result<Vec<Enquiry>> {
    let (mut condition, mut values) = filter.condition();
    if let Some(before) = before {
        values.push(before.into());
        condition.push_str(&format!(" AND enquiry.reply_id < ${}", values.len()));
    }
    let text = format!("{SELECT} WHERE {condition} ORDER BY enquiry.reply_id DESC LIMIT {limit}");
    values.into_iter().fold(sql(text), Statement::bind).all(tx).await
}

struct Tallied(Option<EnquiryAnswer>, i64);

impl FromRow for Tallied {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("answer")?, row.get("n")?))
    }
}

/// How many questions that went out since a moment have each answer; `None` for those without.
pub async fn tally(tx: &mut Tx, kind: EnquiryKind, since: Timestamp) -> Result<HashMap<Option<EnquiryAnswer>, i64>> {
    let text = format!(
        "SELECT enquiry.answer, COUNT(*) AS n FROM enquiry JOIN reply ON reply.id = enquiry.reply_id \
         WHERE enquiry.kind = $1 AND {IS_OUT} AND reply.sent_at >= $2 GROUP BY enquiry.answer"
    );
    let rows: Vec<Tallied> = sql(text).bind(kind).bind(since).all(tx).await?;
    Ok(rows.into_iter().map(|Tallied(answer, count)| (answer, count)).collect())
}
