//! What we do on a network without words: a like, a boost, a follow; and, under a house rule, hiding or reporting what somebody
//! said. It is there once, whoever asks twice, and it is no answer: nobody waits less because of it.

mod making;

use std::time::Duration;

use jiff::Timestamp;
use model::{
    Actor, AuthorId, ChannelId, ConversationId, EventKind, GestureId, GestureKind, GestureState, HouseRuleId, PostId,
    ReportGround, Right, text_digest,
};
use serde_json::{Value, json};
use store::event::append;
use store::gesture::{self, Gesture, NewGesture};
use store::member::Member;
use store::{Tx, author, job, post};
use wording::t;

pub use self::making::{
    GestureOutcome, begin_gesture, finish_gesture, gesture_is_held, hold_moving_gestures, release_gesture,
};
use crate::acts::{known, require};
use crate::house_rule::house_rule_in_use;
use crate::{InboxError, Result};

/// The job that makes a gesture, or takes it back; its payload is `{"gesture": id}`.
pub const MAKE_GESTURE: &str = "make_gesture";
/// The longest reason for hiding or reporting, in characters.
pub const GESTURE_REASON_CHARS_MAX: usize = 500;

pub(crate) const MISSING: InboxError = InboxError::Missing("this gesture");

/// Why a gesture is not made, or not taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GestureFault {
    /// The network, or this account on it, does not take it.
    #[error("{}", t!("this channel cannot do that"))]
    NotTaken,
    /// What it is about is gone.
    #[error("{}", t!("the post is gone"))]
    Gone,
    /// It is about ourselves.
    #[error("{}", t!("that is ours: this is for what others say"))]
    Ours,
    /// It is under no post of ours.
    #[error("{}", t!("only what stands under a post of ours can be hidden"))]
    NotUnderOurs,
    /// Nothing is hidden or reported without a house rule.
    #[error("{}", t!("say under which house rule"))]
    NeedsHouseRule,
    /// There is no reason, or a long one.
    #[error("{}", t!("say why, in 1 to {max} characters", max = GESTURE_REASON_CHARS_MAX))]
    Reason,
    /// A report does not say what is wrong.
    #[error("{}", t!("say what is wrong with it"))]
    Ground,
    /// It is made for good.
    #[error("{}", t!("a report cannot be taken back"))]
    ForGood,
    /// It is not where that step begins.
    #[error("{}", t!("that cannot be done now: {standing}", standing = standing(*.0)))]
    State(GestureState),
}

/// Where a gesture stands, in words.
fn standing(state: GestureState) -> &'static str {
    match state {
        GestureState::Queued => t!("it is about to be made"),
        GestureState::Making => t!("it is on its way"),
        GestureState::Stands => t!("it stands on the network"),
        GestureState::Failed => t!("it is not on the network"),
        GestureState::Unknown => t!("nobody knows whether it is on the network"),
        GestureState::TakingBack => t!("it is being taken back"),
        GestureState::TakenBack => t!("it was taken back"),
    }
}

/// A gesture that a member wants.
#[derive(Clone, Copy, Debug)]
pub struct Gesturing<'a> {
    /// What is to be done.
    pub kind: GestureKind,
    /// What about.
    pub about: About,
    /// The house rule under which it is done, and why; where the kind needs it.
    pub under: Option<(HouseRuleId, &'a str)>,
    /// What a report says is wrong.
    pub ground: Option<ReportGround>,
    /// What the channel takes.
    pub takes: &'a [GestureKind],
    /// How long it is taken back for nothing.
    pub undo: Duration,
}

/// What a gesture is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A post, by the account that heard it.
    Post(PostId),
    /// Somebody, by the account of a channel.
    Author {
        /// Whom.
        author: AuthorId,
        /// Which account does it.
        channel: ChannelId,
        /// Where it is wanted.
        conversation: Option<ConversationId>,
    },
}

