//! Keeping lists of the inbox under a name, for oneself or for everybody.

use jiff::Timestamp;
use listening::{FieldContext, Query};
use model::{Right, SavedViewId};
use store::Tx;
use store::member::Member;
use store::saved_view::{self, BROUGHT_BACK_WITHIN, Described, SavedView};

use crate::acts::require;
use crate::{InboxError, Result};

/// The longest name of a view, in characters: it stands on a tab.
pub const VIEW_NAME_CHARS_MAX: usize = 40;
/// The most views that one member has: each is a tab, and counted.
pub const VIEWS_MAX: usize = 50;

const MISSING: InboxError = InboxError::Missing("this view");

/// The view with this id that a member has: one of their own, or one that is shared. One of somebody else is none.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn find_view(tx: &mut Tx, member: &Member, id: SavedViewId) -> Result<SavedView> {
    known(tx, member, id).await?.filter(|view| view.removed_at.is_none()).ok_or(MISSING)
}

async fn known(tx: &mut Tx, member: &Member, id: SavedViewId) -> Result<Option<SavedView>> {
    require(member, Right::ReadInbox)?;
    let found = saved_view::find(tx, id).await?;
    Ok(found.filter(|view| view.is_shared || view.member == member.id))
}

/// Whether a member may change and remove a view: its maker may, and whoever manages those of others.
pub fn may_change_view(member: &Member, view: &SavedView) -> bool {
    let is_maker = view.member == member.id && member.role.may(Right::ReadInbox);
    is_maker || (view.is_shared && member.role.may(Right::ManageViews))
}

/// Keeps a list under a name. Whoever works the inbox may share it.
///
/// # Errors
/// `Forbidden`; `ViewName`, `ViewNameTaken`, `Query`, `TooManyViews`.
pub async fn save_view(tx: &mut Tx, member: &Member, new: Described<'_>) -> Result<SavedViewId> {
    require(member, Right::ReadInbox)?;
    let (name, query) = checked(tx, member, None, new).await?;
    if saved_view::of_member(tx, member.id).await?.len() >= VIEWS_MAX {
        return Err(InboxError::TooManyViews);
    }
    Ok(saved_view::save(tx, member.id, Described { name: &name, query: &query, ..new }).await?)
}

/// Changes a view; `seen` is the version that was looked at. Whether anything is another now.
///
/// # Errors
/// As [`save_view`]; `Missing`; `ViewChanged` where somebody changed it since.
pub async fn change_view(
    tx: &mut Tx,
    member: &Member,
    id: SavedViewId,
    seen: Option<i64>,
    to: Described<'_>,
) -> Result<bool> {
    let view = find_view(tx, member, id).await?;
    let view = changeable(member, view)?;
    let (name, query) = checked(tx, member, Some(&view), to).await?;
    let is_same = (&view.name, &view.query, view.cut, view.is_shared) == (&name, &query, to.cut, to.is_shared);
    if is_same {
        return Ok(false);
    }
    if seen.is_some_and(|seen| seen != view.version) {
        return Err(InboxError::ViewChanged { version: view.version });
    }
    // Taken from everybody, it is its maker's: nobody may make it vanish for the others into hands that did not make it.
    if view.is_shared && !to.is_shared && view.member != member.id {
        return Err(InboxError::NotYours);
    }
    saved_view::change(tx, member.id, &view, Described { name: &name, query: &query, ..to }).await?;
    Ok(true)
}

/// Removes a view; it can be brought back for some weeks.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn remove_view(tx: &mut Tx, member: &Member, id: SavedViewId) -> Result<SavedView> {
    let view = find_view(tx, member, id).await?;
    let view = changeable(member, view)?;
    saved_view::remove(tx, member.id, id).await?;
    Ok(view)
}

/// Brings a removed view back; one that stands stays.
///
/// # Errors
/// `Forbidden`; `Missing`, also after [`BROUGHT_BACK_WITHIN`].
pub async fn bring_view_back(tx: &mut Tx, member: &Member, id: SavedViewId) -> Result<SavedView> {
    let view = known(tx, member, id).await?.ok_or(MISSING)?;
    let view = changeable(member, view)?;
    let Some(removed_at) = view.removed_at else { return Ok(view) };
    if tx.now() > removed_at.saturating_add(BROUGHT_BACK_WITHIN).unwrap_or(Timestamp::MAX) {
        return Err(MISSING);
    }
    saved_view::bring_back(tx, member.id, id).await?;
    Ok(SavedView { removed_at: None, ..view })
}

/// Puts a view so many places later in a member's own order; fewer than none is earlier.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn move_view(tx: &mut Tx, member: &Member, id: SavedViewId, by: isize) -> Result<()> {
    require(member, Right::ReadInbox)?;
    let mut order: Vec<SavedViewId> =
        saved_view::of_member(tx, member.id).await?.into_iter().map(|view| view.id).collect();
    let at = order.iter().position(|one| *one == id).ok_or(MISSING)?;
    let to = at.saturating_add_signed(by).min(order.len() - 1);
    let moved = order.remove(at);
    order.insert(to, moved);
    Ok(saved_view::put_in_order(tx, member.id, &order).await?)
}

fn changeable(member: &Member, view: SavedView) -> Result<SavedView> {
    if may_change_view(member, &view) { Ok(view) } else { Err(InboxError::Forbidden(Right::ManageViews)) }
}

/// Name and query as they are kept.
async fn checked(
    tx: &mut Tx,
    member: &Member,
    view: Option<&SavedView>,
    wanted: Described<'_>,
) -> Result<(String, String)> {
    if wanted.is_shared {
        require(member, Right::WorkInbox)?;
    }
    let name = wanted.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=VIEW_NAME_CHARS_MAX).contains(&name.chars().count()) {
        return Err(InboxError::ViewName);
    }
    let query = wanted.query.replace("\r\n", "\n").trim().to_owned();
    if !query.is_empty() {
        Query::parse(&query, FieldContext::View).map_err(InboxError::Query)?;
    }
    let is_taken = |other: &SavedView| {
        other.name.to_lowercase() == name.to_lowercase() && view.is_none_or(|view| view.id != other.id)
    };
    if saved_view::of_member(tx, member.id).await?.iter().any(is_taken) {
        return Err(InboxError::ViewNameTaken);
    }
    Ok((name, query))
}
