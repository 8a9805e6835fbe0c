//! Views under a name, as the list shows them: their tabs with counts, and what can be done with the one that is shown.

use maud::{Markup, html};
use model::{Right, SavedViewId};
use wording::t;

use super::address::of_saved;
use super::list::{List, encode};
use crate::ui::layout::Frame;
use crate::ui::topic::view::{QueryCheck, query_check};
use crate::view_counts::Count;

/// Keys open so many: one for each digit but 0.
const WITH_KEYS: usize = 9;

/// The view under a name that is shown.
#[derive(Clone, Debug)]
pub struct Saved {
    /// Which one.
    pub id: SavedViewId,
    /// Its name.
    pub name: String,
    /// The version of it that is shown.
    pub version: i64,
    /// Whether whoever looks may change it.
    pub may_change: bool,
    /// What is wrong with its query, where it cannot be read (any more).
    pub fault: Option<QueryCheck>,
}

impl Saved {
    /// A view of which only the address is known.
    pub(crate) fn unread(id: SavedViewId) -> Self {
        Self { id, name: String::new(), version: 0, may_change: false, fault: None }
    }
}

/// A view under a name among the tabs.
#[derive(Clone, Debug)]
pub struct SavedTab {
    /// Which one.
    pub id: SavedViewId,
    /// Its name.
    pub name: String,
    /// How many conversations it holds, where that is known.
    pub count: Option<Count>,
}

/// The tabs; `is_stale` asks for their counts anew.
pub(super) fn tabs(list: &List) -> Markup {
    html! { @if !list.saved_views.is_empty() {
        nav #saved-views.views.saved aria-label=(t!("Saved views")) {
            @for (at, tab) in list.saved_views.iter().enumerate() {
                a href=(of_saved(tab.id)) data-go=[(at < WITH_KEYS).then_some(at + 1)]
                    aria-current=[list.saved.as_ref().is_some_and(|saved| saved.id == tab.id).then_some("page")] {
                    (tab.name) " " (count(tab.id, tab.count))
                }
            }
            a.t1 href="/views" { (t!("Sort views")) }
        }
    } }
}

/// How many a view holds; empty until that is known.
pub(crate) fn count(id: SavedViewId, count: Option<Count>) -> Markup {
    html! { span.n id={ "view-count-" (id) } {
        @if let Some(count) = count { (count) }
    } }
}

/// What can be done with the list as a view.
pub(super) fn acts(list: &List, frame: &Frame) -> Markup {
    html! {
        @if let Some(saved) = &list.saved {
            @if saved.may_change { a href={ "/views/" (saved.id) } { (t!("Change this view")) } }
            @if !list.query.is_empty() { code.query-line { (list.query) } }
        } @else if !list.query.is_empty() && list.alike.is_none() && frame.may(Right::ReadInbox) {
            a href={ "/views/new?cut=" (list.view) "&query=" (encode(&list.query)) } { (t!("Keep as a view")) }
        }
    }
}

/// What a view whose query cannot be read shows in place of its rows.
pub(super) fn fault(list: &List, saved: &Saved, fault: &QueryCheck) -> Markup {
    html! { div.empty {
        h3 { (t!("This view cannot be read any more")) }
        p { (t!("The language of searches changed since it was kept. Nothing is lost: it is the question that has to be put anew.")) }
        (query_check(&list.query, fault))
        @if saved.may_change { p { a.btn href={ "/views/" (saved.id) } { (t!("Change this view")) } } }
        @else { p { (t!("Whoever made it, or a manager, can change it.")) } }
    } }
}