/// Wants a gesture: keeps its intent and enqueues it. Where it stands already, or is on its way, that one; one that failed is
/// tried again. Commit it durably.
///
/// # Errors
/// `Forbidden`; `Missing`; `Gesture` says why it is not made.
pub async fn want_gesture(tx: &mut Tx, member: &Member, wanted: Gesturing<'_>) -> Result<Gesture> {
    let Gesturing { kind, ground, .. } = wanted;
    require(member, right_to(kind))?;
    let under = match wanted.under.filter(|_| kind.needs_house_rule()) {
        Some((rule, reason)) => Some((house_rule_in_use(tx, rule).await?.id, checked(reason)?)),
        None if kind.needs_house_rule() => return Err(GestureFault::NeedsHouseRule.into()),
        None => None,
    };
    let ground = ground.filter(|_| kind == GestureKind::Report);
    if kind == GestureKind::Report && ground.is_none() {
        return Err(GestureFault::Ground.into());
    }
    if !wanted.takes.contains(&kind) {
        return Err(GestureFault::NotTaken.into());
    }
    let make_at = tx.now().saturating_add(wanted.undo).unwrap_or(Timestamp::MAX);
    let new = match wanted.about {
        About::Post(id) if kind.is_about_post() => {
            let found = post::find(tx, id).await?.ok_or(InboxError::Missing("this post"))?;
            check_post(tx, kind, &found).await?;
            let (channel, author) = (found.channel, found.author);
            let (post, conversation, member) = (Some(id), None, member.id);
            NewGesture { kind, channel, author, post, conversation, member, under, ground, make_at }
        }
        About::Author { author, channel, conversation } if !kind.is_about_post() => {
            check_author(tx, author).await?;
            if let Some(conversation) = conversation {
                known(tx, conversation).await?;
            }
            NewGesture { kind, channel, author, post: None, conversation, member: member.id, under, ground, make_at }
        }
        About::Post(_) | About::Author { .. } => return Err(GestureFault::NotTaken.into()),
    };
    let (one, is_new) = gesture::queue(tx, new).await?;
    if !is_new {
        return match one.state {
            GestureState::Failed => {
                gesture::want_anew(tx, one.id, new).await?;
                retry_gesture(tx, member, one.id).await
            }
            GestureState::TakingBack => Err(GestureFault::State(one.state).into()),
            _ => Ok(one),
        };
    }
    tell(tx, EventKind::GestureWanted, Actor::Member(member.id), &one, json!({})).await?;
    enqueue(tx, one.id, make_at).await?;
    Ok(one)
}

/// What a member needs for it.
const fn right_to(kind: GestureKind) -> Right {
    if matches!(kind, GestureKind::Hide) { Right::HidePosts } else { Right::WorkInbox }
}

fn checked(reason: &str) -> Result<&str> {
    let reason = reason.trim();
    let fits = (1..=GESTURE_REASON_CHARS_MAX).contains(&reason.chars().count());
    if fits { Ok(reason) } else { Err(GestureFault::Reason.into()) }
}

async fn check_post(tx: &mut Tx, kind: GestureKind, found: &post::Post) -> Result<()> {
    if found.deleted_at.is_some() || found.is_erased {
        return Err(GestureFault::Gone.into());
    }
    check_author(tx, found.author).await?;
    if found.is_private {
        return Err(GestureFault::NotTaken.into());
    }
    if kind == GestureKind::Hide && !is_under_ours(tx, found).await? {
        return Err(GestureFault::NotUnderOurs.into());
    }
    Ok(())
}

/// Whether the thread of a post begins with one of ours.
async fn is_under_ours(tx: &mut Tx, found: &post::Post) -> Result<bool> {
    let Some(root) = post::by_remote(tx, found.channel, &found.root.id).await? else { return Ok(false) };
    let begun_by = author::find(tx, root.author).await?;
    Ok(root.id != found.id && begun_by.is_some_and(|author| author.is_ours))
}

async fn check_author(tx: &mut Tx, id: AuthorId) -> Result<()> {
    let found = author::find(tx, id).await?.ok_or(InboxError::Missing("this person"))?;
    if model::is_erased_id(&found.profile.remote_id) {
        return Err(InboxError::Erased);
    }
    if found.is_ours { Err(GestureFault::Ours.into()) } else { Ok(()) }
}

