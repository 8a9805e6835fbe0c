//! The organisation: one per server.

use model::{Actor, EventKind};
use serde_json::json;

use crate::event::append;
use crate::sql::sql;
use crate::{Result, Tx, row};

/// The organisation whose server this is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its name.
    pub name: String,
}

impl row::FromRow for Organisation {
    fn from_row(row: &row::Row<'_>) -> Result<Self> {
        Ok(Self { name: row.get("name")? })
    }
}

/// The organisation; `None` before it was founded.
pub async fn find(tx: &mut Tx) -> Result<Option<Organisation>> {
    sql("SELECT name FROM organisation").maybe(tx).await
}

/// Founds the organisation; founding it again only renames it.
pub async fn found(tx: &mut Tx, name: &str) -> Result<()> {
    let now = tx.now();
    let founded = sql("INSERT INTO organisation (id, name, created_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING")
        .bind(name)
        .bind(now)
        .run(tx)
        .await?;
    if founded == 1 {
        append(tx, EventKind::OrganisationFounded, Actor::System, None, json!({})).await?;
    } else {
        sql("UPDATE organisation SET name = $1").bind(name).run(tx).await?;
    }
    Ok(())
}
