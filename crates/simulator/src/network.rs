//! The world's own network: who posted what, and what it announced to those who listen.

use std::collections::HashMap;

use channels::Received;
use jiff::Timestamp;
use model::{Attachment, MarkKind, Reason, ReceivedAuthor, ReceivedPost, RemoteRef};

use crate::language::Language;
use crate::person::{self, Person};
use crate::phrase::Mood;
use crate::place::Facts;
use crate::text;
use crate::topic::Topic;

/// The handle of the organisation, without `@`.
pub const OUR_HANDLE: &str = "vellenbahn.example";
/// The network's id of the organisation.
pub const OUR_ID: &str = "sim:account:vellenbahn";

/// A post by its place in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct PostIndex(pub(crate) usize);

/// Who wrote a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writer {
    Us,
    /// By place among the people.
    Person(usize),
}

/// What a post is in its story: it decides what the team would answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beat {
    Opening,
    FollowUp,
    AskAgain,
    /// Thanks, a grudge, a last word.
    Reaction,
    Bystander,
    /// Not about us.
    Elsewhere,
    OurAnswer,
}

/// A post as its writer hands it in.
pub(crate) struct Draft {
    pub(crate) writer: Writer,
    pub(crate) text: String,
    pub(crate) language: Language,
    pub(crate) parent: Option<PostIndex>,
    pub(crate) quoted: Option<PostIndex>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) beat: Beat,
    pub(crate) mood: Mood,
    pub(crate) topic: Option<&'static Topic>,
    pub(crate) facts: Facts,
    /// The story that it belongs to; the stage fills it in.
    pub(crate) plot: usize,
    /// Whether only its writer and whoever it is to can read it.
    pub(crate) is_private: bool,
    /// For posts of ours: the key of the record, unique on the network.
    pub(crate) key: Option<String>,
}

impl Draft {
    /// Words of somebody, about nothing of ours, to nobody in particular.
    pub(crate) fn new(writer: Writer, text: String, language: Language, facts: Facts) -> Self {
        Self {
            writer,
            text,
            language,
            parent: None,
            quoted: None,
            attachments: vec![],
            beat: Beat::Elsewhere,
            mood: Mood::Neutral,
            topic: None,
            facts,
            plot: 0,
            is_private: false,
            key: None,
        }
    }

    pub(crate) fn to(self, parent: PostIndex) -> Self {
        Self { parent: Some(parent), ..self }
    }

    pub(crate) fn spoken_as(self, beat: Beat, mood: Mood) -> Self {
        Self { beat, mood, ..self }
    }
}

/// A post that stands or stood on the network.
pub(crate) struct Post {
    pub(crate) id: String,
    pub(crate) draft: Draft,
    pub(crate) root: Option<PostIndex>,
    pub(crate) posted_at: Timestamp,
    pub(crate) stream: Stream,
    /// 1 for the first version.
    pub(crate) version: u32,
    /// When that version was made.
    pub(crate) revised_at: Timestamp,
    pub(crate) is_deleted: bool,
    /// Nothing about this post is announced before this moment: announcements of one post keep their order.
    pub(crate) announced_until: Timestamp,
    /// Announcements about it that are still on their way.
    pub(crate) pending: usize,
    pub(crate) is_announced: bool,
    pub(crate) is_answered: bool,
}

/// One of the two streams that the network offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stream {
    /// Everything that is said in the open, but what comes on the stream of our account.
    Public,
    /// What concerns our account, where the world keeps it apart: posts that name it, answer it or quote it.
    Account,
}

impl Stream {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Public, Self::Account];

    /// The name that never changes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Public => "public",
        }
    }
}

/// Something that the network told those who listen, in the order in which it told it.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// 1 for the first; the cursor of a stream is the number of the last one covered.
    pub number: u64,
    /// When the network told it.
    pub at: Timestamp,
    /// On which of its streams.
    pub stream: Stream,
    /// What.
    pub received: Received,
}

impl Announcement {
    /// The post, where it tells of one.
    pub fn post(&self) -> Option<&ReceivedPost> {
        if let Received::Post(post) = &self.received { Some(post) } else { None }
    }
}

/// Everything that was posted.
pub(crate) struct Network {
    pub(crate) posts: Vec<Post>,
    by_id: HashMap<String, PostIndex>,
    pub(crate) announcements: Vec<Announcement>,
    /// The pictures that were brought with posts of ours, by the digest of their bytes.
    pub(crate) pictures: HashMap<String, Vec<u8>>,
}

impl Network {
    pub(crate) fn new() -> Self {
        Self { posts: vec![], by_id: HashMap::new(), announcements: vec![], pictures: HashMap::new() }
    }

    pub(crate) fn post(&self, index: PostIndex) -> &Post {
        &self.posts[index.0]
    }

    pub(crate) fn find(&self, id: &str) -> Option<PostIndex> {
        self.by_id.get(id).copied()
    }

