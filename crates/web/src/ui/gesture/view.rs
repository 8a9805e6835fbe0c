//! The quiet row under what somebody said: what can be done without words, and what stands.

use std::collections::HashMap;

use inbox::GESTURE_REASON_CHARS_MAX;
use jiff::Timestamp;
use maud::{Markup, html};
use model::{ChannelId, Disposition, GestureId, GestureKind, GestureState, HouseRuleId, PostId, ReportGround, Right};
use wording::t;

use crate::ui::components::{csrf, icon, press, rich, time};
use crate::ui::inbox::list::List;
use crate::ui::inbox::thread::{EntryPost, Thread};
use crate::ui::layout::{Frame, sample_at};

/// What stands under the messages of a thread.
#[derive(Clone, Debug, Default)]
pub struct OnThread {
    /// By message of somebody else.
    pub on: HashMap<PostId, OnPost>,
    /// The house rules under which something can be hidden or reported.
    pub rules: Vec<RuleChoice>,
}

/// What was done about one message or person, and what can be.
#[derive(Clone, Debug, Default)]
pub struct OnPost {
    /// What can be done there.
    pub can: Vec<GestureKind>,
    /// What stands, or is on its way.
    pub made: Vec<Made>,
    /// The accounts that can follow, by name, where there is a choice.
    pub accounts: Vec<(ChannelId, String)>,
}

/// A house rule to choose.
#[derive(Clone, Debug)]
pub struct RuleChoice {
    /// Which.
    pub id: HouseRuleId,
    /// Its name.
    pub name: String,
}

/// A gesture as it is shown.
#[derive(Clone, Debug)]
pub struct Made {
    /// Which.
    pub id: GestureId,
    /// What is done.
    pub kind: GestureKind,
    /// Which account does it, by name, where that is not clear from the place.
    pub account: Option<String>,
    /// What is known of it.
    pub state: GestureState,
    /// Who wanted it, by name.
    pub by: String,
    /// When it was made, or decided.
    pub at: Timestamp,
    /// When it is made, while it can be taken back for nothing.
    pub made_at: Option<Timestamp>,
    /// Since when a stop holds it.
    pub held_since: Option<Timestamp>,
    /// Why it is not there, or still there, in plain words without a full stop.
    pub why: Option<String>,
    /// The house rule under which it is done, with its name.
    pub rule: Option<(HouseRuleId, String)>,
    /// Why it is done under that.
    pub reason: String,
    /// Who took it back, by name, and when.
    pub taken_back: Option<(Option<String>, Timestamp)>,
}

/// What it is called to do it.
pub(crate) fn verb(kind: GestureKind) -> &'static str {
    match kind {
        GestureKind::Like => t!("Like"),
        GestureKind::Boost => t!("Boost"),
        GestureKind::Follow => t!("Follow"),
        GestureKind::Hide => t!("Hide"),
        GestureKind::Report => t!("Report"),
    }
}

/// What it is called once it was done.
pub(crate) fn done(kind: GestureKind) -> &'static str {
    match kind {
        GestureKind::Like => t!("Liked"),
        GestureKind::Boost => t!("Boosted"),
        GestureKind::Follow => t!("Followed"),
        GestureKind::Hide => t!("Hidden on the network"),
        GestureKind::Report => t!("Reported"),
    }
}

/// What it is called to take it back.
fn undoing(kind: GestureKind) -> &'static str {
    match kind {
        GestureKind::Follow => t!("Unfollow"),
        GestureKind::Hide => t!("Show it again"),
        GestureKind::Like | GestureKind::Boost | GestureKind::Report => t!("Take back"),
    }
}

/// What a report says is wrong, as members read it.
fn ground(ground: ReportGround) -> &'static str {
    match ground {
        ReportGround::Spam => t!("Spam"),
        ReportGround::Violation => t!("Against the law or the network's rules"),
        ReportGround::Misleading => t!("Misleading"),
        ReportGround::Sexual => t!("Sexual, and not marked as such"),
        ReportGround::Rude => t!("Harassing or insulting"),
        ReportGround::Other => t!("Something else"),
    }
}

