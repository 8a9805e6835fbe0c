//! `cargo xtask test`: what is there, what is missing, every suite, and a count at the end.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::part::{self, Part, Source};
use crate::peer::Peer;
use crate::suite::{self, Run, SUITES, Suite};
use crate::tally::Tally;
use crate::{apt, process, tree};

/// From what property tests draw their cases, as proptest reads it: one seed, so that a commit passes or fails the same
/// way each time. Whoever looks for more sets another.
const SEED: &str = "PROPTEST_RNG_SEED";

/// What was asked for on the command line.
#[derive(Default)]
pub struct Options {
    may_install: bool,
    requires_all: bool,
    only: Vec<&'static Suite>,
    filter: Option<String>,
    /// Set for the tests in addition.
    environment: Vec<(String, String)>,
    shows_output: bool,
}

impl Options {
    /// Reads the options of `test`.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--install" => options.may_install = true,
                "--require-all" => options.requires_all = true,
                "--only" => {
                    let name = arguments.next().context("`--only` takes the name of a suite")?;
                    options.only.push(suite::named(name).with_context(|| {
                        let names: Vec<&str> = SUITES.iter().map(|suite| suite.name).collect();
                        format!("there is no suite `{name}`, but: {}", names.join(", "))
                    })?);
                }
                flag if flag.starts_with('-') => bail!("`test` does not take `{flag}`"),
                filter => {
                    ensure!(options.filter.is_none(), "`test` takes one filter");
                    options.filter = Some(filter.to_owned());
                }
            }
        }
        Ok(options)
    }

    fn suites(&self) -> Vec<&'static Suite> {
        if self.only.is_empty() { SUITES.iter().collect() } else { self.only.clone() }
    }
}

enum Outcome {
    Passed,
    Failed(String),
    LeftOut { reason: String, is_allowed: bool },
}

/// Kills the server at its named steps, over and over; the test prints its table.
pub fn torture(rounds: u32) -> Result<bool> {
    let options = Options {
        requires_all: true,
        only: suite::named("crash").into_iter().collect(),
        environment: vec![("TORTURE_ROUNDS".into(), rounds.to_string())],
        shows_output: true,
        ..Options::default()
    };
    run(&options)
}

/// Takes the pictures of the pages into `target/screenshots`, and the README's into their place.
pub fn screenshots() -> Result<bool> {
    let options = Options { requires_all: true, only: vec![&suite::PICTURES], ..Options::default() };
    if !run(&options)? {
        return Ok(false);
    }
    std::fs::create_dir_all(tree::root().join("docs/images"))?;
    // By day, and by night for who reads the README in the dark.
    for (page, theme, name) in [
        ("inbox", "light", "inbox"),
        ("inbox", "dark", "inbox-dark"),
        ("floor", "light", "floor"),
        ("floor", "dark", "floor-dark"),
    ] {
        let (from, to) = (format!("target/screenshots/{page}-wide-{theme}.png"), format!("docs/images/{name}.png"));
        std::fs::copy(tree::root().join(&from), tree::root().join(&to))
            .with_context(|| format!("cannot copy {from}"))?;
        println!("{to} is new");
    }
    println!("target/screenshots has every page");
    Ok(true)
}

/// Runs the suites that were asked for; returns whether all is well.
pub fn run(options: &Options) -> Result<bool> {
    let suites = options.suites();
    let may_install = options.may_install && apt::is_root()?;
    let missing = provide(&suites, may_install);

    let mut tally = Tally::default();
    let mut outcomes = Vec::new();
    // Kept from suite to suite, stopped when all are through, whatever happens.
    let mut peers = BTreeMap::new();
    for suite in &suites {
        let outcome = if process::interrupted() {
            Outcome::LeftOut { reason: "interrupted".into(), is_allowed: false }
        } else if let Some((part, reason)) = suite.needs.iter().find_map(|need| missing.get_key_value(need)) {
            Outcome::LeftOut { reason: format!("{}: {reason}", part.name()), is_allowed: suite.is_optional }
        } else {
            println!("\n== {} ==", suite.name);
            let began = Instant::now();
            let outcome = run_suite(suite, options, &mut peers, &mut tally)
                .unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")));
            println!("== {}: {:.1} s ==", suite.name, began.elapsed().as_secs_f64());
            outcome
        };
        outcomes.push((suite.name, outcome));
    }
    drop(peers);
    Ok(report(&outcomes, tally, options.requires_all) && !process::interrupted())
}

/// Prints what is there and what is missing, then fetches it. Returns what stays missing, and why.
fn provide(suites: &[&Suite], may_install: bool) -> BTreeMap<Part, String> {
    let mut places: BTreeMap<Part, Option<String>> = BTreeMap::new();
    for part in suites.iter().flat_map(|suite| suite.needs) {
        let place = places.entry(*part).or_insert_with(|| part.find());
        let tools = if place.is_none() { part.tools() } else { &[] };
        for tool in tools {
            places.entry(*tool).or_insert_with(|| tool.find());
        }
    }
    for (part, place) in &places {
        match place {
            Some(place) => println!("{:<22} there    {place}", part.name()),
            None => println!("{:<22} missing  {}", part.name(), plan(*part, may_install)),
        }
    }
    let mut missing = BTreeMap::new();
    for part in places.into_iter().filter(|(_, place)| place.is_none()).map(|(part, _)| part) {
        if process::interrupted() {
            break;
        }
        // Another part may have brought it along, as node brings npm.
        match part.find().map_or_else(|| part.provide(may_install), Ok) {
            Ok(place) => println!("{}: {place}", part.name()),
            Err(error) => {
                missing.insert(part, format!("{error:#}"));
            }
        }
    }
    missing
}

