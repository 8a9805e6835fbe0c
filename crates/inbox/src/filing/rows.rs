//! What is still to be written of the posts on a desk, and its writing: each kind at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{Actor, AuthorId, ConversationId, Event, Network, PostId, Reasons, ReceivedAuthor, TopicId};
use store::conversation::{self, Conversation};
use store::enquiry::Enquiry;
use store::judgement::{self, Judgement};
use store::mention::{self, TopicMatch};
use store::near::{self, Beginning};
use store::post::{self, Post};
use store::{Tx, author, event, merge};

use crate::Result;
use crate::clocks::{Happened, keep_time_of};
use crate::enquiry::settle_rated;
use crate::judging::mark_spam;
use crate::later::stop_put_off;
use crate::media::expect_pictures_of;
use crate::subscribing::tell_subscribers;

/// What is still to be written.
#[derive(Default)]
pub(super) struct Rows<'a> {
    pub(super) authors: HashMap<String, (AuthorId, ReceivedAuthor)>,
    /// Conversations that are not kept yet.
    pub(super) opened: BTreeSet<ConversationId>,
    /// Those in which something happened, opened ones among them.
    pub(super) changed: BTreeSet<ConversationId>,
    /// Those in which somebody spoke to us just now.
    pub(super) spoke: BTreeSet<ConversationId>,
    /// Kept ones that stand for themselves again.
    pub(super) unfolded: Vec<ConversationId>,
    /// How many more stand under kept ones.
    pub(super) counted: BTreeMap<ConversationId, i64>,
    pub(super) begun: Vec<Beginning>,
    pub(super) posts: Vec<Post>,
    pub(super) placed: Vec<(PostId, ConversationId, i64)>,
    /// The homes of posts that stand in another conversation.
    pub(super) homes: Vec<(PostId, ConversationId)>,
    pub(super) mentions: Vec<(PostId, Reasons)>,
    pub(super) matches: Vec<(PostId, &'a TopicMatch)>,
    pub(super) topics: Vec<(ConversationId, TopicId)>,
    pub(super) judgements: Vec<(PostId, &'a Judgement)>,
    pub(super) events: Vec<Event>,
    pub(super) spam: Vec<ConversationId>,
    /// Questions how well we helped, the number that was written to each, and by which post.
    pub(super) rated: Vec<(Enquiry, u8, PostId)>,
}

impl Rows<'_> {
    /// Writes all of it; conversations as they are by now.
    pub(super) async fn write(
        self,
        tx: &mut Tx,
        network: Network,
        conversations: &HashMap<ConversationId, Conversation>,
    ) -> Result<()> {
        let authors: Vec<_> = self.authors.into_values().collect();
        author::keep_all(tx, network, &authors).await?;
        let changed: Vec<&Conversation> = self.changed.iter().filter_map(|id| conversations.get(id)).collect();
        conversation::save_all(tx, &changed).await?;
        for conversation in self.unfolded {
            near::place(tx, conversation, None).await?;
        }
        let counted: Vec<_> = self.counted.into_iter().filter(|(_, more)| *more != 0).collect();
        near::count(tx, &counted).await?;
        post::insert_all(tx, &self.posts).await?;
        let attached: Vec<_> = self.posts.iter().map(|post| (post.id, post.attachments.as_slice())).collect();
        expect_pictures_of(tx, &attached).await?;
        for (id, conversation, version) in self.placed {
            post::place(tx, id, conversation, version).await?;
        }
        merge::set_homes(tx, &self.homes).await?;
        mention::keep_all(tx, &self.mentions).await?;
        mention::keep_matches(tx, &self.matches).await?;
        conversation::add_topics(tx, &self.topics).await?;
        judgement::keep_all(tx, &self.judgements).await?;
        near::keep(tx, &self.begun).await?;
        event::append_all(tx, &self.events).await?;
        for (found, value, post) in &self.rated {
            settle_rated(tx, found, *value, *post).await?;
        }
        mark_spam(tx, Actor::System, &self.spam).await?;
        let spoke: Vec<_> =
            self.spoke.iter().filter_map(|id| Some((conversations.get(id)?, Happened::Wrote))).collect();
        keep_time_of(tx, &spoke).await?;
        let heard_from: Vec<_> = self.spoke.iter().copied().filter(|id| !self.opened.contains(id)).collect();
        tell_subscribers(tx, &heard_from, None).await?;
        stop_put_off(tx, &heard_from).await
    }
}
