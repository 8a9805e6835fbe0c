//! A desk of the team: a database of its own, a channel, three topics, members of every role.
#![allow(dead_code)] // each test target uses a part

use std::sync::Arc;
use std::time::Duration;

use inbox::{Answer, Filed, Filing, InboxError};
use model::{
    Actor, ChannelId, ConversationId, DeedId, Event, EventKind, LengthRule, ManualClock, MemberId, Network,
    PictureRule, PostId, Reason, ReceivedAuthor, ReceivedPost, RemoteRef, Role, TopicId,
};
use store::channel::NewChannel;
use store::conversation::Conversation;
use store::deed::Deed;
use store::judgement::Judgement;
use store::member::{Member, NewMember};
use store::mention::TopicMatch;
use store::post::ThreadPost;
use store::reply::Reply;
use store::{Store, Tx, author, channel, conversation, event, member, post, seal, topic};

use crate::place::Place;

pub const OURS: &str = "did:ours";

pub struct Desk {
    pub place: Place,
    pub clock: Arc<ManualClock>,
    pub store: Store,
    pub channel: ChannelId,
    pub topics: Vec<TopicId>,
    /// What is judged about every post that is filed.
    pub judgements: Vec<Judgement>,
    /// The signature of every post that is filed.
    pub signature: Option<u64>,
}

impl Desk {
    pub async fn new() -> Self {
        let place = Place::new().await;
        let clock = Arc::new(ManualClock::at("2026-11-23T10:00:00Z"));
        let store = place.open(&clock).await;
        let mut tx = store.write().await.unwrap();
        for role in Role::ALL {
            join(&mut tx, role.as_str(), *role).await;
        }
        join(&mut tx, "second", Role::Member).await;
        let us = ReceivedAuthor { remote_id: OURS.into(), ..ReceivedAuthor::default() };
        let us = author::keep(&mut tx, Network::Simulated, &us).await.unwrap();
        author::mark_ours(&mut tx, us).await.unwrap();
        let channel = tx.next_id();
        let new = NewChannel {
            id: channel,
            network: Network::Simulated,
            name: "ours",
            config: "{}",
            secret: None,
            author: Some(us),
        };
        channel::connect(&mut tx, Actor::System, new).await.unwrap();
        let owner = member::by_email(&mut tx, "owner@example.org").await.unwrap().unwrap().id;
        let mut topics = Vec::new();
        for name in ["trains", "coffee", "delay"] {
            topics.push(topic::create(&mut tx, owner, name, name).await.unwrap());
        }
        tx.commit().await.unwrap();
        Self { place, clock, store, channel, topics, judgements: Vec::new(), signature: None }
    }

