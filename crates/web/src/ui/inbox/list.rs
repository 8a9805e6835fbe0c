//! The left pane: which conversations, in which order, and why there are none.

use inbox::Passage;
use jiff::Timestamp;
use maud::{Markup, html};
use model::{ConversationId, Disposition, Network, Status};
use store::picture::Shown;

use super::attached::address;
use super::search::{self, Searched};
use super::triage::decided;
use crate::ui::components::name::grouped;
use crate::ui::components::words::{inline, language_tag};
use crate::ui::components::{Empty, Kind, Misread, Words, empty, icon, kind, marked, plural, time};
use crate::ui::layout::Frame;
use crate::ui::topic::check::doubts;

/// A cut through the conversations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InboxView {
    /// New and open: it is our turn.
    #[default]
    Waiting,
    /// Our turn, and mine.
    Mine,
    /// Our turn, and nobody's.
    Unassigned,
    /// Put away until a time.
    Snoozed,
    /// Answered, done or archived.
    Done,
    /// Nothing but spam.
    Spam,
    /// Every conversation but spam.
    All,
}

impl InboxView {
    /// Every view, in the order of the tabs.
    pub const ALL: &'static [Self] =
        &[Self::Waiting, Self::Mine, Self::Unassigned, Self::Snoozed, Self::Done, Self::Spam, Self::All];

    /// Its word in addresses and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::Snoozed => "snoozed",
            Self::Done => "done",
            Self::Spam => "spam",
            Self::All => "all",
        }
    }

    /// The view that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|view| view.as_str() == word)
    }

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting for us",
            Self::Mine => "Mine",
            Self::Unassigned => "Nobody has it",
            Self::Snoozed => "Snoozed",
            Self::Done => "Answered and done",
            Self::Spam => "Spam",
            Self::All => "All conversations",
        }
    }

    const fn tab(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Mine => "Mine",
            Self::Unassigned => "Free",
            Self::Snoozed => "Snoozed",
            Self::Done => "Done",
            Self::Spam => "Spam",
            Self::All => "All",
        }
    }
}

/// How rows are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Whoever wrote last stands first.
    #[default]
    Newest,
    /// Whoever waits longest stands first.
    LongestWait,
    /// What wakes next stands first.
    WakesNext,
}

/// The left pane.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Which cut.
    pub view: InboxView,
    /// What was looked for; empty for nothing.
    pub query: String,
    /// Which part of a search this is, as its address says; empty for the first.
    pub part: String,
    /// How far the search came, when something was looked for.
    pub searched: Option<Searched>,
    /// Why it cannot be looked for.
    pub misread: Option<Misread>,
    /// The conversation of which it shows those that began with nearly the same words.
    pub alike: Option<ConversationId>,
    /// How rows are ordered.
    pub order: Order,
    /// How many each view holds, for the tabs that say so.
    pub counts: Vec<(InboxView, usize)>,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// How many fit in all.
    pub total: usize,
    /// Where the next rows are.
    pub more: Option<String>,
    /// The last answer that went out, for the empty list: to whom and when.
    pub last_answer: Option<(String, Timestamp)>,
}

/// One conversation in the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which conversation.
    pub id: ConversationId,
    /// Who it is with.
    pub name: String,
    /// What kind of person, where judged.
    pub kind: Option<Kind>,
    /// Where they spoke.
    pub network: Network,
    /// When something was last said, by them or by us: the list goes by it.
    pub at: Timestamp,
    /// The last words said, or those that a search found.
    pub said: Said,
    /// Topics they are about.
    pub topics: Vec<String>,
    /// Labels on it.
    pub labels: Vec<String>,
    /// Whose it is: the name, or "you".
    pub assignee: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// What is decided about it.
    pub disposition: Option<Disposition>,
    /// When it wakes, while snoozed.
    pub snoozed_until: Option<Timestamp>,
    /// Whether nobody of ours has opened it since the person wrote.
    pub is_new: bool,
    /// How many others began with nearly the same words, and stand under it.
    pub alike_count: usize,
    /// The newest picture in it.
    pub picture: Option<RowPicture>,
    /// An answer that failed or whose fate is unknown, in two or three words: "not sent", "fate unknown".
    pub trouble: Option<String>,
}

/// What a row shows of what was said.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The words.
    pub words: String,
    /// Their language.
    pub language: Option<String>,
    /// Whether they are ours.
    pub is_ours: bool,
    /// The words among them that a search found: byte ranges, half-open, in order.
    pub found: Vec<(usize, usize)>,
}