    pub(crate) fn add(&mut self, draft: Draft, at: Timestamp) -> PostIndex {
        let index = PostIndex(self.posts.len());
        // A private talk is a thread of its own, wherever it began.
        let beside = |parent: &PostIndex| self.post(*parent).draft.is_private == draft.is_private;
        let root = draft.parent.filter(beside).map(|parent| self.post(parent).root.unwrap_or(parent));
        let id = match (&draft.key, draft.writer) {
            (Some(key), _) => our_post_id(key),
            (None, Writer::Us) => our_post_id(&format!("h{}", index.0)),
            (None, Writer::Person(person)) => {
                format!("sim://person/{person:03}/post/{:06}", index.0)
            }
        };
        if let (Writer::Us, Some(parent)) = (draft.writer, draft.parent) {
            self.posts[parent.0].is_answered = true;
        }
        self.by_id.insert(id.clone(), index);
        self.posts.push(Post {
            id,
            draft,
            root,
            posted_at: at,
            stream: Stream::Public,
            version: 1,
            revised_at: at,
            is_deleted: false,
            announced_until: at,
            pending: 0,
            is_announced: false,
            is_answered: false,
        });
        index
    }

    pub(crate) fn edit(&mut self, index: PostIndex, text: String, at: Timestamp) {
        let post = &mut self.posts[index.0];
        post.draft.text = text;
        post.version += 1;
        post.revised_at = at;
    }

    pub(crate) fn reference(&self, index: PostIndex) -> RemoteRef {
        let post = self.post(index);
        RemoteRef { id: post.id.clone(), revision: Some(format!("r{}", post.version)) }
    }

    /// The post in its present version, as a listener gets it.
    pub(crate) fn received(&self, index: PostIndex, people: &[Person]) -> ReceivedPost {
        let post = self.post(index);
        let author = profile(post.draft.writer, people);
        let handle = author.handle.as_deref().unwrap_or_default();
        ReceivedPost {
            remote: self.reference(index),
            text: post.draft.text.clone(),
            marks: text::marks(&post.draft.text, |handle| resolve(handle, people)),
            languages: vec![post.draft.language.code().to_owned()],
            posted_at: post.posted_at,
            revised_at: Some(post.revised_at),
            parent: post.draft.parent.map(|parent| self.reference(parent)),
            root: post.root.map(|root| self.reference(root)),
            title: None,
            talk: None,
            quoted: post.draft.quoted.map(|quoted| self.reference(quoted)),
            attachments: post.draft.attachments.clone(),
            url: (!post.draft.is_private).then(|| format!("{}/{}", person::profile_url(handle), index.0)),
            reason: self.reason(index, people),
            author,
        }
    }

    /// Why the network brings a post to our account.
    pub(crate) fn reason(&self, index: PostIndex, people: &[Person]) -> Option<Reason> {
        let post = self.post(index);
        let is_ours = |other: Option<PostIndex>| other.is_some_and(|other| self.is_ours(other));
        let names_us = || {
            let marks = text::marks(&post.draft.text, |handle| resolve(handle, people));
            marks.iter().any(|mark| matches!(&mark.kind, MarkKind::Mention(id) if id == OUR_ID))
        };
        match () {
            () if post.draft.is_private => Some(Reason::InPrivate),
            () if self.is_ours(index) => None,
            () if is_ours(post.draft.parent) => Some(Reason::Answered),
            () if is_ours(post.draft.quoted) => Some(Reason::Quoted),
            () if names_us() => Some(Reason::Addressed),
            () => None,
        }
    }

    pub(crate) fn is_ours(&self, index: PostIndex) -> bool {
        self.post(index).draft.writer == Writer::Us
    }

    pub(crate) fn root(&self, index: PostIndex) -> PostIndex {
        self.post(index).root.unwrap_or(index)
    }

    /// The posts of the thread of `index` that stand, oldest first. O(posts).
    pub(crate) fn thread(&self, index: PostIndex) -> Vec<PostIndex> {
        let root = self.root(index);
        (root.0..self.posts.len())
            .map(PostIndex)
            .filter(|post| self.root(*post) == root && !self.post(*post).is_deleted)
            .collect()
    }
}

/// The id of a post of ours, known before it is sent.
pub(crate) fn our_post_id(key: &str) -> String {
    format!("sim://vellenbahn/post/{key}")
}

pub(crate) fn profile(writer: Writer, people: &[Person]) -> ReceivedAuthor {
    match writer {
        Writer::Us => our_profile(),
        Writer::Person(person) => people[person].profile(),
    }
}

/// The organisation's account.
pub(crate) fn our_profile() -> ReceivedAuthor {
    ReceivedAuthor {
        remote_id: OUR_ID.into(),
        handle: Some(OUR_HANDLE.into()),
        display_name: Some("Vellenbahn".into()),
        follower_count: Some(21_480),
        follows_us: None,
        url: Some(person::profile_url(OUR_HANDLE)),
    }
}

fn resolve(handle: &str, people: &[Person]) -> Option<String> {
    if handle == OUR_HANDLE {
        return Some(OUR_ID.into());
    }
    people.iter().find(|person| person.handle == handle).map(|person| person.remote_id.clone())
}
