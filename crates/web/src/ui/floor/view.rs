//! The page of the floor: the finding, the picture, the newest words, the same facts as a table.

use insights::{Floor, Room, Shape, State, Table, TableId, Voice, Window};
use jiff::SignedDuration;
use maud::{Markup, html};
use model::Right;

use super::legend::legend;
use super::same_room::same_room;
use super::{picture, sample};
use crate::ui::components::name::grouped;
use crate::ui::components::time::{self, length_exact};
use crate::ui::components::words::{WITHOUT_WORDS, language_tag};
use crate::ui::components::{Empty, empty, plural};
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
        TableId::ToUs => "To us".to_owned(),
        TableId::Topic(_) => table.name.clone(),
        TableId::Small => plural(table.topics.len(), "small topic", "small topics"),
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
    const fn when(&self) -> &'static str {
        match self.window {
            Window::Hour => "in the last hour",
            Window::Today => "today",
            Window::Week => "in seven days",
        }
    }

    /// What there is to see, in a sentence.
    fn finding(&self) -> String {
        let (floor, all) = (&self.floor, self.floor.head_count());
        let (waiting, answered) = (floor.waiting(), floor.count(State::Answered));
        match floor.longest_wait() {
            _ if all == 0 => format!("Nobody has spoken {}", self.when()),
            Some((table, since)) => {
                // A length is not torn apart at the end of a line.
                let length = length_exact(floor.now.duration_since(since).as_secs()).replace(' ', "\u{a0}");
                let place = match table.id {
                    TableId::ToUs => "who spoke to us".to_owned(),
                    _ => format!("at {}", name_of(table)),
                };
                match waiting {
                    1 => format!("1 person waits, {length} by now, {place}"),
                    _ => format!("{} people wait, the longest {length} {place}", grouped(waiting)),
                }
            }
            None if answered == all => format!("Nobody waits: everybody who spoke {} is answered", self.when()),
            None if answered == 0 => format!("Nobody waits: what was said {} needs no answer", self.when()),
            None => format!("Nobody waits: {} of {} are answered", grouped(answered), grouped(all)),
        }
    }
}

impl Page for FloorPage {
    fn title(&self) -> String {
        match self.floor.waiting() {
            0 => "The floor".into(),
            waiting => format!("The floor ({})", grouped(waiting)),
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
    let since = match page.window {
        Window::Hour => "in the last hour",
        Window::Today => "since midnight",
        Window::Week => "today and the six days before",
    };
    let moment = frame.now.to_zoned(frame.zone.clone()).strftime("%A %-d %B, %H:%M").to_string();
    let unit = Room::unit_of(floor);
    html! {
        header.floor-head {
            div.floor-finding {
                p.kicker { "The floor" }
                h1.page-title { (page.finding()) }
                p.floor-sub {
                    time datetime=(frame.now) { (moment) } " · everyone heard " (since)
                    @if !page.is_empty() {
                        @if unit == 1 { ", one seat for each person" }
                        @else { ", a seat for every " (grouped(unit)) " people or fewer" }
                    }
                    @if let Some(aside) = aside(floor) { " · without " (aside) }
                    @if floor.is_cut { " · only the liveliest 20,000 conversations" }
                }
            }
            dl.figures {
                (figure(all, "people talking", None, false))
                (figure(floor.count(State::Answered), "answered", Some(all), false))
                (figure(floor.waiting(), "waiting for us", Some(all), false))
                (figure(floor.count(State::Late), "of them late", Some(floor.waiting()), true))
            }
        }
        @if page.wall.is_none() { div.floor-tools {
            nav.views aria-label="Since when" { @for window in Window::ALL {
                a href={ "/floor?since=" (word_of(*window)) } aria-current=[(*window == page.window).then_some("page")] {
                    (match window { Window::Hour => "Last hour", Window::Today => "Today", Window::Week => "7 days" })
                }
            } }
            a.to-wall href={ "/floor?wall=1&since=" (word_of(page.window)) } { "Wall screen" }
        } }
    }
}

/// What has no seat: "3 of spam and 14 that say the same as another".
fn aside(floor: &Floor) -> Option<String> {
    let spam = (floor.spam > 0).then(|| format!("{} of spam", plural(floor.spam, "conversation", "conversations")));
    let alike = (floor.alike > 0).then(|| format!("{} alike to one that sits here", grouped(floor.alike)));
    match (spam, alike) {
        (Some(spam), Some(alike)) => Some(format!("{spam} and {alike}")),
        (spam, alike) => spam.or(alike),
    }
}

/// One of the four figures; `of` is left out when there is nothing to be a part of.
fn figure(count: usize, words: &str, of: Option<usize>, is_late: bool) -> Markup {
    html! { div.figure-big.late[is_late] data-none[count == 0] {
        dt { (words) @if let Some(of) = of.filter(|of| *of > 0) { span.faint { " of " (grouped(of)) } } }
        dd { (grouped(count)) }
    } }
}

fn nobody(page: &FloorPage, frame: &Frame) -> Markup {
    let may_read = frame.may(Right::ReadInbox);
    let (title, line, acts) = if !page.is_listening {
        (
            "The doors are closed",
            "No channel is connected, so nobody can be heard.",
            vec![("Connect a channel", "/channels/new")],
        )
    } else if page.window == Window::Week {
        (
            "The tables are free",
            "We listen, and nobody said anything that concerns us. The first who does sits down here by itself.",
            vec![("See what we hear", "/channels"), ("See what we listen for", "/topics")],
        )
    } else {
        (
            "The tables are free",
            "We listen; whoever speaks next sits down here by itself. Earlier guests are still to be seen.",
            vec![("Show seven days", "/floor?since=week"), ("See what we hear", "/channels")],
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
    let of = match page.window {
        Window::Hour => "the last hour",
        Window::Today => "today",
        Window::Week => "these seven days",
    };
    (count > 0).then(|| {
        let waits = if count == 1 { "waits" } else { "wait" };
        format!("{} from before {of} still {waits} for us.", plural(count, "conversation", "conversations"))
    })
}

fn side(page: &FloorPage, frame: &Frame) -> Markup {
    html! { aside.floor-side aria-label="What is being said" {
        h2 { "Just said" }
        // The newest stands lowest and darkest, as in a talk.
        ol.rising { @for voice in page.floor.voices.iter().rev() { (said(voice, page, frame)) } }
        @if let Some(line) = before(page) { section.from-before {
            h2 { "From before" }
            p { (line) @if frame.may(Right::ReadInbox) && page.wall.is_none() { " " a href="/inbox?view=waiting" { "All who wait" } } }
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
        @if words.trim().is_empty() { p.dim { (WITHOUT_WORDS) } }
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