/// So many bytes stand before the first word that was found, about.
const BEFORE_FOUND: usize = 40;

impl From<Passage> for Said {
    /// A row shows two lines: what was found further on begins shortly before it.
    fn from(passage: Passage) -> Self {
        let first = passage.spans.first().map_or(0, |(from, _)| *from);
        let cut = if first > 2 * BEFORE_FOUND { word_near(&passage.text, first - BEFORE_FOUND) } else { 0 };
        let begin = if cut == 0 { "" } else { "… " };
        let words = format!("{begin}{}", passage.text.get(cut..).unwrap_or_default());
        let found = passage.spans.iter().map(|(from, to)| (from + begin.len() - cut, to + begin.len() - cut)).collect();
        Self { words, language: passage.language, is_ours: passage.is_ours, found }
    }
}

/// Where the next word begins, at a place or soon after it; the place itself where no spaces are.
fn word_near(text: &str, place: usize) -> usize {
    let place = text.floor_char_boundary(place);
    let after = text[place..].char_indices().take_while(|(at, _)| *at < BEFORE_FOUND);
    after
        .filter(|(_, letter)| letter.is_whitespace())
        .map(|(at, space)| place + at + space.len_utf8())
        .next()
        .unwrap_or(place)
}

/// A small picture beside a row.
#[derive(Clone, Debug)]
pub struct RowPicture {
    /// The picture.
    pub thumbnail: Shown,
    /// Whether it is blurred.
    pub is_sensitive: bool,
}

impl List {
    /// Where a conversation opens beside this list.
    pub fn address_of(&self, id: ConversationId) -> String {
        format!("/inbox/{id}{}", self.query_string())
    }

    /// Where this list stands alone.
    pub fn address(&self) -> String {
        format!("/inbox{}", self.query_string())
    }

    /// Where the first part of this list stands.
    pub fn first_part(&self) -> String {
        format!("/inbox{}", self.first_query())
    }

    /// `?view=…&q=…` of this list, and of its part.
    pub fn query_string(&self) -> String {
        self.first_query() + &self.part
    }

    fn first_query(&self) -> String {
        let mut text = format!("?view={}", self.view.as_str());
        if !self.query.is_empty() {
            text.push_str("&q=");
            text.push_str(&encode(&self.query));
        }
        if let Some(under) = self.alike {
            text.push_str(&format!("&alike={under}"));
        }
        text
    }

    /// Where those stand that began with nearly the same words as a conversation.
    fn address_of_alike(&self, id: ConversationId) -> String {
        format!("/inbox?view={}&alike={id}", self.view.as_str())
    }

    fn count(&self, view: InboxView) -> Option<usize> {
        self.counts.iter().find_map(|(of, count)| (*of == view).then_some(*count))
    }
}

