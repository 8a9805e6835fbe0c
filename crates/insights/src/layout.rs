//! The picture of the floor: how big tables are, where they stand, who sits where.
//!
//! Pure: the same people give the same numbers. Lengths are units of the drawing; its width is one of a few steps, so
//! that the whole does not change its scale whenever somebody comes or goes.

use std::f64::consts::{PI, TAU};

use jiff::{SignedDuration, Timestamp};

use crate::settle::{self, Circle};
use crate::{Floor, LATE_AFTER, Person, State, Table, TableId};

/// Most seats that are drawn; with more people, a seat stands for several.
pub const SEATS_MAX: usize = 240;
/// Half the width of a seat.
pub const SEAT_RADIUS: f64 = 8.5;

/// People that one seat may stand for.
const UNITS: &[usize] = &[1, 2, 3, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 750];
/// From the middle of a seat to that of its neighbour.
const PITCH: f64 = 20.0;
/// From one ring of seats to the next.
const RING: f64 = 21.0;
/// From the edge of the table to the middle of the seats around it.
const GAP: f64 = 16.0;
/// The least radius of a table: its name fits on it.
const TABLE: f64 = 62.0;
/// How much more radius a table has that says how long somebody is late.
const LATE_ROOM: f64 = 9.0;
/// Most seats that sit in one ring, however large the table must be for it.
const ONE_RING: usize = 38;
/// How much more than its pitch a seat has where few sit together.
const ELBOWS: f64 = 1.4;
/// Space around a table that nothing of another may enter.
const AISLE: f64 = 5.0;
/// From the middle of a seat to the beginning of its raised hand.
const SHOULDER: f64 = 10.0;
/// Somebody who spoke no longer ago than this just spoke.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(5);

/// How wide the drawing is in proportion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Lying, as a screen.
    Wide,
    /// Standing, as a phone: two tables a row where two fit.
    Narrow,
}

/// The picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// How many people a seat stands for at most.
    pub unit: usize,
    /// The tables, in the order of [`Floor::tables`].
    pub tables: Vec<Drawn>,
}

/// A table in the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Which.
    pub id: TableId,
    /// Its middle, from the left.
    pub x: f64,
    /// Its middle, from the top.
    pub y: f64,
    /// From its middle to its edge.
    pub radius: f64,
    /// From its middle to the end of whatever belongs to it.
    pub reach: f64,
    /// The seats around it.
    pub chairs: Vec<Chair>,
}

/// A seat in the picture, placed from the middle of its table.
#[derive(Clone, Debug, PartialEq)]
pub struct Chair {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
    /// Its direction, in radians clockwise from three o'clock.
    pub angle: f64,
    /// Its ring, 0 at the table.
    pub ring: usize,
    /// The state of everybody whom it stands for.
    pub state: State,
    /// How many people it stands for.
    pub people: usize,
    /// Who of them speaks for all, as a place in [`Table::people`]: whoever waits longest.
    pub person: usize,
    /// From where to where a raised hand goes, as distances from the middle of the table.
    pub hand: Option<(f64, f64)>,
    /// Whether all of them just spoke.
    pub is_fresh: bool,
}

impl Room {
    /// Draws a floor.
    pub fn draw(floor: &Floor, shape: Shape) -> Self {
        let unit = unit(floor);
        let mut tables: Vec<Drawn> = floor.tables.iter().map(|table| around(table, unit, floor.now)).collect();
        let circles: Vec<Circle> = tables
            .iter()
            .zip(&floor.tables)
            .map(|(drawn, table)| Circle { radius: drawn.reach + AISLE, rank: table.rank })
            .collect();
        let settled = match shape {
            Shape::Wide => settle::wide(&circles),
            Shape::Narrow => settle::narrow(&circles),
        };
        for (table, (x, y)) in tables.iter_mut().zip(&settled.middles) {
            (table.x, table.y) = (*x, *y);
        }
        centre(&mut tables, settled.width, settled.height);
        Self { width: settled.width, height: settled.height, unit, tables }
    }

    /// How many people a seat stands for at most.
    pub fn unit_of(floor: &Floor) -> usize {
        unit(floor)
    }

    /// How many seats are drawn.
    pub fn chair_count(&self) -> usize {
        self.tables.iter().map(|table| table.chairs.len()).sum()
    }
}

/// Moves all tables together until what is seen of them stands in the middle of the room.
fn centre(tables: &mut [Drawn], width: f64, height: f64) {
    let margins = |start: fn(&Drawn) -> f64, end: fn(&Drawn) -> f64, length: f64| {
        let before = tables.iter().map(start).fold(f64::INFINITY, f64::min);
        let after = tables.iter().map(|table| length - end(table)).fold(f64::INFINITY, f64::min);
        if tables.is_empty() { 0.0 } else { (after - before) / 2.0 }
    };
    let right = margins(|table| table.x - table.reach, |table| table.x + table.reach, width);
    // Few seats gather above their table: below it the floor is free.
    let bottom = |table: &Drawn| table.y + table.chairs.iter().map(lowest).fold(table.radius, f64::max);
    let down = margins(|table| table.y - table.reach, bottom, height);
    for table in tables {
        (table.x, table.y) = (table.x + right, table.y + down);
    }
}

/// How far down a seat and its hand go.
fn lowest(chair: &Chair) -> f64 {
    let hand = chair.hand.map_or(0.0, |(_, end)| (end + 2.0) * chair.angle.sin());
    hand.max(chair.y + SEAT_RADIUS)
}

