//! Whatever comes in whatever order: as a plain model says, and no words in the log.
#![allow(clippy::unwrap_used)]

mod desk;
#[path = "place/sqlite.rs"]
mod place;
use desk::{Desk, edited, in_thread, post};

use std::collections::{BTreeMap, BTreeSet};

use inbox::Answer;
use model::{EventKind, Reason, Reasons, ReceivedPost, RemoteRef, Status, TopicId};
use proptest::prelude::*;
use store::conversation::{self, View};
use store::{mention, topic};

/// 2026-11-23T10:00:00Z, when the desk's clock begins.
const BEGINS: i64 = 1_795_428_000;
/// Posts that may be heard: two threads of three.
const POSTS: usize = 6;

/// What happens; posts by number.
#[derive(Clone, Debug)]
enum Step {
    /// The network tells of a post in its present version, through a stream that gives this reason or none.
    Hear { post: usize, reason: Option<Reason> },
    /// A stream that is behind tells of the version before the present one.
    HearFormer { post: usize, reason: Option<Reason> },
    /// Its author changes it, and the network tells of it.
    Edit { post: usize },
    /// Its author deletes it, and the network tells of it.
    Delete { post: usize },
    /// A member puts the conversation of a post away.
    Resolve { post: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let reason = prop_oneof![
        3 => Just(None),
        1 => Just(Some(Reason::Addressed)),
        1 => Just(Some(Reason::Answered)),
    ];
    prop_oneof![
        6 => (0..POSTS, reason.clone()).prop_map(|(post, reason)| Step::Hear { post, reason }),
        2 => (0..POSTS, reason).prop_map(|(post, reason)| Step::HearFormer { post, reason }),
        2 => (0..POSTS).prop_map(|post| Step::Edit { post }),
        1 => (0..POSTS).prop_map(|post| Step::Delete { post }),
        1 => (0..POSTS).prop_map(|post| Step::Resolve { post }),
    ]
}

/// The network: when each version of each post was made, in seconds. The words of a version say which topics they meet.
struct World {
    made: [Vec<i64>; POSTS],
}

impl World {
    fn root(number: usize) -> usize {
        number / 3 * 3
    }

    /// The number of the present version, from 1.
    fn version(&self, number: usize) -> usize {
        self.made[number].len()
    }

    fn received(&self, number: usize, version: usize, reason: Option<Reason>) -> ReceivedPost {
        let (id, root) = (format!("p{number}"), format!("p{}", Self::root(number)));
        let author = ["anna", "ben", "cleo"][number % 3];
        let words = format!("p{number} in version {version}");
        let base = match number % 3 {
            0 => post(&id, author, &words),
            _ => in_thread(&id, &root, &root, author, &words),
        };
        let made = jiff::Timestamp::from_second(BEGINS + self.made[number][version - 1]).unwrap();
        ReceivedPost { reason, revised_at: Some(made), ..edited(&base, &format!("r{version}"), &words) }
    }

    fn topics(&self, number: usize, version: usize, topics: &[TopicId]) -> Vec<TopicId> {
        let meets = |place: usize| (number + version * 2).is_multiple_of(place + 2);
        (0..topics.len()).filter(|place| meets(*place)).map(|place| topics[place]).collect()
    }
}

/// What should be kept of a post.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    text: String,
    version: usize,
    /// In which second its deletion was heard.
    deleted: Option<i64>,
    reasons: Reasons,
    topics: BTreeSet<TopicId>,
}

/// The rules in their plainest form.
#[derive(Default)]
struct Model {
    posts: BTreeMap<usize, Kept>,
    /// By root: version and status.
    conversations: BTreeMap<usize, (i64, Status)>,
}

