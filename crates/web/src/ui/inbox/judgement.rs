//! What was judged about the last words, shown with how surely and why; and corrected:
//! `POST /conversations/{id}/judgement`.

use axum::extract::{Query, State};
use maud::{Markup, html};
use model::{ConversationId, Ground, JudgementTask, PostId, Right};
use serde::Deserialize;
use store::judgement::Judgement;

use super::address::{Beside, after};
use super::list::List;
use super::thread::Thread;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::components::{csrf, language_name};
use crate::ui::layout::Frame;

/// What was judged about a mention.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Which one.
    pub post: PostId,
    /// The judgements, one per question.
    pub judgements: Vec<Judgement>,
}

#[derive(Deserialize)]
pub(crate) struct Form {
    post: PostId,
    task: JudgementTask,
    value: String,
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let mut tx = app.store().write().await?;
    let deed = inbox::correct(&mut tx, &who.member, id, form.post, form.task, &form.value).await?;
    tx.commit().await?;
    Ok(respond::see(&after(&beside.list().address_of(id), deed)))
}

/// The part of the right pane.
pub(super) fn judged(judged: &Judged, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/judgement{}", thread.id, list.query_string());
    html! { section.judged {
        h3 { "Judged" span.faint { "their last words" } }
        dl.pairs { @for one in worth_showing(&judged.judgements) {
            dt { (question(one.task)) }
            dd {
                @if let Some(value) = &one.value { (answer(one.task, value)) } @else { "unsure" }
                span.t1.faint.reason { (because(one)) }
            }
        } }
        @if frame.may(Right::WorkInbox) { details.more-fields {
            summary { "Correct" }
            div { @for one in judged.judgements.iter().filter(|one| !one.task.answers().is_empty()) {
                (correction(one, judged.post, &action, frame))
            } }
        } }
    } }
}

/// What a member looks for first comes first. That something is no spam is what everybody expects.
fn worth_showing(judgements: &[Judgement]) -> Vec<&Judgement> {
    const ORDER: [JudgementTask; 5] = [
        JudgementTask::NeedsReply,
        JudgementTask::Sentiment,
        JudgementTask::Intent,
        JudgementTask::Spam,
        JudgementTask::Language,
    ];
    let is_expected = |one: &&Judgement| one.task == JudgementTask::Spam && one.value.as_deref() == Some("no");
    let mut shown: Vec<&Judgement> = judgements.iter().filter(|one| !is_expected(one)).collect();
    shown.sort_by_key(|one| ORDER.iter().position(|task| *task == one.task));
    shown
}

fn correction(one: &Judgement, post: PostId, action: &str, frame: &Frame) -> Markup {
    let id = format!("judged-{}", one.task);
    html! { form.inline method="post" action=(action) data-key={ "correct-" (one.task) } {
        (csrf(frame))
        input type="hidden" name="post" value=(post);
        input type="hidden" name="task" value=(one.task);
        label for=(id) { (question(one.task)) }
        select id=(id) name="value" { @for value in one.task.answers() {
            option value=(value) selected[one.value.as_deref() == Some(value)] { (answer(one.task, value)) }
        } }
        button.btn type="submit" { "Say so" span.vh { " about " (question(one.task)) } }
    } }
}

const fn question(task: JudgementTask) -> &'static str {
    match task {
        JudgementTask::Language => "Language",
        JudgementTask::Sentiment => "Mood",
        JudgementTask::Intent => "Wants",
        JudgementTask::NeedsReply => "Needs a reply",
        JudgementTask::Spam => "Spam",
    }
}

/// A closed word in words; `case` alone would say nothing.
fn answer(task: JudgementTask, value: &str) -> &str {
    match (task, value) {
        (JudgementTask::Language, tag) => language_name(tag),
        (JudgementTask::Intent, "case") => "something put right",
        (JudgementTask::Intent, "lead") => "to buy or work together",
        (JudgementTask::Intent, "other") => "nothing of these",
        _ => value,
    }
}

fn because(one: &Judgement) -> String {
    if one.member.is_some() {
        return "said by a member".into();
    }
    let why = match one.ground {
        Ground::Declared => "declared by the author",
        Ground::Script => "from its script",
        Ground::Letters => "from its letters",
        Ground::Words => "from words of mood",
        Ground::Emoji => "from emoji",
        Ground::BothPoles => "strong words of both kinds",
        Ground::NoMood => "no word of mood in it",
        Ground::Examples => "like our examples",
        Ground::Corrections => "like what members corrected",
        Ground::Question => "it asks",
        Ground::Complaint => "it complains",
        Ground::Request => "it asks for something to be done",
        Ground::Urgent => "it cannot wait",
        Ground::Thanks => "it thanks",
        Ground::Praise => "it praises",
        Ground::Statement => "nothing in it asks or sells",
        Ground::Spam => "spam needs none",
        Ground::Links => "where its links lead is hidden",
        Ground::Repetition => "it repeats itself",
        Ground::Phrases => "it speaks like a seller",
        Ground::TooLittle => "too little to judge by",
        Ground::UnknownLanguage => "no words known in its language",
        Ground::Unsure => "its signs are weak",
    };
    match one.value {
        Some(_) => format!("{} % sure: {why}", one.confidence_percent),
        None => why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_members_word_is_said_to_be_one_and_an_abstention_has_no_percentage() {
        let one = |value: Option<&str>, member| Judgement {
            task: JudgementTask::Sentiment,
            value: value.map(str::to_owned),
            confidence_percent: 78,
            ground: Ground::Words,
            member,
        };
        assert_eq!(because(&one(Some("negative"), None)), "78 % sure: from words of mood");
        assert_eq!(because(&one(None, None)), "from words of mood");
        assert_eq!(because(&one(Some("mixed"), Some(7.into()))), "said by a member");
    }
}
