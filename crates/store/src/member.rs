//! Members of the organisation.

use jiff::Timestamp;
use model::{Actor, EventKind, MemberId, Role};
use serde_json::json;
use wording::Language;

use crate::event::append;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx, turn};

/// Somebody of the organisation who signs in.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Our id.
    pub id: MemberId,
    /// The address to sign in with, in lower case.
    pub email: String,
    /// The name that colleagues and the public read.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The password's argon2id hash in PHC form.
    pub password_hash: String,
    /// Since when they are shut out.
    pub disabled_at: Option<Timestamp>,
    /// In which language they read pages and mails; without it, as their browser asks.
    pub language: Option<Language>,
}

impl FromRow for Member {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            email: row.get("email")?,
            name: row.get("name")?,
            role: row.get("role")?,
            password_hash: row.get("password_hash")?,
            disabled_at: row.get("disabled_at")?,
            // A language that this version does not speak is as none.
            language: row.get::<Option<String>>("language")?.and_then(|tag| tag.parse().ok()),
        })
    }
}

/// A member to be made.
#[derive(Clone, Debug)]
pub struct NewMember<'a> {
    /// The address to sign in with.
    pub email: &'a str,
    /// The name to show.
    pub name: &'a str,
    /// What they may do.
    pub role: Role,
    /// The password's hash.
    pub password_hash: &'a str,
}

/// How an address is kept and looked up.
fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Makes a member; `None` when the address is taken.
pub async fn join(tx: &mut Tx, new: NewMember<'_>) -> Result<Option<MemberId>> {
    let (id, now) = (tx.next_id::<MemberId>(), tx.now());
    let changed = sql("INSERT INTO member (id, email, name, role, password_hash, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email) DO NOTHING")
    .bind(id)
    .bind(folded(new.email))
    .bind(new.name)
    .bind(new.role)
    .bind(new.password_hash)
    .bind(now)
    .run(tx)
    .await?;
    if changed == 0 {
        return Ok(None);
    }
    append(tx, EventKind::MemberJoined, Actor::Member(id), None, json!({ "member": id, "role": new.role })).await?;
    Ok(Some(id))
}

/// The member with this id.
pub async fn find(tx: &mut Tx, id: MemberId) -> Result<Option<Member>> {
    sql("SELECT * FROM member WHERE id = $1").bind(id).maybe(tx).await
}

/// The member with this address.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Member>> {
    sql("SELECT * FROM member WHERE email = $1").bind(folded(email)).maybe(tx).await
}

/// Every member, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Member>> {
    sql("SELECT * FROM member ORDER BY name, id").all(tx).await
}

/// How many owners can sign in. For a writer, nobody else changes that meanwhile who asks it too.
pub async fn owner_count(tx: &mut Tx) -> Result<i64> {
    turn::take(tx, "owners").await?;
    let count =
        sql("SELECT COUNT(*) AS n FROM member WHERE role = $1 AND disabled_at IS NULL").bind(Role::Owner).maybe(tx);
    Ok(count.await?.unwrap_or(0))
}

/// Changes what a member may do.
pub async fn set_role(tx: &mut Tx, actor: MemberId, member: &Member, role: Role) -> Result<()> {
    sql("UPDATE member SET role = $2 WHERE id = $1").bind(member.id).bind(role).run(tx).await?;
    take_back_resets(tx).await?;
    let data = json!({ "member": member.id, "before": member.role, "after": role });
    append(tx, EventKind::MemberRoleChanged, Actor::Member(actor), None, data).await?;
    Ok(())
}

/// Lets a member in again who was shut out.
pub async fn enable(tx: &mut Tx, actor: MemberId, id: MemberId) -> Result<()> {
    sql("UPDATE member SET disabled_at = NULL WHERE id = $1").bind(id).run(tx).await?;
    append(tx, EventKind::MemberEnabled, Actor::Member(actor), None, json!({ "member": id })).await?;
    Ok(())
}

/// Keeps in which language a member reads pages and mails.
pub async fn set_language(tx: &mut Tx, id: MemberId, language: Option<Language>) -> Result<()> {
    let tag = language.map(Language::tag);
    sql("UPDATE member SET language = $2 WHERE id = $1").bind(id).bind(tag).run(tx).await?;
    Ok(())
}

/// Changes a member's password and ends their sessions, so that whoever knew the old one is out.
pub async fn set_password(tx: &mut Tx, id: MemberId, password_hash: &str) -> Result<()> {
    sql("UPDATE member SET password_hash = $2 WHERE id = $1").bind(id).bind(password_hash).run(tx).await?;
    sql("DELETE FROM session WHERE member_id = $1").bind(id).run(tx).await?;
    sql("DELETE FROM password_reset WHERE member_id = $1").bind(id).run(tx).await?;
    append(tx, EventKind::MemberPasswordChanged, Actor::Member(id), None, json!({ "member": id })).await?;
    Ok(())
}

/// Ends every link for a new password: who made it is not kept, and may have lost the right to it.
async fn take_back_resets(tx: &mut Tx) -> Result<()> {
    sql("DELETE FROM password_reset").run(tx).await?;
    Ok(())
}

/// Shuts a member out, ends their sessions, and takes back the links that they made and nobody used.
pub async fn disable(tx: &mut Tx, actor: MemberId, id: MemberId) -> Result<()> {
    let now = tx.now();
    sql("UPDATE member SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL").bind(id).bind(now).run(tx).await?;
    sql("DELETE FROM session WHERE member_id = $1").bind(id).run(tx).await?;
    sql("DELETE FROM invitation WHERE invited_by = $1 AND used_at IS NULL").bind(id).run(tx).await?;
    take_back_resets(tx).await?;
    append(tx, EventKind::MemberDisabled, Actor::Member(actor), None, json!({ "member": id })).await?;
    Ok(())
}
