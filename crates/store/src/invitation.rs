//! One-time links by which people become members.

use jiff::Timestamp;
use model::{Actor, EventKind, MemberId, Role};
use serde_json::json;

use crate::event::append;
use crate::row::{FromRow, Row};
use crate::session::token_hash;
use crate::sql::sql;
use crate::{Result, Tx, turn};

/// An invitation that can still be taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitation {
    /// The role that it gives.
    pub role: Role,
    /// For whom it was made, if it was for somebody.
    pub email: Option<String>,
    /// Who invites; nobody for the first owner.
    pub by: Option<MemberId>,
    /// Until when it can be taken.
    pub expires_at: Timestamp,
}

impl FromRow for Invitation {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            role: row.get("role")?,
            email: row.get("email")?,
            by: row.get("invited_by")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// An invitation to be made.
#[derive(Clone, Debug)]
pub struct NewInvitation<'a> {
    /// The secret part of the link; only its hash is kept.
    pub token: &'a str,
    /// The role that it gives.
    pub role: Role,
    /// For whom.
    pub email: Option<&'a str>,
    /// Who invites; nobody for the first owner.
    pub by: Option<MemberId>,
    /// Until when it can be taken.
    pub expires_at: Timestamp,
}

/// Makes an invitation. It replaces the former one of the same person, or of the first owner, so that only the last
/// link works.
pub async fn invite(tx: &mut Tx, new: NewInvitation<'_>) -> Result<()> {
    turn::take(tx, "invitations").await?;
    if new.by.is_none() {
        sql("DELETE FROM invitation WHERE invited_by IS NULL AND used_at IS NULL").run(tx).await?;
    }
    sql("DELETE FROM invitation WHERE email = $1 AND used_at IS NULL").bind(new.email).run(tx).await?;
    let now = tx.now();
    sql("INSERT INTO invitation (token_hash, role, email, invited_by, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)")
    .bind(token_hash(new.token))
    .bind(new.role)
    .bind(new.email)
    .bind(new.by)
    .bind(now)
    .bind(new.expires_at)
    .run(tx)
    .await?;
    let actor = new.by.map_or(Actor::System, Actor::Member);
    append(tx, EventKind::MemberInvited, actor, None, json!({ "role": new.role })).await?;
    Ok(())
}

/// The invitation of a link, if it can still be taken.
pub async fn find(tx: &mut Tx, token: &str) -> Result<Option<Invitation>> {
    let now = tx.now();
    sql("SELECT * FROM invitation WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2")
        .bind(token_hash(token))
        .bind(now)
        .maybe(tx)
        .await
}

/// Takes an invitation; `false` when somebody was quicker or it is over.
pub async fn take(tx: &mut Tx, token: &str) -> Result<bool> {
    let now = tx.now();
    let changed =
        sql("UPDATE invitation SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2")
            .bind(token_hash(token))
            .bind(now)
            .run(tx)
            .await?;
    Ok(changed == 1)
}

/// Takes an invitation back; `false` when there is none that can still be taken.
pub async fn withdraw(tx: &mut Tx, actor: MemberId, email: &str) -> Result<bool> {
    turn::take(tx, "invitations").await?;
    let changed = sql("DELETE FROM invitation WHERE email = $1 AND invited_by IS NOT NULL AND used_at IS NULL")
        .bind(email)
        .run(tx)
        .await?;
    if changed > 0 {
        append(tx, EventKind::MemberInvitationWithdrawn, Actor::Member(actor), None, json!({})).await?;
    }
    Ok(changed > 0)
}

/// Takes every invitation back that nobody took; how many.
pub async fn withdraw_all(tx: &mut Tx) -> Result<u64> {
    turn::take(tx, "invitations").await?;
    let count = sql("DELETE FROM invitation WHERE used_at IS NULL").run(tx).await?;
    for _ in 0..count {
        append(tx, EventKind::MemberInvitationWithdrawn, Actor::System, None, json!({})).await?;
    }
    Ok(count)
}

/// The invitations of members that can still be taken, newest first.
pub async fn open(tx: &mut Tx) -> Result<Vec<Invitation>> {
    let now = tx.now();
    sql("SELECT * FROM invitation WHERE invited_by IS NOT NULL AND used_at IS NULL AND expires_at > $1 \
         ORDER BY created_at DESC, token_hash")
    .bind(now)
    .all(tx)
    .await
}
