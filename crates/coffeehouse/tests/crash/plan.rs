//! When and where the server dies, from one seed.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};

/// How a server dies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Death {
    /// By its own hand at a named step: `step` or `step:n`.
    Step(String),
    /// From outside, so long after its start, be it open or not.
    Starting(Duration),
    /// From outside, so long after people began to speak and a member to answer.
    AnyMoment(Duration),
}

impl Death {
    /// The step at which it kills itself.
    pub fn step(&self) -> Option<&str> {
        match self {
            Self::Step(step) => Some(step),
            Self::Starting(_) | Self::AnyMoment(_) => None,
        }
    }
}

/// One round's deaths.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The line of the table that it counts for.
    pub name: &'static str,
    /// One server after the other.
    pub deaths: Vec<Death>,
    /// Whether the organisation hears everybody's posts; otherwise only what is addressed to it.
    pub has_stream: bool,
    /// How long answers can be taken back while they are given.
    pub undo_seconds: u64,
    /// Whether the member takes the first answer back.
    pub takes_back: bool,
}

/// One line of the table.
#[derive(Clone, Copy)]
struct Line {
    name: &'static str,
    /// The steps of its deaths, one server after the other; none for a kill from outside.
    steps: &'static [&'static str],
    /// The most times that the first step is sure to come.
    times_max: u32,
    has_stream: bool,
}

const fn line(name: &'static str, steps: &'static [&'static str], times_max: u32) -> Line {
    Line { name, steps, times_max, has_stream: true }
}

/// A line of rounds in which no stream tells that an answer stands: only asking the network does.
const fn asking(name: &'static str, steps: &'static [&'static str]) -> Line {
    Line { name, steps, times_max: 1, has_stream: false }
}

const LINES: &[Line] = &[
    line("intake.before_commit", &["intake.before_commit"], 2),
    line("intake.after_commit", &["intake.after_commit"], 2),
    line("answer.before_commit", &["answer.before_commit"], 2),
    line("answer.after_commit", &["answer.after_commit"], 2),
    line("send.before_intent", &["send.before_intent"], 2),
    line("send.intent_committed", &["send.intent_committed"], 2),
    line("send.answered", &["send.answered"], 2),
    line("send.before_recorded", &["send.before_recorded"], 2),
    line("send.recorded", &["send.recorded"], 2),
    line("work.before_done", &["work.before_done"], 2),
    line("seal.before_commit", &["seal.before_commit"], 4),
    line("seal.after_commit", &["seal.after_commit"], 4),
    line(STARTING, &[], 0),
    line(ANY_MOMENT, &[], 0),
    line(ANY_MOMENT, &[], 0),
    asking("no stream: intent_committed", &["send.intent_committed"]),
    asking("no stream: answered", &["send.answered"]),
    asking("no stream: before_recorded", &["send.before_recorded"]),
    asking("no stream: any moment", &[]),
    asking("… and again: found_absent", &["send.intent_committed", "send.found_absent"]),
    asking(FOUND, &["send.answered", "send.before_recorded"]),
    asking(CONFIRM, &["confirm.before_recorded"]),
];
const STARTING: &str = "while starting";
const ANY_MOMENT: &str = "any moment";
const FOUND: &str = "… and again: found standing";
const CONFIRM: &str = "confirm.before_recorded";

/// Whether a round of this line may not reach its step: the thread, read again, can be quicker to show that an answer
/// stands.
pub fn may_be_overtaken(name: &str) -> bool {
    [FOUND, CONFIRM].contains(&name)
}

/// The plans of so many rounds: every line in turn, each turn in another order.
pub fn plans(rounds: usize, seed: u64) -> Vec<Plan> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut plans = Vec::new();
    while plans.len() < rounds {
        let mut lines = LINES.to_vec();
        lines.shuffle(&mut random);
        plans.extend(lines.into_iter().map(|line| plan(line, &mut random)));
    }
    plans.truncate(rounds);
    plans
}

fn plan(line: Line, random: &mut StdRng) -> Plan {
    let Line { name, steps, times_max, has_stream } = line;
    let mut millis = |from: u64, to: u64| Duration::from_millis(random.random_range(from..to));
    let mut deaths: Vec<Death> = match (name, steps) {
        (STARTING, _) => vec![Death::Starting(millis(0, 500))],
        (_, []) => vec![Death::AnyMoment(millis(20, 2_500))],
        _ => steps.iter().map(|step| Death::Step((*step).to_owned())).collect(),
    };
    if times_max > 1 && random.random_bool(0.4) {
        deaths[0] = Death::Step(format!("{}:{}", steps[0], random.random_range(2..=times_max)));
    }
    if deaths.len() == 1 && random.random_bool(0.25) {
        // Dying once more on the way back must change nothing.
        deaths.push(Death::Starting(Duration::from_millis(random.random_range(0..1_500))));
    }
    // An answer that can be taken back leaves later, so this goes with deaths that do not wait for it.
    let takes_back = matches!(name, ANY_MOMENT | STARTING) || name.starts_with("seal.") && random.random_bool(0.5);
    Plan { name, deaths, has_stream, undo_seconds: if takes_back { 2 } else { 0 }, takes_back }
}
