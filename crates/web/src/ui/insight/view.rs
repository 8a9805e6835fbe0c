//! What was learned, the newest first, each with what shows it and what became of it.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{ConversationId, InsightState};
use store::insight::Insight;
use wording::{number, t};

use crate::ui::components::{Empty, csrf, empty, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/insights`.
#[derive(Clone, Debug, Default)]
pub struct InsightsPage {
    /// The newest first.
    pub rows: Vec<InsightRow>,
    /// Whether whoever looks keeps them.
    pub may_keep: bool,
}

/// Something that was learned.
#[derive(Clone, Debug)]
pub struct InsightRow {
    /// The insight.
    pub insight: Insight,
    /// The name of the study that it came from.
    pub study: String,
    /// What became of it, in order.
    pub steps: Vec<Step>,
    /// The mentions that show it.
    pub shown: Vec<Shown>,
}

/// A step that it took.
#[derive(Clone, Debug)]
pub struct Step {
    /// How far it came.
    pub state: InsightState,
    /// By whom.
    pub by: String,
    /// What they said about it.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// A mention that shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// In which conversation it stands.
    pub conversation: Option<ConversationId>,
    /// How it begins.
    pub text: String,
    /// Whether its words are gone.
    pub is_gone: bool,
}

/// How far something has come, in words.
pub(crate) fn word(state: InsightState) -> &'static str {
    match state {
        InsightState::Noted => t!("insight": "noted"),
        InsightState::Decided => t!("insight": "decided"),
        InsightState::Done => t!("insight": "done"),
        InsightState::ToldBack => t!("insight": "told back"),
    }
}

impl Page for InsightsPage {
    fn title(&self) -> String {
        t!("What was learned").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "insight"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let open = self.rows.iter().filter(|row| row.insight.state != InsightState::ToldBack).count();
        html! {
            header.page-head { div {
                p.t1 { a href="/studies" { (t!("← Studies")) } }
                h1.page-title { (t!("What was learned")) }
                p { (t!("From studies: noted, decided, done, and told back to those who said it.")) }
                @if !self.rows.is_empty() { p.t1 { (t!(
                    self.rows.len();
                    "{count} insight, {open} of them not told back yet.",
                    "{count} insights, {open} of them not told back yet.",
                    open = number(open),
                )) } }
            } }
            @if self.rows.is_empty() {
                (empty(Empty {
                    title: t!("Nothing is written down yet"),
                    lines: vec![t!("Once a study is coded, its page has room for what it teaches.").into()],
                    acts: vec![(t!("To the studies"), "/studies")],
                }))
            } @else { ul.cards { @for row in &self.rows { (insight_card(row, self.may_keep, frame)) } } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let rows = InsightRow::samples();
        vec![
            ("", Self { rows: rows.clone(), may_keep: true }),
            ("reader", Self { rows, may_keep: false }),
            ("empty", Self::default()),
        ]
    }
}

impl InsightRow {
    /// Examples in several states.
    pub(crate) fn samples() -> Vec<Self> {
        let at = sample_at("2026-11-23T07:39:00Z");
        let step = |state, note: &str| Step { state, by: "Mara Lind".into(), note: note.into(), at };
        let one = |id: i64, sentence: &str, steps: Vec<Step>| Self {
            insight: Insight {
                id: id.into(),
                study: 7.into(),
                sentence: sentence.into(),
                state: steps.last().map_or(InsightState::Noted, |step| step.state),
                version: 1,
                created_at: at,
                changed_at: at,
            },
            study: "Lifts, as people see them".into(),
            steps,
            shown: vec![
                Shown {
                    conversation: Some(1.into()),
                    text: "Third day without a lift at Port Velle.".into(),
                    is_gone: false,
                },
                Shown { conversation: Some(1.into()), text: String::new(), is_gone: true },
            ],
        };
        vec![
            one(
                2,
                "Who asks when a lift runs again is calm; who was told once and waits is angry.",
                vec![step(InsightState::Noted, "")],
            ),
            one(
                1,
                "People forgive a broken lift, and not a wrong date.",
                vec![
                    step(InsightState::Noted, ""),
                    step(InsightState::Decided, "No date is given before the part is here."),
                    step(InsightState::ToldBack, "Said so under the post of 20 November."),
                ],
            ),
        ]
    }
}

/// One of them.
pub(crate) fn insight_card(row: &InsightRow, may_step: bool, frame: &Frame) -> Markup {
    let InsightRow { insight, study, steps, shown } = row;
    let next: Vec<InsightState> = {
        let at = InsightState::ALL.iter().position(|state| *state == insight.state).unwrap_or_default();
        InsightState::ALL.iter().skip(at + 1).copied().collect()
    };
    html! { li.card-row data-key={ "insight-" (insight.id) } {
        div {
            h2 dir="auto" { (insight.sentence) }
            p.t1.dim { (rich!("source": "From {study}", study = html! { a href={ "/studies/" (insight.study) } { (study) } })) }
            ul.insight-steps { @for step in steps { li {
                (rich!("{state} by {by} {past}", state = html! { b { (word(step.state)) } }, by = step.by, past = time::past(step.at, frame)))
                @if !step.note.is_empty() { ": " span dir="auto" { (step.note) } }
            } } }
            @if !shown.is_empty() { details {
                summary { (t!(shown.len(); "{count} mention shows it", "{count} mentions show it")) }
                ul { @for one in shown { li { @if one.is_gone { span.dim { (t!("Its words are gone.")) } } @else {
                    span dir="auto" { (one.text) } @if let Some(id) = one.conversation { " " a href={ "/inbox/" (id) "?view=all" } { (t!("its conversation")) } }
                } } } }
            } }
            @if may_step && !next.is_empty() { form.insight-step method="post" action={ "/insights/" (insight.id) "/step" } {
                (csrf(frame))
                input type="hidden" name="version" value=(insight.version);
                div.field {
                    label for={ "state-" (insight.id) } { (t!("It is now")) }
                    select id={ "state-" (insight.id) } name="state" autocomplete="off" { @for state in &next { option value=(state.as_str()) { (word(*state)) } } }
                }
                div.field {
                    label for={ "step-note-" (insight.id) } { (t!("What was decided or done")) }
                    input id={ "step-note-" (insight.id) } type="text" name="note" required maxlength=(inbox::INSIGHT_NOTE_CHARS_MAX) autocomplete="off";
                }
                button.btn type="submit" { (t!("Keep it")) }
            } }
        }
    } }
}