/// Whether whoever looks may do it.
fn may(kind: GestureKind, frame: &Frame) -> bool {
    frame.may(if kind == GestureKind::Hide { Right::HidePosts } else { Right::WorkInbox })
}

/// The row under a message of somebody else.
pub(crate) fn under(post: &EntryPost, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let Some(on) = thread.gestures.on.get(&post.id) else { return html! {} };
    let action = format!("/conversations/{}/gesture{}", thread.id, list.query_string());
    let id = post.id.to_string();
    let what = || html! { span.vh { " " (the_message(post, frame)) } };
    let can: Vec<GestureKind> = on.can.iter().copied().filter(|kind| may(*kind, frame)).collect();
    let quiet = can.iter().filter(|kind| !kind.needs_house_rule());
    let protecting: Vec<GestureKind> = can.iter().copied().filter(|kind| kind.needs_house_rule()).collect();
    html! { @if !can.is_empty() || !on.made.is_empty() { div.gestures {
        @for one in &on.made { (made(one, &list.query_string(), frame)) }
        @for kind in quiet {
            @let stands_out = *kind == GestureKind::Boost && thread.triage.disposition == Some(Disposition::Share);
            @let button = html! { button.link.quiet.stands-out[stands_out] type="submit" data-like[*kind == GestureKind::Like] { (verb(*kind)) (what()) } };
            (press(frame, &action, &[("post", &id), ("kind", kind.as_str())], button))
        }
        @if !protecting.is_empty() { (protect(&protecting, post, thread, &action, frame)) }
    } } }
}

/// Which message it is about, for who cannot see under which it stands.
fn the_message(post: &EntryPost, frame: &Frame) -> Markup {
    rich!("the message of {person}, {clock}", person = post.person.name, clock = time::clock(post.at, frame))
}

/// Hiding and reporting: what stands under a rule is asked for before.
fn protect(can: &[GestureKind], post: &EntryPost, thread: &Thread, action: &str, frame: &Frame) -> Markup {
    let id = post.id;
    let summary = match can {
        [GestureKind::Report] => t!("Report"),
        [GestureKind::Hide] => t!("Hide"),
        _ => t!("Hide or report"),
    };
    html! { details.protect {
        summary { (summary) span.vh { " " (the_message(post, frame)) } " …" }
        @if thread.gestures.rules.is_empty() {
            p.t1 { (rich!(
                "Nothing is hidden or reported silently: first {write_the_rule} that it is done under.",
                write_the_rule = html! { a href="/house-rules" { (t!("write the house rule")) } },
            )) }
        } @else { form method="post" action=(action) {
            (csrf(frame))
            input type="hidden" name="post" value=(id);
            div.field {
                label for={ "rule-" (id) } { (t!("Under which house rule")) }
                select id={ "rule-" (id) } name="rule" autocomplete="off" { @for rule in &thread.gestures.rules { option value=(rule.id) { (rule.name) } } }
            }
            div.field {
                label for={ "reason-" (id) } { (t!("Why")) }
                textarea id={ "reason-" (id) } name="reason" rows="2" required maxlength=(GESTURE_REASON_CHARS_MAX) {}
            }
            @if can.contains(&GestureKind::Report) { div.field {
                label for={ "ground-" (id) } { (t!("What is wrong, for a report")) }
                select id={ "ground-" (id) } name="ground" autocomplete="off" { @for one in ReportGround::ALL { option value=(one) { (ground(*one)) } } }
            } }
            div.toolbar {
                @if can.contains(&GestureKind::Hide) { button.btn type="submit" name="kind" value="hide" { (t!("Hide it under our post")) } }
                @if can.contains(&GestureKind::Report) { button.btn type="submit" name="kind" value="report" { (t!("Report it, for good")) } }
            }
            p.t1.faint {
                @if can.contains(&GestureKind::Hide) { (t!("Who opens what is hidden under our post still reads it; it can be shown again.")) " " }
                @if can.contains(&GestureKind::Report) { (t!("A report goes to those who watch over {network}, with your reason, and cannot be taken back.", network = thread.network.title())) }
            }
        } }
    } }
}

