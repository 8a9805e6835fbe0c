//! What a member is told by rules, the newest first.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{ConversationId, NoticeId, ObligationId, RuleRunId};

use crate::ui::components::{Empty, empty, press, time};
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
    pub why: Why,
    /// The conversation.
    pub conversation: ConversationId,
    /// With whom it is.
    pub with: String,
    /// Its last words.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was not seen yet.
    pub is_new: bool,
}

/// Why something is told.
#[derive(Clone, Debug)]
pub enum Why {
    /// A rule says so, by its name.
    Rule(RuleRunId, String),
    /// The member is asked to see to it: what exactly.
    Asked(ObligationId, String),
}

impl Page for NoticesPage {
    fn title(&self) -> String {
        "For you".into()
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn live(&self) -> &'static str {
        "conversation mention obligation"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            p.crumbs { a href="/inbox" { "Inbox" } }
            header.page-head {
                div { h1.page-title { "For you" } p { "What rules tell you, and what you are asked to see to. Kept for 90 days." } }
                @if let Some(newest) = self.notices.iter().find(|one| one.is_new) {
                    (press(frame, "/notices/seen", &[("up_to", &newest.id.to_string())], html! { button.btn type="submit" { "All seen" } }))
                }
            }
            @if self.notices.is_empty() {
                (empty(Empty {
                    title: "Nobody told you anything",
                    lines: vec!["A rule can tell you of conversations that are for you.".into()],
                    acts: vec![("To the rules", "/rules")],
                }))
            } @else {
                ul.cards { @for one in &self.notices { li.card-row data-key={ "notice-" (one.id) } {
                    div {
                        h2 { a href={ "/inbox/" (one.conversation) "?view=all" } { bdi { (one.with) } } @if one.is_new { span.t1 { " new" } } }
                        p dir="auto" { (one.words) }
                    }
                    p.figure {
                        @match &one.why {
                            Why::Rule(run, name) => { a href={ "/rule-runs/" (run) } { "“" (name) "”" } },
                            Why::Asked(id, words) => { "You are asked: " a href={ "/inbox/" (one.conversation) "?view=all#owed-" (id) } dir="auto" { "“" (words) "”" } },
                        }
                        br; span.faint { (time::past(one.at, frame)) }
                    }
                } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let one = |id: i64, with: &str, words: &str, at: &str, is_new| NoticeRow {
            id: NoticeId(id),
            why: match id {
                2 => Why::Asked(ObligationId(id), "A ramp on platform 2 in Port Velle".into()),
                _ => Why::Rule(RuleRunId(id), "Lifts first".into()),
            },
            conversation: ConversationId(id),
            with: with.into(),
            words: words.into(),
            at: sample_at(at),
            is_new,
        };
        let notices = vec![
            one(2, "Renske Ophoven", "Rampe ab 16 Uhr. Gleis 2 hat aber drei Stufen!", "2026-11-24T07:51:00Z", true),
            one(1, "Hanne T.", "Der Aufzug in Moorkamp steht wieder.", "2026-11-20T18:02:00Z", false),
        ];
        vec![("", Self { notices }), ("empty", Self::default())]
    }
}
