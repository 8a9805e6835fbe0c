//! The middle pane: what was said, by whom, what became of our answers, and what was done.

use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use model::{
    CommitmentAct, ConversationId, DeedId, Disposition, ElsewherePlace, Function, GestureKind, HouseRuleId, MemberId,
    Network, NoteId, ObligationAct, ObligationKind, Outcome, PostId, Priority, ReplyId, Right, RuleRunId,
    SilenceReason, SlaClock, Status, Wrong, calls,
};
use wording::t;

use super::Composer;
use super::attached::{Attached, attached};
use super::list::List;
use super::own_picture::{self, OwnPicture};
use super::team::TeamChoice;
use super::triage::{Triage, because, decided};
use super::{happened, outcome, pin, priority, subscribe};
use crate::ui::approval::view::{self as approval, Standing};
use crate::ui::components::words::{inline, is_web_address, language_name};
use crate::ui::components::{
    Kind, ReplyLine, Words, csrf, icon, kind, press, reply_line, rich, status_word, time, words,
};
use crate::ui::correction::line::{self as correction, CorrectionAct, CorrectionLine};
use crate::ui::enquiry::line::{self as enquiry, EnquiryLine};
use crate::ui::gesture::view::{self as gesture, OnThread};
use crate::ui::layout::Frame;
use crate::ui::macros::menu as macros;
use crate::ui::owed::section::{self as owed, Owed};
use crate::ui::promised::section::{self as promised, Promise};

/// Somebody outside, as far as needed to show who speaks.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The name to show.
    pub name: String,
    /// The handle, without `@`.
    pub handle: Option<String>,
    /// What kind of person, where judged.
    pub kind: Option<Kind>,
}

/// The conversation that is open.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Which one.
    pub id: ConversationId,
    /// Who it is with.
    pub person: Person,
    /// Where.
    pub network: Network,
    /// Where it stands.
    pub status: Status,
    /// When it wakes, while snoozed.
    pub snoozed_until: Option<Timestamp>,
    /// What came of it, where it is done and that was said.
    pub outcome: Option<Outcome>,
    /// The clock that runs out first, or stands still.
    pub clock: Option<SlaClock>,
    /// Whose it is.
    pub assignee: Option<(MemberId, String)>,
    /// Whom it can be assigned to.
    pub members: Vec<Choice>,
    /// The team to which it is given.
    pub team: Option<TeamChoice>,
    /// Why it waits with its team, where it does.
    pub waits: Option<String>,
    /// Teams to which it can be given.
    pub teams: Vec<TeamChoice>,
    /// What is decided about it.
    pub triage: Triage,
    /// How soon it is to be looked at.
    pub priority: Option<Priority>,
    /// Whether whoever looks keeps it at the top of their lists.
    pub is_pinned: bool,
    /// Whether whoever looks is told what happens here.
    pub is_subscribed: bool,
    /// What is or was owed on it.
    pub owed: Vec<Owed>,
    /// What is or was promised in it.
    pub promised: Vec<Promise>,
    /// What was put right in it, or of a message in it.
    pub corrections: Vec<CorrectionLine>,
    /// Topics it is about.
    pub topics: Vec<String>,
    /// Where the thread can be read on its network.
    pub original_url: Option<String>,
    /// Whom an answer may go to, where several threads stand here: the last message of each.
    pub answerable: Vec<Answerable>,
    /// What stands under their messages without words, and what can be done there.
    pub gestures: OnThread,
    /// What happened, oldest first.
    pub entries: Vec<Entry>,
    /// Who else is here now.
    pub present: Vec<Present>,
    /// The answer or note being written.
    pub composer: Composer,
}

/// A message to which an answer may go.
#[derive(Clone, Debug)]
pub struct Answerable {
    /// Which.
    pub post: PostId,
    /// Who wrote it.
    pub name: String,
    /// Where.
    pub network: Network,
    /// Its words.
    pub words: String,
}

/// A member that can be chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Which member.
    pub id: MemberId,
    /// The name to show.
    pub name: String,
}

/// A colleague who has this conversation open.
#[derive(Clone, Debug)]
pub struct Present {
    /// The colleague's name.
    pub name: String,
    /// Whether they are writing an answer.
    pub is_writing: bool,
}

