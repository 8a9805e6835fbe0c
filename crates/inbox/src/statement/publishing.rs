//! Publishing a statement on channels: each step is on disk before the next is taken.

use std::time::Duration;

use jiff::Timestamp;
use model::{
    Actor, ChannelId, EventKind, LengthRule, MemberId, NoticeKind, PostingId, ReplyState, Right, StatementAct,
    StatementId, StatementState,
};
use serde_json::{Value, json};
use store::event::append;
use store::member::Member;
use store::posting::{self, NewPosting, Posting};
use store::statement::{self, Statement};
use store::variant::Variant;
use store::{Tx, channel, job, notice, stop};

use super::{MISSING, StatementFault, as_seen, tell, too_long};
use crate::acts::require;
use crate::fact::one_address;
use crate::sending::Outcome;
use crate::variant::in_language;
use crate::{InboxError, Result};

/// The job that carries a statement to a channel; its payload is `{"posting": id}`.
pub const PUBLISH: &str = "publish";

const NO_POSTING: InboxError = InboxError::Missing("this post");

/// Where a statement is to be published.
#[derive(Clone, Debug)]
pub struct PostingPlace {
    /// On which channel.
    pub channel: ChannelId,
    /// In which of its languages; empty for the text that is for everybody.
    pub language: String,
    /// How long a post may be there; none where the channel takes no posts, or does not run.
    pub takes: Option<LengthRule>,
}

/// A statement to be published.
#[derive(Clone, Copy, Debug)]
pub struct Publishing<'a> {
    /// Which.
    pub statement: StatementId,
    /// The version that was looked at.
    pub seen: Option<i64>,
    /// Where.
    pub places: &'a [PostingPlace],
    /// How long it is taken back for nothing.
    pub undo: Duration,
}

/// What goes out: the text, and the address of fuller words behind it.
pub fn words_out(one: &Statement, language: &str) -> Option<Variant> {
    let found = in_language(&one.terms.texts, Some(language).filter(|tag| !tag.is_empty()))?;
    let text = match &one.terms.fuller_url {
        Some(url) => format!("{} {url}", found.text),
        None => found.text.clone(),
    };
    Some(Variant { language: found.language.clone(), text })
}

/// Has a statement that was approved go out on channels: all of them, or none where something is wrong with one. Commit it
/// durably.
///
/// # Errors
/// `Forbidden`; `Missing`; `StatementChanged`; `Statement` says what is wrong.
pub async fn publish_statement(tx: &mut Tx, member: &Member, wanted: Publishing<'_>) -> Result<Vec<Posting>> {
    require(member, Right::ApproveReplies)?;
    let one = statement::find(tx, wanted.statement).await?.ok_or(MISSING)?;
    as_seen(Some(&one), wanted.seen)?;
    if !matches!(one.state, StatementState::Approved | StatementState::Published) {
        return Err(StatementFault::State(one.state).into());
    }
    if wanted.places.is_empty() {
        return Err(StatementFault::Nowhere.into());
    }
    let send_at = tx.now().saturating_add(wanted.undo).unwrap_or(Timestamp::MAX);
    let mut queued = Vec::new();
    for place in wanted.places {
        let name = channel::find(tx, place.channel).await?.ok_or(InboxError::Missing("this channel"))?.name;
        let Some(length) = place.takes else { return Err(StatementFault::Channel(name).into()) };
        let said = words_out(&one, &place.language).ok_or(StatementFault::Words)?;
        if let Some([most, is]) = too_long(length, &said.text) {
            return Err(StatementFault::Long { channel: name, most, is }.into());
        }
        let new = NewPosting { statement: one.id, channel: place.channel, member: member.id, said: &said, send_at };
        let posting = posting::queue(tx, new).await?.ok_or(StatementFault::Already(name))?;
        tell_of(tx, EventKind::PostingQueued, Actor::Member(member.id), &posting, json!({})).await?;
        enqueue(tx, posting.id, send_at).await?;
        queued.push(posting);
    }
    Ok(queued)
}

async fn enqueue(tx: &mut Tx, id: PostingId, run_at: Timestamp) -> Result<()> {
    Ok(job::enqueue(tx, PUBLISH, &id.to_string(), &json!({ "posting": id }), run_at).await?)
}

