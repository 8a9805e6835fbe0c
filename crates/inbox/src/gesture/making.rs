//! Carrying a gesture out, or back: each step is on disk before the next is taken.

use model::{Actor, EventKind, GestureId, GestureKind, GestureState, Right};
use serde_json::json;
use store::gesture::{self, Gesture};
use store::member::Member;
use store::{Tx, merge, stop};

use super::{GestureFault, MISSING, enqueue, tell};
use crate::Result;
use crate::acts::require;

/// What an attempt to make a gesture, or to take it back, came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GestureOutcome {
    /// The network has it.
    Made,
    /// It is not there; it will be tried again by itself.
    TryAgain {
        /// Why, in plain words.
        why: String,
    },
    /// It is not there; a member may have it tried again.
    Failed {
        /// Why, in plain words.
        why: String,
    },
    /// Whether it is there cannot be known.
    FateUnknown {
        /// Why, in plain words.
        why: String,
    },
    /// It is there no more.
    TakenBack,
    /// It is still there although it was to be taken back; a member may do so again.
    StillThere {
        /// Why, in plain words.
        why: String,
    },
}

/// Notes that bytes are about to leave: the exact record, its id on the network, the attempt. Commit it durably before the
/// first byte.
///
/// # Errors
/// When the database fails.
pub async fn begin_gesture(tx: &mut Tx, one: &mut Gesture, prepared: String, remote_id: Option<String>) -> Result<()> {
    one.state = GestureState::Making;
    one.prepared = Some(prepared);
    one.remote_id = remote_id;
    one.attempts += 1;
    gesture::save(tx, one).await?;
    tell(tx, EventKind::GestureMaking, Actor::System, one, json!({ "attempt": one.attempts })).await
}

/// Notes what an attempt came to.
///
/// # Errors
/// When the database fails.
pub async fn finish_gesture(tx: &mut Tx, one: &mut Gesture, outcome: GestureOutcome) -> Result<()> {
    let (state, kind, why) = match outcome {
        GestureOutcome::Made => {
            one.made_at = Some(tx.now());
            (GestureState::Stands, EventKind::GestureMade, None)
        }
        GestureOutcome::TryAgain { why } => (GestureState::Queued, EventKind::GestureFailed, Some(why)),
        GestureOutcome::Failed { why } => (GestureState::Failed, EventKind::GestureFailed, Some(why)),
        GestureOutcome::FateUnknown { why } => (GestureState::Unknown, EventKind::GestureFateUnknown, Some(why)),
        GestureOutcome::TakenBack => (GestureState::TakenBack, EventKind::GestureTakenBack, None),
        GestureOutcome::StillThere { why } => {
            one.taken_back = None;
            (GestureState::Stands, EventKind::GestureFailed, Some(why))
        }
    };
    let was_made = one.state == GestureState::TakingBack;
    (one.state, one.state_reason) = (state, why);
    // The record of a report is of no more use then, and holds a member's words.
    if one.kind == GestureKind::Report && !state.is_moving() {
        one.prepared = None;
    }
    gesture::save(tx, one).await?;
    // Whoever wanted it did it, however long it took.
    let wanted_by = match kind {
        EventKind::GestureMade => Some(one.member),
        EventKind::GestureTakenBack => one.taken_back.and_then(|(by, _)| by),
        _ => None,
    };
    let actor = wanted_by.map_or(Actor::System, Actor::Member);
    let data = json!({ "state": state, "attempt": one.attempts, "was_made": was_made });
    tell(tx, kind, actor, one, data).await
}

/// Whether a gesture is held by a stop, which it may be from now on. Asked in the transaction that sends it off.
///
/// # Errors
/// When the database fails.
pub async fn gesture_is_held(tx: &mut Tx, one: &mut Gesture) -> Result<bool> {
    if !one.kind.is_held_by_stops() {
        return Ok(false);
    }
    if one.held.is_some() {
        return Ok(true);
    }
    let conversation = match one.conversation {
        Some(id) => merge::standing(tx, id).await?.map(|standing| standing.id),
        None => None,
    };
    let Some(stop) = stop::holding(tx, conversation, one.released_at).await? else { return Ok(false) };
    one.held = Some((tx.now(), stop.id));
    gesture::save(tx, one).await?;
    tell(tx, EventKind::GestureHeld, Actor::System, one, json!({ "stop": stop.id })).await?;
    Ok(true)
}

/// Lets a gesture go that a stop holds, also while the stop is in force; a later stop holds it again. Commit it durably.
///
/// # Errors
/// `Forbidden`; `Missing`; `Gesture` when it is not held.
pub async fn release_gesture(tx: &mut Tx, member: &Member, id: GestureId) -> Result<Gesture> {
    require(member, Right::ReleaseReplies)?;
    let mut one = gesture::find(tx, id).await?.ok_or(MISSING)?;
    if one.held.is_none() || one.state != GestureState::Queued {
        return Err(GestureFault::State(one.state).into());
    }
    (one.held, one.released_at) = (None, Some(tx.now()));
    one.make_at = one.make_at.max(tx.now());
    gesture::save(tx, &one).await?;
    tell(tx, EventKind::GestureReleased, Actor::Member(member.id), &one, json!({})).await?;
    enqueue(tx, id, one.make_at).await?;
    Ok(one)
}

/// Holds every gesture that would be made by itself, until a person decides: after a restore nobody knows whether it was made or
/// taken back since. What was being taken back goes on. How many.
///
/// # Errors
/// When the database fails.
pub async fn hold_moving_gestures(tx: &mut Tx) -> Result<usize> {
    let mut count = 0;
    for mut one in gesture::moving(tx).await? {
        if one.state == GestureState::TakingBack {
            continue;
        }
        let why = "this was restored from a back-up, and it may have been made or taken back since".into();
        let outcome = match one.kind.can_be_taken_back() {
            true => GestureOutcome::Failed { why },
            // Nobody can ask, and it is not to be made twice.
            false => GestureOutcome::FateUnknown { why },
        };
        finish_gesture(tx, &mut one, outcome).await?;
        count += 1;
    }
    Ok(count)
}
