//! One-time links by which a member who lost the password chooses a new one.

use jiff::Timestamp;
use model::{Actor, EventKind, MemberId};
use serde_json::json;

use crate::event::append;
use crate::member::Member;
use crate::session::token_hash;
use crate::sql::sql;
use crate::{Result, Tx};

/// A link to be made.
#[derive(Clone, Debug)]
pub struct NewReset<'a> {
    /// The secret part of the link; only its hash is kept.
    pub token: &'a str,
    /// Whose password it changes.
    pub member: MemberId,
    /// Who makes it: another member, or whoever has the server's command line.
    pub by: Actor,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// Makes a link. It replaces the member's former one.
pub async fn offer(tx: &mut Tx, new: NewReset<'_>) -> Result<()> {
    sql("INSERT INTO password_reset (token_hash, member_id, expires_at) VALUES ($1, $2, $3) \
         ON CONFLICT (member_id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at")
    .bind(token_hash(new.token))
    .bind(new.member)
    .bind(new.expires_at)
    .run(tx)
    .await?;
    append(tx, EventKind::MemberResetOffered, new.by, None, json!({ "member": new.member })).await?;
    Ok(())
}

/// Whose password a link changes; nobody's when it was used, replaced, is over, or its member is shut out.
pub async fn find(tx: &mut Tx, token: &str) -> Result<Option<Member>> {
    let now = tx.now();
    sql("SELECT member.* FROM password_reset JOIN member ON member.id = password_reset.member_id \
         WHERE password_reset.token_hash = $1 AND password_reset.expires_at > $2 AND member.disabled_at IS NULL")
    .bind(token_hash(token))
    .bind(now)
    .maybe(tx)
    .await
}

/// Has no link work any more; how many did.
pub async fn forget_all(tx: &mut Tx) -> Result<u64> {
    sql("DELETE FROM password_reset").run(tx).await
}

/// Uses a link up; `false` when somebody was quicker.
pub async fn take(tx: &mut Tx, token: &str) -> Result<bool> {
    Ok(sql("DELETE FROM password_reset WHERE token_hash = $1").bind(token_hash(token)).run(tx).await? == 1)
}
