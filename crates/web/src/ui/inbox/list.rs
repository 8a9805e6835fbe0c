//! The left pane: which conversations, in which order, and why there are none.

use inbox::Passage;
use jiff::Timestamp;
use maud::{Markup, html};
pub use model::InboxView;
use model::{
    CommitmentStand, ConversationId, Disposition, Network, ObligationKind, ObligationStand, Priority, SlaClock, Status,
};
use store::picture::Shown;
use wording::{number, t};

use super::address::of_saved;
use super::attached::address;
use super::chosen::{self, Choosing};
use super::clock;
use super::saved::{self, Saved, SavedTab};
use super::search::{self, Searched};
use super::triage::decided;
use super::{pin, priority, private};
use crate::ui::components::words::{inline, language_tag};
use crate::ui::components::{Empty, Kind, Misread, Words, empty, icon, kind, marked, rich, time};
use crate::ui::layout::Frame;
use crate::ui::owed::section as owed;
use crate::ui::promised::section as promised;
use crate::ui::topic::check::doubts;
use crate::view_counts::Count;

/// The heading of a view.
pub(crate) fn title(view: InboxView) -> &'static str {
    match view {
        InboxView::Waiting => t!("Waiting for us"),
        InboxView::Mine => t!("Mine"),
        InboxView::Unassigned => t!("Nobody has it"),
        InboxView::Snoozed => t!("Snoozed"),
        InboxView::Done => t!("Answered and done"),
        InboxView::Spam => t!("Spam"),
        InboxView::All => t!("All conversations"),
    }
}

/// Where a search looked, as a part of a sentence.
fn within(view: InboxView) -> &'static str {
    match view {
        InboxView::Waiting => t!("in waiting for us"),
        InboxView::Mine => t!("in mine"),
        InboxView::Unassigned => t!("in nobody has it"),
        InboxView::Snoozed => t!("in snoozed"),
        InboxView::Done => t!("in answered and done"),
        InboxView::Spam => t!("in spam"),
        InboxView::All => t!("in all conversations"),
    }
}

fn tab(view: InboxView) -> &'static str {
    match view {
        InboxView::Waiting => t!("Waiting"),
        InboxView::Mine => t!("Mine"),
        InboxView::Unassigned => t!("conversations": "Free"),
        InboxView::Snoozed => t!("Snoozed"),
        InboxView::Done => t!("Done"),
        InboxView::Spam => t!("Spam"),
        InboxView::All => t!("All"),
    }
}

/// How rows are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Whoever wrote last stands first.
    #[default]
    Newest,
    /// What is due first stands first.
    MostUrgent,
}

/// The left pane.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Which cut.
    pub view: InboxView,
    /// The view under a name that this is.
    pub saved: Option<Saved>,
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
    pub counts: Vec<(InboxView, Count)>,
    /// The views under a name that whoever looks has.
    pub saved_views: Vec<SavedTab>,
    /// Whether the log has moved on since some of those were counted.
    pub counts_are_stale: bool,
    /// The rows of this page.
    pub rows: Vec<Row>,
    /// How many fit in all.
    pub total: Count,
    /// Where the next rows are.
    pub more: Option<String>,
    /// Where the rows from the middle of a full page on are, for whoever scrolls to its end.
    pub scrolls_to: Option<String>,
    /// Whether others stand before these.
    pub is_further: bool,
    /// What can be done with rows that are chosen; nothing for who only reads.
    pub choosing: Option<Choosing>,
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
    /// The name of the team to which it is given.
    pub team: Option<String>,
    /// Why it waits with that team, where it does.
    pub waits: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// The clock that runs out first, or stands still.
    pub clock: Option<SlaClock>,
    /// What is decided about it.
    pub disposition: Option<Disposition>,
    /// How soon it is to be looked at.
    pub priority: Option<Priority>,
    /// Whether whoever looks keeps it at the top.
    pub is_pinned: bool,
    /// Whether it goes on in private.
    pub is_private: bool,
    /// When it wakes, while snoozed.
    pub snoozed_until: Option<Timestamp>,
    /// What is still owed on it.
    pub owed: Vec<(ObligationKind, ObligationStand)>,
    /// What is to be kept of what was promised in it.
    pub promised: Vec<CommitmentStand>,
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

    /// Its heading: the name under which it is kept, or that of its view.
    pub fn title(&self) -> &str {
        self.saved.as_ref().map_or(title(self.view), |saved| saved.name.as_str())
    }

    /// This list without what it shows: what its address is made of.
    fn place(&self) -> Self {
        let Self { view, saved, query, alike, order, .. } = self;
        Self {
            view: *view,
            saved: saved.clone(),
            query: query.clone(),
            alike: *alike,
            order: *order,
            ..Self::default()
        }
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
        let mut text = match &self.saved {
            Some(saved) => of_saved(saved.id).trim_start_matches("/inbox").to_owned(),
            None => format!("?view={}", self.view),
        };
        // A view under a name has its own query.
        if !self.query.is_empty() && self.saved.is_none() {
            text.push_str("&q=");
            text.push_str(&encode(&self.query));
        }
        if let Some(under) = self.alike {
            text.push_str(&format!("&alike={under}"));
        }
        if self.order == Order::MostUrgent {
            text.push_str("&order=urgent");
        }
        text
    }

    /// Where those stand that began with nearly the same words as a conversation.
    fn address_of_alike(&self, id: ConversationId) -> String {
        format!("/inbox?view={}&alike={id}", self.view.as_str())
    }

    /// How many it holds, where this page tells: one that begins in the middle, or failed, does not.
    pub(crate) fn counted(&self) -> Option<Count> {
        match &self.searched {
            _ if self.saved.as_ref().is_some_and(|saved| saved.fault.is_some()) => None,
            Some(searched) if searched.is_further || (!searched.is_all && searched.found == 0) => None,
            Some(searched) => Some(Count::of(searched.found, searched.is_all)),
            None => Some(self.total),
        }
    }

    fn count(&self, view: InboxView) -> Option<Count> {
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
    of_named("topic", name)
}

