//! When members are not there.

use std::collections::HashSet;

use jiff::Timestamp;
use model::{LeaveId, MemberId};

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// What becomes of what a member has when their leave begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Handing {
    /// It stays with them until it is handed over.
    #[default]
    Stays,
    /// It goes back to its teams, or to nobody where it is of none.
    ToTeams,
    /// It goes to a colleague.
    To(MemberId),
}

/// A time in which a member is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// Our id.
    pub id: LeaveId,
    /// Who.
    pub member: MemberId,
    /// From when.
    pub from: Timestamp,
    /// Until when: then they are back.
    pub until: Timestamp,
    /// What becomes of what they have.
    pub handing: Handing,
    /// When that was handed over.
    pub handed_over_at: Option<Timestamp>,
}

impl Leave {
    /// Whether the member is away at a moment because of it.
    pub fn is_on(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }
}

impl FromRow for Leave {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            member: row.get("member_id")?,
            from: row.get("from_at")?,
            until: row.get("until_at")?,
            handing: match (row.get::<bool>("hands_over")?, row.get("successor_id")?) {
                (false, _) => Handing::Stays,
                (true, None) => Handing::ToTeams,
                (true, Some(to)) => Handing::To(to),
            },
            handed_over_at: row.get("handed_over_at")?,
        })
    }
}

/// Sets a leave.
pub async fn set(
    tx: &mut Tx,
    member: MemberId,
    (from, until): (Timestamp, Timestamp),
    handing: Handing,
) -> Result<LeaveId> {
    let id = tx.next_id::<LeaveId>();
    let successor = match handing {
        Handing::To(to) => Some(to),
        Handing::Stays | Handing::ToTeams => None,
    };
    sql("INSERT INTO leave (id, member_id, from_at, until_at, hands_over, successor_id) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(member)
        .bind(from)
        .bind(until)
        .bind(handing != Handing::Stays)
        .bind(successor)
        .run(tx)
        .await?;
    Ok(id)
}

/// The next leave that has begun, in which what the member has is still to be handed over.
pub async fn to_hand_over(tx: &mut Tx) -> Result<Option<Leave>> {
    let now = tx.now();
    sql(format!(
        "SELECT * FROM leave WHERE hands_over = 1 AND handed_over_at IS NULL AND ended_at IS NULL AND from_at <= $1 \
         AND until_at > $1 ORDER BY from_at, id LIMIT 1{}",
        tx.to_change()
    ))
    .bind(now)
    .maybe(tx)
    .await
}

/// Notes that what the member has was handed over, now.
pub async fn handed_over(tx: &mut Tx, id: LeaveId) -> Result<()> {
    let now = tx.now();
    sql("UPDATE leave SET handed_over_at = $2 WHERE id = $1").bind(id).bind(now).run(tx).await?;
    Ok(())
}

/// Ends a leave before its time, or calls it off.
pub async fn end(tx: &mut Tx, id: LeaveId) -> Result<()> {
    let now = tx.now();
    sql("UPDATE leave SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL").bind(id).bind(now).run(tx).await?;
    Ok(())
}

/// Leaves that are on or to come, of everybody or of one member, the next first.
pub async fn ahead(tx: &mut Tx, member: Option<MemberId>) -> Result<Vec<Leave>> {
    let now = tx.now();
    let of = if member.is_some() { " AND member_id = $2" } else { "" };
    let text = format!("SELECT * FROM leave WHERE until_at > $1 AND ended_at IS NULL{of} ORDER BY from_at, id");
    let query = sql(text).bind(now);
    match member {
        Some(member) => query.bind(member).all(tx).await,
        None => query.all(tx).await,
    }
}

/// Who is away now.
pub async fn away(tx: &mut Tx) -> Result<HashSet<MemberId>> {
    let now = tx.now();
    Ok(ahead(tx, None).await?.into_iter().filter(|leave| leave.is_on(now)).map(|leave| leave.member).collect())
}
