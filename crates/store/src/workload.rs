//! What a member can take: how many conversations at once, and which.

use std::collections::HashMap;

use model::{MemberId, Skills};

use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx};

/// What a member can take; anything and any number where nothing is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workload {
    /// How many conversations that are our turn; any number when absent.
    pub capacity: Option<i64>,
    /// Which.
    pub skills: Skills,
}

struct WorkloadOf(MemberId, Workload);

impl FromRow for WorkloadOf {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let workload = Workload { capacity: row.get("capacity")?, skills: row.json("skills")? };
        Ok(Self(row.get("member_id")?, workload))
    }
}

/// Keeps what a member can take.
pub async fn keep(tx: &mut Tx, member: MemberId, workload: &Workload) -> Result<()> {
    sql("INSERT INTO workload (member_id, capacity, skills) VALUES ($1, $2, $3) \
         ON CONFLICT (member_id) DO UPDATE SET capacity = excluded.capacity, skills = excluded.skills")
    .bind(member)
    .bind(workload.capacity)
    .bind(serde_json::to_string(&workload.skills)?)
    .run(tx)
    .await?;
    Ok(())
}

/// What these members can take, as far as it is kept.
pub async fn of(tx: &mut Tx, members: &[MemberId]) -> Result<HashMap<MemberId, Workload>> {
    let mut found = HashMap::new();
    for piece in pieces(members) {
        let text = format!("SELECT * FROM workload WHERE member_id IN ({})", places(1, piece.len()));
        let rows = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<WorkloadOf>(tx).await?;
        found.extend(rows.into_iter().map(|WorkloadOf(member, workload)| (member, workload)));
    }
    Ok(found)
}

struct Load(MemberId, i64);

impl FromRow for Load {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("assignee_id")?, row.get("n")?))
    }
}

/// How many conversations that are our turn these members have; those who have none are left out.
pub async fn loads(tx: &mut Tx, members: &[MemberId]) -> Result<HashMap<MemberId, i64>> {
    let mut found = HashMap::new();
    for piece in pieces(members) {
        let text = format!(
            "SELECT assignee_id, COUNT(*) AS n FROM conversation WHERE assignee_id IN ({}) \
             AND status IN ('new', 'open') AND merged_into IS NULL AND is_spam = 0 GROUP BY assignee_id",
            places(1, piece.len())
        );
        let rows = piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Load>(tx).await?;
        found.extend(rows.into_iter().map(|Load(member, load)| (member, load)));
    }
    Ok(found)
}