/// A value for an address, percent-encoded.
pub(crate) fn encode(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// A search for the conversations of a topic.
pub(crate) fn of_topic(name: &str) -> String {
    format!("topic:\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The pane with its heading, tabs and rows; `open` is the conversation that stands beside it.
pub fn list(list: &List, open: Option<ConversationId>, frame: &Frame) -> Markup {
    html! { section #list.list data-list=(list.query_string())
        data-search=[list.searched.is_some().then(|| list.first_query())] aria-label="Conversations" {
        (head(list, open.is_none()))
        div #rows.rows {
            button #pill.pill type="button" hidden data-morph="keep" {}
            @if list.rows.is_empty() { (nothing(list, frame)) }
            @else {
                ol.row-list aria-label={ (plural(list.total, "conversation", "conversations")) } {
                    @for row in &list.rows { (self::row(list, row, open == Some(row.id), frame)) }
                }
                @if let Some(more) = &list.more {
                    p.more { a.btn href=(more) { "Show more" }
                        @if list.searched.is_none() {
                            span.faint { (grouped(list.rows.len())) " of " (grouped(list.total)) }
                        }
                    }
                }
            }
            @if let Some(searched) = &list.searched { (search::looking(searched, list.rows.is_empty())) }
        }
    } }
}

fn head(list: &List, is_alone: bool) -> Markup {
    let order = match list.order {
        Order::Newest => "newest first",
        Order::LongestWait => "longest wait first",
        Order::WakesNext => "next to wake first",
    };
    let title = html! {
        @if list.alike.is_some() { "Alike" }
        @else if list.query.is_empty() { (list.view.title()) } @else { span { "“" bdi { (list.query) } "”" } }
        span.t1.faint {
            @if let Some(searched) = &list.searched {
                (search::count(searched)) " in " (list.view.title().to_lowercase()) ", "
            }
            @if list.misread.is_none() { (order) }
        }
    };
    html! { header.list-head {
        // The page is about the open conversation, where there is one.
        @if is_alone { h1.list-title { (title) } } @else { h2.list-title { (title) } }
        nav.views aria-label="Views" { @for view in InboxView::ALL {
            a href={ "/inbox?view=" (view.as_str()) }
                aria-current=[(*view == list.view && list.alike.is_none()).then_some("page")] {
                (view.tab()) @if let Some(count) = list.count(*view).filter(|count| *count > 0) { " " span.n { (grouped(count)) } }
            }
        } }
        @if let Some(under) = list.alike {
            p.t1.found { "These began with nearly the same words as " a href={ "/inbox/" (under) "?view=" (list.view.as_str()) }
                { "one that stands for them" } ". " a href={ "/inbox?view=" (list.view.as_str()) } { "Leave them" } }
        } @else if list.view == InboxView::Spam {
            p.t1.found { "Kept, and left out of every other list. Say “not spam” beside one, and it is back." }
        }
        @if let Some(searched) = &list.searched { (search::acts(list, searched)) }
    } }
}

fn row(list: &List, row: &Row, is_open: bool, frame: &Frame) -> Markup {
    html! { li data-key=(row.id) {
        a.row.new[row.is_new].pictured[row.picture.is_some()] href=(list.address_of(row.id)) data-id=(row.id)
            aria-current=[is_open.then_some("true")] {
            span.from {
                @if row.is_new { span.vh { "New: " } }
                @if let Some(of) = row.kind { (kind(of)) }
                b { bdi { (row.name) } } " " span { (row.network.title()) }
            }
            (time::ago(row.at, frame))
            @if let Some(picture) = &row.picture { span.thumb.glass[picture.is_sensitive] {
                img src=(address(&picture.thumbnail)) width="56" height="56" loading="lazy" decoding="async" alt="with a picture";
            } }
            span.words lang=[language_tag(row.said.language.as_deref())] dir="auto" {
                @if row.said.is_ours { span.us lang="en" { "We: " } }
                (words(&row.said))
            }
            span.meta {
                @if let Some(trouble) = &row.trouble { span.trouble { (icon::line("warn")) (trouble) } }
                @for topic in &row.topics { span.tag { (topic) } }
                @for label in &row.labels { span.label { (label) } }
                span.owe { (standing(row, list.view, frame)) }
            }
        }
        @if row.alike_count > 0 {
            p.t1.alike { a href=(list.address_of_alike(row.id)) { "and " (grouped(row.alike_count)) " more alike" } }
        }
    } }
}

fn words(said: &Said) -> Markup {
    inline(&Words { text: said.words.clone(), matched: said.found.clone(), ..Words::default() })
}

/// Whose it is and where it stands, as far as the view does not say so already.
fn standing(row: &Row, view: InboxView, frame: &Frame) -> Markup {
    let status = match row.status {
        Status::Snoozed => row.snoozed_until.map(|at| {
            html! { @if row.disposition == Some(Disposition::Watch) { "watched " } "until " (time::until(at, frame)) }
        }),
        Status::New | Status::Open => row.disposition.map(|one| html! { (decided(one)) }),
        Status::Waiting => Some(html! { "their turn" }),
        Status::Resolved if view != InboxView::Done => Some(html! { "done" }),
        Status::Archived => Some(html! { "archived" }),
        _ => None,
    };
    let assignee = row.assignee.as_deref().filter(|_| view != InboxView::Mine);
    html! {
        @if let Some(name) = assignee { b { (name) } }
        @if assignee.is_some() && status.is_some() { ", " }
        @if let Some(status) = status { (status) }
    }
}

/// What cannot be searched for: why, where it goes wrong, and what was perhaps meant.
fn cannot_search(list: &List, misread: &Misread) -> Markup {
    html! { div.empty role="status" {
        h2 { "This cannot be searched for" }
        p { (misread.message) }
        (marked(&list.query, misread.span))
        @if let Some(meant) = &misread.suggestion {
            p { "Perhaps: " a href={ "/inbox?view=" (list.view.as_str()) "&q=" (encode(meant)) } { code { (meant) } } }
        }
        p.toolbar { a.btn href={ "/inbox?view=" (list.view.as_str()) } { "Leave the search" } }
    } }
}

fn nothing(list: &List, frame: &Frame) -> Markup {
    if let Some(misread) = &list.misread {
        return cannot_search(list, misread);
    }
    let all = "/inbox?view=all";
    if list.searched.as_ref().is_some_and(|searched| searched.looks_on.is_some()) {
        return empty(Empty {
            title: "Nothing so far",
            lines: vec![
                "These words do not say where to look, so conversations are looked through, the newest first.".into(),
            ],
            acts: vec![("Leave the search", all)],
        });
    }
    if list.alike.is_some() {
        return empty(Empty {
            title: "None is alike any more",
            lines: vec!["Who wrote again, or whom somebody took up, stands in the list alone.".into()],
            acts: vec![("See all conversations", all)],
        });
    }
    if !list.query.is_empty() {
        let within = format!("Looked in “{}”.", list.view.title());
        let everywhere = format!("/inbox?view=all&q={}", encode(&list.query));
        return empty(Empty {
            title: &format!("No conversation fits “{}”", list.query),
            lines: [vec![within, "Fewer or shorter words find more.".into()], doubts(&list.query)].concat(),
            acts: if list.view == InboxView::All {
                vec![("How to ask", "/language"), ("Leave the search", all)]
            } else {
                vec![("Look in all", everywhere.as_str()), ("How to ask", "/language"), ("Leave the search", all)]
            },
        });
    }
    let last = list.last_answer.as_ref().map(|(name, at)| {
        let ago = frame.now.as_second() - at.as_second();
        format!("The last answer went to {name}, {} ago.", time::length(ago))
    });
    let (title, why) = match list.view {
        InboxView::Waiting => (
            "Nobody is waiting",
            "Here stand conversations that need an answer and have none. Nothing is hidden by a filter.",
        ),
        InboxView::Mine => ("Nothing is yours", "Here stand conversations assigned to you whose turn is ours."),
        InboxView::Unassigned => {
            ("Every conversation has somebody", "Here stand conversations that wait for us and that nobody has taken.")
        }
        InboxView::Snoozed => (
            "Nothing sleeps",
            "Here stand conversations put away until a time. They also come back when the person writes.",
        ),
        InboxView::Done => ("Nothing is done yet", "Here stand conversations we answered, finished or archived."),
        InboxView::Spam => ("No spam", "Here stand conversations that are nothing but spam. Nothing is deleted."),
        InboxView::All => (
            "Nobody has said anything yet",
            "Here stands every conversation, whatever became of it. The first appears by itself.",
        ),
    };
    empty(Empty {
        title,
        lines: last.into_iter().chain([why.to_owned()]).collect(),
        acts: match list.view {
            InboxView::All => vec![("See what we hear", "/channels")],
            InboxView::Mine | InboxView::Unassigned => {
                vec![("All that wait", "/inbox?view=waiting")]
            }
            _ => vec![("All conversations", all)],
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_survives_in_the_address_of_each_row() {
        let list = List { query: "lift & “Rampe”".into(), view: InboxView::All, ..List::default() };
        assert_eq!(list.address_of(ConversationId(7)), "/inbox/7?view=all&q=lift%20%26%20%E2%80%9CRampe%E2%80%9D");
    }

    #[test]
    fn a_row_begins_shortly_before_what_was_found_and_marks_it() {
        let passage = |text: &str, word: &str| {
            let from = text.find(word).unwrap();
            let spans = vec![(from, from + word.len())];
            Said::from(Passage { text: text.into(), spans, language: None, is_ours: false })
        };
        let short = passage("Der Zug ist spät", "spät");
        assert_eq!(words(&short).into_string(), "Der Zug ist <mark>spät</mark>");
        let long = passage(&format!("{} ünd der Zug ist wieder spät gewesen", "Größe über alles. ".repeat(9)), "spät");
        assert!(long.words.starts_with("… ") && long.words.len() < 100, "{}", long.words);
        assert!(words(&long).into_string().contains("wieder <mark>spät</mark> gewesen"), "{}", long.words);
        // Without spaces it begins somewhere, and never within a letter.
        let dense = passage(&format!("{}遅い", "ポートヴェレ行きの夜行列車".repeat(4)), "遅い");
        assert!(words(&dense).into_string().ends_with("<mark>遅い</mark>"), "{}", dense.words);
    }

    #[test]
    fn every_view_has_its_word() {
        for view in InboxView::ALL {
            assert_eq!(InboxView::from_word(view.as_str()), Some(*view));
        }
        assert_eq!(InboxView::from_word("trash"), None);
    }
}
