//! A post becomes a mention of a conversation: what changes by that, on the desk and in what is to be written.

use jiff::Timestamp;
use model::{Actor, AuthorId, ConversationId, EventKind, PostId, Reason, Reasons, ReceivedPost, Status, text_digest};
use serde_json::{Value, json};
use store::conversation::{self, Conversation, NewConversation};
use store::enquiry::Enquiry;
use store::near::Beginning;
use store::post::Post;
use store::{Tx, event};

use super::desk::Desk;
use super::{Filing, Seat};
use crate::judging::{is_spam, told};
use crate::triage::end_decision;
use crate::{Result, alike, enquiry, spam};

/// A post that becomes a mention.
pub(super) enum Entering {
    /// One that is not stored yet.
    New(Post),
    /// One that is.
    Known(Post),
}

/// When the author of a post spoke. Clocks of others may run ahead; nobody has waited since tomorrow.
fn spoke_at(tx: &Tx, posted_at: Timestamp) -> Timestamp {
    posted_at.min(tx.now())
}

/// When a conversation begins that a post opens. What is imported happened when it happened; what a channel brings late
/// begins for us now.
pub(super) fn opened_at(tx: &Tx, post: &ReceivedPost) -> Timestamp {
    if post.reason == Some(Reason::Imported) { spoke_at(tx, post.posted_at) } else { tx.now() }
}

