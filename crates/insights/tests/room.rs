//! What holds for every picture of a floor.
#![allow(clippy::unwrap_used)]

use insights::{Chair, Floor, Person, Room, SEAT_RADIUS, SEATS_MAX, Shape, State, Table, TableId};
use jiff::{SignedDuration, Timestamp};
use model::{AuthorId, TopicId};
use proptest::prelude::*;

fn now() -> Timestamp {
    "2026-11-24T07:52:00Z".parse().unwrap()
}

fn person(author: i64, state: State, minutes: i64) -> Person {
    let waits = match state {
        State::Late => Some(240 + minutes),
        State::Waiting => Some(minutes % 240),
        State::Answered | State::Heard => None,
    };
    Person {
        author: AuthorId(author),
        state,
        waiting_since: waits.map(|minutes| now() - SignedDuration::from_mins(minutes)),
        relation: None,
        stance: None,
        mood: None,
        intent: None,
        posts: 1,
        spoke_at: now() - SignedDuration::from_mins(minutes),
    }
}

fn table(rank: usize, states: [usize; 4], minutes: i64) -> Table {
    let states = State::ALL.iter().zip(states).flat_map(|(state, count)| std::iter::repeat_n(*state, count));
    let people: Vec<Person> = states
        .enumerate()
        .map(|(at, state)| person((rank * 100_000 + at) as i64, state, (minutes + at as i64 * 7) % 900))
        .collect();
    Table {
        id: TableId::Topic(TopicId(rank as i64)),
        name: format!("Topic {rank}"),
        topics: vec![],
        rank,
        posts: people.len(),
        speakers: people.len(),
        last_at: now(),
        people,
    }
}

fn floor(tables: Vec<Table>) -> Floor {
    Floor { since: now(), now: now(), tables, voices: vec![], waiting_before: 0, spam: 0, alike: 0, is_cut: false }
}

/// A table: how many are late, waiting, answered, heard; mostly few, sometimes a crowd.
fn states() -> impl Strategy<Value = [usize; 4]> {
    let few = [0..3_usize, 0..12, 0..20, 0..20];
    let crowd = [0..60_usize, 0..900, 0..4_000, 0..4_000];
    prop_oneof![6 => few, 1 => crowd].prop_filter("somebody sits there", |states| states.iter().sum::<usize>() > 0)
}

fn floors() -> impl Strategy<Value = Floor> {
    let tables = prop::collection::btree_map(0..40_usize, (states(), 0..900_i64), 1..=12);
    tables.prop_map(|tables| {
        let mut tables: Vec<Table> =
            tables.into_iter().map(|(rank, (states, minutes))| table(rank, states, minutes)).collect();
        tables.sort_by_key(|table| (std::cmp::Reverse(table.people.len()), table.rank));
        floor(tables)
    })
}

