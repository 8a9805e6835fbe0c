//! Filing: a post that concerns us takes its place in a conversation.

use model::{
    Actor, AuthorId, ChannelId, ConversationId, EventKind, Network, PostId, Reason, Reasons, ReceivedPost, text_digest,
};
use serde_json::json;
use store::conversation::{self, Conversation, NewConversation};
use store::event::{append, append_at};
use store::judgement::Judgement;
use store::mention::{self, TopicMatch};
use store::post::{self, Post};
use store::{Tx, author, turn};

use crate::conversation::change_status;
use crate::judging::keep_judgements;
use crate::media::expect_pictures;
use crate::sending::seen_standing;
use crate::{Result, alike, following, judging, spam};

/// A post to be filed.
#[derive(Clone, Debug)]
pub struct Filing<'a> {
    /// The channel that heard it.
    pub channel: ChannelId,
    /// Its network.
    pub network: Network,
    /// The post as it came.
    pub post: &'a ReceivedPost,
    /// The topics that it meets, in the present version.
    pub matches: &'a [TopicMatch],
    /// What was judged about it.
    pub judgements: &'a [Judgement],
    /// What near-duplicates of it are found by; `None` for short words.
    pub signature: Option<u64>,
}

/// What became of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filed {
    /// It concerns nobody here and was not kept.
    NotOurs,
    /// It is a new mention in this conversation.
    New {
        /// The stored post.
        post: PostId,
        /// Who wrote it.
        author: AuthorId,
        /// Where it stands.
        conversation: ConversationId,
        /// Whether the posts around it are still to be read from the network.
        wants_context: bool,
    },
    /// Its id is that of a post that somebody else wrote; nothing of it was kept.
    SomebodyElses,
    /// It was known; whatever it brought (an edit, a further reason) was added.
    Known,
    /// It is a post of ours that took its place.
    Ours,
}

/// Files a post: keeps it if it concerns us, follows its edits, opens or continues its conversation. Filing the same
/// post again changes nothing.
pub async fn file(tx: &mut Tx, filing: Filing<'_>) -> Result<Filed> {
    let post = filing.post;
    turn::of_network(tx, filing.network).await?;
    let author_id = match author::by_remote(tx, filing.network, &post.author.remote_id).await? {
        Some(author) if author.is_ours => return file_ours(tx, &filing, author.id).await,
        Some(author) => Some(author.id),
        None => None,
    };
    let mut conversation = conversation_of(tx, &filing, author_id).await?;
    let reasons = reasons(&filing, conversation.is_some());

    if let Some(known) = post::by_remote(tx, filing.channel, &post.remote.id).await? {
        // Networks give an id once; files number their rows.
        if filing.network == Network::Imported && author_id != Some(known.author) {
            return Ok(Filed::SomebodyElses);
        }
        let stands = following::post_changed(tx, &known, post).await?;
        if stands && !reasons.is_empty() {
            author::keep(tx, filing.network, &post.author).await?;
            add_reasons(tx, &filing, &known, reasons, conversation.clone()).await?;
        }
        if stands && known.text != post.text && mention::reasons(tx, known.id).await?.is_some() {
            keep_judgements(tx, filing.judgements, known.id, known.conversation).await?;
            if let Some(conversation) = &mut conversation.filter(|one| known.conversation == Some(one.id)) {
                spam::weigh(tx, Actor::System, conversation).await?;
            }
        }
        return Ok(Filed::Known);
    }
    if reasons.is_empty() {
        return Ok(Filed::NotOurs);
    }
    let author_id = match author_id {
        Some(id) if !post.author.has_news() => id,
        _ => author::keep(tx, filing.network, &post.author).await?,
    };
    let is_new_thread = conversation.is_none();
    let stored = post::insert(tx, filing.channel, author_id, post).await?;
    expect_pictures(tx, stored.id, &stored.attachments).await?;
    let conversation = enter(tx, &filing, &stored, author_id, reasons, conversation.take()).await?;
    Ok(Filed::New {
        post: stored.id,
        author: author_id,
        conversation: conversation.id,
        wants_context: is_new_thread && post.parent.is_some(),
    })
}

