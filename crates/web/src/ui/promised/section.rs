//! What we promised in the open conversation: the menu of the thread, the section beside it, and the sign on rows.

use enrichment::{Promised, promised};
use jiff::Timestamp;
use maud::{Markup, html};
use model::{
    CommitmentAct, CommitmentId, CommitmentStand, CommitmentState, PROMISED_CHARS_MAX, ReplyId, Right, TOLD_CHARS_MAX,
};
use wording::{number, t};

use super::words;
use crate::ui::components::{csrf, icon, press, rich, time};
use crate::ui::inbox::list::List;
use crate::ui::inbox::thread::{Entry, EntryReply, Thread};
use crate::ui::layout::{Frame, sample_at};
use crate::ui::owed::section::{Shown, by_when, member_field, message_field, sent, shown, why_field};

/// Something promised in a conversation.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Which commitment.
    pub id: CommitmentId,
    /// Its version.
    pub version: i64,
    /// How it stands.
    pub stand: CommitmentStand,
    /// The name of whoever answers for it.
    pub holder: String,
    /// What shows that it was kept.
    pub shows: Option<Shown>,
    /// The message of ours in which it was said.
    pub reply: Option<ReplyId>,
    /// The date that was said first.
    pub first_due_at: Timestamp,
    /// What happened to it, oldest first.
    pub steps: Vec<Step>,
}

/// Something that happened to what was promised.
#[derive(Clone, Debug)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub by: String,
    /// What.
    pub act: CommitmentAct,
    /// Who answers for it since.
    pub holder: String,
    /// By when, since.
    pub due_at: Timestamp,
    /// Why, or what shows that it was kept.
    pub words: Option<String>,
}

impl Promise {
    /// Whether it is to be kept.
    pub fn is_open(&self) -> bool {
        self.stand.state == CommitmentState::Open
    }
}

/// The sign of something to be kept on a row or in a head: an exclamation where it is late, and words.
pub(crate) fn sign(stand: &CommitmentStand, frame: &Frame) -> Markup {
    let is_late = stand.is_late(frame.now);
    html! { span.owes data-late[is_late] title=(stand.words) {
        @if is_late { (icon::line("warn")) (t!("promise late")) } @else { (icon::line("owe")) (rich!("promised by {until}", until = time::until(stand.due_at, frame))) }
    } }
}

/// The newest message of ours that is out, when nothing in it is marked as promised.
fn unmarked<'t>(thread: &'t Thread, frame: &Frame) -> Option<&'t EntryReply> {
    let is_out = |entry: &'t Entry| match entry {
        Entry::Ours(reply) if reply.line.state.is_out() => Some(reply),
        _ => None,
    };
    let newest = thread.entries.iter().rev().find_map(is_out)?;
    let is_marked = thread.promised.iter().any(|one| one.reply == Some(newest.line.id));
    (frame.may(Right::WorkInbox) && !is_marked).then_some(newest)
}

fn sounds<'t>(reply: &'t EntryReply, frame: &Frame) -> Option<Promised<'t>> {
    promised(&reply.words.text, reply.at, &frame.zone)
}

/// Says under a message of ours that it sounds like a promise, where it does and is the one that `c` would mark.
pub(crate) fn hint(reply: &EntryReply, thread: &Thread, frame: &Frame) -> Markup {
    let newest = unmarked(thread, frame).filter(|newest| newest.line.id == reply.line.id);
    let Some(found) = newest.and_then(|newest| sounds(newest, frame)) else { return html! {} };
    html! { span.hint {
        @match found.due_at {
            Some(due) => {
                (rich!(
                    "Sounds like a promise for {day}: {key} keeps it in mind",
                    day = time::day(due, frame),
                    key = html! { kbd { "c" } },
                ))
            },
            None => { (rich!("Sounds like a promise: {key} keeps it in mind", key = html! { kbd { "c" } })) },
        }
    } }
}

/// A sentence as a line of what was promised: as much of it as there is room for.
fn as_line(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|sign| !sign.is_control()).take(PROMISED_CHARS_MAX).collect()
}

