//! The right pane: who this is, and why it is here.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{AuthorId, ConversationId, Network, Reason, Reasons, Right, Status, TopicId};
use wording::{number, t};

use super::clock::{self, Clocks};
use super::elsewhere::{self, Elsewhere};
use super::judgement::{Judged, judged};
use super::list::List;
use super::regard::{Stands, stands};
use super::thread::{Person, Thread};
use crate::ui::components::words::is_web_address;
use crate::ui::components::{csrf, kind, press, rich, status_word, time};
use crate::ui::gesture::view::{OnPost, follow};
use crate::ui::layout::Frame;
use crate::ui::linking::section::{Belongs, section as belongs};
use crate::ui::owed::section as owed;
use crate::ui::promised::section as promised;

/// The right pane.
#[derive(Clone, Debug)]
pub struct Context {
    /// Who speaks.
    pub person: Person,
    /// The person's public page.
    pub profile_url: Option<String>,
    /// Where.
    pub network: Network,
    /// Followers, as the network counts them.
    pub follower_count: Option<i64>,
    /// Whether they follow the account that heard them.
    pub follows_us: Option<bool>,
    /// When we first heard them.
    pub first_heard_at: Option<Timestamp>,
    /// Which channel heard it, by name.
    pub channel_name: String,
    /// Why it is here.
    pub reasons: Reasons,
    /// Which topics it meets, and the words that prove it.
    pub matches: Vec<TopicMatch>,
    /// What was judged about their last words, once they were.
    pub judged: Option<Judged>,
    /// How they are judged to stand.
    pub stands: Stands,
    /// Its clocks, and why they stand as they do.
    pub clocks: Clocks,
    /// Labels on it.
    pub labels: Vec<String>,
    /// Labels in use elsewhere.
    pub labels_known: Vec<String>,
    /// Where the house had heard of it before.
    pub elsewhere: Elsewhere,
    /// What belongs with it.
    pub belongs: Belongs,
    /// The author of the conversation, whose page tells all that is known of the person.
    pub author: AuthorId,
    /// Whether they are followed, and whether that is possible.
    pub follow: OnPost,
    /// The person's other handles, each with where it speaks.
    pub other_handles: Vec<(String, Network)>,
    /// Other conversations with this person, on whatever channel, newest first.
    pub earlier: Vec<EarlierConversation>,
    /// How many there are in all.
    pub earlier_total: usize,
}

/// A topic that the conversation meets.
#[derive(Clone, Debug)]
pub struct TopicMatch {
    /// Which topic.
    pub id: TopicId,
    /// Its name.
    pub name: String,
    /// The words that met it, as they were written.
    pub words: Vec<String>,
}

/// Another conversation with the same person.
#[derive(Clone, Debug)]
pub struct EarlierConversation {
    /// Which one.
    pub id: ConversationId,
    /// Where.
    pub network: Network,
    /// When its last message came.
    pub at: Timestamp,
    /// Its last words, in brief.
    pub words: String,
    /// Where it stands.
    pub status: Status,
}

/// The pane.
pub fn context(context: &Context, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    html! { aside #context.context data-key={ "context-" (thread.id) } aria-label=(t!("Context")) {
        a.back.from-context href="#thread" { (t!("← the conversation")) }
        (person(context, thread, list, frame))
        (clock::section(&context.clocks, frame))
        (promised::section(thread, list, frame))
        (owed::section(thread, list, frame))
        (why(context))
        (elsewhere::section(&context.elsewhere, thread, list, frame))
        @if let Some(found) = &context.judged { (judged(found, thread, list, frame)) }
        (stands(&context.stands, thread, list, frame))
        (labels(context, thread, list, frame))
        (belongs(&context.belongs, thread, list, frame))
        (earlier(context, list, frame))
    } }
}

