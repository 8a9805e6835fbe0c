//! However a stream cuts what it delivers into batches, it comes to the same.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::Arc;

use channels::{Batch, Received};
use model::{
    Actor, Author, ChannelId, ManualClock, Network, Reason, ReceivedAuthor, ReceivedPost, RemoteRef, Role, TopicId,
};
use pipeline::journey::{self, Source};
use pipeline::{Remembering, Topics};
use proptest::prelude::*;
use store::channel::{self, NewChannel};
use store::conversation::{self, Filter};
use store::member::{self, NewMember};
use store::regard::Evidence;
use store::{Store, StoreOptions, author, event, judgement, post, regard, topic};

/// Posts that may be heard: four threads of three.
const POSTS: usize = 12;
const PEOPLE: [&str; 4] = ["anna", "ben", "cleo", "ours"];
/// What they say: two that are nearly the same, some with a mood, one that only a spammer writes, and short words.
const WORDS: [&str; 7] = [
    "Keep the night train to the coast! Thousands of us depend on it every week. https://a.example/1",
    "@rail KEEP the night train to the coast - thousands of us depend on it every week https://b.example/2",
    "Your staff was so rude and the train was dirty, the worst service ever",
    "I love this train, the staff was wonderful, thank you so much",
    "As a journalist writing for the paper I would like to ask about the train",
    "FREE $$$ click here to win crypto now!!! http://win.example http://win2.example limited offer, earn money fast train",
    "train?",
];

#[derive(Clone, Debug)]
enum Item {
    Said { post: usize, words: usize, revision: u8, is_addressed: bool },
    Deleted { post: usize },
    Gone { person: usize },
}

fn item() -> impl Strategy<Value = Item> {
    let said = (0..POSTS, 0..WORDS.len(), 1..3_u8, any::<bool>());
    prop_oneof![
        12 => said.prop_map(|(post, words, revision, is_addressed)| Item::Said { post, words, revision, is_addressed }),
        1 => (0..POSTS).prop_map(|post| Item::Deleted { post }),
        1 => (0..3_usize).prop_map(|person| Item::Gone { person }),
    ]
}

fn person(number: usize) -> ReceivedAuthor {
    let name = PEOPLE[number % PEOPLE.len()];
    ReceivedAuthor {
        remote_id: format!("did:{name}"),
        handle: Some(format!("{name}.example")),
        ..ReceivedAuthor::default()
    }
}

fn received(item: &Item) -> Received {
    match *item {
        Item::Said { post, words, revision, is_addressed } => {
            let (root, revision) = (post / 3 * 3, format!("r{revision}"));
            let reference =
                (post != root).then(|| RemoteRef { id: format!("p{root}"), revision: Some("r1".to_owned()) });
            Received::Post(Box::new(ReceivedPost {
                remote: RemoteRef { id: format!("p{post}"), revision: Some(revision) },
                author: person(post),
                text: WORDS[words].into(),
                marks: vec![],
                languages: vec!["en".into()],
                posted_at: "2026-11-23T09:00:00Z".parse::<jiff::Timestamp>().unwrap()
                    + jiff::SignedDuration::from_mins(post as i64),
                parent: reference.clone(),
                root: reference,
                title: None,
                talk: None,
                quoted: None,
                attachments: vec![],
                revised_at: None,
                url: None,
                reason: is_addressed.then_some(Reason::Addressed),
            }))
        }
        Item::Deleted { post } => Received::Deleted { remote_id: format!("p{post}") },
        Item::Gone { person } => Received::AuthorGone { remote_id: format!("did:{}", PEOPLE[person]) },
    }
}

struct Server {
    store: Store,
    topics: Topics,
    source: Source,
    _folder: tempfile::TempDir,
}

