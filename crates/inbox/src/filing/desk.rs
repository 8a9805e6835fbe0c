//! Where posts of a chunk are filed: what is known is looked up at once, and what is new is written at once.
//!
//! A post costs a dozen rows in ten tables. One statement each would spend more time on the way to the database and back
//! than in it.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use model::{Author, AuthorId, ChannelId, ConversationId, Network, ReceivedAuthor, Talk};
use store::conversation::{self, Conversation};
use store::near::{self, Beginning};
use store::post::{self, Post};
use store::{Tx, author, merge, reply};

use super::Filing;
use super::entering::opened_at;
use super::rows::Rows;
use crate::Result;

/// What is known, as far as it was asked for, and what is still to be written.
pub(super) struct Desk<'a> {
    channel: ChannelId,
    network: Network,
    authors: HashMap<String, Option<Author>>,
    pub(super) posts: HashMap<String, Option<Post>>,
    /// To which conversation a thread is filed, wherever that stands.
    threads: HashMap<String, Option<ConversationId>>,
    /// Those out of which others were split.
    with_splits: HashSet<ConversationId>,
    pub(super) conversations: HashMap<ConversationId, Conversation>,
    /// Answers of ours that wait for a conversation, by the root of their thread.
    unplaced: HashMap<String, Vec<Post>>,
    /// Beginnings that are like those that were asked for, and those on the desk, oldest first.
    pub(super) beginnings: BTreeSet<Beginning>,
    beginnings_asked: HashSet<(u64, Timestamp)>,
    pub(super) unwritten: Rows<'a>,
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
            with_splits: HashSet::new(),
            conversations: HashMap::new(),
            unplaced: HashMap::new(),
            beginnings: BTreeSet::new(),
            beginnings_asked: HashSet::new(),
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
        let ids: Vec<ConversationId> = found.iter().map(|one| one.id).collect();
        desk.with_splits = merge::with_splits(tx, &ids).await?.into_iter().collect();
        found.into_iter().for_each(|conversation| desk.lay(conversation));
        let without: Vec<&str> =
            roots.iter().filter(|root| desk.threads.get(*root) == Some(&None)).map(String::as_str).collect();
        desk.unplaced = without.iter().map(|root| ((*root).to_owned(), Vec::new())).collect();
        for ours in post::unplaced(tx, desk.channel, &without).await? {
            desk.unplaced.entry(ours.root.id.clone()).or_default().push(ours);
        }

        let opens = |filing: &&Filing<'_>| desk.threads.get(filing.post.root_id()) == Some(&None);
        let said =
            filings.iter().filter(opens).filter_map(|filing| Some((filing.signature?, opened_at(tx, filing.post))));
        let said: Vec<_> = said.collect();
        desk.look_up_beginnings(tx, &said).await?;

        let found = post::by_remotes(tx, desk.channel, &texts(&posts)).await?;
        desk.posts = posts.into_iter().map(|id| (id, None)).collect();
        desk.posts.extend(found.into_iter().map(|post| (post.remote.id.clone(), Some(post))));
        Ok(desk)
    }

    pub(super) fn lay(&mut self, conversation: Conversation) {
        self.threads.insert(conversation.thread_key.clone(), Some(conversation.id));
        // What lies there is newer.
        self.conversations.entry(conversation.id).or_insert(conversation);
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
                Some(found) => {
                    self.with_splits.extend(merge::with_splits(tx, &[found.id]).await?);
                    self.lay(found);
                }
                None => drop(self.threads.insert(root_id.to_owned(), None)),
            }
        }
        Ok(self.threads[root_id])
    }

    /// Where a post is filed that belongs to a thread: to what was split out of its conversation, when it answers something
    /// there.
    pub(super) async fn branch(
        &mut self,
        tx: &mut Tx,
        thread: ConversationId,
        parent: Option<&str>,
    ) -> Result<ConversationId> {
        let Some(parent) = parent.filter(|_| self.with_splits.contains(&thread)) else { return Ok(thread) };
        let answered = match self.post(tx, parent).await? {
            Some(post) => post.filed_to(),
            None => {
                reply::by_remote(tx, self.channel, parent).await?.map(|reply| reply.home.unwrap_or(reply.conversation))
            }
        };
        let Some(answered) = answered else { return Ok(thread) };
        let is_split = match conversation::find(tx, answered).await? {
            Some(found) => found.split_from.is_some(),
            None => false,
        };
        Ok(if is_split { answered } else { thread })
    }

    /// The conversation in which stands what is filed to this one.
    pub(super) async fn standing(&mut self, tx: &mut Tx, id: ConversationId) -> Result<ConversationId> {
        let is_merged = |one: &Conversation| one.merged_into.is_some();
        if self.conversations.get(&id).is_some_and(|one| !is_merged(one)) {
            return Ok(id);
        }
        match merge::standing(tx, id).await? {
            Some(standing) => {
                let id = standing.id;
                self.conversations.entry(id).or_insert(standing);
                Ok(id)
            }
            None => Ok(id),
        }
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

    /// The conversation in which is spoken with an author in private; of what we said ourselves, by the name of the talk.
    pub(super) async fn private_talk(
        &mut self,
        tx: &mut Tx,
        author: Option<AuthorId>,
        root_id: &str,
    ) -> Result<Option<ConversationId>> {
        let written_to = match author {
            Some(author) => reply::private_home(tx, self.channel, author).await?,
            None => None,
        };
        let known = match written_to {
            Some(id) => Some(id),
            None => match self.thread(tx, root_id).await? {
                Some(id) => Some(id),
                None => post::private_talk(tx, self.channel, root_id).await?,
            },
        };
        match known {
            Some(id) => self.conversation(tx, id).await,
            None => Ok(None),
        }
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
                self.lay(found);
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

    /// Looks up which conversations began with words like these, at their moments.
    pub(super) async fn look_up_beginnings(&mut self, tx: &mut Tx, said: &[(u64, Timestamp)]) -> Result<()> {
        let said: Vec<_> = said.iter().copied().filter(|one| self.beginnings_asked.insert(*one)).collect();
        let found = near::like(tx, &said).await?;
        let is_elsewhere = |id: &ConversationId| !self.conversations.contains_key(id);
        let elsewhere: Vec<_> = found.iter().map(|one| one.conversation).filter(is_elsewhere).collect();
        let found_elsewhere = conversation::of_ids(tx, &elsewhere).await?;
        self.conversations.extend(found_elsewhere.into_iter().map(|one| (one.id, one)));
        self.beginnings.extend(found);
        Ok(())
    }

    /// Writes what is to be written.
    pub(super) async fn write(&mut self, tx: &mut Tx) -> Result<()> {
        std::mem::take(&mut self.unwritten).write(tx, self.network, &self.conversations).await
    }
}

fn texts(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}
