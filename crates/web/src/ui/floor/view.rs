//! The page of the floor: the finding, the picture, the newest words, the same facts as a table.

use insights::{Floor, Room, Shape, State, Table, TableId, Voice, Window};
use jiff::SignedDuration;
use maud::{Markup, html};
use model::Right;
use wording::{number, t, text};

use super::legend::legend;
use super::same_room::same_room;
use super::{picture, sample};
use crate::ui::components::time::{self, length_exact};
use crate::ui::components::words::{WITHOUT_WORDS, language_tag};
use crate::ui::components::{Empty, empty};
use crate::ui::inbox::list::{encode, of_topic};
use crate::ui::layout::{Frame, Page, Place, Rhythm};

/// Letters of a voice's words that are shown.
const WORDS: usize = 180;
/// Words that are no older rise into their place; a page that asks anew shows them once like that, or twice.
const RISING: SignedDuration = SignedDuration::from_secs(8);
/// More people than this are a crowd.
const CROWD: usize = 3_000;
/// Topics that one link may name.
const LINKED: usize = 40;

/// `/floor`.
#[derive(Clone, Debug)]
pub struct FloorPage {
    /// Who is there.
    pub floor: Floor,
    /// Since when.
    pub window: Window,
    /// Whether it hangs on a wall, and how.
    pub wall: Option<Wall>,
    /// Whether any channel is connected.
    pub is_listening: bool,
}

/// How the floor looks on a wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wall {
    /// Light on dark: a screen that shines all day.
    Dark,
    /// Dark on light.
    Light,
}

/// The word of a window in addresses.
const fn word_of(window: Window) -> &'static str {
    match window {
        Window::Hour => "hour",
        Window::Today => "today",
        Window::Week => "week",
    }
}

/// The window that a word names; an unknown word is the usual one.
pub(super) fn window_of(word: &str) -> Window {
    Window::ALL.iter().copied().find(|window| word_of(*window) == word).unwrap_or_default()
}

/// What a table is called.
pub(super) fn name_of(table: &Table) -> String {
    match table.id {
        TableId::ToUs => t!("table": "To us").to_owned(),
        TableId::Topic(_) => table.name.clone(),
        TableId::Small => t!(table.topics.len(); "{count} small topic", "{count} small topics"),
    }
}

/// Where the conversations of a table stand, for those who may read them.
pub(super) fn address_of(table: &Table, frame: &Frame) -> Option<String> {
    if !frame.may(Right::ReadInbox) {
        return None;
    }
    let query = match table.id {
        TableId::ToUs => "topic:none".to_owned(),
        TableId::Topic(_) => of_topic(&table.name),
        TableId::Small => table.topics.iter().take(LINKED).map(|name| of_topic(name)).collect::<Vec<_>>().join(" OR "),
    };
    Some(format!("/inbox?view=all&q={}", encode(&query)))
}

impl FloorPage {
    fn is_empty(&self) -> bool {
        self.floor.tables.is_empty()
    }

    /// When, as the end of a sentence: "today".
    fn when(&self) -> &'static str {
        match self.window {
            Window::Hour => t!("in the last hour"),
            Window::Today => t!("today"),
            Window::Week => t!("in seven days"),
        }
    }

    /// What there is to see, in a sentence.
    fn finding(&self) -> String {
        let (floor, all) = (&self.floor, self.floor.head_count());
        let (waiting, answered) = (floor.waiting(), floor.count(State::Answered));
        match floor.longest_wait() {
            _ if all == 0 => t!("Nobody has spoken {when}", when = self.when()),
            Some((table, since)) => {
                // A length is not torn apart at the end of a line.
                let length = length_exact(floor.now.duration_since(since).as_secs()).replace(' ', "\u{a0}");
                match table.id {
                    TableId::ToUs => t!(
                        waiting;
                        "{count} person waits, {length} by now, who spoke to us",
                        "{count} people wait, the longest {length} who spoke to us",
                        length
                    ),
                    _ => t!(
                        waiting;
                        "{count} person waits, {length} by now, at {table}",
                        "{count} people wait, the longest {length} at {table}",
                        length,
                        table = name_of(table)
                    ),
                }
            }
            None if answered == all => t!("Nobody waits: everybody who spoke {when} is answered", when = self.when()),
            None if answered == 0 => t!("Nobody waits: what was said {when} needs no answer", when = self.when()),
            None => {
                t!("Nobody waits: {answered} of {total} are answered", answered = number(answered), total = number(all))
            }
        }
    }
}

