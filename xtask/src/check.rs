//! `cargo xtask check`: everything that can be said without running a test.

use std::time::Instant;

use anyhow::Result;

use crate::{deny, process, tidy, tree, words};

type Step = (&'static str, fn() -> Result<bool>);

const STEPS: &[Step] = &[
    ("format", || cargo(&["fmt", "--all", "--", "--check", "-l"], &[])),
    ("tidy", tidy::run),
    ("words", words::check),
    ("deny", deny::run),
    ("clippy", || cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"], &[])),
    ("doc", || cargo(&["doc", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")])),
];

/// Takes every step, also after a failed one; returns whether all passed.
pub fn run() -> Result<bool> {
    let mut failed = Vec::new();
    for (name, step) in STEPS {
        println!("== {name} ==");
        let began = Instant::now();
        if !step()? {
            failed.push(*name);
        }
        println!("== {name}: {:.1} s ==", began.elapsed().as_secs_f64());
        anyhow::ensure!(!process::interrupted(), "interrupted");
    }
    if failed.is_empty() {
        println!("check passed: {} steps", STEPS.len());
    } else {
        println!("check FAILED: {}", failed.join(", "));
    }
    Ok(failed.is_empty())
}

fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<bool> {
    let mut command = tree::cargo();
    command.args(arguments).envs(environment.iter().copied());
    process::run(&mut command, |_| {})
}
