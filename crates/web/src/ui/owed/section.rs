//! Who owes what on the open conversation: the menu of the thread, the section beside it, and the sign on rows.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{
    Function, OWED_CHARS_MAX, ObligationAct, ObligationId, ObligationKind, ObligationStand, ObligationState, PostId,
    ReplyId, Right, TOLD_CHARS_MAX, is_web_address,
};
use wording::{number, t};

use super::{due, words};
use crate::ui::components::{csrf, icon, name, press, rich, time};
use crate::ui::inbox::list::List;
use crate::ui::inbox::thread::{Choice, Entry, Thread};
use crate::ui::layout::{Frame, sample_at};

/// What a choice of members calls nobody.
fn nobody() -> Option<&'static str> {
    Some(t!("nobody in particular"))
}

/// Something owed on a conversation.
#[derive(Clone, Debug)]
pub struct Owed {
    /// Which obligation.
    pub id: ObligationId,
    /// Its version.
    pub version: i64,
    /// What kind of thing.
    pub kind: ObligationKind,
    /// How it stands.
    pub stand: ObligationStand,
    /// The name of whoever has it.
    pub holder: Option<String>,
    /// What shows that it is done.
    pub shows: Option<Shown>,
    /// The message that it is about.
    pub post: Option<PostId>,
    /// What happened to it, oldest first.
    pub steps: Vec<Step>,
}

/// What shows that something is done.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A message of ours, with its words.
    Message(ReplyId, String),
    /// A web address.
    Link(String),
    /// Words.
    Words(String),
}

/// Something that happened to what is owed.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: String,
    /// What.
    pub act: ObligationAct,
    /// Which function owes it since.
    pub function: Function,
    /// Who has it since.
    pub holder: Option<String>,
    /// By when, since.
    pub due_at: Option<Timestamp>,
    /// Why, or what was done.
    pub words: Option<String>,
}

/// The sign of something owed on a row or in a head: an exclamation where it is late, and words.
pub(crate) fn sign(kind: ObligationKind, stand: &ObligationStand, frame: &Frame) -> Markup {
    let is_late = stand.is_late(frame.now);
    html! { span.owes data-late[is_late] title=(stand.words) {
        @if is_late { (icon::line("warn")) } @else { (icon::line("owe")) }
        (t!("{function} owes {kind}", function = words::function(stand.function), kind = words::kind(kind)))
        @if is_late { (t!(", late")) }
    } }
}

/// The menu of the open conversation: what a function owes is said here.
pub(crate) fn menu(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/owe{}", thread.id, list.query_string());
    html! { details #owe.menu name="menu" {
        summary.btn.quiet { (t!("Owe")) " " kbd { "w" } }
        div.sheet {
            @for one in thread.owed.iter().filter(|one| one.stand.state.is_owed()) {
                a.btn.item href={ "#owed-" (one.id) } { (sign(one.kind, &one.stand, frame)) }
            }
            form method="post" action=(action) {
                (csrf(frame))
                (kind_field("owe-kind"))
                div.field { label for="owe-words" { (t!("In a line")) }
                    input #owe-words name="words" required maxlength=(OWED_CHARS_MAX) autocomplete="off" placeholder=(t!("What exactly")); }
                (function_field("owe-function", None))
                (member_field("owe-member", t!("Asked"), &thread.members, None, nobody()))
                (due_field("owe-due", None, frame))
                button.btn type="submit" { (t!("It is owed")) }
            }
            p.hint { (t!("The answer can go out and the conversation be done; this stays until it is.")) }
        }
    } }
}

/// The choice of what kind of thing is owed.
pub(crate) fn kind_field(id: &str) -> Markup {
    html! { div.field { label for=(id) { (t!("What is owed")) }
    select id=(id) name="kind" autocomplete="off" {
        @for one in ObligationKind::ALL { option value=(one) { (words::kind_by(*one)) } }
    } } }
}

