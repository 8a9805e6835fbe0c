//! Keys with which programs act as a member. Only the hash of a key is kept.

use jiff::Timestamp;
use model::{Actor, EventKind, MemberId, Scope, TokenId};
use serde_json::json;

use crate::event::append;
use crate::member::Member;
use crate::row::{FromRow, Row};
use crate::session::token_hash;
use crate::sql::sql;
use crate::{Result, Tx};

/// A token as its member sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Our id.
    pub id: TokenId,
    /// Whose it is.
    pub member: MemberId,
    /// What its member calls it.
    pub name: String,
    /// What it is good for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to some minutes.
    pub used_at: Option<Timestamp>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When its member took it back.
    pub revoked_at: Option<Timestamp>,
}

impl FromRow for Token {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("token_id")?,
            member: row.get("member_id")?,
            name: row.get("token_name")?,
            scopes: row.json("scopes")?,
            created_at: row.get("token_created_at")?,
            used_at: row.get("used_at")?,
            expires_at: row.get("expires_at")?,
            revoked_at: row.get("revoked_at")?,
        })
    }
}

const TOKEN: &str = "api_token.id AS token_id, api_token.member_id, api_token.name AS token_name, api_token.scopes, \
     api_token.created_at AS token_created_at, api_token.used_at, api_token.expires_at, api_token.revoked_at";

/// A token that is good now, with the member as whom it acts.
#[derive(Clone, Debug, PartialEq)]
pub struct Bearer {
    /// The token.
    pub token: Token,
    /// Its member.
    pub member: Member,
}

impl FromRow for Bearer {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { token: Token::from_row(row)?, member: Member::from_row(row)? })
    }
}

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken<'a> {
    /// The secret, which is not kept.
    pub secret: &'a str,
    /// Whose it is.
    pub member: MemberId,
    /// What its member calls it.
    pub name: &'a str,
    /// What it is good for.
    pub scopes: &'a [Scope],
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
}

/// Makes a token.
pub async fn create(tx: &mut Tx, new: NewToken<'_>) -> Result<TokenId> {
    let (id, now) = (tx.next_id::<TokenId>(), tx.now());
    sql("INSERT INTO api_token (id, token_hash, member_id, name, scopes, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(id)
    .bind(token_hash(new.secret))
    .bind(new.member)
    .bind(new.name)
    .bind(serde_json::to_string(new.scopes)?)
    .bind(now)
    .bind(new.expires_at)
    .run(tx)
    .await?;
    let data = json!({ "token": id, "scopes": new.scopes });
    append(tx, EventKind::TokenCreated, Actor::Member(new.member), None, data).await?;
    Ok(id)
}

/// Who acts with a secret: found by its hash, neither taken back nor over, of a member who is not shut out.
pub async fn find(tx: &mut Tx, secret: &str) -> Result<Option<Bearer>> {
    let now = tx.now();
    sql(format!(
        "SELECT {TOKEN}, member.* FROM api_token JOIN member ON member.id = api_token.member_id \
         WHERE api_token.token_hash = $1 AND api_token.revoked_at IS NULL AND member.disabled_at IS NULL \
         AND (api_token.expires_at IS NULL OR api_token.expires_at > $2)"
    ))
    .bind(token_hash(secret))
    .bind(now)
    .maybe(tx)
    .await
}

/// The tokens of a member, newest first.
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Token>> {
    sql(format!("SELECT {TOKEN} FROM api_token WHERE member_id = $1 ORDER BY id DESC")).bind(member).all(tx).await
}

/// How many tokens of a member are good now.
pub async fn count_living(tx: &mut Tx, member: MemberId) -> Result<i64> {
    let now = tx.now();
    let count = sql("SELECT COUNT(*) AS n FROM api_token WHERE member_id = $1 AND revoked_at IS NULL \
         AND (expires_at IS NULL OR expires_at > $2)")
    .bind(member)
    .bind(now)
    .maybe(tx)
    .await?;
    Ok(count.unwrap_or(0))
}

/// Notes that a token is in use.
pub async fn touch(tx: &mut Tx, id: TokenId) -> Result<()> {
    let now = tx.now();
    sql("UPDATE api_token SET used_at = $2 WHERE id = $1").bind(id).bind(now).run(tx).await?;
    Ok(())
}

/// Takes every token back that is good, with the answers kept for them; how many.
pub async fn revoke_all(tx: &mut Tx) -> Result<usize> {
    let now = tx.now();
    let revoked: Vec<TokenId> = sql("UPDATE api_token SET revoked_at = $1 WHERE revoked_at IS NULL \
         AND (expires_at IS NULL OR expires_at > $1) RETURNING id")
    .bind(now)
    .all(tx)
    .await?;
    sql("DELETE FROM answered").run(tx).await?;
    for id in &revoked {
        append(tx, EventKind::TokenRevoked, Actor::System, None, json!({ "token": id })).await?;
    }
    Ok(revoked.len())
}

/// Takes a token of a member back, with the answers kept for it; `false` when they have no such, or took it back
/// before.
pub async fn revoke(tx: &mut Tx, member: MemberId, id: TokenId) -> Result<bool> {
    let now = tx.now();
    let changed = sql("UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND member_id = $2 AND revoked_at IS NULL")
        .bind(id)
        .bind(member)
        .bind(now)
        .run(tx)
        .await?;
    if changed == 0 {
        return Ok(false);
    }
    sql("DELETE FROM answered WHERE token_id = $1").bind(id).run(tx).await?;
    append(tx, EventKind::TokenRevoked, Actor::Member(member), None, json!({ "token": id })).await?;
    Ok(true)
}
