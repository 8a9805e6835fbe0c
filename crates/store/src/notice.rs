//! What members are told: by rules, and of what they are asked to see to.

use jiff::{SignedDuration, Timestamp};
use model::{ConversationId, MemberId, NoticeId, ObligationId, RuleId, RuleRunId};

use crate::row::{FromRow, Row, unexpected};
use crate::sql::sql;
use crate::{Result, Tx};

/// How long a notice is kept, seen or not.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeAbout {
    /// A rule tells it.
    Rule {
        /// In which run.
        run: RuleRunId,
        /// Which rule.
        rule: RuleId,
    },
    /// The member is asked to see to something that is owed.
    Obligation(ObligationId),
}

/// Something that a member is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Our id.
    pub id: NoticeId,
    /// What it is about.
    pub about: NoticeAbout,
    /// About which conversation.
    pub conversation: ConversationId,
    /// When.
    pub at: Timestamp,
    /// When the member saw it.
    pub seen_at: Option<Timestamp>,
}

impl FromRow for Notice {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let about = match (row.get("rule_run_id")?, row.get("rule_id")?, row.get("obligation_id")?) {
            (Some(run), Some(rule), None) => NoticeAbout::Rule { run, rule },
            (None, None, Some(obligation)) => NoticeAbout::Obligation(obligation),
            _ => return Err(unexpected("rule_run_id", "a notice is about one thing")),
        };
        Ok(Self {
            id: row.get("id")?,
            about,
            conversation: row.get("conversation_id")?,
            at: row.get("told_at")?,
            seen_at: row.get("seen_at")?,
        })
    }
}

/// Tells a member of a run.
pub async fn tell(tx: &mut Tx, member: MemberId, run: RuleRunId) -> Result<NoticeId> {
    let id: NoticeId = tx.next_id();
    sql("INSERT INTO notice (id, member_id, rule_run_id) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(member)
        .bind(run)
        .run(tx)
        .await?;
    Ok(id)
}

/// Tells a member that they are asked to see to something that is owed.
pub async fn tell_of_obligation(tx: &mut Tx, member: MemberId, obligation: ObligationId) -> Result<NoticeId> {
    let (id, now) = (tx.next_id::<NoticeId>(), tx.now());
    sql("INSERT INTO notice (id, member_id, obligation_id, told_at) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(member)
        .bind(obligation)
        .bind(now)
        .run(tx)
        .await?;
    Ok(id)
}

/// What a member was told, the newest first.
pub async fn of_member(tx: &mut Tx, member: MemberId, limit: i64) -> Result<Vec<Notice>> {
    sql("SELECT notice.id, notice.rule_run_id, notice.obligation_id, notice.seen_at, run.rule_id, \
         COALESCE(run.conversation_id, obligation.conversation_id) AS conversation_id, \
         COALESCE(run.ran_at, notice.told_at) AS told_at FROM notice \
         LEFT JOIN rule_run AS run ON run.id = notice.rule_run_id \
         LEFT JOIN obligation ON obligation.id = notice.obligation_id \
         WHERE notice.member_id = $1 ORDER BY notice.id DESC LIMIT $2")
    .bind(member)
    .bind(limit)
    .all(tx)
    .await
}

/// Whom a run told.
pub async fn told_by(tx: &mut Tx, run: RuleRunId) -> Result<Vec<MemberId>> {
    sql("SELECT member_id AS id FROM notice WHERE rule_run_id = $1 ORDER BY notice.id").bind(run).all(tx).await
}

/// How many notices a member has not seen.
pub async fn unseen(tx: &mut Tx, member: MemberId) -> Result<i64> {
    let count = sql("SELECT COUNT(*) AS n FROM notice WHERE member_id = $1 AND seen_at IS NULL");
    Ok(count.bind(member).maybe(tx).await?.unwrap_or(0))
}

/// Notes that a member saw what they were told up to a notice.
pub async fn saw(tx: &mut Tx, member: MemberId, up_to: NoticeId) -> Result<()> {
    let now = tx.now();
    sql("UPDATE notice SET seen_at = $3 WHERE member_id = $1 AND id <= $2 AND seen_at IS NULL")
        .bind(member)
        .bind(up_to)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Forgets what was told long ago, at most so many; how many there were.
pub async fn forget_old(tx: &mut Tx, limit: i64) -> Result<u64> {
    let before = tx.now().saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    sql("DELETE FROM notice WHERE id IN (SELECT id FROM notice WHERE id < $1 ORDER BY id LIMIT $2)")
        .bind(model::first_id_at(before))
        .bind(limit)
        .run(tx)
        .await
}
