//! Signed-in browsers. Only the hash of a token is kept.

use jiff::Timestamp;
use model::MemberId;
use sha2::{Digest, Sha256};

use crate::member::Member;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// A session with its member.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who is signed in.
    pub member: Member,
    /// What forms of this session carry, so that other sites cannot post in its name.
    pub csrf: String,
    /// When it was last seen, to the minute.
    pub seen_at: Timestamp,
}

impl FromRow for Session {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { member: Member::from_row(row)?, csrf: row.get("csrf")?, seen_at: row.get("seen_at")? })
    }
}

/// How a token is kept.
pub(crate) fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Begins a session for a member.
pub async fn begin(tx: &mut Tx, member: MemberId, token: &str, csrf: &str, expires_at: Timestamp) -> Result<()> {
    let now = tx.now();
    sql("INSERT INTO session (token_hash, member_id, csrf, created_at, seen_at, expires_at) \
         VALUES ($1, $2, $3, $4, $4, $5)")
    .bind(token_hash(token))
    .bind(member)
    .bind(csrf)
    .bind(now)
    .bind(expires_at)
    .run(tx)
    .await?;
    sql("DELETE FROM session WHERE expires_at <= $1").bind(now).run(tx).await?;
    Ok(())
}

/// The living session of a token, of a member who is not shut out.
pub async fn find(tx: &mut Tx, token: &str) -> Result<Option<Session>> {
    let now = tx.now();
    sql("SELECT member.*, session.csrf, session.seen_at FROM session JOIN member ON member.id = session.member_id \
         WHERE session.token_hash = $1 AND session.expires_at > $2 AND member.disabled_at IS NULL")
    .bind(token_hash(token))
    .bind(now)
    .maybe(tx)
    .await
}

/// When somebody was last here, as their living sessions tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastSeen {
    /// Who.
    pub member: MemberId,
    /// When, to some minutes.
    pub at: Timestamp,
}

impl FromRow for LastSeen {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { member: row.get("member_id")?, at: row.get("seen_at")? })
    }
}

/// When each member who is signed in somewhere was last here.
pub async fn last_seen(tx: &mut Tx) -> Result<Vec<LastSeen>> {
    sql("SELECT member_id, MAX(seen_at) AS seen_at FROM session GROUP BY member_id").all(tx).await
}

/// Notes that a session is in use and moves its end.
pub async fn touch(tx: &mut Tx, token: &str, expires_at: Timestamp) -> Result<()> {
    let now = tx.now();
    sql("UPDATE session SET seen_at = $2, expires_at = $3 WHERE token_hash = $1")
        .bind(token_hash(token))
        .bind(now)
        .bind(expires_at)
        .run(tx)
        .await?;
    Ok(())
}

/// Ends a member's sessions but the one of this token; how many.
pub async fn end_others(tx: &mut Tx, member: MemberId, token: &str) -> Result<u64> {
    sql("DELETE FROM session WHERE member_id = $1 AND token_hash <> $2")
        .bind(member)
        .bind(token_hash(token))
        .run(tx)
        .await
}

/// How many living sessions a member has.
pub async fn count(tx: &mut Tx, member: MemberId) -> Result<i64> {
    let now = tx.now();
    let count =
        sql("SELECT COUNT(*) AS n FROM session WHERE member_id = $1 AND expires_at > $2").bind(member).bind(now);
    Ok(count.maybe(tx).await?.unwrap_or(0))
}

/// Ends a session.
pub async fn end(tx: &mut Tx, token: &str) -> Result<()> {
    sql("DELETE FROM session WHERE token_hash = $1").bind(token_hash(token)).run(tx).await?;
    Ok(())
}