/// The fewest people to a seat with which all fit. Nobody shares a seat with people in another state, so that whoever is
/// late is always seen.
fn unit(floor: &Floor) -> usize {
    let groups: Vec<usize> =
        floor.tables.iter().flat_map(|table| State::ALL.iter().map(|state| table.count(*state))).collect();
    let seats = |unit: usize| groups.iter().map(|people| people.div_ceil(unit)).sum::<usize>();
    let units = UNITS.iter().copied().chain((0..).map(|power| 1_000 << power));
    units.into_iter().find(|unit| seats(*unit) <= SEATS_MAX).expect("a seat may stand for everybody")
}

/// A seat before it has its place.
struct Guest {
    state: State,
    people: usize,
    person: usize,
    waited: SignedDuration,
    is_fresh: bool,
}

/// The people of a table as seats: the most pressing first, within a state by kind, then whoever waits longest.
fn guests(table: &Table, unit: usize, now: Timestamp) -> Vec<Guest> {
    let mut order: Vec<(usize, &Person)> = table.people.iter().enumerate().collect();
    order
        .sort_by_key(|(_, person)| (person.state, person.waiting_since, person.relation, person.stance, person.author));
    let mut guests = Vec::new();
    for state in State::ALL {
        let group: Vec<_> = order.iter().filter(|(_, person)| person.state == *state).collect();
        let seats = group.len().div_ceil(unit);
        for seat in 0..seats {
            // Shared out evenly, so that no seat is nearly empty.
            let share = &group[group.len() * seat / seats..group.len() * (seat + 1) / seats];
            guests.push(Guest {
                state: *state,
                people: share.len(),
                person: share[0].0,
                waited: share[0].1.waited(now),
                // All of them, else in a crowd every seat would be fresh.
                is_fresh: share.iter().all(|(_, person)| now.duration_since(person.spoke_at) <= JUST_NOW),
            });
        }
    }
    guests
}

/// A table with its seats; its own place comes later.
fn around(table: &Table, unit: usize, now: Timestamp) -> Drawn {
    let guests = guests(table, unit, now);
    let least = if table.count(State::Late) > 0 { TABLE + LATE_ROOM } else { TABLE };
    let grown = 28.0 + 9.6 * (guests.len() as f64).sqrt();
    // One full ring looks better than two half empty ones: a table may be a little larger for it.
    let for_one_ring = if guests.len() <= ONE_RING { guests.len() as f64 * PITCH / TAU - GAP } else { 0.0 };
    let radius = least.max(grown).max(for_one_ring);
    let pressing = guests.iter().filter(|guest| guest.state <= State::Waiting).count();
    let rings = rings(guests.len(), pressing, radius);
    let mut chairs = Vec::with_capacity(guests.len());
    let mut rest = guests.into_iter();
    // The most pressing sit outside, where their hands are free.
    for (ring, seats) in rings.iter().copied().enumerate().rev() {
        let distance = radius + GAP + ring as f64 * RING;
        let is_outside = ring + 1 == rings.len();
        let (first, step) = spread(seats, distance, is_outside);
        for (at, guest) in rest.by_ref().take(seats).enumerate() {
            let angle = first + step * at as f64;
            chairs.push(Chair {
                x: distance * angle.cos(),
                y: distance * angle.sin(),
                angle,
                ring,
                state: guest.state,
                people: guest.people,
                person: guest.person,
                hand: hand(&guest, is_outside).map(|length| (distance + SHOULDER, distance + SHOULDER + length)),
                is_fresh: guest.is_fresh,
            });
        }
    }
    let seats_end = radius + GAP + (rings.len().max(1) - 1) as f64 * RING + SEAT_RADIUS;
    let hands_end = chairs.iter().filter_map(|chair| chair.hand).map(|(_, end)| end + 2.0).fold(0.0, f64::max);
    Drawn { id: table.id, x: 0.0, y: 0.0, radius, reach: seats_end.max(hands_end), chairs }
}

/// The direction of the first seat of a ring and the turn to the next: a full ring begins at twelve o'clock, a few seats
/// gather around it.
fn spread(seats: usize, distance: f64, is_outside: bool) -> (f64, f64) {
    let close = ELBOWS * PITCH / distance;
    if is_outside && close * (seats as f64) < 0.8 * TAU {
        return (-PI / 2.0 - close * (seats.max(1) - 1) as f64 / 2.0, close);
    }
    (-PI / 2.0, TAU / seats as f64)
}

/// How many sit in each ring, the innermost first. The inner ones are full; outside sit the pressing, and who finds no
/// place inside.
fn rings(seats: usize, pressing: usize, radius: f64) -> Vec<usize> {
    let room = |ring: usize| (TAU * (radius + GAP + ring as f64 * RING) / PITCH).floor() as usize;
    let mut rings: Vec<usize> = Vec::new();
    let mut left = seats;
    while left > 0 {
        rings.push(room(rings.len()).min(left));
        left -= rings[rings.len() - 1];
    }
    let outermost = room(rings.len().max(1) - 1);
    if let [.., inner, outer] = &mut rings[..] {
        let moved = pressing.min(outermost).saturating_sub(*outer).min(*inner / 2);
        *inner -= moved;
        *outer += moved;
    }
    rings
}

/// How far a hand is raised: with the share of the time that we allow ourselves, then on to three times that.
fn hand(guest: &Guest, is_outside: bool) -> Option<f64> {
    let share = guest.waited.as_secs_f64() / LATE_AFTER.as_secs_f64();
    let length = match guest.state {
        State::Late => 14.0 + 5.0 * (share - 1.0).clamp(0.0, 2.0),
        State::Waiting => 5.0 + 7.0 * share.clamp(0.0, 1.0),
        State::Answered | State::Heard => return None,
    };
    // An inner hand must not reach into the seat behind it.
    Some(if is_outside { length } else { length.min(4.0) })
}
