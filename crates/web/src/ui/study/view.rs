//! The studies, the newest first.

use maud::{Markup, html};
use model::StudyState;
use store::study::Study;
use wording::{number, t};

use super::sample;
use crate::ui::components::{Empty, empty, press, rich, time};
use crate::ui::layout::{Frame, Page, Place};

/// `/studies`.
#[derive(Clone, Debug, Default)]
pub struct StudiesPage {
    /// The newest first; those put away last.
    pub rows: Vec<StudyRow>,
    /// Whether whoever looks keeps studies.
    pub may_keep: bool,
}

/// One in the list.
#[derive(Clone, Debug)]
pub struct StudyRow {
    /// The study.
    pub study: Study,
    /// Who codes it.
    pub coders: Vec<String>,
    /// Whether it waits for the codes of whoever looks.
    pub is_mine: bool,
    /// How much was learned from it.
    pub learned: usize,
}

/// Where a study stands, in words.
pub(crate) fn standing(state: StudyState) -> &'static str {
    match state {
        StudyState::Draft => t!("a draft"),
        StudyState::Drawing => t!("its sample is being drawn"),
        StudyState::Drawn => t!("its sample is drawn, nobody codes it yet"),
        StudyState::Coding => t!("two members code it"),
        StudyState::Deciding => t!("coded; some disagreements are to be decided"),
        StudyState::Agreed => t!("state": "agreed"),
        StudyState::Closed => t!("state": "closed"),
    }
}

/// The same as a sentence of its own.
pub(super) fn standing_sentence(state: StudyState) -> &'static str {
    match state {
        StudyState::Draft => t!("A draft."),
        StudyState::Drawing => t!("Its sample is being drawn."),
        StudyState::Drawn => t!("Its sample is drawn, nobody codes it yet."),
        StudyState::Coding => t!("Two members code it."),
        StudyState::Deciding => t!("Coded; some disagreements are to be decided."),
        StudyState::Agreed => t!("state": "Agreed."),
        StudyState::Closed => t!("state": "Closed."),
    }
}

impl Page for StudiesPage {
    fn title(&self) -> String {
        t!("Studies").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "study insight.noted"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head {
                div { h1.page-title { (t!("Studies")) }
                    p { (t!("A question about all that was heard, answered on a random sample by two members who do not see each other’s answers.")) }
                    p.t1 { a href="/insights" { (t!("What was learned")) } } }
                @if self.may_keep { a.btn.main href="/studies/new" { (t!("Begin one")) } }
            }
            @if self.rows.is_empty() {
                (empty(Empty {
                    title: t!("No study is begun yet"),
                    lines: vec![
                        t!("What do people say about lifts, and in which tone? Draw a few hundred mentions and have two colleagues read them.").into(),
                        t!("Studies are kept by managers and owners, and by members of a team for research.").into(),
                    ],
                    acts: if self.may_keep { vec![(t!("Begin the first"), "/studies/new")] } else { vec![] },
                }))
            } @else {
                ul.cards { @for row in &self.rows { (card(row, self.may_keep, frame)) } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let row = |state, coders: &[&str], is_mine, learned| StudyRow {
            study: sample::study(state),
            coders: coders.iter().map(|name| (*name).to_owned()).collect(),
            is_mine,
            learned,
        };
        let both = ["Mara Lind", "Jonas Okafor"];
        let mut away = row(StudyState::Closed, &both, false, 0);
        away.study.archived_at = Some(frame_moment());
        let rows = vec![
            row(StudyState::Draft, &[], false, 0),
            row(StudyState::Coding, &both, true, 0),
            row(StudyState::Agreed, &both, false, 2),
            away,
        ];
        vec![
            ("", Self { rows: rows.clone(), may_keep: true }),
            ("reader", Self { rows, may_keep: false }),
            ("empty", Self { may_keep: true, ..Self::default() }),
        ]
    }
}

fn frame_moment() -> jiff::Timestamp {
    crate::ui::layout::sample_at("2026-11-20T07:39:00Z")
}

fn card(row: &StudyRow, may_keep: bool, frame: &Frame) -> Markup {
    let StudyRow { study, coders, is_mine, learned } = row;
    let is_away = study.archived_at.is_some();
    let address = format!("/studies/{}", study.id);
    html! { li.card-row.put-away[is_away] data-key={ "study-" (study.id) } {
        div {
            h2 { a href=(address) dir="auto" { (study.terms.name) } @if is_away { span.t1.faint { " " (t!("put away")) } } }
            p.t1 dir="auto" { (study.terms.question) }
            p.t1.dim { (standing(study.state)) @if let Some(coders) = coders.iter().cloned().reduce(|one, other| t!("{one} and {other}", one, other)) { " · " (coders) }
                @if *learned > 0 { " · " (t!(*learned; "{count} insight", "{count} insights")) } " · " (rich!("begun {past}", past = time::past(study.created_at, frame))) }
        }
        div.figure {
            @if let Some(drawing) = study.drawing.as_ref().filter(|drawing| drawing.done_at.is_some()) {
                p { (rich!(
                    "{count} of {total}",
                    count = html! { b.num { (number(count(study.terms.size.min(drawing.met)))) } },
                    total = number(count(drawing.met)),
                )) }
            }
            @if *is_mine { a.btn href={ (address) "/code" } { (t!("Code it")) } }
            @if may_keep && is_away {
                (press(frame, &format!("{address}/archive"), &[("restore", "yes")], html! { button.link.quiet type="submit" { (t!("Use again")) } }))
            }
        }
    } }
}

/// A count of the database as pages write it.
pub(crate) fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}
