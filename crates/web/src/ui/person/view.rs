//! One person: who they are on every network, how they stand, what they let us do, and all that was said.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{AuthorId, ConversationId, Network, Right, Status};
use wording::{number, t};

use super::consent::{Consents, consents};
use super::notes::{NoteRow, notes};
use super::same::{Same, same};
use crate::ui::components::words::is_web_address;
use crate::ui::components::{Kind, form_error, kind, rich, status_word, time};
use crate::ui::gesture::view::{OnPost, follow};
use crate::ui::inbox::list::encode;
use crate::ui::inbox::regard::{Stands, judgements};
use crate::ui::layout::{Frame, Page, Place};

/// `/people/{id}`.
#[derive(Clone, Debug)]
pub struct PersonPage {
    /// The handle by which the address names them.
    pub id: AuthorId,
    /// Their handles, the first heard first.
    pub handles: Vec<HandleRow>,
    /// How each handle is judged to stand.
    pub stands: Vec<Stands>,
    /// Who else they are.
    pub same: Same,
    /// What they let us do.
    pub consents: Consents,
    /// What the team notes about them, the newest first.
    pub notes: Vec<NoteRow>,
    /// In how many conversations they spoke.
    pub total: usize,
    /// Those of this page, newest first.
    pub conversations: Vec<ConversationRow>,
    /// Where the next page begins.
    pub more: Option<String>,
    /// Whether this is the first page of them.
    pub is_first: bool,
    /// How far their erasure is, where that was asked for.
    pub erasure: Option<Erasing>,
    /// Why what was asked for was not done.
    pub error: Option<String>,
}

/// A handle of the person.
#[derive(Clone, Debug)]
pub struct HandleRow {
    /// The author.
    pub id: AuthorId,
    /// The handle as people write it, else the name.
    pub handle: String,
    /// The name that they show there.
    pub name: String,
    /// How they are judged to stand.
    pub kind: Option<Kind>,
    /// Where.
    pub network: Network,
    /// The public page.
    pub url: Option<String>,
    /// Followers, as the network counts them.
    pub follower_count: Option<i64>,
    /// Whether they follow the account that heard them.
    pub follows_us: Option<bool>,
    /// Whether they are followed there, and whether that is possible.
    pub follow: OnPost,
    /// The channels on which they hold conversations.
    pub channels: Vec<String>,
    /// When we heard them first.
    pub first_heard_at: Option<Timestamp>,
    /// When we heard them last.
    pub last_heard_at: Option<Timestamp>,
}

/// A conversation in which the person spoke.
#[derive(Clone, Debug)]
pub struct ConversationRow {
    /// Which.
    pub id: ConversationId,
    /// Where.
    pub network: Network,
    /// Its last words of somebody outside, or why there are none.
    pub words: String,
    /// With whom it is, where that is somebody else.
    pub with: Option<String>,
    /// The topics it meets.
    pub topics: Vec<String>,
    /// Where it stands.
    pub status: Status,
    /// Who has it.
    pub assignee: Option<String>,
    /// When something was last said in public.
    pub at: Timestamp,
}

/// How far an erasure is.
#[derive(Clone, Debug)]
pub struct Erasing {
    /// Posts that are erased by now.
    pub posts: usize,
    /// When it was over.
    pub done_at: Option<Timestamp>,
    /// The conversation of an answer that it waits for.
    pub waits_in: Option<ConversationId>,
}

impl HandleRow {
    /// Whether the name that they show is the handle itself.
    fn shows_handle(&self) -> bool {
        self.handle.trim_start_matches('@') == self.name
    }
}

impl PersonPage {
    fn main(&self) -> Option<&HandleRow> {
        self.handles.iter().max_by_key(|handle| (handle.last_heard_at, handle.id))
    }

    /// The name by which the page goes: that of the handle heard last.
    pub(super) fn name(&self) -> &str {
        self.main().map_or(t!("Somebody"), |handle| &handle.name)
    }

    /// A handle by its author, as people write it.
    pub(super) fn handle(&self, id: AuthorId) -> &str {
        self.handles.iter().find(|handle| handle.id == id).map_or(t!("another handle"), |handle| &handle.handle)
    }

    fn finding(&self) -> String {
        let conversations = t!(self.total; "{count} conversation", "{count} conversations");
        match self.handles.len() {
            1 => t!("One handle, {conversations}.", conversations),
            count => t!("{count} handles of one person, {conversations}.", count = number(count), conversations),
        }
    }

    /// What looks for every word that they said.
    fn search(&self) -> String {
        let name = |handle: &HandleRow| match handle.handle.strip_prefix('@') {
            Some(name) => format!("author:{name}"),
            None => format!("author:\"{}\"", handle.name.replace('"', "")),
        };
        let query: Vec<String> = self.handles.iter().map(name).collect();
        format!("/inbox?view=all&q={}", encode(&query.join(" OR ")))
    }
}