fn function_field(id: &str, but: Option<Function>) -> Markup {
    html! { div.field { label for=(id) { (t!("function": "By")) }
    select id=(id) name="function" autocomplete="off" {
        @if but.is_none() { option value="" { (t!("whom it usually is")) } }
        @for one in Function::ALL { option value=(one) selected[but == Some(*one)] { (words::function(*one)) } }
    } } }
}

/// The choice of a member, or of nobody where that has a name.
pub(crate) fn member_field(
    id: &str,
    label: &str,
    members: &[Choice],
    chosen: Option<model::MemberId>,
    nobody: Option<&str>,
) -> Markup {
    html! { div.field { label for=(id) { (label) }
    select id=(id) name="member" autocomplete="off" {
        @if let Some(nobody) = nobody { option value="" { (nobody) } }
        @for one in members { option value=(one.id) selected[chosen == Some(one.id)] { (one.name) } }
    } } }
}

fn due_field(id: &str, at: Option<Timestamp>, frame: &Frame) -> Markup {
    html! { div.field { label for=(id) { (t!("By the end of")) }
    input id=(id) type="date" name="due" autocomplete="off" value=[at.map(|at| due::day(at, &frame.zone))]; } }
}

/// What is owed, beside the open conversation.
pub(crate) fn section(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    if thread.owed.is_empty() {
        return html! {};
    }
    let (owed, closed): (Vec<&Owed>, Vec<&Owed>) = thread.owed.iter().partition(|one| one.stand.state.is_owed());
    html! { section.owed {
        h3 { (t!("Who owes what")) @if !owed.is_empty() { span.faint { (t!(owed.len(); "{count} open", "{count} open")) } } }
        @if !owed.is_empty() { ul.owed-list { @for one in owed { (item(one, thread, list, frame)) } } }
        @if !closed.is_empty() { details.more-fields {
            summary { (t!("No longer owed: {count}", count = number(closed.len()))) }
            ul.owed-list { @for one in closed { (item(one, thread, list, frame)) } }
        } }
    } }
}

fn item(one: &Owed, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let stand = &one.stand;
    html! { li #{ "owed-" (one.id) } data-key={ "owed-" (one.id) } data-state=(stand.state) tabindex="-1" {
        p { (rich!(
            "{function} owes {kind}",
            function = html! { b { (words::function(stand.function)) } },
            kind = words::kind(one.kind),
        )) }
        p.words dir="auto" { (stand.words) }
        p.t1.dim { (standing(one, frame)) }
        @if let Some(shows) = &one.shows { p.t1 { (shown(shows)) } }
        @if let Some(reason) = &stand.reason { p.t1 dir="auto" { (rich!("“{words}”", words = reason)) } }
        @if let Some(post) = one.post { p.t1 { a href={ "#post-" (post) } data-jump { (t!("the message it is about")) } } }
        @if frame.may(Right::WorkInbox) { (acts(one, thread, list, frame)) }
        details.more-fields { summary { (t!("What happened")) } ol.owed-steps { @for step in &one.steps { (happened(step, frame)) } } }
    } }
}

/// Where it stands: who has it, and by when.
pub(crate) fn standing(one: &Owed, frame: &Frame) -> Markup {
    let stand = &one.stand;
    let holder = one.holder.as_deref();
    html! {
        @match (stand.state, holder) {
            (ObligationState::Open, Some(name)) => { (rich!("{name} is asked", name)) },
            (ObligationState::Open, None) => { (t!("nobody has it yet")) },
            (ObligationState::Accepted, Some(name)) => { (rich!("{name} has it", name)) },
            (ObligationState::Done, Some(name)) => { (rich!("done by {name}", name)) },
            (state, _) => { (words::state(state)) },
        }
        @if let Some(at) = stand.due_at.filter(|_| stand.state.is_owed()) { " · " (by_when(at, frame)) }
    }
}

/// By when something is due, or since when it is late.
pub(crate) fn by_when(at: Timestamp, frame: &Frame) -> Markup {
    html! {
        @if at < frame.now {
            span.overdue { (icon::line("warn")) time datetime=(at) title=(time::exact(at, &frame.zone)) {
                (rich!("{length} late", length = time::length(frame.now.as_second() - at.as_second()))) } }
        } @else { span { (rich!("by {until}", until = time::until(at, frame))) } }
    }
}

