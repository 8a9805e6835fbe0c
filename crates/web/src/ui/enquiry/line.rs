//! What an answer asked, and what they said to it: a line under the answer, with the way to say so.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{EnquiryAnswer, EnquiryKind, PostId, ReplyId, Right};
use wording::t;

use crate::ui::components::words::start;
use crate::ui::components::{csrf, icon, rich, time};
use crate::ui::inbox::thread::{Entry, Thread};
use crate::ui::layout::Frame;

const SHOWN_CHARS: usize = 40;

/// What an answer asks.
#[derive(Clone, Debug)]
pub struct EnquiryLine {
    /// The answer that asks.
    pub reply: ReplyId,
    /// What.
    pub kind: EnquiryKind,
    /// When it went out.
    pub asked_at: Option<Timestamp>,
    /// What they said.
    pub answer: Option<EnquiryAnswer>,
    /// By which message.
    pub by: Option<PostId>,
    /// Who of us read it so; nobody where a number spoke for itself.
    pub read_by: Option<String>,
    /// Whether the words that we may quote are others by now, or gone.
    pub is_changed: bool,
}

/// What is asked, as a part of a sentence.
pub(crate) fn about(kind: EnquiryKind) -> &'static str {
    match kind {
        EnquiryKind::Satisfaction => t!("how well we helped"),
        EnquiryKind::Quote => t!("whether we may quote them"),
    }
}

/// What they said, in words.
pub(crate) fn said(answer: EnquiryAnswer) -> &'static str {
    match answer {
        EnquiryAnswer::One => t!("1 of 5"),
        EnquiryAnswer::Two => t!("2 of 5"),
        EnquiryAnswer::Three => t!("3 of 5"),
        EnquiryAnswer::Four => t!("4 of 5"),
        EnquiryAnswer::Five => t!("5 of 5"),
        EnquiryAnswer::Given => t!("yes"),
        EnquiryAnswer::Refused => t!("no"),
        EnquiryAnswer::Withdrawn => t!("no longer"),
    }
}

/// The line.
pub(crate) fn line(one: &EnquiryLine, thread: &Thread, frame: &Frame) -> Markup {
    let Some(asked_at) = one.asked_at else {
        return html! { p.enquiry { (icon::line("question")) (t!("asks {question}", question = about(one.kind))) } };
    };
    html! { div.enquiry {
        (icon::line("question"))
        span { (t!("asked {question}:", question = about(one.kind))) " "
            @if let Some(answer) = one.answer {
                b { (said(answer)) }
                @if let Some(by) = one.by { ", " a href={ "#post-" (by) } data-jump { (t!("where they said so")) } }
                @if let Some(name) = &one.read_by { span.faint { (t!(", read by {name}", name)) } }
                @if one.is_changed { span.fact-warning { (icon::line("warn")) (t!("the words are others by now")) } }
            } @else { (rich!("no answer yet, {asked}", asked = time::past(asked_at, frame))) }
        }
        @if frame.may(Right::WorkInbox) { (menu(one, asked_at, thread, frame)) }
    } }
}

/// The messages by which they may have said it, the newest first.
fn candidates(thread: &Thread, asked_at: Timestamp) -> Vec<(PostId, String)> {
    let said = thread.entries.iter().rev().filter_map(|entry| match entry {
        Entry::Inbound(post) if !post.is_ours && post.at >= asked_at => Some(post),
        _ => None,
    });
    said.map(|post| (post.id, start(&post.words.text, SHOWN_CHARS))).collect()
}

fn menu(one: &EnquiryLine, asked_at: Timestamp, thread: &Thread, frame: &Frame) -> Markup {
    let candidates = candidates(thread, asked_at);
    if candidates.is_empty() && one.answer.is_none() {
        return html! {};
    }
    let is_offered = |answer: &&EnquiryAnswer| {
        let may_follow =
            answer.consent().is_none_or(|state| state.may_follow(one.answer.and_then(EnquiryAnswer::consent)));
        answer.is_to(one.kind) && Some(**answer) != one.answer && may_follow
    };
    let id = format!("said-{}", one.reply);
    html! { details.menu.said name="menu" {
        summary.link { @if one.answer.is_some() { (t!("otherwise?")) } @else { (t!("they said …")) } }
        div.sheet { form method="post" action={ "/replies/" (one.reply) "/enquiry" } {
            (csrf(frame))
            @match candidates.as_slice() {
                [] => {},
                [(post, _)] => { input type="hidden" name="post" value=(post); },
                several => { div.field {
                    label for=(id) { (t!("By which message")) }
                    select id=(id) name="post" autocomplete="off" { @for (post, words) in several { option value=(post) { (words) } } }
                } },
            }
            @if !candidates.is_empty() { div.answers {
                @for answer in EnquiryAnswer::ALL.iter().filter(is_offered) {
                    button.btn type="submit" name="answer" value=(answer) { (said(*answer)) }
                }
            } }
            @if one.answer.is_some() { button.btn.quiet type="submit" name="answer" value="none" { (t!("They did not answer")) } }
        } }
    } }
}