/// Something in the thread.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A post that is no mention: shown muted, for the sense of the rest.
    Around(EntryPost),
    /// A mention.
    Inbound(EntryPost),
    /// An answer of ours.
    Ours(EntryReply),
    /// A private note.
    Note(EntryNote),
    /// Something done.
    Event(EntryEvent),
}

/// A post by somebody outside (or by us, when it was not written here).
#[derive(Clone, Debug)]
pub struct EntryPost {
    /// Which post.
    pub id: PostId,
    /// Who wrote it.
    pub person: Person,
    /// Whether an account of ours wrote it.
    pub is_ours: bool,
    /// When.
    pub at: Timestamp,
    /// Its heading, on networks whose posts have one.
    pub title: Option<String>,
    /// What.
    pub words: Words,
    /// Where it stands on the network.
    pub url: Option<String>,
    /// When it was last changed at its source.
    pub edited_at: Option<Timestamp>,
    /// When it was deleted at its source; the words are then not shown.
    pub deleted_at: Option<Timestamp>,
    /// What it quotes.
    pub quoted: Option<Quoted>,
    /// What hangs on it.
    pub attachments: Vec<Attached>,
    /// Whether it came since the member last looked.
    pub is_new: bool,
    /// Whether only its author and an account of ours can read it.
    pub is_private: bool,
}

/// A post inside another.
#[derive(Clone, Debug)]
pub struct Quoted {
    /// Who wrote it.
    pub name: String,
    /// What.
    pub words: Words,
}

/// An answer of ours.
#[derive(Clone, Debug)]
pub struct EntryReply {
    /// Which member wrote it.
    pub author_name: String,
    /// When it was decided.
    pub at: Timestamp,
    /// What.
    pub words: Words,
    /// What is shown with them.
    pub pictures: Vec<OwnPicture>,
    /// What is known of it.
    pub line: ReplyLine,
    /// Where it stands on the network.
    pub url: Option<String>,
    /// Whether it was sent although somebody wrote meanwhile.
    pub was_sent_anyway: bool,
    /// How it stands with its approval, where a policy asked for that.
    pub approval: Option<Standing>,
    /// What it asks besides, and what they said.
    pub asks: Option<EnquiryLine>,
    /// Whether only the person reads it.
    pub is_private: bool,
}

/// A private note.
#[derive(Clone, Debug)]
pub struct EntryNote {
    /// Which one.
    pub id: NoteId,
    /// Which member wrote it.
    pub author_name: String,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
}

/// Something done to the conversation.
#[derive(Clone, Debug)]
pub struct EntryEvent {
    /// When.
    pub at: Timestamp,
    /// Which member did it; nobody when it happened by itself.
    pub by: Option<String>,
    /// What.
    pub act: Act,
    /// How many others it was done to together with this one.
    pub with_others: usize,
    /// The time that a rule did it.
    pub run: Option<RuleRunId>,
}

