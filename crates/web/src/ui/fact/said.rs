//! The facts and statements with which an answer is being written: a line for each under its words.

use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use model::{ConversationId, Correcting, FactId, FactUse, MemberId, Said, StatementId, StatementState};
use store::fact::{self, Fact};
use store::statement::{self, Statement};
use store::{StoreError, Tx, draft};
use wording::t;

use crate::app::App;
use crate::ui::components::{icon, rich, time};
use crate::ui::correction::line as correction;
use crate::ui::enquiry::asking::{self, Asking};
use crate::ui::layout::Frame;

/// A fact or a statement that an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidLine {
    /// Which; a fact in which version.
    pub used: Said,
    /// What a fact claims by now, or what a statement is called among ourselves.
    pub claim: String,
    /// Whether it may be said as it is.
    pub standing: SaidStanding,
}

/// Whether it may be said as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaidStanding {
    /// It was looked at in time.
    Good,
    /// It is to be looked at, since this day.
    Due(Date),
    /// It promised a further word by this moment, and none came.
    NextWordDue(Timestamp),
    /// It was changed or put away, or another took its place, since it was put into the answer.
    Outdated,
}

impl SaidLine {
    pub(crate) fn of(fact: &Fact, used: FactUse, today: Date) -> Self {
        let standing = match (fact.holds(used.version), fact.is_due(today)) {
            (false, _) => SaidStanding::Outdated,
            (true, true) => SaidStanding::Due(fact.terms.review_on),
            (true, false) => SaidStanding::Good,
        };
        Self { used: Said::Fact(used), claim: fact.terms.claim.clone(), standing }
    }

    pub(crate) fn of_statement(one: &Statement, now: Timestamp) -> Self {
        let standing = match (one.state, one.terms.next_word_at) {
            (StatementState::Published, Some(at)) if at <= now => SaidStanding::NextWordDue(at),
            (StatementState::Published, _) => SaidStanding::Good,
            _ => SaidStanding::Outdated,
        };
        Self { used: Said::Statement(one.id), claim: one.terms.title.clone(), standing }
    }
}

/// What an answer is made with; what is there no more is left out.
pub(crate) async fn of(tx: &mut Tx, used: &[Said], today: Date) -> Result<Vec<SaidLine>, StoreError> {
    let mut said: Vec<SaidLine> = Vec::new();
    for one in used {
        if said.iter().any(|other| other.used.is_of(*one)) {
            continue;
        }
        match one {
            Said::Fact(used) => {
                said.extend(fact::find(tx, used.fact).await?.map(|fact| SaidLine::of(&fact, *used, today)))
            }
            Said::Statement(id) => {
                let now = tx.now();
                said.extend(statement::find(tx, *id).await?.map(|found| SaidLine::of_statement(&found, now)))
            }
        }
    }
    Ok(said)
}

/// What the answer which a member has begun in a conversation is made with.
pub(crate) async fn of_draft(
    tx: &mut Tx,
    app: &App,
    (conversation, member): (ConversationId, MemberId),
) -> Result<Vec<SaidLine>, StoreError> {
    let used = draft::said(tx, conversation, member).await?;
    let today = tx.now().to_zoned(app.settings().zone.clone()).date();
    of(tx, &used, today).await
}

/// What a form names, a fact as `fact:version`, a statement as `statement:id`.
pub(crate) fn read(fields: &[String]) -> Vec<Said> {
    fields.iter().filter_map(|text| text.parse().ok()).collect()
}

/// Their lines, and what is asked besides. What is written holds them: they stay while it is there.
pub(crate) fn list(said: &[SaidLine], asks: Option<&Asking>, corrects: Option<&Correcting>, frame: &Frame) -> Markup {
    html! { ul #said-facts.said-facts data-hold="reply-text" aria-label=(t!("What this answer says and asks")) {
        @if let Some(corrects) = corrects { (correction::writing(corrects)) }
        @for one in said { (line(one, frame)) }
        @if let Some(asks) = asks { (asking::line(asks)) }
    } }
}

/// One of them, with the way to say that it is not in the answer.
pub(crate) fn line(one: &SaidLine, frame: &Frame) -> Markup {
    let claim = html! { span dir="auto" { (one.claim) } };
    html! { li data-key=(key(one.used)) {
        label.check {
            input type="checkbox" name="fact" value=(one.used) checked autocomplete="off";
            span { @if one.used.statement().is_some() { (rich!("Our statement: {claim}", claim)) } @else { (rich!("Says: {claim}", claim)) } }
        }
        @match one.standing {
            SaidStanding::Good => {},
            SaidStanding::Due(since) => { span.fact-warning { (icon::line("warn")) (rich!("to be reviewed since {date}", date = time::date(since, frame))) } },
            SaidStanding::NextWordDue(since) => { span.fact-warning { (icon::line("warn")) (rich!(
                "promised a further word by {moment}, and none came",
                moment = time::clock(since, frame),
            )) } },
            SaidStanding::Outdated => { span.fact-warning { (icon::line("warn")) (rich!(
                "says something else by now: {look}",
                look = html! { a href=(address(one.used)) { (t!("look")) } },
            )) } },
        }
    } }
}

fn key(used: Said) -> String {
    match used {
        Said::Fact(used) => format!("said-{}", used.fact),
        Said::Statement(id) => format!("said-statement-{id}"),
    }
}

fn address(used: Said) -> String {
    match used {
        Said::Fact(used) => format!("/facts/{}", used.fact),
        Said::Statement(id) => format!("/statements/{id}"),
    }
}

impl SaidLine {
    /// Examples in every standing.
    pub(crate) fn samples() -> Vec<Self> {
        let one = |id: i64, claim: &str, standing| Self {
            used: Said::Fact(FactUse { fact: FactId(id), version: 2 }),
            claim: claim.into(),
            standing,
        };
        let since = jiff::civil::date(2026, 11, 3);
        vec![
            one(1, "Every station has a step-free way to platform 1.", SaidStanding::Good),
            one(2, "The lift at Port Velle is repaired by the end of November.", SaidStanding::Due(since)),
            one(3, "Dogs travel free of charge.", SaidStanding::Outdated),
            Self {
                used: Said::Statement(StatementId(4)),
                claim: "Derailment at Hallgrund: first word".into(),
                standing: SaidStanding::NextWordDue(crate::ui::layout::sample_at("2026-11-24T07:00:00Z")),
            },
        ]
    }
}
