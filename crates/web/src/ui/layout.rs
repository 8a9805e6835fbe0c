//! The shell of every page: bar, navigation, keys; and the frame that all pages need.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, tz};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use model::{MemberId, Right, Role};
use wording::{later, number, t, text};

use super::components::name::role;
use super::components::{csrf, icon, initials, rich};
use crate::assets::{asset, modules};
use crate::view_counts::Count;

/// What every page needs besides its own context.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The organisation's name.
    pub organisation: String,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// The token for forms.
    pub csrf: String,
    /// The present moment.
    pub now: Timestamp,
    /// The time zone that times are shown in.
    pub zone: TimeZone,
    /// Whether everyone here is made up.
    pub is_demo: bool,
    /// Conversations that wait for us, for the bar.
    pub waiting: Option<Count>,
    /// What rules told whoever looks and nobody has seen yet.
    pub notices: usize,
    /// Answers of others that wait for approval, for whoever may approve any.
    pub approvals: usize,
    /// What is stopped from going out: a label, or everything.
    pub stopped: Vec<Option<String>>,
    /// What whoever looks has to see to.
    pub owed: usize,
    /// The sealed position that the page shows.
    pub position: i64,
    /// What was just done, or what went wrong with it.
    pub notice: Option<Notice>,
}

/// Who looks at the page.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Which member.
    pub id: MemberId,
    /// The name to show.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// A sentence about the last act, with the way back.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What was done: "Done. Renske Ophoven left the list."
    pub text: String,
    /// How to undo it.
    pub undo: Option<Undo>,
    /// Whether it went wrong.
    pub is_bad: bool,
}

/// The form that undoes an act.
#[derive(Clone, Debug)]
pub struct Undo {
    /// Where it is posted.
    pub action: String,
    /// What is posted, besides the token.
    pub fields: Vec<(String, String)>,
}

impl Frame {
    /// Whether whoever looks may do something.
    pub fn may(&self, right: Right) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.role.may(right))
    }

    /// The day it is here.
    pub fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    /// A Tuesday morning at the Vellenbahn.
    pub fn sample() -> Self {
        Self {
            organisation: "Vellenbahn".into(),
            viewer: Some(Viewer { id: MemberId(1), name: "Mara Lind".into(), role: Role::Owner }),
            csrf: "sample".into(),
            now: sample_at("2026-11-24T07:52:00Z"),
            zone: TimeZone::fixed(tz::offset(1)),
            is_demo: false,
            waiting: Some(Count::Exactly(44)),
            notices: 2,
            approvals: 0,
            stopped: Vec::new(),
            owed: 3,
            position: 48_213,
            notice: None,
        }
    }
}

/// The moment that an RFC 3339 text names, for samples.
pub(crate) fn sample_at(moment: &str) -> Timestamp {
    moment.parse().expect("samples are written by us")
}

/// Where a page belongs in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The inbox.
    Inbox,
    /// The floor.
    Floor,
    /// Response figures.
    Figures,
    /// Who owes what.
    Owed,
    /// Topics.
    Topics,
    /// Channels.
    Channels,
    /// Members.
    Members,
    /// Nowhere, but with the bar.
    Elsewhere,
    /// Before signing in: no bar.
    Door,
    /// A screen on a wall, which nobody works at: no bar.
    Wall,
}

/// How often a page asks for itself anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// Not before so many seconds, whatever happens.
    pub at_most: u32,
    /// At the latest after so many seconds, although nothing happened: what it shows depends on the time.
    pub at_least: u32,
}

/// A page: a context that knows its title, its place and its markup.
pub trait Page {
    /// Its title, without the organisation's name.
    fn title(&self) -> String;
    /// Where it belongs.
    fn place(&self) -> Place;
    /// The classes of its `<main>`.
    fn class(&self) -> &'static str {
        "page"
    }
    /// Starts of the kinds of events that change it, apart by spaces; empty when none does.
    fn live(&self) -> &'static str {
        ""
    }
    /// How often it asks for itself anew, when that is not at once.
    fn rhythm(&self) -> Option<Rhythm> {
        None
    }
    /// What was searched for, to stand in the bar.
    fn sought(&self) -> Option<&str> {
        None
    }
    /// `light` or `dark`, when the page decides and not the reader's system.
    fn theme(&self) -> Option<&'static str> {
        None
    }
    /// What stands inside `<main>`.
    fn body(&self, frame: &Frame) -> Markup;
    /// Examples of it, named; the first is the usual one.
    fn samples() -> Vec<(&'static str, Self)>
    where
        Self: Sized;
    /// The usual example.
    fn sample() -> Self
    where
        Self: Sized,
    {
        Self::samples().remove(0).1
    }
}

