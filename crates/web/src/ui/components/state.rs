//! What is known of an answer, and what can be done about it: never what is hoped.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{ReplyId, ReplyState, Right, Status};
use wording::t;

use super::{icon, press, rich, time};
use crate::ui::layout::Frame;

/// What is known of one answer.
#[derive(Clone, Debug)]
pub struct ReplyLine {
    /// Which one.
    pub id: ReplyId,
    /// Its state.
    pub state: ReplyState,
    /// When it got there.
    pub since: Timestamp,
    /// When it leaves the house, while queued.
    pub leaves_at: Option<Timestamp>,
    /// Whether its author chose that moment.
    pub is_later: bool,
    /// Since when a stop holds it.
    pub held_since: Option<Timestamp>,
    /// Why it failed, in plain words without a full stop.
    pub reason: Option<String>,
    /// Attempts begun.
    pub attempts: u32,
    /// Who took it back or decided, by name.
    pub by: Option<String>,
    /// Whether it is the public line that tells of a private message.
    pub is_closing: bool,
    /// Whether that message is not out.
    pub waits_for_private: bool,
}

/// The line under an answer.
pub fn reply_line(reply: &ReplyLine, frame: &Frame) -> Markup {
    let reason = reply.reason.as_deref().unwrap_or(t!("the network did not take it"));
    let line = |class: &str, sign: &str, words: Markup| {
        html! { span class={ "state " (class) } { (icon::line(sign)) span { (words) } } }
    };
    let may_act = frame.may(Right::WorkInbox);
    let act = |verb: &str, fields: &[(&str, &str)], button: Markup| {
        html! { @if may_act { (press(frame, &format!("/replies/{}/{verb}", reply.id), fields, button)) } }
    };
    match reply.state {
        ReplyState::Draft => line("", "pencil", html! { (t!("Being written")) }),
        ReplyState::NeedsApproval => html! {
            (line("unsure", "clock", html! { (t!("Waits for approval")) }))
            (act("cancel", &[], html! { button.link type="submit" { (t!("Take back")) } }))
        },
        ReplyState::Approved => line("", "check", html! { (t!("Approved")) }),
        ReplyState::Queued if let Some(since) = reply.held_since => html! {
            (line("unsure", "clock", html! { (rich!("Held since {moment}", moment = time::clock(since, frame))) }))
            a href="/outgoing" { (t!("why")) }
            (act("cancel", &[], html! { button.link type="submit" { (t!("Take back")) } }))
        },
        ReplyState::Queued if reply.waits_for_private => html! {
            (line("", "clock", html! { (t!("Goes out once the private message has arrived")) }))
            (act("cancel", &[], html! { button.link type="submit" { (t!("Take back")) } }))
        },
        ReplyState::Queued if reply.is_later && reply.leaves_at.is_some_and(|at| at > frame.now) => html! {
            (line("", "clock", html! { @if let Some(at) = reply.leaves_at {
                (rich!("Goes out {moment}, unless they write before", moment = time::until(at, frame)))
            } }))
            (act("send-now", &[], html! { button.link type="submit" { (t!("Send now")) } }))
            (act("cancel", &[], html! { button.link type="submit" { (t!("Take back")) } }))
        },
        ReplyState::Queued => html! {
            (line("", "clock", leaving(reply, frame)))
            (act("cancel", &[], html! { button.link type="submit" data-undo { (t!("Undo")) } }))
        },
        ReplyState::Sending => line("", "clock", html! { (t!("Sending")) }),
        ReplyState::Sent => {
            line("", "check", html! { (rich!("Sent {moment}", moment = time::clock(reply.since, frame))) })
        }
        ReplyState::Delivered => {
            line("", "checks", html! { (rich!("Delivered {moment}", moment = time::clock(reply.since, frame))) })
        }
        ReplyState::FailedRetryable => html! {
            (line("bad", "warn", html! { (rich!("Not sent: {reason}", reason)) }))
            (act("retry", &[], html! { button.link type="submit" { (t!("Try again")) } }))
        },
        ReplyState::FailedFinal => html! {
            (line("bad", "warn", html! { (rich!("Not sent: {reason}", reason)) }))
            span { (t!("These words would be refused again.")) }
        },
        ReplyState::Unknown => html! {
            (line("unsure", "question", html! { (t!("Fate unknown: the network took it and did not answer")) }))
            @if reply.attempts > 1 { span { (t!(reply.attempts; "{count} attempt", "{count} attempts")) } }
            (act("decide", &[("arrived", "yes")], html! { button.link type="submit" { (t!("it arrived")) } }))
            (act("decide", &[("arrived", "no")], html! { button.link type="submit" { (t!("send again")) } }))
        },
        ReplyState::Cancelled if reply.reason.is_some() => html! {
            (line("", "cross", html! { (rich!("Not sent: {reason}", reason)) }))
            @if !reply.is_closing { span { (t!("The words are a draft again.")) } }
        },
        ReplyState::Cancelled => line(
            "",
            "cross",
            html! {
                @if let Some(by) = &reply.by { (t!("Taken back by {by} before it left", by)) }
                @else { (t!("Taken back before it left")) }
            },
        ),
        ReplyState::Superseded => line("", "cross", html! { (t!("Not sent: another answer took its place")) }),
    }
}

fn leaving(reply: &ReplyLine, frame: &Frame) -> Markup {
    let Some(leaves_at) = reply.leaves_at else {
        return html! { (t!("Goes out next")) };
    };
    let seconds = leaves_at.as_second() - frame.now.as_second();
    html! { time data-leaves datetime=(leaves_at) {
        @if seconds > 0 { (rich!("Goes out in {length}", length = time::length(seconds))) } @else { (t!("Going out")) }
    } }
}

/// The word for where a conversation stands.
pub fn status_word(status: Status) -> &'static str {
    match status {
        Status::New => t!("state": "new"),
        Status::Open => t!("state": "open"),
        Status::Waiting => t!("waiting for them"),
        Status::Snoozed => t!("snoozed"),
        Status::Resolved => t!("state": "done"),
        Status::Archived => t!("archived"),
    }
}
