//! How whoever speaks stands to us and to a topic: judged anew from all that they said lately.

use std::collections::BTreeMap;

use enrichment::regard::{self, Profile, Sign};
use jiff::Timestamp;
use model::{Actor, AuthorId, EventKind, Intent, JudgementTask, REGARD_HOLDS, ReceivedPost, Sentiment, TopicId};
use serde_json::{Map, json};
use store::judgement::Judgement;
use store::regard::{Evidence, Regard, Remark};
use store::{Tx, author, conversation, event};

use crate::Result;

/// Remarks of a person that are looked at, the newest: more say the same.
const REMARKS_MAX: i64 = 30;

/// Stands for whom we keep nothing of, and for whatever they speak about.
const NOBODY: AuthorId = AuthorId(0);
const ANY_TOPIC: TopicId = TopicId(0);

/// Judges how a person stands, and tells of it where it changed. What is older than [`REGARD_HOLDS`] counts no more.
pub(crate) async fn judge(tx: &mut Tx, id: AuthorId) -> Result<()> {
    let Some(person) = author::find(tx, id).await?.filter(|person| !person.is_ours) else {
        return Ok(());
    };
    let since = tx.now().saturating_sub(REGARD_HOLDS).unwrap_or(Timestamp::MIN);
    let remarks = store::regard::remarks(tx, id, since, REMARKS_MAX).await?;
    let standing = store::regard::of_authors(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let (mut found, profile) = (Vec::new(), &person.profile);
    if let Some(newest) = remarks.first() {
        let profile = Profile { name: profile.display_name.as_deref(), handle: profile.handle.as_deref() };
        found = judged(tx, id, &profile, &remarks, newest.posted_at).await?;
    }
    let by_member = |topic| standing.iter().any(|one| one.topic == topic && one.member.is_some());
    found.retain(|one| !by_member(one.topic));
    let before: Vec<Regard> = standing.iter().filter(|one| one.member.is_none()).cloned().collect();
    if found == before {
        return Ok(());
    }
    store::regard::keep(tx, id, &found).await?;
    let answers = |regards: &[Regard]| -> Vec<_> {
        let mut answers: Vec<_> = regards.iter().map(|one| (one.topic, one.value.clone())).collect();
        answers.sort_unstable();
        answers
    };
    if answers(&found) != answers(&before) {
        let relations: Vec<&str> =
            found.iter().filter(|one| one.topic.is_none()).map(|one| one.value.as_str()).collect();
        let stances: Map<_, _> =
            found.iter().filter_map(|one| Some((one.topic?.to_string(), json!(one.value)))).collect();
        let data = json!({ "author": id, "relations": relations, "stances": stances });
        let conversation = remarks.first().map(|newest| newest.conversation);
        event::append(tx, EventKind::AuthorJudged, Actor::System, conversation, data).await?;
    }
    Ok(())
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
async fn judged(
    tx: &mut Tx,
    author: AuthorId,
    profile: &Profile<'_>,
    remarks: &[Remark],
    newest: Timestamp,
) -> Result<Vec<Regard>> {
    let spoken: Vec<regard::Remark<'_>> = remarks.iter().map(as_spoken).collect();
    let mut found = Vec::new();
    for one in regard::relations(profile, &spoken) {
        let evidence = evidence(&one.evidence, remarks);
        found.push(kept(author, None, one.value.as_str(), one.confidence, evidence, newest));
    }
    let mut conversations: Vec<_> = remarks.iter().map(|remark| remark.conversation).collect();
    conversations.sort_unstable();
    conversations.dedup();
    let topics = conversation::topics_on(tx, &conversations).await?;
    let mut on_topic: BTreeMap<TopicId, Vec<usize>> = BTreeMap::new();
    for (at, remark) in remarks.iter().enumerate() {
        for (topic, _) in topics.get(&remark.conversation).into_iter().flatten() {
            on_topic.entry(*topic).or_default().push(at);
        }
    }
    for (topic, places) in on_topic {
        let said: Vec<regard::Remark<'_>> = places.iter().map(|at| spoken[*at]).collect();
        let Some(one) = regard::stance(&said) else { continue };
        let those: Vec<Remark> = places.iter().map(|at| remarks[*at].clone()).collect();
        let evidence = evidence(&one.evidence, &those);
        found.push(kept(author, Some(topic), one.value.as_str(), one.confidence, evidence, newest));
    }
    found.sort_by(|a, b| (a.topic, b.confidence_percent, &a.value).cmp(&(b.topic, a.confidence_percent, &b.value)));
    Ok(found)
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
