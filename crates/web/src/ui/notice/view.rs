//! What a member is told, the newest first.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{ConversationId, FactId, NoticeId, NoticeKind, RuleRunId};
use store::notice::About;
use wording::t;

use crate::ui::components::{Empty, empty, press, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/notices`.
#[derive(Clone, Debug, Default)]
pub struct NoticesPage {
    /// What whoever looks was told.
    pub notices: Vec<NoticeRow>,
}

/// Something that a member was told.
#[derive(Clone, Debug)]
pub struct NoticeRow {
    /// Which.
    pub id: NoticeId,
    /// Why it is told.
    pub kind: NoticeKind,
    /// When a rule told it, the time that it acted, and its name.
    pub rule: Option<(RuleRunId, String)>,
    /// The conversation, the fact, or the statement.
    pub about: About,
    /// With whom it is, or what it claims.
    pub with: String,
    /// Its last words, or what shows it.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was not seen yet.
    pub is_new: bool,
}

fn address(about: About) -> String {
    match about {
        About::Conversation(id) => format!("/inbox/{id}?view=all"),
        About::Fact(id) => format!("/facts/{id}"),
        About::Statement(id) => format!("/statements/{id}"),
    }
}

fn why(one: &NoticeRow) -> Markup {
    match (&one.rule, one.kind) {
        (Some((run, name)), _) => html! { a href={ "/rule-runs/" (run) } { (rich!("“{name}”", name)) } },
        (None, NoticeKind::Rule) => html! { (t!("a rule")) },
        (None, kind) => html! { (wording::text("", kind.words())) },
    }
}

impl Page for NoticesPage {
    fn title(&self) -> String {
        t!("For you").into()
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn live(&self) -> &'static str {
        "conversation mention reply fact.due statement posting"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            p.crumbs { a href="/inbox" { (t!("Inbox")) } }
            header.page-head {
                div { h1.page-title { (t!("For you")) } p { a href="/me/notices" { (t!("How you are told of it")) } } p { (t!("What you are given, what rules tell you, what you are asked to see to or promised, what is late, which facts of yours are to be reviewed, which statements wait for you, and what became of your answers. Kept for 90 days.")) } }
                @if let Some(newest) = self.notices.iter().find(|one| one.is_new) {
                    (press(frame, "/notices/seen", &[("up_to", &newest.id.to_string())], html! { button.btn type="submit" { (t!("All seen")) } }))
                }
            }
            @if self.notices.is_empty() {
                (empty(Empty {
                    title: t!("Nobody told you anything"),
                    lines: vec![t!("A rule can tell you of conversations that are for you. You are told as well when an answer waits for your approval, and what became of yours.").into()],
                    acts: vec![(t!("To the rules"), "/rules")],
                }))
            } @else {
                ul.cards { @for one in &self.notices { li.card-row data-key={ "notice-" (one.id) } {
                    div {
                        h2 { a href=(address(one.about)) { bdi { (one.with) } } @if one.is_new { span.t1 { " " (t!("notice": "new")) } } }
                        p dir="auto" { (one.words) }
                    }
                    p.figure { (why(one)) br; span.faint { (time::past(one.at, frame)) } }
                } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let one = |id: i64, with: &str, words: &str, at: &str, is_new| NoticeRow {
            id: NoticeId(id),
            kind: NoticeKind::Rule,
            rule: Some((RuleRunId(id), "Lifts first".into())),
            about: About::Conversation(ConversationId(id)),
            with: with.into(),
            words: words.into(),
            at: sample_at(at),
            is_new,
        };
        let stopped = NoticeRow {
            kind: NoticeKind::ReplyStopped,
            rule: None,
            ..one(3, "Renske Ophoven", "Hat sich erledigt, der Bus war da.", "2026-11-24T07:52:00Z", true)
        };
        let due = NoticeRow {
            kind: NoticeKind::FactDue,
            rule: None,
            about: About::Fact(FactId(2)),
            ..one(
                4,
                "The lift at Port Velle is repaired by the end of November.",
                "Works department, 3 June",
                "2026-11-23T23:00:00Z",
                true,
            )
        };
        let notices = vec![
            due,
            stopped,
            one(2, "Renske Ophoven", "Rampe ab 16 Uhr. Gleis 2 hat aber drei Stufen!", "2026-11-24T07:51:00Z", true),
            one(1, "Hanne T.", "Der Aufzug in Moorkamp steht wieder.", "2026-11-20T18:02:00Z", false),
        ];
        vec![("", Self { notices }), ("empty", Self::default())]
    }
}
