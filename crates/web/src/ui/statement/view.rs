//! The statements, those whose promised word is due first.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{MemberId, Right, StatementId, StatementKind, StatementState};
use store::statement::{Statement, StatementTerms, StatementUses};
use store::variant::Variant;
use wording::{number, t};

use super::words::{kind, next_word, state};
use crate::ui::components::words::start;
use crate::ui::components::{Empty, empty, languages, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// So much of its words a row shows.
const SHOWN_CHARS: usize = 160;

/// `/statements`.
#[derive(Clone, Debug, Default)]
pub struct StatementsPage {
    /// In the order in which they need somebody; those that are over last.
    pub rows: Vec<StatementRow>,
    /// How many there are of all.
    pub counts: StatementCounts,
    /// The place behind which there are more.
    pub more: Option<(i64, i64)>,
}

/// How many statements there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct StatementCounts {
    /// That stand.
    pub standing: usize,
    /// That are written or approved.
    pub on_the_way: usize,
    /// That promised a further word, and none came.
    pub due: usize,
}

impl StatementCounts {
    /// Of these.
    pub(super) fn of(all: &[Statement], now: Timestamp) -> Self {
        let of = |state| all.iter().filter(|one| one.state == state).count();
        Self {
            standing: of(StatementState::Published),
            on_the_way: of(StatementState::Drafted) + of(StatementState::Approved),
            due: all.iter().filter(|one| one.is_due(now)).count(),
        }
    }
}

/// One in the list.
#[derive(Clone, Debug)]
pub struct StatementRow {
    /// The statement.
    pub statement: Statement,
    /// Who sees to the next word.
    pub owner: String,
    /// On how many channels it stands.
    pub stands_on: usize,
    /// In how many answers it stood.
    pub uses: StatementUses,
}

impl StatementCounts {
    fn said(self) -> String {
        let mut words = t!(self.standing; "{count} statement stands", "{count} statements stand");
        match self.on_the_way {
            0 => {}
            count => words.push_str(&t!(count; ", {count} is on the way", ", {count} are on the way")),
        }
        match self.due {
            0 => words.push('.'),
            count => {
                words.push_str(". ");
                words.push_str(&t!(
                    count;
                    "One promised a further word, and none came.",
                    "{count} promised a further word, and none came.",
                ));
            }
        }
        words
    }
}

impl Page for StatementsPage {
    fn title(&self) -> String {
        t!("Statements").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "statement posting"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may_write = frame.may(Right::WorkInbox);
        html! {
            header.page-head {
                div { h1.page-title { (t!("Statements")) }
                    p { (rich!("What the house says of its own accord: written by one, approved by another, published on your channels. In the inbox {key} offers those that stand.", key = html! { kbd { ";" } })) }
                    @if !self.rows.is_empty() { p.t1 { (self.counts.said()) } } }
                @if may_write { a.btn.main href="/statements/new" { (t!("Write one")) } }
            }
            @if self.rows.is_empty() {
                (empty(Empty {
                    title: t!("No statement is written yet"),
                    lines: vec![
                        t!("When something happens that concerns many, they hear from you first: that you know, that you are looking, and when there is more.").into(),
                    ],
                    acts: if may_write { vec![(t!("Write the first"), "/statements/new")] } else { vec![] },
                }))
            } @else {
                ul.cards { @for row in &self.rows { (card(row, frame)) } }
                @if let Some((by, id)) = self.more { p { a.btn href={ "/statements?after=" (by) "." (id) } { (t!("More statements")) } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let row = |statement, stands_on, count| StatementRow {
            statement,
            owner: "Mara Lind".into(),
            stands_on,
            uses: StatementUses { count, last_at: (count > 0).then(|| sample_at("2026-11-24T07:39:00Z")) },
        };
        let late = Statement {
            terms: StatementTerms { next_word_at: Some(sample_at("2026-11-24T07:00:00Z")), ..sample(1).terms },
            ..sample(1)
        };
        let draft = Statement { state: StatementState::Drafted, published: None, approved: None, ..sample(3) };
        let over = Statement {
            state: StatementState::Superseded,
            ended: Some((MemberId(1), sample_at("2026-11-23T08:00:00Z"))),
            ..sample(4)
        };
        let rows = vec![row(late, 2, 41), row(sample(2), 1, 3), row(draft, 0, 0), row(over, 0, 12)];
        let counts = StatementCounts { standing: 2, on_the_way: 1, due: 1 };
        vec![("", Self { rows, counts, more: Some((4, -4)) }), ("empty", Self::default())]
    }
}

/// A statement of the Vellenbahn.
pub(super) fn sample(id: i64) -> Statement {
    let text = |language: &str, text: &str| Variant { language: language.into(), text: text.into() };
    let (title, kind) = match id {
        1 => ("Derailment at Hallgrund: first word", StatementKind::Holding),
        2 => ("Lift at Port Velle", StatementKind::Statement),
        3 => ("Derailment at Hallgrund", StatementKind::Statement),
        _ => ("Night trains in summer", StatementKind::Statement),
    };
    let by = |at: &str| Some((MemberId(1), sample_at(at)));
    Statement {
        id: StatementId(id),
        terms: StatementTerms {
            title: title.into(),
            kind,
            matter: Some("label:Hallgrund".into()),
            fuller_url: None,
            owner: MemberId(1),
            next_word_at: Some(sample_at("2026-11-24T09:00:00Z")),
            replaces: None,
            texts: vec![
                text(
                    "",
                    "At Hallgrund a train has left the rails. As far as we know nobody is hurt. We are looking, and there is more by ten.",
                ),
                text(
                    "de",
                    "Bei Hallgrund ist ein Zug entgleist. Nach allem, was wir wissen, ist niemand verletzt. Wir sehen nach und sagen um zehn mehr.",
                ),
            ],
        },
        state: StatementState::Published,
        version: 2,
        written_by: MemberId(2),
        approved: by("2026-11-24T06:28:00Z"),
        published: by("2026-11-24T06:30:00Z"),
        ended: None,
        tell_at: None,
        created_at: sample_at("2026-11-24T06:20:00Z"),
    }
}

fn card(row: &StatementRow, frame: &Frame) -> Markup {
    let StatementRow { statement: one, owner, stands_on, uses } = row;
    let words = one.terms.texts.first().map(|text| start(&text.text, SHOWN_CHARS)).unwrap_or_default();
    html! { li.card-row.put-away[one.state.is_over()] data-key={ "statement-" (one.id) } {
        div {
            h2 { a href={ "/statements/" (one.id) } dir="auto" { (one.terms.title) } }
            p.t1 { (kind(one.terms.kind)) ", " (state(one.state))
                @if *stands_on > 0 { " " (t!(*stands_on; "on {count} channel", "on {count} channels")) } }
            p.dim dir="auto" { (words) }
            p.t1.dim { (next_word(one, frame)) @if one.terms.next_word_at.is_some() && !one.state.is_over() { " · " (rich!("{owner} sees to it", owner)) } }
            p.t1.faint { (rich!("For {languages}", languages = languages(&one.terms.texts))) }
        }
        div.figure {
            @let count = usize::try_from(uses.count).unwrap_or_default();
            p { (rich!(count; "{answers} answer", "{answers} answers", answers = html! { b.num { (number(count)) } }))
                @if let Some(at) = uses.last_at { br; span.faint { (rich!("last {past}", past = time::past(at, frame))) } } }
        }
    } }
}