/// Following whoever a conversation is with, or the owner of a handle: where it is posted, with the query of what is shown
/// beside it.
pub(crate) fn follow(on: &OnPost, (action, query): (&str, &str), name: &str, frame: &Frame) -> Markup {
    html! {
        @for one in &on.made { div.gestures { (made(one, query, frame)) } }
        @if on.can.contains(&GestureKind::Follow) && may(GestureKind::Follow, frame) {
            div.gestures { (press(frame, &format!("{action}{query}"), &[("kind", GestureKind::Follow.as_str())], html! { button.link type="submit" { (verb(GestureKind::Follow)) span.vh { " " (name) } } })) }
        }
        @if may(GestureKind::Follow, frame) { @for (id, account) in &on.accounts {
            @let words = rich!(
                "Follow {person} by {account}",
                person = html! { span.vh { (name) } },
                account = html! { bdi { (account) } },
            );
            div.gestures { (press(frame, &format!("{action}{query}"), &[("channel", &id.to_string())], html! { button.link type="submit" { (words) } })) }
        } }
    }
}

/// What is known of a gesture, and what can be done about it.
fn made(one: &Made, query: &str, frame: &Frame) -> Markup {
    let is_theirs = may(one.kind, frame);
    let act = |verb: &str, button: Markup| {
        html! { @if is_theirs { (press(frame, &format!("/gestures/{}/{verb}{query}", one.id), &[], button)) } }
    };
    let why = one.why.as_deref().unwrap_or(t!("the network did not take it"));
    let (gesture, done) = (verb(one.kind), done(one.kind));
    let take_back =
        |words: &str| act("take-back", html! { button.link.quiet type="submit" { (words) span.vh { ": " (done) } } });
    html! { div.gesture data-key={ "gesture-" (one.id) } data-gesture=(one.kind) data-state=(one.state) {
        @if let Some(account) = &one.account { span { bdi { (account) } ":" } }
        @match one.state {
            GestureState::Queued if one.held_since.is_some() => {
                (sign("clock", "unsure", html! { (t!("{gesture}: held", gesture)) })) " " a href="/outgoing" { (t!("why")) } " " (take_back(t!("Take back")))
            },
            GestureState::Queued if one.made_at.is_some() => {
                (sign("clock", "", html! { (leaving(one, frame)) }))
                " " (act("take-back", html! { button.link type="submit" data-undo { (t!("Undo")) span.vh { ": " (gesture) } } }))
            },
            GestureState::Queued => {
                (sign("clock", "", html! {
                    @if one.why.is_some() { (t!("{gesture}: tried again soon, since {why}", gesture, why)) }
                    @else { (t!("{gesture}: tried again soon", gesture)) }
                })) " " (take_back(t!("Take back")))
            },
            GestureState::Making => { (sign("clock", "", html! { (t!("{gesture}: on its way", gesture)) })) },
            GestureState::Stands => {
                (sign("check", "", html! {
                    (rich!("{done} by {by}, {clock}", done, by = one.by, clock = time::clock(one.at, frame))) (ruled(one))
                }))
                @if one.why.is_some() { " " (sign("warn", "bad", html! { (t!("Still there: {why}", why)) })) }
                @if one.kind.can_be_taken_back() { " " (take_back(undoing(one.kind))) }
            },
            GestureState::Failed => {
                (sign("warn", "bad", html! { (t!("{gesture}: not done, {why}", gesture, why)) }))
                " " (act("retry", html! { button.link type="submit" { (t!("Try again")) span.vh { ": " (gesture) } } })) " " (take_back(t!("Leave it")))
            },
            GestureState::Unknown => {
                (sign("question", "unsure", html! { (t!("{gesture}: nobody knows whether it arrived", gesture)) (ruled(one)) }))
                " " (act("retry", html! { button.link type="submit" { (t!("{gesture} again", gesture)) } }))
            },
            GestureState::TakingBack => { (sign("clock", "", html! { (t!("{done}, being taken back", done)) })) },
            GestureState::TakenBack => { (sign("cross", "", html! { (t!("{done}, taken back", done)) })) },
        }
    } }
}

fn sign(sign: &str, class: &str, words: Markup) -> Markup {
    html! { span class={ "state " (class) } { (icon::line(sign)) span { (words) } } }
}

