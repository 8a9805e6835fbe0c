//! Browsers in which members are told, also while no page is open. They live as long as the session in which they were made.

use jiff::Timestamp;
use model::{DeviceId, MemberId};

use crate::row::{FromRow, Row};
use crate::session::token_hash;
use crate::sql::sql;
use crate::{Result, Tx};

/// A browser that can be woken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Our id.
    pub id: DeviceId,
    /// Whose.
    pub member: MemberId,
    /// What its member knows it by.
    pub name: String,
    /// Where its push service is asked to wake it, in a box of the [`crate::Vault`], closed for [`Device::place`].
    pub endpoint: Vec<u8>,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was woken last.
    pub woken_at: Option<Timestamp>,
    /// Why it was not woken last.
    pub why: Option<String>,
    /// Whether it was made in the session that was asked with.
    pub is_this: bool,
}

impl Device {
    /// Where the endpoint of a device is kept, for the vault.
    pub fn place(id: DeviceId) -> String {
        format!("push_device {id} endpoint")
    }
}

impl FromRow for Device {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            member: row.get("member_id")?,
            name: row.get("name")?,
            endpoint: row.get("endpoint")?,
            created_at: row.get("created_at")?,
            woken_at: row.get("woken_at")?,
            why: row.get("why")?,
            is_this: row.get::<i64>("is_this")? == 1,
        })
    }
}

/// A device to be kept.
#[derive(Clone, Debug)]
pub struct NewDevice<'a> {
    /// Its id, given beforehand since the endpoint is closed for it.
    pub id: DeviceId,
    /// Whose.
    pub member: MemberId,
    /// The secret of the session in which it is made.
    pub token: &'a str,
    /// What its member knows it by.
    pub name: &'a str,
    /// The endpoint as it was told, by whose digest it is known again.
    pub told: &'a str,
    /// The endpoint, in its box.
    pub endpoint: Vec<u8>,
}

/// Keeps a device; one with the same endpoint is no more.
pub async fn keep(tx: &mut Tx, new: NewDevice<'_>) -> Result<()> {
    let now = tx.now();
    sql("DELETE FROM push_device WHERE endpoint_hash = $1").bind(token_hash(new.told)).run(tx).await?;
    sql("INSERT INTO push_device (id, session_hash, member_id, name, endpoint, endpoint_hash, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
    .bind(new.id)
    .bind(token_hash(new.token))
    .bind(new.member)
    .bind(new.name)
    .bind(new.endpoint)
    .bind(token_hash(new.told))
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

// Of sessions that live, and of members who are not shut out.
const DEVICE: &str = "SELECT device.id, device.member_id, device.name, device.endpoint, device.created_at, \
     device.woken_at, device.why, CAST(CASE WHEN device.session_hash = $2 THEN 1 ELSE 0 END AS BIGINT) AS is_this \
     FROM push_device AS device JOIN session ON session.token_hash = device.session_hash \
     JOIN member ON member.id = device.member_id \
     WHERE session.expires_at > $3 AND member.disabled_at IS NULL";

/// The devices of a member who is signed in there, the oldest first; `token` is the session that asks.
pub async fn of_member(tx: &mut Tx, member: MemberId, token: Option<&str>) -> Result<Vec<Device>> {
    let (hash, now) = (token.map(token_hash).unwrap_or_default(), tx.now());
    sql(format!("{DEVICE} AND device.member_id = $1 ORDER BY device.id"))
        .bind(member)
        .bind(hash)
        .bind(now)
        .all(tx)
        .await
}

/// The device with this id, whose member is signed in there.
pub async fn find(tx: &mut Tx, id: DeviceId) -> Result<Option<Device>> {
    let now = tx.now();
    sql(format!("{DEVICE} AND device.id = $1")).bind(id).bind(Vec::new()).bind(now).maybe(tx).await
}

/// Notes that a device was woken, or why not.
pub async fn woken(tx: &mut Tx, id: DeviceId, why: Option<&str>) -> Result<()> {
    let woken_at = why.is_none().then(|| tx.now());
    sql("UPDATE push_device SET woken_at = COALESCE($2, woken_at), why = $3 WHERE id = $1")
        .bind(id)
        .bind(woken_at)
        .bind(why)
        .run(tx)
        .await?;
    Ok(())
}

/// Removes a device; whether there was one.
pub async fn remove(tx: &mut Tx, id: DeviceId) -> Result<bool> {
    Ok(sql("DELETE FROM push_device WHERE id = $1").bind(id).run(tx).await? == 1)
}