impl Page for FloorPage {
    fn title(&self) -> String {
        match self.floor.waiting() {
            0 => t!("The floor").into(),
            waiting => t!("The floor ({waiting})", waiting = number(waiting)),
        }
    }

    fn place(&self) -> Place {
        if self.wall.is_some() { Place::Wall } else { Place::Floor }
    }

    fn class(&self) -> &'static str {
        "page floor-page"
    }

    fn live(&self) -> &'static str {
        "conversation mention post reply author topic channel.connected"
    }

    fn rhythm(&self) -> Option<Rhythm> {
        // A crowd takes longer to look at, and changes less by one more.
        let at_most = if self.floor.head_count() > CROWD { 20 } else { 4 };
        Some(Rhythm { at_most, at_least: 60 })
    }

    fn theme(&self) -> Option<&'static str> {
        self.wall.map(|wall| match wall {
            Wall::Dark => "dark",
            Wall::Light => "light",
        })
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            (head(self, frame))
            @if self.is_empty() { (nobody(self, frame)) }
            @else {
                div.floor-two {
                    figure.ground {
                        (picture::room(&self.floor, Shape::Wide, frame))
                        (picture::room(&self.floor, Shape::Narrow, frame))
                    }
                    (side(self, frame))
                }
                (legend(&self.floor))
                @if self.wall.is_none() { (same_room(&self.floor, frame)) }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        sample::pages()
    }
}

fn head(page: &FloorPage, frame: &Frame) -> Markup {
    let floor = &page.floor;
    let all = floor.head_count();
    let when = match page.window {
        Window::Hour => t!("in the last hour"),
        Window::Today => t!("since midnight"),
        Window::Week => t!("today and the six days before"),
    };
    let moment = time::full(time::local(frame.now, frame));
    let unit = Room::unit_of(floor);
    html! {
        header.floor-head {
            div.floor-finding {
                p.kicker { (t!("The floor")) }
                h1.page-title { (page.finding()) }
                p.floor-sub {
                    time datetime=(frame.now) { (moment) } " · " (t!("everyone heard {when}", when))
                    @if !page.is_empty() {
                        @if unit == 1 { (t!(", one seat for each person")) }
                        @else { (t!(", a seat for every {people} people or fewer", people = number(unit))) }
                    }
                    @if let Some(aside) = aside(floor) { " · " (t!("without {aside}", aside)) }
                    @if floor.is_cut { " · " (t!("only the liveliest 20,000 conversations")) }
                }
            }
            dl.figures {
                (figure(all, t!("people talking"), None, false))
                (figure(floor.count(State::Answered), t!("people": "answered"), Some(all), false))
                (figure(floor.waiting(), t!("waiting for us"), Some(all), false))
                (figure(floor.count(State::Late), t!("of them late"), Some(floor.waiting()), true))
            }
        }
        @if page.wall.is_none() { div.floor-tools {
            nav.views aria-label=(t!("Since when")) { @for window in Window::ALL {
                a href={ "/floor?since=" (word_of(*window)) } aria-current=[(*window == page.window).then_some("page")] {
                    (match window { Window::Hour => t!("Last hour"), Window::Today => t!("Today"), Window::Week => t!("7 days") })
                }
            } }
            a.to-wall href={ "/floor?wall=1&since=" (word_of(page.window)) } { (t!("Wall screen")) }
        } }
    }
}

/// What has no seat: "3 of spam and 14 that say the same as another".
fn aside(floor: &Floor) -> Option<String> {
    let spam =
        (floor.spam > 0).then(|| t!(floor.spam; "{count} conversation of spam", "{count} conversations of spam"));
    let alike = (floor.alike > 0)
        .then(|| t!(floor.alike; "{count} alike to one that sits here", "{count} alike to one that sits here"));
    match (spam, alike) {
        (Some(spam), Some(alike)) => Some(t!("{spam} and {alike}", spam, alike)),
        (spam, alike) => spam.or(alike),
    }
}

