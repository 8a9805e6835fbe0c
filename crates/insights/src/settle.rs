//! Where tables stand: each near its own spot, none touching another, all within the walls.

/// A table as far as its place is concerned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Circle {
    /// From its middle to where others may begin.
    pub(crate) radius: f64,
    /// Its place among all that there may be.
    pub(crate) rank: usize,
}

/// A room in which all have their place.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) middles: Vec<(f64, f64)>,
}

/// Spots for so many tables, as shares of width and height: rows that are a little out of line, as in a café.
const SPOTS: &[&[(f64, f64)]] = &[
    &[(0.5, 0.5)],
    &[(0.3, 0.46), (0.7, 0.54)],
    &[(0.2, 0.42), (0.5, 0.6), (0.8, 0.42)],
    &[(0.14, 0.42), (0.38, 0.6), (0.62, 0.4), (0.86, 0.58)],
    &[(0.2, 0.28), (0.52, 0.24), (0.82, 0.34), (0.16, 0.72), (0.46, 0.76), (0.8, 0.78)],
    &[(0.14, 0.3), (0.4, 0.24), (0.63, 0.32), (0.87, 0.26), (0.12, 0.74), (0.36, 0.72), (0.6, 0.76), (0.86, 0.72)],
    &[
        (0.11, 0.18),
        (0.37, 0.16),
        (0.63, 0.18),
        (0.88, 0.17),
        (0.16, 0.5),
        (0.4, 0.51),
        (0.65, 0.49),
        (0.9, 0.51),
        (0.11, 0.83),
        (0.36, 0.84),
        (0.62, 0.82),
        (0.87, 0.84),
    ],
];
/// Widths that a room may have: few, so that its scale rarely changes.
const WIDTHS: &[f64] = &[740.0, 850.0, 960.0, 1_080.0, 1_220.0, 1_380.0, 1_560.0, 1_760.0, 2_000.0];
/// The most of a room that tables may cover; where more is covered, they hardly find a place.
const COVER: f64 = 0.68;
const ROUNDS: usize = 400;
/// How far from its spot a table may stand, as a share of the width.
const NEAR: f64 = 0.15;
/// What sums may be off by.
const HAIR: f64 = 1e-6;
/// The width of a phone's drawing, and the space between its rows.
const PHONE: f64 = 440.0;
const ROW_GAP: f64 = 8.0;

/// A lying room. The smallest one in which all find a place.
pub(crate) fn wide(tables: &[Circle]) -> Settled {
    let spots = spots(tables);
    // Up to four tables stand in one row.
    let ratio = if tables.len() <= 4 { 0.44 } else { 0.58 };
    let covered: f64 = tables.iter().map(|table| std::f64::consts::PI * table.radius * table.radius).sum();
    let wider = std::iter::successors(WIDTHS.last().copied(), |width| Some(width * 1.1)).skip(1);
    let widths = WIDTHS.iter().copied().chain(wider).filter(|width| width * width * ratio * COVER >= covered);
    widths
        .map(|width| (width, width * ratio))
        .find_map(|(width, height)| {
            let middles = push_apart(tables, &spots, width, height);
            let is_settled = fits(tables, &middles, width, height) && are_near(&middles, &spots, width, height);
            is_settled.then_some(Settled { width, height, middles })
        })
        .expect("in a room that is wide enough, every spot is apart from the others")
}

/// The spot of each table: its own where nobody of lower rank has it, else the next. Who comes later moves nobody who
/// has a spot of their own.
fn spots(tables: &[Circle]) -> Vec<(f64, f64)> {
    let spots = SPOTS.iter().find(|spots| spots.len() >= tables.len()).expect("a room has at most twelve tables");
    let mut by_rank: Vec<usize> = (0..tables.len()).collect();
    by_rank.sort_by_key(|table| tables[*table].rank);
    let mut is_taken = vec![false; spots.len()];
    let mut found = vec![(0.5, 0.5); tables.len()];
    for table in by_rank {
        let wanted = tables[table].rank % spots.len();
        let spot = (0..spots.len()).map(|step| (wanted + step) % spots.len()).find(|spot| !is_taken[*spot]);
        let spot = spot.expect("there are as many spots as tables");
        is_taken[spot] = true;
        found[table] = spots[spot];
    }
    found
}

