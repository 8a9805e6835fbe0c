//! Decides what is to become of a conversation: the menu of seven strokes, and `POST /conversations/{id}/triage`.

use axum::extract::{Query, State};
use inbox::{Decision, Question};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use model::{ConversationId, Disposition, SilenceReason};
use serde::Deserialize;
use wording::{later, t, text};

use super::address::{Beside, after};
use super::list::List;
use super::thread::Thread;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::components::{csrf, press};
use crate::ui::error::Wrong;
use crate::ui::layout::Frame;

/// How long something can be watched: days, and how they are called.
const WATCHES: &[(u32, &str)] =
    &[(1, later!("for a day")), (3, later!("for three days")), (7, later!("for a week")), (30, later!("for a month"))];
const WATCH_USUALLY: u32 = 7;
const WATCH_DAYS_MAX: u32 = 366;

/// What triage decided about the conversation that is open, and what it would ask.
#[derive(Clone, Copy, Debug, Default)]
pub struct Triage {
    /// The decision that stands.
    pub disposition: Option<Disposition>,
    /// Why nothing is said.
    pub reason: Option<SilenceReason>,
    /// What to ask oneself, where enough was judged.
    pub question: Option<Question>,
}

#[derive(Deserialize)]
pub(crate) struct Form {
    /// A disposition, or `none` to take the decision back.
    disposition: String,
    #[serde(default)]
    reason: String,
    /// How many days it is watched.
    #[serde(default)]
    days: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let decision = read(tx.now(), &form.disposition, &form.reason, &form.days)?;
    let deed = inbox::triage(&mut tx, &who.member, id, decision).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}

/// The decision that a form names: a disposition or `none`, a reason or nothing, days to watch or nothing.
pub(crate) fn read(now: Timestamp, disposition: &str, reason: &str, days: &str) -> Answer<Decision> {
    let unreadable = |why: &str| Failure::Wrong(Wrong::Unreadable(why.to_owned()));
    let disposition = match disposition {
        "none" => None,
        word => Some(Disposition::from_word(word).ok_or_else(|| unreadable(t!("There is no such decision.")))?),
    };
    let reason = match reason {
        "" => None,
        word => Some(SilenceReason::from_word(word).ok_or_else(|| unreadable(t!("There is no such reason.")))?),
    };
    let until = match days {
        "" => None,
        days => {
            Some(so_long(now, days).ok_or_else(|| unreadable(t!("The days to watch are a number from 1 to 366.")))?)
        }
    };
    Ok(Decision { disposition, reason, until })
}

fn so_long(now: Timestamp, days: &str) -> Option<Timestamp> {
    let days: u32 = days.parse().ok().filter(|days| (1..=WATCH_DAYS_MAX).contains(days))?;
    now.checked_add(SignedDuration::from_hours(i64::from(days) * 24)).ok()
}

/// The menu: a question, seven decisions, each with its stroke.
pub(super) fn menu(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/triage{}", thread.id, list.query_string());
    let Triage { disposition: standing, question, .. } = thread.triage;
    let suggested = question.map_or(&[][..], Question::leads_to);
    html! { details #triage.menu.triage name="menu" {
        summary.btn.quiet { (t!("Decide")) " " kbd { "t" } }
        div.sheet {
            @if let Some(question) = question { p.asks { (asks(question)) } }
            ol { @for (at, one) in Disposition::ALL.iter().enumerate() {
                @let is_suggested = suggested.contains(one);
                li.suggested[is_suggested] { (choice(*one, at + 1, standing == Some(*one), is_suggested, &action, frame)) }
            } }
            @if standing.is_some() {
                (press(frame, &action, &[("disposition", "none")],
                    html! { button.btn.item type="submit" { (t!("Take the decision back")) } }))
            }
        }
    } }
}

fn choice(one: Disposition, stroke: usize, stands: bool, is_suggested: bool, action: &str, frame: &Frame) -> Markup {
    let words = said(one, stroke, is_suggested);
    let named = [("disposition", one.as_str())];
    match one {
        Disposition::LetStand => html! { details #let-stand.reasons {
            summary.btn.item data-stroke=(stroke) aria-current=[stands.then_some("true")] { (words) }
            ol aria-label=(t!("Why nothing is said")) { @for (at, reason) in SilenceReason::ALL.iter().enumerate() { li {
                (press(frame, action, &[named[0], ("reason", reason.as_str())],
                    html! { button.btn.item type="submit" data-reason=(at + 1) { (because(*reason)) kbd { (at + 1) } } }))
            } } }
        } },
        Disposition::Watch => html! { form.watch method="post" action=(action) {
            (csrf(frame))
            input type="hidden" name="disposition" value=(one.as_str());
            button.btn.item type="submit" data-stroke=(stroke) aria-current=[stands.then_some("true")] { (words) }
            (days_to_watch("watch-days"))
        } },
        _ => press(
            frame,
            action,
            &named,
            html! {
                button.btn.item type="submit" data-stroke=(stroke) data-writes[one == Disposition::Respond]
                    aria-current=[stands.then_some("true")] { (words) }
            },
        ),
    }
}

/// What a choice says of a decision, with its stroke.
fn said(one: Disposition, stroke: usize, is_suggested: bool) -> Markup {
    html! {
        span {
            span { (imperative(one)) @if is_suggested { span.suggestion { " " (t!("likely")) } } }
            span.t1.faint { (meaning(one)) }
        }
        kbd { (stroke) }
    }
}