/// A search for what a field names: a topic, a channel, a team.
pub(crate) fn of_named(field: &str, name: &str) -> String {
    format!("{field}:\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The pane with its heading, tabs and rows; `open` is the conversation that stands beside it.
pub fn list(list: &List, open: Option<ConversationId>, frame: &Frame) -> Markup {
    html! { section #list.list data-list=(list.query_string())
        data-search=[list.searched.is_some().then(|| list.first_query())] aria-label=(t!("Conversations")) {
        (head(list, open.is_none(), frame))
        div #rows.rows {
            button #pill.pill type="button" hidden data-morph="keep" {}
            @if list.is_further { p.more.former { a.btn.quiet href=(list.first_part()) { (t!("Back to the beginning")) } } }
            @if list.rows.is_empty() { (nothing(list, frame)) }
            @else {
                ol.row-list aria-label=(list.total.conversations()) {
                    @for row in &list.rows { (self::row(list, row, open == Some(row.id), frame)) }
                }
                @if let Some(more) = &list.more {
                    p.more { a.btn href=(more) data-scrolls-to=[&list.scrolls_to] { (t!("Show more")) }
                        @if list.searched.is_none() && !list.is_further {
                            span.faint { (t!("{shown} of {total}", shown = number(list.rows.len()), total = list.total)) }
                        }
                    }
                }
            }
            @if let Some(searched) = &list.searched { (search::looking(searched, list.rows.is_empty())) }
        }
        @if let Some(choosing) = list.choosing.as_ref().filter(|_| !list.rows.is_empty()) {
            (chosen::bar(list, choosing, frame))
        }
    } }
}

fn head(list: &List, is_alone: bool, frame: &Frame) -> Markup {
    let order = match list.order {
        Order::Newest => t!("newest first"),
        Order::MostUrgent => t!("most urgent first"),
    };
    let title = html! {
        @if list.alike.is_some() { (t!("Alike")) }
        @else if list.query.is_empty() || list.saved.is_some() { bdi { (list.title()) } } @else {
            span { (rich!("“{words}”", words = html! { bdi { (list.query) } })) }
        }
        span.t1.faint {
            @if let Some(searched) = &list.searched {
                (rich!("{found} {within}, {order}", found = search::count(searched), within = within(list.view), order))
            } @else if list.misread.is_none() { (order) }
        }
    };
    let (other, other_words) = match list.order {
        Order::Newest => (Order::MostUrgent, t!("Most urgent first")),
        Order::MostUrgent => (Order::Newest, t!("Newest first")),
    };
    html! { header.list-head {
        // The page is about the open conversation, where there is one.
        @if is_alone { h1.list-title { (title) } } @else { h2.list-title { (title) } }
        nav #views.views aria-label=(t!("Views")) data-counts=[list.counts_are_stale.then_some("/views/counts")] { @for view in InboxView::ALL {
            a href={ "/inbox?view=" (view.as_str()) }
                aria-current=[(*view == list.view && list.alike.is_none() && list.saved.is_none()).then_some("page")] {
                (tab(*view)) " " (tab_count(*view, list.count(*view)))
            }
        } }
        @if list.alike.is_none() && list.misread.is_none() {
            p.t1.found { a href=(List { order: other, part: String::new(), ..list.place() }.address()) data-order { (other_words) } }
        }
        (saved::tabs(list))
        @if let Some(under) = list.alike {
            p.t1.found {
                (rich!(
                    "These began with nearly the same words as {one}.",
                    one = html! {
                        a href={ "/inbox/" (under) "?view=" (list.view.as_str()) } { (t!("one that stands for them")) }
                    },
                ))
                " " a href={ "/inbox?view=" (list.view.as_str()) } { (t!("Leave them")) }
            }
        } @else if list.view == InboxView::Spam && list.saved.is_none() {
            p.t1.found { (t!("Kept, and left out of every other list. Say “not spam” beside one, and it is back.")) }
        }
        @if list.searched.is_some() || list.saved.is_some() { p.t1.found {
            @if let Some(searched) = &list.searched { (search::acts(list, searched)) }
            (saved::acts(list, frame))
        } }
    } }
}

