//! The server dies at every named step and at any moment; everything is counted after each death.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::audit;
use crate::house::Ears;
use crate::plan::{Plan, may_be_overtaken, plans};
use crate::story::{Outcome, Story};

/// Rounds after which other organisations begin, in folders of their own.
const ROUNDS_OF_TWO: usize = 25;
const SEED: u64 = 1_652;

#[derive(Default)]
struct Line {
    rounds: usize,
    reached: usize,
    sum: Outcome,
}

#[derive(Default)]
struct Table(BTreeMap<&'static str, Line>);

impl Table {
    fn add(&mut self, name: &'static str, outcome: Outcome) {
        let line = self.0.entry(name).or_default();
        line.rounds += 1;
        line.reached += usize::from(outcome.is_reached);
        line.sum.heard += outcome.heard;
        line.sum.standing += outcome.standing;
        line.sum.none += outcome.none;
        line.sum.never_taken += outcome.never_taken;
        line.sum.settled_in = line.sum.settled_in.max(outcome.settled_in);
    }

    fn print(&self) {
        println!(
            "\n{:<28}{:>7}{:>9}{:>7}{:>10}{:>8}{:>13}{:>14}",
            "killed at", "rounds", "reached", "heard", "standing", "none", "never taken", "settled in s"
        );
        for (name, line) in &self.0 {
            let Outcome { heard, standing, none, never_taken, settled_in, .. } = line.sum;
            println!(
                "{name:<28}{:>7}{:>9}{heard:>7}{standing:>10}{none:>8}{never_taken:>13}{:>14.1}",
                line.rounds,
                line.reached,
                settled_in.as_secs_f64()
            );
        }
    }
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// Goes the rounds of one organisation.
async fn live(ears: Ears, plans: Vec<&Plan>, seed: u64, table: &mut Table) {
    if plans.is_empty() {
        return;
    }
    let mut story = Story::begin(ears, seed).await;
    for plan in plans {
        println!("{}: {:?}", plan.name, plan.deaths);
        table.add(plan.name, story.round(plan).await);
    }
    audit::work_is_done(&story).await;
    audit::everything(&story, story.mark()).await;
}

#[tokio::test]
#[ignore = "needs the atproto peer"]
async fn every_answer_stands_once_or_is_shown_as_none_and_nothing_heard_is_lost() {
    let rounds = setting("TORTURE_ROUNDS", 25) as usize;
    let seed = setting("TORTURE_SEED", SEED);
    println!("{rounds} rounds from seed {seed}");
    let begun = Instant::now();
    let plans = plans(rounds, seed);
    let mut table = Table::default();
    for (number, plans) in plans.chunks(ROUNDS_OF_TWO).enumerate() {
        let ears = if number % 2 == 0 { Ears::JetstreamV2 } else { Ears::JetstreamV1 };
        let seed = seed.wrapping_add(number as u64);
        let (streamed, asking) = plans.iter().partition(|plan| plan.has_stream);
        live(ears, streamed, seed, &mut table).await;
        live(Ears::Notifications, asking, seed, &mut table).await;
        table.print();
    }
    println!("{rounds} rounds in {:.0} s", begun.elapsed().as_secs_f64());
    let lines = table.0.iter().filter(|(name, _)| !may_be_overtaken(name));
    let never: Vec<_> = lines.filter(|(_, line)| line.reached == 0).map(|(name, _)| name).collect();
    assert!(never.is_empty(), "no round died at {never:?}");
}