fn ruled(one: &Made) -> Markup {
    html! { @if let Some((id, name)) = &one.rule { (rich!(", under {rule}", rule = html! { a href={ "/house-rules/" (id) } { bdi { (name) } } })) } }
}

/// When it is made that can be taken back for nothing.
fn leaving(one: &Made, frame: &Frame) -> String {
    let gesture = verb(one.kind);
    let seconds = one.made_at.map_or(0, |at| at.as_second() - frame.now.as_second());
    if seconds > 0 {
        t!("{gesture} in {length}", gesture, length = time::length(seconds))
    } else {
        t!("{gesture}: on its way", gesture)
    }
}

/// What the history of a conversation says was done.
pub(crate) fn did(kind: GestureKind, post: Option<PostId>) -> Markup {
    let message = a_message(post);
    match kind {
        GestureKind::Like => rich!("liked {message}", message),
        GestureKind::Boost => rich!("boosted {message}", message),
        GestureKind::Follow => html! { (t!("followed them")) },
        GestureKind::Hide => rich!("hid {message}", message),
        GestureKind::Report => rich!("reported {message}", message),
    }
}

/// What it says was taken back.
pub(crate) fn took_back(kind: GestureKind, post: Option<PostId>) -> Markup {
    let message = a_message(post);
    match kind {
        GestureKind::Like => rich!("took the like of {message} back", message),
        GestureKind::Boost => rich!("took the boost of {message} back", message),
        GestureKind::Follow => html! { (t!("unfollowed them")) },
        GestureKind::Hide => rich!("showed {message} again", message),
        GestureKind::Report => rich!("took the report of {message} back", message),
    }
}

fn a_message(post: Option<PostId>) -> Markup {
    html! { @match post { Some(id) => a href={ "#post-" (id) } { (t!("a message")) }, None => { (t!("a message")) } } }
}

/// A gesture for samples.
pub(crate) fn sample_made(id: i64, kind: GestureKind, state: GestureState) -> Made {
    Made {
        id: id.into(),
        kind,
        account: None,
        state,
        by: "Mara Lind".into(),
        at: sample_at("2026-11-24T07:03:00Z"),
        made_at: None,
        held_since: None,
        why: None,
        rule: kind.needs_house_rule().then(|| (1.into(), "Nobody is insulted here".to_owned())),
        reason: if kind.needs_house_rule() { "It calls the driver names.".into() } else { String::new() },
        taken_back: None,
    }
}

/// What stands under the messages of the samples' threads, in every state.
pub(crate) fn sample_on_thread() -> OnThread {
    use GestureKind::{Boost, Hide, Like, Report};
    let rules = vec![
        RuleChoice { id: 1.into(), name: "Nobody is insulted here".into() },
        RuleChoice { id: 2.into(), name: "No advertising".into() },
    ];
    let on = |can: &[GestureKind], made| OnPost { can: can.to_vec(), made, ..OnPost::default() };
    let all = || on(&[Like, Boost, Hide, Report], vec![]);
    let liked = sample_made(1, Like, GestureState::Stands);
    let leaves = Some(sample_at("2026-11-24T07:52:08Z"));
    let undoable = Made { made_at: leaves, ..sample_made(2, Boost, GestureState::Queued) };
    let hidden = sample_made(3, Hide, GestureState::Stands);
    let failed = Made {
        why: Some("the post is gone, or its author hides from our account".into()),
        ..sample_made(4, Like, GestureState::Failed)
    };
    let held = Made { held_since: leaves, ..sample_made(5, Boost, GestureState::Queued) };
    let unknown = sample_made(6, Report, GestureState::Unknown);
    let still = Made { why: Some("the app password was refused".into()), ..sample_made(7, Like, GestureState::Stands) };
    let leaving = sample_made(8, Boost, GestureState::TakingBack);
    let on = [
        (11, on(&[Boost, Report], vec![liked])),
        (12, all()),
        (13, on(&[Like, Report], vec![undoable])),
        (15, all()),
        (21, on(&[Like, Boost, Report], vec![hidden])),
        (23, on(&[Hide], vec![failed, held, unknown])),
        (24, on(&[Hide, Report], vec![still, leaving])),
    ];
    OnThread { on: on.into_iter().map(|(id, on)| (PostId(id), on)).collect(), rules }
}
