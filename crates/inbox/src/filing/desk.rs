//! Where posts of a chunk are filed: what is known is looked up at once, and what is new is written at once.
//!
//! A post costs a dozen rows in ten tables. One statement each would spend more time on the way to the database and back
//! than in it.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use model::{
    Actor, Author, AuthorId, ChannelId, ConversationId, Event, EventKind, Network, PostId, Reason, Reasons,
    ReceivedAuthor, Status, Talk, TopicId, text_digest,
};
use serde_json::{Value, json};
use store::conversation::{self, Conversation, NewConversation};
use store::judgement::{self, Judgement};
use store::mention::{self, TopicMatch};
use store::post::{self, Post};
use store::{Tx, author, event};

use super::Filing;
use crate::judging::{is_spam, mark_spam, told};
use crate::media::expect_pictures;
use crate::triage::end_decision;
use crate::{Result, alike, spam};

/// What is known, as far as it was asked for, and what is still to be written.
pub(super) struct Desk<'a> {
    channel: ChannelId,
    network: Network,
    authors: HashMap<String, Option<Author>>,
    posts: HashMap<String, Option<Post>>,
    threads: HashMap<String, Option<ConversationId>>,
    conversations: HashMap<ConversationId, Conversation>,
    /// Answers of ours that wait for a conversation, by the root of their thread.
    unplaced: HashMap<String, Vec<Post>>,
    unwritten: Rows<'a>,
}

