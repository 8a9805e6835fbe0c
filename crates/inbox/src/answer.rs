//! Answering in public: the intent, the guard against stale answers, and taking it back.

use std::time::Duration;

use jiff::Timestamp;
use model::{
    Actor, ApprovalOutcome, ConversationId, Correcting, EventKind, LengthRule, MemberId, PictureRule, PostId, ReplyId,
    ReplyState, Right, Said, Status, Visibility, text_digest,
};
use serde_json::json;
use store::conversation::{self, Conversation};
use store::draft::{self, DraftKind};
use store::event::append;
use store::member::Member;
use store::post::{self, ThreadPost};
use store::reply::{self, NewReply, Reply};
use store::{Tx, draft_picture, job, reply_picture};

use crate::acts::{begin, require};
use crate::conversation::change_status;
use crate::later::check_later;
use crate::sending::is_out;
use crate::signature::{signature_on, signed, unsigned};
use crate::subscribing::tell_subscribers;
use crate::{Described, InboxError, Result, approval, correction, drafting, enquiry, own_picture, private, triage};

/// The kind of the job that carries a reply out; its payload is `{"reply": id}`.
pub const SEND_REPLY: &str = "send_reply";

/// An answer that a member wants sent.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// Where.
    pub conversation: ConversationId,
    /// Which message it answers; the newest that the member saw when absent.
    pub to: Option<PostId>,
    /// Who is to read it. Where the talk goes on in private that has to be said; elsewhere none means everybody.
    pub visibility: Option<Visibility>,
    /// The message of ours that it puts right: it then stands below that, whatever it answers.
    pub correcting: Option<&'a Correcting>,
    /// The words.
    pub text: &'a str,
    /// Whether the member's signature goes behind them, where they have one for the channel.
    pub is_signed: bool,
    /// What is shown with them, in this order: pictures that the member laid there or handed in.
    pub pictures: &'a [Described<'a>],
    /// The version of the conversation that the member saw while writing.
    pub version_seen: i64,
    /// To send although somebody wrote meanwhile: up to which version that was shown.
    pub send_anyway: Option<i64>,
    /// Whose begun answer the member was shown, and answers beside.
    pub beside: Option<MemberId>,
    /// The network's rule for the words.
    pub length: LengthRule,
    /// The network's rule for pictures.
    pub picture_rule: PictureRule,
    /// How long it can be taken back.
    pub undo: Duration,
    /// When it is to go out, if not at once.
    pub later: Option<Timestamp>,
    /// The private message of which it tells in public, and behind which it goes.
    pub closes: Option<ReplyId>,
}

