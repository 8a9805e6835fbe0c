//! The facts with which an answer is being written: a line for each under its words.

use jiff::civil::Date;
use maud::{Markup, html};
use model::{ConversationId, Correcting, FactId, FactUse, MemberId};
use store::fact::{self, Fact};
use store::{StoreError, Tx, draft};

use crate::app::App;
use crate::ui::components::{icon, time};
use crate::ui::correction::line as correction;
use crate::ui::enquiry::asking::{self, Asking};
use crate::ui::layout::Frame;

/// A fact that an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidFact {
    /// Which, in which version.
    pub used: FactUse,
    /// What it claims by now.
    pub claim: String,
    /// Whether it may be said as it is.
    pub standing: SaidStanding,
}

/// Whether a fact may be said as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaidStanding {
    /// It was looked at in time.
    Good,
    /// It is to be looked at, since this day.
    Due(Date),
    /// It was changed or put away since it was put into the answer.
    Outdated,
}

impl SaidFact {
    pub(crate) fn of(fact: &Fact, used: FactUse, today: Date) -> Self {
        let standing = match (fact.holds(used.version), fact.is_due(today)) {
            (false, _) => SaidStanding::Outdated,
            (true, true) => SaidStanding::Due(fact.terms.review_on),
            (true, false) => SaidStanding::Good,
        };
        Self { used, claim: fact.terms.claim.clone(), standing }
    }
}

/// The facts that an answer is made with; what is there no more is left out.
pub(crate) async fn of(tx: &mut Tx, used: &[FactUse], today: Date) -> Result<Vec<SaidFact>, StoreError> {
    let mut said: Vec<SaidFact> = Vec::new();
    for one in used {
        let is_new = !said.iter().any(|other| other.used.fact == one.fact);
        if let Some(fact) = fact::find(tx, one.fact).await?.filter(|_| is_new) {
            said.push(SaidFact::of(&fact, *one, today));
        }
    }
    Ok(said)
}

/// The facts that the answer which a member has begun in a conversation is made with.
pub(crate) async fn of_draft(
    tx: &mut Tx,
    app: &App,
    (conversation, member): (ConversationId, MemberId),
) -> Result<Vec<SaidFact>, StoreError> {
    let used = draft::facts(tx, conversation, member).await?;
    let today = tx.now().to_zoned(app.settings().zone.clone()).date();
    of(tx, &used, today).await
}

/// The facts that a form names, each as `fact:version`.
pub(crate) fn read(fields: &[String]) -> Vec<FactUse> {
    fields.iter().filter_map(|text| text.parse().ok()).collect()
}

/// Their lines, and what is asked besides. What is written holds them: they stay while it is there.
pub(crate) fn list(said: &[SaidFact], asks: Option<&Asking>, corrects: Option<&Correcting>, frame: &Frame) -> Markup {
    html! { ul #said-facts.said-facts data-hold="reply-text" aria-label="What this answer says and asks" {
        @if let Some(corrects) = corrects { (correction::writing(corrects)) }
        @for one in said { (line(one, frame)) }
        @if let Some(asks) = asks { (asking::line(asks)) }
    } }
}

/// One of them, with the way to say that it is not in the answer.
pub(crate) fn line(one: &SaidFact, frame: &Frame) -> Markup {
    html! { li data-key={ "said-" (one.used.fact) } {
        label.check {
            input type="checkbox" name="fact" value=(one.used) checked autocomplete="off";
            span { "Says: " span dir="auto" { (one.claim) } }
        }
        @match one.standing {
            SaidStanding::Good => {},
            SaidStanding::Due(since) => { span.fact-warning { (icon::line("warn")) "to be reviewed since " (time::date(since, frame)) } },
            SaidStanding::Outdated => { span.fact-warning { (icon::line("warn")) "says something else by now: " a href={ "/facts/" (one.used.fact) } { "look" } } },
        }
    } }
}

impl SaidFact {
    /// Examples in every standing.
    pub(crate) fn samples() -> Vec<Self> {
        let one = |id: i64, claim: &str, standing| Self {
            used: FactUse { fact: FactId(id), version: 2 },
            claim: claim.into(),
            standing,
        };
        let since = jiff::civil::date(2026, 11, 3);
        vec![
            one(1, "Every station has a step-free way to platform 1.", SaidStanding::Good),
            one(2, "The lift at Port Velle is repaired by the end of November.", SaidStanding::Due(since)),
            one(3, "Dogs travel free of charge.", SaidStanding::Outdated),
        ]
    }
}