pub(crate) fn shown(shows: &Shown) -> Markup {
    html! { @match shows {
        Shown::Message(reply, words) => { a href={ "#reply-" (reply) } data-jump { (t!("our message")) } ": " span dir="auto" { (rich!("“{words}”", words)) } },
        Shown::Link(address) if is_web_address(address) => { a href=(address) rel="nofollow noopener noreferrer" target="_blank" { (address) " ↗" } },
        Shown::Link(words) | Shown::Words(words) => { span dir="auto" { (rich!("“{words}”", words)) } },
    } }
}

fn happened(step: &Step, frame: &Frame) -> Markup {
    html! { li {
        (time::since(step.at, frame)) " " (words::happened(step.act, &step.by))
        @if matches!(step.act, ObligationAct::HandOver | ObligationAct::Owe) { ": " (name::function(step.function)) }
        @if matches!(step.act, ObligationAct::HandOver | ObligationAct::Owe | ObligationAct::Amend) {
            @if let Some(name) = &step.holder { ", " (name) }
            @if let Some(at) = step.due_at { (rich!(", by {day}", day = time::day(at, frame))) }
        }
        @if let Some(why) = &step.words { ": " span dir="auto" { (rich!("“{words}”", words = why)) } }
    } }
}

fn acts(one: &Owed, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/obligations/{}/step{}", one.id, list.query_string());
    let version = one.version.to_string();
    let step = |word: &str, words: &str| {
        press(frame, &action, &[("version", &version), ("step", word)], html! { button.btn type="submit" { (words) } })
    };
    let me = frame.viewer.as_ref().map(|viewer| viewer.id);
    let stand = &one.stand;
    let id = |name: &str| format!("owed-{}-{name}", one.id);
    let begin = |word: &str| {
        html! { (csrf(frame)) input type="hidden" name="version" value=(version); input type="hidden" name="step" value=(word); }
    };
    html! {
        @match stand.state {
            ObligationState::Done | ObligationState::Void => { (step("reopen", t!("Owed after all"))) }
            ObligationState::Declined => { (step("reopen", t!("Owed after all"))) }
            ObligationState::Open | ObligationState::Accepted => {
                div.owed-acts {
                    @if stand.state == ObligationState::Accepted && stand.member == me { (step("give_back", t!("Give it back"))) }
                    @else { (step("accept", t!("I take it on"))) }
                }
                details.more-fields { summary { (t!("It is done")) } form method="post" action=(action) {
                    (begin("finish"))
                    @let answers = sent(thread);
                    @let takes_message = words::takes_message(one.kind) && !answers.is_empty();
                    div.field { label for=(id("proof")) { (words::carries(one.kind)) }
                        input id=(id("proof")) name="proof" autocomplete="off" maxlength=(TOLD_CHARS_MAX) required[!takes_message]; }
                    @if takes_message { (message_field(&id("reply"), t!("or a message of ours"), t!("message": "none"), &answers, None)) }
                    button.btn type="submit" { (t!("Done")) }
                } }
                details.more-fields { summary { (t!("Hand it over")) } form method="post" action=(action) {
                    (begin("hand_over"))
                    (function_field(&id("function"), Some(stand.function)))
                    (member_field(&id("member"), t!("Asked"), &thread.members, None, nobody()))
                    (why_field(&id("why"), t!("Why, and what they need to know")))
                    button.btn type="submit" { (t!("Hand over")) }
                } }
                details.more-fields { summary { (t!("It will not be done")) } form method="post" action=(action) {
                    (csrf(frame)) input type="hidden" name="version" value=(version);
                    (why_field(&id("reason"), t!("Why")))
                    div.inline {
                        button.btn type="submit" name="step" value="decline" { (t!("We say no")) }
                        button.btn.quiet type="submit" name="step" value="void" { (t!("Not needed any more")) }
                    }
                } }
                details.more-fields { summary { (t!("Change it")) } form method="post" action=(action) {
                    (begin("amend"))
                    div.field { label for=(id("words")) { (t!("In a line")) }
                        input id=(id("words")) name="words" required maxlength=(OWED_CHARS_MAX) autocomplete="off" value=(stand.words); }
                    (member_field(&id("asked"), t!("Asked"), &thread.members, stand.member, nobody()))
                    (due_field(&id("due"), stand.due_at, frame))
                    button.btn type="submit" { (t!("Keep")) }
                } }
            }
        }
    }
}

