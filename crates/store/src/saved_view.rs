//! Lists of the inbox that members keep under a name.

use jiff::{SignedDuration, Timestamp};
use model::{Actor, EventKind, InboxView, MemberId, SavedViewId};
use serde_json::json;

use crate::event::append;
use crate::row::{FromRow, Row};
use crate::sql::{insert, sql};
use crate::{Result, Tx};

/// How long what was removed can be brought back.
pub const BROUGHT_BACK_WITHIN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A list of the inbox under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedView {
    /// Our id.
    pub id: SavedViewId,
    /// Who made it.
    pub member: MemberId,
    /// Whether everybody has it; else its maker alone.
    pub is_shared: bool,
    /// The name that members read.
    pub name: String,
    /// The list in which it looks.
    pub cut: InboxView,
    /// What it looks for, as it was typed; empty for everything.
    pub query: String,
    /// Grows with every change, from 1.
    pub version: i64,
    /// Since when it is removed.
    pub removed_at: Option<Timestamp>,
}

impl FromRow for SavedView {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            member: row.get("member_id")?,
            is_shared: row.get("is_shared")?,
            name: row.get("name")?,
            cut: row.get("cut")?,
            query: row.get("query")?,
            version: row.get("version")?,
            removed_at: row.get("removed_at")?,
        })
    }
}

/// What a view is, or is to be.
#[derive(Clone, Copy, Debug)]
pub struct Described<'a> {
    /// The name that members read.
    pub name: &'a str,
    /// The list in which it looks.
    pub cut: InboxView,
    /// What it looks for.
    pub query: &'a str,
    /// Whether everybody has it.
    pub is_shared: bool,
}

/// Keeps a list under a name.
pub async fn save(tx: &mut Tx, by: MemberId, new: Described<'_>) -> Result<SavedViewId> {
    let id: SavedViewId = tx.next_id();
    sql("INSERT INTO saved_view (id, member_id, is_shared, name, cut, query, version) VALUES ($1, $2, $3, $4, $5, $6, 1)")
        .bind(id)
        .bind(by)
        .bind(new.is_shared)
        .bind(new.name)
        .bind(new.cut)
        .bind(new.query)
        .run(tx)
        .await?;
    let data = json!({ "view": id, "cut": new.cut, "is_shared": new.is_shared, "version": 1 });
    append(tx, EventKind::ViewSaved, Actor::Member(by), None, data).await?;
    Ok(id)
}

/// The view with this id, removed or not.
pub async fn find(tx: &mut Tx, id: SavedViewId) -> Result<Option<SavedView>> {
    sql(format!("SELECT * FROM saved_view WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// The views that a member has: their own and those that are shared, in the order that they gave them; the others
/// after those, in the order they were made.
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<SavedView>> {
    sql("SELECT saved_view.* FROM saved_view LEFT JOIN saved_view_place AS placed \
           ON placed.saved_view_id = saved_view.id AND placed.member_id = $1 \
         WHERE (saved_view.member_id = $1 OR saved_view.is_shared = 1) AND saved_view.removed_at IS NULL \
         ORDER BY placed.place IS NULL, placed.place, saved_view.id")
    .bind(member)
    .all(tx)
    .await
}

/// Makes a view what it is to be.
pub async fn change(tx: &mut Tx, by: MemberId, view: &SavedView, to: Described<'_>) -> Result<()> {
    let version = view.version + 1;
    sql("UPDATE saved_view SET name = $2, cut = $3, query = $4, is_shared = $5, version = $6 WHERE id = $1")
        .bind(view.id)
        .bind(to.name)
        .bind(to.cut)
        .bind(to.query)
        .bind(to.is_shared)
        .bind(version)
        .run(tx)
        .await?;
    let data = json!({ "view": view.id, "cut": to.cut, "is_shared": to.is_shared, "version": version });
    append(tx, EventKind::ViewChanged, Actor::Member(by), None, data).await?;
    Ok(())
}

/// Removes a view; for [`BROUGHT_BACK_WITHIN`] it can be brought back.
pub async fn remove(tx: &mut Tx, by: MemberId, id: SavedViewId) -> Result<()> {
    let now = tx.now();
    sql("UPDATE saved_view SET removed_at = $2 WHERE id = $1").bind(id).bind(now).run(tx).await?;
    append(tx, EventKind::ViewRemoved, Actor::Member(by), None, json!({ "view": id })).await?;
    Ok(())
}

/// Brings a removed view back.
pub async fn bring_back(tx: &mut Tx, by: MemberId, id: SavedViewId) -> Result<()> {
    sql("UPDATE saved_view SET removed_at = NULL WHERE id = $1").bind(id).run(tx).await?;
    append(tx, EventKind::ViewBroughtBack, Actor::Member(by), None, json!({ "view": id })).await?;
    Ok(())
}

/// Keeps the order in which a member has their views.
pub async fn put_in_order(tx: &mut Tx, member: MemberId, order: &[SavedViewId]) -> Result<()> {
    let rows = order.iter().enumerate().map(|(place, id)| vec![member.into(), (*id).into(), (place as i64).into()]);
    let head = "INSERT INTO saved_view_place (member_id, saved_view_id, place)";
    insert(tx, head, " ON CONFLICT (member_id, saved_view_id) DO UPDATE SET place = excluded.place", rows).await
}

/// Forgets views that were removed so long ago that nobody brings them back; how many there were.
pub async fn forget_removed(tx: &mut Tx) -> Result<u64> {
    let before = tx.now().saturating_sub(BROUGHT_BACK_WITHIN).unwrap_or(Timestamp::MIN);
    sql("DELETE FROM saved_view WHERE removed_at <= $1").bind(before).run(tx).await
}