async fn tell_of(tx: &mut Tx, kind: EventKind, actor: Actor, one: &Posting, more: Value) -> Result<()> {
    let mut data =
        json!({ "posting": one.id, "statement": one.statement, "channel": one.channel, "member": one.member });
    if let (Value::Object(data), Value::Object(more)) = (&mut data, more) {
        data.extend(more);
    }
    append(tx, kind, actor, None, data).await?;
    Ok(())
}

/// The statement of a posting and the posting, to be changed: in the order in which everybody keeps them.
async fn both(tx: &mut Tx, id: PostingId) -> Result<Option<(Statement, Posting)>> {
    let Some(seen) = posting::find_only(tx, id).await? else { return Ok(None) };
    let Some(one) = statement::find(tx, seen.statement).await? else { return Ok(None) };
    Ok(posting::find(tx, id).await?.map(|posting| (one, posting)))
}

/// Notes that bytes are about to leave: the exact record, its id on the network, the attempt. Commit it durably before the
/// first byte. `false` where it does not go out any more, or a stop holds it.
///
/// # Errors
/// When the database fails.
pub async fn begin_posting(tx: &mut Tx, id: PostingId, prepared: String, remote_id: Option<String>) -> Result<bool> {
    let Some((statement, mut one)) = both(tx, id).await? else { return Ok(false) };
    if one.state == ReplyState::Queued && statement.state.is_over() {
        let by = statement.ended.map_or(one.member, |(by, _)| by);
        cancel(tx, by, &mut one).await?;
    }
    if one.state != ReplyState::Queued || posting_is_held(tx, &mut one).await? {
        return Ok(false);
    }
    one.state = one.state.become_state(ReplyState::Sending)?;
    one.prepared = Some(prepared);
    one.remote_id = remote_id.or(one.remote_id.take());
    one.attempts += 1;
    posting::save(tx, &one).await?;
    tell_of(tx, EventKind::PostingSending, Actor::System, &one, json!({ "attempt": one.attempts })).await?;
    Ok(true)
}

/// Notes what an attempt came to. The first that the network took publishes the statement, and supersedes the one whose place
/// it takes. What does not move any more stays as it is.
///
/// # Errors
/// When the database fails.
pub async fn finish_posting(tx: &mut Tx, id: PostingId, outcome: Outcome) -> Result<()> {
    let Some((mut statement, mut one)) = both(tx, id).await? else { return Ok(()) };
    if !one.state.is_moving() {
        return Ok(());
    }
    let (state, kind, why) = match outcome {
        Outcome::Sent { url } => {
            (one.url, one.sent_at) = (url, Some(tx.now()));
            // One that was to be sent again stood already.
            let is_found = one.state == ReplyState::Queued;
            (if is_found { ReplyState::Delivered } else { ReplyState::Sent }, EventKind::PostingSent, None)
        }
        Outcome::TryAgain { why } => (ReplyState::Queued, EventKind::PostingFailed, Some(why)),
        Outcome::Failed { why } => (ReplyState::FailedRetryable, EventKind::PostingFailed, Some(why)),
        Outcome::Refused { why } => (ReplyState::FailedFinal, EventKind::PostingFailed, Some(why)),
        Outcome::FateUnknown { why } => (ReplyState::Unknown, EventKind::PostingFateUnknown, Some(why)),
    };
    if one.state != state {
        one.state = one.state.become_state(state)?;
    }
    one.state_reason = why;
    posting::save(tx, &one).await?;
    tell_of(tx, kind, Actor::System, &one, json!({ "state": state, "attempt": one.attempts })).await?;
    if state.is_out() {
        stands(tx, &mut statement, one.member).await?;
    } else if !state.is_moving() {
        let mut told = vec![one.member, statement.terms.owner];
        told.dedup();
        for member in told {
            notice::tell_of_statement(tx, member, NoticeKind::StatementNotOut, statement.id).await?;
        }
    }
    Ok(())
}

