//! How whoever speaks is judged to stand, shown with what it rests on; and corrected:
//! `POST /conversations/{id}/regard`.

use axum::extract::{Query, State};
use jiff::Timestamp;
use maud::{Markup, html};
use model::{AuthorId, ConversationId, PostId, Relation, Right, Stance, TopicId};
use serde::Deserialize;
use store::{StoreError, Tx, post, regard};
use wording::t;

use super::address::Beside;
use super::list::List;
use super::thread::Thread;
use crate::app::App;
use crate::auth::Posted;
use crate::failure::Answer;
use crate::named::Named;
use crate::respond;
use crate::ui::components::{Kind, csrf, rich, time};
use crate::ui::layout::Frame;

/// Words of evidence that are shown.
const WORDS: usize = 60;
/// Posts that are shown of those on which a judgement rests.
const POSTS: usize = 3;

/// How a person is judged to stand.
#[derive(Clone, Debug)]
pub struct Stands {
    /// Who.
    pub author: AuthorId,
    /// What they are to us, the surest first.
    pub relations: Vec<Regard>,
    /// How they stand to each topic of the conversation, where it was judged.
    pub stances: Vec<(TopicId, String, Option<Regard>)>,
}

/// One judgement about a person.
#[derive(Clone, Debug)]
pub struct Regard {
    /// The answer, a closed word.
    pub value: String,
    /// How surely, from 0 to 100.
    pub confidence_percent: i64,
    /// Whether a member said so.
    pub is_corrected: bool,
    /// Until when it holds.
    pub expires_at: Timestamp,
    /// Whether it rests on the name that they chose.
    pub is_in_name: bool,
    /// The posts that it rests on, each with where it stands and the telling words.
    pub posts: Vec<(ConversationId, PostId, Option<String>)>,
}

#[derive(Deserialize)]
pub(crate) struct Form {
    pub(crate) author: AuthorId,
    topic: Option<TopicId>,
    value: String,
}

impl Form {
    /// What the member says.
    pub(crate) fn read(&self) -> Result<inbox::Stands, inbox::InboxError> {
        let stands = match self.topic {
            None => Relation::from_word(&self.value).map(|relation| inbox::Stands::To(vec![relation])),
            Some(topic) => Stance::from_word(&self.value).map(|stance| inbox::Stands::On(topic, stance)),
        };
        stands.ok_or(inbox::InboxError::NoSuchAnswer)
    }
}

pub(crate) async fn post(
    State(app): State<App>,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Posted { who, form }: Posted<Form>,
) -> Answer {
    let stands = form.read()?;
    let mut tx = app.store().write().await?;
    inbox::correct_regard(&mut tx, &who.member, id, form.author, &stands).await?;
    tx.commit().await?;
    Ok(respond::see(&beside.list().address_of(id)))
}

/// What is judged of somebody, for the topics of a conversation.
pub(crate) async fn gather(
    tx: &mut Tx,
    author: AuthorId,
    topics: Vec<(TopicId, String)>,
) -> Result<Stands, StoreError> {
    let regards = regard::of_authors(tx, &[author]).await?.remove(&author).unwrap_or_default();
    let mut stands = Stands { author, relations: Vec::new(), stances: Vec::new() };
    for one in regards.iter().filter(|one| one.topic.is_none()) {
        stands.relations.push(shown(tx, one).await?);
    }
    for (topic, name) in topics {
        let stance = match regards.iter().find(|one| one.topic == Some(topic)) {
            Some(one) => Some(shown(tx, one).await?),
            None => None,
        };
        stands.stances.push((topic, name, stance));
    }
    Ok(stands)
}

/// The sign of whoever is judged so; none where nothing tells.
pub(crate) fn kind_of(regards: Option<&Vec<regard::Regard>>) -> Option<Kind> {
    let regards = regards?;
    let relation = regards.iter().find(|one| one.topic.is_none()).and_then(|one| Relation::from_word(&one.value));
    let stances = regards.iter().filter(|one| one.topic.is_some());
    let stance = stances.max_by_key(|one| one.confidence_percent).and_then(|one| Stance::from_word(&one.value));
    Kind::of(relation, stance)
}

async fn shown(tx: &mut Tx, one: &regard::Regard) -> Result<Regard, StoreError> {
    let mut posts: Vec<(ConversationId, PostId, Option<String>)> = Vec::new();
    for evidence in &one.evidence {
        let regard::Evidence::Post(id, start, end) = evidence else { continue };
        let Some(found) = post::find(tx, *id).await? else { continue };
        let (Some(conversation), None) = (found.conversation, found.deleted_at) else { continue };
        let words = found.text.get(*start..*end).filter(|words| !words.is_empty());
        let words = words.map(|words| words.chars().take(WORDS).collect());
        // Several phrases of one post are one place to look.
        if !posts.iter().any(|(_, known, _)| known == id) {
            posts.push((conversation, *id, words));
        }
    }
    Ok(Regard {
        value: one.value.clone(),
        confidence_percent: one.confidence_percent,
        is_corrected: one.member.is_some(),
        expires_at: one.expires_at,
        is_in_name: one.evidence.iter().any(|one| !matches!(one, regard::Evidence::Post(..))),
        posts,
    })
}

