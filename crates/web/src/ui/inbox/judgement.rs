//! What was judged about the last words, shown with how surely and why; and corrected:
//! `POST /conversations/{id}/judgement`.

use axum::extract::{Query, State};
use maud::{Markup, html};
use model::{ConversationId, Ground, Intent, JudgementTask, PostId, Right, Sentiment};
use serde::Deserialize;
use store::judgement::Judgement;
use wording::t;

use super::address::{Beside, after};
use super::list::List;
use super::thread::Thread;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::components::{csrf, language_name, rich};
use crate::ui::floor::words;
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
        h3 { (t!("Judged")) span.faint { (t!("their last words")) } }
        dl.pairs { @for one in worth_showing(&judged.judgements) {
            dt { (question(one.task)) }
            dd {
                @if let Some(value) = &one.value { (answer(one.task, value)) } @else { (t!("unsure")) }
                span.t1.faint.reason { (because(one)) }
            }
        } }
        @if frame.may(Right::WorkInbox) { details.more-fields {
            summary { (t!("act": "Correct")) }
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
        button.btn type="submit" { (rich!("Say so {about}", about = html! { span.vh { (about(one.task)) } })) }
    } }
}

/// What is corrected, as a part of a sentence.
fn about(task: JudgementTask) -> &'static str {
    match task {
        JudgementTask::Language => t!("about Language"),
        JudgementTask::Sentiment => t!("about Mood"),
        JudgementTask::Intent => t!("about Wants"),
        JudgementTask::NeedsReply => t!("about Needs a reply"),
        JudgementTask::Spam => t!("about Spam"),
    }
}

fn question(task: JudgementTask) -> &'static str {
    match task {
        JudgementTask::Language => t!("Language"),
        JudgementTask::Sentiment => t!("Mood"),
        JudgementTask::Intent => t!("Wants"),
        JudgementTask::NeedsReply => t!("Needs a reply"),
        JudgementTask::Spam => t!("Spam"),
    }
}

/// A closed word in words; `case` alone would say nothing.
fn answer(task: JudgementTask, value: &str) -> &str {
    match task {
        JudgementTask::Language => language_name(value),
        JudgementTask::Sentiment => Sentiment::from_word(value).map_or(value, |one| words::mood(one)),
        JudgementTask::Intent => Intent::from_word(value).map_or(value, |one| intent(one)),
        JudgementTask::NeedsReply | JudgementTask::Spam => match value {
            "yes" => t!("yes"),
            "no" => t!("no"),
            other => other,
        },
    }
}

/// What the author is after, as an answer to what they want.
fn intent(intent: Intent) -> &'static str {
    match intent {
        Intent::Case => t!("something put right"),
        Intent::Lead => t!("to buy or work together"),
        Intent::Other => t!("nothing of these"),
        other => words::intent(other),
    }
}

fn because(one: &Judgement) -> String {
    if one.member.is_some() {
        return t!("said by a member").into();
    }
    let why = match one.ground {
        Ground::Declared => t!("declared by the author"),
        Ground::Script => t!("from its script"),
        Ground::Letters => t!("from its letters"),
        Ground::Words => t!("from words of mood"),
        Ground::Emoji => t!("from emoji"),
        Ground::BothPoles => t!("strong words of both kinds"),
        Ground::NoMood => t!("no word of mood in it"),
        Ground::Examples => t!("like our examples"),
        Ground::Corrections => t!("like what members corrected"),
        Ground::Question => t!("it asks"),
        Ground::Complaint => t!("it complains"),
        Ground::Request => t!("it asks for something to be done"),
        Ground::Urgent => t!("it cannot wait"),
        Ground::Thanks => t!("it thanks"),
        Ground::Praise => t!("it praises"),
        Ground::Statement => t!("nothing in it asks or sells"),
        Ground::Spam => t!("spam needs none"),
        Ground::Links => t!("where its links lead is hidden"),
        Ground::Repetition => t!("it repeats itself"),
        Ground::Phrases => t!("it speaks like a seller"),
        Ground::TooLittle => t!("too little to judge by"),
        Ground::UnknownLanguage => t!("no words known in its language"),
        Ground::Unsure => t!("its signs are weak"),
    };
    match one.value {
        Some(_) => t!("{percent} % sure: {why}", percent = one.confidence_percent, why),
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
