//! How whoever speaks stands to us and to a topic: judged anew from all that they said lately.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use enrichment::regard::{self, Profile, Sign};
use jiff::Timestamp;
use model::{
    Actor, Author, AuthorId, ConversationId, EventKind, Intent, JudgementTask, REGARD_HOLDS, ReceivedPost, Sentiment,
    TopicId,
};
use serde_json::{Map, Value, json};
use store::judgement::Judgement;
use store::regard::{Evidence, Regard, Remark};
use store::{Tx, author, conversation, event};

use crate::Result;

/// Remarks of a person that are looked at, the newest: more say the same.
const REMARKS_MAX: usize = 30;

/// Stands for whom we keep nothing of, and for whatever they speak about.
const NOBODY: AuthorId = AuthorId(0);
const ANY_TOPIC: TopicId = TopicId(0);

/// Judges how people stand, and tells of it where it changed. What is older than [`REGARD_HOLDS`] counts no more.
pub(crate) async fn judge(tx: &mut Tx, ids: &[AuthorId]) -> Result<()> {
    let people: Vec<Author> = author::of_ids(tx, ids).await?.into_iter().filter(|person| !person.is_ours).collect();
    let ids: Vec<AuthorId> = people.iter().map(|person| person.id).collect();
    let since = tx.now().saturating_sub(REGARD_HOLDS).unwrap_or(Timestamp::MIN);
    let mut remarks = store::regard::remarks(tx, &ids, since, REMARKS_MAX).await?;
    let mut standing = store::regard::of_authors(tx, &ids).await?;
    let topics = topics_of(tx, &remarks).await?;
    let (mut changed, mut regards, mut events) = (Vec::new(), Vec::new(), Vec::new());
    for person in &people {
        let remarks = remarks.remove(&person.id).unwrap_or_default();
        let (by_members, before): (Vec<Regard>, Vec<Regard>) =
            standing.remove(&person.id).unwrap_or_default().into_iter().partition(|one| one.member.is_some());
        let mut found = judged(person, &remarks, &topics);
        found.retain(|one| !by_members.iter().any(|said| said.topic == one.topic));
        if found == before {
            continue;
        }
        if answers(&found) != answers(&before) {
            let conversation = remarks.first().map(|newest| newest.conversation);
            let (now, data) = (tx.now(), told(person.id, &found));
            events.push(event::begin(tx, EventKind::AuthorJudged, Actor::System, conversation, now, data));
        }
        changed.push(person.id);
        regards.extend(found);
    }
    store::regard::keep(tx, &changed, &regards).await?;
    event::append_all(tx, &events).await?;
    Ok(inbox::regards_changed(tx, &changed).await?)
}

/// The topics of the conversations in which these remarks stand.
async fn topics_of(
    tx: &mut Tx,
    remarks: &HashMap<AuthorId, Vec<Remark>>,
) -> Result<HashMap<ConversationId, Vec<TopicId>>> {
    let conversations: BTreeSet<_> = remarks.values().flatten().map(|remark| remark.conversation).collect();
    let conversations: Vec<_> = conversations.into_iter().collect();
    let topics = conversation::topics_on(tx, &conversations).await?;
    let ids = |named: Vec<(TopicId, String)>| named.into_iter().map(|(topic, _)| topic).collect();
    Ok(topics.into_iter().map(|(conversation, named)| (conversation, ids(named))).collect())
}

/// The answers without their grounds, in an order that does not depend on these.
fn answers(regards: &[Regard]) -> BTreeSet<(Option<TopicId>, &str)> {
    regards.iter().map(|one| (one.topic, one.value.as_str())).collect()
}

/// What the event of a person who was judged tells.
fn told(person: AuthorId, found: &[Regard]) -> Value {
    let relations: Vec<&str> = found.iter().filter(|one| one.topic.is_none()).map(|one| one.value.as_str()).collect();
    let stances: Map<_, _> = found.iter().filter_map(|one| Some((one.topic?.to_string(), json!(one.value)))).collect();
    json!({ "author": person, "relations": relations, "stances": stances })
}