fn days_to_watch(id: &str) -> Markup {
    html! {
        label.vh for=(id) { (t!("How long to watch")) }
        select id=(id) name="days" autocomplete="off" { @for (days, words) in WATCHES {
            option value=(days) selected[*days == WATCH_USUALLY] { (text("", words)) }
        } }
    }
}

/// The menu for chosen rows, as a part of their form: `act` says the decision, with the reason behind it.
pub(super) fn menu_for_many() -> Markup {
    let act = |value: &str, stroke: Option<usize>, reason: Option<usize>, words: Markup| {
        html! {
            button.btn.item type="submit" name="act" value={ "decide:" (value) } data-stroke=[stroke] data-reason=[reason] { (words) }
        }
    };
    html! { details #bulk-triage.menu.up.triage name="bulk-menu" {
        summary.btn.quiet { (t!("Decide")) " " kbd { "t" } }
        div.sheet {
            ol { @for (at, one) in Disposition::ALL.iter().enumerate() { li { @match one {
                Disposition::LetStand => details.reasons {
                    summary.btn.item data-stroke=(at + 1) { (said(*one, at + 1, false)) }
                    ol aria-label=(t!("Why nothing is said")) { @for (number, reason) in SilenceReason::ALL.iter().enumerate() { li {
                        (act(&format!("{one}:{reason}"), None, Some(number + 1), html! { (because(*reason)) kbd { (number + 1) } }))
                    } } }
                },
                Disposition::Watch => div.watch {
                    (act(one.as_str(), Some(at + 1), None, said(*one, at + 1, false)))
                    (days_to_watch("bulk-watch-days"))
                },
                _ => (act(one.as_str(), Some(at + 1), None, said(*one, at + 1, false))),
            } } } }
            (act("none", None, None, html! { (t!("Take the decision back")) }))
        }
    } }
}

/// A decision as an act.
pub(crate) fn imperative(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Respond => t!("act": "Answer"),
        Disposition::FixFacts => t!("Fix the facts"),
        Disposition::Restore => t!("Put it right"),
        Disposition::Share => t!("Share it"),
        Disposition::Watch => t!("Watch it"),
        Disposition::LetStand => t!("Let it stand"),
        Disposition::Escalate => t!("Escalate"),
    }
}

fn meaning(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Respond => t!("somebody of us writes"),
        Disposition::FixFacts => t!("it is not so; say what is, and where it stands"),
        Disposition::Restore => t!("something went wrong for them"),
        Disposition::Share => t!("others shall hear of it"),
        Disposition::Watch => t!("nothing now, look again later"),
        Disposition::LetStand => t!("nothing is said, for a reason"),
        Disposition::Escalate => t!("somebody with more say decides"),
    }
}

/// A decision as what stands.
pub(super) fn decided(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Respond => t!("to be answered"),
        Disposition::FixFacts => t!("facts to be fixed"),
        Disposition::Restore => t!("to be put right"),
        Disposition::Share => t!("to be shared"),
        Disposition::Watch => t!("watched"),
        Disposition::LetStand => t!("let stand"),
        Disposition::Escalate => t!("escalated"),
    }
}

/// Why nothing is said.
pub(crate) fn because(reason: SilenceReason) -> &'static str {
    match reason {
        SilenceReason::NothingToAdd => t!("there is nothing to add"),
        SilenceReason::NotForUs => t!("it is not said to us"),
        SilenceReason::AnsweredByOthers => t!("others have answered"),
        SilenceReason::Jest => t!("it is a joke or satire"),
        SilenceReason::Provocation => t!("it is written to provoke"),
        SilenceReason::MayNotSpeak => t!("we may not speak of it"),
    }
}

fn asks(question: Question) -> &'static str {
    match question {
        Question::WhoMustKnow => t!("Harm, law, fraud or the press may be in it. Who must know?"),
        Question::AreTheyRight => t!("They say that we were wrong. Are they right?"),
        Question::IsTheCriticRight => t!("No customer of ours finds fault here. Is it true?"),
        Question::WhatWentWrong => t!("Is it true, and what went wrong for them?"),
        Question::HasItATrueCore => t!("Is there something true in it besides the insult?"),
        Question::WhoKnows => t!("Who knows the answer?"),
        Question::WouldOthersLikeIt => t!("Would others like to hear it?"),
        Question::IsItForUs => t!("Is it said to us at all?"),
    }
}

/// A decision as it is told of after it was made.
pub(crate) fn told(disposition: Option<Disposition>) -> String {
    match disposition {
        Some(Disposition::Watch) => t!("Watched; it comes back when its time is up, or when they write").to_owned(),
        Some(Disposition::LetStand) => t!("It stands as it is").to_owned(),
        Some(one) => t!("Decided: {decision}", decision = decided(one)),
        None => t!("The decision is taken back").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_to_watch_are_whole_and_within_a_year() {
        let now: Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
        assert_eq!(so_long(now, "3").unwrap().to_string(), "2026-11-27T08:00:00Z");
        for wrong in ["0", "-1", "367", "soon", "1.5", "99999999999"] {
            assert_eq!(so_long(now, wrong), None, "{wrong}");
        }
    }
}