impl<'a> Desk<'a> {
    /// A post becomes a mention of a conversation, which is opened when there is none.
    pub(super) async fn enter(
        &mut self,
        tx: &mut Tx,
        filing: &Filing<'a>,
        entering: Entering,
        reasons: Reasons,
        seat: Option<Seat>,
    ) -> Result<ConversationId> {
        let (Entering::New(post) | Entering::Known(post)) = &entering;
        let actor = Actor::Author(post.author);
        let spoke_at = spoke_at(tx, post.posted_at);
        let is_new = seat.is_none();
        let id = seat.map_or_else(|| self.open(tx, filing, post.author, spoke_at), |seat| seat.stands_in);
        let rated = match is_new || filing.post.reason == Some(Reason::Imported) {
            true => None,
            false => enquiry::rated(tx, id, filing.post, post.author).await?,
        };
        // One number answers one question.
        let is_open = |found: &Enquiry| !self.unwritten.rated.iter().any(|(other, ..)| other.reply == found.reply);
        let rated = rated.filter(|(found, _)| is_open(found));
        let is_quiet = rated.as_ref().is_some_and(|(_, rating)| rating.wants_no_answer());
        let conversation = self.conversations.get_mut(&id).expect("whoever asks has looked it up");
        conversation.version += 1;
        conversation.active_at = conversation.active_at.max(spoke_at);
        let before = conversation.status;
        let after = if is_quiet { before } else { before.after_person_wrote() };
        if !is_quiet {
            let since = conversation.waiting_since;
            conversation.waiting_since = Some(since.map_or(spoke_at, |since| since.min(spoke_at)));
        }
        conversation.status = after;
        if after != Status::Snoozed {
            conversation.snoozed_until = None;
        }
        conversation.outcome = conversation.outcome.filter(|_| after.has_outcome());
        let ended = if is_quiet { None } else { end_decision(conversation) };
        let version = conversation.version;
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
        if filing.post.reason != Some(Reason::Imported) && !is_quiet {
            // What is imported waits for nobody: it happened long ago.
            rows.spoke.insert(id);
        }
        rows.rated.extend(rated.map(|(found, rating)| (found, rating.value, post.id)));
        rows.homes.extend(seat.filter(|seat| seat.home != id).map(|seat| (post.id, seat.home)));
        rows.mentions.push((post.id, reasons));
        rows.matches.extend(filing.matches.iter().map(|one| (post.id, one)));
        rows.topics.extend(filing.matches.iter().map(|one| (id, one.topic)));
        self.tell(tx, EventKind::MentionFiled, actor, id, spoke_at, told);
        match entering {
            Entering::New(mut post) => {
                (post.conversation, post.thread_version) = (Some(id), Some(version));
                post.home = seat.map(|seat| seat.home).filter(|home| *home != id);
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
        if is_new {
            self.sort_new(tx, filing, id).await?
        } else {
            self.sort_anew(tx, filing, id).await?
        }
        Ok(id)
    }

    fn open(&mut self, tx: &Tx, filing: &Filing<'_>, author: AuthorId, spoke_at: Timestamp) -> ConversationId {
        let opened_at = opened_at(tx, filing.post);
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
        self.unwritten.opened.insert(id);
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

    /// A conversation that just began: it is set aside when it is spam, and has its place under another that began with
    /// nearly the same words, or where others may come to stand under it.
    async fn sort_new(&mut self, tx: &mut Tx, filing: &Filing<'a>, id: ConversationId) -> Result<()> {
        let is_spam = is_spam(filing.judgements);
        if is_spam {
            self.tell(tx, EventKind::ConversationSetAside, Actor::System, id, tx.now(), json!({}));
        }
        let mut under = None;
        // Words too short to be anybody's copy have no signature.
        if let Some(signature) = filing.signature {
            let opened_at = opened_at(tx, filing.post);
            under = self.under(tx, signature, opened_at, is_spam).await?;
            if under.is_none() {
                let begun = Beginning { opened_at, conversation: id, signature };
                self.beginnings.insert(begun);
                self.unwritten.begun.push(begun);
            }
        }
        if let Some(under) = under {
            self.count(under, 1);
            self.tell(tx, EventKind::ConversationFolded, Actor::System, id, tx.now(), json!({ "under": under }));
        }
        let conversation = self.conversations.get_mut(&id).expect("it was just opened");
        (conversation.is_spam, conversation.alike_of) = (is_spam, under);
        Ok(())
    }

    /// A conversation in which more happened: it comes back when that is no spam, and stands for itself.
    async fn sort_anew(&mut self, tx: &mut Tx, filing: &Filing<'a>, id: ConversationId) -> Result<()> {
        let conversation = self.conversations.get_mut(&id).expect("whoever asks has looked it up");
        if conversation.is_spam && !conversation.is_kept_aside && !is_spam(filing.judgements) {
            let mut conversation = conversation.clone();
            self.clear(tx).await?;
            return spam::set(tx, Actor::System, &mut conversation, false).await;
        }
        if let Some(under) = conversation.alike_of.take() {
            if !self.unwritten.opened.contains(&id) {
                self.unwritten.unfolded.push(id);
            }
            self.count(under, -1);
            self.tell(tx, EventKind::ConversationUnfolded, Actor::System, id, tx.now(), json!({ "under": under }));
        }
        Ok(())
    }

    /// The newest conversation under which one has its place that begins with words of this signature.
    async fn under(
        &mut self,
        tx: &mut Tx,
        signature: u64,
        opened_at: Timestamp,
        is_spam: bool,
    ) -> Result<Option<ConversationId>> {
        self.look_up_beginnings(tx, &[(signature, opened_at)]).await?;
        let is_place = |one: &&Beginning| {
            one.is_like(signature, opened_at)
                && self.conversations.get(&one.conversation).is_some_and(|under| alike::may_carry(under, is_spam))
        };
        Ok(self.beginnings.iter().rev().find(is_place).map(|one| one.conversation))
    }

    /// So many more stand under a conversation.
    fn count(&mut self, under: ConversationId, more: i64) {
        if let Some(under) = self.conversations.get_mut(&under) {
            under.alike_count += more;
        }
        if !self.unwritten.opened.contains(&under) {
            *self.unwritten.counted.entry(under).or_default() += more;
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
        self.unwritten.events.push(event::begin(tx, kind, actor, Some(conversation), happened_at, data));
    }
}