/// What the profile and the only words that we have of somebody say of them; nothing is kept.
pub(crate) fn of_newcomer(post: &ReceivedPost, judgements: &[Judgement]) -> Vec<Regard> {
    let word = |task| judgements.iter().find(|one| one.task == task).and_then(|one| one.value.as_deref());
    let language = word(JudgementTask::Language).or(post.languages.first().map(String::as_str));
    let spoken = regard::Remark {
        text: &post.text,
        language,
        sentiment: word(JudgementTask::Sentiment).and_then(Sentiment::from_word),
        intent: word(JudgementTask::Intent).and_then(Intent::from_word),
    };
    let profile = Profile { name: post.author.display_name.as_deref(), handle: post.author.handle.as_deref() };
    let mut found = Vec::new();
    let rests = || (Vec::new(), None);
    for one in regard::relations(&profile, &[spoken]) {
        found.push(kept(NOBODY, None, one.value.as_str(), one.confidence, rests(), post.posted_at));
    }
    if let Some(one) = regard::stance(&[spoken]) {
        found.push(kept(NOBODY, Some(ANY_TOPIC), one.value.as_str(), one.confidence, rests(), post.posted_at));
    }
    found
}

/// What is judged from remarks, as it is kept: relations, and a stance to each topic of their conversations, in the order
/// in which they are read again.
fn judged(person: &Author, remarks: &[Remark], topics: &HashMap<ConversationId, Vec<TopicId>>) -> Vec<Regard> {
    let Some(newest) = remarks.first().map(|newest| newest.posted_at) else { return Vec::new() };
    let spoken: Vec<regard::Remark<'_>> = remarks.iter().map(as_spoken).collect();
    let profile = Profile { name: person.profile.display_name.as_deref(), handle: person.profile.handle.as_deref() };
    let mut found = Vec::new();
    for one in regard::relations(&profile, &spoken) {
        let evidence = evidence(&one.evidence, remarks);
        found.push(kept(person.id, None, one.value.as_str(), one.confidence, evidence, newest));
    }
    let mut on_topic: BTreeMap<TopicId, Vec<usize>> = BTreeMap::new();
    for (at, remark) in remarks.iter().enumerate() {
        for topic in topics.get(&remark.conversation).into_iter().flatten() {
            on_topic.entry(*topic).or_default().push(at);
        }
    }
    for (topic, places) in on_topic {
        let said: Vec<regard::Remark<'_>> = places.iter().map(|at| spoken[*at]).collect();
        let Some(one) = regard::stance(&said) else { continue };
        let those: Vec<Remark> = places.iter().map(|at| remarks[*at].clone()).collect();
        let evidence = evidence(&one.evidence, &those);
        found.push(kept(person.id, Some(topic), one.value.as_str(), one.confidence, evidence, newest));
    }
    found.sort_by(|a, b| (a.topic, b.confidence_percent, &a.value).cmp(&(b.topic, a.confidence_percent, &b.value)));
    found
}

fn as_spoken(remark: &Remark) -> regard::Remark<'_> {
    let language = remark.language.as_deref().or(remark.languages.first().map(String::as_str));
    regard::Remark { text: &remark.text, language, sentiment: remark.sentiment, intent: remark.intent }
}

fn kept(
    author: AuthorId,
    topic: Option<TopicId>,
    value: &str,
    confidence: f64,
    (evidence, last): (Vec<Evidence>, Option<Timestamp>),
    newest: Timestamp,
) -> Regard {
    let confidence_percent = (confidence * 100.0).round() as i64;
    let expires_at = last.unwrap_or(newest).saturating_add(REGARD_HOLDS).unwrap_or(Timestamp::MAX);
    Regard { author, topic, value: value.to_owned(), confidence_percent, evidence, member: None, expires_at }
}

/// What it rests on, and when the last of it was said; a name is shown for as long as somebody speaks under it.
fn evidence(signs: &[Sign], remarks: &[Remark]) -> (Vec<Evidence>, Option<Timestamp>) {
    let mut last = None;
    let rests = signs.iter().map(|sign| match *sign {
        Sign::Name => Evidence::Name,
        Sign::Handle => Evidence::Handle,
        Sign::Remark(at, start, end) => {
            last = last.max(Some(remarks[at].posted_at));
            Evidence::Post(remarks[at].post, start, end)
        }
    });
    let rests = rests.collect();
    (rests, last)
}
