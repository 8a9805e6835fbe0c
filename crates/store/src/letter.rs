//! Mails of ours to members.

use jiff::{SignedDuration, Timestamp};
use model::{LetterId, LetterKind, LetterState, MemberId, NoticeId};

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// How long a letter is kept that is over.
pub const LETTERS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Our id, from which its `Message-ID` is made.
    pub id: LetterId,
    /// To whom.
    pub member: MemberId,
    /// What it is for.
    pub kind: LetterKind,
    /// Where it goes.
    pub address: String,
    /// What a digest tells of.
    pub notices: Vec<NoticeId>,
    /// What is known of it.
    pub state: LetterState,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it did not go.
    pub why: Option<String>,
    /// When it was to be written.
    pub created_at: Timestamp,
    /// When it was tried last.
    pub tried_at: Option<Timestamp>,
}

impl FromRow for Letter {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            member: row.get("member_id")?,
            kind: row.get("kind")?,
            address: row.get("address")?,
            notices: row.json("notices")?,
            state: row.get("state")?,
            attempts: row.get("attempts")?,
            why: row.get("why")?,
            created_at: row.get("created_at")?,
            tried_at: row.get("tried_at")?,
        })
    }
}

/// Keeps a letter that is to be sent.
pub async fn write(
    tx: &mut Tx,
    member: MemberId,
    kind: LetterKind,
    address: &str,
    notices: &[NoticeId],
) -> Result<LetterId> {
    let (id, now) = (tx.next_id::<LetterId>(), tx.now());
    sql("INSERT INTO letter (id, member_id, kind, address, notices, state, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(id)
    .bind(member)
    .bind(kind)
    .bind(address)
    .bind(serde_json::to_string(notices)?)
    .bind(LetterState::Waiting)
    .bind(now)
    .run(tx)
    .await?;
    Ok(id)
}

/// The letter with this id.
pub async fn find(tx: &mut Tx, id: LetterId) -> Result<Option<Letter>> {
    sql(format!("SELECT * FROM letter WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// Keeps what became of a letter: its state, attempts, reason, and when it was tried.
pub async fn save(tx: &mut Tx, letter: &Letter) -> Result<()> {
    sql("UPDATE letter SET state = $2, attempts = $3, why = $4, tried_at = $5 WHERE id = $1")
        .bind(letter.id)
        .bind(letter.state)
        .bind(letter.attempts)
        .bind(letter.why.as_ref())
        .bind(letter.tried_at)
        .run(tx)
        .await?;
    Ok(())
}

/// The newest letters to a member.
pub async fn of_member(tx: &mut Tx, member: MemberId, limit: i64) -> Result<Vec<Letter>> {
    sql("SELECT * FROM letter WHERE member_id = $1 ORDER BY id DESC LIMIT $2").bind(member).bind(limit).all(tx).await
}

/// How many letters of a kind to a member were written since a moment.
pub async fn count_since(tx: &mut Tx, member: MemberId, kind: LetterKind, since: Timestamp) -> Result<i64> {
    let count = sql("SELECT COUNT(*) AS n FROM letter WHERE member_id = $1 AND kind = $2 AND created_at >= $3");
    Ok(count.bind(member).bind(kind).bind(since).maybe(tx).await?.unwrap_or(0))
}

/// Forgets letters that were not sent yet; how many there were.
pub async fn forget_waiting(tx: &mut Tx) -> Result<u64> {
    sql("DELETE FROM letter WHERE state = $1").bind(LetterState::Waiting).run(tx).await
}

/// Forgets letters that were over long ago: at most so many; how many there were.
pub async fn forget_old(tx: &mut Tx, limit: i64) -> Result<u64> {
    let before = tx.now().saturating_sub(LETTERS_KEPT).unwrap_or(Timestamp::MIN);
    sql("DELETE FROM letter WHERE id IN (SELECT old.id FROM letter old WHERE old.state <> 'waiting' \
         AND old.created_at < $1 ORDER BY old.created_at LIMIT $2)")
    .bind(before)
    .bind(limit)
    .run(tx)
    .await
}