/// What was done to a conversation.
#[derive(Clone, Debug)]
pub enum Act {
    /// Given to somebody, by name.
    Assigned(String),
    /// Taken by whoever did it.
    Took,
    /// Given back to nobody.
    Unassigned,
    /// Given to somebody by their team, by itself: to whom, why, and the deed of it.
    Given(String, String, Option<DeedId>),
    /// Nobody could be given it: why.
    Waits(String),
    /// Given to a team, by name, or taken off its team.
    Team(Option<String>),
    /// Its status changed.
    Status(Status, Option<Timestamp>),
    /// What came of it was said, or that taken back.
    CameOf(Option<Outcome>),
    /// What is to become of it was decided, or the decision taken back.
    Decided(Option<Disposition>, Option<SilenceReason>),
    /// Moved to private.
    WentPrivate,
    /// It was said where the house had heard of it before, or that it had not.
    HeardElsewhere(Option<ElsewherePlace>),
    /// It got another priority, or has none any more.
    Prioritised(Option<Priority>),
    /// A clock was chosen for it, by name, or none in particular.
    Timed(Option<String>),
    /// It was set aside with spam.
    SetAside,
    /// It was brought back from there.
    BroughtBack,
    /// Something was done about what is owed: what, by which function, and by which it was owed before.
    Owed(ObligationAct, ObligationKind, Function, Option<Function>),
    /// Something was done about what was promised, and whether it was late by then.
    Promised(CommitmentAct, bool),
    /// The date of something that was promised is over.
    PromiseLate,
    /// Something was done without words about a message, or about whoever wrote it, perhaps under a house rule.
    Gestured(GestureKind, Option<PostId>, Option<(HouseRuleId, String)>),
    /// That was taken back.
    GestureTakenBack(GestureKind, Option<PostId>),
    /// We said that a message of ours was wrong, withdrew that, let it stand again, or took it back.
    Corrected(CorrectionAct, Option<ReplyId>),
    /// A label was put on.
    Labelled(String),
    /// A label was taken off.
    Unlabelled(String),
    /// It came back: the person wrote, or the time was up.
    Reopened,
    /// Another was merged into it.
    Merged,
    /// What was merged into it stands for itself again.
    Unmerged,
    /// It and another belong together.
    Linked(ConversationId),
    /// It and another belong together no more.
    Unlinked(ConversationId),
    /// A message was split off.
    Split,
    /// What was split off stands here again.
    Rejoined,
}

/// The pane.
pub fn thread(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    html! { section #thread.thread data-key={ "thread-" (thread.id) } data-conversation=(thread.id) aria-label=(t!("Conversation")) {
        (head(thread, list, frame))
        div.log role="log" aria-label=(t!("Messages, oldest first")) tabindex="0" { div.messages {
            @for (at, entry) in thread.entries.iter().enumerate() {
                @let date = entry.date(frame);
                @if at == 0 || thread.entries[at - 1].date(frame) != date {
                    p.day data-key={ "day-" (date) } { (time::day_heading(date, frame)) }
                }
                (self::entry(entry, thread, list, frame))
            }
        } }
        (present(&thread.present))
        (super::composer::composer(&thread.composer, thread, list, frame))
    } }
}

impl Thread {
    /// Whether a message of ours stands in it that people can read.
    fn has_ours(&self) -> bool {
        self.entries.iter().any(|entry| match entry {
            Entry::Ours(reply) => reply.line.state.is_out(),
            Entry::Around(post) | Entry::Inbound(post) => post.is_ours && post.deleted_at.is_none(),
            Entry::Note(_) | Entry::Event(_) => false,
        })
    }
}

impl Entry {
    fn date(&self, frame: &Frame) -> Date {
        let at = match self {
            Self::Around(post) | Self::Inbound(post) => post.at,
            Self::Ours(reply) => reply.at,
            Self::Note(note) => note.at,
            Self::Event(event) => event.at,
        };
        at.to_zoned(frame.zone.clone()).date()
    }
}

fn head(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let standing = match (thread.status, thread.snoozed_until) {
        (Status::Snoozed, Some(at)) => html! { (rich!("snoozed until {moment}", moment = time::until(at, frame))) },
        (status, _) => {
            html! { (status_word(status)) @if let Some(one) = thread.outcome { ", " (outcome::came(one)) } }
        }
    };
    html! { header.thread-head {
        div.thread-title {
            a.back href=(list.address()) data-back { (icon::line("back")) (list.title()) }
            h1 { bdi { (thread.person.name) } }
        }
        div.acts {
            @if frame.may(Right::WorkInbox) { (acts(thread, list, frame)) } @else { (subscribe::act(thread, list, frame)) }
            a.btn.quiet.to-context href="#context" { (t!("Context")) " " kbd { "i" } }
        }
        p.facts {
            b { (standing) }
            @if thread.is_pinned { (pin::sign()) }
            @if thread.is_subscribed { (subscribe::sign()) }
            @if let Some(of) = &thread.clock { (super::clock::sign(of, frame)) }
            @if let Some(disposition) = thread.triage.disposition {
                span { (decided(disposition)) @if let Some(reason) = thread.triage.reason { ": " (because(reason)) } }
            }
            @match thread.priority {
                Some(Priority::Normal) => { span { (t!("normal priority")) } }
                Some(one) => { span { (priority::sign(one)) } }
                None => {}
            }
            @for one in thread.owed.iter().filter(|one| one.stand.state.is_owed()) { a href={ "#owed-" (one.id) } { (owed::sign(one.kind, &one.stand, frame)) } }
            @for one in thread.promised.iter().filter(|one| one.is_open()) { a href={ "#promised-" (one.id) } { (promised::sign(&one.stand, frame)) } }
            span { (super::team::standing(thread)) }
            span { (t!("{network}, in the open", network = thread.network.title())) }
            @for topic in &thread.topics { span { (topic) } }
            @if let Some(url) = thread.original_url.as_deref().filter(|url| is_web_address(url)) {
                a href=(url) rel="nofollow noopener noreferrer ugc" target="_blank" { (t!("original ↗")) }
            }
        }
    } }
}