impl Model {
    fn hear(&mut self, number: usize, version: usize, received: &ReceivedPost, topics: &[TopicId]) {
        let root = World::root(number);
        let mut reasons = received.reason.map_or(Reasons::NONE, |reason| Reasons::NONE.with(reason));
        if !topics.is_empty() {
            reasons = reasons.with(Reason::Matched);
        }
        let made = received.revised_at.unwrap().as_second() - BEGINS;
        let Some(kept) = self.posts.get_mut(&number) else {
            if self.conversations.contains_key(&root) {
                reasons = reasons.with(Reason::InThread);
            }
            if !reasons.is_empty() {
                let kept = Kept {
                    text: received.text.clone(),
                    version,
                    deleted: None,
                    reasons,
                    topics: topics.iter().copied().collect(),
                };
                self.posts.insert(number, kept);
                let (version, status) = self.conversations.entry(root).or_insert((0, Status::New));
                *version += 1;
                *status = if *status == Status::New { Status::New } else { Status::Open };
            }
            return;
        };
        if version < kept.version || kept.deleted.is_some_and(|deleted| made < deleted) {
            return;
        }
        if version > kept.version {
            *kept = Kept { text: received.text.clone(), version, deleted: None, ..kept.clone() };
            self.conversations.get_mut(&root).unwrap().0 += 1;
        }
        if kept.deleted.is_none() {
            kept.reasons = kept.reasons.union(reasons);
            kept.topics.extend(topics);
        }
    }

    fn delete(&mut self, number: usize, second: i64) {
        if let Some(kept) = self.posts.get_mut(&number).filter(|kept| kept.deleted.is_none()) {
            (kept.text, kept.deleted) = (String::new(), Some(second));
            self.conversations.get_mut(&World::root(number)).unwrap().0 += 1;
        }
    }
}

async fn read_back(desk: &Desk) -> Model {
    let mut tx = desk.read().await;
    let mut found = Model::default();
    for number in 0..POSTS {
        let Some(post) = store::post::by_remote(&mut tx, desk.channel, &format!("p{number}")).await.unwrap() else {
            continue;
        };
        let kept = Kept {
            text: post.text,
            version: post.remote.revision.unwrap()[1..].parse().unwrap(),
            deleted: post.deleted_at.map(|at| at.as_second() - BEGINS),
            reasons: mention::reasons(&mut tx, post.id).await.unwrap().unwrap(),
            topics: mention::matches(&mut tx, post.id).await.unwrap().iter().map(|one| one.topic).collect(),
        };
        found.posts.insert(number, kept);
        let conversation = conversation::find(&mut tx, post.conversation.unwrap()).await.unwrap().unwrap();
        assert_eq!(conversation.thread_key, format!("p{}", World::root(number)));
        found.conversations.insert(World::root(number), (conversation.version, conversation.status));
    }
    found
}

async fn live_through(steps: Vec<Step>) {
    let desk = Desk::new().await;
    let member = desk.member("member").await;
    let (mut world, mut model) = (World { made: [const { Vec::new() }; POSTS] }, Model::default());
    world.made.iter_mut().for_each(|made| made.push(0));
    for (step, second) in steps.iter().zip(1..) {
        desk.later(1);
        match *step {
            Step::Hear { post, reason } | Step::HearFormer { post, reason } => {
                let behind = usize::from(matches!(step, Step::HearFormer { .. }));
                let version = (world.version(post) - behind).max(1);
                let (received, topics) =
                    (world.received(post, version, reason), world.topics(post, version, &desk.topics));
                desk.file(&received, &topics).await;
                let told = desk.log().await.len();
                desk.file(&received, &topics).await;
                assert_eq!(desk.log().await.len(), told, "heard again, nothing is told of it: {step:?}");
                model.hear(post, version, &received, &topics);
            }
            Step::Edit { post } => {
                world.made[post].push(second);
                let version = world.version(post);
                let (received, topics) =
                    (world.received(post, version, None), world.topics(post, version, &desk.topics));
                desk.file(&received, &topics).await;
                model.hear(post, version, &received, &topics);
            }
            Step::Delete { post } => {
                desk.delete(&format!("p{post}")).await;
                model.delete(post, second);
            }
            Step::Resolve { post } => {
                let kept = model.posts.contains_key(&post);
                if let Some((_, status)) = model.conversations.get_mut(&World::root(post)).filter(|_| kept) {
                    let id = store::post::by_remote(&mut desk.read().await, desk.channel, &format!("p{post}")).await;
                    let mut tx = desk.write().await;
                    let id = id.unwrap().unwrap().conversation.unwrap();
                    inbox::set_status(&mut tx, &member, id, Status::Resolved, None).await.unwrap();
                    tx.commit().await.unwrap();
                    *status = Status::Resolved;
                }
            }
        }
    }
    let found = read_back(&desk).await;
    assert_eq!(found.posts, model.posts);
    assert_eq!(found.conversations, model.conversations);
    assert_eq!(desk.count(EventKind::MentionFiled).await, model.posts.len());
    assert_eq!(desk.count(EventKind::ConversationOpened).await, model.conversations.len());
    let mut tx = desk.read().await;
    assert_eq!(conversation::count(&mut tx, View::All, usize::MAX).await.unwrap(), model.conversations.len());
    let rows = conversation::list(&mut tx, View::All, None, 100).await.unwrap();
    assert_eq!(rows.len(), model.conversations.len());
    for topic in &desk.topics {
        let counted = model.posts.values().filter(|kept| kept.topics.contains(topic)).count();
        assert_eq!(topic::mention_count(&mut tx, *topic).await.unwrap(), counted as i64);
    }
}