/// One of the four figures; `of` is left out when there is nothing to be a part of.
fn figure(count: usize, words: &str, of: Option<usize>, is_late: bool) -> Markup {
    html! { div.figure-big.late[is_late] data-none[count == 0] {
        dt { (words) @if let Some(of) = of.filter(|of| *of > 0) { span.faint { " " (t!("of {total}", total = number(of))) } } }
        dd { (number(count)) }
    } }
}

fn nobody(page: &FloorPage, frame: &Frame) -> Markup {
    let may_read = frame.may(Right::ReadInbox);
    let (title, line, acts) = if !page.is_listening {
        (
            t!("The doors are closed"),
            t!("No channel is connected, so nobody can be heard."),
            vec![(t!("Connect a channel"), "/channels/new")],
        )
    } else if page.window == Window::Week {
        (
            t!("The tables are free"),
            t!("We listen, and nobody said anything that concerns us. The first who does sits down here by itself."),
            vec![(t!("See what we hear"), "/channels"), (t!("See what we listen for"), "/topics")],
        )
    } else {
        (
            t!("The tables are free"),
            t!("We listen; whoever speaks next sits down here by itself. Earlier guests are still to be seen."),
            vec![(t!("Show seven days"), "/floor?since=week"), (t!("See what we hear"), "/channels")],
        )
    };
    let acts = acts.into_iter().filter(|(_, address)| may_read || address.starts_with("/floor")).collect();
    html! {
        div.floor-two.is-empty {
            div.ground.nobody {
                svg viewBox="0 0 400 190" aria-hidden="true" {
                    circle.top cx="110" cy="100" r="52" {} circle.top cx="292" cy="92" r="62" {}
                    @for (x, y) in [(110, 30), (172, 70), (48, 70), (292, 13), (362, 56), (222, 56), (370, 120)] {
                        circle.empty-seat cx=(x) cy=(y) r="6.6" {}
                    }
                }
                (empty(Empty { title, lines: std::iter::once(line.to_owned()).chain(before(page)).collect(), acts }))
            }
        }
    }
}

/// Who waits although they said nothing in the window.
fn before(page: &FloorPage) -> Option<String> {
    let count = page.floor.waiting_before;
    (count > 0).then(|| match page.window {
        Window::Hour => t!(
            count;
            "{count} conversation from before the last hour still waits for us.",
            "{count} conversations from before the last hour still wait for us."
        ),
        Window::Today => t!(
            count;
            "{count} conversation from before today still waits for us.",
            "{count} conversations from before today still wait for us."
        ),
        Window::Week => t!(
            count;
            "{count} conversation from before these seven days still waits for us.",
            "{count} conversations from before these seven days still wait for us."
        ),
    })
}

fn side(page: &FloorPage, frame: &Frame) -> Markup {
    html! { aside.floor-side aria-label=(t!("What is being said")) {
        h2 { (t!("Just said")) }
        // The newest stands lowest and darkest, as in a talk.
        ol.rising { @for voice in page.floor.voices.iter().rev() { (said(voice, page, frame)) } }
        @if let Some(line) = before(page) { section.from-before {
            h2 { (t!("From before")) }
            p { (line) @if frame.may(Right::ReadInbox) && page.wall.is_none() { " " a href="/inbox?view=waiting" { (t!("All who wait")) } } }
        } }
    } }
}

fn said(voice: &Voice, page: &FloorPage, frame: &Frame) -> Markup {
    let words = match &voice.words.title {
        Some(title) if voice.words.text.trim().is_empty() => title,
        _ => &voice.words.text,
    };
    let table = page.floor.table(voice.table).map(name_of);
    let language = voice.words.languages.first().map(String::as_str);
    let is_new = page.floor.now.duration_since(voice.at) < RISING;
    html! { li.is-new[is_new] data-key=(voice.words.post) {
        @if words.trim().is_empty() { p.dim { (text("", WITHOUT_WORDS)) } }
        @else { p.words lang=[language_tag(language)] dir="auto" { (shortened(words)) } }
        p.by {
            bdi { (voice.words.name) } @if let Some(table) = table { " · " (table) } " · " (time::past(voice.at, frame))
        }
    } }
}

/// Words as far as there is room for them, ended between two words.
fn shortened(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = words.char_indices().nth(WORDS) else { return words };
    let end = words[..end].rfind(' ').filter(|space| *space > end / 2).unwrap_or(end);
    format!("{} …", &words[..end])
}
