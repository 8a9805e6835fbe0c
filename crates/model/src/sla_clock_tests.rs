//! Clocks against somebody who sits beside a conversation and looks at every clock each minute.

use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;

use crate::{
    Calendar, CalendarVersion, Opening, SlaClock, SlaKind, SlaState, SlaTerm, SlaTurn, SlaTurnKind, sla_clocks,
};

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

fn hours(text: &str) -> Calendar {
    let week = std::array::from_fn(|_| text.parse().unwrap());
    Calendar::of(Opening { zone: "Europe/Amsterdam".into(), week, holidays: Vec::new() })
}

fn term(hours: &Calendar, target: i64) -> SlaTerm<'_> {
    SlaTerm {
        target: minutes(target),
        warning: minutes(15),
        pauses_when_snoozed: true,
        pauses_when_waiting: true,
        hours,
    }
}

fn turns(told: &[(&str, SlaTurnKind)]) -> Vec<SlaTurn> {
    told.iter().map(|(moment, kind)| SlaTurn { at: at(&format!("2026-11-24T{moment}:00Z")), kind: *kind }).collect()
}

use SlaTurnKind::{Active, Answered, Ended, Snoozed, Waiting, Wrote};

#[test]
fn the_first_answer_and_every_further_one_have_their_own_clock() {
    let always = hours("all day");
    let told = [("10:00", Wrote), ("10:20", Wrote), ("10:50", Answered), ("11:00", Wrote)];
    let clocks = sla_clocks(&turns(&told), |kind, _| (kind != SlaKind::Resolution).then(|| term(&always, 60)));
    let [first, next] = clocks.as_slice() else { panic!("{clocks:?}") };
    assert_eq!((first.kind, first.state, first.spent), (SlaKind::FirstResponse, SlaState::Met, minutes(50)));
    assert_eq!(first.missed_at, None);
    assert_eq!((next.kind, next.number, next.state), (SlaKind::NextResponse, 1, SlaState::Running));
    assert_eq!(next.due_at, Some(at("2026-11-24T12:00:00Z")));
    assert_eq!(next.warn_at, Some(at("2026-11-24T11:45:00Z")));
}

#[test]
fn an_answer_after_the_deadline_is_missed_also_when_nobody_looked_meanwhile() {
    let always = hours("all day");
    let told = [("10:00", Wrote), ("11:01", Answered)];
    let clocks = sla_clocks(&turns(&told), |_, _| Some(term(&always, 60)));
    let first = clocks.iter().find(|clock| clock.kind == SlaKind::FirstResponse).unwrap();
    assert_eq!((first.state, first.missed_at), (SlaState::Met, Some(at("2026-11-24T11:00:00Z"))));
    let in_time = sla_clocks(&turns(&[("10:00", Wrote), ("11:00", Answered)]), |_, _| Some(term(&always, 60)));
    assert!(in_time.iter().all(|clock| clock.missed_at.is_none()), "{in_time:?}");
}

#[test]
fn what_is_put_away_stands_still_and_goes_on() {
    let always = hours("all day");
    let told = [("10:00", Wrote), ("10:10", Snoozed), ("12:00", Active), ("12:10", Ended), ("13:00", Active)];
    let clocks = sla_clocks(&turns(&told), |_, _| Some(term(&always, 60)));
    for clock in &clocks {
        assert_eq!((clock.state, clock.spent), (SlaState::Running, minutes(20)), "{:?}", clock.kind);
        assert_eq!(clock.due_at, Some(at("2026-11-24T13:40:00Z")));
    }
    let done = sla_clocks(&turns(&told[..4]), |_, _| Some(term(&always, 60)));
    let state = |kind| done.iter().find(|clock| clock.kind == kind).unwrap().state;
    assert_eq!((state(SlaKind::Resolution), state(SlaKind::FirstResponse)), (SlaState::Met, SlaState::Ended));
}

#[test]
fn an_answer_on_its_way_is_owed_until_it_is_out() {
    let always = hours("all day");
    let told = [("10:00", Wrote), ("10:10", Waiting)];
    let clocks = sla_clocks(&turns(&told), |_, _| Some(term(&always, 60)));
    let state = |kind| clocks.iter().find(|clock| clock.kind == kind).unwrap().state;
    assert_eq!((state(SlaKind::FirstResponse), state(SlaKind::Resolution)), (SlaState::Running, SlaState::Paused));
}

#[test]
fn where_nobody_is_ever_there_a_clock_runs_and_is_never_due() {
    let never = hours("");
    let clocks = sla_clocks(&turns(&[("10:00", Wrote)]), |_, _| Some(term(&never, 60)));
    assert!(clocks.iter().all(|clock| clock.state == SlaState::Running && clock.due_at.is_none()), "{clocks:?}");
}

/// A clock as whoever sits beside it has it.
struct Seen {
    kind: SlaKind,
    number: i64,
    open: i64,
    state: SlaState,
    missed_at: Option<Timestamp>,
}

