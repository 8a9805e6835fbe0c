//! What was due from us, since when and until when, as the log has it: promises, what functions owe, and what becomes of what
//! was learned. A function of events and of nothing else, so as of any position of the log it is the same whenever it is
//! worked out.

use std::collections::BTreeMap;

use jiff::Timestamp;
use model::{CommitmentState, Event, EventKind, ObligationState};
use serde::de::DeserializeOwned;
use store::event::Sealed;

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DutyKind {
    /// To keep what was promised to somebody outside.
    Promise,
    /// To settle what a function owes on a conversation.
    Owed,
    /// To decide what is done about something that was learned.
    Decision,
    /// To tell whoever said so that it was done.
    Telling,
}

/// How something that was due ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyEnd {
    /// It was done.
    Done,
    /// It was declined or broken: said so, and not done.
    Declined,
    /// It fell away, or was taken back towards whoever it was due to.
    LetOff,
}

/// Something that was due from us, or still is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// What.
    pub kind: DutyKind,
    /// Since when.
    pub began_at: Timestamp,
    /// By when, if that was said.
    pub due_at: Option<Timestamp>,
    /// How often its date was moved.
    pub moved: u32,
    /// How it ended, and when.
    pub end: Option<(DutyEnd, Timestamp)>,
}

/// What was due, by all events of [`store::event::DUTY_KINDS`] in the order of their positions.
pub fn duties(events: &[Sealed]) -> Vec<Duty> {
    let mut found: BTreeMap<(DutyKind, i64), Duty> = BTreeMap::new();
    for Sealed { event, .. } in events {
        read_event(&mut found, event);
    }
    let mut duties: Vec<Duty> = found.into_values().collect();
    duties.sort_by_key(|one| (one.began_at, one.kind));
    duties
}

fn read<T: DeserializeOwned>(event: &Event, name: &str) -> Option<T> {
    event.data.get(name).and_then(|value| T::deserialize(value).ok())
}

/// The id that an event tells, which it may tell as a text.
fn id(event: &Event, name: &str) -> Option<i64> {
    let value = event.data.get(name)?;
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn begin<'a>(found: &'a mut BTreeMap<(DutyKind, i64), Duty>, kind: DutyKind, id: i64, event: &Event) -> &'a mut Duty {
    found.entry((kind, id)).or_insert_with(|| Duty {
        kind,
        began_at: event.learned_at,
        due_at: None,
        moved: 0,
        end: None,
    })
}

fn read_event(found: &mut BTreeMap<(DutyKind, i64), Duty>, event: &Event) {
    match event.kind {
        EventKind::InsightNoted => {
            if let Some(id) = id(event, "insight") {
                begin(found, DutyKind::Decision, id, event);
            }
        }
        EventKind::InsightDecided => {
            if let Some(id) = id(event, "insight") {
                begin(found, DutyKind::Decision, id, event).end = Some((DutyEnd::Done, event.learned_at));
            }
        }
        EventKind::InsightDone => {
            if let Some(id) = id(event, "insight") {
                begin(found, DutyKind::Telling, id, event);
            }
        }
        EventKind::InsightToldBack => {
            if let Some(id) = id(event, "insight") {
                begin(found, DutyKind::Telling, id, event).end = Some((DutyEnd::Done, event.learned_at));
            }
        }
        _ => {
            if let Some(id) = id(event, "commitment") {
                promised(found, id, event);
            } else if let Some(id) = id(event, "obligation") {
                owed(found, id, event);
            }
        }
    }
}

fn promised(found: &mut BTreeMap<(DutyKind, i64), Duty>, id: i64, event: &Event) {
    let Some(after) = read::<CommitmentState>(event, "after") else {
        // That it was ever promised was taken back; that it is late is told without changing it.
        if event.kind == EventKind::CommitmentTakenBack {
            found.remove(&(DutyKind::Promise, id));
        }
        return;
    };
    let duty = begin(found, DutyKind::Promise, id, event);
    let due_at: Option<Timestamp> = read(event, "due_at");
    if event.kind == EventKind::CommitmentMoved && due_at != duty.due_at {
        duty.moved += 1;
    }
    duty.due_at = due_at.or(duty.due_at);
    let was_in_time = read(event, "late") == Some(false);
    duty.end = match after {
        CommitmentState::Open => None,
        // It was kept when it was said, whenever somebody wrote that down.
        CommitmentState::Kept if was_in_time => {
            let at = duty.due_at.map_or(event.learned_at, |due| due.min(event.learned_at));
            Some((DutyEnd::Done, at))
        }
        CommitmentState::Kept => Some((DutyEnd::Done, event.learned_at)),
        CommitmentState::Broken => Some((DutyEnd::Declined, event.learned_at)),
        CommitmentState::Withdrawn => Some((DutyEnd::LetOff, event.learned_at)),
    };
}

fn owed(found: &mut BTreeMap<(DutyKind, i64), Duty>, id: i64, event: &Event) {
    let Some(after) = read::<ObligationState>(event, "after") else {
        if event.kind == EventKind::ObligationTakenBack {
            found.remove(&(DutyKind::Owed, id));
        }
        return;
    };
    let duty = begin(found, DutyKind::Owed, id, event);
    duty.end = match after {
        ObligationState::Open | ObligationState::Accepted => None,
        ObligationState::Done => Some((DutyEnd::Done, event.learned_at)),
        ObligationState::Declined => Some((DutyEnd::Declined, event.learned_at)),
        ObligationState::Void => Some((DutyEnd::LetOff, event.learned_at)),
    };
}