impl Page for PersonPage {
    fn title(&self) -> String {
        self.name().to_owned()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "conversation mention person author post reply.sent gesture"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            p.crumbs { a href="/people" { (t!("People")) } }
            header.page-head { div {
                div.person {
                    @if let Some(of) = self.main().and_then(|handle| handle.kind) { (kind(of)) }
                    h1.page-title { bdi { (self.name()) } }
                }
                p { (self.finding()) }
            } }
            (form_error(self.error.as_deref()))
            @if let Some(erasing) = &self.erasure {
                p.sound role="status" { @match erasing.done_at {
                    Some(at) => { (rich!("Erased {past}. What is left counts what was counted.", past = time::past(at, frame))) },
                    None => {
                        (t!(
                            erasing.posts;
                            "Is being erased: {count} post by now. Nothing more is kept about them.",
                            "Is being erased: {count} posts by now. Nothing more is kept about them.",
                        ))
                        @if let Some(id) = erasing.waits_in {
                            " " (rich!(
                                "It waits for {answer}. Once it is out or taken back, or somebody says what became of it, the rest goes.",
                                answer = html! { a href={ "/inbox/" (id) } { (t!("an answer of ours that may still go out")) } },
                            ))
                        }
                    },
                } }
                (conversations(self, frame))
            } @else {
            div.person-parts {
                div {
                    (handles(self, frame))
                    (same(self, frame))
                }
                div {
                    (consents(self, frame))
                    (notes(self, frame))
                }
            }
            (stand(self, frame))
            (conversations(self, frame))
            @if frame.may(Right::ErasePeople) { section.apart {
                h2 { (t!("Their data")) }
                p { a href={ "/people/" (self.id) "/export" } download { (t!("All that is held of them, as a file")) } ". " a href={ "/people/" (self.id) "/erase" } { (t!("Erase them …")) } }
            } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::samples()
    }
}

fn handles(page: &PersonPage, frame: &Frame) -> Markup {
    html! { section aria-labelledby="handles" {
        h2 #handles { (t!("Handles")) }
        ul.handles { @for one in &page.handles { li data-key={ "handle-" (one.id) } {
            h3 {
                @if let Some(url) = one.url.as_deref().filter(|url| is_web_address(url)) {
                    a href=(url) rel="nofollow noopener noreferrer ugc" target="_blank" { bdi { (one.handle) } " ↗" }
                } @else { bdi { (one.handle) } }
                " " span.faint { (t!("on {network}", network = one.network.title())) }
            }
            p.t1 {
                @if !one.shows_handle() { (rich!("as {name}", name = html! { bdi { (one.name) } })) ", " }
                @if let Some(count) = one.follower_count { (t!(usize::try_from(count).unwrap_or(0); "{count} follower", "{count} followers")) ", " }
                @match one.follows_us { Some(true) => { (t!("follows us")) ", " }, Some(false) => { (t!("does not follow us")) ", " }, None => {} }
                @match (one.first_heard_at, one.last_heard_at) {
                    (Some(first), Some(last)) if first < last => { (rich!("first heard {day}, last {past}", day = time::day(first, frame), past = time::past(last, frame))) },
                    (Some(first), _) => { (rich!("heard {past}", past = time::past(first, frame))) },
                    _ => { (t!("nothing of what they said is kept")) },
                }
            }
            (follow(&one.follow, (&format!("/people/{}/follow", one.id), "?at=person"), &one.handle, frame))
            @if !one.channels.is_empty() { p.t1.faint { (t!("Heard by {channels}", channels = one.channels.join(", "))) } }
        } } }
    } }
}

fn stand(page: &PersonPage, frame: &Frame) -> Markup {
    let action = format!("/people/{}/regard", page.id);
    let address = |id: ConversationId| format!("/inbox/{id}?view=all");
    html! { section.stands aria-labelledby="stands" {
        h2 #stands { (t!("How they stand")) }
        p.t1.dim {
            (t!("Judgements, no facts, each with what it rests on and until when it holds."))
            @if page.stands.len() > 1 { " " (t!("What one handle says is not mixed with what another does.")) }
        }
        div.stands-by-handle { @for one in &page.stands { section.judged {
            @if page.stands.len() > 1 { h3 { bdi { (page.handle(one.author)) } } }
            (judgements(one, &action, &address, frame))
        } } }
    } }
}

fn conversations(page: &PersonPage, frame: &Frame) -> Markup {
    html! { section aria-labelledby="conversations" {
        h2 #conversations { (t!("Conversations")) }
        @if page.conversations.is_empty() { p.dim { @if page.is_first { (t!("None: what they said is gone, or stands in no conversation.")) } @else { (t!("No more.")) } } }
        @else {
            @if page.total > page.conversations.len() { p.t1.dim { (t!("{total} in all, newest first.", total = number(page.total))) " " a href=(page.search()) { (t!("Look for words in them")) } } }
            ul.cards { @for row in &page.conversations { (conversation(row, frame)) } }
            @if let Some(more) = &page.more { p.toolbar { a.btn href={ "/people/" (page.id) "?after=" (more) "#conversations" } { (t!("More")) } } }
        }
    } }
}

fn conversation(row: &ConversationRow, frame: &Frame) -> Markup {
    html! { li data-key={ "conversation-" (row.id) } {
        div {
            h3.words dir="auto" { a href={ "/inbox/" (row.id) "?view=all" } {
                (row.words)
            } }
            p.t1.dim {
                (row.network.title())
                @if let Some(with) = &row.with { (rich!(", a conversation with {name}", name = html! { bdi { (with) } })) }
                @for topic in &row.topics { ", " (topic) }
            }
        }
        p.figure {
            (status_word(row.status)) ", " (time::past(row.at, frame)) " " br;
            @match &row.assignee { Some(name) => { (name) }, None => { span.faint { (t!("nobody has it")) } } }
        }
    } }
}

/// Whether whoever looks may say something about people.
pub(super) fn may_say(frame: &Frame) -> bool {
    frame.may(Right::WorkInbox)
}
