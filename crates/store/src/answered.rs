//! Requests that a program may send again: what was answered to each, for a day.

use jiff::{SignedDuration, Timestamp};
use model::TokenId;

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx, turn};

/// How long an answer is kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// What was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The digest of the request.
    pub request_digest: Vec<u8>,
    /// The status code.
    pub status: i64,
    /// Headers that belong to it.
    pub headers: Vec<(String, String)>,
    /// What it said.
    pub body: String,
}

impl FromRow for Answered {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            request_digest: row.get("request_digest")?,
            status: row.get("status")?,
            headers: row.json("headers")?,
            body: row.get("body")?,
        })
    }
}

fn oldest(tx: &Tx) -> Timestamp {
    tx.now().saturating_sub(KEPT).unwrap_or(Timestamp::MIN)
}

/// What a request of this token under this key was answered within the last day. Whoever asks in order to act is the only
/// one to do so until the transaction is over.
pub async fn find(tx: &mut Tx, token: TokenId, key: &str) -> Result<Option<Answered>> {
    turn::take(tx, &format!("answered:{token}:{key}")).await?;
    let oldest = oldest(tx);
    sql("SELECT * FROM answered WHERE token_id = $1 AND key = $2 AND answered_at > $3")
        .bind(token)
        .bind(key)
        .bind(oldest)
        .maybe(tx)
        .await
}

/// Keeps an answer in the transaction of the act that it tells of, and forgets those of former days.
pub async fn keep(tx: &mut Tx, token: TokenId, key: &str, answered: &Answered) -> Result<()> {
    forget(tx).await?;
    let now = tx.now();
    sql("INSERT INTO answered (token_id, key, request_digest, status, headers, body, answered_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(token)
    .bind(key)
    .bind(answered.request_digest.as_slice())
    .bind(answered.status)
    .bind(serde_json::to_string(&answered.headers)?)
    .bind(&answered.body)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Forgets the answers of former days; how many.
pub async fn forget(tx: &mut Tx) -> Result<u64> {
    let oldest = oldest(tx);
    sql("DELETE FROM answered WHERE answered_at <= $1").bind(oldest).run(tx).await
}