/// Does with these words whatever can be done with words, and looks for them in the log.
async fn say(words: [String; 8]) {
    let desk = Desk::new().await;
    let [text, edit, handle, name, answer, note, label, query] = &words;
    let (owner, member) = (desk.member("owner").await, desk.member("member").await);
    let mut first = desk::addressed("a", "anna", text);
    (first.author.handle, first.author.display_name) = (Some(handle.clone()), Some(name.clone()));
    first.author.url = Some(format!("https://example.org/{handle}"));
    desk.file(&first, &desk.topics.clone()).await;
    desk.file(&edited(&first, "r2", edit), &[]).await;
    let ours =
        ReceivedPost { remote: RemoteRef { id: "o".into(), revision: None }, ..in_thread("o", "a", "a", "ours", text) };
    desk.file(&ours, &[]).await;
    let id = store::post::by_remote(&mut desk.read().await, desk.channel, "a").await.unwrap().unwrap();
    let id = id.conversation.unwrap();
    let mut tx = desk.write().await;
    inbox::write_note(&mut tx, &member, id, note).await.unwrap();
    let label: String = label.chars().take(40).collect();
    inbox::label(&mut tx, &member, id, &label).await.unwrap();
    inbox::unlabel(&mut tx, &member, id, &label).await.unwrap();
    inbox::assign(&mut tx, &owner, id, Some(member.id)).await.unwrap();
    let topic = topic::create(&mut tx, owner.id, name, query).await.unwrap();
    let topic = topic::find(&mut tx, topic).await.unwrap().unwrap();
    topic::change(&mut tx, owner.id, &topic, name, edit).await.unwrap();
    let new = store::member::NewMember { email: handle, name, role: model::Role::Member, password_hash: note };
    store::member::join(&mut tx, new).await.unwrap();
    store::quarantine::keep(&mut tx, desk.channel, text, edit, note).await.unwrap();
    store::stream::fail(&mut tx, desk.channel, "stream", text).await.unwrap();
    let version_seen = store::conversation::find(&mut tx, id).await.unwrap().unwrap().version;
    let answered = Answer { text: answer, version_seen, ..desk::answer(id) };
    let mut reply = inbox::answer(&mut tx, &member, answered).await.unwrap();
    inbox::begin_sending(&mut tx, &mut reply, answer.clone(), Some(handle.clone())).await.unwrap();
    let outcome = inbox::Outcome::Failed { why: text.clone() };
    inbox::finish_sending(&mut tx, &mut reply, outcome).await.unwrap();
    inbox::cancel(&mut tx, &member, reply.id).await.unwrap();
    inbox::post_deleted(&mut tx, desk.channel, "a").await.unwrap();
    tx.commit().await.unwrap();

    for event in desk.log().await {
        let mut said = Vec::new();
        strings(&event.data, &mut said);
        for word in &words {
            assert!(!said.iter().any(|said| said.contains(word.as_str())), "{word:?} in {event:?}");
        }
    }
}

fn strings(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => found.push(text.clone()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
        serde_json::Value::Object(members) => members.iter().for_each(|(name, value)| {
            found.push(name.clone());
            strings(value, found);
        }),
        other => found.push(other.to_string()),
    }
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}

/// Words with something in them that no number, word or digest of ours has.
fn words() -> impl Strategy<Value = String> {
    "\\PC{1,20}".prop_map(|words| format!("¡{}!", words.trim()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_heard_in_whatever_order_is_kept_as_the_plain_rules_say(
        steps in prop::collection::vec(step(), 1..40),
    ) {
        run(live_through(steps));
    }

    #[test]
    fn no_words_of_anybody_get_into_the_log(words in prop::array::uniform8(words())) {
        run(say(words));
    }
}