/// Sits beside a conversation from its first turn until `until`, and counts open minutes of every clock that goes.
fn watched<'a>(told: &[SlaTurn], until: Timestamp, terms: &dyn Fn(SlaKind, i64) -> Option<SlaTerm<'a>>) -> Vec<Seen> {
    let mut seen: Vec<(Seen, SlaTerm<'a>)> = Vec::new();
    let (mut stands, mut owes, mut has_answered, mut further) = (Active, false, false, 0);
    let mut left = told.iter().peekable();
    let mut minute = told.first().map_or(until, |turn| turn.at);
    while minute <= until {
        while let Some(turn) = left.next_if(|turn| turn.at <= minute) {
            match turn.kind {
                Wrote => {
                    let mut wanted = Vec::new();
                    if !seen.iter().any(|(clock, _)| clock.kind == SlaKind::Resolution) {
                        wanted.push((SlaKind::Resolution, 1));
                    }
                    if !owes && has_answered {
                        further += 1;
                        wanted.push((SlaKind::NextResponse, further));
                    } else if !owes {
                        wanted.push((SlaKind::FirstResponse, 1));
                    }
                    owes = true;
                    for (kind, number) in wanted {
                        let clock = Seen { kind, number, open: 0, state: SlaState::Running, missed_at: None };
                        seen.extend(terms(kind, number).map(|term| (clock, term)));
                    }
                }
                Answered => {
                    (owes, has_answered) = (false, true);
                    for (clock, _) in &mut seen {
                        if clock.kind != SlaKind::Resolution {
                            clock.state = SlaState::Met;
                        }
                    }
                }
                other => stands = other,
            }
        }
        for (clock, term) in &mut seen {
            let is_answer = clock.kind != SlaKind::Resolution;
            if is_answer && clock.state == SlaState::Met {
                continue;
            }
            clock.state = match stands {
                Ended => {
                    if is_answer {
                        SlaState::Ended
                    } else {
                        SlaState::Met
                    }
                }
                Snoozed if term.pauses_when_snoozed => SlaState::Paused,
                Waiting if term.pauses_when_waiting && !is_answer => SlaState::Paused,
                _ => SlaState::Running,
            };
            if clock.state == SlaState::Running && minute < until && term.hours.is_open_at(minute) {
                if clock.open >= term.target.as_mins() && clock.missed_at.is_none() {
                    clock.missed_at = Some(minute);
                }
                clock.open += 1;
            }
        }
        minute = minute.checked_add(1.minute()).unwrap();
    }
    seen.into_iter().map(|(clock, _)| clock).collect()
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let week = prop::sample::select(vec!["all day", "09:00-17:00", "08:30-12:00, 13:15-17:45", "02:00-03:00", ""]);
    let version = (week, prop::sample::select(vec!["2026-10-24T00:00:00Z", "2026-10-25T09:30:00Z"]));
    prop::collection::vec(version, 1..3).prop_map(|versions| {
        let version = |(text, from): (&str, &str)| CalendarVersion {
            from: at(from),
            opening: Opening {
                zone: "Europe/Amsterdam".into(),
                week: std::array::from_fn(|_| text.parse().unwrap()),
                holidays: vec!["2026-10-26 10:00-11:00 Autumn day".parse().unwrap()],
            },
        };
        Calendar::new(versions.into_iter().map(version).collect())
    })
}

fn any_turns() -> impl Strategy<Value = Vec<SlaTurn>> {
    let kind = prop::sample::select(vec![Wrote, Wrote, Answered, Answered, Active, Waiting, Snoozed, Ended]);
    let later = prop_oneof![Just(0i64), 1i64..90, 90i64..900];
    prop::collection::vec((kind, later), 1..14).prop_map(|told| {
        let mut now = at("2026-10-24T18:00:00Z");
        let turn = |(kind, later): (SlaTurnKind, i64)| {
            now = now.checked_add(later.minutes()).unwrap();
            SlaTurn { kind, at: now }
        };
        told.into_iter().map(turn).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn clocks_say_what_somebody_who_sat_beside_them_saw(
        told in any_turns(), calendar in any_calendar(), targets in prop::array::uniform3(prop::option::of(1i64..600)),
        pauses in any::<(bool, bool)>(), more in 0i64..2_000,
    ) {
        let terms = |kind: SlaKind, _: i64| targets[kind as usize].map(|target| SlaTerm {
            pauses_when_snoozed: pauses.0, pauses_when_waiting: pauses.1, ..term(&calendar, target)
        });
        let last = told.last().unwrap().at;
        let until = last.checked_add(more.minutes()).unwrap();
        let seen = watched(&told, until, &terms);
        let clocks = sla_clocks(&told, terms);
        prop_assert_eq!(clocks.len(), seen.len(), "{:?}", told);
        for saw in seen {
            let is_it = |clock: &&SlaClock| (clock.kind, clock.number) == (saw.kind, saw.number);
            let clock = clocks.iter().find(is_it).unwrap();
            let target = targets[saw.kind as usize].unwrap();
            prop_assert_eq!(clock.state, saw.state);
            let on = if clock.state == SlaState::Running { calendar.between(clock.since, until) } else { SignedDuration::ZERO };
            prop_assert_eq!((clock.spent + on).as_mins(), saw.open);
            // The deadline is the end of the last minute there was; the first open one after it is what was seen.
            let missed = clock.missed_at.or(clock.due_at.filter(|_| clock.spent + on > minutes(target)));
            prop_assert_eq!(missed.is_some(), saw.missed_at.is_some(), "{:?} {:?}", clock, saw.missed_at);
            if let (Some(missed), Some(saw)) = (missed, saw.missed_at) {
                prop_assert!(missed <= saw && calendar.between(missed, saw) == SignedDuration::ZERO, "{missed} {saw}");
            }
        }
    }
}