/// The choice of a message of ours, or of none.
pub(crate) fn message_field(
    id: &str,
    label: &str,
    none: &str,
    answers: &[(ReplyId, String)],
    chosen: Option<ReplyId>,
) -> Markup {
    html! { div.field { label for=(id) { (label) }
    select id=(id) name="reply" autocomplete="off" {
        option value="" { (none) }
        @for (reply, words) in answers { option value=(reply) selected[chosen == Some(*reply)] { (words) } }
    } } }
}

pub(crate) fn why_field(id: &str, words: &str) -> Markup {
    html! { div.field { label for=(id) { (words) }
    textarea id=(id) name="why" rows="2" required maxlength=(TOLD_CHARS_MAX) autocomplete="off" {} } }
}

/// Our messages in a conversation that are out, the newest first, with their first words.
pub(crate) fn sent(thread: &Thread) -> Vec<(ReplyId, String)> {
    const LETTERS_MAX: usize = 48;
    let ours = thread.entries.iter().rev().filter_map(|entry| match entry {
        Entry::Ours(reply) if reply.line.state.is_out() => Some(reply),
        _ => None,
    });
    ours.map(|reply| {
        let line = reply.words.text.lines().next().unwrap_or_default();
        let start = match line.char_indices().nth(LETTERS_MAX) {
            Some((end, _)) => format!("{}…", line[..end].trim_end()),
            None => line.to_owned(),
        };
        (reply.line.id, start)
    })
    .collect()
}

/// A fix that is late and an insight that is done.
pub(crate) fn samples() -> Vec<Owed> {
    let step = |at: &str, by: &str, act, words: Option<&str>| Step {
        at: sample_at(at),
        by: by.into(),
        act,
        function: Function::Service,
        holder: Some("Tarik Wenzel".into()),
        due_at: Some(sample_at("2026-11-23T22:59:59Z")),
        words: words.map(str::to_owned),
    };
    let stand = |state, words: &str, function, due: Option<&str>| ObligationStand {
        state,
        words: words.into(),
        function,
        member: Some(model::MemberId(4)),
        due_at: due.map(sample_at),
        reason: None,
        proof: None,
    };
    vec![
        Owed {
            id: ObligationId(1),
            version: 2,
            kind: ObligationKind::Fix,
            stand: stand(
                ObligationState::Accepted,
                "A ramp on platform 2 in Port Velle",
                Function::Service,
                Some("2026-11-23T22:59:59Z"),
            ),
            holder: Some("Tarik Wenzel".into()),
            shows: None,
            post: Some(PostId(11)),
            steps: vec![
                step("2026-11-23T17:12:00Z", "Jonas Okafor", ObligationAct::Owe, None),
                step("2026-11-24T07:31:00Z", "Tarik Wenzel", ObligationAct::Accept, None),
            ],
        },
        Owed {
            id: ObligationId(2),
            version: 2,
            kind: ObligationKind::Insight,
            stand: stand(ObligationState::Done, "How many ask for lifts before they travel", Function::Research, None),
            holder: Some("Ewa Brandt".into()),
            shows: Some(Shown::Words(
                "One in nine asks the evening before; the page names lifts only by station.".into(),
            )),
            post: None,
            steps: vec![step("2026-11-24T07:40:00Z", "Ewa Brandt", ObligationAct::Finish, Some("One in nine"))],
        },
    ]
}
