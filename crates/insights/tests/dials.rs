//! What was due, by the log, and how the dials read it.
#![allow(clippy::unwrap_used)]

use insights::figures::Summed;
use insights::{Duty, DutyEnd, DutyKind, Evidence, Reading, Standing, Trend, duties, reading};
use jiff::{SignedDuration, Timestamp};
use model::{Actor, ConversationId, DialPart, DialTarget, Event, EventId, EventKind};
use serde_json::{Value, json};
use store::event::Sealed;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn begins() -> Timestamp {
    "2026-11-01T00:00:00Z".parse().unwrap()
}

/// A log that is written hour by hour.
#[derive(Default)]
struct Log(Vec<Sealed>);

impl Log {
    fn tell(&mut self, kind: EventKind, hour: i32, data: Value) -> &mut Self {
        let position = self.0.len() as i64 + 1;
        let at = begins() + HOUR * hour;
        let event = Event {
            id: EventId(position),
            kind,
            actor: Actor::System,
            happened_at: at,
            learned_at: at,
            conversation: Some(ConversationId(1)),
            data,
        };
        self.0.push(Sealed { position, event });
        self
    }

    fn promise(&mut self, id: i64, kind: EventKind, hour: i32, due: i32, after: &str, late: Option<bool>) -> &mut Self {
        let due_at = begins() + HOUR * due;
        self.tell(kind, hour, json!({ "commitment": id.to_string(), "due_at": due_at, "after": after, "late": late }))
    }

    fn duties(&self) -> Vec<Duty> {
        duties(&self.0)
    }
}

fn ends(log: &Log) -> Vec<Option<(DutyEnd, i32)>> {
    let hour = |at: Timestamp| (at.duration_since(begins()).as_secs() / 3_600) as i32;
    log.duties().iter().map(|one| one.end.map(|(end, at)| (end, hour(at)))).collect()
}

#[test]
fn a_promise_is_what_became_of_it() {
    let mut log = Log::default();
    log.promise(1, EventKind::CommitmentMade, 0, 24, "open", None);
    assert_eq!(ends(&log), [None]);
    log.promise(1, EventKind::CommitmentKept, 30, 24, "kept", Some(false));
    assert_eq!(ends(&log), [Some((DutyEnd::Done, 24))], "kept in time, and written down later");
    log.promise(1, EventKind::CommitmentReopened, 31, 24, "open", None);
    assert_eq!(ends(&log), [None]);
    log.promise(1, EventKind::CommitmentMoved, 32, 48, "open", None);
    log.promise(1, EventKind::CommitmentKept, 50, 48, "kept", Some(true));
    let moved = log.duties()[0];
    assert_eq!(
        (moved.moved, moved.due_at, moved.end.unwrap().1),
        (1, Some(begins() + HOUR * 48), begins() + HOUR * 50)
    );
    log.tell(EventKind::CommitmentLate, 51, json!({ "commitment": "1", "due_at": begins() }));
    assert_eq!(log.duties()[0], moved, "being told that it is late changes nothing");
    log.promise(2, EventKind::CommitmentMade, 52, 60, "open", None);
    log.promise(2, EventKind::CommitmentBroken, 53, 60, "broken", Some(false));
    log.promise(3, EventKind::CommitmentMade, 54, 60, "open", None);
    log.promise(3, EventKind::CommitmentWithdrawn, 55, 60, "withdrawn", Some(false));
    assert_eq!(ends(&log)[1..], [Some((DutyEnd::Declined, 53)), Some((DutyEnd::LetOff, 55))]);
    log.promise(3, EventKind::CommitmentTakenBack, 56, 60, "open", None);
    assert_eq!(ends(&log)[2], None, "the step was undone");
    log.tell(EventKind::CommitmentTakenBack, 57, json!({ "commitment": "3" }));
    assert_eq!(log.duties().len(), 2, "it was never promised");
}

