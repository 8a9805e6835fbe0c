//! The facts, those that need somebody first.

use jiff::civil::{Date, date};
use maud::{Markup, html};
use model::{FactId, MemberId};
use store::fact::{Fact, FactTerms, FactUses, Source};
use store::variant::Variant;
use wording::{number, t};

use crate::ui::components::{Empty, empty, icon, languages, press, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/facts`.
#[derive(Clone, Debug, Default)]
pub struct FactsPage {
    /// In the order in which they need somebody; those put away last.
    pub rows: Vec<FactRow>,
    /// Whether whoever looks keeps facts.
    pub may_keep: bool,
}

/// One in the list.
#[derive(Clone, Debug)]
pub struct FactRow {
    /// The fact.
    pub fact: Fact,
    /// Who stands for it, or did.
    pub owner: String,
    /// Whether nobody does.
    pub is_ownerless: bool,
    /// In how many answers it stood.
    pub uses: FactUses,
}

impl FactsPage {
    /// How many there are, and how many need somebody.
    fn counted(&self, frame: &Frame) -> String {
        let in_use: Vec<&FactRow> = self.rows.iter().filter(|row| row.fact.archived_at.is_none()).collect();
        let ownerless = in_use.iter().filter(|row| row.is_ownerless).count();
        let due = in_use.iter().filter(|row| row.fact.is_due(frame.today())).count();
        match (ownerless, due) {
            (0, 0) => t!(
                in_use.len();
                "{count} fact in use, each with somebody who stands for it, all reviewed in time.",
                "{count} facts in use, each with somebody who stands for it, all reviewed in time."
            ),
            (0, due) => t!(
                in_use.len();
                "{count} fact in use, {due} to be reviewed.",
                "{count} facts in use, {due} to be reviewed.",
                due = number(due)
            ),
            (ownerless, due) => t!(
                in_use.len();
                "{count} fact in use, {ownerless} for which nobody stands, {due} to be reviewed.",
                "{count} facts in use, {ownerless} for which nobody stands, {due} to be reviewed.",
                ownerless = number(ownerless),
                due = number(due)
            ),
        }
    }
}

impl Page for FactsPage {
    fn title(&self) -> String {
        t!("Facts").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "fact member"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head {
                div { h1.page-title { (t!("Facts")) }
                    p { (rich!("What we say is true, with its source and whoever stands for it. In the inbox {key} offers their lines.", key = html! { kbd { ";" } })) }
                    @if !self.rows.is_empty() { p.t1 { (self.counted(frame)) } } }
                @if self.may_keep { a.btn.main href="/facts/new" { (t!("Write one")) } }
            }
            @if self.rows.is_empty() {
                (empty(Empty {
                    title: t!("No fact is written yet"),
                    lines: vec![
                        t!("What is asked again and again is answered with the same true sentence, whoever answers.").into(),
                        t!("Facts are written by managers and owners, and by members of a team for communication.").into(),
                    ],
                    acts: if self.may_keep { vec![(t!("Write the first"), "/facts/new")] } else { vec![] },
                }))
            } @else {
                ul.cards { @for row in &self.rows { (card(row, self.may_keep, frame)) } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let uses = |count, outdated| FactUses { count, outdated, last_at: Some(sample_at("2026-11-24T07:39:00Z")) };
        let row = |fact, owner: &str, uses| FactRow { fact, owner: owner.into(), is_ownerless: false, uses };
        let mut away = sample(4, "The summer timetable runs until 3 October.", date(2026, 10, 3));
        away.archived_at = Some(sample_at("2026-10-04T07:39:00Z"));
        let dogs = sample(3, "Dogs up to the size of a cat travel free of charge.", date(2027, 6, 1));
        let rows = vec![
            FactRow { is_ownerless: true, ..row(dogs, "Jonas Okafor", FactUses::default()) },
            row(
                sample(2, "The lift at Port Velle is repaired by the end of November.", date(2026, 11, 3)),
                "Mara Lind",
                uses(41, 3),
            ),
            row(
                sample(1, "Every station has a step-free way to platform 1.", date(2027, 3, 1)),
                "Mara Lind",
                uses(112, 0),
            ),
            row(away, "Ewa Brandt", uses(8, 8)),
        ];
        vec![
            ("", Self { rows: rows.clone(), may_keep: true }),
            ("reader", Self { rows, may_keep: false }),
            ("empty", Self { may_keep: true, ..Self::default() }),
        ]
    }
}

/// A fact of the Vellenbahn.
pub(super) fn sample(id: i64, claim: &str, review_on: Date) -> Fact {
    let line = |language: &str, text: &str| Variant { language: language.into(), text: text.into() };
    let lines = match id {
        1 => vec![
            line("", "Hello {{first_name}}, every station has a step-free way to platform 1."),
            line("de", "Hallo {{first_name}}, an jedem Bahnhof führt ein Weg ohne Stufen zu Gleis 1."),
        ],
        _ => Vec::new(),
    };
    let url = (id != 3).then(|| "https://vellenbahn.example/stations/access".to_owned());
    Fact {
        id: FactId(id),
        terms: FactTerms {
            claim: claim.into(),
            source: Source { title: "Access report 2026, page 4".into(), url },
            owner: MemberId(1),
            review_on,
            lines,
        },
        version: 3,
        stands_since: 2,
        tell_at: None,
        archived_at: None,
    }
}

/// When a fact is reviewed, or since when it should have been.
pub(super) fn review(fact: &Fact, frame: &Frame) -> Markup {
    let on = fact.terms.review_on;
    html! {
        @if fact.is_due(frame.today()) { span.fact-warning { (icon::line("warn")) (rich!("to be reviewed since {date}", date = time::date(on, frame))) } }
        @else { (rich!("next review {date}", date = time::date(on, frame))) }
    }
}

/// Who stands for a fact.
pub(super) fn stands(owner: &str, is_ownerless: bool) -> Markup {
    html! {
        @if is_ownerless { span.fact-warning { (icon::line("warn")) (t!("nobody stands for it")) } @if !owner.is_empty() { " " (t!("({owner} did)", owner)) } }
        @else { (t!("{owner} stands for it", owner)) }
    }
}

/// What shows a fact.
pub(super) fn shown(source: &Source) -> Markup {
    html! {
        @if let Some(url) = &source.url { a href=(url) rel="noopener noreferrer" { (source.title) } } @else { (source.title) }
    }
}

fn card(row: &FactRow, may_keep: bool, frame: &Frame) -> Markup {
    let FactRow { fact, owner, is_ownerless, uses } = row;
    let is_away = fact.archived_at.is_some();
    let address = format!("/facts/{}", fact.id);
    let count = |number: i64| usize::try_from(number).unwrap_or_default();
    html! { li.card-row.put-away[is_away] data-key={ "fact-" (fact.id) } {
        div {
            h2 { a href=(address) dir="auto" { (fact.terms.claim) } @if is_away { span.t1.faint { " " (t!("put away")) } } }
            p.t1 { (shown(&fact.terms.source)) }
            @if !is_away { p.t1.dim { (stands(owner, *is_ownerless)) " · " (review(fact, frame)) } }
            @if !fact.terms.lines.is_empty() { p.t1.faint { (t!("Lines for {languages}", languages = languages(&fact.terms.lines))) } }
        }
        div.figure {
            p { (rich!(count(uses.count); "{answers} answer", "{answers} answers", answers = html! { b.num { (number(count(uses.count))) } }))
                @if let Some(at) = uses.last_at { br; span.faint { (rich!("last {past}", past = time::past(at, frame))) } }
                @if uses.outdated > 0 { br; span.fact-outdated { a href={ (address) "#answers" } { (t!(count(uses.outdated); "{count} no longer holds", "{count} no longer hold")) } } }
            }
            @if may_keep && is_away {
                (press(frame, &format!("{address}/archive"), &[("restore", "yes")], html! { button.link.quiet type="submit" { (t!("Use again")) } }))
            }
        }
    } }
}