impl Server {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let store = Store::open(StoreOptions { folder: folder.path().into(), clock, node: 0 }).await.unwrap();
        let mut tx = store.write().await.unwrap();
        let new = NewMember { email: "owner@example.org", name: "Owner", role: Role::Owner, password_hash: "x" };
        let owner = member::join(&mut tx, new).await.unwrap().unwrap();
        for (name, query) in [("trains", "train"), ("unhappy", "service sentiment:negative")] {
            topic::create(&mut tx, owner, name, query).await.unwrap();
        }
        let ours = author::keep(&mut tx, Network::Simulated, &person(3)).await.unwrap();
        author::mark_ours(&mut tx, ours).await.unwrap();
        let id: ChannelId = tx.next_id();
        let new = NewChannel {
            id,
            network: Network::Simulated,
            name: "Rail",
            config: "{}",
            secret: None,
            author: Some(ours),
        };
        channel::connect(&mut tx, Actor::System, new).await.unwrap();
        tx.commit().await.unwrap();
        let source = Source { channel: id, network: Network::Simulated, name: "Rail".into(), stream: "all".into() };
        let topics = Topics::load(&store).await.unwrap();
        Self { store, topics, source, _folder: folder }
    }

    async fn hear(&self, items: &[Item]) -> usize {
        let batch = Batch { items: items.iter().map(received).collect(), ..Batch::default() };
        journey::take_in(&self.store, &self.topics, &Remembering::nothing(), &self.source, batch).await.unwrap().filed
    }

    /// Everything that is kept, in words that do not depend on ids.
    async fn outcome(&self) -> Vec<String> {
        let mut tx = self.store.read().await.unwrap();
        let everything = Filter { with_spam: true, each: true, ..Filter::default() };
        let rows = conversation::list(&mut tx, everything, None, 100).await.unwrap();
        let keys: BTreeMap<_, _> =
            rows.iter().map(|row| (row.conversation.id, row.conversation.thread_key.clone())).collect();
        let names: BTreeMap<TopicId, String> =
            topic::all(&mut tx).await.unwrap().into_iter().map(|one| (one.id, one.name)).collect();
        let (mut told, mut posts) = (Vec::new(), BTreeMap::new());
        for row in &rows {
            let one = &row.conversation;
            let under = one.alike_of.map(|under| keys[&under].as_str());
            let waiting = (one.status, one.version, one.waiting_since, one.active_at);
            told.push(format!("{}: {waiting:?} {} {under:?} {}", one.thread_key, one.is_spam, one.alike_count));
            for said in post::of_conversation(&mut tx, one.id).await.unwrap() {
                let mut judged = judgement::of_posts(&mut tx, &[said.post.id]).await.unwrap();
                let judged = judged.remove(&said.post.id).unwrap_or_default();
                let reasons: Vec<Reason> = said.reasons.iter().collect();
                let id = &said.post.remote.id;
                told.push(format!("{id}: {:?} {:?} {reasons:?}", said.post.text, said.post.thread_version));
                told.extend(judged.iter().map(|one| format!("{id} is judged {} {:?}", one.task, one.value)));
                posts.insert(said.post.id, id.clone());
            }
            // How somebody stands is told once for all that was said; what is labelled is so at the end.
            let events = event::of_conversation(&mut tx, one.id).await.unwrap();
            let mut kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
            kinds.retain(|kind| *kind != "author.judged");
            kinds.sort_by_key(|kind| *kind == "conversation.labelled");
            told.push(format!("{}: {kinds:?}", one.thread_key));
        }
        for name in PEOPLE {
            let Some(Author { id, .. }) =
                author::by_remote(&mut tx, Network::Simulated, &format!("did:{name}")).await.unwrap()
            else {
                continue;
            };
            for one in regard::of_authors(&mut tx, &[id]).await.unwrap().remove(&id).unwrap_or_default() {
                let rests: Vec<_> = one
                    .evidence
                    .iter()
                    .map(|on| match on {
                        Evidence::Post(post, from, to) => format!("{} {from}..{to}", posts[post]),
                        other => format!("{other:?}"),
                    })
                    .collect();
                let topic = one.topic.map(|topic| names[&topic].as_str());
                told.push(format!("{name} is {} {topic:?} {} for {rests:?}", one.value, one.confidence_percent));
            }
        }
        told.sort();
        told
    }
}

async fn live_through(items: Vec<Item>, cuts: Vec<usize>) {
    let (apart, together) = (Server::new().await, Server::new().await);
    let (mut filed_apart, mut filed_together) = (0, 0);
    for item in &items {
        filed_apart += apart.hear(std::slice::from_ref(item)).await;
    }
    let (mut rest, mut cuts) = (items.as_slice(), cuts.into_iter());
    while !rest.is_empty() {
        let (batch, others) = rest.split_at(cuts.next().unwrap_or(rest.len()).min(rest.len()));
        filed_together += together.hear(batch).await;
        rest = others;
    }
    assert_eq!(filed_together, filed_apart);
    // Whose words changed is judged anew by a job, or when they speak again.
    for server in [&apart, &together] {
        let farewell = |person| Item::Said { post: POSTS + person, words: 6, revision: 1, is_addressed: true };
        server.hear(&[farewell(0), farewell(1), farewell(2)]).await;
    }
    assert_eq!(together.outcome().await, apart.outcome().await);
}

/// Heard again after its deletion, a post says nothing more of why it concerns us.
#[test]
fn what_is_heard_too_late_in_a_batch_judges_nothing() {
    let said = |revision, is_addressed| Item::Said { post: 0, words: 2, revision, is_addressed };
    let items = vec![said(1, false), Item::Deleted { post: 0 }, said(1, true), said(2, false)];
    run(live_through(items, vec![]));
}

fn run(claim: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(claim);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn one_batch_comes_to_the_same_as_a_batch_for_each_post(
        items in prop::collection::vec(item(), 1..24),
        cuts in prop::collection::vec(1..12_usize, 0..4),
    ) {
        run(live_through(items, cuts));
    }
}