fn acts(thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let address = |verb: &str| format!("/conversations/{}/{verb}{}", thread.id, list.query_string());
    let status = |to: Status, words: Markup, class: &str| {
        press(
            frame,
            &address("status"),
            &[("status", to.as_str())],
            html! { button.btn.{ (class) } type="submit" { (words) } },
        )
    };
    html! {
        (super::triage::menu(thread, list, frame))
        details #assign.menu name="menu" {
            summary.btn.quiet { (t!("Assign")) " " kbd { "a" } }
            div.sheet {
                (assign_sheet(thread, &address("assign"), frame))
                (super::team::sheet(thread, &address("team"), frame))
            }
        }
        details #snooze.menu name="menu" {
            summary.btn.quiet { (t!("Snooze")) " " kbd { "s" } }
            div.sheet { (snooze_sheet(&address("status"), frame)) }
        }
        (priority::menu(thread, list, frame))
        (owed::menu(thread, list, frame))
        (promised::menu(thread, list, frame))
        (macros::menu(thread, list, frame))
        details #more.menu name="menu" {
            summary.btn.quiet { (t!("More")) }
            div.sheet.narrow {
                (pin::act(thread, list, frame))
                (subscribe::act(thread, list, frame))
                @if thread.status != Status::Waiting { (status(Status::Waiting, html! { (t!("It is their turn")) }, "item")) }
                @if !thread.status.is_active() { (status(Status::Open, html! { (t!("Reopen")) }, "item")) }
                @if thread.status != Status::Archived { (status(Status::Archived, html! { (t!("Archive, out of sight")) }, "item")) }
                @if thread.has_ours() { a #own-up.btn.item href=(correction::asking(thread, list)) { (t!("We were wrong")) " " kbd { "W" } } }
                a #arrange.btn.item href=(address("arrange")) { (t!("Merge, link or split")) " " kbd { "m" } }
            }
        }
        div.finish {
            @if matches!(thread.status, Status::Resolved | Status::Archived) {
                (status(Status::Open, html! { (t!("Reopen")) " " kbd { "e" } }, "done-act"))
            } @else {
                (status(Status::Resolved, html! { (t!("Done")) " " kbd { "e" } }, "done-act"))
            }
            (outcome::menu(thread, list, frame))
        }
    }
}

fn assign_sheet(thread: &Thread, action: &str, frame: &Frame) -> Markup {
    let me = frame.viewer.as_ref().map(|viewer| viewer.id);
    let holder = thread.assignee.as_ref().map(|(id, _)| *id);
    let is_other = |member: &&Choice| Some(member.id) != me && Some(member.id) != holder;
    let others: Vec<_> = thread.members.iter().filter(is_other).collect();
    html! {
        @if holder.is_none() || holder != me {
            (press(frame, action, &[("member", "me")], html! { button.btn.item type="submit" { (t!("I take it")) } }))
        }
        @if holder.is_some() {
            (press(frame, action, &[("member", "none")], html! { button.btn.item type="submit" { (t!("Nobody")) } }))
        }
        @if !others.is_empty() { form method="post" action=(action) {
            (csrf(frame))
            div.field {
                label for="assign-to" { (t!("Somebody else")) }
                select #assign-to name="member" { @for member in others { option value=(member.id) { (member.name) } } }
            }
            button.btn type="submit" { (t!("Assign")) }
        } }
    }
}