/// The conversation that a post continues: that of its thread, of its author's talk where there are no threads, or of
/// the imported post that it answers.
async fn conversation_of(tx: &mut Tx, filing: &Filing<'_>, author: Option<AuthorId>) -> Result<Option<Conversation>> {
    let post = filing.post;
    if let Some(conversation) = conversation::by_thread(tx, filing.channel, post.root_id()).await? {
        return Ok(Some(conversation));
    }
    if let (Some(talk), Some(author)) = (&post.talk, author) {
        return Ok(conversation::by_talk(tx, filing.channel, author, talk, post.posted_at).await?);
    }
    // A file may hold the end of a thread whose beginning came in another.
    let (Some(parent), Network::Imported) = (&post.parent, filing.network) else {
        return Ok(None);
    };
    match post::by_remote(tx, filing.channel, &parent.id).await?.and_then(|parent| parent.conversation) {
        Some(id) => Ok(conversation::find(tx, id).await?),
        None => Ok(None),
    }
}

fn reasons(filing: &Filing<'_>, is_in_thread: bool) -> Reasons {
    let mut reasons = Reasons::NONE;
    if let Some(reason) = filing.post.reason {
        reasons = reasons.with(reason);
    }
    if !filing.matches.is_empty() {
        reasons = reasons.with(Reason::Matched);
    }
    if is_in_thread {
        reasons = reasons.with(Reason::InThread);
    }
    reasons
}

/// A stored post becomes a mention of a conversation, which is opened when there is none.
async fn enter(
    tx: &mut Tx,
    filing: &Filing<'_>,
    stored: &Post,
    author: AuthorId,
    reasons: Reasons,
    conversation: Option<Conversation>,
) -> Result<Conversation> {
    let actor = Actor::Author(author);
    let is_new = conversation.is_none();
    // Clocks of others may run ahead; nobody has waited since tomorrow.
    let spoke_at = stored.posted_at.min(tx.now());
    let mut conversation = match conversation {
        Some(conversation) => conversation,
        None => {
            // What is imported happened when it happened; what a channel brings late began for us now.
            let opened_at = if reasons.contains(Reason::Imported) { spoke_at } else { tx.now() };
            let new = NewConversation {
                channel: filing.channel,
                thread_key: filing.post.root_id(),
                talk_with: filing.post.talk.as_ref().map(|talk| talk.with.as_str()),
                author,
                opened_at,
            };
            let mut opened = conversation::open(tx, new).await?;
            opened.active_at = spoke_at;
            let data = json!({ "channel": filing.channel, "author": author });
            append_at(tx, EventKind::ConversationOpened, actor, Some(opened.id), opened_at, data).await?;
            opened
        }
    };
    conversation.version += 1;
    conversation.active_at = conversation.active_at.max(spoke_at);
    conversation.waiting_since = Some(conversation.waiting_since.map_or(spoke_at, |since| since.min(spoke_at)));
    post::place(tx, stored.id, conversation.id, conversation.version).await?;
    mention::keep(tx, stored.id, reasons).await?;
    keep_matches(tx, filing.matches, stored.id, conversation.id).await?;
    let data = json!({
        "post": stored.id,
        "author": author,
        "channel": filing.channel,
        "reasons": reasons.iter().collect::<Vec<_>>(),
        "topics": filing.matches.iter().map(|one| one.topic).collect::<Vec<_>>(),
        "text_digest": text_digest(&stored.salt, &stored.text),
    });
    append_at(tx, EventKind::MentionFiled, actor, Some(conversation.id), spoke_at, data).await?;
    keep_judgements(tx, filing.judgements, stored.id, Some(conversation.id)).await?;
    let is_spam = filing.judgements.iter().any(judging::is_spam);
    if is_new {
        spam::set(tx, Actor::System, &mut conversation, is_spam).await?;
        alike::begin(tx, Actor::System, &mut conversation, filing.signature).await?;
    } else {
        let is_spam = conversation.is_spam && is_spam;
        spam::set(tx, Actor::System, &mut conversation, is_spam).await?;
        alike::stand_alone(tx, Actor::System, &mut conversation).await?;
    }
    let status = conversation.status.after_person_wrote();
    change_status(tx, actor, &mut conversation, status).await?;
    if is_new {
        for ours in post::unplaced(tx, filing.channel, &conversation.thread_key).await? {
            place_ours(tx, &ours, &mut conversation).await?;
        }
    }
    Ok(conversation)
}

async fn keep_matches(tx: &mut Tx, matches: &[TopicMatch], post: PostId, conversation: ConversationId) -> Result<()> {
    for topic_match in matches {
        mention::keep_match(tx, post, topic_match).await?;
        conversation::add_topic(tx, conversation, topic_match.topic).await?;
    }
    Ok(())
}

