//! What really is the case in the world: the answer key of tests.

use model::{Reason, Reasons};

use crate::network::{Network, PostIndex, Stream, Writer};
use crate::person::{Person, Relation, Stance};
use crate::phrase::Mood;
use crate::topic;

/// What really is the case, as of the moment of asking.
#[derive(Clone, Debug)]
pub struct Truth {
    /// Every post of people that was written so far, oldest first. Those written in the last minutes may not have
    /// been announced yet when posts come late.
    pub posts: Vec<TruePost>,
    /// Every post of ours that stands or stood, oldest first.
    pub ours: Vec<OurPost>,
    /// The number of the newest announcement.
    pub last_announcement: u64,
}

/// A post of somebody outside.
#[derive(Clone, Debug)]
pub struct TruePost {
    /// Its id on the network.
    pub remote_id: String,
    /// Its present version.
    pub revision: String,
    /// Its present text.
    pub text: String,
    /// Whether it was deleted.
    pub is_deleted: bool,
    /// Whether it has been announced to listeners.
    pub is_announced: bool,
    /// On which stream it is announced.
    pub stream: Stream,
    /// The id of the first post of its thread.
    pub root_id: String,
    /// The id of the post that it quotes.
    pub quoted_id: Option<String>,
    /// The network's id of the author.
    pub author_id: String,
    /// What the author is to us.
    pub relation: Relation,
    /// How the author stands to us.
    pub stance: Stance,
    /// The language it is written in.
    pub language: &'static str,
    /// What it is about, when it is about us: a topic, or the name of the organisation.
    pub about: Option<&'static str>,
    /// How it sounds.
    pub mood: Mood,
    /// Why it concerns us: by the network, by the topics' terms read plainly, by its thread.
    pub reasons: Reasons,
    /// The topics whose terms it holds, read plainly.
    pub topics: Vec<&'static str>,
}

impl TruePost {
    /// Whether it must become a mention.
    pub fn concerns_us(&self) -> bool {
        !self.reasons.is_empty()
    }
}

/// A post of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OurPost {
    /// Its id on the network.
    pub remote_id: String,
    /// The id of the post that it answers.
    pub parent_id: String,
    /// Its text.
    pub text: String,
    /// The intent that it was sent for; `None` when it is from before the start.
    pub intent: Option<i64>,
    /// Whether we deleted it.
    pub is_deleted: bool,
    /// Whether only the person reads it.
    pub is_private: bool,
}

pub(crate) fn read(network: &Network, people: &[Person]) -> Truth {
    let last_announcement = network.announcements.len() as u64;
    let mut concerned_threads = std::collections::HashSet::new();
    let (mut posts, mut ours) = (vec![], vec![]);
    for index in (0..network.posts.len()).map(PostIndex) {
        let post = network.post(index);
        let root = network.root(index);
        let id_of = |index: PostIndex| network.post(index).id.clone();
        let Writer::Person(person) = post.draft.writer else {
            concerned_threads.insert(root);
            ours.push(OurPost {
                remote_id: post.id.clone(),
                parent_id: post.draft.parent.map(id_of).unwrap_or_default(),
                text: post.draft.text.clone(),
                intent: post.draft.key.as_ref().and_then(|key| key.parse().ok()),
                is_deleted: post.is_deleted,
                is_private: post.draft.is_private,
            });
            continue;
        };
        let topics = topic::matching(&post.draft.text);
        let by_network = network.reason(index, people);
        let reasons = [
            by_network,
            (!topics.is_empty()).then_some(Reason::Matched),
            concerned_threads.contains(&root).then_some(Reason::InThread),
        ]
        .into_iter()
        .flatten()
        .fold(Reasons::NONE, Reasons::with);
        if !reasons.is_empty() {
            concerned_threads.insert(root);
        }
        posts.push(TruePost {
            remote_id: post.id.clone(),
            revision: network.reference(index).revision.unwrap_or_default(),
            text: post.draft.text.clone(),
            is_deleted: post.is_deleted,
            is_announced: post.is_announced,
            stream: post.stream,
            root_id: id_of(root),
            quoted_id: post.draft.quoted.map(id_of),
            author_id: people[person].remote_id.clone(),
            relation: people[person].relation,
            stance: people[person].stance,
            language: post.draft.language.code(),
            mood: post.draft.mood,
            about: post.draft.topic.map(|topic| topic.name),
            reasons,
            topics,
        });
    }
    Truth { posts, ours, last_announcement }
}
