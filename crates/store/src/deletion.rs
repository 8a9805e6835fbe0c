//! Deletions that a server heard, for the others on its database: each remembers by itself what concerns nobody, and a
//! channel may go from one to another between a post and its deletion.
//!
//! A row is what one batch told, as digests. Positions follow the order of commits, so that whoever has read up to one has
//! missed nothing before it.

use jiff::Timestamp;
use model::micros;

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx, turn};

/// What a server told at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletions {
    /// Where it stands: later ones have greater ones.
    pub position: i64,
    /// The name of the server that heard it.
    pub server: String,
    /// When.
    pub heard_at: Timestamp,
    /// What is gone, as whoever remembers names it: digests one after the other.
    pub digests: Vec<u8>,
}

impl FromRow for Deletions {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            position: row.get("position")?,
            server: row.get("server")?,
            heard_at: row.get("heard_at")?,
            digests: row.get("digests")?,
        })
    }
}

/// Tells the other servers what is gone. The last that a transaction does: until its commit nobody else tells anything.
pub async fn tell(tx: &mut Tx, server: &str, digests: &[u8]) -> Result<()> {
    turn::take(tx, "deletions").await?;
    let last: i64 = last_position(tx).await?;
    let now = tx.now();
    // By the clock, so that positions go on growing when all rows were forgotten.
    let position = (last + 1).max(micros(now));
    sql("INSERT INTO deletion (position, server, heard_at, digests) VALUES ($1, $2, $3, $4)")
        .bind(position)
        .bind(server)
        .bind(now)
        .bind(digests)
        .run(tx)
        .await?;
    Ok(())
}

/// What was told after a position, oldest first.
pub async fn after(tx: &mut Tx, position: i64, limit: i64) -> Result<Vec<Deletions>> {
    sql("SELECT * FROM deletion WHERE position > $1 ORDER BY position LIMIT $2")
        .bind(position)
        .bind(limit)
        .all(tx)
        .await
}

/// The position of what was told last; 0 when there is nothing.
pub async fn last_position(tx: &mut Tx) -> Result<i64> {
    Ok(sql("SELECT COALESCE(MAX(position), 0) AS n FROM deletion").maybe(tx).await?.unwrap_or(0))
}

/// Forgets what was told before a moment, the oldest of it; how many rows.
pub async fn forget(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<u64> {
    sql("DELETE FROM deletion WHERE position IN \
         (SELECT position FROM deletion WHERE position < $1 ORDER BY position LIMIT $2)")
    .bind(before)
    .bind(limit)
    .run(tx)
    .await
}
