//! Rules: the list, and one with its form, its trial and its history.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{Right, RuleId, RuleRunId};
use store::rule_run::RunTally;
use wording::t;

use super::form::{Choices, Filled, Findings, act_fields, fields, kept_acts, told_fields};
use super::trial_view::{self, TrialShown, trial};
use crate::ui::components::{Empty, csrf, empty, press, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};
use crate::ui::topic::view::QueryCheck;

/// `/rules`.
#[derive(Clone, Debug, Default)]
pub struct RulesPage {
    /// The rules, in the order in which they are asked.
    pub rules: Vec<RuleRow>,
}

/// One rule in the list.
#[derive(Clone, Debug)]
pub struct RuleRow {
    /// Which one.
    pub id: RuleId,
    /// Its name.
    pub name: String,
    /// What calls it, in words.
    pub called: String,
    /// Its condition; empty for none.
    pub query: String,
    /// What it does, in words.
    pub acts: Vec<String>,
    /// Whether nothing more is done after it.
    pub stops: bool,
    /// Whether it is switched on.
    pub is_on: bool,
    /// Whether its condition can be read.
    pub is_readable: bool,
    /// How often it acted in 30 days.
    pub acted: usize,
}

impl Page for RulesPage {
    fn title(&self) -> String {
        t!("Rules").into()
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn live(&self) -> &'static str {
        "rule"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::ManageRules);
        html! {
            p.crumbs { a href="/inbox" { (t!("Inbox")) } }
            header.page-head {
                div { h1.page-title { (t!("Rules")) } p { (t!("What is done by itself when something happens, asked from the top. Every act can be seen in its conversation, explained, and taken back.")) } }
                @if may { a.btn.main href="/rules/new" { (t!("Make a rule")) } }
            }
            @if self.rules.is_empty() {
                (empty(Empty {
                    title: t!("Nothing is done by itself yet"),
                    lines: vec![t!("A rule puts labels, sets priorities, gives conversations to somebody, and more. It is tried on the last 30 days before it is switched on.").into()],
                    acts: if may { vec![(t!("Make the first rule"), "/rules/new")] } else { vec![] },
                }))
            } @else {
                ol.cards.view-list { @for (at, rule) in self.rules.iter().enumerate() { li.card-row.put-away[!rule.is_on] data-key={ "rule-" (rule.id) } {
                    (row(rule, at, self.rules.len(), frame))
                } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let rule = |id: i64, name: &str, called: &str, query: &str, acts: &[&str]| RuleRow {
            id: RuleId(id),
            name: name.into(),
            called: called.into(),
            query: query.into(),
            acts: acts.iter().map(|act| (*act).to_owned()).collect(),
            stops: false,
            is_on: true,
            is_readable: true,
            acted: 63,
        };
        let rules = vec![
            RuleRow {
                stops: true,
                ..rule(
                    1,
                    "Press to Jonas",
                    "Somebody wrote",
                    "relation:press",
                    &["put “press” on it", "give it to Jonas Okafor"],
                )
            },
            rule(
                2,
                "Lifts first",
                "Somebody wrote",
                "(lift OR Aufzug OR Rampe) AND (\"Port Velle\" OR Moorkamp)",
                &["put “lifts” on it", "set its priority to high", "tell Jonas Okafor"],
            ),
            RuleRow {
                is_on: false,
                acted: 0,
                ..rule(3, "Answered and quiet", "Nothing was said for 72 hours", "status:waiting", &["call it done"])
            },
            RuleRow {
                is_readable: false,
                ..rule(4, "Old question", "Somebody wrote", "mood:angry", &["tell Ewa Brandt"])
            },
        ];
        vec![("", Self { rules }), ("empty", Self::default())]
    }
}

fn row(rule: &RuleRow, at: usize, total: usize, frame: &Frame) -> Markup {
    let moved = |by: &str, sign: &str, words: &str, is_possible: bool| {
        let button = html! { button.btn.quiet type="submit" disabled[!is_possible] {
            span aria-hidden="true" { (sign) } span.vh { (words) }
        } };
        press(frame, &format!("/rules/{}/move", rule.id), &[("by", by)], button)
    };
    html! {
        div {
            h2 { a href={ "/rules/" (rule.id) } { bdi { (rule.name) } } span.t1.faint { @if rule.is_on { " " (t!("rule": "on")) } @else { " " (t!("rule": "off")) } } }
            (said(&rule.called, &rule.query, &rule.acts, rule.stops))
            @if !rule.is_readable { p.wrong-why { (t!("Its condition cannot be read any more, so it never acts.")) } }
            p.faint.t1 { (t!(rule.acted; "acted {count} time in 30 days", "acted {count} times in 30 days")) }
        }
        @if frame.may(Right::ManageRules) { div.toolbar {
            (moved("-1", "↑", &t!("Ask earlier: “{name}”", name = rule.name), at > 0))
            (moved("1", "↓", &t!("Ask later: “{name}”", name = rule.name), at + 1 < total))
        } }
    }
}

/// `/rules/new` and `/rules/{id}`.
#[derive(Clone, Debug, Default)]
pub struct RulePage {
    /// Which rule; none for a new one.
    pub id: Option<RuleId>,
    /// What calls it, in words.
    pub called: String,
    /// What it does, in words.
    pub acts: Vec<String>,
    /// Whether it is switched on.
    pub is_on: bool,
    /// Whether its acts are such as the form cannot show, and stay.
    pub keeps_acts: bool,
    /// The form as it is filled in.
    pub filled: Filled,
    /// What can be chosen in it.
    pub choices: Choices,
    /// What is wrong with it.
    pub findings: Findings,
    /// What it did last, the newest first.
    pub runs: Vec<RunRow>,
    /// Its versions, the newest first.
    pub versions: Vec<VersionRow>,
    /// What it would do, when that was asked.
    pub trial: Option<TrialShown>,
}

/// A time that a rule acted.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// Which time.
    pub id: RuleRunId,
    /// When.
    pub at: Timestamp,
    /// In which version.
    pub version: i64,
    /// With whom the conversation is.
    pub with: String,
    /// How much was done.
    pub tally: RunTally,
}

/// A version of a rule.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// Which.
    pub version: i64,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: String,
    /// What calls it, in words.
    pub called: String,
    /// Its condition.
    pub query: String,
    /// What it does, in words.
    pub acts: Vec<String>,
    /// Whether nothing more is done after it.
    pub stops: bool,
}

/// What a rule says, in words: what calls it, its condition, and what it does.
fn said(called: &str, query: &str, acts: &[String], stops: bool) -> Markup {
    html! {
        p { @if query.is_empty() { (called) } @else { (t!("{called}, if", called)) } }
        @if !query.is_empty() { code.query-line { (query) } }
        @let acts = acts.join(", ");
        p { @if stops { (t!("then {acts}; then stop.", acts)) } @else { (t!("then {acts}.", acts)) } }
    }
}

/// How much was done, in words.
pub(super) fn outcome(tally: RunTally) -> String {
    let count = |number: i64| usize::try_from(number).unwrap_or_default();
    let mut parts = Vec::new();
    if tally.done > 0 {
        parts.push(t!(count(tally.done); "{count} act done", "{count} acts done"));
    }
    if tally.already > 0 {
        parts.push(t!(count(tally.already); "{count} so already", "{count} so already"));
    }
    if tally.refused > 0 {
        parts.push(t!(count(tally.refused); "{count} could not be done", "{count} could not be done"));
    }
    parts.join(", ")
}

impl Page for RulePage {
    fn title(&self) -> String {
        if self.id.is_some() { self.filled.name.clone() } else { t!("A new rule").into() }
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::ManageRules);
        let action = self.id.map_or_else(|| "/rules".to_owned(), |id| format!("/rules/{id}"));
        let then = if self.keeps_acts {
            kept_acts(&self.acts, &format!("{action}?anew=yes"))
        } else {
            html! { (act_fields(&self.filled, &self.choices, None)) (told_fields(&self.filled, &self.choices)) }
        };
        html! {
            p.crumbs { a href="/rules" { (t!("Rules")) } }
            header.page-head { div {
                h1.page-title { @if self.id.is_some() { bdi { (self.filled.name) } } @else { (t!("What shall be done by itself?")) } }
                @if self.id.is_some() { p { @if self.is_on { b { (t!("rule": "On.")) } " " (t!("It acts when something happens.")) } @else { b { (t!("rule": "Off.")) } " " (t!("It does nothing.")) } } }
            } @if let Some(id) = self.id.filter(|_| may) { (switch(id, self.is_on, frame)) } }
            @if let Some(shown) = &self.trial { (trial(shown, frame)) }
            @if may { form.stack.wide method="post" action=(action) {
                (csrf(frame))
                (fields(&self.filled, &self.findings, &then))
                div.toolbar {
                    button.btn.main type="submit" { @if self.id.is_some() { (t!("Keep the change")) } @else { (t!("Make it, switched off")) } }
                    a.btn.quiet href="/rules" { (t!("Leave it")) }
                }
            } } @else {
                (said(&self.called, &self.filled.query, &self.acts, !self.filled.stops.is_empty()))
                p.dim { (t!("Managers can change rules.")) }
            }
            @if self.id.is_some() { (self.history(frame)) }
            @if let Some(id) = self.id.filter(|_| may) { section.apart {
                h2 { (t!("Remove it")) }
                p.dim { (t!("It acts no more. What it did stays, and can still be explained.")) }
                (press(frame, &format!("/rules/{id}/remove"), &[], html! { button.btn type="submit" { (t!("Remove")) } }))
            } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let usual = sample();
        let new = Self { choices: usual.choices.clone(), ..Self::default() };
        let wrong = Self {
            filled: Filled { name: String::new(), query: "status:asleep".into(), version: None, ..Filled::default() },
            findings: Findings {
                name: Some("A rule needs a name of 1 to 60 characters.".into()),
                error: Some("A rule does at least one thing.".into()),
                check: crate::ui::topic::check::check("status:asleep", listening::FieldContext::View),
            },
            ..new.clone()
        };
        let tried = trial_view::samples().into_iter();
        let tried: Vec<_> =
            tried.map(|(name, shown)| (name, Self { is_on: false, trial: Some(shown), ..usual.clone() })).collect();
        let kept = Self {
            keeps_acts: true,
            acts: ["set its priority to high", "put “lifts” on it", "take “press” off"].map(str::to_owned).to_vec(),
            findings: Findings { error: Some(super::shown::UNSHOWN.into()), ..usual.findings.clone() },
            ..usual.clone()
        };
        [("", usual), ("new", new), ("wrong", wrong), ("kept", kept)].into_iter().chain(tried).collect()
    }
}

fn switch(id: RuleId, is_on: bool, frame: &Frame) -> Markup {
    let switch = format!("/rules/{id}/switch");
    html! { div.toolbar {
        (press(frame, &format!("/rules/{id}/try"), &[], html! { button.btn type="submit" { (t!("Try it on the last 30 days")) } }))
        @if is_on { (press(frame, &switch, &[("to", "off")], html! { button.btn type="submit" { (t!("Switch off")) } })) }
        @else { (press(frame, &switch, &[("to", "on")], html! { button.btn.dark type="submit" { (t!("Switch on")) } })) }
    } }
}

impl RulePage {
    fn history(&self, frame: &Frame) -> Markup {
        html! {
            section.apart {
                h2 { (t!("What it did")) }
                @if self.runs.is_empty() { p.dim { (t!("Nothing yet.")) } }
                @else { ul.plain { @for run in &self.runs { li data-key={ "run-" (run.id) } {
                    p { a href={ "/rule-runs/" (run.id) } { (rich!("With {name}", name = html! { bdi { (run.with) } })) } ": " (outcome(run.tally)) }
                    span.faint { (time::past(run.at, frame)) }
                } } } }
            }
            section.apart {
                h2 { (t!("Versions")) }
                ul.plain { @for one in &self.versions { li {
                    div { (said(&one.called, &one.query, &one.acts, one.stops)) }
                    p.figure { (t!("version {version}", version = one.version)) ", " br; (t!("by {name}", name = one.made_by)) ", " br; span.faint { (time::past(one.made_at, frame)) } }
                } } }
            }
        }
    }
}

fn sample() -> RulePage {
    let query = "(lift OR Aufzug OR Rampe) AND (\"Port Velle\" OR Moorkamp)";
    let acts = ["put “lifts” on it", "set its priority to high", "tell Jonas Okafor"].map(str::to_owned).to_vec();
    let run = |id: i64, at: &str, with: &str, (done, already): (i64, i64)| RunRow {
        id: RuleRunId(id),
        at: sample_at(at),
        version: 2,
        with: with.into(),
        tally: RunTally { done, already, refused: 0 },
    };
    let version = |version: i64, at: &str, acts: Vec<String>| VersionRow {
        version,
        made_at: sample_at(at),
        made_by: "Mara Lind".into(),
        called: "Somebody wrote".into(),
        query: query.into(),
        acts,
        stops: false,
    };
    RulePage {
        id: Some(RuleId(2)),
        called: "Somebody wrote".into(),
        acts: acts.clone(),
        is_on: true,
        keeps_acts: false,
        filled: Filled {
            name: "Lifts first".into(),
            called_by: "heard".into(),
            query: query.into(),
            label: vec!["lifts".into()],
            priority: "high".into(),
            notify: vec!["2".into()],
            version: Some(2),
            ..Filled::default()
        },
        choices: Choices::sample(),
        findings: Findings {
            check: QueryCheck::Sound { reading: String::new(), notes: vec![] },
            ..Findings::default()
        },
        runs: vec![
            run(9, "2026-11-24T07:51:00Z", "Renske Ophoven", (3, 0)),
            run(8, "2026-11-23T18:20:00Z", "Hanne T.", (1, 2)),
        ],
        versions: vec![
            version(2, "2026-11-20T09:00:00Z", acts.clone()),
            version(1, "2026-11-02T15:30:00Z", acts[..1].to_vec()),
        ],
        trial: None,
    }
}
