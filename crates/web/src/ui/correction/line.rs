//! What was put right: a line below the message that was wrong, one below the answer that says so, and one under words that are
//! being written.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{AuthorId, ConversationId, Correcting, FactId, ReplyId, Right, Wrong};
use wording::t;

use crate::ui::components::words::start;
use crate::ui::components::{icon, press, rich, time};
use crate::ui::inbox::list::List;
use crate::ui::inbox::thread::Thread;
use crate::ui::layout::Frame;

const SHOWN_CHARS: usize = 60;

/// Who found that something was wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Somebody outside, by name.
    Person(AuthorId, String),
    /// Somebody outside of whom nothing is kept any more.
    Somebody,
    /// One of us, by name.
    Member(String),
    /// Nobody in particular.
    Nobody,
}

/// A correction in a thread.
#[derive(Clone, Debug)]
pub struct CorrectionLine {
    /// The answer that says so.
    pub reply: ReplyId,
    /// In which conversation that stands.
    pub conversation: ConversationId,
    /// The message that was wrong.
    pub wrong: Wrong,
    /// In which conversation that stands.
    pub wrong_in: ConversationId,
    /// What was wrong.
    pub error: String,
    /// What is right.
    pub right: Option<String>,
    /// Who found it.
    pub found: Found,
    /// Who of us says so.
    pub by: String,
    /// When the answer went out.
    pub at: Option<Timestamp>,
    /// Whether it was withdrawn.
    pub is_withdrawn: bool,
    /// The facts with which the message was made that was wrong: which, and what each claims by now.
    pub facts: Vec<(FactId, String)>,
}

/// What happened to a correction, as the log tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionAct {
    /// It was said.
    Said,
    /// It was withdrawn.
    Withdrawn,
    /// It stands again.
    Restored,
    /// It was never so.
    TakenBack,
}

/// What happened, after the name of whoever did it.
pub(crate) fn did(act: CorrectionAct) -> &'static str {
    match act {
        CorrectionAct::Said => t!("said that we were wrong"),
        CorrectionAct::Withdrawn => t!("withdrew that we were wrong"),
        CorrectionAct::Restored => t!("said again that we were wrong"),
        CorrectionAct::TakenBack => t!("took back that an answer says we were wrong"),
    }
}

/// Who found it, behind something else; nothing where that is nobody in particular.
pub(crate) fn found(found: &Found) -> Markup {
    html! { @match found {
        Found::Person(id, name) => {
            " · " (rich!("found by {person}", person = html! { a href={ "/people/" (id) } { bdi { (name) } } }))
        },
        Found::Somebody => { " · " (t!("found by somebody of whom nothing is kept any more")) },
        Found::Member(name) => { " · " (t!("found by {member}, one of us", member = name)) },
        Found::Nobody => {},
    } }
}

/// The anchor of a message of ours in its thread.
fn anchor(wrong: Wrong) -> String {
    match wrong {
        Wrong::Reply(id) => format!("#reply-{id}"),
        Wrong::Post(id) => format!("#post-{id}"),
    }
}

/// Below a message of ours: what was wrong with it, and the way to say that something is.
pub(crate) fn below_wrong(wrong: Wrong, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let lines = || thread.corrections.iter().filter(|one| one.wrong == wrong && !one.is_withdrawn);
    html! {
        @for one in lines() { (self::wrong(one, thread, list, frame)) }
        @if frame.may(Right::WorkInbox) { p.own-up {
            a.link.quiet href={ (asking(thread, list)) "&wrong=" (wrong) } rel="nofollow" {
                @if lines().next().is_none() { (t!("We were wrong")) } @else { (t!("Something else was wrong")) }
            }
        } }
    }
}

/// Where it is said that something was wrong in a conversation.
pub(crate) fn asking(thread: &Thread, list: &List) -> String {
    format!("/conversations/{}/wrong{}", thread.id, list.query_string())
}

fn wrong(one: &CorrectionLine, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let there = match one.conversation == thread.id {
        true => String::new(),
        false => list.address_of(one.conversation),
    };
    let answer = |words: &str| {
        html! { a href={ (there) "#reply-" (one.reply) } data-jump[there.is_empty()] { (words) } }
    };
    html! { div.put-right data-key={ "put-right-" (one.reply) } {
        (icon::line("pencil"))
        span {
            b { (t!("We were wrong:")) " " } span dir="auto" { (one.error) }
            @if let Some(right) = &one.right { " · " (rich!("right is: {right}", right = html! { span dir="auto" { (right) } })) }
            (found(&one.found))
            " · "
            @match one.at {
                Some(at) => (rich!(
                    "{corrected_here} by {by}, {past}",
                    corrected_here = answer(t!("corrected here")),
                    by = one.by,
                    past = time::past(at, frame),
                )),
                None => (rich!(
                    "{by} puts it right with an answer that is {not_out_yet}",
                    by = one.by,
                    not_out_yet = answer(t!("not out yet")),
                )),
            }
            @for (id, claim) in &one.facts {
                " · " span.fact-warning { (icon::line("warn")) (rich!(
                    "it said the fact {fact}: is that still true?",
                    fact = html! { a href={ "/facts/" (id) } { "“" span dir="auto" { (start(claim, SHOWN_CHARS)) } "”" } },
                )) }
            }
        }
        @if one.at.is_some() && frame.may(Right::WorkInbox) { (step(one, "withdraw", t!("Withdraw"), list, frame)) }
    } }
}

fn step(one: &CorrectionLine, step: &str, words: &str, list: &List, frame: &Frame) -> Markup {
    let action = format!("/replies/{}/correction{}", one.reply, list.query_string());
    let button = html! { button.link type="submit" { (words) span.vh { " " (t!("that we were wrong: {error}", error = start(&one.error, SHOWN_CHARS))) } } };
    press(frame, &action, &[("step", step)], button)
}

/// Below the answer that puts something right: where that stands.
pub(crate) fn below_right(reply: ReplyId, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let Some(one) = thread.corrections.iter().find(|one| one.reply == reply) else { return html! {} };
    let there = if one.wrong_in == thread.id { String::new() } else { list.address_of(one.wrong_in) };
    let what_we_said = html! {
        a href={ (there) (anchor(one.wrong)) } data-jump[there.is_empty()] { (t!("what we said before")) }
    };
    let error = html! { span dir="auto" { (one.error) } };
    html! { div.put-right {
        (icon::line("pencil"))
        span {
            @if one.is_withdrawn { (rich!("no correction any more of {what_we_said}: {error}", what_we_said, error)) }
            @else if one.at.is_some() { (rich!("puts right {what_we_said}: {error}", what_we_said, error)) }
            @else { (rich!("is to put right {what_we_said}: {error}", what_we_said, error)) }
        }
        @if one.is_withdrawn && frame.may(Right::WorkInbox) { (step(one, "restore", t!("It stands after all"), list, frame)) }
    } }
}

/// Says under words that are being written what they put right, with the way not to.
pub(crate) fn writing(correcting: &Correcting) -> Markup {
    html! { li data-key="corrects" {
        label.check {
            input type="checkbox" name="correcting" value=(correcting) checked autocomplete="off";
            span { (rich!(
                "Puts right what we said: {error}",
                error = html! { span dir="auto" { (start(&correcting.error, SHOWN_CHARS)) } },
            )) }
        }
    } }
}

/// What a form says that an answer puts right.
pub(crate) fn read(field: &str) -> Option<Correcting> {
    field.parse().ok()
}