/// The `<main>` of a page: what answers a request with `X-Fragment: main`.
pub fn fragment(frame: &Frame, page: &dyn Page) -> Markup {
    html! {
        main #main class=(page.class()) tabindex="-1"
            data-position=(frame.position) data-now=(frame.now.as_millisecond())
            data-title={ (page.title()) " · " (frame.organisation) }
            data-live=(live(page))
            data-live-at-most=[page.rhythm().map(|rhythm| rhythm.at_most)]
            data-live-at-least=[page.rhythm().map(|rhythm| rhythm.at_least)]
            data-waiting=[frame.waiting] data-notices=(frame.notices) data-stopped=(stopped(frame)) data-sought=[page.sought()] {
            @if let Some(notice) = &frame.notice { (notice_line(notice, frame)) }
            (page.body(frame))
        }
    }
}

/// What the page follows; what is stopped concerns every page that follows anything.
fn live(page: &dyn Page) -> String {
    match page.live() {
        "" => String::new(),
        kinds => format!("{kinds} stop"),
    }
}

/// What is stopped from going out, in a few words; empty when nothing is.
fn stopped(frame: &Frame) -> String {
    let labels: Vec<&str> = frame.stopped.iter().flatten().map(String::as_str).collect();
    match (frame.stopped.len(), labels.len()) {
        (0, _) => String::new(),
        (all, named) if named < all => t!("Nothing goes out").into(),
        _ => t!("Stopped: {labels}", labels = labels.join(", ")),
    }
}

/// The whole page.
pub fn page(frame: &Frame, page: &dyn Page) -> Markup {
    let (is_door, is_wall) = (page.place() == Place::Door, page.place() == Place::Wall);
    let has_bar = !is_door && !is_wall;
    // The stream tells of conversations, so it is for those who may read them.
    let hears_stream = !is_door && frame.viewer.as_ref().is_none_or(|viewer| viewer.role.may(Right::ReadInbox));
    html! {
        (DOCTYPE)
        html lang=(wording::current().tag()) data-theme=[page.theme()] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="same-origin";
                title { (page.title()) " · " (frame.organisation) }
                link rel="icon" type="image/svg+xml" href=(asset("icon.svg"));
                link rel="stylesheet" href=(asset("site.css"));
                @for module in modules() { link rel="modulepreload" href=(asset(module)); }
                script type="module" src=(asset("app.js")) {}
                @if let Some(words) = words_of_scripts(wording::told_scripts()) { script #words type="application/json" { (PreEscaped(words)) } }
            }
            body.is-door[is_door].is-wall[is_wall] data-no-stream[!hears_stream] data-csrf=(frame.csrf) data-member=[frame.viewer.as_ref().map(|v| v.id)] {
                a.skip href="#main" { (t!("Skip to the page")) }
                @if frame.is_demo { aside.demo-banner aria-label=(t!("Demonstration")) {
                    b { (t!("Everyone here is made up.")) }
                    span { " " (t!("An invented railway and the people who talk about it; nothing leaves this machine.")) }
                } }
                @if has_bar { (bar(frame, page.place(), page.sought())) }
                (fragment(frame, page))
                @if has_bar { (keys_line(page.place())) (keys_help()) }
                @if is_wall { footer { span #live-state.live-state {} } }
                p #status.vh role="status" {}
            }
        }
    }
}

/// What scripts say, with its translations, for `words.js`; nothing where it is said as it is written.
fn words_of_scripts<'t>(told: impl Iterator<Item = (&'t str, &'t [String])>) -> Option<String> {
    let told: BTreeMap<&str, &[String]> = told.collect();
    let written = serde_json::to_string(&told).expect("texts are JSON");
    // Nothing in it looks like markup, so that no translation ends the block.
    (!told.is_empty()).then(|| written.replace('<', "\\u003c"))
}

fn notice_line(notice: &Notice, frame: &Frame) -> Markup {
    html! { div #notice.toast.bad[notice.is_bad] role=(if notice.is_bad { "alert" } else { "status" }) {
        p { (notice.text) }
        @if let Some(undo) = &notice.undo {
            form.press method="post" action=(undo.action) {
                (csrf(frame))
                @for (name, value) in &undo.fields { input type="hidden" name=(name) value=(value); }
                button.link type="submit" data-undo { (t!("Undo")) } " " kbd { "z" }
            }
        }
    } }
}