    pub fn later(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    pub async fn write(&self) -> Tx {
        self.store.write().await.unwrap()
    }

    pub async fn read(&self) -> Tx {
        self.store.read().await.unwrap()
    }

    /// Another channel of ours.
    pub async fn second_channel(&self) -> ChannelId {
        let mut tx = self.write().await;
        let id = tx.next_id();
        let new =
            NewChannel { id, network: Network::Simulated, name: "elsewhere", config: "{}", secret: None, author: None };
        channel::connect(&mut tx, Actor::System, new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A member by role, or the second one of role member.
    pub async fn member(&self, name: &str) -> Member {
        member::by_email(&mut self.read().await, &format!("{name}@example.org")).await.unwrap().unwrap()
    }

    /// Files a post that meets these topics.
    pub async fn file(&self, post: &ReceivedPost, topics: &[TopicId]) -> Filed {
        let matches: Vec<TopicMatch> =
            topics.iter().map(|topic| TopicMatch { topic: *topic, version: 1, spans: vec![(0, 1)] }).collect();
        let mut tx = self.write().await;
        let (judgements, signature) = (&self.judgements, self.signature);
        let (channel, network) = (self.channel, Network::Simulated);
        let filing = Filing { channel, network, post, matches: &matches, judgements, signature };
        let filed = inbox::file(&mut tx, filing).await.unwrap();
        tx.commit().await.unwrap();
        filed
    }

    /// A conversation that a person opened by addressing us with post `id`.
    pub async fn conversation(&self, id: &str) -> ConversationId {
        let Filed::New { conversation, .. } = self.file(&addressed(id, "anna", "Wo bleibt der Zug?"), &[]).await else {
            panic!("the post is not new");
        };
        conversation
    }

    pub async fn find(&self, id: ConversationId) -> Conversation {
        conversation::find(&mut self.read().await, id).await.unwrap().unwrap()
    }

    pub async fn thread(&self, id: ConversationId) -> Vec<ThreadPost> {
        post::of_conversation(&mut self.read().await, id).await.unwrap()
    }

    pub async fn reply(&self, id: model::ReplyId) -> Reply {
        store::reply::find(&mut self.read().await, id).await.unwrap().unwrap()
    }

    /// Deletes at the source.
    pub async fn delete(&self, id: &str) {
        let mut tx = self.write().await;
        inbox::post_deleted(&mut tx, self.channel, id).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What a member decides; committed when it was not refused.
    pub async fn answer(
        &self,
        who: &Member,
        conversation: ConversationId,
        version_seen: i64,
        send_anyway: bool,
    ) -> Result<Reply, InboxError> {
        let mut tx = self.write().await;
        let send_anyway = send_anyway.then_some(i64::MAX);
        let answer = Answer { version_seen, send_anyway, ..answer(conversation) };
        let reply = inbox::answer(&mut tx, who, answer).await?;
        tx.commit().await.unwrap();
        Ok(reply)
    }

    /// Every event so far, in order.
    pub async fn log(&self) -> Vec<Event> {
        loop {
            let mut tx = self.write().await;
            let sealed = seal::seal_batch(&mut tx, "test").await.unwrap();
            tx.commit().await.unwrap();
            if sealed.is_empty() {
                break;
            }
        }
        let log = event::after(&mut self.read().await, 0, 1_000_000).await.unwrap();
        log.into_iter().map(|sealed| sealed.event).collect()
    }

    pub async fn count(&self, kind: EventKind) -> usize {
        self.log().await.iter().filter(|event| event.kind == kind).count()
    }

    /// The conversation in which a post stands.
    pub async fn thread_of(&self, remote_id: &str) -> ConversationId {
        let stored = post::by_remote(&mut self.read().await, self.channel, remote_id).await.unwrap().unwrap();
        stored.conversation.expect("it stands in one")
    }

    pub async fn post_id(&self, remote_id: &str) -> PostId {
        post::by_remote(&mut self.read().await, self.channel, remote_id).await.unwrap().unwrap().id
    }

    /// The deed once it goes on no more.
    pub async fn finished(&self, who: &Member, id: DeedId) -> Deed {
        while inbox::go_on(&self.store, id).await.unwrap() {}
        inbox::find_deed(&mut self.read().await, who, id).await.unwrap()
    }

    /// The deed once everything is back.
    pub async fn undone(&self, who: &Member, id: DeedId) -> Deed {
        let mut tx = self.write().await;
        inbox::undo(&mut tx, who, id).await.unwrap();
        tx.commit().await.unwrap();
        self.finished(who, id).await
    }
}

async fn join(tx: &mut Tx, name: &str, role: Role) -> MemberId {
    let email = format!("{name}@example.org");
    member::join(tx, NewMember { email: &email, name, role, password_hash: "x" }).await.unwrap().unwrap()
}

pub fn answer(conversation: ConversationId) -> Answer<'static> {
    Answer {
        visibility: None,
        closes: None,
        conversation,
        to: None,
        text: "Er kommt gleich.",
        version_seen: 1,
        send_anyway: None,
        beside: None,
        length: LengthRule { graphemes_max: Some(300), bytes_max: None },
        is_signed: false,
        pictures: &[],
        picture_rule: PictureRule::NONE,
        undo: Duration::from_secs(10),
        later: None,
        correcting: None,
    }
}

/// A post that starts a thread and concerns us for nothing but its words.
pub fn post(id: &str, author: &str, text: &str) -> ReceivedPost {
    ReceivedPost {
        remote: RemoteRef { id: id.into(), revision: Some("r1".into()) },
        author: ReceivedAuthor {
            remote_id: if author == "ours" { OURS.into() } else { format!("did:{author}") },
            handle: Some(format!("{author}.example")),
            ..ReceivedAuthor::default()
        },
        text: text.into(),
        marks: vec![],
        languages: vec!["de".into()],
        posted_at: "2026-11-23T09:59:00Z".parse().unwrap(),
        revised_at: None,
        parent: None,
        root: None,
        title: None,
        talk: None,
        quoted: None,
        attachments: vec![],
        url: None,
        reason: None,
    }
}

pub fn addressed(id: &str, author: &str, text: &str) -> ReceivedPost {
    ReceivedPost { reason: Some(Reason::Addressed), ..post(id, author, text) }
}

/// A post that answers `parent` in the thread of `root`.
pub fn in_thread(id: &str, root: &str, parent: &str, author: &str, text: &str) -> ReceivedPost {
    let reference = |id: &str| Some(RemoteRef { id: id.into(), revision: None });
    ReceivedPost { root: reference(root), parent: reference(parent), ..post(id, author, text) }
}

/// A newer version of a post.
pub fn edited(post: &ReceivedPost, revision: &str, text: &str) -> ReceivedPost {
    let remote = RemoteRef { id: post.remote.id.clone(), revision: Some(revision.into()) };
    ReceivedPost { remote, text: text.into(), ..post.clone() }
}
