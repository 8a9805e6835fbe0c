//! `coffeehouse bench`: how fast this machine does what the program does all day.

mod listening;
mod meter;
mod workload;

use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    bench: Bench,
}

#[derive(clap::Subcommand)]
enum Bench {
    /// Matches posts against many stored queries.
    Listening(listening::Arguments),
}

pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.bench {
        Bench::Listening(arguments) => listening::run(arguments),
    }
}
