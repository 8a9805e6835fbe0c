//! Policies under names, in the order in which they are asked: how soon whom is answered, and which answers a second person
//! looks at. They differ in what they say alone.

use jiff::Timestamp;
use model::{ApprovalPolicyId, ApprovalTerms, SlaPolicyId, SlaTerms};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::label::folded;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// What names the policies of one kind.
pub trait PolicyId: Send + Copy + From<i64> + Into<i64> {
    /// What such a policy says.
    type Terms: Serialize + DeserializeOwned + PartialEq + Send + Sync;
    /// Where they are kept.
    const TABLE: &'static str;
}

impl PolicyId for SlaPolicyId {
    type Terms = SlaTerms;
    const TABLE: &'static str = "sla_policy";
}

impl PolicyId for ApprovalPolicyId {
    type Terms = ApprovalTerms;
    const TABLE: &'static str = "approval_policy";
}

/// How soon whom is answered.
pub type SlaPolicy = Policy<SlaPolicyId>;
/// Which answers a second person looks at before they go out.
pub type ApprovalPolicy = Policy<ApprovalPolicyId>;

/// A policy in its present version.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy<I: PolicyId> {
    /// Our id.
    pub id: I,
    /// The name that members read.
    pub name: String,
    /// What it says.
    pub terms: I::Terms,
    /// Grows with every change of the terms, from 1.
    pub version: i64,
    /// Since when it says nothing any more.
    pub archived_at: Option<Timestamp>,
}

impl<I: PolicyId> FromRow for Policy<I> {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get::<i64>("id")?.into(),
            name: row.get("name")?,
            terms: row.json("terms")?,
            version: row.get("version")?,
            archived_at: row.get("archived_at")?,
        })
    }
}

/// Makes a policy, the last in their order.
pub async fn create<I: PolicyId>(tx: &mut Tx, name: &str, terms: &I::Terms) -> Result<I> {
    let (id, now) = (tx.next_id::<I>(), tx.now());
    let text = format!(
        "INSERT INTO {table} (id, name, folded, place, terms, version, created_at) \
         SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT), COALESCE(MAX(place), 0) + 1, CAST($4 AS TEXT), 1, \
         CAST($5 AS BIGINT) FROM {table}",
        table = I::TABLE
    );
    let terms = serde_json::to_string(terms)?;
    sql(text).bind(id.into()).bind(name).bind(folded(name)).bind(terms).bind(now).run(tx).await?;
    Ok(id)
}

/// Gives a policy another name and other terms; its version then.
pub async fn change<I: PolicyId>(tx: &mut Tx, policy: &Policy<I>, name: &str, terms: &I::Terms) -> Result<i64> {
    let version = if *terms == policy.terms { policy.version } else { policy.version + 1 };
    sql(format!("UPDATE {} SET name = $2, folded = $3, terms = $4, version = $5 WHERE id = $1", I::TABLE))
        .bind(policy.id.into())
        .bind(name)
        .bind(folded(name))
        .bind(serde_json::to_string(terms)?)
        .bind(version)
        .run(tx)
        .await?;
    Ok(version)
}

/// Keeps the order in which policies are asked.
pub async fn put_in_order<I: PolicyId>(tx: &mut Tx, order: &[I]) -> Result<()> {
    for (place, id) in (1i64..).zip(order) {
        let text = format!("UPDATE {} SET place = $2 WHERE id = $1", I::TABLE);
        sql(text).bind((*id).into()).bind(place).run(tx).await?;
    }
    Ok(())
}

/// Puts a policy away, or takes it out again.
pub async fn put_away<I: PolicyId>(tx: &mut Tx, id: I, is_away: bool) -> Result<()> {
    let since = is_away.then(|| tx.now());
    let text = format!("UPDATE {} SET archived_at = $2 WHERE id = $1", I::TABLE);
    sql(text).bind(id.into()).bind(since).run(tx).await?;
    Ok(())
}

/// The one in use with this name; case and spacing do not tell names apart.
pub async fn named<I: PolicyId>(tx: &mut Tx, name: &str) -> Result<Option<I>> {
    let text = format!("SELECT id AS n FROM {} WHERE folded = $1 AND archived_at IS NULL", I::TABLE);
    Ok(sql(text).bind(folded(name)).maybe::<i64>(tx).await?.map(I::from))
}

/// The policy with this id, also one that is put away.
pub async fn find<I: PolicyId>(tx: &mut Tx, id: I) -> Result<Option<Policy<I>>> {
    sql(format!("SELECT * FROM {} WHERE id = $1{}", I::TABLE, tx.to_change())).bind(id.into()).maybe(tx).await
}

/// Every policy in use, in their order, then those that are put away.
pub async fn all<I: PolicyId>(tx: &mut Tx) -> Result<Vec<Policy<I>>> {
    sql(format!("SELECT * FROM {} ORDER BY archived_at IS NOT NULL, place, id", I::TABLE)).all(tx).await
}

/// The policies in use, in their order.
pub async fn in_use<I: PolicyId>(tx: &mut Tx) -> Result<Vec<Policy<I>>> {
    sql(format!("SELECT * FROM {} WHERE archived_at IS NULL ORDER BY place, id", I::TABLE)).all(tx).await
}
