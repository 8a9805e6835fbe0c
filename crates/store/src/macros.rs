//! Several acts under one name, which a member does in one stroke: what each macro says, and how often it was applied.

use jiff::Timestamp;
use model::{Actor, DeedId, EventKind, MacroId, MacroStep, MemberId, SavedReplyId};
use serde_json::json;

use crate::event::append;
use crate::label::folded;
use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::{Result, Tx};

/// What a macro is called and says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The name by which members find it.
    pub name: String,
    /// What it does, in order.
    pub steps: Vec<MacroStep>,
    /// What it puts into the answer of the conversation that is open.
    pub saved_reply: Option<SavedReplyId>,
}

/// A macro.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Macro {
    /// Our id.
    pub id: MacroId,
    /// What it is called and says.
    pub terms: Terms,
    /// Grows whenever that changes, from 1.
    pub version: i64,
    /// Who made it.
    pub made_by: MemberId,
    /// How often it was applied.
    pub use_count: i64,
    /// When it was applied last.
    pub used_at: Option<Timestamp>,
    /// Since when it is removed.
    pub removed_at: Option<Timestamp>,
}

impl FromRow for Macro {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            terms: Terms { name: row.get("name")?, steps: row.json("steps")?, saved_reply: row.get("saved_reply_id")? },
            version: row.get("version")?,
            made_by: row.get("made_by")?,
            use_count: row.get("use_count")?,
            used_at: row.get("used_at")?,
            removed_at: row.get("removed_at")?,
        })
    }
}

/// Makes a macro.
pub async fn create(tx: &mut Tx, by: MemberId, terms: &Terms) -> Result<MacroId> {
    let (id, now) = (tx.next_id::<MacroId>(), tx.now());
    sql(
        "INSERT INTO macro (id, name, folded, steps, saved_reply_id, version, made_at, made_by, changed_at, use_count) \
         VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $6, 0)",
    )
    .bind(id)
    .bind(&terms.name)
    .bind(folded(&terms.name))
    .bind(serde_json::to_string(&terms.steps)?)
    .bind(terms.saved_reply)
    .bind(now)
    .bind(by)
    .run(tx)
    .await?;
    append(tx, EventKind::MacroCreated, Actor::Member(by), None, json!({ "macro": id, "version": 1 })).await?;
    Ok(id)
}

/// Gives a macro another name and other steps: its next version.
pub async fn change(tx: &mut Tx, by: MemberId, found: &Macro, terms: &Terms) -> Result<()> {
    let (now, version) = (tx.now(), found.version + 1);
    sql("UPDATE macro SET name = $2, folded = $3, steps = $4, saved_reply_id = $5, version = $6, changed_at = $7 \
         WHERE id = $1")
    .bind(found.id)
    .bind(&terms.name)
    .bind(folded(&terms.name))
    .bind(serde_json::to_string(&terms.steps)?)
    .bind(terms.saved_reply)
    .bind(version)
    .bind(now)
    .run(tx)
    .await?;
    append(tx, EventKind::MacroChanged, Actor::Member(by), None, json!({ "macro": found.id, "version": version }))
        .await?;
    Ok(())
}

/// Removes a macro: it is offered to nobody, and its name is free. What was done by it stays, and can be undone.
pub async fn remove(tx: &mut Tx, by: MemberId, id: MacroId) -> Result<()> {
    let now = tx.now();
    sql("UPDATE macro SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL").bind(id).bind(now).run(tx).await?;
    append(tx, EventKind::MacroRemoved, Actor::Member(by), None, json!({ "macro": id })).await?;
    Ok(())
}

/// Remembers that a macro was applied, by a deed where it changed anything.
pub async fn used(tx: &mut Tx, by: MemberId, id: MacroId, deed: Option<DeedId>) -> Result<()> {
    let now = tx.now();
    sql("UPDATE macro SET use_count = use_count + 1, used_at = $2 WHERE id = $1").bind(id).bind(now).run(tx).await?;
    append(tx, EventKind::MacroApplied, Actor::Member(by), None, json!({ "macro": id, "deed": deed })).await?;
    Ok(())
}

/// The macro with this id, removed or not.
pub async fn find(tx: &mut Tx, id: MacroId) -> Result<Option<Macro>> {
    sql(format!("SELECT * FROM macro WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// The one in use with this name; case and spacing do not tell names apart.
pub async fn named(tx: &mut Tx, name: &str) -> Result<Option<MacroId>> {
    sql("SELECT id FROM macro WHERE folded = $1 AND removed_at IS NULL").bind(folded(name)).maybe(tx).await
}

/// Every macro that is not removed, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Macro>> {
    sql("SELECT * FROM macro WHERE removed_at IS NULL ORDER BY folded, id").all(tx).await
}
