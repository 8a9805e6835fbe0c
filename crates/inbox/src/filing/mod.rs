//! Filing: a post that concerns us takes its place in a conversation.

mod desk;
mod entering;
mod rows;

use model::{
    Actor, Author, AuthorId, ChannelId, ConversationId, EventKind, Network, PostId, Reason, Reasons, ReceivedPost,
    text_digest,
};
use serde_json::json;
use store::conversation::{self, Conversation};
use store::event::{append, append_at};
use store::judgement::Judgement;
use store::mention::{self, TopicMatch};
use store::post::{self, Post};
use store::{Tx, author, merge, turn};

use crate::clocks::{Happened, keep_time};
use crate::conversation::change_status;
use crate::judging::keep_judgements;
use crate::media::expect_pictures;
use crate::regarding::judge_anew;
use crate::sending::seen_standing;
use crate::subscribing::tell_subscribers;
use crate::{Result, following, spam};
use desk::Desk;
use entering::Entering;

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

/// Where a post is filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seat {
    /// To which conversation.
    home: ConversationId,
    /// In which that stands: itself, unless it was merged.
    stands_in: ConversationId,
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
    let filed = file_all(tx, std::slice::from_ref(&filing)).await?;
    Ok(filed.into_iter().next().expect("there is one for each"))
}

/// Files posts that one channel heard, in this order, each as [`file()`] does: what became of each. What is new is looked
/// up and written together, so that many cost few statements.
pub async fn file_all(tx: &mut Tx, filings: &[Filing<'_>]) -> Result<Vec<Filed>> {
    let Some(first) = filings.first() else { return Ok(Vec::new()) };
    turn::of_network(tx, first.network).await?;
    let mut desk = Desk::set(tx, filings).await?;
    let mut filed = Vec::with_capacity(filings.len());
    for filing in filings {
        filed.push(file_at(tx, &mut desk, filing).await?);
    }
    desk.write(tx).await?;
    Ok(filed)
}

async fn file_at<'a>(tx: &mut Tx, desk: &mut Desk<'a>, filing: &Filing<'a>) -> Result<Filed> {
    let post = filing.post;
    let author = match desk.author(tx, &post.author.remote_id).await? {
        Some(Author { id, is_ours: true, .. }) => {
            let id = *id;
            desk.clear(tx).await?;
            return file_ours(tx, filing, id).await;
        }
        Some(author) => Some(author.id),
        None => None,
    };
    let conversation = conversation_of(tx, desk, filing, author).await?;
    let reasons = reasons(filing, conversation.is_some());
    if let Some(known) = desk.post(tx, &post.remote.id).await? {
        // Networks give an id once; files number their rows.
        if filing.network == Network::Imported && author != Some(known.author) {
            return Ok(Filed::SomebodyElses);
        }
        desk.clear(tx).await?;
        return file_known(tx, desk, filing, known, reasons).await;
    }
    if reasons.is_empty() {
        return Ok(Filed::NotOurs);
    }
    let author = desk.keep_author(tx, &post.author);
    let stored = post::begin(tx, filing.channel, author, post);
    let (id, is_new_thread) = (stored.id, conversation.is_none());
    let conversation = desk.enter(tx, filing, Entering::New(stored), reasons, conversation).await?;
    if is_new_thread {
        place_waiting(tx, desk, conversation, post.root_id()).await?;
    }
    Ok(Filed::New {
        post: id,
        author,
        conversation,
        wants_context: is_new_thread && post.parent.is_some() && !post.is_private(),
    })
}

/// A post that we keep is heard again: follows its edit, and adds what is new about it.
async fn file_known<'a>(
    tx: &mut Tx,
    desk: &mut Desk<'a>,
    filing: &Filing<'a>,
    known: Post,
    reasons: Reasons,
) -> Result<Filed> {
    let post = filing.post;
    let stands = following::post_changed(tx, &known, post).await?;
    if stands && !reasons.is_empty() {
        author::keep(tx, filing.network, &post.author).await?;
        add_reasons(tx, desk, filing, &known, reasons).await?;
    }
    if stands && known.text != post.text && mention::reasons(tx, known.id).await?.is_some() {
        keep_judgements(tx, filing.judgements, known.id, known.conversation).await?;
        if let Some(id) = known.conversation
            && let Some(mut conversation) = conversation::find(tx, id).await?
        {
            spam::weigh(tx, Actor::System, &mut conversation).await?;
        }
    }
    Ok(Filed::Known)
}