fn person(context: &Context, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let url = context.profile_url.as_deref().filter(|url| is_web_address(url));
    html! { section {
        div.person {
            @if let Some(of) = context.person.kind { (kind(of)) }
            h2 { bdi { (context.person.name) } }
        }
        @if let Some(handle) = &context.person.handle { p.t1.dim.handle {
            @if let Some(url) = url { a href=(url) rel="nofollow noopener noreferrer ugc" target="_blank" { bdi { "@" (handle) } " ↗" } }
            @else { bdi { "@" (handle) } }
        } }
        dl.pairs {
            dt { (t!("Speaks on")) } dd { (context.network.title()) }
            @if let Some(count) = context.follower_count { dt { (t!("Followers")) } dd.num { (number(usize::try_from(count).unwrap_or(0))) } }
            @if let Some(follows) = context.follows_us { dt { (t!("Follows us")) } dd { @if follows { (t!("yes")) } @else { (t!("no")) } } }
            @if let Some(at) = context.first_heard_at { dt { (t!("First heard")) } dd { (time::day(at, frame)) } }
            @if !context.other_handles.is_empty() { dt { (t!("Also")) } dd { ul {
                @for (name, network) in &context.other_handles { li { bdi { (name) } " " span.faint { (t!("on {network}", network = network.title())) } } }
            } } }
        }
        (follow(&context.follow, (&format!("/conversations/{}/gesture", thread.id), &list.query_string()), &context.person.name, frame))
        p.t1 { a href={ "/people/" (context.author) } { (t!("All about this person")) } }
    } }
}

fn why(context: &Context) -> Markup {
    html! { section.why {
        h3 { (t!("Why this is here")) }
        ul {
            @for topic in &context.matches { li {
                (rich!("Meets {topic}", topic = html! { a href={ "/topics/" (topic.id) } { (topic.name) } }))
                @if !topic.words.is_empty() { ": "
                    @for (at, word) in topic.words.iter().enumerate() { @if at > 0 { ", " } mark.words { (word) } }
                }
            } }
            @for reason in context.reasons.iter() { @if let Some(words) = reason_words(reason) { li { (words) } } }
        }
        p.t1.faint { (t!("Heard by {channel}", channel = context.channel_name)) }
    } }
}

fn reason_words(reason: Reason) -> Option<&'static str> {
    match reason {
        Reason::Matched => None, // said by the topics above, with proof
        Reason::Addressed => Some(t!("Names our account")),
        Reason::Answered => Some(t!("Answers a post of ours")),
        Reason::Quoted => Some(t!("Quotes a post of ours")),
        Reason::InThread => Some(t!("Stands in a thread we are in")),
        Reason::Imported => Some(t!("Imported by a member")),
        Reason::InPrivate => Some(t!("Written to us in private")),
    }
}

fn labels(context: &Context, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/label{}", thread.id, list.query_string());
    let may = frame.may(Right::WorkInbox);
    html! { section.labels {
        h3 { (t!("Labels")) }
        @if context.labels.is_empty() && !may { p.t1.faint { (t!("None.")) } }
        @if !context.labels.is_empty() { ul { @for label in &context.labels { li data-key={ "label-" (label) } {
            span.label { (label) }
            @if may { (press(frame, &action, &[("name", label), ("remove", "yes")],
                html! { button.link.quiet type="submit" { (rich!("take off {label}", label = html! { span.vh { (label) } })) } })) }
        } } } }
        @if may { form.inline method="post" action=(action) {
            (csrf(frame))
            label.vh for="label-name" { (t!("Put a label on")) }
            input #label-name type="text" name="name" required maxlength="40" list="labels-known" autocomplete="off" placeholder=(t!("Put a label on"));
            datalist #labels-known { @for label in &context.labels_known { option value=(label) {} } }
            button.btn type="submit" { (t!("Put on")) " " kbd { "l" } }
        } }
    } }
}

fn earlier(context: &Context, list: &List, frame: &Frame) -> Markup {
    html! { section {
        h3 { (t!("conversations": "Before")) " " span.faint { (t!(context.earlier_total; "{count} conversation", "{count} conversations")) } }
        @if context.earlier.is_empty() { p.t1.faint { (t!("This is the first we hear of them.")) } }
        @else { ul.history { @for other in &context.earlier { li {
            (time::day(other.at, frame))
            span {
                a.words href=(list.address_of(other.id)) dir="auto" { (other.words) }
                " " span.faint { (status_word(other.status)) @if other.network != context.network { (t!(", on {network}", network = other.network.title())) } }
            }
        } } } }
    } }
}
