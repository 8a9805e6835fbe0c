//! One fact: what it says and what shows it, the answers in which it stood, and what happened to it.

use jiff::civil::date;
use maud::{Markup, html};
use model::ReplyState;
use store::fact::{Fact, FactAnswer, FactUses};
use wording::t;

use super::form::{self, FactForm, next_review, review_field};
use super::history::{self, Step};
use super::view::{review, sample, shown, stands};
use crate::ui::components::{csrf, icon, language_name, press, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/facts/{id}`.
#[derive(Clone, Debug)]
pub struct FactPage {
    /// The fact.
    pub fact: Fact,
    /// Who stands for it, or did.
    pub owner: String,
    /// Whether nobody does.
    pub is_ownerless: bool,
    /// In how many answers it stood.
    pub uses: FactUses,
    /// Those shown, the newest first, each with the name of whoever wrote it.
    pub answers: Vec<(FactAnswer, String)>,
    /// Whether only those are shown that say what no longer holds.
    pub is_outdated: bool,
    /// Before which answer the list goes on.
    pub more: Option<String>,
    /// What happened to it, the newest first.
    pub steps: Vec<Step>,
    /// The form in which it is changed, for those who keep facts.
    pub form: Option<FactForm>,
    /// Whether whoever looks may say that it is still true, or put it away.
    pub may_vouch: bool,
}

impl Page for FactPage {
    fn title(&self) -> String {
        self.fact.terms.claim.clone()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        // What stands in the form is somebody's to finish.
        if self.form.as_ref().is_some_and(|form| form.error.is_some() || form.extra > 0) {
            ""
        } else {
            "fact reply.sent reply.delivered reply.cancelled reply.failed"
        }
    }

    fn body(&self, frame: &Frame) -> Markup {
        let is_away = self.fact.archived_at.is_some();
        html! {
            header.page-head { div {
                p.t1 { a href="/facts" { (t!("← Facts")) } }
                h1.page-title dir="auto" { (self.fact.terms.claim) }
                p.fact-state {
                    @if let Some(since) = self.fact.archived_at { (rich!("Put away {past}: it is offered to nobody.", past = time::past(since, frame))) }
                    @else { (stands(&self.owner, self.is_ownerless)) " · " (review(&self.fact, frame)) }
                }
            } }
            dl.fact-parts {
                div { dt { (t!("Source")) } dd dir="auto" { (shown(&self.fact.terms.source)) } }
                @for line in &self.fact.terms.lines { div {
                    dt { @match line.language.as_str() { "" => (t!("Line")), tag => (language_name(tag)) } }
                    dd.fact-line lang=[Some(line.language.as_str()).filter(|tag| !tag.is_empty())] dir="auto" { (line.text) }
                } }
            }
            @if self.may_vouch && !is_away { (self.vouching(frame)) }
            (self.said(frame))
            @if let Some(form) = &self.form { details.more-fields.fact-change open[form.error.is_some() || form.extra > 0] {
                summary { (t!("Change it")) }
                (form::form(form, &form::action(self.fact.id), frame))
            } }
            section.apart { h2 { (t!("What happened to it")) } (history::list(&self.steps, frame)) }
            @if is_away && self.form.is_some() {
                div.apart { (press(frame, &format!("/facts/{}/archive", self.fact.id), &[("restore", "yes")], html! { button.btn type="submit" { (t!("Use it again")) } })) }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let answer = |id: i64, to: &str, state, version, text: &str| FactAnswer {
            reply: id.into(),
            conversation: id.into(),
            to: to.into(),
            member: 1.into(),
            state,
            text: text.into(),
            at: sample_at("2026-11-24T07:39:00Z"),
            version,
        };
        let answers = vec![
            answer(
                3,
                "Renske Ophoven",
                ReplyState::NeedsApproval,
                3,
                "An jedem Bahnhof führt ein Weg ohne Stufen zu Gleis 1. https://vellenbahn.example/stations/access",
            ),
            answer(
                2,
                "Hanne T.",
                ReplyState::Delivered,
                2,
                "Hello Hanne, every station has a step-free way to platform 1.",
            ),
            answer(1, "Piet", ReplyState::Delivered, 1, "Every station has a lift."),
        ];
        let fact = sample(1, "Every station has a step-free way to platform 1.", date(2027, 3, 1));
        let form =
            FactForm { members: vec![(1.into(), "Mara Lind".into())], ..FactForm::of(&fact.terms, fact.version) };
        let usual = Self {
            fact,
            owner: "Mara Lind".into(),
            is_ownerless: false,
            uses: FactUses { count: 112, outdated: 3, last_at: None },
            answers: answers.into_iter().map(|one| (one, "Mara Lind".to_owned())).collect(),
            more: Some("1".into()),
            is_outdated: false,
            steps: history::sample(),
            form: Some(form),
            may_vouch: true,
        };
        let due = sample(2, "The lift at Port Velle is repaired by the end of November.", date(2026, 11, 3));
        let due = Self {
            fact: due,
            is_ownerless: true,
            uses: FactUses::default(),
            answers: vec![],
            more: None,
            ..usual.clone()
        };
        let mut away = sample(1, "Every station has a step-free way to platform 1.", date(2027, 3, 1));
        away.archived_at = Some(sample_at("2026-11-23T07:39:00Z"));
        let away = Self { fact: away, uses: FactUses { count: 112, outdated: 112, last_at: None }, ..usual.clone() };
        let reader = Self { form: None, may_vouch: false, ..usual.clone() };
        let mut refused = usual.clone();
        if let Some(form) = &mut refused.form {
            form.error = Some("Another fact says the same.".into());
        }
        vec![("", usual), ("due", due), ("away", away), ("reader", reader), ("refused", refused)]
    }
}

impl FactPage {
    /// Says that it is still true, or that it is not.
    fn vouching(&self, frame: &Frame) -> Markup {
        let address = format!("/facts/{}", self.fact.id);
        html! { div.fact-vouching {
            form method="post" action={ (address) "/reviewed" } {
                (csrf(frame))
                input type="hidden" name="version" value=(self.fact.version);
                (review_field("next-review", &next_review(frame).to_string(), frame))
                button.btn.main type="submit" { (t!("Still true")) }
            }
            (press(frame, &format!("{address}/archive"), &[], html! { button.btn.quiet type="submit" { (t!("Put it away")) } }))
        } }
    }

    /// The answers in which it stood.
    fn said(&self, frame: &Frame) -> Markup {
        let address = format!("/facts/{}", self.fact.id);
        let only = if self.is_outdated { "&outdated=yes" } else { "" };
        let count = |number: i64| usize::try_from(number).unwrap_or_default();
        html! { section.apart #answers tabindex="-1" {
            h2 { (t!("Answers in which it stood")) @if self.uses.count > 0 { " " span.faint { (self.uses.count) } } }
            @if self.uses.outdated > 0 { p {
                span.fact-warning { (icon::line("warn"))
                    (t!(count(self.uses.outdated); "This answer says what no longer holds.", "These {count} answers say what no longer holds.")) }
                @if self.is_outdated { " " a href={ (address) "#answers" } { (t!("Show all")) } }
                @else if self.uses.outdated < self.uses.count { " " a href={ (address) "?outdated=yes#answers" } { (t!("Show only these")) } }
            } }
            @if self.answers.is_empty() {
                p.dim { (rich!("None yet. In a conversation {key} puts it into the answer.", key = html! { kbd { ";" } })) }
            } @else { ul.fact-answers { @for (one, by) in &self.answers { (self.answer(one, by, frame)) } } }
            @if let Some(more) = &self.more { p { a href={ (address) "?before=" (more) (only) "#answers" } { (t!("Older answers")) } } }
        } }
    }

    fn answer(&self, one: &FactAnswer, by: &str, frame: &Frame) -> Markup {
        let is_outdated = !self.fact.holds(one.version);
        html! { li.is-outdated[is_outdated] data-key={ "answer-" (one.reply) } {
            p { a href={ "/inbox/" (one.conversation) "?view=all#reply-" (one.reply) } { (rich!("whom": "To {person}", person = html! { bdi { (one.to) } })) } }
            p.fact-words dir="auto" { (one.text) }
            p.t1.dim {
                (rich!("{past} by {by} · version {version}", past = time::past(one.at, frame), by, version = one.version))
                @if let Some(word) = where_it_is(one.state) { " · " (word) }
                @if is_outdated { " · " span.fact-warning { (icon::line("warn")) (t!("no longer holds")) } }
            }
        } }
    }
}

/// Where an answer is that people cannot read yet.
fn where_it_is(state: ReplyState) -> Option<&'static str> {
    match state {
        ReplyState::NeedsApproval => Some(t!("waits for approval")),
        ReplyState::Draft | ReplyState::Approved | ReplyState::Queued | ReplyState::Sending => Some(t!("not out yet")),
        ReplyState::FailedRetryable | ReplyState::FailedFinal | ReplyState::Superseded => Some(t!("was not sent")),
        ReplyState::Unknown => Some(t!("nobody knows whether it arrived")),
        ReplyState::Sent | ReplyState::Delivered | ReplyState::Cancelled => None,
    }
}