/// How many a view holds; empty for nothing, and where no tab tells.
pub(crate) fn tab_count(view: InboxView, count: Option<Count>) -> Markup {
    html! { @if let Some(count) = count { span.n id={ "view-count-" (view.as_str()) } { @if !count.is_none() { (count) } } } }
}

fn row(list: &List, row: &Row, is_open: bool, frame: &Frame) -> Markup {
    html! { li data-key=(row.id) {
        @if list.choosing.is_some() { (chosen::pick(row)) }
        a.row.new[row.is_new].pictured[row.picture.is_some()] href=(list.address_of(row.id)) data-id=(row.id)
            aria-current=[is_open.then_some("true")] {
            span.from {
                @if row.is_new { span.vh { (t!("New:")) " " } }
                @if let Some(of) = row.kind { (kind(of)) }
                b { bdi { (row.name) } } " " span { (row.network.title()) }
                @if row.is_pinned { " " (pin::mark()) }
                @if row.is_private { " " (private::mark()) }
            }
            (time::ago(row.at, frame))
            @if let Some(picture) = &row.picture { span.thumb.glass[picture.is_sensitive] {
                img src=(address(&picture.thumbnail)) width="56" height="56" loading="lazy" decoding="async" alt=(t!("with a picture"));
            } }
            span.words lang=[language_tag(row.said.language.as_deref())] dir="auto" {
                @if row.said.is_ours { span.us lang=(wording::current().tag()) { (t!("We:")) " " } }
                (words(&row.said))
            }
            span.meta {
                @if let Some(of) = &row.clock { (clock::sign(of, frame)) }
                @if let Some(trouble) = &row.trouble { span.trouble { (icon::line("warn")) (trouble) } }
                @if let Some(why) = &row.waits { span.waits { (t!("waits: {why}", why)) } }
                @if let Some(one) = row.priority { (priority::sign(one)) }
                @for (kind, stand) in &row.owed { (owed::sign(*kind, stand, frame)) }
                @for stand in &row.promised { (promised::sign(stand, frame)) }
                @if !row.topics.is_empty() { span.topics {
                    @for (at, topic) in row.topics.iter().enumerate() { @if at > 0 { ", " } span.tag { (topic) } }
                } }
                @for label in &row.labels { span.label { (label) } }
                span.owe { (standing(row, list.view, frame)) }
            }
        }
        @if row.alike_count > 0 {
            p.t1.alike { a href=(list.address_of_alike(row.id)) { (t!(row.alike_count; "and {count} more alike", "and {count} more alike")) } }
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
            let moment = time::until(at, frame);
            match row.disposition {
                Some(Disposition::Watch) => rich!("watched until {moment}", moment),
                _ => rich!("until {moment}", moment),
            }
        }),
        Status::New | Status::Open => row.disposition.map(|one| html! { (decided(one)) }),
        Status::Waiting => Some(html! { (t!("their turn")) }),
        Status::Resolved if view != InboxView::Done => Some(html! { (t!("state": "done")) }),
        Status::Archived => Some(html! { (t!("archived")) }),
        _ => None,
    };
    let assignee = row.assignee.as_deref().filter(|_| view != InboxView::Mine);
    let name = assignee.map(|name| html! { b { (name) } });
    let holder = match (name, &row.team) {
        (Some(name), Some(team)) => Some(rich!("{name} of {team}", name, team)),
        (None, Some(team)) => Some(html! { (team) }),
        (name, None) => name,
    };
    html! {
        @if let Some(holder) = &holder { (holder) }
        @if holder.is_some() && status.is_some() { ", " }
        @if let Some(status) = status { (status) }
    }
}