/// A message that came while somebody was writing.
#[derive(Clone, Debug, PartialEq)]
pub struct NewerMessage {
    /// The post, or the one that a newer answer of ours is to.
    pub post: PostId,
    /// Who wrote it.
    pub author: String,
    /// Whether it is from us.
    pub is_ours: bool,
    /// The words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// Decides an answer: checks words and guard, keeps the intent, and enqueues its sending, unless a policy asks for approval.
/// Commit it durably.
pub async fn answer(tx: &mut Tx, member: &Member, answer: Answer<'_>) -> Result<Reply> {
    require(member, Right::WorkInbox)?;
    let text = answer.text.trim();
    if text.is_empty() {
        return Err(InboxError::Empty);
    }
    if let Some(at) = answer.later {
        check_later(at, tx.now())?;
    }
    let mut conversation = begin(tx, member, answer.conversation).await?;
    if answer.version_seen > conversation.version {
        return Err(InboxError::VersionAhead);
    }
    let thread = post::of_conversation(tx, conversation.id).await?;
    let newer = newer_messages(tx, &conversation, &thread, member, answer.version_seen).await?;
    // What was merged or split since may be about somebody else.
    let is_stale = !newer.is_empty() || answer.version_seen < conversation.reshaped_version;
    if is_stale {
        let Some(shown) = answer.send_anyway else { return Err(InboxError::Stale { newer }) };
        let unseen = newer_messages(tx, &conversation, &thread, member, shown).await?;
        if !unseen.is_empty() || shown < conversation.reshaped_version {
            return Err(InboxError::Stale { newer: unseen });
        }
    }
    let is_private = private::checked(tx, &answer).await? == Visibility::Private;
    let correcting = answer.correcting.cloned().map(Correcting::checked).transpose()?;
    let post = match (&correcting, answer.to) {
        (Some(correcting), _) => correction::checked(tx, conversation.id, &thread, correcting).await?,
        (None, Some(to)) => thread.iter().find(|one| one.post.id == to && may_be_answered(one)),
        (None, None) if is_private => private::answered_post(tx, conversation.id, &thread).await?,
        (None, None) => answered_post(&thread, answer.version_seen),
    };
    let post = match post {
        // In the open nothing is answered that was said in private: what is said goes below what everybody can read.
        Some(post) if post.post.is_private && !is_private => answered_in_public(&thread),
        post => post,
    };
    let post = post.ok_or(InboxError::NothingToAnswer)?;
    let signature = match answer.is_signed {
        true => signature_on(tx, member, post.post.channel).await?,
        false => None,
    };
    let text = &signed(text, signature.as_deref());
    let measured = answer.length.measure(text);
    if !measured.fits {
        return Err(InboxError::TooLong(measured));
    }
    let pictures = own_picture::checked(tx, member, answer.pictures, answer.picture_rule).await?;
    if let Some(being_written) = drafting::begun_by_others(tx, member.id, conversation.id, answer.beside).await? {
        return Err(being_written);
    }

    conversation.version += 1;
    let can_be_undone_until = tx.now().saturating_add(answer.undo).unwrap_or(Timestamp::MAX);
    let send_at = answer.later.map_or(can_be_undone_until, |at| at.max(can_be_undone_until));
    let new = NewReply {
        conversation: conversation.id,
        home: post.post.home,
        post: post.post.id,
        member: member.id,
        thread_version: conversation.version,
        version_seen: answer.version_seen,
        text,
        signature: signature.as_deref(),
        send_at,
        is_later: answer.later.is_some(),
    };
    let mut reply = reply::queue(tx, new).await?;
    if is_private {
        reply::make_private(tx, &mut reply).await?;
    }
    if let Some(private) = answer.closes {
        reply::make_closing(tx, &mut reply, private).await?;
    }
    reply_picture::take(tx, reply.id, &pictures).await?;
    if let Some(correcting) = &correcting {
        correction::made(tx, member.id, &reply, correcting).await?;
    }
    let actor = Actor::Member(member.id);
    let waits = approval::ask(tx, actor, member, &mut reply).await?;
    if !waits {
        tell_queued(tx, actor, &reply).await?;
    }
    if is_stale {
        let data = json!({ "reply": reply.id, "newer": newer.len() });
        append(tx, EventKind::ReplySentAnyway, actor, Some(conversation.id), data).await?;
    }
    count_as_answered(tx, actor, &mut conversation).await?;
    tell_subscribers(tx, &[conversation.id], Some(member.id)).await?;
    if !waits && reply.closes.is_none() {
        enqueue(tx, reply.id, send_at).await?;
    }
    Ok(reply)
}

/// Tells that an answer will go out by itself.
pub(crate) async fn tell_queued(tx: &mut Tx, actor: Actor, reply: &Reply) -> Result<()> {
    let mut data = json!({
        "reply": reply.id,
        "post": reply.post,
        "version_seen": reply.version_seen,
        "text_digest": text_digest(&reply.salt, &reply.text),
    });
    own_picture::tell(tx, reply, &mut data).await?;
    if reply.is_later {
        data["send_at"] = json!(reply.send_at);
    }
    if reply.is_private {
        data["visibility"] = json!(Visibility::Private);
    }
    append(tx, EventKind::ReplyQueued, actor, Some(reply.conversation), data).await?;
    Ok(())
}

/// Has nobody wait in a conversation any more, since an answer was decided; keeps it.
pub(crate) async fn count_as_answered(tx: &mut Tx, actor: Actor, conversation: &mut Conversation) -> Result<()> {
    conversation.waiting_since = None;
    conversation.active_at = tx.now();
    triage::answered(tx, actor, conversation).await?;
    let status = conversation.status.after_answer();
    change_status(tx, actor, conversation, status).await
}

/// Has an answer sent at a moment, and not at a former one.
pub(crate) async fn enqueue(tx: &mut Tx, reply: ReplyId, run_at: Timestamp) -> Result<()> {
    Ok(job::enqueue(tx, SEND_REPLY, &reply.to_string(), &json!({ "reply": reply }), run_at).await?)
}

pub(crate) fn may_be_answered(one: &ThreadPost) -> bool {
    !one.author.is_ours && one.post.deleted_at.is_none()
}

/// The newest words of somebody else that everybody can read.
fn answered_in_public(thread: &[ThreadPost]) -> Option<&ThreadPost> {
    let of_others = || thread.iter().rev().filter(|one| may_be_answered(one) && !one.post.is_private);
    of_others().find(|one| !one.reasons.is_empty()).or_else(|| of_others().next())
}

/// The newest words of somebody else that the member had before their eyes.
fn answered_post(thread: &[ThreadPost], version_seen: i64) -> Option<&ThreadPost> {
    let of_others = || thread.iter().rev().filter(|one| may_be_answered(one));
    let mentions = || of_others().filter(|one| !one.reasons.is_empty());
    let is_seen = |one: &&ThreadPost| one.post.thread_version.is_none_or(|version| version <= version_seen);
    mentions().find(is_seen).or_else(|| mentions().next()).or_else(|| of_others().next())
}

/// What was said, changed or deleted in public since a member looked, their own answers left out.
pub async fn newer_messages(
    tx: &mut Tx,
    conversation: &Conversation,
    thread: &[ThreadPost],
    member: &Member,
    version_seen: i64,
) -> Result<Vec<NewerMessage>> {
    newer_but(tx, conversation, thread, version_seen, |reply| reply.member == member.id).await
}

/// As [`newer_messages`], with the answers left out that are no news.
pub(crate) async fn newer_but(
    tx: &mut Tx,
    conversation: &Conversation,
    thread: &[ThreadPost],
    version_seen: i64,
    is_known: impl Fn(&Reply) -> bool,
) -> Result<Vec<NewerMessage>> {
    if conversation.version <= version_seen {
        return Ok(Vec::new());
    }
    let mut newer: Vec<NewerMessage> = thread
        .iter()
        .filter(|one| one.post.thread_version.is_some_and(|version| version > version_seen))
        .map(|one| NewerMessage {
            post: one.post.id,
            author: one.author.name().to_owned(),
            is_ours: one.author.is_ours,
            text: one.post.text.clone(),
            at: one.post.edited_at.or(one.post.deleted_at).unwrap_or(one.post.posted_at),
        })
        .collect();
    for reply in reply::of_conversation(tx, conversation.id).await? {
        let is_news = reply.thread_version > version_seen && !is_known(&reply);
        if is_news && reply.state != ReplyState::Cancelled {
            let author = store::member::find(tx, reply.member).await?.map(|member| member.name).unwrap_or_default();
            newer.push(NewerMessage {
                post: reply.post,
                author,
                is_ours: true,
                text: reply.text,
                at: reply.created_at,
            });
        }
    }
    newer.sort_by_key(|message| message.at);
    Ok(newer)
}

/// Takes an answer back that has not left the house.
pub async fn cancel(tx: &mut Tx, member: &Member, id: ReplyId) -> Result<Reply> {
    require(member, Right::WorkInbox)?;
    let mut reply = reply::find(tx, id).await?.ok_or(InboxError::Missing("this answer"))?;
    take_back(tx, Actor::Member(member.id), &mut reply, None, EventKind::ReplyCancelled).await?;
    Ok(reply)
}

/// Takes an answer back, by a member or because it may not go out; why, in plain words, and as what it is told. Its words and
/// pictures are not lost: they are a draft again, unless another was begun meanwhile.
pub(crate) async fn take_back(
    tx: &mut Tx,
    actor: Actor,
    reply: &mut Reply,
    why: Option<String>,
    told: EventKind,
) -> Result<()> {
    reply.state = reply.state.become_state(ReplyState::Cancelled)?;
    reply.state_reason = why;
    reply::save(tx, reply).await?;
    private::drop_closing(tx, actor, reply).await?;
    let begun = draft::find(tx, reply.conversation, reply.member, DraftKind::Reply).await?;
    let enquiring = enquiry::take_back(tx, reply.id).await?;
    let correcting = correction::take_back(tx, reply.id).await?;
    let place = (reply.conversation, reply.member);
    if reply.is_private {
        private::keep_words(tx, reply).await?;
    } else if reply.closes.is_some() {
        // Without the private message, or written by whoever wants no such line, it would be untrue as an answer.
    } else if begun.is_none() && draft_picture::of_draft(tx, place.0, place.1).await?.is_empty() {
        let words = unsigned(&reply.text, reply.signature.as_deref());
        draft::keep(tx, reply.conversation, reply.member, DraftKind::Reply, words).await?;
        draft::keep_unsigned(tx, reply.conversation, reply.member, reply.signature.is_none()).await?;
        let pictures = own_picture::of_reply(tx, reply).await?;
        draft_picture::lay_again(tx, place, &pictures).await?;
        let facts = store::fact::of_reply(tx, reply.id).await?.into_iter().map(Said::Fact);
        let statements = store::statement::of_reply(tx, reply.id).await?.into_iter().map(Said::Statement);
        let said: Vec<Said> = facts.chain(statements).collect();
        draft::keep_said(tx, reply.conversation, reply.member, &said).await?;
        draft::keep_enquiring(tx, reply.conversation, reply.member, enquiring).await?;
        draft::keep_correcting(tx, reply.conversation, reply.member, correcting.as_ref()).await?;
    } else if correcting.is_some() && draft::correcting(tx, place.0, place.1).await?.is_none() {
        // What was begun meanwhile puts it right: what was wrong, and who found it, is written nowhere else.
        draft::keep_correcting(tx, place.0, place.1, correcting.as_ref()).await?;
    }
    // What was decided before stays so.
    let by = if let Actor::Member(member) = actor { Some(member) } else { None };
    store::approval::settle(tx, reply.id, ApprovalOutcome::Withdrawn, by, None).await?;
    append(tx, told, actor, Some(reply.conversation), json!({ "reply": reply.id })).await?;
    reopen(tx, actor, reply).await
}

/// Sends an answer again that is known not to stand on the network.
pub async fn retry(tx: &mut Tx, member: &Member, id: ReplyId) -> Result<Reply> {
    require(member, Right::WorkInbox)?;
    let reply = reply::find(tx, id).await?.ok_or(InboxError::Missing("this answer"))?;
    if reply.state != ReplyState::FailedRetryable {
        return Err(model::ReplyStateError { from: reply.state, to: ReplyState::Queued }.into());
    }
    queue_again(tx, member, reply).await
}

/// Says what became of an answer whose fate the network cannot tell: it arrived, or it is to be sent again.
pub async fn decide(tx: &mut Tx, member: &Member, id: ReplyId, arrived: bool) -> Result<Reply> {
    require(member, Right::WorkInbox)?;
    let mut reply = reply::find(tx, id).await?.ok_or(InboxError::Missing("this answer"))?;
    if reply.state != ReplyState::Unknown {
        return Err(model::ReplyStateError { from: reply.state, to: ReplyState::Delivered }.into());
    }
    if !arrived {
        return queue_again(tx, member, reply).await;
    }
    reply.state = reply.state.become_state(ReplyState::Delivered)?;
    reply.state_reason = None;
    reply.sent_at = reply.sent_at.or(Some(tx.now()));
    reply::save(tx, &reply).await?;
    let data = json!({ "reply": id, "arrived": true });
    append(tx, EventKind::ReplyDecided, Actor::Member(member.id), Some(reply.conversation), data).await?;
    is_out(tx, &reply).await?;
    Ok(reply)
}

async fn queue_again(tx: &mut Tx, member: &Member, mut reply: Reply) -> Result<Reply> {
    reply.state = reply.state.become_state(ReplyState::Queued)?;
    reply.state_reason = None;
    reply.attempts = 0;
    reply.send_at = tx.now();
    reply::save(tx, &reply).await?;
    enqueue(tx, reply.id, reply.send_at).await?;
    let actor = Actor::Member(member.id);
    let data = json!({ "reply": reply.id, "arrived": false });
    append(tx, EventKind::ReplyDecided, actor, Some(reply.conversation), data).await?;
    if let Some(mut conversation) = conversation::find(tx, reply.conversation).await? {
        conversation.waiting_since = None;
        let status = conversation.status.after_answer();
        change_status(tx, actor, &mut conversation, status).await?;
    }
    Ok(reply)
}

/// The person waits again: an answer to them will not come out by itself.
pub(crate) async fn reopen(tx: &mut Tx, actor: Actor, reply: &Reply) -> Result<()> {
    let Some(mut conversation) = conversation::find(tx, reply.conversation).await? else {
        return Ok(());
    };
    let is_answered_otherwise = reply::of_conversation(tx, reply.conversation)
        .await?
        .iter()
        .any(|other| other.id > reply.id && (other.state.is_out() || other.state.is_under_way()));
    if is_answered_otherwise {
        return Ok(());
    }
    if conversation.waiting_since.is_none() {
        let post = post::find(tx, reply.post).await?;
        conversation.waiting_since = post.map(|post| post.posted_at.min(tx.now()));
    }
    let status = if conversation.status == Status::Waiting { Status::Open } else { conversation.status };
    change_status(tx, actor, &mut conversation, status).await
}
