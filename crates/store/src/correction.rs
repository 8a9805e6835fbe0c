//! Answers with which we say that a message of ours was wrong.

use std::collections::HashSet;

use jiff::Timestamp;
use model::{
    AuthorId, ConversationId, Correcting, Finder, FinderKind, MemberId, RemoteRef, ReplyId, ReplyState, Wrong,
};

use crate::row::{FromRow, Row, unexpected};
use crate::sql::{Statement, Value, pieces, places, sql};
use crate::{Result, Tx, post, reply};

/// A correction as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The answer of ours that says so.
    pub reply: ReplyId,
    /// In which conversation that stands.
    pub conversation: ConversationId,
    /// What it puts right.
    pub correcting: Correcting,
    /// Who of us says so.
    pub member: MemberId,
    /// What is known of the answer.
    pub state: ReplyState,
    /// When the answer went out.
    pub sent_at: Option<Timestamp>,
    /// Since when it is noted that the answer puts something right.
    pub made_at: Timestamp,
    /// When it was withdrawn, and by whom.
    pub withdrawn: Option<(Timestamp, MemberId)>,
}

impl Correction {
    /// Whether it stands: the answer is out, and nobody withdrew it.
    pub const fn stands(&self) -> bool {
        self.state.is_out() && self.withdrawn.is_none()
    }
}

impl FromRow for Correction {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (reply, post) = (row.get("wrong_reply_id")?, row.get("wrong_post_id")?);
        let wrong = match (reply, post) {
            (Some(id), None) => Wrong::Reply(id),
            (None, Some(id)) => Wrong::Post(id),
            _ => return Err(unexpected("wrong_reply_id", "it is about one message")),
        };
        let (author, member): (Option<AuthorId>, Option<MemberId>) =
            (row.get("finder_author_id")?, row.get("finder_member_id")?);
        let finder = match (row.get::<FinderKind>("finder")?, author, member) {
            (FinderKind::Person, Some(id), _) => Finder::Person(id),
            (FinderKind::Person, None, _) => Finder::Somebody,
            (FinderKind::Member, _, Some(id)) => Finder::Member(id),
            (FinderKind::Member, ..) => return Err(unexpected("finder", "a member has an id")),
            (FinderKind::Nobody, ..) => Finder::Nobody,
        };
        let withdrawn_at: Option<Timestamp> = row.get("withdrawn_at")?;
        Ok(Self {
            reply: row.get("reply_id")?,
            conversation: row.get("conversation_id")?,
            correcting: Correcting { wrong, error: row.get("wrong_words")?, right: row.get("right_words")?, finder },
            member: row.get("member_id")?,
            state: row.get("state")?,
            sent_at: row.get("sent_at")?,
            made_at: row.get("made_at")?,
            withdrawn: withdrawn_at.zip(row.get("withdrawn_by")?),
        })
    }
}

/// With what stands at the answer.
const SELECT: &str = "SELECT correction.*, reply.conversation_id, reply.state, reply.sent_at FROM reply_correction correction \
     JOIN reply ON reply.id = correction.reply_id";
/// Those that somebody could read: the answer is out.
const IS_OUT: &str = "reply.state IN ('sent', 'delivered')";

