//! Up to which position of the log something was followed, by whichever server.

use crate::sql::sql;
use crate::{Result, Tx};

/// Up to which position it was followed; 0 when never. A writer keeps others from following it meanwhile.
pub async fn position(tx: &mut Tx, name: &str) -> Result<i64> {
    let text = format!("SELECT position AS n FROM followed WHERE name = $1{}", tx.to_change());
    Ok(sql(text).bind(name).maybe(tx).await?.unwrap_or(0))
}

/// Says that it was followed up to a position; back it never goes.
pub async fn advance(tx: &mut Tx, name: &str, position: i64) -> Result<()> {
    sql("INSERT INTO followed (name, position) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE \
         SET position = excluded.position WHERE followed.position < excluded.position")
    .bind(name)
    .bind(position)
    .run(tx)
    .await?;
    Ok(())
}