#[test]
fn what_is_owed_and_what_was_learned_are_due_too() {
    let mut log = Log::default();
    let owed = |after: &str| json!({ "obligation": "7", "after": after });
    log.tell(EventKind::ObligationOwed, 0, owed("open")).tell(EventKind::ObligationAccepted, 1, owed("accepted"));
    assert_eq!(ends(&log), [None]);
    log.tell(EventKind::ObligationDone, 5, owed("done"));
    assert_eq!(ends(&log), [Some((DutyEnd::Done, 5))]);
    log.tell(EventKind::ObligationReopened, 6, owed("open")).tell(EventKind::ObligationDeclined, 7, owed("declined"));
    assert_eq!(ends(&log), [Some((DutyEnd::Declined, 7))]);

    let insight = || json!({ "insight": "9" });
    log.tell(EventKind::InsightNoted, 10, insight()).tell(EventKind::InsightDecided, 20, insight());
    log.tell(EventKind::InsightDone, 30, insight());
    let kinds: Vec<DutyKind> = log.duties().iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [DutyKind::Owed, DutyKind::Decision, DutyKind::Telling]);
    assert_eq!(ends(&log)[1..], [Some((DutyEnd::Done, 20)), None]);
    log.tell(EventKind::InsightToldBack, 40, insight());
    assert_eq!(ends(&log)[2], Some((DutyEnd::Done, 40)));
    // What no program of ours wrote is passed over.
    log.tell(EventKind::CommitmentMade, 41, json!({ "commitment": [], "after": 3 })).tell(
        EventKind::InsightNoted,
        42,
        json!(null),
    );
    assert_eq!(log.duties().len(), 3);
}

/// Promises of the first and of the second thousand hours, so many of which were kept in time.
fn promised(before: (i64, i64), now: (i64, i64)) -> Log {
    let mut log = Log::default();
    for (first, (kept, of)) in [(0, before), (1_000, now)] {
        for number in 0..of {
            let (id, due) = (first + number, first as i32 + 100);
            log.promise(id, EventKind::CommitmentMade, first as i32, due, "open", None);
            if number < kept {
                log.promise(id, EventKind::CommitmentKept, first as i32 + 50, due, "kept", Some(false));
            }
        }
    }
    log
}

fn read(log: &Log, target: DialTarget) -> Reading {
    let (waits, due) = (Summed::default(), log.duties());
    let of = |from: i32| Evidence {
        waits: &waits,
        duties: &due,
        from: begins() + HOUR * from,
        until: begins() + HOUR * (from + 1_000),
    };
    reading(target, of(1_000), of(0))
}

fn kept(percent: u8) -> DialTarget {
    DialTarget { part: DialPart::PromisesKept, belief: None, percent, hours: None }
}

#[test]
fn a_part_stands_to_its_target_by_what_chance_allows() {
    let log = promised((5, 9), (80, 100));
    assert_eq!(read(&log, kept(80)).standing, Standing::Holds);
    assert_eq!(read(&log, kept(85)).standing, Standing::Partly, "80 of 100 may be 86");
    assert_eq!(read(&log, kept(95)).standing, Standing::Fails);
    let one = read(&log, kept(80));
    assert_eq!((one.of, one.before, one.trend), (100, None, None), "nine are too few to compare with");
    assert_eq!(read(&promised((0, 0), (9, 9)), kept(80)).standing, Standing::Unknown, "nine are too few");
}

#[test]
fn more_or_less_than_before_is_said_where_it_is_more_than_chance() {
    for (before, now, trend) in [
        ((50, 100), (80, 100), Trend::Better),
        ((80, 100), (50, 100), Trend::Worse),
        ((75, 100), (80, 100), Trend::Same),
    ] {
        assert_eq!(read(&promised(before, now), kept(90)).trend, Some(trend), "{before:?} and {now:?}");
    }
}

#[test]
fn what_was_taken_back_towards_the_person_is_no_broken_promise_and_what_is_not_over_is_not_counted() {
    let mut log = promised((0, 0), (10, 10));
    log.promise(9_001, EventKind::CommitmentMade, 1_200, 1_300, "open", None);
    log.promise(9_001, EventKind::CommitmentWithdrawn, 1_210, 1_300, "withdrawn", Some(false));
    log.promise(9_002, EventKind::CommitmentMade, 1_200, 2_500, "open", None);
    let one = read(&log, kept(90));
    assert_eq!((one.of, one.found.unwrap().value), (10, 1.0));
}

#[test]
fn what_is_due_within_a_time_counts_what_is_still_open() {
    let mut log = Log::default();
    for number in 0..20 {
        let owed = |after: &str| json!({ "obligation": (100 + number).to_string(), "after": after });
        log.tell(EventKind::ObligationOwed, 1_000, owed("open"));
        if number < 10 {
            log.tell(EventKind::ObligationDone, 1_010, owed("done"));
        }
    }
    let owed = |hours| DialTarget { part: DialPart::OwedSettled, belief: None, percent: 80, hours: Some(hours) };
    let one = read(&log, owed(24));
    assert_eq!((one.of, one.found.unwrap().value, one.standing), (20, 0.5, Standing::Fails));
    assert_eq!(read(&log, owed(5)).found.unwrap().value, 0.0);
    let late = read(&log, owed(5_000));
    assert_eq!(
        (late.of, late.found, late.standing),
        (20, None, Standing::Unknown),
        "nothing was looked at for so long"
    );
}