/// Keeps that an answer puts something right, as a member says.
pub async fn make(tx: &mut Tx, reply: ReplyId, member: MemberId, correcting: &Correcting) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO reply_correction (reply_id, wrong_reply_id, wrong_post_id, wrong_words, right_words, finder, \
         finder_author_id, finder_member_id, member_id, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind(reply)
    .bind(correcting.wrong.reply())
    .bind(correcting.wrong.post())
    .bind(correcting.error.as_str())
    .bind(correcting.right.as_deref())
    .bind(correcting.finder.kind())
    .bind(correcting.finder.person())
    .bind(correcting.finder.member())
    .bind(member)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Forgets that an answer puts something right: it was taken back, or that was never so.
pub async fn remove(tx: &mut Tx, reply: ReplyId) -> Result<()> {
    sql("DELETE FROM reply_correction WHERE reply_id = $1").bind(reply).run(tx).await?;
    Ok(())
}

/// Keeps that a correction is withdrawn now, by whom; `None` when it stands again.
pub async fn withdraw(tx: &mut Tx, reply: ReplyId, by: Option<MemberId>) -> Result<()> {
    let at = by.map(|_| tx.now());
    sql("UPDATE reply_correction SET withdrawn_at = $2, withdrawn_by = $3 WHERE reply_id = $1")
        .bind(reply)
        .bind(at)
        .bind(by)
        .run(tx)
        .await?;
    Ok(())
}

/// What an answer puts right.
pub async fn of_reply(tx: &mut Tx, reply: ReplyId) -> Result<Option<Correction>> {
    sql(format!("{SELECT} WHERE correction.reply_id = $1")).bind(reply).maybe(tx).await
}

/// The message that an answer puts right, as its network names it, as far as that is known.
pub async fn corrected_message(tx: &mut Tx, reply: ReplyId) -> Result<Option<RemoteRef>> {
    let Some(found) = of_reply(tx, reply).await? else { return Ok(None) };
    Ok(match found.correcting.wrong {
        Wrong::Post(id) => post::find(tx, id).await?.map(|post| post.remote),
        Wrong::Reply(id) => {
            let remote_id = reply::find(tx, id).await?.and_then(|reply| reply.remote_id);
            // Its version is asked for when it is answered.
            remote_id.map(|id| RemoteRef { id, revision: None })
        }
    })
}

/// Every correction that is said in a conversation, or about a message in it, oldest first.
pub async fn in_conversation(tx: &mut Tx, id: ConversationId) -> Result<Vec<Correction>> {
    let replies = "SELECT id FROM reply WHERE conversation_id = $1";
    let text = format!(
        "{SELECT} WHERE correction.reply_id IN ({replies}) OR correction.wrong_reply_id IN ({replies}) \
         OR correction.wrong_post_id IN (SELECT id FROM post WHERE conversation_id = $1) ORDER BY correction.reply_id"
    );
    sql(text).bind(id).all(tx).await
}

/// Which of these conversations have an answer that says that we were wrong, and stands.
pub async fn among(tx: &mut Tx, ids: &[ConversationId]) -> Result<HashSet<ConversationId>> {
    let mut found = HashSet::new();
    for piece in pieces(ids) {
        let text = format!(
            "SELECT DISTINCT reply.conversation_id AS id FROM reply_correction correction JOIN reply ON reply.id = correction.reply_id \
             WHERE correction.withdrawn_at IS NULL AND {IS_OUT} AND reply.conversation_id IN ({})",
            places(1, piece.len())
        );
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<ConversationId>(tx).await?);
    }
    Ok(found)
}

/// What these authors found, in the order in which it was put right.
pub async fn found_by(tx: &mut Tx, authors: &[AuthorId]) -> Result<Vec<Correction>> {
    let mut found = Vec::new();
    for piece in pieces(authors) {
        let list = places(1, piece.len());
        let text = format!("{SELECT} WHERE correction.finder_author_id IN ({list}) ORDER BY correction.reply_id");
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Correction>(tx).await?);
    }
    Ok(found)
}

/// Which corrections are listed, of those that went out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CorrectionFilter {
    /// Those that were withdrawn, instead of those that stand.
    pub is_withdrawn: bool,
    /// Sent at that moment or later.
    pub since: Option<Timestamp>,
    /// Sent before that moment.
    pub until: Option<Timestamp>,
}

impl CorrectionFilter {
    fn condition(self) -> (String, Vec<Value>) {
        let is = if self.is_withdrawn { "IS NOT NULL" } else { "IS NULL" };
        let (mut text, mut values) = (format!("{IS_OUT} AND correction.withdrawn_at {is}"), Vec::new());
        for (than, at) in [(">=", self.since), ("<", self.until)] {
            if let Some(at) = at {
                values.push(Value::from(at));
                text.push_str(&format!(" AND reply.sent_at {than} ${}", values.len()));
            }
        }
        (text, values)
    }
}

/// The corrections of a list, the newest first, from before the one that an answer says.
pub async fn list(
    tx: &mut Tx,
    filter: CorrectionFilter,
    before: Option<ReplyId>,
    limit: i64,
) -> Result<Vec<Correction>> {
    let (mut condition, mut values) = filter.condition();
    if let Some(before) = before {
        values.push(before.into());
        condition.push_str(&format!(" AND correction.reply_id < ${}", values.len()));
    }
    let text = format!("{SELECT} WHERE {condition} ORDER BY correction.reply_id DESC LIMIT {limit}");
    values.into_iter().fold(sql(text), Statement::bind).all(tx).await
}

/// How many corrections a list has.
pub async fn count(tx: &mut Tx, filter: CorrectionFilter) -> Result<i64> {
    let (condition, values) = filter.condition();
    let text = format!(
        "SELECT COUNT(*) AS n FROM reply_correction correction JOIN reply ON reply.id = correction.reply_id WHERE {condition}"
    );
    Ok(values.into_iter().fold(sql(text), Statement::bind).maybe(tx).await?.unwrap_or(0))
}

/// Gives a correction other words: those without somebody's name.
pub(crate) async fn reword(tx: &mut Tx, reply: ReplyId, error: &str, right: Option<&str>) -> Result<()> {
    sql("UPDATE reply_correction SET wrong_words = $2, right_words = $3 WHERE reply_id = $1")
        .bind(reply)
        .bind(error)
        .bind(right)
        .run(tx)
        .await?;
    Ok(())
}