/// A statement stands on a network.
async fn stands(tx: &mut Tx, statement: &mut Statement, by: MemberId) -> Result<()> {
    if statement.state != StatementState::Approved {
        return Ok(());
    }
    let former = former_of(tx, statement).await?;
    (statement.state, statement.published) = (StatementState::Published, Some((by, tx.now())));
    statement::save(tx, statement).await?;
    tell(tx, by, statement, StatementAct::Publish).await?;
    let Some(mut former) = former else { return Ok(()) };
    (former.state, former.ended) = (StatementState::Superseded, Some((by, tx.now())));
    statement::save(tx, &former).await?;
    tell(tx, by, &former, StatementAct::Supersede).await?;
    // Where it does not stand yet it is said no more; what is on its way this moment arrives.
    for mut waiting in posting::of_statement(tx, former.id).await? {
        if matches!(waiting.state, ReplyState::Queued | ReplyState::FailedRetryable) {
            cancel(tx, by, &mut waiting).await?;
        }
    }
    Ok(())
}

/// The statement that stands and whose place this one takes: the one it names, or what took that one's place meanwhile.
async fn former_of(tx: &mut Tx, statement: &Statement) -> Result<Option<Statement>> {
    let (mut named, mut seen) = (statement.terms.replaces, Vec::new());
    while let Some(id) = named.filter(|id| *id != statement.id && !seen.contains(id)) {
        seen.push(id);
        let Some(former) = statement::find(tx, id).await? else { return Ok(None) };
        match former.state {
            StatementState::Published => return Ok(Some(former)),
            StatementState::Superseded => named = statement::instead_of(tx, id).await?,
            StatementState::Drafted | StatementState::Approved | StatementState::Withdrawn => return Ok(None),
        }
    }
    Ok(None)
}

/// Whether a posting is held by a stop, which it may be from now on. Asked in the transaction that sends it off.
///
/// # Errors
/// When the database fails.
pub async fn posting_is_held(tx: &mut Tx, one: &mut Posting) -> Result<bool> {
    if one.held.is_some() {
        return Ok(true);
    }
    let Some(stop) = stop::holding(tx, None, one.released_at).await? else { return Ok(false) };
    one.held = Some((tx.now(), stop.id));
    posting::save(tx, one).await?;
    tell_of(tx, EventKind::PostingHeld, Actor::System, one, json!({ "stop": stop.id })).await?;
    Ok(true)
}

/// Lets a posting go that a stop holds, also while the stop is in force; a later stop holds it again. Commit it durably.
///
/// # Errors
/// `Forbidden`; `Missing`; `Statement` when it is not held, or the statement is over.
pub async fn release_posting(tx: &mut Tx, member: &Member, id: PostingId) -> Result<Posting> {
    require(member, Right::ReleaseReplies)?;
    let (statement, mut one) = both(tx, id).await?.ok_or(NO_POSTING)?;
    if statement.state.is_over() {
        return Err(StatementFault::State(statement.state).into());
    }
    if one.held.is_none() || one.state != ReplyState::Queued {
        return Err(StatementFault::Posting(one.state).into());
    }
    (one.held, one.released_at) = (None, Some(tx.now()));
    one.send_at = one.send_at.max(tx.now());
    posting::save(tx, &one).await?;
    tell_of(tx, EventKind::PostingReleased, Actor::Member(member.id), &one, json!({})).await?;
    enqueue(tx, id, one.send_at).await?;
    Ok(one)
}

/// Takes a posting back that has not left the house.
///
/// # Errors
/// `Forbidden`; `Missing`; `Statement` when it has, or may have.
pub async fn cancel_posting(tx: &mut Tx, member: &Member, id: PostingId) -> Result<Posting> {
    require(member, Right::ApproveReplies)?;
    let (_, mut one) = both(tx, id).await?.ok_or(NO_POSTING)?;
    cancel(tx, member.id, &mut one).await?;
    Ok(one)
}

async fn cancel(tx: &mut Tx, by: MemberId, one: &mut Posting) -> Result<()> {
    if !one.state.may_become(ReplyState::Cancelled) {
        return Err(StatementFault::Posting(one.state).into());
    }
    (one.state, one.state_reason) = (ReplyState::Cancelled, None);
    posting::save(tx, one).await?;
    tell_of(tx, EventKind::PostingCancelled, Actor::Member(by), one, json!({})).await
}

