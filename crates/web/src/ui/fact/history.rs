//! What happened to a fact: who, when, and what was changed.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use maud::{Markup, html};
use model::{FactAct, MemberId};
use store::fact::{FactStep, Source};
use wording::t;

use super::view::shown;
use crate::ui::components::{rich, time};
use crate::ui::layout::{Frame, sample_at};
use crate::ui::owed::gather::Names;

/// Something that happened to a fact.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: String,
    /// What.
    pub act: FactAct,
    /// Its version since.
    pub version: i64,
    /// What was changed by it.
    pub changed: Vec<Changed>,
    /// When it is reviewed again, since.
    pub review_on: Date,
}

/// Something of a fact that was changed.
#[derive(Clone, Debug)]
pub enum Changed {
    /// The claim, from this.
    Claim(String),
    /// The source, from this.
    Source(Source),
    /// Somebody else stands for it: they.
    Owner(String),
    /// The day of its review.
    Review,
    /// The approved lines.
    Lines,
}

/// The steps of a fact as they are shown, the newest first.
pub(super) fn steps(history: Vec<FactStep>, names: &Names) -> Vec<Step> {
    let name = |id: MemberId| names.get(&id).cloned().unwrap_or_else(|| t!("a former member").to_owned());
    let mut steps: Vec<Step> = Vec::new();
    let mut before: Option<&FactStep> = None;
    for step in &history {
        let changed = before.filter(|_| step.act == FactAct::Change).map(|before| changed(before, step, &name));
        steps.push(Step {
            at: step.at,
            by: name(step.member),
            act: step.act,
            version: step.version,
            changed: changed.unwrap_or_default(),
            review_on: step.review_on,
        });
        before = Some(step);
    }
    steps.reverse();
    steps
}

fn changed(before: &FactStep, after: &FactStep, name: &impl Fn(MemberId) -> String) -> Vec<Changed> {
    let claim = (before.claim != after.claim).then(|| Changed::Claim(before.claim.clone()));
    let source = (before.source != after.source).then(|| Changed::Source(before.source.clone()));
    let owner = (before.owner != after.owner).then(|| Changed::Owner(name(after.owner)));
    let review = (before.review_on != after.review_on).then_some(Changed::Review);
    let lines = after.lines_changed.then_some(Changed::Lines);
    [claim, source, lines, owner, review].into_iter().flatten().collect()
}

/// The steps as a list.
pub(super) fn list(steps: &[Step], frame: &Frame) -> Markup {
    html! { ol.fact-steps { @for step in steps { li {
        p { (time::since(step.at, frame)) " " (did(step, frame)) span.faint { " · " (t!("version {version}", version = step.version)) } }
        @for one in &step.changed { @match one {
            Changed::Claim(former) => { p.dim dir="auto" { (t!("It said “{former}” before.", former)) } },
            Changed::Source(former) => { p.dim dir="auto" { (rich!("Its source was {former} before.", former = shown(former))) } },
            _ => {},
        } }
    } } } }
}

fn did(step: &Step, frame: &Frame) -> Markup {
    let (by, date) = (&step.by, time::date(step.review_on, frame));
    match step.act {
        FactAct::Create => rich!("{by} wrote it, to be reviewed {date}", by, date),
        FactAct::Review => rich!("{by} said that it is still true, to be reviewed {date}", by, date),
        FactAct::PutAway => rich!("{by} put it away", by),
        FactAct::TakeOut => rich!("{by} took it out again", by),
        FactAct::Change => rich!("{by} {changes}", by, changes = changes(step, &date)),
    }
}

/// What somebody changed, after their name.
fn changes(step: &Step, date: &Markup) -> Markup {
    html! {
        @for (at, one) in step.changed.iter().enumerate() {
            @if at > 0 { ", " }
            @match one {
                Changed::Claim(_) => (t!("changed the claim")),
                Changed::Source(_) => (t!("changed the source")),
                Changed::Lines => (t!("changed its lines")),
                Changed::Owner(owner) => (t!("said that {owner} stands for it", owner)),
                Changed::Review => (rich!("moved its review to {date}", date)),
            }
        }
    }
}

/// An example.
pub(super) fn sample() -> Vec<Step> {
    let one = |at: &str, by: &str, act, version, changed, review_on| Step {
        at: sample_at(at),
        by: by.into(),
        act,
        version,
        changed,
        review_on,
    };
    let former = Changed::Claim("Every station has a lift.".into());
    let changed = vec![former, Changed::Lines, Changed::Owner("Mara Lind".into())];
    vec![
        one("2026-11-20T09:12:00Z", "Mara Lind", FactAct::Review, 2, vec![], date(2027, 3, 1)),
        one("2026-09-02T14:00:00Z", "Ewa Brandt", FactAct::Change, 2, changed, date(2026, 11, 20)),
        one("2026-03-01T08:00:00Z", "Jonas Okafor", FactAct::Create, 1, vec![], date(2026, 11, 20)),
    ]
}
