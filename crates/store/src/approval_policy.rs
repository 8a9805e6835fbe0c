//! Which answers a second person looks at before they go out.

use jiff::Timestamp;
use model::{ApprovalPolicyId, ApprovalTerms};

use crate::label::folded;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// A policy in its present version.
#[derive(Clone, Debug, PartialEq)]
pub struct ApprovalPolicy {
    /// Our id.
    pub id: ApprovalPolicyId,
    /// The name that members read.
    pub name: String,
    /// Which answers it is for, who approves them, and until when.
    pub terms: ApprovalTerms,
    /// Grows with every change of the terms, from 1.
    pub version: i64,
    /// Since when it asks for nothing.
    pub archived_at: Option<Timestamp>,
}

impl FromRow for ApprovalPolicy {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            terms: row.json("terms")?,
            version: row.get("version")?,
            archived_at: row.get("archived_at")?,
        })
    }
}

/// Makes a policy, the last in their order.
pub async fn create(tx: &mut Tx, name: &str, terms: &ApprovalTerms) -> Result<ApprovalPolicyId> {
    let (id, now) = (tx.next_id::<ApprovalPolicyId>(), tx.now());
    sql("INSERT INTO approval_policy (id, name, folded, place, terms, version, created_at) \
         SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT), COALESCE(MAX(place), 0) + 1, CAST($4 AS TEXT), 1, \
         CAST($5 AS BIGINT) FROM approval_policy")
        .bind(id)
        .bind(name)
        .bind(folded(name))
        .bind(serde_json::to_string(terms)?)
        .bind(now)
        .run(tx)
        .await?;
    Ok(id)
}

/// Gives a policy another name and other terms; its version then.
pub async fn change(tx: &mut Tx, policy: &ApprovalPolicy, name: &str, terms: &ApprovalTerms) -> Result<i64> {
    let version = if *terms == policy.terms { policy.version } else { policy.version + 1 };
    sql("UPDATE approval_policy SET name = $2, folded = $3, terms = $4, version = $5 WHERE id = $1")
        .bind(policy.id)
        .bind(name)
        .bind(folded(name))
        .bind(serde_json::to_string(terms)?)
        .bind(version)
        .run(tx)
        .await?;
    Ok(version)
}

/// Keeps the order in which policies are asked.
pub async fn put_in_order(tx: &mut Tx, order: &[ApprovalPolicyId]) -> Result<()> {
    for (place, id) in (1i64..).zip(order) {
        sql("UPDATE approval_policy SET place = $2 WHERE id = $1").bind(*id).bind(place).run(tx).await?;
    }
    Ok(())
}

/// Puts a policy away, or takes it out again.
pub async fn put_away(tx: &mut Tx, id: ApprovalPolicyId, is_away: bool) -> Result<()> {
    let since = is_away.then(|| tx.now());
    sql("UPDATE approval_policy SET archived_at = $2 WHERE id = $1").bind(id).bind(since).run(tx).await?;
    Ok(())
}

/// The one in use with this name; case and spacing do not tell names apart.
pub async fn named(tx: &mut Tx, name: &str) -> Result<Option<ApprovalPolicyId>> {
    sql("SELECT id FROM approval_policy WHERE folded = $1 AND archived_at IS NULL").bind(folded(name)).maybe(tx).await
}

/// The policy with this id, also one that is put away.
pub async fn find(tx: &mut Tx, id: ApprovalPolicyId) -> Result<Option<ApprovalPolicy>> {
    sql(format!("SELECT * FROM approval_policy WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// Every policy in use, in their order, then those that are put away.
pub async fn all(tx: &mut Tx) -> Result<Vec<ApprovalPolicy>> {
    sql("SELECT * FROM approval_policy ORDER BY archived_at IS NOT NULL, place, id").all(tx).await
}

/// The policies in use, in their order.
pub async fn in_use(tx: &mut Tx) -> Result<Vec<ApprovalPolicy>> {
    sql("SELECT * FROM approval_policy WHERE archived_at IS NULL ORDER BY place, id").all(tx).await
}