/// The conversation that a post continues: what is said in private goes on where we wrote so; else that of its thread, of its author's talk where there are no threads, or of
/// the imported post that it answers.
async fn conversation_of<'a>(
    tx: &mut Tx,
    desk: &mut Desk<'a>,
    filing: &Filing<'a>,
    author: Option<AuthorId>,
) -> Result<Option<Seat>> {
    let post = filing.post;
    let home = if post.is_private() {
        desk.private_talk(tx, author, post.root_id()).await?
    } else if let Some(thread) = desk.thread(tx, post.root_id()).await? {
        Some(desk.branch(tx, thread, post.parent.as_ref().map(|parent| parent.id.as_str())).await?)
    } else if let (Some(talk), Some(author)) = (&post.talk, author) {
        desk.talk(tx, author, talk, post.posted_at).await?
    } else if let (Some(parent), Network::Imported) = (&post.parent, filing.network) {
        // A file may hold the end of a thread whose beginning came in another.
        match desk.post(tx, &parent.id).await?.and_then(|parent| parent.filed_to()) {
            Some(id) => desk.conversation(tx, id).await?,
            None => None,
        }
    } else {
        None
    };
    match home {
        Some(home) => Ok(Some(Seat { home, stands_in: desk.standing(tx, home).await? })),
        None => Ok(None),
    }
}

/// Puts answers of ours that were heard before anybody of their thread into the conversation that was just opened.
async fn place_waiting(tx: &mut Tx, desk: &mut Desk<'_>, id: ConversationId, root_id: &str) -> Result<()> {
    let waiting = desk.unplaced(tx, root_id).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    desk.clear(tx).await?;
    let Some(mut conversation) = conversation::find(tx, id).await? else { return Ok(()) };
    for ours in waiting {
        place_ours(tx, &ours, &mut conversation).await?;
    }
    Ok(())
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

/// A known post is heard again for another reason: by a second topic, or first as context and now as a mention.
async fn add_reasons<'a>(
    tx: &mut Tx,
    desk: &mut Desk<'a>,
    filing: &Filing<'a>,
    known: &Post,
    reasons: Reasons,
) -> Result<()> {
    let Some(before) = mention::reasons(tx, known.id).await? else {
        // Context of a thread that only now concerns us by itself. A place in the thread alone is no news.
        if reasons != Reasons::NONE.with(Reason::InThread) {
            let conversation = conversation_of(tx, desk, filing, Some(known.author)).await?;
            let entered = desk.enter(tx, filing, Entering::Known(known.clone()), reasons, conversation).await?;
            desk.clear(tx).await?;
            keep_judgements(tx, filing.judgements, known.id, Some(entered)).await?;
            judge_anew(tx, known.author).await?;
            if conversation.is_none() {
                place_waiting(tx, desk, entered, filing.post.root_id()).await?;
            }
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
        let matches: Vec<_> = filing.matches.iter().map(|one| (known.id, one)).collect();
        mention::keep_matches(tx, &matches).await?;
        let topics: Vec<_> = filing.matches.iter().map(|one| (conversation, one.topic)).collect();
        conversation::add_topics(tx, &topics).await?;
    }
    Ok(())
}

/// A post of ours: the trace of a reply that we sent, or an answer written elsewhere.
async fn file_ours(tx: &mut Tx, filing: &Filing<'_>, author: AuthorId) -> Result<Filed> {
    let received = filing.post;
    // First, so that an attempt to send in this conversation is over or has not begun.
    let conversation = conversation_of(tx, &mut Desk::bare(filing.channel, filing.network), filing, None).await?;
    let home = conversation.map(|seat| seat.home);
    let conversation = match conversation {
        Some(seat) => conversation::find(tx, seat.stands_in).await?,
        None => None,
    };
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
    merge::set_homes(tx, &Vec::from_iter(home.map(|home| (stored.id, home)))).await?;
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
        keep_time(tx, conversation, Happened::Answered(tx.now())).await?;
    } else {
        conversation::save(tx, conversation).await?;
    }
    let data = json!({ "post": stored.id, "text_digest": text_digest(&stored.salt, &stored.text) });
    append_at(tx, EventKind::ReplySeenElsewhere, actor, Some(conversation.id), stored.posted_at, data).await?;
    tell_subscribers(tx, &[conversation.id], None).await
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
    let Some(standing) = merge::standing(tx, conversation.id).await? else { return Ok(()) };
    post::place(tx, stored.id, standing.id, standing.version).await?;
    Ok(merge::set_homes(tx, &[(stored.id, conversation.id)]).await?)
}