/// A known post is heard again for another reason: by a second topic, or first as context and now as a mention.
async fn add_reasons(
    tx: &mut Tx,
    filing: &Filing<'_>,
    known: &Post,
    reasons: Reasons,
    conversation: Option<Conversation>,
) -> Result<()> {
    let Some(before) = mention::reasons(tx, known.id).await? else {
        // Context of a thread that only now concerns us by itself. A place in the thread alone is no news.
        if reasons != Reasons::NONE.with(Reason::InThread) {
            enter(tx, filing, known, known.author, reasons, conversation).await?;
        }
        return Ok(());
    };
    // The first mention of a thread does not come to stand in a thread of ours because of itself.
    let others = Reasons::from_bits(reasons.bits() & !Reasons::NONE.with(Reason::InThread).bits());
    let after = before.union(others);
    let is_news = after != before;
    if is_news {
        mention::keep(tx, known.id, after).await?;
        let data = json!({ "post": known.id, "reasons": after.iter().collect::<Vec<_>>() });
        append(tx, EventKind::MentionReasonAdded, Actor::Author(known.author), known.conversation, data).await?;
    }
    if let Some(conversation) = known.conversation {
        keep_matches(tx, filing.matches, known.id, conversation).await?;
    }
    Ok(())
}

/// A post of ours: the trace of a reply that we sent, or an answer written elsewhere.
async fn file_ours(tx: &mut Tx, filing: &Filing<'_>, author: AuthorId) -> Result<Filed> {
    let received = filing.post;
    // First, so that an attempt to send in this conversation is over or has not begun.
    let conversation = conversation_of(tx, filing, None).await?;
    if let Some(reply) = store::reply::by_remote(tx, filing.channel, &received.remote.id).await? {
        seen_standing(tx, reply, received.url.clone()).await?;
        return Ok(Filed::Ours);
    }
    if let Some(known) = post::by_remote(tx, filing.channel, &received.remote.id).await? {
        following::post_changed(tx, &known, received).await?;
        return Ok(Filed::Known);
    }
    // Nobody can be asked for the beginning of an imported thread: it is kept for those who answer it.
    let may_be_answered = received.parent.is_some() || filing.network == Network::Imported;
    if conversation.is_none() && !may_be_answered {
        return Ok(Filed::NotOurs);
    }
    let stored = post::insert(tx, filing.channel, author, received).await?;
    expect_pictures(tx, stored.id, &stored.attachments).await?;
    let Some(mut conversation) = conversation else {
        // One stream is quicker than another: what it answers may be on its way to us.
        return Ok(Filed::NotOurs);
    };
    place_ours(tx, &stored, &mut conversation).await?;
    Ok(Filed::Ours)
}

/// Puts an answer that was written elsewhere into its conversation.
async fn place_ours(tx: &mut Tx, stored: &Post, conversation: &mut Conversation) -> Result<()> {
    let actor = Actor::Author(stored.author);
    conversation.version += 1;
    post::place(tx, stored.id, conversation.id, conversation.version).await?;
    // Answered elsewhere: who wrote before it waits no more.
    if conversation.waiting_since.is_some_and(|since| since <= stored.posted_at) {
        conversation.waiting_since = None;
        let status = conversation.status.after_answer();
        change_status(tx, actor, conversation, status).await?;
    } else {
        conversation::save(tx, conversation).await?;
    }
    let data = json!({ "post": stored.id, "text_digest": text_digest(&stored.salt, &stored.text) });
    append_at(tx, EventKind::ReplySeenElsewhere, actor, Some(conversation.id), stored.posted_at, data).await?;
    Ok(())
}

/// Places a post of the network's thread beside a conversation's mentions, as context: it changes nothing but what
/// can be read.
pub async fn place_context(
    tx: &mut Tx,
    channel: ChannelId,
    network: Network,
    conversation: &Conversation,
    received: &ReceivedPost,
) -> Result<()> {
    let is_known = post::by_remote(tx, channel, &received.remote.id).await?.is_some()
        || store::reply::by_remote(tx, channel, &received.remote.id).await?.is_some();
    if is_known {
        return Ok(());
    }
    let author = author::keep(tx, network, &received.author).await?;
    let stored = post::insert(tx, channel, author, received).await?;
    expect_pictures(tx, stored.id, &stored.attachments).await?;
    post::place(tx, stored.id, conversation.id, conversation.version).await?;
    Ok(())
}