fn plan(part: Part, may_install: bool) -> String {
    let sources: Vec<String> = part
        .sources()
        .iter()
        .filter_map(|source| match source {
            Source::Fetched { from, package, .. } => Some(format!("{package} from {from}")),
            Source::Apt(packages) if may_install => Some(format!("{} from apt", packages.join(", "))),
            Source::Apt(_) => None,
        })
        .collect();
    if sources.is_empty() { String::new() } else { format!("to be taken: {}", sources.join(", else ")) }
}

fn run_suite(
    suite: &Suite,
    options: &Options,
    peers: &mut BTreeMap<&'static str, Peer>,
    tally: &mut Tally,
) -> Result<Outcome> {
    let mut environment = options.environment.clone();
    environment.push(("PATH".into(), part::path()));
    if suite.needs.contains(&Part::Lifelines) {
        environment.push(("LIFELINES".into(), part::lifelines_folder().display().to_string()));
    }
    for &name in suite.peers {
        if !peers.contains_key(name) {
            peers.insert(name, Peer::start(name, &part::path())?);
        }
        environment.extend_from_slice(peers[name].environment());
    }

    if std::env::var_os(SEED).is_none() {
        environment.push((SEED.into(), "1".into()));
    }
    let mut command = match suite.run {
        Run::Cargo { selects, only_ignored } => cargo_test(selects, only_ignored, options),
        Run::Browser { folder } => browser_test(folder, options, &mut environment)?,
    };
    let mut counted = Tally::default();
    let passed = process::run(command.current_dir(tree::root()).envs(environment), |line| counted.count(line))?;
    *tally += counted;
    Ok(match passed {
        _ if process::interrupted() => Outcome::Failed("interrupted".into()),
        false => Outcome::Failed(match counted.failed {
            0 => "did not build or run".into(),
            failed => format!("{failed} failed"),
        }),
        // A suite that runs nothing proves nothing.
        true if counted.passed == 0 && options.filter.is_none() => Outcome::Failed("no test ran".into()),
        true => Outcome::Passed,
    })
}

fn cargo_test(selects: &[&str], only_ignored: bool, options: &Options) -> Command {
    let mut command = tree::cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]).args(selects);
    command.args(&options.filter);
    command.arg("--");
    if only_ignored {
        command.arg("--ignored");
    }
    if options.shows_output {
        command.arg("--nocapture");
    }
    command
}

fn browser_test(folder: &str, options: &Options, environment: &mut Vec<(String, String)>) -> Result<Command> {
    // Together with a test target, so that the features are those of the other suites' build.
    let mut build = tree::cargo();
    build.args(["build", "--workspace", "--bin", "coffeehouse", "--test", "crash"]);
    ensure!(process::run(&mut build, |_| {})?, "the program did not build");

    let chromium = Part::Chromium.find().context("Chromium has gone")?;
    environment.push(("CHROMIUM".into(), chromium));
    environment.push(("COFFEEHOUSE_BIN".into(), binary()?.display().to_string()));

    let mut journeys: Vec<PathBuf> =
        std::fs::read_dir(tree::root().join(folder))?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    journeys.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    journeys.sort();
    ensure!(!journeys.is_empty(), "there is no {folder}/*.test.mjs");

    let mut command = Command::new("node");
    // One after the other: each journey has a server and a browser of its own.
    command.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]);
    command.args(options.filter.iter().map(|filter| format!("--test-name-pattern={filter}")));
    command.args(journeys);
    Ok(command)
}

fn binary() -> Result<PathBuf> {
    let metadata = tree::output(tree::cargo().args(["metadata", "--no-deps", "--format-version=1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let target = metadata["target_directory"].as_str().context("cargo names no target directory")?;
    Ok(PathBuf::from(target).join("debug/coffeehouse"))
}

/// Prints how it went; returns whether all is well.
fn report(outcomes: &[(&str, Outcome)], tally: Tally, requires_all: bool) -> bool {
    let (mut passed, mut failed, mut left_out, mut is_well) = (0, 0, 0, true);
    println!();
    for (name, outcome) in outcomes {
        match outcome {
            Outcome::Passed => {
                passed += 1;
                println!("{name:<10} passed");
            }
            Outcome::Failed(reason) => {
                failed += 1;
                is_well = false;
                println!("{name:<10} FAILED    {reason}");
            }
            Outcome::LeftOut { reason, is_allowed } => {
                left_out += 1;
                is_well &= *is_allowed || !requires_all;
                println!("{name:<10} left out  {reason}");
            }
        }
    }
    println!("\n{passed} suites passed, {failed} failed, {left_out} left out");
    println!("{} passed, {} failed", tally.passed, tally.failed);
    is_well
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn suites_can_be_chosen_by_name() {
        let options = Options::parse(&words("--only browser --only data inbox")).unwrap();
        let names: Vec<&str> = options.suites().iter().map(|suite| suite.name).collect();
        assert_eq!(names, ["browser", "data"]);
        assert_eq!(options.filter.as_deref(), Some("inbox"));
    }

    #[test]
    fn an_unknown_suite_is_refused_with_the_known_ones() {
        let error = Options::parse(&words("--only brwoser")).err().unwrap().to_string();
        assert!(error.contains("brwoser") && error.contains("browser"), "{error}");
    }

    #[test]
    fn a_suite_left_out_fails_the_run_only_when_all_are_required() {
        let left_out = |is_allowed| [("x", Outcome::LeftOut { reason: String::new(), is_allowed })];
        assert!(report(&left_out(false), Tally::default(), false));
        assert!(!report(&left_out(false), Tally::default(), true));
        assert!(report(&left_out(true), Tally::default(), true));
    }

    #[test]
    fn a_failed_suite_fails_the_run() {
        assert!(!report(&[("x", Outcome::Failed(String::new()))], Tally::default(), false));
    }
}