fn bar(frame: &Frame, place: Place, sought: Option<&str>) -> Markup {
    // A reader's seat has the floor alone.
    let may_read = frame.viewer.is_none() || frame.may(Right::ReadInbox);
    let link = |to: Place, address: &str, sign: &str, go: &str, words: &str, count: Option<Count>| {
        html! { a href=(address) data-go=(go) aria-current=[(place == to).then_some("page")] {
            (icon::line(sign)) span { (words) }
            @if let Some(count) = count { " " span.n data-count { (count) } }
        } }
    };
    html! { header.bar {
        a.brand href=(if may_read { "/inbox" } else { "/floor" }) { (icon::cup()) span { (frame.organisation) } }
        nav.nav aria-label=(t!("Main")) {
            @if may_read { (link(Place::Inbox, "/inbox", "inbox", "i", t!("Inbox"), frame.waiting)) }
            @if may_read { (link(Place::Owed, "/owed", "owe", "o", t!("Owed"), Some(Count::Exactly(frame.owed)).filter(|owed| !owed.is_none()))) }
            (link(Place::Floor, "/floor", "floor", "f", t!("Floor"), None))
            (link(Place::Figures, "/figures", "figures", "r", t!("Figures"), None))
            @if may_read {
                (link(Place::Topics, "/topics", "topic", "t", t!("Topics"), None))
                (link(Place::Channels, "/channels", "channel", "c", t!("Channels"), None))
                (link(Place::Members, "/members", "member", "m", t!("Members"), None))
            }
        }
        div.bar-end {
            @if may_read { form.find method="get" action="/inbox" role="search" {
                input type="hidden" name="view" value="all";
                (icon::line("find"))
                label.vh for="find" { (t!("Find conversations")) }
                input #find type="search" name="q" placeholder=(t!("Find any word")) autocomplete="off" value=[sought];
                kbd { "/" }
            } }
            @if may_read { a.stop-sign href="/outgoing" hidden[frame.stopped.is_empty()] { (stopped(frame)) } }
            @if let Some(viewer) = &frame.viewer { (me(frame, viewer)) }
        }
    } }
}