/// How far from the middle of its table a seat goes, its hand included.
fn end(chair: &Chair) -> f64 {
    chair.hand.map_or(0.0, |(_, end)| end).max(chair.x.hypot(chair.y) + SEAT_RADIUS)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn no_table_and_no_seat_touches_another_table_or_a_wall(floor in floors(), is_wide: bool) {
        let room = Room::draw(&floor, if is_wide { Shape::Wide } else { Shape::Narrow });
        for (at, one) in room.tables.iter().enumerate() {
            for chair in &one.chairs {
                prop_assert!(end(chair) <= one.reach + 1e-6);
            }
            prop_assert!(one.x - one.reach >= 0.0 && one.x + one.reach <= room.width, "{one:?}");
            prop_assert!(one.y - one.reach >= 0.0 && one.y + one.radius <= room.height, "{one:?}");
            for chair in &one.chairs {
                let hand = chair.hand.map_or(0.0, |(_, end)| end * chair.angle.sin());
                prop_assert!(one.y + hand.max(chair.y + SEAT_RADIUS) <= room.height, "{chair:?} of {one:?}");
            }
            for other in &room.tables[at + 1..] {
                let apart = (one.x - other.x).hypot(one.y - other.y);
                prop_assert!(apart >= one.reach + other.reach, "{:?} and {:?} are {apart} apart", one.id, other.id);
            }
        }
    }

    #[test]
    fn no_seat_touches_another_seat_of_its_table(floor in floors()) {
        for drawn in Room::draw(&floor, Shape::Wide).tables {
            for (at, one) in drawn.chairs.iter().enumerate() {
                for other in &drawn.chairs[at + 1..] {
                    let apart = (one.x - other.x).hypot(one.y - other.y);
                    prop_assert!(apart >= 2.0 * SEAT_RADIUS, "{apart} at a table of {}", drawn.chairs.len());
                }
                prop_assert!(one.x.hypot(one.y) - SEAT_RADIUS > drawn.radius);
            }
        }
    }

    #[test]
    fn everybody_is_drawn_once_in_their_state_on_few_enough_seats(floor in floors()) {
        let room = Room::draw(&floor, Shape::Wide);
        prop_assert!(room.chair_count() <= SEATS_MAX);
        for (drawn, table) in room.tables.iter().zip(&floor.tables) {
            prop_assert_eq!(drawn.id, table.id);
            for state in State::ALL {
                let seats: Vec<_> = drawn.chairs.iter().filter(|chair| chair.state == *state).collect();
                prop_assert_eq!(seats.iter().map(|chair| chair.people).sum::<usize>(), table.count(*state));
                prop_assert!(seats.iter().all(|chair| (1..=room.unit).contains(&chair.people)));
                prop_assert!(seats.iter().all(|chair| table.people[chair.person].state == *state));
            }
        }
        let late = |room: &Room| room.tables.iter().filter(|table| table.chairs.iter().any(|chair| chair.state == State::Late)).count();
        prop_assert_eq!(late(&room), floor.tables.iter().filter(|table| table.count(State::Late) > 0).count());
    }

    #[test]
    fn the_same_people_give_the_same_picture_in_whatever_order_they_came(floor in floors()) {
        let mut other = floor.clone();
        for table in &mut other.tables {
            table.people.reverse();
        }
        let (one, other) = (Room::draw(&floor, Shape::Wide), Room::draw(&other, Shape::Wide));
        prop_assert_eq!(&one, &Room::draw(&floor, Shape::Wide));
        let places = |room: &Room| room.tables.iter().map(|table| (table.x.to_bits(), table.y.to_bits())).collect::<Vec<_>>();
        prop_assert_eq!(places(&one), places(&other));
    }

    #[test]
    fn tables_stay_near_their_place_when_one_more_comes(counts in prop::collection::vec([0..2_usize, 1..6, 1..12, 1..12], 2..=12), lucky: prop::sample::Index) {
        let before = floor(counts.iter().enumerate().map(|(rank, states)| table(rank, *states, 3)).collect());
        let mut after = before.clone();
        let at = lucky.index(counts.len());
        after.tables[at].people.push(person(99, State::Heard, 10));
        let (before, after) = (Room::draw(&before, Shape::Wide), Room::draw(&after, Shape::Wide));
        for (one, other) in before.tables.iter().zip(&after.tables) {
            let moved = (one.x / before.width - other.x / after.width).hypot(one.y / before.width - other.y / after.width);
            // Where the room itself grows a step, all move a little.
            let most = if before.width == after.width { 0.1 } else { 0.2 };
            prop_assert!(moved < most, "{:?} moved {moved} of the width", one.id);
        }
    }
}

#[test]
fn one_seat_is_one_person_until_there_are_too_many() {
    let unit = |states| Room::draw(&floor(vec![table(0, states, 5)]), Shape::Wide).unit;
    assert_eq!(unit([0, 40, 100, 100]), 1);
    assert_eq!(unit([0, 40, 100, 101]), 2);
    assert_eq!(unit([3, 1_000, 2_000, 2_000]), 25);
    assert_eq!(unit([1, 500_000, 500_000, 500_000]), 8_000);
}

#[test]
fn whoever_waits_longest_has_the_longest_hand() {
    let room = Room::draw(&floor(vec![table(0, [2, 8, 4, 4], 11)]), Shape::Wide);
    let length = |chair: &Chair| chair.hand.map_or(0.0, |(from, to)| to - from);
    let longest = room.tables[0].chairs.iter().max_by(|one, other| length(one).total_cmp(&length(other))).unwrap();
    assert_eq!(longest.state, State::Late);
    assert!(room.tables[0].chairs.iter().all(|chair| (length(chair) > 0.0) == (chair.state <= State::Waiting)));
}

#[test]
fn an_empty_floor_is_an_empty_room() {
    for shape in [Shape::Wide, Shape::Narrow] {
        let room = Room::draw(&floor(vec![]), shape);
        assert_eq!((room.tables.len(), room.unit), (0, 1));
        assert!(room.width > 0.0 && room.height >= 0.0);
    }
}
