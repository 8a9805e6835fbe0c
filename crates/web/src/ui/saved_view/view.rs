//! Views under a name: the list of them, and one with its query.

use maud::{Markup, html};
use model::{InboxView, Right, SavedViewId};
use wording::t;

use crate::ui::components::{Empty, Field, Misread, csrf, empty, field, form_error, press, rich};
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
        t!("Views").into()
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn live(&self) -> &'static str {
        "view"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            p.crumbs { a href="/inbox" { (t!("Inbox")) } }
            header.page-head {
                div { h1.page-title { (t!("Views")) } p { (t!("Lists of the inbox under a name, in your order. “g” and a digit opens the first nine.")) } }
                a.btn.main href="/views/new" { (t!("Make a view")) }
            }
            @if self.views.is_empty() {
                (empty(Empty {
                    title: t!("No view is kept yet"),
                    lines: vec![t!("Look for something in the inbox and keep it as a view, for yourself or for everybody.").into()],
                    acts: vec![(t!("To the inbox"), "/inbox")],
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
            span aria-hidden="true" { (sign) } span.vh { (words) }
        } };
        press(frame, &format!("/views/{}/move", view.id), &[("by", by)], button)
    };
    html! {
        div {
            h2 { a href=(of_saved(view.id)) { bdi { (view.name) } }
                span.t1.faint { " " @if view.is_shared { (t!("for everybody")) } @else { (t!("for you alone")) }
                    @if let Some(maker) = &view.maker { (t!(", made by {name}", name = maker)) } } }
            p.mono.query-line { @if view.query.is_empty() { (t!("everything")) } @else { (view.query) }
                span.faint { " " (t!("in “{list}”", list = title(view.cut))) } }
            @if !view.is_readable { p.wrong-why { (t!("Its query cannot be read any more.")) } }
        }
        div.toolbar {
            (moved("-1", "↑", &t!("Put earlier: “{name}”", name = view.name), at > 0))
            (moved("1", "↓", &t!("Put later: “{name}”", name = view.name), at + 1 < total))
            @if view.may_change { a.btn href={ "/views/" (view.id) } { (t!("Change")) span.vh { " " (rich!("“{name}”", name = view.name)) } } }
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
        if self.id.is_some() { self.name.clone() } else { t!("A new view").into() }
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
            p.crumbs { a href="/views" { (t!("Views")) } }
            header.page-head { div {
                h1.page-title { @if self.id.is_some() { bdi { (self.name) } } @else { (t!("Keep a list under a name")) } }
                @if self.is_of_another { p { (t!("A colleague made this view, and everybody has it.")) } }
            } }
            @if self.is_locked {
                p.mono { @if self.query.is_empty() { (t!("everything")) } @else { (self.query) } " " (t!("in “{list}”", list = title(self.cut))) }
                p.dim { (t!("Whoever made it, or a manager, can change it.")) }
            } @else {
                form.stack.wide method="post" action=(action) {
                    (csrf(frame))
                    @if let Some(version) = self.version { input type="hidden" name="version" value=(version); }
                    (form_error(self.error.as_deref()))
                    (field(Field { name: "name", label: t!("Name"), value: &self.name, hint: t!("As it stands on its tab: one or two words."), is_required: true, error: self.name_error.as_deref(), ..Field::default() }))
                    div.field {
                        label for="f-cut" { (t!("Looks in")) }
                        select #f-cut name="cut" { @for cut in InboxView::ALL {
                            option value=(cut) selected[*cut == self.cut] { (title(*cut)) }
                        } }
                    }
                    div.field.wrong[matches!(self.check, QueryCheck::Wrong { .. })] {
                        label for="f-query" { (t!("For what")) }
                        textarea #f-query.mono name="query" rows="3" spellcheck="false" autocapitalize="off" data-check="/views/check" aria-describedby="query-check query-hint" { "\n" (self.query) }
                        (query_check(&self.query, &self.check))
                        p #query-hint.hint { (rich!(
                            "Facts too: {status}, {assignee}, {label}, {needs_reply}. Empty finds everything there.",
                            status = html! { code { "status:open" } },
                            assignee = html! { code { "assignee:me" } },
                            label = html! { code { "label:press" } },
                            needs_reply = html! { code { "needs_reply:yes" } },
                        )) }
                    }
                    @if frame.may(Right::WorkInbox) { label.check {
                        input type="checkbox" name="shared" value="yes" checked[self.is_shared];
                        span { (t!("Everybody has it")) br; span.faint { (t!("“me” then means whoever looks.")) } }
                    } }
                    div.toolbar {
                        button.btn.main type="submit" { @if self.id.is_some() { (t!("Keep the change")) } @else { (t!("Keep it")) } }
                        a.btn.quiet href=(back) { (t!("Leave it")) }
                    }
                }
                @if let Some(id) = self.id { section.apart {
                    h2 { (t!("Remove it")) }
                    p.dim { (t!("The conversations stay as they are. It can be brought back.")) }
                    (press(frame, &format!("/views/{id}/remove"), &[], html! { button.btn type="submit" { (t!("Remove")) } }))
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