/// The part of the right pane.
pub(super) fn stands(stands: &Stands, thread: &Thread, list: &List, frame: &Frame) -> Markup {
    let action = format!("/conversations/{}/regard{}", thread.id, list.query_string());
    let address = |id: ConversationId| if id == thread.id { String::new() } else { list.address_of(id) };
    html! { section.judged {
        h3 { (t!("Stands")) span.faint { (t!("a judgement, no fact")) } }
        (judgements(stands, &action, &address, frame))
    } }
}

/// How somebody stands, why, and the forms that correct it. Posts that it rests on are found at the address of their
/// conversation, empty for this page.
pub(crate) fn judgements(
    stands: &Stands,
    action: &str,
    address: &dyn Fn(ConversationId) -> String,
    frame: &Frame,
) -> Markup {
    html! {
        dl.pairs {
            dt { (t!("To us")) }
            dd {
                @if stands.relations.is_empty() { (t!("not known")) }
                @for one in &stands.relations { div { (relation(&one.value)) (because(one, address, frame)) } }
            }
            @for (_, topic, stance) in &stands.stances { @if let Some(one) = stance {
                dt { (topic) }
                dd { (stance_word(&one.value)) (because(one, address, frame)) }
            } }
        }
        @if frame.may(Right::WorkInbox) { details.more-fields {
            summary { (t!("act": "Correct")) }
            div {
                (correction(stands, None, t!("To us"), stands.relations.first(), action, frame))
                @for (topic, name, stance) in &stands.stances {
                    (correction(stands, Some(*topic), name, stance.as_ref(), action, frame))
                }
                p.t1.faint { (t!("Your word wins, and holds for two years.")) }
            }
        } }
    }
}

fn because(one: &Regard, address: &dyn Fn(ConversationId) -> String, frame: &Frame) -> Markup {
    html! { span.t1.faint.reason {
        @if one.is_corrected { (rich!("said by a member, until {day}", day = time::day(one.expires_at, frame))) }
        @else {
            (t!("{percent} % sure", percent = one.confidence_percent))
            @if one.is_in_name { (t!(", by the name they chose")) }
            @match one.posts.len() {
                0 => {}
                1..=POSTS => (rich!(", by {posts}", posts = posts(one, address))),
                all => (rich!(
                    all - POSTS;
                    ", by {posts} and {count} other post",
                    ", by {posts} and {count} other posts",
                    posts = posts(one, address)
                )),
            }
            (rich!("; until {day}", day = time::day(one.expires_at, frame)))
        }
    } }
}

fn posts(one: &Regard, address: &dyn Fn(ConversationId) -> String) -> Markup {
    html! { @for (at, (conversation, post, words)) in one.posts.iter().take(POSTS).enumerate() {
        @if at > 0 { ", " }
        a href={ (address(*conversation)) "#post-" (post) } {
            @match words {
                Some(words) => (rich!("“{words}”", words = html! { bdi { (words) } })),
                None => (t!("what they said")),
            }
        }
    } }
}

/// What somebody is to us, in a word.
fn relation(value: &str) -> &str {
    Relation::from_word(value).and_then(|one| Kind::of(Some(one), None)).map_or(value, |kind| kind.word())
}

/// How somebody stands to a topic, in a word.
fn stance_word(value: &str) -> &str {
    match Stance::from_word(value) {
        Some(Stance::Fan) => t!("fan"),
        Some(Stance::Friendly) => t!("stance": "friendly"),
        Some(Stance::Neutral) => t!("stance": "neutral"),
        Some(Stance::Critic) => t!("critic"),
        Some(Stance::Hostile) => t!("stance": "hostile"),
        None => value,
    }
}

fn correction(
    stands: &Stands,
    topic: Option<TopicId>,
    name: &str,
    present: Option<&Regard>,
    action: &str,
    frame: &Frame,
) -> Markup {
    let id = topic
        .map_or_else(|| format!("stands-{}-to-us", stands.author), |topic| format!("stands-{}-{topic}", stands.author));
    let values: Vec<(&str, &str)> = match topic {
        None => Relation::ALL.iter().map(|one| (one.as_str(), relation(one.as_str()))).collect(),
        Some(_) => Stance::ALL.iter().map(|one| (one.as_str(), stance_word(one.as_str()))).collect(),
    };
    html! { form.inline method="post" action=(action) data-key={ "correct-" (id) } {
        (csrf(frame))
        input type="hidden" name="author" value=(stands.author);
        @if let Some(topic) = topic { input type="hidden" name="topic" value=(topic); }
        label for=(id) { (name) }
        select id=(id) name="value" { @for (value, words) in values {
            option value=(value) selected[present.is_some_and(|one| one.value == value)] { (words) }
        } }
        button.btn type="submit" { (rich!("Say so {about}", about = html! { span.vh { (t!("about {name}", name)) } })) }
    } }
}