fn me(frame: &Frame, viewer: &Viewer) -> Markup {
    html! { details.menu.me name="menu" {
        summary { span.initials aria-hidden="true" { (initials(&viewer.name)) } (told(frame, html! { span.vh { " " (t!("for you")) } })) span.vh { (t!("{name}, your menu", name = viewer.name)) } }
        div.sheet {
            p { b { (viewer.name) } br; span.dim { (t!("{role} of {organisation}", role = role(viewer.role), organisation = frame.organisation)) } }
            p.switch-keys hidden { label.check { input #single-keys type="checkbox" checked; span { (t!("Single keys work")) } } }
            @if frame.may(Right::ReadInbox) {
                p { a href="/desks" data-go="d" { (t!("Desks")) } }
                p { a href="/people" data-go="p" { (t!("People")) } }
            }
            p { a href="/me" { (t!("Your password and browsers")) } }
            @if frame.may(Right::ReadInbox) { (places(frame)) }
            p { @if frame.may(Right::ManageChannels) {
                (rich!(
                    "{tokens} and {webhooks}",
                    tokens = to("/tokens", t!("Tokens for programs")),
                    webhooks = to("/webhooks", t!("webhooks")),
                ))
            } @else { (to("/tokens", t!("Tokens for programs"))) } }
            form method="post" action="/sign-out" data-plain { (csrf(frame)) button.btn type="submit" { (t!("Sign out")) } }
        }
    } }
}

fn to(address: &str, words: &str) -> Markup {
    html! { a href=(address) { (words) } }
}

/// Where whoever reads the inbox goes besides.
fn places(frame: &Frame) -> Markup {
    html! {
        p { (rich!(
            "{saved_replies} and {macros}",
            saved_replies = to("/saved-replies", t!("Saved replies")),
            macros = to("/macros", t!("macros")),
        )) }
        p { (rich!(
            "{facts}, {statements} and {corrections}",
            facts = to("/facts", t!("Facts")),
            statements = to("/statements", t!("statements")),
            corrections = to("/corrections", t!("corrections")),
        )) }
        p { (rich!(
            "{studies} and {insights}",
            studies = to("/studies", t!("Studies")),
            insights = to("/insights", t!("insights")),
        )) }
        p { (to("/labels", t!("Labels"))) }
        p { (rich!(
            "{rules} and {approval}",
            rules = to("/rules", t!("Rules")),
            approval = to("/approval-policies", t!("approval")),
        )) }
        p { (to("/house-rules", t!("House rules"))) }
        p { a href="/notices" { (t!("For you")) " " (told(frame, html! {})) } }
        p { a href="/outgoing" { (t!("Going out")) " " @if frame.approvals > 0 { span.n {
            (number(frame.approvals)) span.vh { " " (t!(frame.approvals; "answer waits for approval", "answers wait for approval")) }
        } } } }
        p { (to("/teams", t!("Teams"))) }
        p { (rich!(
            "{clocks} and {calendars}",
            clocks = to("/sla", t!("Clocks")),
            calendars = to("/calendars", t!("calendars")),
        )) }
    }
}

/// How much rules told whoever looks, where that is anything.
fn told(frame: &Frame, words: Markup) -> Markup {
    html! { span.n.told data-notices hidden[frame.notices == 0] { (frame.notices) (words) } }
}

fn keys_line(place: Place) -> Markup {
    let key = |keys: &[&str], words: &str| html! { span { @for key in keys { kbd { (key) } } (words) } };
    html! { footer.keys {
        div.key-list {
            button.all-keys type="button" popovertarget="keys-help" { kbd { "?" } (t!("all keys")) }
            (key(&["/"], t!("key": "find")))
            @if place == Place::Inbox {
                (key(&["j", "k"], t!("key": "down, up"))) (key(&["r"], t!("key": "answer"))) (key(&["n"], t!("key": "note")))
                (key(&["t"], t!("key": "decide"))) (key(&["a"], t!("key": "assign")))
                (key(&["e"], t!("key": "done"))) (key(&["s"], t!("key": "snooze"))) (key(&["z"], t!("key": "undo")))
            }
        }
        span #live-state.live-state {}
    } }
}

/// Keys and what they do, in the order they are shown.
const KEYS: &[(&[&str], &str)] = &[
    (&["j", "k"], later!("next, previous conversation")),
    (&["o", "Enter"], later!("open it")),
    (&["r"], later!("answer in public")),
    (&["n"], later!("write a private note")),
    (&["v"], later!("move to private, or answer there")),
    (&["a"], later!("assign")),
    (&["d"], later!("apply a macro: several acts in one stroke")),
    (&["t"], later!("decide what is to become of it")),
    (&["1", "…", "7"], later!("decide at once: answer, fix facts, put right, share, watch, let stand, escalate")),
    (&[";"], later!("put a saved reply or an approved line into the answer")),
    (&["e"], later!("done")),
    (&["E"], later!("done, and what came of it")),
    (&["s"], later!("snooze")),
    (&["l"], later!("label")),
    (&["p"], later!("priority")),
    (&["+"], later!("like their newest message")),
    (&["u"], later!("keep it at the top of your own lists, or there no more")),
    (&["f"], later!("be told what happens in it, or no more")),
    (&["w"], later!("say what a function owes on it, and see who owes what")),
    (&["c"], later!("mark what we promised, and by when")),
    (&["W"], later!("say that we were wrong, and put it right where it stood")),
    (&["x"], later!("choose the conversation, or not; e, s, a, d, l, p, u, w and c are then for all that are chosen")),
    (&["Shift", "j", "k"], later!("choose on, downwards and upwards")),
    (&["Shift", "x"], later!("choose all that the list shows, or none")),
    (&["m"], later!("merge or link it with another, or split a message off")),
    (&["z"], later!("undo the last act")),
    (&["i"], later!("who this is, and why it is here")),
    (&["Ctrl", "Enter"], later!("send, or keep the note")),
    (&["/"], later!("find; in an empty answer, a saved reply or an approved line")),
    (&["Ctrl", "k"], later!("everything that can be done here, by its name")),
    (
        &["g", "i"],
        later!(
            "go to the inbox; then o to what is owed and promised, f the floor, r response figures, p people, t topics, c channels, m members"
        ),
    ),
    (&["g", "1"], later!("the first saved view; then 2 to 9 the others")),
    (&["Esc"], later!("close, or back to the list")),
    (&["?"], later!("this page")),
];

fn keys_help() -> Markup {
    html! { div #keys-help.dialog popover data-morph="keep" role="dialog" aria-labelledby="keys-title" {
        h2 #keys-title { (t!("Keys")) }
        dl.key-table { @for (keys, words) in KEYS {
            dt { @for key in *keys { kbd { (key) } } } dd { (text("", words)) }
        } }
        p.t1.faint { (t!("Single keys rest while you type. Switch them off under your initials, at the top right.")) }
        button.btn type="button" popovertarget="keys-help" popovertargetaction="hide" autofocus { (t!("Close")) }
    } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_translation_ends_the_block_that_it_stands_in() {
        let forms = ["</script><!--".to_owned(), "\"&\"".to_owned()];
        let written = words_of_scripts([("<a>", &forms[..])].into_iter()).unwrap();
        assert!(!written.contains('<'), "{written}");
        let read: BTreeMap<String, Vec<String>> = serde_json::from_str(&written).unwrap();
        assert_eq!(read["<a>"], forms);
        assert_eq!(words_of_scripts(std::iter::empty()), None);
    }
}