/// What is still to be written.
#[derive(Default)]
struct Rows<'a> {
    authors: HashMap<String, (AuthorId, ReceivedAuthor)>,
    opened: Vec<ConversationId>,
    changed: HashSet<ConversationId>,
    posts: Vec<Post>,
    placed: Vec<(PostId, ConversationId, i64)>,
    mentions: Vec<(PostId, Reasons)>,
    matches: Vec<(PostId, &'a TopicMatch)>,
    topics: Vec<(ConversationId, TopicId)>,
    judgements: Vec<(PostId, &'a Judgement)>,
    events: Vec<Event>,
    spam: Vec<ConversationId>,
    entered: Vec<Entered>,
}

/// A conversation into which a mention came: what its place in lists depends on.
struct Entered {
    conversation: ConversationId,
    is_new: bool,
    is_spam: bool,
    signature: Option<u64>,
}

/// A post that becomes a mention.
pub(super) enum Entering {
    /// One that is not stored yet.
    New(Post),
    /// One that is.
    Known(Post),
}

impl<'a> Desk<'a> {
    /// One on which nothing lies yet.
    pub(super) fn bare(channel: ChannelId, network: Network) -> Self {
        Self {
            channel,
            network,
            authors: HashMap::new(),
            posts: HashMap::new(),
            threads: HashMap::new(),
            conversations: HashMap::new(),
            unplaced: HashMap::new(),
            unwritten: Rows::default(),
        }
    }

    /// Looks up what these posts will ask for. Conversations come before posts, as everywhere: who changes them waits in
    /// one order.
    pub(super) async fn set(tx: &mut Tx, filings: &[Filing<'_>]) -> Result<Self> {
        let Some(Filing { channel, network, .. }) = filings.first() else {
            return Ok(Self::bare(ChannelId(0), Network::Imported));
        };
        let mut desk = Self::bare(*channel, *network);
        let distinct = |pick: fn(&'_ Filing<'_>) -> String| -> Vec<String> {
            filings.iter().map(pick).collect::<HashSet<_>>().into_iter().collect()
        };
        let authors = distinct(|filing| filing.post.author.remote_id.clone());
        let roots = distinct(|filing| filing.post.root_id().to_owned());
        let posts = distinct(|filing| filing.post.remote.id.clone());

        let found = author::by_remotes(tx, desk.network, &texts(&authors)).await?;
        desk.authors = authors.into_iter().map(|id| (id, None)).collect();
        desk.authors.extend(found.into_iter().map(|author| (author.profile.remote_id.clone(), Some(author))));

        let found = conversation::by_threads(tx, desk.channel, &texts(&roots)).await?;
        desk.threads = roots.iter().map(|root| (root.clone(), None)).collect();
        found.into_iter().for_each(|conversation| desk.lay(conversation));
        let without: Vec<&str> =
            roots.iter().filter(|root| desk.threads.get(*root) == Some(&None)).map(String::as_str).collect();
        desk.unplaced = without.iter().map(|root| ((*root).to_owned(), Vec::new())).collect();
        for ours in post::unplaced(tx, desk.channel, &without).await? {
            desk.unplaced.entry(ours.root.id.clone()).or_default().push(ours);
        }

        let found = post::by_remotes(tx, desk.channel, &texts(&posts)).await?;
        desk.posts = posts.into_iter().map(|id| (id, None)).collect();
        desk.posts.extend(found.into_iter().map(|post| (post.remote.id.clone(), Some(post))));
        Ok(desk)
    }

    fn lay(&mut self, conversation: Conversation) {
        self.threads.insert(conversation.thread_key.clone(), Some(conversation.id));
        self.conversations.insert(conversation.id, conversation);
    }

    /// Writes what is to be written and forgets what was looked up: somebody else changes it now.
    pub(super) async fn clear(&mut self, tx: &mut Tx) -> Result<()> {
        self.write(tx).await?;
        *self = Self::bare(self.channel, self.network);
        Ok(())
    }

    /// The author whom the network knows by this id.
    pub(super) async fn author(&mut self, tx: &mut Tx, remote_id: &str) -> Result<Option<&Author>> {
        if !self.authors.contains_key(remote_id) {
            let found = author::by_remote(tx, self.network, remote_id).await?;
            self.authors.insert(remote_id.to_owned(), found);
        }
        Ok(self.authors[remote_id].as_ref())
    }

    /// The post that the channel knows by this id.
    pub(super) async fn post(&mut self, tx: &mut Tx, remote_id: &str) -> Result<Option<Post>> {
        if !self.posts.contains_key(remote_id) {
            let found = post::by_remote(tx, self.channel, remote_id).await?;
            self.posts.insert(remote_id.to_owned(), found);
        }
        Ok(self.posts[remote_id].clone())
    }

    /// The conversation of a thread.
    pub(super) async fn thread(&mut self, tx: &mut Tx, root_id: &str) -> Result<Option<ConversationId>> {
        if !self.threads.contains_key(root_id) {
            match conversation::by_thread(tx, self.channel, root_id).await? {
                Some(found) => self.lay(found),
                None => drop(self.threads.insert(root_id.to_owned(), None)),
            }
        }
        Ok(self.threads[root_id])
    }

    /// The conversation with this id.
    pub(super) async fn conversation(&mut self, tx: &mut Tx, id: ConversationId) -> Result<Option<ConversationId>> {
        if !self.conversations.contains_key(&id) {
            match conversation::find(tx, id).await? {
                Some(found) => self.lay(found),
                None => return Ok(None),
            }
        }
        Ok(Some(id))
    }

    /// The conversation of an author's talk that is nearest to a moment.
    pub(super) async fn talk(
        &mut self,
        tx: &mut Tx,
        author: AuthorId,
        talk: &Talk,
        at: Timestamp,
    ) -> Result<Option<ConversationId>> {
        // The database says which is nearest; it has to know all of this author's.
        let is_theirs = |id: &ConversationId| self.conversations.get(id).is_some_and(|one| one.author == author);
        if self.unwritten.opened.iter().chain(&self.unwritten.changed).any(is_theirs) {
            self.write(tx).await?;
        }
        match conversation::by_talk(tx, self.channel, author, talk, at).await? {
            Some(found) => {
                let id = found.id;
                if !self.conversations.contains_key(&id) {
                    self.lay(found);
                }
                Ok(Some(id))
            }
            None => Ok(None),
        }
    }

    /// Answers of ours in a thread that was no conversation when they were heard.
    pub(super) async fn unplaced(&mut self, tx: &mut Tx, root_id: &str) -> Result<Vec<Post>> {
        match self.unplaced.remove(root_id) {
            Some(found) => Ok(found),
            None => Ok(post::unplaced(tx, self.channel, &[root_id]).await?),
        }
    }

    /// Keeps what the network says of an author whom [`Desk::author`] has looked up; what it leaves out stays as it was.
    pub(super) fn keep_author(&mut self, tx: &Tx, told: &ReceivedAuthor) -> AuthorId {
        let known = self.authors.entry(told.remote_id.clone()).or_default();
        let (id, before) = match known {
            Some(author) => (author.id, Some(&author.profile)),
            None => (tx.next_id(), None),
        };
        let merged = before.map_or_else(|| told.clone(), |before| before.updated_by(told));
        if before != Some(&merged) {
            *known = Some(Author { id, is_ours: false, profile: merged.clone() });
            self.unwritten.authors.insert(told.remote_id.clone(), (id, merged));
        }
        id
    }

    /// A post becomes a mention of a conversation, which is opened when there is none.
    pub(super) fn enter(
        &mut self,
        tx: &Tx,
        filing: &Filing<'a>,
        entering: Entering,
        reasons: Reasons,
        conversation: Option<ConversationId>,
    ) -> ConversationId {
        let (Entering::New(post) | Entering::Known(post)) = &entering;
        let actor = Actor::Author(post.author);
        // Clocks of others may run ahead; nobody has waited since tomorrow.
        let spoke_at = post.posted_at.min(tx.now());
        let is_new = conversation.is_none();
        let id = conversation.unwrap_or_else(|| self.open(tx, filing, post.author, reasons, spoke_at));
        let conversation = self.conversations.get_mut(&id).expect("whoever asks has looked it up");
        conversation.version += 1;
        conversation.active_at = conversation.active_at.max(spoke_at);
        conversation.waiting_since = Some(conversation.waiting_since.map_or(spoke_at, |since| since.min(spoke_at)));
        let before = conversation.status;
        let after = before.after_person_wrote();
        conversation.status = after;
        if after != Status::Snoozed {
            conversation.snoozed_until = None;
        }
        let ended = end_decision(conversation);
        let version = conversation.version;
        self.unwritten.entered.push(Entered {
            conversation: id,
            is_new,
            is_spam: is_spam(filing.judgements),
            signature: filing.signature,
        });
        let told = json!({
            "post": post.id,
            "author": post.author,
            "channel": filing.channel,
            "reasons": reasons.iter().collect::<Vec<_>>(),
            "topics": filing.matches.iter().map(|one| one.topic).collect::<Vec<_>>(),
            "text_digest": text_digest(&post.salt, &post.text),
        });
        let rows = &mut self.unwritten;
        rows.changed.insert(id);
        rows.mentions.push((post.id, reasons));
        rows.matches.extend(filing.matches.iter().map(|one| (post.id, one)));
        rows.topics.extend(filing.matches.iter().map(|one| (id, one.topic)));
        self.tell(tx, EventKind::MentionFiled, actor, id, spoke_at, told);
        match entering {
            Entering::New(mut post) => {
                (post.conversation, post.thread_version) = (Some(id), Some(version));
                self.judge(tx, filing, post.id, id);
                self.posts.insert(post.remote.id.clone(), Some(post.clone()));
                self.unwritten.posts.push(post);
            }
            Entering::Known(post) => self.unwritten.placed.push((post.id, id, version)),
        }
        if let Some(told) = ended {
            self.tell(tx, EventKind::ConversationTriaged, Actor::System, id, tx.now(), told);
        }
        if before != after {
            let told = json!({ "before": before, "after": after });
            self.tell(tx, EventKind::ConversationStatusChanged, actor, id, tx.now(), told);
        }
        id
    }

    fn open(
        &mut self,
        tx: &Tx,
        filing: &Filing<'_>,
        author: AuthorId,
        reasons: Reasons,
        spoke_at: Timestamp,
    ) -> ConversationId {
        // What is imported happened when it happened; what a channel brings late began for us now.
        let opened_at = if reasons.contains(Reason::Imported) { spoke_at } else { tx.now() };
        let new = NewConversation {
            channel: filing.channel,
            thread_key: filing.post.root_id(),
            talk_with: filing.post.talk.as_ref().map(|talk| talk.with.as_str()),
            author,
            opened_at,
        };
        let opened = Conversation { active_at: spoke_at, ..conversation::begin(tx, new) };
        let id = opened.id;
        self.lay(opened);
        self.unwritten.opened.push(id);
        let told = json!({ "channel": filing.channel, "author": author });
        self.tell(tx, EventKind::ConversationOpened, Actor::Author(author), id, opened_at, told);
        id
    }

    /// What is judged about a new mention; nobody has said anything else about it yet.
    fn judge(&mut self, tx: &Tx, filing: &Filing<'a>, post: PostId, conversation: ConversationId) {
        if filing.judgements.is_empty() {
            return;
        }
        self.unwritten.judgements.extend(filing.judgements.iter().map(|one| (post, one)));
        let judged = told(post, filing.judgements);
        self.tell(tx, EventKind::MentionJudged, Actor::System, conversation, tx.now(), judged);
        if is_spam(filing.judgements) {
            self.unwritten.spam.push(conversation);
        }
    }

    fn tell(
        &mut self,
        tx: &Tx,
        kind: EventKind,
        actor: Actor,
        conversation: ConversationId,
        happened_at: Timestamp,
        data: Value,
    ) {
        let (id, learned_at, conversation) = (tx.next_id(), tx.now(), Some(conversation));
        self.unwritten.events.push(Event { id, kind, actor, happened_at, learned_at, conversation, data });
    }

    /// Writes what is to be written.
    pub(super) async fn write(&mut self, tx: &mut Tx) -> Result<()> {
        let rows = std::mem::take(&mut self.unwritten);
        let authors: Vec<_> = rows.authors.into_values().collect();
        author::keep_all(tx, self.network, &authors).await?;
        let opened = rows.opened.iter().filter_map(|id| self.conversations.get(id).cloned());
        conversation::open_all(tx, &opened.collect::<Vec<_>>()).await?;
        let opened: HashSet<ConversationId> = rows.opened.into_iter().collect();
        for conversation in rows.changed.difference(&opened).filter_map(|id| self.conversations.get(id)) {
            conversation::save(tx, conversation).await?;
        }
        post::insert_all(tx, &rows.posts).await?;
        for post in &rows.posts {
            expect_pictures(tx, post.id, &post.attachments).await?;
        }
        for (id, conversation, version) in rows.placed {
            post::place(tx, id, conversation, version).await?;
        }
        mention::keep_all(tx, &rows.mentions).await?;
        mention::keep_matches(tx, &rows.matches).await?;
        conversation::add_topics(tx, &rows.topics).await?;
        judgement::keep_all(tx, &rows.judgements).await?;
        event::append_all(tx, &rows.events).await?;
        for conversation in rows.spam {
            mark_spam(tx, Actor::System, conversation, true).await?;
        }
        self.sort(tx, rows.entered).await
    }

    /// Sets aside what is spam and folds copies, in the order in which it was said.
    async fn sort(&mut self, tx: &mut Tx, entered: Vec<Entered>) -> Result<()> {
        for Entered { conversation, is_new, is_spam, signature } in entered {
            let Some(conversation) = self.conversations.get_mut(&conversation) else { continue };
            if is_new {
                spam::set(tx, Actor::System, conversation, is_spam).await?;
                alike::begin(tx, Actor::System, conversation, signature).await?;
            } else {
                let is_spam = conversation.is_spam && is_spam;
                spam::set(tx, Actor::System, conversation, is_spam).await?;
                alike::stand_alone(tx, Actor::System, conversation).await?;
            }
        }
        Ok(())
    }
}

fn texts(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}