/// Takes back what of a statement has not left the house.
pub(super) async fn call_off(tx: &mut Tx, by: MemberId, id: StatementId) -> Result<()> {
    for mut one in posting::of_statement(tx, id).await? {
        if matches!(one.state, ReplyState::Sending | ReplyState::Unknown) {
            return Err(StatementFault::GoingOut.into());
        }
        if one.state.may_become(ReplyState::Cancelled) && one.state != ReplyState::FailedFinal {
            cancel(tx, by, &mut one).await?;
        }
    }
    Ok(())
}

/// Sends a posting again that is not on the network, or of which nobody knows that. Commit it durably.
///
/// # Errors
/// `Forbidden`; `Missing`; `Statement` when it is neither, or the statement is over.
pub async fn retry_posting(tx: &mut Tx, member: &Member, id: PostingId) -> Result<Posting> {
    require(member, Right::ApproveReplies)?;
    let (statement, mut one) = both(tx, id).await?.ok_or(NO_POSTING)?;
    if statement.state.is_over() {
        return Err(StatementFault::State(statement.state).into());
    }
    if !matches!(one.state, ReplyState::FailedRetryable | ReplyState::Unknown) {
        return Err(StatementFault::Posting(one.state).into());
    }
    (one.state, one.state_reason, one.attempts) = (ReplyState::Queued, None, 0);
    one.send_at = tx.now();
    posting::save(tx, &one).await?;
    tell_of(tx, EventKind::PostingDecided, Actor::Member(member.id), &one, json!({ "arrived": false })).await?;
    enqueue(tx, id, one.send_at).await?;
    Ok(one)
}

/// Says that a posting whose fate nobody knows did not arrive: it can be sent again, or left.
///
/// # Errors
/// `Forbidden`; `Missing`; `Statement` when its fate is known.
pub async fn posting_absent(tx: &mut Tx, member: &Member, id: PostingId) -> Result<Posting> {
    require(member, Right::ApproveReplies)?;
    let (_, mut one) = both(tx, id).await?.ok_or(NO_POSTING)?;
    if one.state != ReplyState::Unknown {
        return Err(StatementFault::Posting(one.state).into());
    }
    (one.state, one.state_reason) = (ReplyState::FailedRetryable, Some("it did not arrive".into()));
    posting::save(tx, &one).await?;
    tell_of(tx, EventKind::PostingDecided, Actor::Member(member.id), &one, json!({ "arrived": false })).await?;
    Ok(one)
}

/// Says that a posting whose fate nobody knows did arrive, and where people read it, if that is known.
///
/// # Errors
/// `Forbidden`; `Missing`; `Statement` when its fate is known, or nothing can be read at that address.
pub async fn posting_arrived(tx: &mut Tx, member: &Member, id: PostingId, url: Option<&str>) -> Result<Posting> {
    require(member, Right::ApproveReplies)?;
    let (mut statement, mut one) = both(tx, id).await?.ok_or(NO_POSTING)?;
    if one.state != ReplyState::Unknown {
        return Err(StatementFault::Posting(one.state).into());
    }
    if let Some(url) = url.map(str::trim).filter(|url| !url.is_empty()) {
        one.url = Some(one_address(url).ok_or(StatementFault::Url)?);
    }
    (one.state, one.state_reason, one.sent_at) = (ReplyState::Sent, None, Some(tx.now()));
    posting::save(tx, &one).await?;
    tell_of(tx, EventKind::PostingDecided, Actor::Member(member.id), &one, json!({ "arrived": true })).await?;
    stands(tx, &mut statement, one.member).await?;
    Ok(one)
}

/// Holds every posting that would go out by itself, until a person decides: after a restore nobody knows whether it was sent or
/// taken back since. How many.
///
/// # Errors
/// When the database fails.
pub async fn hold_moving_postings(tx: &mut Tx) -> Result<usize> {
    let moving = posting::moving(tx).await?;
    for one in &moving {
        let outcome = match one.state {
            ReplyState::Sending => {
                let why = "it was on its way when the back-up was made from which this was restored";
                Outcome::FateUnknown { why: why.into() }
            }
            _ => {
                let why = "this was restored from a back-up, and it may have been sent or taken back since";
                Outcome::FateUnknown { why: why.into() }
            }
        };
        finish_posting(tx, one.id, outcome).await?;
    }
    Ok(moving.len())
}
