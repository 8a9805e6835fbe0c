//! How the dials are made: every version, none of which is ever written over.

use jiff::Timestamp;
use model::{DialTargets, MemberId};

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// A version of how the dials are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DialVersion {
    /// Which, from 1; before the first, the usual targets hold.
    pub number: i64,
    /// Since when it holds.
    pub made_at: Timestamp,
    /// Who made it.
    pub member: MemberId,
    /// Why.
    pub reason: String,
    /// What it says.
    pub targets: DialTargets,
}

impl FromRow for DialVersion {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            number: row.get("number")?,
            made_at: row.get("made_at")?,
            member: row.get("member_id")?,
            reason: row.get("reason")?,
            targets: row.json("targets")?,
        })
    }
}

/// Keeps the next version; `None` where somebody else made it meanwhile.
pub async fn make(
    tx: &mut Tx,
    number: i64,
    member: MemberId,
    reason: &str,
    targets: &DialTargets,
) -> Result<Option<DialVersion>> {
    let made_at = tx.now();
    let made =
        sql("INSERT INTO dial_version (number, made_at, member_id, reason, targets) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (number) DO NOTHING")
        .bind(number)
        .bind(made_at)
        .bind(member)
        .bind(reason)
        .bind(serde_json::to_string(targets)?)
        .run(tx)
        .await?;
    let version = DialVersion { number, made_at, member, reason: reason.to_owned(), targets: targets.clone() };
    Ok((made == 1).then_some(version))
}

/// Every version, the newest first.
pub async fn all(tx: &mut Tx) -> Result<Vec<DialVersion>> {
    sql("SELECT * FROM dial_version ORDER BY number DESC").all(tx).await
}

/// The version that held at a moment; `None` before the first.
pub async fn at(tx: &mut Tx, moment: Timestamp) -> Result<Option<DialVersion>> {
    sql("SELECT * FROM dial_version WHERE made_at <= $1 ORDER BY number DESC LIMIT 1").bind(moment).maybe(tx).await
}
