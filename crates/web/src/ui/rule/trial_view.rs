//! What a rule would have done.

use jiff::Timestamp;
use maud::{Markup, html};
use model::ConversationId;
use pipeline::rule_trial::{LISTED, Phase, Report};
use wording::{number, t};

use crate::failure::sentence;
use crate::ui::components::{press, rich, time};
use crate::ui::layout::{Frame, sample_at};

/// A trial, as its page shows it.
#[derive(Clone, Debug)]
pub struct TrialShown {
    /// By which number it is asked for.
    pub id: i64,
    /// Which version of the rule was tried.
    pub version: i64,
    /// What that does, in words.
    pub acts: Vec<String>,
    /// The first conversations that would be changed.
    pub rows: Vec<TrialRow>,
    /// What was found so far.
    pub report: Report,
}

/// A conversation that would be changed.
#[derive(Clone, Debug)]
pub struct TrialRow {
    /// Which.
    pub id: ConversationId,
    /// When the rule would have been called.
    pub at: Timestamp,
    /// With whom.
    pub name: String,
    /// Its last words.
    pub words: String,
    /// What would be changed.
    pub changes: Vec<String>,
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The part of the page that changes while the rule is tried.
pub fn trial(shown: &TrialShown, frame: &Frame) -> Markup {
    let Report { asked, met, changed, .. } = shown.report;
    let follow = (!shown.report.phase.is_over()).then(|| format!("/rule-trials/{}/progress", shown.id));
    html! { section #rule-trial.apart.back-test data-follow=[follow] {
        h2 { (t!("What it would do")) }
        (phase(shown, frame))
        @if shown.report.since.is_some() {
            p {
                @let times = html! { b.num { (t!(count(asked); "{count} time", "{count} times")) } };
                @let conversations = html! { b.num { (t!(count(met); "{count} conversation", "{count} conversations")) } };
                @let so_many = html! { b.num { (number(count(changed))) } };
                @if met > shown.report.changed {
                    (rich!(
                        "Asked {times}, it would act in {conversations} and change {changed}; the others are so already.",
                        times,
                        conversations,
                        changed = so_many,
                    ))
                } @else {
                    (rich!("Asked {times}, it would act in {conversations} and change {changed}.", times, conversations, changed = so_many))
                }
            }
            @if changed > 0 { ul.notes { @for (act, times) in shown.acts.iter().zip(&shown.report.of_acts) {
                li { p { (act) ": " b.num { (t!(count(*times); "{count} conversation", "{count} conversations")) } } }
            } } }
            p.dim { (t!("Conversations are asked as they stand now, not as they stood then. Nothing was changed.")) }
        }
        @if !shown.rows.is_empty() {
            h3 { @if count(changed) > LISTED { (t!("The first {count} of them", count = number(LISTED))) } @else { (t!("These")) } }
            ul.cards { @for row in &shown.rows { li.card-row data-key={ "would-" (row.id) } {
                div {
                    h4 { a href={ "/inbox/" (row.id) "?view=all" } { bdi { (row.name) } } " " span.t1.faint { (time::past(row.at, frame)) } }
                    p.said-line dir="auto" { (row.words) }
                }
                p.t1 { @for (at, change) in row.changes.iter().enumerate() { @if at > 0 { ", " } (change) } }
            } } }
        }
    } }
}

fn phase(shown: &TrialShown, frame: &Frame) -> Markup {
    let stop = || {
        let button = html! { button.btn type="submit" { (t!("Stop")) } };
        press(frame, &format!("/rule-trials/{}/stop", shown.id), &[], button)
    };
    let percent = shown.report.percent;
    html! { div.progress-line role="status" { @match &shown.report.phase {
        Phase::Waiting => { p { (t!("Another one is being tried. This one is next.")) } (stop()) },
        Phase::Running => {
            p { (t!("Looking through the last 30 days.")) }
            progress max="100" value=(percent) aria-label=(t!("How much was looked through")) { (percent) "%" }
            a.btn.quiet href={ "/rule-trials/" (shown.id) } { (t!("How far is it?")) }
            (stop())
        },
        Phase::Done => p { (rich!("The last 30 days were looked through, with version {version}.", version = shown.version)) },
        Phase::Stopped => p { (t!("Stopped. What was found until then stands here.")) },
        Phase::Failed(why) => p.wrong-why { (t!("It could not go on: {reason}", reason = sentence(why))) },
    } } }
}

/// Examples of it.
pub(super) fn samples() -> Vec<(&'static str, TrialShown)> {
    let row = |id: i64, at: &str, name: &str, words: &str| TrialRow {
        id: ConversationId(id),
        at: sample_at(at),
        name: name.into(),
        words: words.into(),
        changes: vec!["put “lifts” on it".into(), "set its priority to high".into()],
    };
    let report = Report {
        phase: Phase::Done,
        since: Some(sample_at("2026-10-25T07:52:00Z")),
        asked: 4_812,
        met: 63,
        changed: 61,
        of_acts: vec![58, 61, 61],
        listed: Vec::new(),
        percent: 100,
    };
    let acts = ["put “lifts” on it", "set its priority to high", "tell Jonas Okafor"].map(str::to_owned).to_vec();
    let rows = vec![
        row(2, "2026-11-24T07:51:00Z", "Renske Ophoven", "Rampe ab 16 Uhr. Gleis 2 hat aber drei Stufen!"),
        row(7, "2026-11-20T18:02:00Z", "Hanne T.", "Der Aufzug in Moorkamp steht wieder."),
    ];
    let done = TrialShown { id: 7, version: 2, acts, rows, report };
    let running = Report { phase: Phase::Running, percent: 40, ..done.report.clone() };
    vec![("tried", done.clone()), ("being-tried", TrialShown { report: running, rows: vec![], ..done })]
}