/// Moments at which something is often to happen: in words, as forms send it, and as it is shown. They are local to the page's zone and have no zone of
/// their own: `2026-11-25T09:00`.
pub(super) fn coming_times(frame: &Frame) -> Vec<(&'static str, String, String)> {
    let now = frame.now.to_zoned(frame.zone.clone());
    let local = |date: Date, hour: i8| date.at(hour, 0, 0, 0).strftime("%Y-%m-%dT%H:%M").to_string();
    let soon = now.saturating_add(jiff::Span::new().hours(1));
    let to_monday = i64::from(7 - now.weekday().to_monday_zero_offset());
    let after = |days: i64| now.date().saturating_add(jiff::Span::new().days(days));
    let mut presets =
        vec![(t!("One hour"), soon.strftime("%Y-%m-%dT%H:%M").to_string(), soon.strftime("%H:%M").to_string())];
    if now.hour() < 13 {
        presets.push((t!("This afternoon"), local(now.date(), 15), "15:00".into()));
    }
    presets.push((t!("Tomorrow"), local(after(1), 9), time::weekday_and_clock(after(1).at(9, 0, 0, 0))));
    if to_monday > 1 {
        presets.push((t!("Monday"), local(after(to_monday), 9), time::day_and_clock(after(to_monday).at(9, 0, 0, 0))));
    }
    presets
}

fn snooze_sheet(action: &str, frame: &Frame) -> Markup {
    let now = frame.now.to_zoned(frame.zone.clone());
    html! {
        @for (words, until, shown) in &coming_times(frame) {
            (press(frame, action, &[("status", "snoozed"), ("until", until)],
                html! { button.btn.item type="submit" { (words) span.faint { (shown) } } }))
        }
        form method="post" action=(action) {
            (csrf(frame))
            input type="hidden" name="status" value="snoozed";
            div.field {
                label for="snooze-until" { (t!("Until")) }
                input #snooze-until type="datetime-local" name="until" required min=(now.strftime("%Y-%m-%dT%H:%M").to_string());
            }
            button.btn type="submit" { (t!("Snooze")) }
        }
        p.hint { (t!("It comes back earlier when the person writes.")) }
    }
}

fn present(present: &[Present]) -> Markup {
    let (writing, reading): (Vec<_>, Vec<_>) = present.iter().partition(|p| p.is_writing);
    let names = |people: &[&Present]| {
        let names = people.iter().map(|person| person.name.clone());
        names.reduce(|names, name| t!("{names} and {name}", names, name)).unwrap_or_default()
    };
    html! { p.presence role="status" {
        @if !writing.is_empty() { span.writing { (rich!(
            writing.len();
            "{names} is writing an answer",
            "{names} are writing an answer",
            names = html! { b { (names(&writing)) } }
        )) } }
        @if !reading.is_empty() { span {
            (t!(reading.len(); "{names} is reading", "{names} are reading", names = names(&reading)))
        } }
    } }
}

fn entry(entry: &Entry, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    match entry {
        Entry::Around(post) => self::post(post, "around", thread, list, frame),
        Entry::Inbound(post) => self::post(post, "in", thread, list, frame),
        Entry::Ours(reply) => ours(reply, thread, list, frame),
        Entry::Note(note) => self::note(note, frame),
        Entry::Event(event) => happened::event(event, list, frame),
    }
}

fn post(post: &EntryPost, class: &str, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    html! { article.msg.{ (class) }.ours[post.is_ours].new[post.is_new].between[post.is_private] #{ "post-" (post.id) } {
        header.by {
            @if let Some(of) = post.person.kind { (kind(of)) }
            b { bdi { (post.person.name) } }
            @if let Some(handle) = &post.person.handle { span { bdi { "@" (handle) } } }
            @if post.is_private { (between(post.is_ours.then_some(&thread.person.name))) }
            @if post.is_ours { span { (t!("written on the network, not here")) } }
            (when(post, frame))
        }
        @if let Some(at) = post.deleted_at {
            p.gone { (rich!("Deleted at its source {moment}. The words are gone here as well.", moment = time::since(at, frame))) }
        } @else {
            @if let Some(title) = &post.title { h3.heading dir="auto" { (title) } }
            @if !post.words.text.is_empty() { (words(&post.words)) }
            @if let Some(quoted) = &post.quoted { blockquote.quoted { p.t1.faint { bdi { (quoted.name) } } (words(&quoted.words)) } }
            (attached(post.id, &post.attachments, thread, list, frame))
        }
        @if let (Some(at), None) = (post.edited_at, post.deleted_at) {
            p.under { span.strong { (rich!("Changed at its source {moment}", moment = time::since(at, frame))) } }
        }
        @if !post.is_private { (gesture::under(post, thread, list, frame)) }
        @if post.is_ours && !post.is_private && post.deleted_at.is_none() { (correction::below_wrong(Wrong::Post(post.id), thread, list, frame)) }
    } }
}

