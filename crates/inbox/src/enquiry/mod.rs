//! What an answer of ours asks the person besides: how well we helped, and whether we may quote what they wrote. It is asked in
//! the open, and answered in the open: the message by which they said it shows it.

mod asked;
mod rating;

use model::{
    ASKED_AGAIN_AFTER, Actor, ConsentPurpose, ConsentState, ConversationId, Enquiring, EnquiryAnswer, EnquiryKind,
    EventKind, PostId, RATED_WITHIN, ReplyId, Right, text_digest,
};
use serde_json::json;
use store::enquiry::{self, Enquiry, Settled};
use store::event::append;
use store::member::Member;
use store::reply::Reply;
use store::{Tx, person, post};

pub use self::asked::asked;
use crate::acts::require;
use crate::person::{Consenting, note_consent};
use crate::{InboxError, Result};

use self::rating::{Rating, rating};

const MISSING: InboxError = InboxError::Missing("this question");
const MISSING_POST: InboxError = InboxError::Missing("this message");

/// Says that an answer, which was just decided, asks something besides.
///
/// # Errors
/// `AskedLately` where the person was asked how well we helped within a month; `AskedAlready` where they were asked whether we may
/// quote this; `Missing` for a message that is not of theirs, or gone.
pub async fn enquire(tx: &mut Tx, reply: &Reply, enquiring: Enquiring) -> Result<()> {
    let answered = post::find(tx, reply.post).await?.ok_or(MISSING_POST)?;
    let mut digest = None;
    match enquiring {
        Enquiring::Satisfaction => {
            let since = tx.now().saturating_sub(ASKED_AGAIN_AFTER).unwrap_or(jiff::Timestamp::MIN);
            let authors = person::authors(tx, answered.author).await?;
            if enquiry::asked_since(tx, &authors, since).await? {
                return Err(InboxError::AskedLately);
            }
        }
        Enquiring::Quote(id) => {
            let quoted = post::find(tx, id).await?.ok_or(MISSING_POST)?;
            let is_there =
                quoted.conversation == Some(reply.conversation) && quoted.deleted_at.is_none() && !quoted.is_private;
            let authors = person::authors(tx, answered.author).await?;
            if !is_there || !authors.contains(&quoted.author) {
                return Err(MISSING_POST);
            }
            if let Some(one) = enquiry::about(tx, id).await?
                && (one.answer.is_none() || may_quote(tx, &one).await?)
            {
                return Err(InboxError::AskedAlready);
            }
            digest = Some(text_digest(&quoted.salt, &quoted.text));
        }
    }
    enquiry::make(tx, reply.id, enquiring, digest.as_deref()).await?;
    let data = json!({ "reply": reply.id, "kind": enquiring.kind(), "post": enquiring.post() });
    append(tx, EventKind::EnquiryMade, Actor::Member(reply.member), Some(reply.conversation), data).await?;
    Ok(())
}

/// Says what they answered, by a message of theirs, or with `None` that they did not after all. What they say to being quoted is a
/// consent of theirs from then on.
///
/// # Errors
/// `Forbidden`; `Missing` for no such question, an answer to another, or a message that is not theirs; `NotAskedYet` while the answer
/// that asks is not out; `ConsentWithdrawn` where nothing was given.
pub async fn read_answer(
    tx: &mut Tx,
    member: &Member,
    reply: ReplyId,
    answer: Option<(EnquiryAnswer, PostId)>,
) -> Result<Enquiry> {
    require(member, Right::WorkInbox)?;
    // The conversation of the answer is kept first, as everywhere.
    store::reply::find(tx, reply).await?.ok_or(MISSING)?;
    let found = enquiry::of_reply(tx, reply).await?.ok_or(MISSING)?;
    if !found.state.is_out() {
        return Err(InboxError::NotAskedYet);
    }
    let Some((answer, by)) = answer else {
        if let Some(before) = found.answer {
            if before.consent().is_some() {
                // What was read as a yes was none: they are asked, and have not answered.
                let words = "What was read as their answer was none.".to_owned();
                consent(tx, member, &found, (ConsentState::Asked, found.answer_post), words).await?;
            }
            settle(tx, Actor::Member(member.id), &found, None).await?;
        }
        return enquiry::of_reply(tx, reply).await?.ok_or(MISSING);
    };
    if !answer.is_to(found.kind) {
        return Err(MISSING);
    }
    let authors = person::authors(tx, found.author).await?;
    let said = post::find(tx, by).await?.filter(|said| authors.contains(&said.author)).ok_or(MISSING_POST)?;
    let settled = Settled { answer, post: Some(by), read_by: Some(member.id), at: said.posted_at.min(tx.now()) };
    if (found.answer, found.answer_post) == (Some(answer), Some(by)) {
        return Ok(found);
    }
    if let Some(state) = answer.consent() {
        consent(tx, member, &found, (state, Some(by)), String::new()).await?;
    }
    settle(tx, Actor::Member(member.id), &found, Some(settled)).await?;
    enquiry::of_reply(tx, reply).await?.ok_or(MISSING)
}