/// The menu of the open conversation: what we promised is marked here.
pub(crate) fn menu(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let hint = unmarked(thread, frame).and_then(|newest| sounds(newest, frame));
    let due = hint.and_then(|found| found.due_at).filter(|due| *due > frame.now);
    let due = due.map(|due| local(&due.to_zoned(frame.zone.clone())));
    let action = format!("/conversations/{}/commit{}", thread.id, list.query_string());
    let now = frame.now.to_zoned(frame.zone.clone());
    let me = frame.viewer.as_ref().map(|viewer| viewer.id);
    let answers = sent(thread);
    html! { details #commit.menu name="menu" {
        summary.btn.quiet { (t!("Promised")) " " kbd { "c" } }
        div.sheet {
            @for one in thread.promised.iter().filter(|one| one.is_open()) {
                a.btn.item href={ "#promised-" (one.id) } { (sign(&one.stand, frame)) }
            }
            form method="post" action=(action) {
                (csrf(frame))
                div.field { label for="commit-words" { (t!("What we promised, in a line")) }
                    input #commit-words name="words" required maxlength=(PROMISED_CHARS_MAX) autocomplete="off" placeholder=(t!("What exactly")) value=[hint.map(|found| as_line(found.words))]; }
                div.field { label for="commit-due" { (t!("By when")) }
                    input #commit-due type="datetime-local" name="due" required min=(local(&now)) value=[due]; }
                (member_field("commit-member", t!("Who answers for it"), &thread.members, me, None))
                @if !answers.is_empty() { (message_field("commit-reply", t!("Said in"), t!("elsewhere"), &answers, answers.first().map(|(id, _)| *id))) }
                button.btn type="submit" { (t!("We promised it")) }
            }
            p.hint { (t!("You are told a day before, and when its date is over.")) }
        }
    } }
}

/// A moment as a field of date and time has it.
fn local(at: &jiff::Zoned) -> String {
    at.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// What was promised, beside the open conversation.
pub(crate) fn section(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    if thread.promised.is_empty() {
        return html! {};
    }
    let (open, ended): (Vec<&Promise>, Vec<&Promise>) = thread.promised.iter().partition(|one| one.is_open());
    html! { section.owed {
        h3 { (t!("What we promised")) @if !open.is_empty() { span.faint { (t!(open.len(); "{count} to be kept", "{count} to be kept")) } } }
        @if !open.is_empty() { ul.owed-list { @for one in open { (item(one, thread, list, frame)) } } }
        @if !ended.is_empty() { details.more-fields {
            summary { (t!("Ended: {count}", count = number(ended.len()))) }
            ul.owed-list { @for one in ended { (item(one, thread, list, frame)) } }
        } }
    } }
}

fn item(one: &Promise, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let stand = &one.stand;
    html! { li #{ "promised-" (one.id) } data-key={ "promised-" (one.id) } data-state=(stand.state) tabindex="-1" {
        p.words dir="auto" { b { (stand.words) } }
        p.t1.dim {
            @match stand.ended_at {
                None => { (rich!("{holder} answers for it", holder = one.holder)) " · " (by_when(stand.due_at, frame)) },
                Some(at) => { (rich!(
                        "{state} {past}, answered for by {holder}",
                        state = words::standing(stand, frame.now),
                        past = time::past(at, frame),
                        holder = one.holder,
                    )) },
            }
            @if one.first_due_at != stand.due_at { " · " (rich!("first for {day}", day = time::day(one.first_due_at, frame))) }
        }
        @if let Some(shows) = &one.shows { p.t1 { (shown(shows)) } }
        @if let Some(reason) = &stand.reason { p.t1 dir="auto" { (rich!("“{words}”", words = reason)) } }
        @if let Some(reply) = one.reply { p.t1 { a href={ "#reply-" (reply) } data-jump { (t!("the message in which we said it")) } } }
        @if frame.may(Right::WorkInbox) { (acts(one, thread, list, frame)) }
        details.more-fields { summary { (t!("What happened")) } ol.owed-steps { @for step in &one.steps { (happened(step, frame)) } } }
    } }
}

fn happened(step: &Step, frame: &Frame) -> Markup {
    html! { li {
        (time::since(step.at, frame)) " " (done(step, frame))
        @if let Some(why) = &step.words { ": " span dir="auto" { (rich!("“{words}”", words = why)) } }
    } }
}

fn done(step: &Step, frame: &Frame) -> Markup {
    let Step { by, holder, due_at, .. } = step;
    match step.act {
        CommitmentAct::Commit => {
            rich!("{by} promised it, for {day}, {holder} answers for it", by, day = time::day(*due_at, frame), holder)
        }
        CommitmentAct::Keep => rich!("{by} kept it", by),
        CommitmentAct::Break => rich!("{by} said that it is not kept", by),
        CommitmentAct::Withdraw => rich!("{by} withdrew it", by),
        CommitmentAct::Move => rich!("{by} moved its date to {day}", by, day = time::day(*due_at, frame)),
        CommitmentAct::Amend => rich!("{by} changed it, {holder} answers for it", by, holder),
        CommitmentAct::Reopen => rich!("{by} opened it again", by),
        CommitmentAct::TakeBack => rich!("{by} took the last step back", by),
    }
}

fn acts(one: &Promise, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/commitments/{}/step{}", one.id, list.query_string());
    let version = one.version.to_string();
    let stand = &one.stand;
    if !one.is_open() {
        let fields = [("version", version.as_str()), ("step", "reopen")];
        return press(frame, &action, &fields, html! { button.btn type="submit" { (t!("To be kept after all")) } });
    }
    let id = |name: &str| format!("promised-{}-{name}", one.id);
    let begin = |word: &str| {
        html! { (csrf(frame)) input type="hidden" name="version" value=(version); input type="hidden" name="step" value=(word); }
    };
    let answers = sent(thread);
    let now = frame.now.to_zoned(frame.zone.clone());
    // Where whoever answered for it has left, nobody is chosen by chance.
    let is_here = thread.members.iter().any(|member| member.id == stand.member);
    let nobody = (!is_here).then_some(t!("nobody yet"));
    html! {
        details.more-fields { summary { (t!("It is kept")) } form method="post" action=(action) {
            (begin("keep"))
            div.field { label for=(id("proof")) { (t!("What shows it: a note, or the link where it stands")) }
                input id=(id("proof")) name="proof" autocomplete="off" maxlength=(TOLD_CHARS_MAX) required[answers.is_empty()]; }
            @if !answers.is_empty() { (message_field(&id("reply"), t!("or a message of ours"), t!("message": "none"), &answers, None)) }
            button.btn type="submit" { (t!("Kept")) }
        } }
        details.more-fields { summary { (t!("Another date")) } form method="post" action=(action) {
            (begin("move"))
            div.field { label for=(id("due")) { (t!("By when")) }
                input id=(id("due")) type="datetime-local" name="due" required min=(local(&now)) value=(local(&stand.due_at.to_zoned(frame.zone.clone()))); }
            (why_field(&id("moved"), t!("Why, and whether they know")))
            button.btn type="submit" { (t!("Move")) }
        } }
        details.more-fields { summary { (t!("It will not be kept")) } form method="post" action=(action) {
            (csrf(frame)) input type="hidden" name="version" value=(version);
            (why_field(&id("why"), t!("Why")))
            div.inline {
                button.btn type="submit" name="step" value="break" { (t!("We did not keep it")) }
                button.btn.quiet type="submit" name="step" value="withdraw" { (t!("We took it back")) }
            }
        } }
        details.more-fields { summary { (t!("Change it")) } form method="post" action=(action) {
            (begin("amend"))
            div.field { label for=(id("words")) { (t!("In a line")) }
                input id=(id("words")) name="words" required maxlength=(PROMISED_CHARS_MAX) autocomplete="off" value=(stand.words); }
            (member_field(&id("member"), t!("Who answers for it"), &thread.members, Some(stand.member), nobody))
            button.btn type="submit" { (t!("Keep the change")) }
        } }
    }
}

/// A refund that is late, and an answer that was kept.
pub(crate) fn samples() -> Vec<Promise> {
    let stand = |state, words: &str, due: &str, ended: Option<&str>| CommitmentStand {
        state,
        words: words.into(),
        member: model::MemberId(4),
        due_at: sample_at(due),
        reason: None,
        proof: None,
        ended_at: ended.map(sample_at),
    };
    let step = |at: &str, act, due: &str, words: Option<&str>| Step {
        at: sample_at(at),
        by: "Tarik Wenzel".into(),
        act,
        holder: "Tarik Wenzel".into(),
        due_at: sample_at(due),
        words: words.map(str::to_owned),
    };
    let (first, moved) = ("2026-11-23T16:00:00Z", "2026-11-24T16:00:00Z");
    vec![
        Promise {
            id: CommitmentId(1),
            version: 2,
            stand: stand(CommitmentState::Open, "We write as soon as the ramp lies", moved, None),
            holder: "Tarik Wenzel".into(),
            shows: None,
            reply: Some(ReplyId(1)),
            first_due_at: sample_at(first),
            steps: vec![
                step("2026-11-23T12:12:00Z", CommitmentAct::Commit, first, None),
                step(
                    "2026-11-23T15:30:00Z",
                    CommitmentAct::Move,
                    moved,
                    Some("The planks come a day late; she knows."),
                ),
            ],
        },
        Promise {
            id: CommitmentId(2),
            version: 2,
            stand: stand(CommitmentState::Kept, "The ticket is refunded", first, Some("2026-11-23T15:00:00Z")),
            holder: "Tarik Wenzel".into(),
            shows: Some(Shown::Words("Paid back this morning.".into())),
            reply: None,
            first_due_at: sample_at(first),
            steps: vec![step("2026-11-23T15:00:00Z", CommitmentAct::Keep, first, Some("Paid back this morning."))],
        },
    ]
}