/// Tables part, walls push, spots pull less and less; so many rounds in a fixed order.
fn push_apart(tables: &[Circle], spots: &[(f64, f64)], width: f64, height: f64) -> Vec<(f64, f64)> {
    let anchors: Vec<(f64, f64)> = spots.iter().map(|(x, y)| (x * width, y * height)).collect();
    let mut middles = anchors.clone();
    for round in 0..ROUNDS {
        let pull = 0.05 * (1.0 - round as f64 / (ROUNDS as f64 * 0.8)).max(0.0);
        for (middle, anchor) in middles.iter_mut().zip(&anchors) {
            middle.0 += (anchor.0 - middle.0) * pull;
            middle.1 += (anchor.1 - middle.1) * pull;
        }
        for one in 0..tables.len() {
            for other in one + 1..tables.len() {
                let (dx, dy) = (middles[other].0 - middles[one].0, middles[other].1 - middles[one].1);
                let (apart, least) = (dx.hypot(dy).max(0.01), tables[one].radius + tables[other].radius);
                if apart < least {
                    // The smaller one gives way more; a hair more than needed, so that it is enough.
                    let push = (least - apart + 0.02) / apart;
                    let weight = tables[other].radius / least;
                    middles[one].0 -= dx * push * weight;
                    middles[one].1 -= dy * push * weight;
                    middles[other].0 += dx * push * (1.0 - weight);
                    middles[other].1 += dy * push * (1.0 - weight);
                }
            }
        }
        for (middle, table) in middles.iter_mut().zip(tables) {
            // A table as wide as the room stands in its middle.
            middle.0 = middle.0.min(width - table.radius).max(table.radius.min(width / 2.0));
            middle.1 = middle.1.min(height - table.radius).max(table.radius.min(height / 2.0));
        }
    }
    middles
}

fn fits(tables: &[Circle], middles: &[(f64, f64)], width: f64, height: f64) -> bool {
    let is_within = |(table, (x, y)): (&Circle, &(f64, f64))| {
        x.min(*y) >= table.radius - HAIR && x + table.radius <= width + HAIR && y + table.radius <= height + HAIR
    };
    let are_apart = |one: usize, other: usize| {
        let (dx, dy) = (middles[other].0 - middles[one].0, middles[other].1 - middles[one].1);
        dx.hypot(dy) >= tables[one].radius + tables[other].radius - HAIR
    };
    tables.iter().zip(middles).all(is_within)
        && (0..tables.len()).all(|one| (one + 1..tables.len()).all(|other| are_apart(one, other)))
}

/// Whether every table stands near its spot. In a room where they only just fit, one more guest would move them all.
fn are_near(middles: &[(f64, f64)], spots: &[(f64, f64)], width: f64, height: f64) -> bool {
    middles.iter().zip(spots).all(|((x, y), spot)| (x - spot.0 * width).hypot(y - spot.1 * height) <= NEAR * width)
}

/// A standing room: rows of two where two fit, in the order given.
pub(crate) fn narrow(tables: &[Circle]) -> Settled {
    let width = tables.iter().map(|table| 2.0 * table.radius).fold(PHONE, f64::max);
    let mut middles = vec![(0.0, 0.0); tables.len()];
    let mut rest: Vec<usize> = (0..tables.len()).collect();
    let mut top = 0.0;
    while !rest.is_empty() {
        let first = rest.remove(0);
        let fitting = rest.iter().position(|other| 2.0 * (tables[first].radius + tables[*other].radius) <= width);
        let row: Vec<usize> = std::iter::once(first).chain(fitting.map(|at| rest.remove(at))).collect();
        let taken: f64 = row.iter().map(|table| 2.0 * tables[*table].radius).sum();
        let height = row.iter().map(|table| 2.0 * tables[*table].radius).fold(0.0, f64::max);
        let gap = (width - taken) / (row.len() + 1) as f64;
        let mut left = gap;
        for table in row {
            middles[table] = (left + tables[table].radius, top + height / 2.0);
            left += 2.0 * tables[table].radius + gap;
        }
        top += height + ROW_GAP;
    }
    Settled { width, height: (top - ROW_GAP).max(0.0), middles }
}
