//! Keys that the house makes once for itself.

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

struct Secret(Vec<u8>);

impl FromRow for Secret {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("secret")?))
    }
}

/// Where a key is kept, for the vault.
pub fn place(name: &str) -> String {
    format!("house_key {name}")
}

/// The key of a name, in its box.
pub async fn find(tx: &mut Tx, name: &str) -> Result<Option<Vec<u8>>> {
    let found: Option<Secret> = sql("SELECT secret FROM house_key WHERE name = $1").bind(name).maybe(tx).await?;
    Ok(found.map(|found| found.0))
}

/// Puts a key in the place of another, unless that was done already.
pub async fn replace(tx: &mut Tx, name: &str, former: &[u8], secret: Vec<u8>) -> Result<()> {
    sql("UPDATE house_key SET secret = $3 WHERE name = $1 AND secret = $2")
        .bind(name)
        .bind(former.to_vec())
        .bind(secret)
        .run(tx)
        .await?;
    Ok(())
}

/// Keeps a key, unless there is one of that name: the first stays.
pub async fn keep_first(tx: &mut Tx, name: &str, secret: Vec<u8>) -> Result<()> {
    sql("INSERT INTO house_key (name, secret) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
        .bind(name)
        .bind(secret)
        .run(tx)
        .await?;
    Ok(())
}