/// Takes a gesture back: before it is made for nothing, afterwards on the network as well. Commit it durably.
///
/// # Errors
/// `Forbidden`; `Missing`; `Gesture` when it cannot be, or is on its way.
pub async fn take_gesture_back(tx: &mut Tx, member: &Member, id: GestureId) -> Result<Gesture> {
    require(member, Right::WorkInbox)?;
    let mut one = gesture::find(tx, id).await?.ok_or(MISSING)?;
    require(member, right_to(one.kind))?;
    let is_over = match one.state {
        GestureState::TakingBack | GestureState::TakenBack => return Ok(one),
        GestureState::Queued | GestureState::Failed => true,
        GestureState::Stands if one.kind.can_be_taken_back() => false,
        GestureState::Stands | GestureState::Unknown if !one.kind.can_be_taken_back() => {
            return Err(GestureFault::ForGood.into());
        }
        state => return Err(GestureFault::State(state).into()),
    };
    one.taken_back = Some((Some(member.id), tx.now()));
    (one.state, one.state_reason) = (if is_over { GestureState::TakenBack } else { GestureState::TakingBack }, None);
    gesture::save(tx, &one).await?;
    let kind = if is_over { EventKind::GestureTakenBack } else { EventKind::GestureTakingBack };
    tell(tx, kind, Actor::Member(member.id), &one, json!({ "was_made": !is_over })).await?;
    if !is_over {
        let now = tx.now();
        enqueue(tx, id, now).await?;
    }
    Ok(one)
}

/// Has a gesture tried again that is not on the network, or of which nobody knows that. Commit it durably.
///
/// # Errors
/// `Forbidden`; `Missing`, also when its house rule was put away; `Gesture` when it is neither.
pub async fn retry_gesture(tx: &mut Tx, member: &Member, id: GestureId) -> Result<Gesture> {
    require(member, Right::WorkInbox)?;
    let mut one = gesture::find(tx, id).await?.ok_or(MISSING)?;
    require(member, right_to(one.kind))?;
    if !matches!(one.state, GestureState::Failed | GestureState::Unknown) {
        return Err(GestureFault::State(one.state).into());
    }
    if let Some(under) = &one.under {
        house_rule_in_use(tx, under.rule).await?;
    }
    // Nothing stands under the former record, and what it is about may be another version by now.
    (one.state, one.state_reason, one.prepared) = (GestureState::Queued, None, None);
    (one.attempts, one.make_at) = (0, tx.now());
    gesture::save(tx, &one).await?;
    tell(tx, EventKind::GestureRetried, Actor::Member(member.id), &one, json!({})).await?;
    enqueue(tx, id, one.make_at).await?;
    Ok(one)
}

/// Takes back what was still to be made about people who are erased; whether what is on its way is over, without whose record
/// nobody knows what became of it.
pub(crate) async fn give_up_about(tx: &mut Tx, authors: &[AuthorId]) -> Result<bool> {
    let mut is_over = true;
    for mut one in gesture::all_about(tx, authors).await? {
        match one.state {
            GestureState::Queued | GestureState::Failed => {
                (one.state, one.taken_back) = (GestureState::TakenBack, Some((None, tx.now())));
                gesture::save(tx, &one).await?;
                let data = json!({ "was_made": false });
                tell(tx, EventKind::GestureTakenBack, Actor::System, &one, data).await?;
            }
            GestureState::Making => is_over = false,
            _ => {}
        }
    }
    Ok(is_over)
}

/// Has a gesture made, or taken back, at a moment.
pub(crate) async fn enqueue(tx: &mut Tx, id: GestureId, run_at: Timestamp) -> Result<()> {
    Ok(job::enqueue(tx, MAKE_GESTURE, &id.to_string(), &json!({ "gesture": id }), run_at).await?)
}

/// Tells of a gesture, in ids and closed words.
pub(crate) async fn tell(tx: &mut Tx, kind: EventKind, actor: Actor, one: &Gesture, more: Value) -> Result<()> {
    let mut data = json!({ "gesture": one.id, "kind": one.kind, "author": one.author, "member": one.member });
    if let Some(post) = one.post {
        data["post"] = json!(post);
    }
    if let Some(under) = &one.under {
        data["house_rule"] = json!(under.rule);
        data["reason_digest"] = json!(text_digest(&under.salt, &under.reason));
    }
    if let (Value::Object(data), Value::Object(more)) = (&mut data, more) {
        data.extend(more);
    }
    append(tx, kind, actor, one.conversation, data).await?;
    Ok(())
}
