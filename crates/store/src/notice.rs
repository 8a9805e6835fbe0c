//! What members are told.

use jiff::{SignedDuration, Timestamp};
use model::{ConversationId, FactId, MemberId, NoticeId, NoticeKind, RuleId, RuleRunId, StatementId};

use crate::row::{FromRow, Row, unexpected};
use crate::sql::sql;
use crate::{Result, Tx, news};

/// How long a notice is kept, seen or not.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What a member is told about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A conversation.
    Conversation(ConversationId),
    /// A fact.
    Fact(FactId),
    /// A statement.
    Statement(StatementId),
}

/// Something that a member is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Our id.
    pub id: NoticeId,
    /// Why.
    pub kind: NoticeKind,
    /// In which run of which rule it was told, where a rule told it.
    pub run: Option<(RuleRunId, RuleId)>,
    /// About what.
    pub about: About,
    /// When.
    pub at: Timestamp,
    /// When the member saw it.
    pub seen_at: Option<Timestamp>,
}

impl FromRow for Notice {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let run: Option<RuleRunId> = row.get("rule_run_id")?;
        let about = match (row.get("about_id")?, row.get("fact_id")?, row.get("statement_id")?) {
            (Some(conversation), ..) => About::Conversation(conversation),
            (None, Some(fact), _) => About::Fact(fact),
            (None, None, Some(statement)) => About::Statement(statement),
            (None, None, None) => return Err(unexpected("about_id", "a notice is about something")),
        };
        Ok(Self {
            id: row.get("id")?,
            kind: row.get("kind")?,
            run: run.zip(row.get("rule_id")?),
            about,
            at: row.get("at")?,
            seen_at: row.get("seen_at")?,
        })
    }
}

/// Tells a member of a run.
pub async fn tell_of_run(tx: &mut Tx, member: MemberId, run: RuleRunId) -> Result<NoticeId> {
    let id: NoticeId = tx.next_id();
    sql("INSERT INTO notice (id, member_id, rule_run_id) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(member)
        .bind(run)
        .run(tx)
        .await?;
    news::arises(tx, member, id).await?;
    Ok(id)
}

/// Tells a member of a conversation; why, the kind says.
pub async fn tell(tx: &mut Tx, member: MemberId, kind: NoticeKind, conversation: ConversationId) -> Result<NoticeId> {
    let (id, now) = (tx.next_id::<NoticeId>(), tx.now());
    sql("INSERT INTO notice (id, member_id, kind, conversation_id, told_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(member)
        .bind(kind)
        .bind(conversation)
        .bind(now)
        .run(tx)
        .await?;
    news::arises(tx, member, id).await?;
    Ok(id)
}

/// Tells a member of a fact; why, the kind says.
pub async fn tell_of_fact(tx: &mut Tx, member: MemberId, kind: NoticeKind, fact: FactId) -> Result<NoticeId> {
    let (id, now) = (tx.next_id::<NoticeId>(), tx.now());
    sql("INSERT INTO notice (id, member_id, kind, fact_id, told_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(member)
        .bind(kind)
        .bind(fact)
        .bind(now)
        .run(tx)
        .await?;
    news::arises(tx, member, id).await?;
    Ok(id)
}

/// Tells a member of a statement; why, the kind says.
pub async fn tell_of_statement(
    tx: &mut Tx,
    member: MemberId,
    kind: NoticeKind,
    statement: StatementId,
) -> Result<NoticeId> {
    let (id, now) = (tx.next_id::<NoticeId>(), tx.now());
    sql("INSERT INTO notice (id, member_id, kind, statement_id, told_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(member)
        .bind(kind)
        .bind(statement)
        .bind(now)
        .run(tx)
        .await?;
    news::arises(tx, member, id).await?;
    Ok(id)
}

const NOTICE: &str = "SELECT notice.id, notice.kind, notice.rule_run_id, run.rule_id, notice.seen_at, notice.fact_id, \
     notice.statement_id, COALESCE(notice.conversation_id, run.conversation_id) AS about_id, COALESCE(notice.told_at, run.ran_at) AS at \
     FROM notice LEFT JOIN rule_run AS run ON run.id = notice.rule_run_id";

/// What a member was told, the newest first.
pub async fn of_member(tx: &mut Tx, member: MemberId, limit: i64) -> Result<Vec<Notice>> {
    sql(format!("{NOTICE} WHERE notice.member_id = $1 ORDER BY notice.id DESC LIMIT $2"))
        .bind(member)
        .bind(limit)
        .all(tx)
        .await
}

/// What a member was told and did not see yet, the newest first.
pub async fn unseen_of_member(tx: &mut Tx, member: MemberId, limit: i64) -> Result<Vec<Notice>> {
    let condition = "WHERE notice.member_id = $1 AND notice.seen_at IS NULL ORDER BY notice.id DESC LIMIT $2";
    sql(format!("{NOTICE} {condition}")).bind(member).bind(limit).all(tx).await
}

/// Whether a member was told something of a kind since a moment, and did not see it yet.
pub async fn is_unseen_since(tx: &mut Tx, member: MemberId, kind: NoticeKind, since: Timestamp) -> Result<bool> {
    let count = sql("SELECT COUNT(*) AS n FROM notice WHERE member_id = $1 AND kind = $2 AND told_at >= $3 \
         AND seen_at IS NULL");
    let count: Option<i64> = count.bind(member).bind(kind).bind(since).maybe(tx).await?;
    Ok(count.is_some_and(|count| count > 0))
}

/// Whether a member was told something of a kind about a conversation, and did not see it yet.
pub async fn is_unseen_of(
    tx: &mut Tx,
    member: MemberId,
    kind: NoticeKind,
    conversation: ConversationId,
) -> Result<bool> {
    let count = sql("SELECT COUNT(*) AS n FROM notice WHERE member_id = $1 AND kind = $2 AND conversation_id = $3 \
         AND seen_at IS NULL");
    let count: Option<i64> = count.bind(member).bind(kind).bind(conversation).maybe(tx).await?;
    Ok(count.is_some_and(|count| count > 0))
}

/// A member's notice.
pub async fn find(tx: &mut Tx, member: MemberId, id: NoticeId) -> Result<Option<Notice>> {
    sql(format!("{NOTICE} WHERE notice.member_id = $1 AND notice.id = $2")).bind(member).bind(id).maybe(tx).await
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