/// Notes what they say to being quoted.
async fn consent(
    tx: &mut Tx,
    member: &Member,
    found: &Enquiry,
    (state, post): (ConsentState, Option<PostId>),
    words: String,
) -> Result<()> {
    let consenting = Consenting { author: found.author, purpose: ConsentPurpose::Quote, state, post, words };
    note_consent(tx, member, &consenting).await.map(drop)
}

/// The question in a conversation to which a number that somebody writes is the answer, and that number.
pub(crate) async fn rated(
    tx: &mut Tx,
    conversation: ConversationId,
    said: &model::ReceivedPost,
    author: model::AuthorId,
) -> Result<Option<(Enquiry, Rating)>> {
    let Some(rating) = rating(&said.text) else { return Ok(None) };
    let since = tx.now().saturating_sub(RATED_WITHIN).unwrap_or(jiff::Timestamp::MIN);
    let authors = person::authors(tx, author).await?;
    let found = enquiry::unrated(tx, conversation, &authors, since).await?;
    let found = found.filter(|found| found.asked_at.is_some_and(|asked| said.posted_at >= asked));
    Ok(found.map(|found| (found, rating)))
}

/// Keeps the number that somebody wrote as their answer.
pub(crate) async fn settle_rated(tx: &mut Tx, found: &Enquiry, value: u8, post: PostId) -> Result<()> {
    let Some(answer) = EnquiryAnswer::of_rating(value) else { return Ok(()) };
    let settled = Settled { answer, post: Some(post), read_by: None, at: tx.now() };
    settle(tx, Actor::System, found, Some(settled)).await
}

async fn settle(tx: &mut Tx, actor: Actor, found: &Enquiry, settled: Option<Settled>) -> Result<()> {
    enquiry::settle(tx, found.reply, settled).await?;
    let data = json!({
        "reply": found.reply,
        "kind": found.kind,
        "post": settled.and_then(|one| one.post),
        "before": found.answer,
        "after": settled.map(|one| one.answer),
    });
    append(tx, EventKind::EnquiryAnswered, actor, Some(found.conversation), data).await?;
    Ok(())
}

/// Whether what they allowed us to quote still reads as it did when we asked.
pub fn reads_as_asked(found: &Enquiry, quoted: &store::post::Post) -> bool {
    quoted.deleted_at.is_none() && found.text_digest.as_deref() == Some(&text_digest(&quoted.salt, &quoted.text))
}

/// Whether they may be quoted by now: they said so, and nothing else since, wherever that was noted.
pub async fn may_quote(tx: &mut Tx, found: &Enquiry) -> Result<bool> {
    if found.answer.and_then(EnquiryAnswer::consent) != Some(ConsentState::Given) {
        return Ok(false);
    }
    let authors = person::authors(tx, found.author).await?;
    let last = person::consents(tx, &authors).await?.into_iter().find(|one| one.purpose == ConsentPurpose::Quote);
    Ok(last.is_some_and(|one| one.state == ConsentState::Given))
}

/// What an answer asks besides, to be asked again when it is taken back.
pub(crate) async fn take_back(tx: &mut Tx, reply: ReplyId) -> Result<Option<Enquiring>> {
    let Some(found) = enquiry::of_reply(tx, reply).await? else { return Ok(None) };
    enquiry::remove(tx, reply).await?;
    Ok(match (found.kind, found.post) {
        (EnquiryKind::Satisfaction, _) => Some(Enquiring::Satisfaction),
        (EnquiryKind::Quote, Some(post)) => Some(Enquiring::Quote(post)),
        (EnquiryKind::Quote, None) => None,
    })
}
