//! `cargo xtask fuzz`: looks for bytes that break a parser of what comes from outside.
//!
//! Works on the stable compiler: libFuzzer needs the marks in the code that say which way was gone, and those are a pass of
//! LLVM that any compiler has. Its sanitizers are not needed where all code of ours is safe.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::{process, tree};

/// How long each target is tried when nothing is said.
const SECONDS: u32 = 60;
/// How long one input may take: the marks make it some ten times slower, and other work may have the processor.
const SECONDS_OF_ONE: u32 = 60;
const MARKS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// What to try, and how long each.
pub struct Options {
    targets: Vec<String>,
    seconds: u32,
}

impl Options {
    /// Reads `[TARGET …] [--seconds N]`.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self { targets: Vec::new(), seconds: SECONDS };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--seconds" => options.seconds = arguments.next().context("--seconds takes a number")?.parse()?,
                flag if flag.starts_with('-') => bail!("`fuzz` takes TARGET and --seconds N, got `{flag}`"),
                target => options.targets.push(target.to_owned()),
            }
        }
        let all = targets()?;
        if let Some(unknown) = options.targets.iter().find(|target| !all.contains(target)) {
            bail!("there is no target `{unknown}`; there are {}", all.join(", "));
        }
        if options.targets.is_empty() {
            options.targets = all;
        }
        Ok(options)
    }
}

/// Returns the names of the folders of bytes, which a test holds equal to those of the targets.
fn targets() -> Result<Vec<String>> {
    let folder = tree::root().join("fuzz/corpus");
    let names = std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut names: Vec<String> =
        names.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect::<Result<_>>()?;
    names.sort();
    Ok(names)
}

/// Tries every target; returns whether nothing was found.
pub fn run(options: &Options) -> Result<bool> {
    let program = build()?;
    let work = tree::root().join("target/fuzz/work");
    let mut found = Vec::new();
    for target in &options.targets {
        let (grown, findings) = (work.join("corpus").join(target), work.join("findings").join(target));
        for folder in [&grown, &findings] {
            std::fs::create_dir_all(folder)?;
        }
        println!("fuzz {target} for {} seconds", options.seconds);
        let mut command = Command::new(&program);
        command
            .current_dir(tree::root())
            .env("FUZZ_TARGET", target)
            .arg(&grown)
            .arg(tree::root().join("fuzz/corpus").join(target))
            .arg(format!("-artifact_prefix={}/", findings.display()))
            .arg(format!("-max_total_time={}", options.seconds))
            .arg(format!("-timeout={SECONDS_OF_ONE}"))
            .args(["-max_len=8192", "-print_final_stats=1", "-verbosity=0"]);
        let is_well = process::run(&mut command, |_| {})?;
        ensure!(!process::interrupted(), "interrupted");
        if !is_well {
            found.push(target.as_str());
            println!("fuzz {target}: a finding in {}; mend it and move it to fuzz/corpus/{target}", findings.display());
        }
    }
    println!("fuzz: {} targets, {} with a finding {}", options.targets.len(), found.len(), found.join(", "));
    Ok(found.is_empty())
}

/// Builds the program with its marks, apart from all other builds.
fn build() -> Result<PathBuf> {
    let rustc = tree::output(Command::new("rustc").arg("-vV"))?;
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?.to_owned();
    let mut cargo = tree::cargo();
    // With a named machine the flags are not those of build scripts.
    cargo.args(["build", "--profile=fuzz", "--package=fuzz", "--bin=libfuzzer", "--features=libfuzzer"]);
    cargo.args(["--target-dir=target/fuzz", "--target", &host]).env("RUSTFLAGS", MARKS);
    ensure!(process::run(&mut cargo, |_| {})?, "the fuzz targets do not build");
    Ok(tree::root().join("target/fuzz").join(host).join("fuzz/libfuzzer"))
}
