//! Who does a piece of work that only one may do at a time.

use std::time::Duration;

use jiff::Timestamp;

use crate::sql::sql;
use crate::{Result, Tx};

/// Takes or renews a lease; `false` when somebody else holds it.
pub async fn take(tx: &mut Tx, name: &str, holder: &str, time: Duration) -> Result<bool> {
    let now = tx.now();
    let until = now.saturating_add(time).unwrap_or(Timestamp::MAX);
    let changed = sql("INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until \
         WHERE lease.holder = excluded.holder OR lease.until <= $4")
    .bind(name)
    .bind(holder)
    .bind(until)
    .bind(now)
    .run(tx)
    .await?;
    Ok(changed == 1)
}

/// Whether `holder` holds a lease or could take it.
pub async fn is_free(tx: &mut Tx, name: &str, holder: &str) -> Result<bool> {
    let now = tx.now();
    let taken: Option<i64> = sql("SELECT until AS n FROM lease WHERE name = $1 AND holder <> $2 AND until > $3")
        .bind(name)
        .bind(holder)
        .bind(now)
        .maybe(tx)
        .await?;
    Ok(taken.is_none())
}

/// Gives up every lease whose holder begins so: none of the former holders lives any more.
pub async fn free(tx: &mut Tx, holders: &str) -> Result<()> {
    sql("DELETE FROM lease WHERE substr(holder, 1, length($1)) = $1").bind(holders).run(tx).await?;
    Ok(())
}

/// Gives a lease up early, at an orderly end.
pub async fn give_up(tx: &mut Tx, name: &str, holder: &str) -> Result<()> {
    sql("DELETE FROM lease WHERE name = $1 AND holder = $2").bind(name).bind(holder).run(tx).await?;
    Ok(())
}
