//! Why a rule did something.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{ConversationId, Right, RuleId, RuleRunId};
use store::rule_run::RunTally;
use wording::t;

use super::view::outcome;
use crate::ui::components::{press, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/rule-runs/{id}`.
#[derive(Clone, Debug)]
pub struct RunPage {
    /// Which time the rule acted.
    pub id: RuleRunId,
    /// The rule.
    pub rule: RuleId,
    /// Its name.
    pub rule_name: String,
    /// Whether it was removed since.
    pub is_removed: bool,
    /// In which version it acted.
    pub version: i64,
    /// Whether that is still its version.
    pub is_present: bool,
    /// What called it, in words.
    pub called: String,
    /// When that happened; none for silence.
    pub called_at: Option<Timestamp>,
    /// Whose act it began with, where another rule called it.
    pub begun_by: Option<String>,
    /// The condition that was met; empty for none.
    pub query: String,
    /// What it was to do, in words.
    pub acts: Vec<String>,
    /// When it acted.
    pub at: Timestamp,
    /// In which conversation.
    pub conversation: ConversationId,
    /// With whom.
    pub with: String,
    /// How much was done.
    pub tally: RunTally,
    /// What was changed, and whether it was taken back.
    pub done: Vec<Done>,
    /// Who was told.
    pub told: Vec<String>,
    /// Whether something of it can be taken back.
    pub may_undo: bool,
}

/// Something that a rule changed.
#[derive(Clone, Debug)]
pub struct Done {
    /// What, as a sentence without its full stop.
    pub words: String,
    /// Whether it was taken back.
    pub is_undone: bool,
    /// Whether taking it back left it, since somebody had changed it.
    pub is_left: bool,
}

impl Page for RunPage {
    fn title(&self) -> String {
        t!("Why: {rule_name}", rule_name = self.rule_name)
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            p.crumbs { a href={ "/inbox/" (self.conversation) "?view=all" } { (rich!("The conversation with {name}", name = html! { bdi { (self.with) } })) } }
            header.page-head { div {
                h1.page-title { (t!("Why did this happen?")) }
                p {
                    (rich!(
                        "The rule {rule} did it {past}, in its version {version}.",
                        rule = html! { a href={ "/rules/" (self.rule) } { (rich!("“{name}”", name = html! { bdi { (self.rule_name) } })) } },
                        past = time::past(self.at, frame),
                        version = self.version,
                    ))
                    @if self.is_removed { " " (t!("It was removed since.")) } @else if !self.is_present { " " (t!("It says something else by now.")) }
                }
            } }
            dl.facts-list {
                dt { (t!("When")) } dd { (self.called) @if let Some(at) = self.called_at { ", " (time::past(at, frame)) }
                    @if let Some(by) = &self.begun_by { ". " (t!("Another rule did that; it began with {by}", by)) } }
                dt { (t!("If")) } dd { @if self.query.is_empty() { (t!("always")) } @else { code.query-line { (self.query) } } }
                dt { (t!("Then")) } dd { @for (at, act) in self.acts.iter().enumerate() { @if at > 0 { ", " } (act) } }
                dt { (t!("Outcome")) } dd { (outcome(self.tally)) }
            }
            section.apart {
                h2 { (t!("What it changed")) }
                @if self.done.is_empty() && self.told.is_empty() { p.dim { (t!("Nothing that can still be taken back; the conversation has its own record.")) } }
                ul.notes {
                    @for done in &self.done { li { p { (done.words)
                        @if done.is_undone { " " b { (t!("(taken back)")) } }
                        @if done.is_left { " " b { (t!("(left as somebody else changed it)")) } }
                    } } }
                    @for name in &self.told { li { p { (t!("{name} was told", name)) } } }
                }
                @if self.may_undo && frame.may(Right::WorkInbox) {
                    (press(frame, &format!("/rule-runs/{}/undo", self.id), &[], html! { button.btn type="submit" data-undo { (t!("Take it back")) } }))
                }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let done = |words: &str| Done { words: words.into(), is_undone: false, is_left: false };
        let usual = Self {
            id: RuleRunId(9),
            rule: RuleId(2),
            rule_name: "Lifts first".into(),
            is_removed: false,
            version: 2,
            is_present: true,
            called: "Somebody wrote".into(),
            called_at: Some(sample_at("2026-11-24T07:50:58Z")),
            begun_by: None,
            query: "(lift OR Aufzug OR Rampe) AND (\"Port Velle\" OR Moorkamp)".into(),
            acts: ["put “lifts” on it", "set its priority to high", "tell Jonas Okafor"].map(str::to_owned).to_vec(),
            at: sample_at("2026-11-24T07:51:00Z"),
            conversation: ConversationId(2),
            with: "Renske Ophoven".into(),
            tally: RunTally { done: 3, already: 0, refused: 0 },
            done: vec![done("“lifts” is on it"), done("The priority is high now")],
            told: vec!["Jonas Okafor".into()],
            may_undo: true,
        };
        let undone = Self {
            is_present: false,
            begun_by: Some("Ewa Brandt".into()),
            done: vec![
                Done { is_undone: true, ..done("“lifts” is on it") },
                Done { is_left: true, ..done("The priority is high now") },
            ],
            may_undo: false,
            ..usual.clone()
        };
        vec![("", usual), ("undone", undone)]
    }
}