/// What cannot be searched for: why, where it goes wrong, and what was perhaps meant.
fn cannot_search(list: &List, misread: &Misread) -> Markup {
    html! { div.empty role="status" {
        h2 { (t!("This cannot be searched for")) }
        p { (misread.message) }
        (marked(&list.query, misread.span))
        @if let Some(meant) = &misread.suggestion {
            p { (rich!(
                "Perhaps: {query}",
                query = html! { a href={ "/inbox?view=" (list.view.as_str()) "&q=" (encode(meant)) } { code { (meant) } } },
            )) }
        }
        p.toolbar { a.btn href={ "/inbox?view=" (list.view.as_str()) } { (t!("Leave the search")) } }
    } }
}

fn nothing(list: &List, frame: &Frame) -> Markup {
    if let Some(misread) = &list.misread {
        return cannot_search(list, misread);
    }
    let all = "/inbox?view=all";
    if let Some((saved, wrong)) = list.saved.as_ref().and_then(|saved| Some((saved, saved.fault.as_ref()?))) {
        return saved::fault(list, saved, wrong);
    }
    if let Some(saved) = list.saved.as_ref().filter(|_| list.searched.as_ref().is_none_or(|one| one.looks_on.is_none()))
    {
        return empty(Empty {
            title: t!("Nothing is in this view now"),
            lines: vec![t!("“{name}” looks in “{view}”.", name = saved.name, view = title(list.view))],
            acts: vec![(t!("All conversations"), all)],
        });
    }
    if list.searched.as_ref().is_some_and(|searched| searched.looks_on.is_some()) {
        return empty(Empty {
            title: t!("Nothing so far"),
            lines: vec![
                t!("These words do not say where to look, so conversations are looked through, the newest first.")
                    .into(),
            ],
            acts: vec![(t!("Leave the search"), all)],
        });
    }
    if list.alike.is_some() {
        return empty(Empty {
            title: t!("None is alike any more"),
            lines: vec![t!("Who wrote again, or whom somebody took up, stands in the list alone.").into()],
            acts: vec![(t!("See all conversations"), all)],
        });
    }
    if !list.query.is_empty() {
        let within = t!("Looked in “{view}”.", view = title(list.view));
        let everywhere = format!("/inbox?view=all&q={}", encode(&list.query));
        return empty(Empty {
            title: &t!("No conversation fits “{query}”", query = list.query),
            lines: [vec![within, t!("Fewer or shorter words find more.").into()], doubts(&list.query)].concat(),
            acts: if list.view == InboxView::All {
                vec![(t!("How to ask"), "/language"), (t!("Leave the search"), all)]
            } else {
                vec![
                    (t!("Look in all"), everywhere.as_str()),
                    (t!("How to ask"), "/language"),
                    (t!("Leave the search"), all),
                ]
            },
        });
    }
    let last = list.last_answer.as_ref().map(|(name, at)| {
        let ago = frame.now.as_second() - at.as_second();
        t!("The last answer went to {name}, {length} ago.", name, length = time::length(ago))
    });
    let (title, why) = match list.view {
        InboxView::Waiting => (
            t!("Nobody is waiting"),
            t!("Here stand conversations that need an answer and have none. Nothing is hidden by a filter."),
        ),
        InboxView::Mine => (t!("Nothing is yours"), t!("Here stand conversations assigned to you whose turn is ours.")),
        InboxView::Unassigned => (
            t!("Every conversation has somebody"),
            t!("Here stand conversations that wait for us and that nobody has taken."),
        ),
        InboxView::Snoozed => (
            t!("Nothing sleeps"),
            t!("Here stand conversations put away until a time. They also come back when the person writes."),
        ),
        InboxView::Done => {
            (t!("Nothing is done yet"), t!("Here stand conversations we answered, finished or archived."))
        }
        InboxView::Spam => {
            (t!("No spam"), t!("Here stand conversations that are nothing but spam. Nothing is deleted."))
        }
        InboxView::All => (
            t!("Nobody has said anything yet"),
            t!("Here stands every conversation, whatever became of it. The first appears by itself."),
        ),
    };
    empty(Empty {
        title,
        lines: last.into_iter().chain([why.to_owned()]).collect(),
        acts: match list.view {
            InboxView::All => vec![(t!("See what we hear"), "/channels")],
            InboxView::Mine | InboxView::Unassigned => {
                vec![(t!("All that wait"), "/inbox?view=waiting")]
            }
            _ => vec![(t!("All conversations"), all)],
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
    fn a_view_under_a_name_stands_at_its_own_address_whatever_it_looks_for() {
        let saved = Some(Saved::unread(7.into()));
        let list = List { saved, query: "lift".into(), view: InboxView::All, ..List::default() };
        assert_eq!(list.address_of(ConversationId(3)), "/inbox/3?view=saved:7");
    }
}
