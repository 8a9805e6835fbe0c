//! Answers that a second person looks at before they go out, and what became of them.

use std::collections::HashMap;

use jiff::Timestamp;
use model::{
    ApprovalFallback, ApprovalGround, ApprovalOutcome, ApprovalPolicyId, ConversationId, MemberId, ReplyId, TeamId,
};

use crate::reply::Reply;
use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx};

/// What is asked about an answer, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The answer.
    pub reply: ReplyId,
    /// Which policy asks, and in which version.
    pub policy: (ApprovalPolicyId, i64),
    /// Why.
    pub grounds: Vec<ApprovalGround>,
    /// The team whose members approve; all who may without one.
    pub team: Option<TeamId>,
    /// What happens when nobody decides in time.
    pub fallback: ApprovalFallback,
    /// The words as their author wrote them.
    pub written: String,
    /// Since when it waits.
    pub asked_at: Timestamp,
    /// Until when somebody is to decide.
    pub due_at: Option<Timestamp>,
    /// When nobody had decided in time.
    pub lapsed_at: Option<Timestamp>,
    /// What became of it; `None` while it waits.
    pub decided: Option<Decided>,
}

/// What became of an answer that needed approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What.
    pub outcome: ApprovalOutcome,
    /// When.
    pub at: Timestamp,
    /// Who decided; nobody when it was decided by itself.
    pub by: Option<MemberId>,
    /// Why it was returned, in plain words.
    pub remark: Option<String>,
}

impl FromRow for Approval {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let outcome: Option<ApprovalOutcome> = row.get("outcome")?;
        let at: Option<Timestamp> = row.get("decided_at")?;
        let (by, remark) = (row.get("decided_by")?, row.get("remark")?);
        Ok(Self {
            reply: row.get("reply_id")?,
            policy: (row.get("policy_id")?, row.get("policy_version")?),
            grounds: row.json("grounds")?,
            team: row.get("team_id")?,
            fallback: row.get("fallback")?,
            written: row.get("written")?,
            asked_at: row.get("asked_at")?,
            due_at: row.get("due_at")?,
            lapsed_at: row.get("lapsed_at")?,
            decided: outcome.zip(at).map(|(outcome, at)| Decided { outcome, at, by, remark }),
        })
    }
}

/// Keeps that an answer needs approval.
pub async fn ask(tx: &mut Tx, asked: &Approval) -> Result<()> {
    sql("INSERT INTO approval (reply_id, policy_id, policy_version, grounds, team_id, fallback, written, asked_at, due_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(asked.reply)
    .bind(asked.policy.0)
    .bind(asked.policy.1)
    .bind(serde_json::to_string(&asked.grounds)?)
    .bind(asked.team)
    .bind(asked.fallback)
    .bind(asked.written.as_str())
    .bind(asked.asked_at)
    .bind(asked.due_at)
    .run(tx)
    .await?;
    Ok(())
}

/// What was asked about an answer, if anything was.
pub async fn find(tx: &mut Tx, id: ReplyId) -> Result<Option<Approval>> {
    sql(format!("SELECT * FROM approval WHERE reply_id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// What was asked about the answers of a conversation, by answer.
pub async fn of_conversation(tx: &mut Tx, conversation: ConversationId) -> Result<HashMap<ReplyId, Approval>> {
    let found: Vec<Approval> = sql("SELECT approval.* FROM approval JOIN reply ON reply.id = approval.reply_id \
         WHERE reply.conversation_id = $1")
    .bind(conversation)
    .all(tx)
    .await?;
    Ok(found.into_iter().map(|one| (one.reply, one)).collect())
}

/// What waits to be decided: the first due first, then what has no deadline, the oldest first.
pub async fn waiting(tx: &mut Tx, limit: i64) -> Result<Vec<(Approval, Reply)>> {
    let found: Vec<Approval> = sql("SELECT * FROM approval WHERE outcome IS NULL \
         ORDER BY due_at IS NULL, due_at, asked_at, reply_id LIMIT $1")
    .bind(limit)
    .all(tx)
    .await?;
    let ids: Vec<ReplyId> = found.iter().map(|one| one.reply).collect();
    let mut replies = HashMap::new();
    for piece in pieces(&ids) {
        let text = format!("SELECT * FROM reply WHERE id IN ({})", places(1, piece.len()));
        let piece: Vec<Reply> = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all(tx).await?;
        replies.extend(piece.into_iter().map(|reply| (reply.id, reply)));
    }
    Ok(found.into_iter().filter_map(|one| Some((replies.remove(&one.reply)?, one))).map(|(r, a)| (a, r)).collect())
}

/// How many answers of others than a member wait to be decided.
pub async fn count_waiting(tx: &mut Tx, but_of: MemberId) -> Result<i64> {
    let count = sql("SELECT COUNT(*) AS n FROM approval JOIN reply ON reply.id = approval.reply_id \
         WHERE approval.outcome IS NULL AND reply.member_id <> $1");
    Ok(count.bind(but_of).maybe(tx).await?.unwrap_or(0))
}

/// The answers about which somebody was to decide by now, the longest overdue first, and nobody has been told.
pub async fn overdue(tx: &mut Tx, limit: i64) -> Result<Vec<ReplyId>> {
    let now = tx.now();
    sql("SELECT reply_id AS id FROM approval WHERE outcome IS NULL AND lapsed_at IS NULL AND due_at <= $1 \
         ORDER BY due_at, reply_id LIMIT $2")
    .bind(now)
    .bind(limit)
    .all(tx)
    .await
}

/// Notes that nobody decided in time.
pub async fn lapse(tx: &mut Tx, id: ReplyId) -> Result<()> {
    let now = tx.now();
    sql("UPDATE approval SET lapsed_at = $2 WHERE reply_id = $1 AND lapsed_at IS NULL")
        .bind(id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Notes what became of it, once; `false` when that was known already, or nothing was asked.
pub async fn settle(
    tx: &mut Tx,
    id: ReplyId,
    outcome: ApprovalOutcome,
    by: Option<MemberId>,
    remark: Option<&str>,
) -> Result<bool> {
    let now = tx.now();
    let settled = sql("UPDATE approval SET outcome = $2, decided_at = $3, decided_by = $4, remark = $5 \
         WHERE reply_id = $1 AND outcome IS NULL")
    .bind(id)
    .bind(outcome)
    .bind(now)
    .bind(by)
    .bind(remark.map(str::to_owned))
    .run(tx)
    .await?;
    Ok(settled > 0)
}
