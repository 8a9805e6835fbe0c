//! Views under a name: the list of them, and one with its query.

use maud::{Markup, html};
use model::{InboxView, Right, SavedViewId};

use crate::ui::components::{Empty, Field, Misread, csrf, empty, field, form_error, press};
use crate::ui::inbox::address::of_saved;
use crate::ui::inbox::list::title;
use crate::ui::layout::{Frame, Page, Place};
use crate::ui::topic::view::{QueryCheck, query_check};

/// `/views`.
#[derive(Clone, Debug, Default)]
pub struct ViewsPage {
    /// The views that whoever looks has, in their order.
    pub views: Vec<ViewRow>,
}

/// One view in the list.
#[derive(Clone, Debug)]
pub struct ViewRow {
    /// Which one.
    pub id: SavedViewId,
    /// Its name.
    pub name: String,
    /// The list in which it looks.
    pub cut: InboxView,
    /// Its query as written; empty for everything.
    pub query: String,
    /// Whether everybody has it.
    pub is_shared: bool,
    /// Who made it, when that was somebody else.
    pub maker: Option<String>,
    /// Whether whoever looks may change it.
    pub may_change: bool,
    /// Whether its query can be read.
    pub is_readable: bool,
}

impl Page for ViewsPage {
    fn title(&self) -> String {
        "Views".into()
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn live(&self) -> &'static str {
        "view"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            p.crumbs { a href="/inbox" { "Inbox" } }
            header.page-head {
                div { h1.page-title { "Views" } p { "Lists of the inbox under a name, in your order. “g” and a digit opens the first nine." } }
                a.btn.main href="/views/new" { "Make a view" }
            }
            @if self.views.is_empty() {
                (empty(Empty {
                    title: "No view is kept yet",
                    lines: vec!["Look for something in the inbox and keep it as a view, for yourself or for everybody.".into()],
                    acts: vec![("To the inbox", "/inbox")],
                }))
            } @else {
                ol.cards.view-list { @for (at, view) in self.views.iter().enumerate() { li data-key={ "view-" (view.id) } {
                    (row(view, at, self.views.len(), frame))
                } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let view = |id: i64, name: &str, cut, query: &str| ViewRow {
            id: SavedViewId(id),
            name: name.into(),
            cut,
            query: query.into(),
            is_shared: false,
            maker: None,
            may_change: true,
            is_readable: true,
        };
        let views = vec![
            ViewRow {
                is_shared: true,
                maker: Some("Jonas Okafor".into()),
                ..view(1, "Press, unanswered", InboxView::Waiting, "relation:press -assignee:me")
            },
            view(2, "Lifts in Port Velle", InboxView::All, "(lift OR Aufzug) AND (\"Port Velle\" OR Moorkamp)"),
            ViewRow { is_readable: false, ..view(3, "Old question", InboxView::Waiting, "mood:angry") },
            ViewRow {
                is_shared: true,
                may_change: false,
                maker: Some("Mara Lind".into()),
                ..view(4, "Sleeping since autumn", InboxView::Snoozed, "")
            },
        ];
        vec![("", Self { views }), ("empty", Self::default())]
    }
}

fn row(view: &ViewRow, at: usize, total: usize, frame: &Frame) -> Markup {
    let moved = |by: &str, sign: &str, words: &str, is_possible: bool| {
        let button = html! { button.btn.quiet type="submit" disabled[!is_possible] {
            span aria-hidden="true" { (sign) } span.vh { (words) " “" (view.name) "”" }
        } };
        press(frame, &format!("/views/{}/move", view.id), &[("by", by)], button)
    };
    html! {
        div {
            h2 { a href=(of_saved(view.id)) { bdi { (view.name) } }
                span.t1.faint { " " @if view.is_shared { "for everybody" } @else { "for you alone" }
                    @if let Some(maker) = &view.maker { ", made by " (maker) } } }
            p.mono.query-line { @if view.query.is_empty() { "everything" } @else { (view.query) }
                span.faint { " in “" (title(view.cut)) "”" } }
            @if !view.is_readable { p.wrong-why { "Its query cannot be read any more." } }
        }
        div.toolbar {
            (moved("-1", "↑", "Put earlier:", at > 0))
            (moved("1", "↓", "Put later:", at + 1 < total))
            @if view.may_change { a.btn href={ "/views/" (view.id) } { "Change" span.vh { " “" (view.name) "”" } } }
        }
    }
}

/// `/views/new` and `/views/{id}`.
#[derive(Clone, Debug, Default)]
pub struct ViewPage {
    /// Which view; none for a new one.
    pub id: Option<SavedViewId>,
    /// Its name.
    pub name: String,
    /// What is wrong with that.
    pub name_error: Option<String>,
    /// The list in which it looks.
    pub cut: InboxView,
    /// Its query.
    pub query: String,
    /// What the language says of the query.
    pub check: QueryCheck,
    /// Whether everybody has it.
    pub is_shared: bool,
    /// The version that is shown.
    pub version: Option<i64>,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    /// Whether whoever looks may only read it.
    pub is_locked: bool,
    /// Whether somebody else made it.
    pub is_of_another: bool,
}

impl Page for ViewPage {
    fn title(&self) -> String {
        if self.id.is_some() { self.name.clone() } else { "A new view".into() }
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let action = self.id.map_or_else(|| "/views".to_owned(), |id| format!("/views/{id}"));
        let back = self.id.map_or_else(|| "/inbox".to_owned(), of_saved);
        html! {
            p.crumbs { a href="/views" { "Views" } }
            header.page-head { div {
                h1.page-title { @if self.id.is_some() { bdi { (self.name) } } @else { "Keep a list under a name" } }
                @if self.is_of_another { p { "A colleague made this view, and everybody has it." } }
            } }
            @if self.is_locked {
                p.mono { @if self.query.is_empty() { "everything" } @else { (self.query) } " in “" (title(self.cut)) "”" }
                p.dim { "Whoever made it, or a manager, can change it." }
            } @else {
                form.stack.wide method="post" action=(action) {
                    (csrf(frame))
                    @if let Some(version) = self.version { input type="hidden" name="version" value=(version); }
                    (form_error(self.error.as_deref()))
                    (field(Field { name: "name", label: "Name", value: &self.name, hint: "As it stands on its tab: one or two words.", is_required: true, error: self.name_error.as_deref(), ..Field::default() }))
                    div.field {
                        label for="f-cut" { "Looks in" }
                        select #f-cut name="cut" { @for cut in InboxView::ALL {
                            option value=(cut) selected[*cut == self.cut] { (title(*cut)) }
                        } }
                    }
                    div.field.wrong[matches!(self.check, QueryCheck::Wrong { .. })] {
                        label for="f-query" { "For what" }
                        textarea #f-query.mono name="query" rows="3" spellcheck="false" autocapitalize="off" data-check="/views/check" aria-describedby="query-check query-hint" { "\n" (self.query) }
                        (query_check(&self.query, &self.check))
                        p #query-hint.hint { "Facts too: " code { "status:open" } ", " code { "assignee:me" } ", " code { "label:press" } ", " code { "needs_reply:yes" } ". Empty finds everything there." }
                    }
                    @if frame.may(Right::WorkInbox) { label.check {
                        input type="checkbox" name="shared" value="yes" checked[self.is_shared];
                        span { "Everybody has it" br; span.faint { "“me” then means whoever looks." } }
                    } }
                    div.toolbar {
                        button.btn.main type="submit" { @if self.id.is_some() { "Keep the change" } @else { "Keep it" } }
                        a.btn.quiet href=(back) { "Leave it" }
                    }
                }
                @if let Some(id) = self.id { section.apart {
                    h2 { "Remove it" }
                    p.dim { "The conversations stay as they are. It can be brought back." }
                    (press(frame, &format!("/views/{id}/remove"), &[], html! { button.btn type="submit" { "Remove" } }))
                } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let sound = Self {
            id: Some(SavedViewId(1)),
            name: "Press, unanswered".into(),
            query: "relation:press -assignee:me".into(),
            check: QueryCheck::Sound { reading: "what meets relation:press AND NOT assignee:me".into(), notes: vec![] },
            is_shared: true,
            version: Some(2),
            ..Self::default()
        };
        let wrong = Self {
            name: "Old question".into(),
            query: "mood:angry".into(),
            check: QueryCheck::Wrong(Misread {
                message: "There is no field “mood”.".into(),
                span: (0, 4),
                suggestion: Some("sentiment:negative".into()),
            }),
            ..sound.clone()
        };
        let locked = Self { is_locked: true, is_of_another: true, ..sound.clone() };
        let taken = Self {
            name: "press".into(),
            query: "lift".into(),
            name_error: Some("Another view has this name.".into()),
            ..Self::default()
        };
        vec![("", sound), ("wrong", wrong), ("locked", locked), ("new", taken)]
    }
}
