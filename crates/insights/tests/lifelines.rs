//! Curves, their intervals and the comparison of groups, held against the Python package lifelines.
#![allow(clippy::unwrap_used)]

use std::io::Write as _;
use std::process::{Command, Stdio};

use insights::{Bin, Curve, Durations, log_rank};
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde::Deserialize;

/// Seconds, and whether it ended.
type Group = Vec<(i64, bool)>;

#[derive(Deserialize)]
struct Case {
    curves: [TheirCurve; 2],
    statistic: f64,
    p: f64,
}

#[derive(Deserialize)]
struct TheirCurve {
    /// Seconds, the share left, and the ends of its interval.
    steps: Vec<(f64, f64, f64, f64)>,
    median: Option<f64>,
}

fn estimated(cases: &[[Group; 2]]) -> Vec<Case> {
    let folder = std::env::var("LIFELINES").expect("LIFELINES names the folder of the package");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testing/lifelines/estimate.py");
    let mut python = Command::new("python3")
        .arg(script)
        .env("PYTHONPATH", folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(serde_json::to_string(cases).unwrap().as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Waits of seconds to weeks, some of which go on. They stand at the ends of their bins, so that both count in the same steps.
fn group(random: &mut StdRng) -> Group {
    let (longest, goes_on) = (random.random_range(8.0..20.0), random.random_range(0.0..0.7));
    let wait = |random: &mut StdRng| {
        let seconds = 2_f64.powf(random.random_range(1.0..longest)) as i64;
        (Bin::of(SignedDuration::from_secs(seconds)).end().as_secs(), !random.random_bool(goes_on))
    };
    (0..random.random_range(2..400)).map(|_| wait(random)).collect()
}

fn durations(group: &Group) -> Durations {
    // The end of a bin is the first that is longer.
    group.iter().map(|(seconds, ended)| (SignedDuration::from_secs(seconds - 1), *ended)).collect()
}

#[test]
#[ignore = "needs the Python package lifelines"]
fn curves_and_comparisons_are_those_of_lifelines() {
    let mut random = StdRng::seed_from_u64(7);
    let cases: Vec<[Group; 2]> = (0..60).map(|_| [group(&mut random), group(&mut random)]).collect();
    let (mut steps, mut medians, mut compared) = (0, 0, 0);
    for (number, (groups, theirs)) in cases.iter().zip(estimated(&cases)).enumerate() {
        let ours = groups.each_ref().map(durations);
        for (ours, theirs) in ours.iter().map(Curve::of).zip(&theirs.curves) {
            assert_eq!(ours.steps().len(), theirs.steps.len(), "case {number}");
            for (ours, (after, left, low, high)) in ours.steps().iter().zip(&theirs.steps) {
                assert_eq!(ours.after.as_secs() as f64, *after, "case {number}");
                // Where nobody is left, theirs has no interval.
                let expected = if *left > 1e-12 { [*left, *low, *high] } else { [0.0; 3] };
                for (ours, theirs) in [ours.left, ours.low, ours.high].into_iter().zip(expected) {
                    assert!((ours - theirs).abs() < 1e-9, "case {number}, after {after} s: {ours} and {theirs}");
                }
                steps += 1;
            }
            // Where exactly half are left, the last digit decides.
            if ours.steps().iter().all(|step| (step.left - 0.5).abs() > 1e-9) {
                let median = ours.quantile(0.5).value.map(|at| at.as_secs() as f64);
                assert_eq!(median, theirs.median, "case {number}");
                medians += usize::from(median.is_some());
            }
        }
        if let Some(ours) = log_rank(&ours[0], &ours[1]) {
            let is_near = |one: f64, other: f64| (one - other).abs() < 1e-9 * other.abs().max(1.0);
            assert!(is_near(ours.statistic, theirs.statistic) && is_near(ours.p, theirs.p), "case {number}: {ours:?}");
            compared += 1;
        }
    }
    assert!(steps > 2_000 && medians > 50 && compared > 50, "{steps} steps, {medians} medians, {compared} comparisons");
}