/// That only one reads it, and who: this person, or we do.
fn between(reader: Option<&String>) -> Markup {
    html! {
        strong.only { (icon::line("envelope")) (t!("In private")) }
        span { @if let Some(reader) = reader { (rich!("only {name} reads this", name = html! { bdi { (reader) } })) } @else { (t!("only we read this")) } }
    }
}

/// When it was said, leading to where; the language when it is not that of the page.
fn when(post: &EntryPost, frame: &Frame) -> Markup {
    let language = post.words.language.as_deref().filter(|tag| !tag.starts_with(wording::current().tag()));
    let url = post.url.as_deref().filter(|url| is_web_address(url) && post.deleted_at.is_none());
    html! {
        @if let Some(url) = url {
            a href=(url) rel="nofollow noopener noreferrer ugc" target="_blank" { (time::clock(post.at, frame)) span.vh { (t!(", the original")) } " ↗" }
        } @else { (time::clock(post.at, frame)) }
        @if let Some(tag) = language { span { (language_name(tag)) } }
    }
}

fn ours(reply: &EntryReply, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let is_off = matches!(reply.line.state, model::ReplyState::Cancelled | model::ReplyState::Superseded);
    html! { article.msg.ours.off[is_off].between[reply.is_private] #{ "reply-" (reply.line.id) } data-state=(reply.line.state) {
        header.by {
            b { (t!("{name} for {organisation}", name = reply.author_name, organisation = frame.organisation)) }
            @if reply.is_private { (between(Some(&thread.person.name))) } @else { span { (t!("in the open")) } }
            (time::clock(reply.at, frame))
        }
        (words(&reply.words))
        (own_picture::shown(&format!("own-{}", reply.line.id), &reply.pictures))
        div.under {
            (reply_line(&reply.line, frame))
            @if reply.was_sent_anyway { span { (t!("sent although they wrote meanwhile")) } }
            @if let Some(url) = reply.url.as_deref().filter(|url| is_web_address(url)) {
                a href=(url) rel="noopener noreferrer" target="_blank" { (t!("see it there ↗")) }
            }
            (promised::hint(reply, thread, frame))
        }
        @if let Some(asks) = &reply.asks { (enquiry::line(asks, thread, frame)) }
        (correction::below_right(reply.line.id, thread, list, frame))
        @if reply.line.state.is_out() && !reply.is_private { (correction::below_wrong(Wrong::Reply(reply.line.id), thread, list, frame)) }
        @if let Some(standing) = &reply.approval { (approval::line(standing, frame)) }
    } }
}

fn note(note: &EntryNote, frame: &Frame) -> Markup {
    html! { article.note #{ "note-" (note.id) } {
        header.by {
            strong { (icon::line("lock")) (t!("Private note")) }
            span { (note.author_name) } (time::clock(note.at, frame)) span { (t!("only the team sees this")) }
        }
        p.note-text dir="auto" { @for (is_name, part) in calls(&note.text) { @if is_name { b.at { (part) } } @else { (part) } } }
    } }
}

/// The words of a post in a line, for quoting it elsewhere.
pub(super) fn brief(post: &EntryPost) -> Markup {
    html! { span.words lang=[crate::ui::components::words::language_tag(post.words.language.as_deref())] dir="auto" {
        (rich!("“{words}”", words = inline(&Words { marks: vec![], matched: vec![], ..post.words.clone() })))
    } }
}
